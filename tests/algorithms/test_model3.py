# SPDX-License-Identifier: GPL-2.0-or-later
"""The example model of resources/models: what the builder makes, and a whole chain when it is run."""

import importlib.util
import subprocess
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal

from mineral_prune_plugin.models.model_file import load

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = ROOT / "resources" / "models" / "mineral_map.model3"
FEW = {"train_per_class": "10", "validation_per_class": "10", "test_per_class": "10", "hidden_units": "12"}


@pytest.fixture
def shipped(qgis):
    from qgis.core import QgsProcessingModelAlgorithm

    model = QgsProcessingModelAlgorithm()
    assert model.fromFile(str(SHIPPED))
    return model


@pytest.fixture
def built(qgis):
    specification = importlib.util.spec_from_file_location("make_model3", ROOT / "scripts" / "make_model3.py")
    builder = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(builder)
    return builder.make_model()


def test_the_shipped_file_is_what_the_builder_makes(shipped, built, tmp_path):
    from qgis.core import QgsProcessingModelAlgorithm

    assert built.toFile(str(tmp_path / "built.model3"))  # attributes may stand in another order: contents are compared
    again = QgsProcessingModelAlgorithm()
    assert again.fromFile(str(tmp_path / "built.model3"))
    if again.toVariant().get("internal_version") != shipped.toVariant().get("internal_version"):
        pytest.skip("this QGIS writes models in a later form; the shipped one is for all since 3.22")
    assert shipped.toVariant() == again.toVariant()


def test_the_model_explains_itself(shipped):
    assert (shipped.group(), shipped.displayName()) == ("Mineral Prune", "Mineral map from scene and labels")
    assert shipped.canExecute()[0]
    for definition in shipped.parameterDefinitions():
        assert definition.description() and shipped.helpContent()[definition.name()].endswith("."), definition.name()
    names = [d.name() for d in shipped.parameterDefinitions() if not d.isDestination()]
    assert names == ["scene", "labels", "class_field", "train_per_class", "validation_per_class", "test_per_class",
                     "features", "hidden_units", "seed"]  # fmt: skip


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


def test_nothing_lies_upon_something_else(shipped):
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


def test_the_toolbox_has_it(qgis, shipped):
    registry = qgis.processingRegistry()
    listed = registry.algorithmById("mineralprune:mineralmap")
    assert listed in registry.providerById("mineralprune").algorithms()
    assert (listed.displayName(), listed.group()) == ("Mineral map from scene and labels", "4 All in one")
    made = registry.createAlgorithmById("mineralprune:mineralmap")
    assert made.id() == "mineralprune:mineralmap" and made.canExecute()[0]
    names = [definition.name() for definition in made.parameterDefinitions()]
    assert names == [definition.name() for definition in shipped.parameterDefinitions()]
    assert len(made.childAlgorithms()) == 5 and made.provider().id() == "mineralprune"
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


def test_a_failing_step_gives_its_sentence_and_no_output(shipped, chain, files, tmp_path):
    import processing
    from qgis.core import QgsProcessingException, QgsProcessingFeedback

    class Listener(QgsProcessingFeedback):
        said = ()

        def reportError(self, error, fatalError=False):  # noqa: N802, N803, names that QGIS gives
            self.said += (error,)

    listener = Listener(False)
    parameters = {"scene": chain.scene, "labels": chain.labels, **FEW, "test_per_class": "100000", **outputs(tmp_path)}
    with pytest.raises(QgsProcessingException, match="Draw samples") as failure:
        processing.run(shipped, parameters, feedback=listener)
    told = " ".join(listener.said) + str(failure.value)  # QGIS 3.22 reports it, later ones raise it
    assert "Too few labelled pixels with data: muscovite " in told
    assert files(tmp_path) == []
