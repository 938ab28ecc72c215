# SPDX-License-Identifier: GPL-2.0-or-later
"""Polygons given as samples: their pixels are drawn in memory, by the rules of 'Draw samples', and no layer is left."""

import pytest

from mineral_prune_plugin.models.model_file import load

SIDES = [(0, "red"), (10, "green"), (20, "red"), (30, "green"), (40, "red"), (50, "green")]
TRAIN = {"EPOCHS": 400, "UNLABELLED": 50}


def polygon(column, side=6):
    """A square of pixels of 20 m in the first rows of the scene."""
    west, east, north, south = 500000 + 20 * column, 500000 + 20 * (column + side), 4100000, 4100000 - 20 * side
    return f"Polygon(({west} {north}, {east} {north}, {east} {south}, {west} {south}, {west} {north}))"


@pytest.fixture
def scene(paint):
    return paint(*["".join(name[0] * 10 for _, name in SIDES)] * 8)


@pytest.fixture
def polygons(layer):
    """Polygons of (column, mineral), 6 x 6 pixels each."""

    def make(sides=SIDES, field="mineral:string", epsg=32611, side=6):
        rows = [(polygon(column, side), name) for column, name in sides]
        return layer("Polygon", [field], rows, epsg, name="geology")

    return make


@pytest.fixture
def trained(run, scene, tmp_path):
    def train(samples, **parameters):
        model = str(tmp_path / "model.safetensors")
        return run("trainmodel", INPUT=scene, SAMPLES=samples, MODEL=model, **{**TRAIN, **parameters}), load(model)

    return train


def test_polygons_are_left_out_in_turn_and_every_pixel_is_learnt(trained, polygons, told, files, tmp_path):
    before = set(files(tmp_path))
    results, model = trained(polygons())
    assert results["GROUPED_OA"] == 100 and results["OA"] is None and results["TEST_OA"] is None
    assert model.training["samples"] == {"train": 216, "validation": 0, "test": 0}
    log = told(remarks=True)
    assert "Labelled pixels of geology with data: green 108, red 108." in log
    assert "216 labelled pixels in 6 polygons of geology are the samples: at most 440 of each mineral" in log
    assert "Overall accuracy on 6 polygons that were left out in turn: 100.0 %" in log
    assert "test samples of geology" not in log and told() == ""
    assert set(files(tmp_path)) - before - {"scene.tif.aux.xml"} == {"model.safetensors"}  # that is QGIS's


def test_of_large_polygons_at_most_440_pixels_of_each_mineral_are_learnt(run, raster, polygons, told, tmp_path):
    import numpy as np

    values = np.full((3, 30, 60), 0.1, np.float32)
    values[0, :, :30], values[1, :, 30:] = 0.8, 0.8
    large, model = (
        polygons([(0, "red"), (15, "red"), (30, "green"), (45, "green")], side=15),
        tmp_path / "m.safetensors",
    )
    run("trainmodel", INPUT=raster(values), SAMPLES=large, MODEL=str(model), **{**TRAIN, "EPOCHS": 5})
    assert load(model).training["samples"]["train"] == 880
    assert "green 450, red 450" in told(remarks=True) and "880 labelled pixels in 4 polygons" in told(remarks=True)


@pytest.mark.parametrize("name", ["Unclassified", " no data", "未分类", "background"])
def test_a_class_that_is_no_mineral_by_its_name_is_learnt_with_a_word(trained, polygons, told, name):
    _, model = trained(polygons([(column, name if mineral == "red" else mineral) for column, mineral in SIDES]))
    assert {mineral.name for mineral in model.minerals} == {"green", name.strip()}
    assert f"these classes of geology are no minerals: {name.strip()}. They are learnt like minerals" in told()


def test_points_of_such_a_class_are_learnt_with_a_word_too(run, paint, samples, told, tmp_path):
    splits = ("train", "validation", "test")
    rows = [(column, row, name, number, split)
            for number, (first, name) in enumerate(((0, "alunite"), (6, "Unknown")), 1)
            for row, split in enumerate(splits) for column in range(first, first + 4)]  # fmt: skip
    model = tmp_path / "model.safetensors"
    run("trainmodel", INPUT=paint(*["rrrrrrgggggg"] * 6), SAMPLES=samples(*rows), MODEL=str(model), **TRAIN)
    assert "By their names, these classes of samples are no minerals: Unknown. They are learnt like minerals" in told()


def test_the_field_is_chosen_and_what_is_left_out_is_said(trained, polygons, told):
    sides = [*SIDES, (6, "Red "), (8, None), (90, "green")]
    results, model = trained(polygons(sides, "rock:string", side=2), CLASS_FIELD="rock")
    assert results["GROUPED_OA"] == 100 and [each.name for each in model.minerals] == ["green", "red"]
    assert "1 features of geology have nothing in the field 'rock'" in told()
    assert "1 features of geology lie outside the raster" in told()
    assert "red (Red)" in told(remarks=True) and model.training["samples"]["train"] == 28


def test_a_name_as_a_chinese_legend_shows_it_is_no_mineral_of_its_own(trained, polygons, told):
    names = ["alunite", "opal", "明矾石（alunite）", "opal", "明矾石（alunite）", "opal"]
    _, model = trained(polygons([(column, name) for (column, _), name in zip(SIDES, names)]), EPOCHS=5)
    assert [each.name for each in model.minerals] == ["alunite", "opal"]
    assert "alunite (明矾石（alunite）)" in told(remarks=True)


def test_polygons_in_degrees_and_smaller_than_a_pixel_give_the_pixel_that_they_lie_in(trained, layer, scene, told):
    from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsGeometry, QgsProject

    degrees = QgsCoordinateReferenceSystem("EPSG:4326")
    to_degrees = QgsCoordinateTransform(QgsCoordinateReferenceSystem("EPSG:32611"), degrees, QgsProject.instance())
    rows = []
    for column, name in SIDES:
        for row in (0, 3):
            west, north = 500001 + 20 * column, 4099999 - 20 * row
            shape = QgsGeometry.fromWkt(
                f"Polygon(({west} {north}, {west + 5} {north}, {west} {north - 5}, {west} {north}))"
            )
            shape.transform(to_degrees)
            rows.append((shape.asWkt(9), name))
    _, model = trained(layer("Polygon", ["mineral:string"], rows, 4326, name="geology"))
    assert model.training["samples"]["train"] == 12
    assert "12 polygons of geology hold no pixel's centre" in told(remarks=True)


def test_only_the_selected_polygons_are_learnt(trained, polygons):
    from qgis.core import QgsProcessingFeatureSourceDefinition, QgsProject

    made = polygons([*SIDES, (6, "blue")])
    QgsProject.instance().addMapLayer(made)
    made.selectByExpression("mineral <> 'blue'")
    _, model = trained(QgsProcessingFeatureSourceDefinition(made.id(), selectedFeaturesOnly=True))
    assert [each.name for each in model.minerals] == ["green", "red"]
    QgsProject.instance().clear()


def test_test_samples_lie_in_polygons_of_their_own(run, scene, trained, polygons, told, tmp_path):
    results, model = trained(polygons(), ACCURACY="test samples")
    assert results["TEST_OA"] == 100 and results["GROUPED_OA"] is None
    assert "72 for training, 72 for validation and 72 for test" in told(remarks=True)
    assert model.training["test_apart"]["shared"] == 0
    pruning = {"INPUT": scene, "MODEL": str(tmp_path / "model.safetensors"), "ITERATIONS": 1, "RETRAIN_EPOCHS": 5}
    pruning.update(UNLABELLED=0, CONTROLS=False, OUTPUT=str(tmp_path / "pruned.safetensors"), SEED=7)
    assert run("prunemodel", SAMPLES=polygons(), **pruning)["TEST_OA"] == 100 and told() == ""
    # The same polygons serve the same purpose, whatever the seed.
    assert "72 for training, 72 for validation and 72 for test" in told(remarks=True)


def test_a_model_that_has_met_all_polygons_is_pruned_on_them_without_a_test(
    run, scene, trained, polygons, told, tmp_path
):
    trained(polygons())
    pruning = {"INPUT": scene, "MODEL": str(tmp_path / "model.safetensors"), "ITERATIONS": 1, "RETRAIN_EPOCHS": 5}
    pruning.update(UNLABELLED=0, CONTROLS=False, OUTPUT=str(tmp_path / "pruned.safetensors"))
    results = run("prunemodel", SAMPLES=polygons(), **pruning)
    assert results["TEST_OA"] is None and results["OA"] == 100
    assert "has learnt from all of its samples" in told()
    assert load(pruning["OUTPUT"]).training["samples"]["test"] == 0


def test_a_model_of_points_is_not_tested_on_pixels_of_polygons_without_a_word(run, scene, polygons, told, tmp_path):
    points, model = str(tmp_path / "points.gpkg"), str(tmp_path / "model.safetensors")
    run("drawsamples", INPUT=scene, LABELS=polygons(), OUTPUT=points)
    run("trainmodel", INPUT=scene, SAMPLES=points, MODEL=model, ACCURACY="test samples", **TRAIN)
    pruning = {"INPUT": scene, "MODEL": model, "ITERATIONS": 1, "RETRAIN_EPOCHS": 5}
    pruning.update(UNLABELLED=0, CONTROLS=False, OUTPUT=str(tmp_path / "pruned.safetensors"))
    assert run("prunemodel", SAMPLES=polygons(), **pruning)["TEST_OA"] is None
    assert "may have learnt from any pixel of geology" in told()


def test_polygons_that_were_changed_since_are_no_test_of_a_model(run, scene, trained, polygons, told, tmp_path):
    """Which polygon is for a test depends on all of them, so one more may put learnt pixels among the tested."""
    trained(polygons(), ACCURACY="test samples")
    pruning = {"INPUT": scene, "MODEL": str(tmp_path / "model.safetensors"), "ITERATIONS": 1, "RETRAIN_EPOCHS": 5}
    pruning.update(UNLABELLED=0, CONTROLS=False, OUTPUT=str(tmp_path / "pruned.safetensors"))
    more = [(50, "green"), *SIDES[:5], (6, "red")]
    assert run("prunemodel", SAMPLES=polygons(more), **pruning)["TEST_OA"] is None
    assert "labelled pixels of geology are not those that the model was trained on" in told()
    # Once pruned on all of them, it has no test among them either.
    again = {**pruning, "MODEL": pruning["OUTPUT"], "OUTPUT": str(tmp_path / "again.safetensors")}
    assert run("prunemodel", SAMPLES=polygons(), **again)["TEST_OA"] is None
    assert "has learnt from all of its samples" in told()


def test_points_that_were_drawn_anew_are_no_test_of_a_model_without_a_word(run, scene, polygons, told, tmp_path):
    points, model = str(tmp_path / "points.gpkg"), str(tmp_path / "model.safetensors")
    few = dict.fromkeys(("TRAIN_PER_CLASS", "VALIDATION_PER_CLASS", "TEST_PER_CLASS"), "30")
    run("drawsamples", INPUT=scene, LABELS=polygons(), OUTPUT=points, **few)
    run("trainmodel", INPUT=scene, SAMPLES=points, MODEL=model, ACCURACY="test samples", **TRAIN)
    pruning = {"INPUT": scene, "MODEL": model, "ITERATIONS": 1, "RETRAIN_EPOCHS": 5, "UNLABELLED": 0}
    pruning.update(CONTROLS=False, OUTPUT=str(tmp_path / "pruned.safetensors"))
    run("prunemodel", SAMPLES=points, **pruning)
    assert "not those that the model was trained on" not in told()
    run("drawsamples", INPUT=scene, LABELS=polygons(), OUTPUT=str(tmp_path / "other.gpkg"), SEED=5, **few)
    run("prunemodel", SAMPLES=str(tmp_path / "other.gpkg"), **pruning)
    assert "The samples of other, or their splits, are not those that the model was trained on" in told()


@pytest.fixture
def patches(run, chain, tmp_path):
    """The patches of the example scene's labels as polygons, with the names of their minerals."""
    run("mappolygons", MAP=chain.labels, OUTPUT=str(tmp_path / "patches.gpkg"))
    return str(tmp_path / "patches.gpkg")


def test_a_reject_is_judged_on_polygons_of_their_own(run, chain, patches, told, tmp_path):
    few = {"EPOCHS": 5, "UNLABELLED": 100, "FEATURES": "normalised", "REJECT": True}
    results = run("trainmodel", INPUT=chain.scene, SAMPLES=patches, MODEL=str(tmp_path / "m.safetensors"), **few)
    assert results["TEST_OA"] is not None and results["GROUPED_OA"] is None
    assert "All pixels of a polygon serve the same purpose" in told(remarks=True)


def test_polygons_stand_beside_a_library(run, chain, patches, told, tmp_path):
    few = {"LIBRARY": chain.library, "EPOCHS": 2, "UNLABELLED": 100, "MODEL": str(tmp_path / "m.safetensors")}
    results = run("trainfromlibrary", INPUT=chain.scene, SAMPLES=patches, **few)
    assert results["TEST_OA"] is not None and " 0 for validation" in told(remarks=True)


@pytest.mark.parametrize("algorithm", ["comparehiddensizes", "trainsparsedensenet"])
def test_whatever_learns_from_samples_learns_from_polygons(run, scene, polygons, told, tmp_path, algorithm):
    few = {"comparehiddensizes": {"SIZES": "3", "SEEDS": 1, "EPOCHS": 2, "TABLE": str(tmp_path / "t.csv")}}
    few["trainsparsedensenet"] = {"PATCH_SIZE": 3, "DEPTH": 2, "STAGES": 2, "EPOCHS": 2, "UNLABELLED": 0}
    few["trainsparsedensenet"].update(FEATURES="reflectance", MODEL=str(tmp_path / "m.safetensors"))
    run(algorithm, INPUT=scene, SAMPLES=polygons(), **few[algorithm])
    assert "72 for training, 72 for validation and 72 for test" in told(remarks=True)


def test_the_colours_of_the_polygons_are_those_of_the_map(trained, polygons):
    from qgis.core import QgsCategorizedSymbolRenderer, QgsFillSymbol, QgsProject, QgsRendererCategory

    made = polygons(field="rock:string")
    colours = {"red": "#123456", "green": "#654321"}
    entries = [QgsRendererCategory(name, QgsFillSymbol.createSimple({"color": colour}), name)
               for name, colour in colours.items()]  # fmt: skip
    made.setRenderer(QgsCategorizedSymbolRenderer("rock", entries))
    QgsProject.instance().addMapLayer(made)
    _, model = trained(made.id(), CLASS_FIELD="rock", EPOCHS=5)
    assert {each.name: each.colour for each in model.minerals} == colours
    QgsProject.instance().clear()


@pytest.mark.parametrize("field, values, sentence", [
    ("mineral:date", ("2026-01-01", "2026-01-02"), "holds date, which is neither a name nor a whole number"),
    ("mineral:double", (1.0, 2.5), "The field 'mineral' of geology holds 2.5, which is neither a name"),
    ("mineral:string", tuple(f"rock {k}" for k in range(256)), "has 256 different names; a map has at most 255"),
])  # fmt: skip
@pytest.mark.parametrize("algorithm", ["trainmodel", "drawsamples"])
def test_a_field_of_measurements_or_dates_is_none_of_minerals(
    refused, scene, layer, tmp_path, field, values, sentence, algorithm
):
    """Of areas or dates each would be a mineral of the map."""
    rows = [(polygon(SIDES[k % 6][0]), value) for k, value in enumerate(values)]
    labels = layer("Polygon", [field], rows, 32611, name="geology")
    parts = {"trainmodel": {"SAMPLES": labels, "MODEL": str(tmp_path / "m.safetensors"), **TRAIN}}
    parts["drawsamples"] = {"LABELS": labels, "OUTPUT": str(tmp_path / "points.gpkg")}
    assert sentence in refused(algorithm, INPUT=scene, **parts[algorithm])


@pytest.mark.parametrize("sides, parameters, sentence", [
    (SIDES[:2], {}, "Every mineral of geology has a single polygon, so none can be left out"),
    (SIDES[:2], {"ACCURACY": "test samples"}, "geology has too few polygons to keep some of them for validation"),
    (SIDES, {"CLASS_FIELD": "rock"}, "needs a field with the mineral of each feature. Choose one of its fields"),
    ([(0, "red"), (20, "red")], {}, "Training needs at least two minerals"),
    ([(90, "red"), (95, "green")], {}, "does not overlap the raster"),
    ([(0, None), (10, None)], {}, "geology has no labelled features"),
    ([(0, "r" * 250), (10, "green"), (20, "r" * 250)], {}, "no usable value in the field 'mineral'"),
    ([], {}, "geology has no labelled features"),
])  # fmt: skip
def test_what_no_model_can_be_made_of_is_refused(refused, scene, polygons, tmp_path, sides, parameters, sentence):
    model = str(tmp_path / "m.safetensors")
    assert sentence in refused("trainmodel", INPUT=scene, SAMPLES=polygons(sides), MODEL=model, **TRAIN, **parameters)


def test_a_model_of_the_designer_hands_polygons_over_and_the_dialog_offers_them(qgis, scene, polygons, tmp_path):
    import processing
    from qgis.core import (
        QgsProcessing,
        QgsProcessingModelAlgorithm,
        QgsProcessingModelChildAlgorithm,
        QgsProcessingModelChildParameterSource,
        QgsProcessingModelParameter,
    )

    child = QgsProcessingModelChildAlgorithm("mineralprune:trainmodel")
    definition = child.algorithm().parameterDefinition("SAMPLES")
    assert QgsProcessing.SourceType.TypeVectorPolygon in definition.dataTypes()
    designed = QgsProcessingModelAlgorithm("polygons", "")
    for name in ("INPUT", "SAMPLES", "CLASS_FIELD"):
        part = child.algorithm().parameterDefinition(name).clone()
        designed.addModelParameter(part, QgsProcessingModelParameter(name))
        child.addParameterSources(name, [QgsProcessingModelChildParameterSource.fromModelParameter(name)])
    model = str(tmp_path / "model.safetensors")
    for name, value in {**TRAIN, "EPOCHS": 5, "MODEL": model}.items():
        child.addParameterSources(name, [QgsProcessingModelChildParameterSource.fromStaticValue(value)])
    child.setChildId("train")
    designed.addChildAlgorithm(child)
    processing.run(designed, {"INPUT": scene, "SAMPLES": polygons(field="rock:string"), "CLASS_FIELD": "rock"})
    assert load(model).training["samples"]["train"] == 216
