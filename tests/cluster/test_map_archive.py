# SPDX-License-Identifier: GPL-2.0-or-later
"""The algorithm maparchive: the command from the toolbox. What is finished stays, whatever ends a run."""

import os
import resource
import subprocess
import sys
import time

import pytest
from qgis.core import (
    QgsApplication,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingParameterDefinition,
)

PARAMETERS = (
    "INPUT:multilayer? SCENES:string? MODEL:file FOLDER:file MIN_CONFIDENCE:number INTERPOLATE:boolean "
    "CONFIDENCE:boolean WINDOWS:boolean WORKERS:number SCHEDULER:string? TIME_LIMIT:number"
)


class Listener(QgsProcessingFeedback):
    """cancel_at : per cent from which it asks to stop"""

    def __init__(self, cancel_at=None):
        super().__init__(False)
        self.texts, self.warnings, self.shown, self.cancel_at = [], [], [], cancel_at

    def pushInfo(self, text):  # noqa: N802, names that QGIS gives
        self.texts.append(text)

    def pushWarning(self, text):  # noqa: N802
        self.warnings.append(text)

    def setProgress(self, percent):  # noqa: N802
        self.shown.append(percent)
        if self.cancel_at is not None and percent >= self.cancel_at:
            self.cancel()


@pytest.fixture
def map_archive(qgis):
    import processing

    def run(feedback=None, **parameters):
        return processing.run("mineralprune:maparchive", {"WORKERS": 1, **parameters}, feedback=feedback or Listener())

    return run


def test_its_id_parameters_outputs_and_help_are_there(qgis):
    made = QgsApplication.processingRegistry().createAlgorithmById("mineralprune:maparchive")
    optional = QgsProcessingParameterDefinition.Flag.FlagOptional
    parameters = [f"{d.name()}:{d.type()}{'?' if d.flags() & optional else ''}" for d in made.parameterDefinitions()]
    assert " ".join(parameters) == PARAMETERS
    outputs = [f"{d.name()}:{d.type()}" for d in made.outputDefinitions()]
    assert outputs == ["MOSAIC:outputRaster", "MAPPED:outputNumber", "FAILED:outputNumber"]
    assert all(d.help().endswith(".") for d in made.parameterDefinitions())
    assert made.canExecute() == (True, "")


def test_layers_and_patterns_are_mapped_and_a_bad_scene_is_named(three, map_archive):
    archive, scenes = three
    broken = archive.folder / "broken.tif"
    broken.write_bytes(b"no raster")
    feedback = Listener()
    pattern = f"{archive.folder}/scene[12].tif; {broken}"
    given = {"INPUT": [str(scenes[0])], "SCENES": pattern, "MODEL": str(archive.model), "FOLDER": str(archive.out)}
    result = map_archive(feedback, **given)
    assert result == {"MOSAIC": str(archive.out / "minerals.vrt"), "MAPPED": 3, "FAILED": 1}
    assert sorted(path.parent.name for path in archive.out.glob("*/*.tif")) == ["scene0", "scene1", "scene2"]
    assert any("broken.tif cannot be read as a raster" in text for text in feedback.warnings)
    assert feedback.shown == sorted(feedback.shown)
    alone = archive.folder / "alone"
    archive.map(*scenes, out=alone)
    alike = [
        {name: data for name, data in each.items() if name.endswith(("/scene0.tif", "/scene2.tif"))}
        for each in (archive.maps(), archive.maps(alone))
    ]
    assert len(alike[0]) == 2
    assert alike[0] == alike[1]


def test_cancelled_it_keeps_what_is_finished_and_the_next_run_maps_the_rest(three, map_archive):
    archive, scenes = three
    pipe = archive.folder / "zpipe.tif"
    os.mkfifo(pipe)  # who opens it waits for ever
    given = {"SCENES": f"{archive.folder}/*.tif", "MODEL": str(archive.model), "FOLDER": str(archive.out)}
    began = time.monotonic()
    with pytest.raises(QgsProcessingException, match="Cancelled. The maps that were finished stay"):
        map_archive(Listener(cancel_at=1), **given)
    assert time.monotonic() - began < 60
    pipe.unlink()
    feedback = Listener()
    assert map_archive(feedback, **given)["MAPPED"] == 3
    assert any("are mapped already" in text and " 0 are" not in text for text in feedback.texts)


def test_what_keeps_the_command_from_beginning_is_said_in_one_sentence(three, map_archive):
    archive, scenes = three
    given = {"SCENES": str(scenes[0]), "MODEL": str(archive.model), "FOLDER": str(archive.out)}
    with pytest.raises(QgsProcessingException, match="No file matches"):
        map_archive(**{**given, "SCENES": f"{archive.folder}/absent*.tif"})
    with pytest.raises(QgsProcessingException, match="Choose scenes, or name patterns"):
        map_archive(**{**given, "SCENES": " "})
    scenes[0].write_bytes(b"no raster")
    with pytest.raises(QgsProcessingException, match="scene0.tif cannot be read as a raster"):
        map_archive(**given)


def test_without_dask_the_algorithm_gives_the_sentence_with_the_command(three):
    archive, scenes = three
    program = (
        "import importlib.util as u\nfind = u.find_spec\n"
        "u.find_spec = lambda name, *rest: None if name in ('dask', 'distributed') else find(name, *rest)\n"
        "from qgis.core import QgsApplication, QgsProcessingContext\n"
        "application = QgsApplication([], False)\napplication.initQgis()\n"
        "from mineral_prune_plugin.algorithms.map_archive import MapArchive\n"
        "made = MapArchive().create()\nprint(made.canExecute())\n"
        f"given = {{'SCENES': 'x', 'MODEL': {str(archive.model)!r}, 'FOLDER': 'out'}}\n"
        "print(made.checkParameterValues(given, QgsProcessingContext()))\n"
    )
    path = os.pathsep.join(sys.path)
    ended = subprocess.run(
        [sys.executable, "-c", program], env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True
    )
    told, checked = ended.stdout.splitlines()[-2:]
    for text in (told, checked):
        assert "This needs dask, distributed, which the Python of this QGIS lacks." in text, ended.stderr
        assert "-m pip install --target" in text


def test_a_run_that_breaks_off_is_no_result(three, map_archive):
    archive, scenes = three
    for number in range(20):
        archive.add(f"more{number}.tif", seed=number)
    archive.map(scenes[0])
    given = {"SCENES": f"{archive.folder}/more*.tif", "MODEL": str(archive.model), "FOLDER": str(archive.out)}
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    allowed = (archive.out / "ledger.sqlite").stat().st_size + 8192  # for the ledger a full disk
    resource.setrlimit(resource.RLIMIT_FSIZE, (allowed, before[1]))
    try:
        with pytest.raises(QgsProcessingException, match="ledger.sqlite could not be written"):
            map_archive(**given)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
