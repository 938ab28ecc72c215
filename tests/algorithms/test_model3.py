# SPDX-License-Identifier: GPL-2.0-or-later
"""The example models of resources/models: what the builder makes, and a whole chain when they are run."""

import importlib.util
import subprocess
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal

from mineral_prune_plugin.models.model_file import load

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "resources" / "models"
SHIPPED, OF_LIBRARY = FOLDER / "mineral_map.model3", FOLDER / "library_map.model3"
INPUTS = {
    SHIPPED: ("scene", "labels", "class_field", "train_per_class", "validation_per_class", "test_per_class",
              "features", "hidden_units", "seed"),
    OF_LIBRARY: ("scene", "library", "minerals", "wavelengths", "hidden_units", "seed"),
}  # fmt: skip
TITLES = {SHIPPED: "Mineral map from scene and labels", OF_LIBRARY: "Mineral map from scene and spectral library"}
FEW = {"train_per_class": "10", "validation_per_class": "10", "test_per_class": "10", "hidden_units": "12"}


both = pytest.mark.parametrize("file", (SHIPPED, OF_LIBRARY), ids=("labels", "library"))


def model_of(file):
    from qgis.core import QgsProcessingModelAlgorithm

    model = QgsProcessingModelAlgorithm()
    assert model.fromFile(str(file))
    return model


@pytest.fixture
def shipped(qgis):
    return model_of(SHIPPED)


def built(file):
    specification = importlib.util.spec_from_file_location("make_model3", ROOT / "scripts" / "make_model3.py")
    builder = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(builder)
    return builder.MODELS[file.name]()


@both
def test_the_shipped_file_is_what_the_builder_makes(qgis, tmp_path, file):
    place = tmp_path / "built.model3"
    assert built(file).toFile(str(place))  # attributes may stand in another order: contents are compared
    shipped, again = model_of(file), model_of(place)
    if again.toVariant().get("internal_version") != shipped.toVariant().get("internal_version"):
        pytest.skip("this QGIS writes models in a later form; the shipped one is for all since 3.22")
    assert shipped.toVariant() == again.toVariant()


@both
def test_the_model_explains_itself(qgis, file):
    shipped = model_of(file)
    assert (shipped.group(), shipped.displayName()) == ("Mineral Prune", TITLES[file])
    assert shipped.canExecute()[0]
    for definition in shipped.parameterDefinitions():
        assert definition.description() and shipped.helpContent()[definition.name()].endswith("."), definition.name()
    names = [d.name() for d in shipped.parameterDefinitions() if not d.isDestination()]
    assert names == list(INPUTS[file])


def test_its_defaults_are_those_of_the_algorithms(shipped, qgis):
    from qgis.core import QgsApplication

    counts = {f"{split}_per_class": ("drawsamples", f"{split.upper()}_PER_CLASS") for split in
              ("train", "validation", "test")}  # fmt: skip
    network = {name: ("trainmodel", name.upper()) for name in ("features", "hidden_units", "seed")}
    for name, (algorithm, theirs) in {**counts, **network}.items():
        made = QgsApplication.processingRegistry().createAlgorithmById(f"mineralprune:{algorithm}")
        mine, its = shipped.parameterDefinition(name), made.parameterDefinition(theirs)
        assert mine.defaultValue() == its.defaultValue(), name
        if hasattr(its, "options"):
            assert mine.options() == its.options()


def test_defaults_of_the_library_chain_are_those_of_the_algorithm(qgis):
    from qgis.core import QgsApplication, QgsProcessingParameterDefinition

    shipped = model_of(OF_LIBRARY)
    made = QgsApplication.processingRegistry().createAlgorithmById("mineralprune:trainfromlibrary")
    optional = QgsProcessingParameterDefinition.Flag.FlagOptional
    theirs = ("INPUT", "LIBRARY", "MINERALS", "RANGE", "HIDDEN_UNITS", "SEED")
    for name, its_name in zip(INPUTS[OF_LIBRARY], theirs):
        mine, its = shipped.parameterDefinition(name), made.parameterDefinition(its_name)
        assert (mine.type(), mine.description()) == (its.type(), its.description())
        assert (mine.defaultValue() or None, mine.flags() & optional) == (
            its.defaultValue() or None,
            its.flags() & optional,
        )


@both
def test_nothing_lies_upon_something_else(qgis, file):
    shipped = model_of(file)
    parts = [shipped.parameterComponent(name) for name in shipped.parameterComponents()]
    for step in shipped.childAlgorithms().values():
        parts += [step, *step.modelOutputs().values()]
    places = [(part.position().x(), part.position().y()) for part in parts]
    for index, (x, y) in enumerate(places):
        assert all(abs(x - other_x) > 200 or abs(y - other_y) >= 60 for other_x, other_y in places[:index])


def outputs(folder):
    return {
        "map:mineral_map": str(folder / "map.tif"),
        "prune:pruned_model": str(folder / "pruned.safetensors"),
        "prune:pruning_report": str(folder / "pruning.html"),
        "assess:accuracy_report": str(folder / "accuracy.html"),
    }


def test_qgis_process_runs_it_by_its_path(chain, files, tmp_path):
    if not (ROOT / "build" / "plugins").is_dir():
        pytest.skip("the plugin is not staged: run make stage")
    parameters = {"scene": chain.scene, "labels": chain.labels, **FEW, **outputs(tmp_path)}
    command = ["scripts/in-env.sh", "qgis_process", "run", str(SHIPPED), "--"]
    command += [f"{name}={value}" for name, value in parameters.items()]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert result.returncode == 0, result.stdout + result.stderr
    class_map = gdal.Open(str(tmp_path / "map.tif")).ReadAsArray()
    labels = gdal.Open(chain.labels).ReadAsArray()
    assert class_map.shape == labels.shape and set(np.unique(class_map)) <= set(range(1, 8))
    assert (class_map == labels)[labels > 0].mean() > 0.5  # 10 training samples of each of seven classes
    pruned = load(tmp_path / "pruned.safetensors")
    assert pruned.pruning is not None and pruned.training["seed"] == 1
    for name in ("pruning.html", "accuracy.html"):
        assert "</html>" in (tmp_path / name).read_text(encoding="utf-8")
    assert {Path(name).stem.split(".")[0] for name in files(tmp_path)} == {"map", "pruned", "pruning", "accuracy"}


@both
def test_the_toolbox_has_it(qgis, file):
    registry, shipped = qgis.processingRegistry(), model_of(file)
    name = f"mineralprune:{file.stem.replace('_', '')}"
    listed = registry.algorithmById(name)
    assert listed in registry.providerById("mineralprune").algorithms()
    assert (listed.displayName(), listed.group()) == (TITLES[file], "6 All in one")
    made = registry.createAlgorithmById(name)
    assert made.id() == name and made.canExecute()[0]
    names = [definition.name() for definition in made.parameterDefinitions()]
    assert names == [definition.name() for definition in shipped.parameterDefinitions()]
    assert set(made.childAlgorithms()) == set(shipped.childAlgorithms()) and made.provider().id() == "mineralprune"
    assert set(made.create().childAlgorithms()) == set(made.childAlgorithms())
    assert made.shortHelpString()


def test_from_the_toolbox_with_polygons_and_without_reports(chain, layer, read, tmp_path):
    import processing

    squares = [
        (f"Polygon(({x} {y}, {x + 400} {y}, {x + 400} {y - 400}, {x} {y - 400}, {x} {y}))", name)
        for x, y, name in ((482000, 4160000, "north-west"), (482700, 4159500, "south-east"))
    ]
    polygons = layer("Polygon", ["mineral:string", "rock:string"], [(wkt, None, name) for wkt, name in squares])
    wanted = {name: path for name, path in outputs(tmp_path).items() if "report" not in name}
    model = "mineralprune:mineralmap"
    processing.run(model, {"scene": chain.scene, "labels": polygons, "class_field": "rock", **FEW, **wanted})
    assert set(np.unique(read(tmp_path / "map.tif"))) <= {1, 2}
    assert [mineral.name for mineral in load(tmp_path / "pruned.safetensors").classes] == ["north-west", "south-east"]


@pytest.mark.parametrize(
    "name, place, words",
    [
        ("prune:pruned_model", None, "has no place to be written to. Give it a file name (prune:pruned_model in scri"),
        ("map:mineral_map", "no such folder/map.tif", "The folder {folder}/no such folder for map.tif does not exist."),
        ("prune:pruned_model", "/proc/pruned.safetensors", "/proc/pruned.safetensors could not be written ("),
        ("assess:accuracy_report", "accuracy.txt", "accuracy.txt must end in .html / .htm / .pdf."),
        ("prune:pruning_report", "accuracy.html", "accuracy.html is given for two outputs of this run."),
    ],
)
def test_outputs_that_cannot_be_written_are_said_before_the_first_step(chain, files, tmp_path, name, place, words):
    """By the model that the toolbox lists too, which is empty, and which qgis_process asks."""
    from qgis.core import QgsApplication, QgsProcessingContext

    wrong = outputs(tmp_path) | {name: place and str(tmp_path / place)}
    parameters = {"scene": chain.scene, "labels": chain.labels, **FEW, **wrong}
    parameters = {key: value for key, value in parameters.items() if value is not None}
    registry = QgsApplication.processingRegistry()
    for model in (
        registry.createAlgorithmById("mineralprune:mineralmap"),
        registry.algorithmById("mineralprune:mineralmap"),
    ):
        acceptable, sentence = model.checkParameterValues(parameters, QgsProcessingContext())
        assert not acceptable and words.format(folder=tmp_path) in sentence, sentence
    assert files(tmp_path) == []


def test_qgis_process_refuses_the_whole_chain_without_a_place_for_the_model(chain, files, tmp_path):
    parameters = {"scene": chain.scene, "labels": chain.labels, **FEW, "map:mineral_map": tmp_path / "map.tif"}
    command = ["scripts/in-env.sh", "qgis_process", "run", "mineralprune:mineralmap", "--"]
    command += [f"{name}={value}" for name, value in parameters.items()]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)
    said = result.stdout + result.stderr
    assert result.returncode == 1 and "'Pruned model' has no place" in said and "Traceback" not in said, said
    assert files(tmp_path) == []


def test_a_failing_step_gives_its_sentence_and_no_output(shipped, chain, files, tmp_path):
    import processing
    from qgis.core import QgsProcessingException, QgsProcessingFeedback

    class Listener(QgsProcessingFeedback):
        said = ()

        def reportError(self, error, fatalError=False):  # noqa: N802, N803, names that QGIS gives
            self.said += (error,)

    listener = Listener(False)
    none = {f"{split}_per_class": "0" for split in ("train", "validation", "test")}
    parameters = {"scene": chain.scene, "labels": chain.labels, **FEW, **none, **outputs(tmp_path)}
    with pytest.raises(QgsProcessingException, match="Draw samples") as failure:
        processing.run(shipped, parameters, feedback=listener)
    told = " ".join(listener.said) + str(failure.value)  # QGIS 3.22 reports it, later ones raise it
    assert "All numbers of samples are 0." in told
    assert files(tmp_path) == []


def test_from_the_toolbox_with_a_library_and_no_labels(chain, read, files, tmp_path):
    import processing

    wanted = {
        "map:library_map": str(tmp_path / "map.tif"),
        "prune:pruned_model": str(tmp_path / "pruned.safetensors"),
        "train:training_report": str(tmp_path / "training.html"),
        "prune:pruning_report": str(tmp_path / "pruning.html"),
    }
    minerals = "kaolinite; alunite; calcite"
    inputs = {"scene": chain.scene, "library": chain.library, "minerals": minerals, "wavelengths": [2.0, 2.4]}
    processing.run("mineralprune:librarymap", {**inputs, "hidden_units": "6", "seed": 3, **wanted})
    pruned = load(tmp_path / "pruned.safetensors")
    assert [mineral.name for mineral in pruned.minerals] == ["kaolinite", "alunite", "calcite"]
    assert pruned.reject.minerals == minerals and pruned.training["library"] == "library.csv"
    assert pruned.pruning is not None and pruned.training["seed"] == 3 and pruned.network.hidden_units <= (6,)
    assert pruned.wavelengths.array()[0] >= 2.0 and pruned.wavelengths.array()[-1] <= 2.4
    class_map = read(tmp_path / "map.tif")
    assert set(np.unique(class_map)) <= {0, 1, 2, 3} and 0 < (class_map > 0).mean() < 1
    for name in ("training.html", "pruning.html"):
        assert "</html>" in (tmp_path / name).read_text(encoding="utf-8")
    assert {Path(name).stem.split(".")[0] for name in files(tmp_path)} == {"map", "pruned", "training", "pruning"}


def test_the_colours_of_a_label_raster_are_those_of_the_map_of_the_whole_chain(chain, tmp_path):
    import processing

    from mineral_prune_plugin.mapping.map_confusion import map_classes

    labels = str(tmp_path / "labels.tif")
    gdal.GetDriverByName("GTiff").CreateCopy(labels, gdal.Open(chain.labels))  # without the style beside it
    band = (dataset := gdal.Open(labels, gdal.GA_Update)).GetRasterBand(1)
    table = gdal.ColorTable()
    for number in range(1, 8):
        table.SetColorEntry(number, (10 * number, 255 - 20 * number, 100, 255))
    band.SetColorTable(table)
    del band, dataset
    wanted = {name: path for name, path in outputs(tmp_path).items() if "report" not in name}
    processing.run("mineralprune:mineralmap", {"scene": chain.scene, "labels": labels, **FEW, **wanted})
    colours = {mineral.number: mineral.colour for mineral in map_classes(tmp_path / "map.tif")}
    assert colours == {number: f"#{10 * number:02X}{255 - 20 * number:02X}64" for number in range(1, 8)}
