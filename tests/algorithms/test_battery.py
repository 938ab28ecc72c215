# SPDX-License-Identifier: GPL-2.0-or-later
"""What every algorithm of the provider must do: to be listed is to be tested."""

import gc
import os
import re
import subprocess
import time
from pathlib import Path

import pytest
from qgis.core import (
    QgsApplication,
    QgsProcessingAlgRunnerTask,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingOutputLayerDefinition,
    QgsProcessingParameterDefinition,
    QgsProcessingUtils,
    QgsProject,
)
from threadpoolctl import threadpool_info

from mineral_prune_plugin.provider import ALGORITHMS

ROOT = Path(__file__).resolve().parents[2]
# What scripts and models are written against: names are never changed, only added. "?" is optional.
INTERFACE = {
    "createexamplescene": (
        "SEED:number WIDTH:number HEIGHT:number OUTPUT:rasterDestination LABELS:rasterDestination",
        "OUTPUT:outputRaster LABELS:outputRaster",
    ),
    "openproduct": (
        "INPUT:file ORTHORECTIFY:boolean OVERLAP:enum MASKS:boolean WAVELENGTHS:file? SCALE:number "
        "OUTPUT:rasterDestination",
        "OUTPUT:outputRaster",
    ),
    "drawsamples": (
        "INPUT:raster LABELS:layer CLASS_FIELD:string? SMALL_POLYGONS:boolean TRAIN_PER_CLASS:string "
        "VALIDATION_PER_CLASS:string TEST_PER_CLASS:string AMOUNT:enum SPLIT:enum BLOCK_SIZE:number SEED:number "
        "OUTPUT:sink",
        "OUTPUT:outputVector",
    ),
    "trainmodel": (
        "INPUT:raster SAMPLES:source CLASS_FIELD:field? FEATURES:enum RANGE:range? HIDDEN_UNITS:string "
        "UNLABELLED:number ACCURACY:enum EPOCHS:number SEED:number REJECT:boolean "
        "MODEL:fileDestination REPORT:fileDestination?",
        "MODEL:outputFile REPORT:outputHtml OA:outputNumber TEST_OA:outputNumber GROUPED_OA:outputNumber",
    ),
    "trainfromlibrary": (
        "INPUT:raster LIBRARY:file? MINERALS:string? RANGE:range? FEATURES:enum HIDDEN_UNITS:string UNLABELLED:number "
        "SAMPLES:source? CLASS_FIELD:field? EPOCHS:number SEED:number "
        "MODEL:fileDestination TABLE:fileDestination? REPORT:fileDestination?",
        "MODEL:outputFile TABLE:outputFile REPORT:outputHtml SIMULATED_OA:outputNumber NAMED:outputNumber "
        "SETTLED:outputNumber TEST_OA:outputNumber",
    ),
    "comparehiddensizes": (
        "INPUT:raster SAMPLES:source CLASS_FIELD:field? FEATURES:enum RANGE:range? SIZES:string SEEDS:number "
        "UNLABELLED:number EPOCHS:number SEED:number "
        "TABLE:fileDestination? REPORT:fileDestination?",
        "TABLE:outputFile REPORT:outputHtml",
    ),
    "prunemodel": (
        "INPUT:raster SAMPLES:source? CLASS_FIELD:field? MODEL:file LIBRARY:file? CRITERION:enum UNITS:string "
        "ITERATIONS:number RETRAIN_EPOCHS:number? KEEP:enum TOLERANCE:number BANDS:string CONTROLS:boolean "
        "UNLABELLED:number SEED:number OUTPUT:fileDestination TABLE:fileDestination? "
        "REPORT:fileDestination?",
        "OUTPUT:outputFile TABLE:outputFile REPORT:outputHtml OA:outputNumber TEST_OA:outputNumber "
        "UNIT_COMPRESSION:outputNumber PARAMETER_COMPRESSION:outputNumber BYTE_COMPRESSION:outputNumber "
        "BANDS_LEFT:outputNumber",
    ),
    "trainsparsedensenet": (
        "INPUT:raster SAMPLES:source CLASS_FIELD:field? FEATURES:enum RANGE:range? PATCH_SIZE:number DEPTH:number "
        "GROWTH:number TARGET:number STAGES:number UNLABELLED:number EPOCHS:number SEED:number "
        "MODEL:fileDestination TABLE:fileDestination? REPORT:fileDestination?",
        "MODEL:outputFile TABLE:outputFile REPORT:outputHtml OA:outputNumber TEST_OA:outputNumber "
        "PARAMETER_COMPRESSION:outputNumber MULTIPLY_ADD_COMPRESSION:outputNumber",
    ),
    "mapminerals": (
        "INPUT:raster MODEL:file MIN_CONFIDENCE:number INTERPOLATE:boolean DEVICE:enum OUTPUT:rasterDestination "
        "CONFIDENCE:rasterDestination? SETTLED:rasterDestination?",
        "OUTPUT:outputRaster CONFIDENCE:outputRaster SETTLED:outputRaster UNCLASSIFIED:outputNumber "
        "NO_DATA:outputNumber REJECTED:outputNumber",
    ),
    "mapneurons": ("INPUT:raster MODEL:file INTERPOLATE:boolean OUTPUT:rasterDestination", "OUTPUT:outputRaster"),
    "exportonnx": ("MODEL:file TILE_SIZE:number SCALE:number OUTPUT:fileDestination", "OUTPUT:outputFile"),
    "explainpixels": (
        "INPUT:raster MODEL:file POINTS:source INTERPOLATE:boolean TABLE:fileDestination? REPORT:fileDestination?",
        "TABLE:outputFile REPORT:outputHtml",
    ),
    "assessmap": (
        "MAP:raster SAMPLES:source? SPLIT:enum REFERENCE:raster? SAMPLING:enum TABLE:fileDestination? "
        "REPORT:fileDestination?",
        "TABLE:outputFile REPORT:outputHtml OA:outputNumber KAPPA:outputNumber OA_BY_AREA:outputNumber",
    ),
    "comparemodels": (
        "INPUT:raster SAMPLES:source SPLIT:enum MODEL_A:file MODEL_B:file INTERPOLATE:boolean "
        "OUTPUT:rasterDestination? TABLE:fileDestination? REPORT:fileDestination?",
        "OUTPUT:outputRaster TABLE:outputFile REPORT:outputHtml OA_A:outputNumber OA_B:outputNumber "
        "DIFFERENCE:outputNumber P_VALUE:outputNumber AGREEMENT:outputNumber",
    ),
    "tidymap": (
        "MAP:raster CLASSES:matrix? SMALLEST:number TOUCHING:enum OUTPUT:rasterDestination",
        "OUTPUT:outputRaster SIEVED:outputNumber",
    ),
    "mappolygons": ("MAP:raster OUTPUT:sink", "OUTPUT:outputVector POLYGONS:outputNumber"),
    "areas": (
        "MAP:raster CONFIDENCE:raster? POLYGONS:source? NAME_FIELD:field? TABLE:fileDestination? "
        "SCENES:fileDestination? REPORT:fileDestination?",
        "TABLE:outputFile SCENES:outputFile REPORT:outputHtml AREA:outputNumber MINERAL_PIXELS:outputNumber "
        "UNCLASSIFIED:outputNumber",
    ),
}
# What the description of a number must say; None where it counts what it is named after, or counts nothing.
UNITS = {
    "UNLABELLED": "pixels", "PATCH_SIZE": "pixels", "TARGET": "%", "GROWTH": "maps", "DEPTH": None, "STAGES": None,
    "MULTIPLY_ADD_COMPRESSION": "times", "REJECTED": "pixels",
    "WIDTH": "pixels", "HEIGHT": "pixels", "BLOCK_SIZE": "pixels", "RANGE": "micrometres", "MIN_CONFIDENCE": "0 to 1",
    "TOLERANCE": "percentage points", "OA": "%", "TEST_OA": "%", "GROUPED_OA": "%", "KAPPA": "-1 to 1",
    "OA_BY_AREA": "%",
    "UNCLASSIFIED": "pixels",
    "NO_DATA": "pixels", "UNIT_COMPRESSION": "times", "PARAMETER_COMPRESSION": "times", "BYTE_COMPRESSION": "times",
    "BANDS_LEFT": "bands",
    "SIMULATED_OA": "%", "NAMED": "%", "SETTLED": "%",
    "OA_A": "%", "OA_B": "%", "DIFFERENCE": "percentage points", "P_VALUE": "0 to 1", "AGREEMENT": "%",
    "SMALLEST": "pixels", "TILE_SIZE": "pixels", "SIEVED": "pixels", "POLYGONS": "polygons", "AREA": "km2",
    "SCALE": None,
    "MINERAL_PIXELS": "pixels",
    "SEED": None, "SEEDS": None, "EPOCHS": None, "ITERATIONS": None, "RETRAIN_EPOCHS": None,
}  # fmt: skip
# Parameters of a short run beside inputs and outputs.
SHORT = {
    "createexamplescene": {"WIDTH": 40, "HEIGHT": 30},
    "openproduct": {},
    "drawsamples": {"TRAIN_PER_CLASS": "10", "VALIDATION_PER_CLASS": "10", "TEST_PER_CLASS": "10"},
    "trainmodel": {"EPOCHS": 20},
    "trainfromlibrary": {"EPOCHS": 2, "UNLABELLED": 200},
    "comparehiddensizes": {"SIZES": "4, 6-5", "SEEDS": 2, "EPOCHS": 10},
    "prunemodel": {"ITERATIONS": 2, "RETRAIN_EPOCHS": 10},
    "trainsparsedensenet": {"PATCH_SIZE": 3, "DEPTH": 2, "GROWTH": 4, "STAGES": 2, "EPOCHS": 4, "UNLABELLED": 200},
    "mapminerals": {},
    "mapneurons": {},
    "exportonnx": {},
    "explainpixels": {},
    "assessmap": {},
    "comparemodels": {},
    "tidymap": {},
    "mappolygons": {},
    "areas": {},
}
FILES = {"rasterDestination": ".tif", "sink": ".gpkg", "fileDestination": None}

every_algorithm = pytest.mark.parametrize("algorithm", [kind().name() for kind in ALGORITHMS])


class Watched(QgsProcessingFeedback):
    """Counts the calls of isCanceled and of setProgress; cancels at the k-th of one of them, from 0."""

    def __init__(self, cancel_at=None, by="isCanceled"):
        super().__init__(False)
        self.cancel_at, self.by = cancel_at, by
        self.calls = {"isCanceled": 0, "setProgress": 0}
        self.shown, self.said = [], []

    def isCanceled(self):  # noqa: N802, names that QGIS gives
        self._count("isCanceled")
        return super().isCanceled()

    def setProgress(self, percent):  # noqa: N802
        self.shown.append(percent)
        self._count("setProgress")

    def pushWarning(self, text):  # noqa: N802
        self.said.append(text)

    def reportError(self, text, fatal=False):  # noqa: N802
        self.said.append(text)

    def _count(self, call):
        if self.by == call and self.calls[call] == self.cancel_at:
            self.cancel()
        self.calls[call] += 1


def algorithm_of(name):
    return QgsApplication.processingRegistry().createAlgorithmById(f"mineralprune:{name}")


def inputs_of(name, chain):
    """Inputs, by parameter name: they mean the same in every algorithm."""
    known = {"INPUT": chain.scene, "LABELS": chain.labels, "SAMPLES": chain.samples, "MODEL": chain.model}
    known["POINTS"] = chain.points
    known |= {"LIBRARY": chain.library, "MAP": chain.map, "MODEL_A": chain.model, "MODEL_B": chain.deep_model}
    made = algorithm_of(name)  # held, for its definitions die with it
    names = [d.name() for d in made.parameterDefinitions() if not d.isDestination()]
    inputs = {parameter: known[parameter] for parameter in names if parameter in known}
    return {**inputs, **SHORT[name]}


def outputs_of(name, folder):
    """A file in the folder for every destination, optional ones too."""
    ending = {"MODEL": ".safetensors", "TABLE": ".csv", "SCENES": ".csv", "REPORT": ".html"}
    ending["OUTPUT"] = {"prunemodel": ".safetensors", "exportonnx": ".onnx"}.get(name)
    made = algorithm_of(name)
    return {
        d.name(): str(Path(folder) / f"{d.name().lower()}{FILES[d.type()] or ending[d.name()]}")
        for d in made.destinationParameterDefinitions()
    }


@every_algorithm
def test_ids_parameters_and_outputs_are_stable(qgis, algorithm):
    made = algorithm_of(algorithm)
    optional = QgsProcessingParameterDefinition.Flag.FlagOptional
    parameters = [f"{d.name()}:{d.type()}{'?' if d.flags() & optional else ''}" for d in made.parameterDefinitions()]
    outputs = [f"{d.name()}:{d.type()}" for d in made.outputDefinitions()]
    assert (" ".join(parameters), " ".join(outputs)) == INTERFACE[algorithm]
    assert re.fullmatch("[a-z]+", algorithm) and made.id() == f"mineralprune:{algorithm}"


def test_the_table_lists_what_the_provider_lists(qgis):
    listed = {made.name() for made in QgsApplication.processingRegistry().providerById("mineralprune").algorithms()}
    apart = {"mineralmap", "librarymap", "maparchive"}  # an archive keeps what is finished: tests/cluster
    assert listed - apart == set(INTERFACE) == set(SHORT) == {kind().name() for kind in ALGORITHMS}


@every_algorithm
def test_an_algorithm_explains_itself(qgis, algorithm):
    made = algorithm_of(algorithm)
    assert made.group() in ("1 Prepare", "2 Train", "3 Prune", "4 Map", "5 After the map")
    assert made.groupId() in ("prepare", "train", "prune", "map", "after")
    assert made.displayName() and len(made.shortHelpString()) > 100
    assert made.canExecute() == (True, "")
    for definition in made.parameterDefinitions():
        assert definition.help().strip().endswith("."), definition.name()
        assert definition.description(), definition.name()


def test_the_toolbox_lists_them_in_the_order_of_the_work(qgis):
    """It sorts by the group's name, then by the algorithm's."""
    listed = sorted((made.group(), made.displayName()) for made in map(algorithm_of, INTERFACE))
    order = [name for _, name in listed]
    chain = ["Open product", "Train model", "Prune model", "Map minerals", "Assess map"]
    assert [name for name in order if name in chain] == chain


def found_in_the_toolbox(words):
    from qgis.gui import QgsProcessingToolboxProxyModel

    found = QgsProcessingToolboxProxyModel(None, QgsApplication.processingRegistry())
    found.setFilterString(words)
    provider = next(found.index(row, 0) for row in range(found.rowCount()) if "Mineral" in found.index(row, 0).data())
    return {
        found.index(leaf, 0, found.index(group, 0, provider)).data()
        for group in range(found.rowCount(provider))
        for leaf in range(found.rowCount(found.index(group, 0, provider)))
    }


def test_one_word_finds_all_in_the_toolbox_and_others_what_they_mean(qgis):
    listed = QgsApplication.processingRegistry().providerById("mineralprune").algorithms()
    assert found_in_the_toolbox("imaging spectroscopy") == {made.displayName() for made in listed}
    assert found_in_the_toolbox("confusion matrix") == {"Assess map"}
    assert found_in_the_toolbox("sieve") == {"Tidy map"} and "Train model" in found_in_the_toolbox("continuum removal")


@every_algorithm
def test_numbers_state_their_unit(qgis, algorithm):
    made = algorithm_of(algorithm)
    numbers = [d for d in made.parameterDefinitions() if d.type() in ("number", "range")]
    numbers += [d for d in made.outputDefinitions() if d.type() == "outputNumber"]
    for definition in numbers:
        assert (UNITS[definition.name()] or "") in definition.description(), definition.name()


@every_algorithm
def test_choices_are_text_and_defaults_are_among_them(qgis, algorithm):
    made = algorithm_of(algorithm)
    for definition in made.parameterDefinitions():
        if definition.type() == "enum":
            assert definition.usesStaticStrings() and definition.defaultValue() in definition.options()


@every_algorithm
def test_every_declared_output_comes_back(run, chain, tmp_path, files, algorithm):
    untouched = files(chain.folder)
    outputs = outputs_of(algorithm, tmp_path)
    result = run(algorithm, **inputs_of(algorithm, chain), **outputs)
    made = algorithm_of(algorithm)
    declared = made.outputDefinitions()
    assert set(result) == {definition.name() for definition in declared}
    for definition in declared:
        if definition.name() == "GROUPED_OA":  # of polygons left out; these samples are a raster's
            assert result["GROUPED_OA"] is None
        elif definition.type() == "outputNumber":
            assert isinstance(result[definition.name()], (int, float))
    assert {name: result[name] for name in outputs} == outputs
    assert all(Path(path).stat().st_size > 0 for path in outputs.values())
    assert files(chain.folder) == untouched
    stems = {Path(path).stem for path in outputs.values()}
    assert {Path(name).name.split(".")[0] for name in files(tmp_path)} == stems  # and their side files


@every_algorithm
def test_defaults_run_with_the_required_outputs_alone(run, chain, tmp_path, algorithm):
    optional = QgsProcessingParameterDefinition.Flag.FlagOptional
    made = algorithm_of(algorithm)
    destinations = made.destinationParameterDefinitions()
    required = {d.name() for d in destinations if not d.flags() & optional}
    outputs = {name: path for name, path in outputs_of(algorithm, tmp_path).items() if name in required}
    result = run(algorithm, **inputs_of(algorithm, chain), **outputs)
    assert all(Path(result[name]).exists() for name in required)
    assert not [name for name in {d.name() for d in destinations} - required if result.get(name)]


@every_algorithm
def test_the_same_run_writes_the_same_files(run, chain, tmp_path, files, content, algorithm):
    folders = [tmp_path / "one", tmp_path / "two"]
    for folder in folders:
        folder.mkdir()
        run(algorithm, **inputs_of(algorithm, chain), **outputs_of(algorithm, folder))
    names = files(folders[0])
    assert names and names == files(folders[1])
    for name in names:
        first, second = (content(folder / name) for folder in folders)
        assert first == second, name


@every_algorithm
def test_progress_goes_from_0_to_100_and_never_back(run, chain, tmp_path, algorithm):
    shown = watched_run(algorithm, chain, tmp_path, Watched()).shown
    assert shown and min(shown) >= 0 and max(shown) <= 100
    assert shown == sorted(shown)


def watched_run(algorithm, chain, folder, feedback):
    import processing

    parameters = {**inputs_of(algorithm, chain), **outputs_of(algorithm, folder)}
    processing.run(f"mineralprune:{algorithm}", parameters, feedback=feedback)
    return feedback


@every_algorithm
@pytest.mark.usefixtures("one_core")  # what runs at once asks by the clock: tests/test_at_once.py
@pytest.mark.parametrize("by", ["isCanceled", "setProgress"])
def test_cancelled_at_any_step_it_raises_and_leaves_nothing(run, chain, tmp_path, files, monkeypatch, algorithm, by):
    # Asked while a window is waited for as well, every tenth of a second: how often depends on the machine's load.
    monkeypatch.setattr("mineral_prune_plugin.progress.POLL_S", 60)
    whole = tmp_path / "whole"
    whole.mkdir()
    calls = watched_run(algorithm, chain, whole, Watched()).calls[by]
    assert calls
    last = calls if by == "isCanceled" else calls - 1  # nobody asks after the last progress is shown
    folder = tmp_path / "cancelled"
    folder.mkdir()
    for step in sampled(last):
        feedback = Watched(step, by)
        with pytest.raises(QgsProcessingException, match="Cancelled; no output was written."):
            watched_run(algorithm, chain, folder, feedback)
        assert files(folder) == [], f"at {by} {step} of {calls}"


def sampled(count):
    """All of a few steps; of many the first, the last and some between."""
    if count <= 8:
        return range(count)
    return sorted({0, 1, 2, count // 3, count // 2, count - count // 4, count - 2, count - 1})


@every_algorithm
def test_a_failed_run_leaves_an_earlier_output_as_it_was(run, chain, tmp_path, files, algorithm):
    outputs = outputs_of(algorithm, tmp_path)
    for path in outputs.values():
        Path(path).write_text("of an earlier run")
    with pytest.raises(QgsProcessingException, match="Cancelled"):
        watched_run(algorithm, chain, tmp_path, Watched(0))
    assert {Path(path).read_text() for path in outputs.values()} == {"of an earlier run"}
    assert len(files(tmp_path)) == len(outputs)


@every_algorithm
def test_nothing_is_left_in_the_temporary_folder_or_the_project(run, chain, tmp_path, files, algorithm):
    import tempfile

    layers = len(QgsProject.instance().mapLayers())
    of_qgis = files(QgsProcessingUtils.tempFolder())  # QGIS makes it when first asked
    before = files(tempfile.gettempdir())
    run(algorithm, **inputs_of(algorithm, chain), **outputs_of(algorithm, tmp_path))
    gc.collect()
    assert files(tempfile.gettempdir()) == before
    assert files(QgsProcessingUtils.tempFolder()) == of_qgis
    assert len(QgsProject.instance().mapLayers()) == layers


@every_algorithm
def test_no_output_replaces_an_input(refused, chain, tmp_path, algorithm):
    """By whatever name: the output is a hard link to the file that is read."""
    inputs, outputs, made = inputs_of(algorithm, chain), outputs_of(algorithm, tmp_path), algorithm_of(algorithm)
    read = [name for name, value in inputs.items() if isinstance(value, str) and Path(value).is_file()]
    assert read or algorithm == "createexamplescene"
    for source in read:
        for name, path in outputs.items():
            if made.MAY_REPLACE.get(name) != source:
                os.link(inputs[source], path)
                sentence = refused(algorithm, **inputs, **outputs)
                assert Path(path).name in sentence and "is an input of this run" in sentence, (source, name, sentence)
                os.unlink(path)


@every_algorithm
def test_torch_has_as_many_threads_after_a_run_as_before(run, chain, tmp_path, algorithm):
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(2)
    try:
        run(algorithm, **inputs_of(algorithm, chain), **outputs_of(algorithm, tmp_path))
        assert torch.get_num_threads() == 2
    finally:
        torch.set_num_threads(before)


@every_algorithm
def test_it_runs_in_a_background_thread_and_leaves_torch_as_it_was(qgis, chain, tmp_path, algorithm):
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(2)
    try:
        ok, results, seen = run_in_background(algorithm, chain, tmp_path)
        assert torch.get_num_threads() == 2
    finally:
        torch.set_num_threads(before)
    assert ok and set(seen) == {2}
    assert all(Path(results[name]).exists() for name in outputs_of(algorithm, tmp_path))


def run_in_background(algorithm, chain, folder):
    """(whether it went well, results, the main thread's count of torch threads, asked again and again)."""
    import torch

    made, context, feedback = algorithm_of(algorithm), QgsProcessingContext(), Watched()
    parameters = {**inputs_of(algorithm, chain), **outputs_of(algorithm, folder)}
    task = QgsProcessingAlgRunnerTask(made, parameters, context, feedback)
    ended, seen = [], []
    task.executed.connect(lambda ok, results: ended.append((ok, results)))
    QgsApplication.taskManager().addTask(task)
    deadline = time.monotonic() + 60
    while not ended and time.monotonic() < deadline:
        QgsApplication.processEvents()
        seen.append(torch.get_num_threads())
        time.sleep(0.002)
    assert ended, feedback.said
    return (*ended[0], seen)


@every_algorithm
def test_temporary_outputs_get_the_right_extension(run, chain, algorithm):
    outputs = outputs_of(algorithm, "anywhere")
    result = run(algorithm, **inputs_of(algorithm, chain), **{name: "TEMPORARY_OUTPUT" for name in outputs})
    for name, path in outputs.items():
        if not path.endswith(".gpkg"):  # a layer in memory
            suffix = ".vrt" if algorithm == "openproduct" else Path(path).suffix  # refers to the scene, copies nothing
            assert Path(result[name]).suffix == suffix and Path(result[name]).exists()


@every_algorithm
@pytest.mark.parametrize("where", ["temporary", "file"])
def test_the_toolbox_loads_the_layers_that_were_made_and_no_others(qgis, chain, tmp_path, algorithm, where):
    """Checking and running share a context there, and asking it for a destination announces a layer."""
    import processing

    context, project, outputs = QgsProcessingContext(), QgsProject(), outputs_of(algorithm, tmp_path)
    made = algorithm_of(algorithm)
    layers = [d.name() for d in made.destinationParameterDefinitions() if d.type() != "fileDestination"]
    chosen = {name: outputs[name] if where == "file" else "TEMPORARY_OUTPUT" for name in outputs}
    chosen |= {name: QgsProcessingOutputLayerDefinition(chosen[name], project) for name in layers}
    result = processing.run(f"mineralprune:{algorithm}", {**inputs_of(algorithm, chain), **chosen}, context=context)
    announced = context.layersToLoadOnCompletion()
    assert {details.outputName for details in announced.values()} == set(layers)
    assert len(announced) == len(layers)
    for path in announced:
        assert Path(path).exists() or result["OUTPUT"].id() == path  # a file, or a layer in memory


@every_algorithm
def test_copied_as_python_it_runs_and_does_the_same(run, chain, tmp_path, files, content, algorithm):
    """What the history and *Copy as Python Command* hold, in a folder whose name needs quoting."""
    folders = [tmp_path / 'it\'s "one" folder', tmp_path / "two"]
    for folder in folders:
        folder.mkdir()
    parameters = {**inputs_of(algorithm, chain), **outputs_of(algorithm, folders[0])}
    command = algorithm_of(algorithm).asPythonCommand(parameters, QgsProcessingContext())
    assert command.startswith(f'processing.run("mineralprune:{algorithm}"')
    exec(f"import processing\n{command}", {})
    run(algorithm, **inputs_of(algorithm, chain), **outputs_of(algorithm, folders[1]))
    names = files(folders[0])
    assert names and names == files(folders[1])
    for name in names:
        assert content(folders[0] / name) == content(folders[1] / name), name


def test_copied_as_a_command_it_runs(qgis, chain, tmp_path):
    """QGIS 3.24 and later have *Copy as qgis_process Command*."""
    made = algorithm_of("mapminerals")
    if not hasattr(made, "asQgisProcessCommand"):
        pytest.skip("this QGIS makes no qgis_process commands")
    output = tmp_path / "a map \u77ff\u7269.tif"
    parameters = {**inputs_of("mapminerals", chain), "OUTPUT": str(output)}
    command, ok = made.asQgisProcessCommand(parameters, QgsProcessingContext())
    assert ok
    script = f'eval "$(scripts/env.sh)"\n{command}'
    completed = subprocess.run(["bash", "-ec", script], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert completed.returncode == 0, completed.stdout + completed.stderr
    assert output.exists()


@every_algorithm
def test_whatever_it_computes_has_one_thread_for_products(qgis, chain, tmp_path, monkeypatch, algorithm):
    """Else sums, and so models, would depend on how many cores there are."""
    counts = []

    def work(self, parameters, context, feedback):
        counts.extend(pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas")
        return {}

    monkeypatch.setattr(next(kind for kind in ALGORITHMS if kind().name() == algorithm), "work", work)
    made = algorithm_of(algorithm)
    parameters = {**inputs_of(algorithm, chain), **outputs_of(algorithm, tmp_path)}
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    made.run(parameters, context, QgsProcessingFeedback())
    assert counts and set(counts) == {1}
