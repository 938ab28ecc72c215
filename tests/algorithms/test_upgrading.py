# SPDX-License-Identifier: GPL-2.0-or-later
"""What users have of version 0.1.0 still works: models, maps and their styles, models of the designer, settings."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from mineral_prune_plugin.models.model_file import load

ROOT = Path(__file__).resolve().parents[2]
OLD = ROOT / "tests" / "fixtures" / "version_0_1_0"
NAMES = ["muscovite", "kaolinite", "halloysite", "calcite", "montmorillonite", "alunite", "chalcedony"]
BOTH = pytest.mark.parametrize("kind", ["perceptron", "densenet"])


@pytest.fixture
def old(tmp_path):
    """Copies of the files: QGIS writes beside a raster that it opens."""
    return Path(shutil.copytree(OLD, tmp_path / "old"))


@BOTH
def test_a_model_maps_the_same_bytes_as_then(run, told, read, old, tmp_path, kind):
    model = old / f"{kind}.safetensors"
    run("mapminerals", INPUT=str(old / "scene.tif"), MODEL=str(model), OUTPUT=str(tmp_path / "now.tif"))
    assert read(tmp_path / "now.tif").tobytes() == read(old / f"{kind}_map.tif").tobytes()
    assert f"{model.name} was saved by an earlier version, without a checksum" in told(remarks=True)


@BOTH
def test_a_model_is_read_whole(old, kind):
    model = load(old / f"{kind}.safetensors")
    assert [mineral.name for mineral in model.minerals] == NAMES and model.reject is None
    assert model.wavelengths.centres_um[0] == pytest.approx(2.0009) and model.bands == 13
    assert model.pruning and model.training["samples"] == {"test": 70, "train": 70, "validation": 70}


def test_a_model_is_pruned_on_and_saved_with_a_checksum(run, told, chain, read, old, tmp_path):
    pruned = str(tmp_path / "pruned.safetensors")
    model = str(old / "perceptron.safetensors")
    few = {"ITERATIONS": 1, "RETRAIN_EPOCHS": 10, "UNLABELLED": 0}
    run("prunemodel", INPUT=chain.scene, SAMPLES=chain.samples, MODEL=model, OUTPUT=pruned, **few)
    assert "without a checksum" in told(remarks=True)
    run("mapminerals", INPUT=str(old / "scene.tif"), MODEL=pruned, OUTPUT=str(tmp_path / "map.tif"))
    assert "without a checksum" not in told() and read(tmp_path / "map.tif").any()


@BOTH
def test_a_map_opens_in_the_style_that_was_saved_beside_it(run, read, old, tmp_path, kind):
    from qgis.core import QgsRasterLayer

    layer = QgsRasterLayer(str(old / f"{kind}_map.tif"), "map")  # takes the style beside it
    assert [(each.value, each.label) for each in layer.renderer().classes()] == list(enumerate(NAMES, start=1))
    tidied = str(tmp_path / "tidy.tif")
    run("tidymap", MAP=layer, SMALLEST=1, OUTPUT=tidied)
    assert np.array_equal(read(tidied), read(old / f"{kind}_map.tif"))
    again = QgsRasterLayer(tidied, "tidy")
    assert [each.label for each in again.renderer().classes()] == NAMES


def test_a_model_of_the_designer_opens_and_runs(qgis, chain, read, tmp_path):
    import processing
    from qgis.core import QgsProcessingModelAlgorithm

    model = QgsProcessingModelAlgorithm()
    assert model.fromFile(str(OLD / "mineral_map.model3")) and model.canExecute()[0]
    for child in model.childAlgorithms().values():  # QGIS leaves out what an algorithm no longer has, without a word
        known = {definition.name() for definition in child.algorithm().parameterDefinitions()}
        assert set(child.parameterSources()) <= known, child.algorithmId()
    outputs = {d.name(): str(tmp_path / d.name()) for d in model.destinationParameterDefinitions()}
    endings = {"fileDestination": ".html", "rasterDestination": ".tif", "sink": ".gpkg"}
    for definition in model.destinationParameterDefinitions():
        ending = ".safetensors" if "model" in definition.name() else endings[definition.type()]
        outputs[definition.name()] += ending
    few = {f"{split}_per_class": "10" for split in ("train", "validation", "test")}
    done = processing.run(model, {"scene": chain.scene, "labels": chain.labels, **few, **outputs})
    assert set(done) >= set(outputs) and all(Path(path).stat().st_size for path in outputs.values())
    (written,) = [path for path in outputs.values() if path.endswith(".tif")]
    assert set(np.unique(read(written))) <= set(range(8)) and len(np.unique(read(written))) > 3


def test_the_settings_of_a_profile_are_still_read(old, tmp_path):
    place = tmp_path / "profiles" / "default" / "QGIS"
    place.mkdir(parents=True)
    shutil.copy(old / "QGIS3.ini", place / "QGIS3.ini")
    packages = place.parent / "mineral_prune" / f"packages-python{sys.version_info.major}{sys.version_info.minor}"
    packages.mkdir(parents=True)
    (packages / "installed_then.py").touch()
    code = (
        "import os\nfrom qgis.core import QgsApplication, QgsSettings\n"
        "QgsApplication.setOrganizationName('QGIS')\nQgsApplication.setApplicationName('QGIS3')\n"
        "application = QgsApplication([], False)\napplication.initQgis()\n"
        "from mineral_prune_plugin.desktop.packages_notice import SILENT\n"
        "from mineral_prune_plugin.interface.memory import allowed_bytes\n"
        "from mineral_prune_plugin.interface.packages import PackagesPath\n"
        "PackagesPath().join()\nimport installed_then\n"
        "print(QgsSettings().value(SILENT, False, type=bool), allowed_bytes() // 2**20, flush=True)\nos._exit(0)\n"
    )
    environment = {**os.environ, "QGIS_CUSTOM_CONFIG_PATH": str(tmp_path)}
    environment["PYTHONPATH"] = os.pathsep.join([str(ROOT / "build" / "plugins"), os.environ.get("PYTHONPATH", "")])
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, timeout=120)
    assert done.stdout.split() == ["True", "300"], done.stdout + done.stderr
