# SPDX-License-Identifier: GPL-2.0-or-later
"""Training and pruning on scenes so small and clear that the outcome is known."""

import csv
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal

from mineral_prune_plugin.models.model_file import load

SPLITS = ("train", "validation", "test")


@pytest.fixture
def three_colours(paint, samples):
    """A scene of three columns of colour, and samples on it: rows 0 and 1 train, 2 validates, 3 tests."""

    def make(splits=("train", "train", "validation", "test"), **options):
        rows = [
            (column, row, name, column + 1, split)
            for column, name in enumerate(("red", "green", "blue"))
            for row, split in enumerate(splits)
            if split
        ]
        return paint("rgb", "rgb", "rgb", "rgb", **options), samples(*rows)

    return make


def table(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_model_learns_three_colours_and_its_map_shows_them(run, three_colours, read, tmp_path):
    scene, points = three_colours()
    model = str(tmp_path / "model.safetensors")
    result = run("trainmodel", INPUT=scene, SAMPLES=points, EPOCHS=60, HIDDEN_UNITS="6", MODEL=model)
    assert (result["OA"], result["TEST_OA"]) == (100, 100)
    run("mapminerals", INPUT=scene, MODEL=model, OUTPUT=str(tmp_path / "map.tif"))
    assert read(tmp_path / "map.tif").tolist() == [[1, 2, 3]] * 4
    assert [mineral.name for mineral in load(model).classes] == ["red", "green", "blue"]


def test_without_test_samples_there_is_no_test_accuracy(run, three_colours, tmp_path):
    scene, points = three_colours(("train", "train", "validation", None))
    model, report = str(tmp_path / "model.safetensors"), str(tmp_path / "report.html")
    result = run("trainmodel", INPUT=scene, SAMPLES=points, EPOCHS=20, MODEL=model, REPORT=report)
    assert result["OA"] is not None and result["TEST_OA"] is None
    pruned = run(
        "prunemodel", INPUT=scene, SAMPLES=points, MODEL=model, ITERATIONS=1, RETRAIN_EPOCHS=1,
        OUTPUT=str(tmp_path / "pruned.safetensors"), REPORT=str(tmp_path / "pruned.html"),
    )  # fmt: skip
    assert pruned["TEST_OA"] is None


@pytest.mark.parametrize("text, hidden", [("5", (5,)), ("8,6", (8, 6)), (" 4 ; 3 ; 2 ", (4, 3, 2))])
def test_hidden_units_of_one_or_several_layers(run, three_colours, tmp_path, text, hidden):
    scene, points = three_colours()
    model = str(tmp_path / "model.safetensors")
    run("trainmodel", INPUT=scene, SAMPLES=points, EPOCHS=2, HIDDEN_UNITS=text, MODEL=model)
    assert load(model).network.hidden_units == hidden


@pytest.mark.parametrize("feature", ["reflectance", "normalised", "continuum", "asai"])
def test_every_feature_trains_prunes_and_maps(run, chain, tmp_path, feature):
    places = {name: str(tmp_path / name) for name in ("model.safetensors", "pruned.safetensors", "map.tif")}
    model, pruned, class_map = places.values()
    inputs = {"INPUT": chain.scene, "SAMPLES": chain.samples}
    oa = run("trainmodel", **inputs, FEATURES=feature, EPOCHS=60, MODEL=model)["OA"]
    assert oa > 35  # of seven classes, after few epochs
    run("prunemodel", **inputs, MODEL=model, ITERATIONS=1, RETRAIN_EPOCHS=5, CONTROLS=False, OUTPUT=pruned)
    run("mapminerals", INPUT=chain.scene, MODEL=pruned, OUTPUT=class_map)
    assert load(pruned).feature == feature
    assert run("assessmap", MAP=class_map, SAMPLES=chain.samples)["OA"] > 30


def test_a_range_keeps_its_bands_alone(run, chain, tmp_path):
    model = str(tmp_path / "model.safetensors")
    inputs = {"INPUT": chain.scene, "SAMPLES": chain.samples, "EPOCHS": 2, "MODEL": model}
    run("trainmodel", **inputs, RANGE=[2.1, 2.2])
    assert load(model).wavelengths.centres_um == (2.1010, 2.1110, 2.1210, 2.1309, 2.1409, 2.1509, 2.1609, 2.1709,
                                                  2.1809, 2.1908)  # fmt: skip
    run("trainmodel", **inputs, RANGE="2.1,2.2")  # as qgis_process hands it over
    assert load(model).bands == 10
    run("trainmodel", **inputs, RANGE="")
    assert load(model).bands == 50


def test_samples_of_another_coordinate_system_train_the_same_model(run, chain, tmp_path):
    from qgis.core import QgsVectorLayer

    moved = str(tmp_path / "degrees.gpkg")
    gdal.VectorTranslate(moved, chain.samples, dstSRS="EPSG:4326", reproject=True)
    assert QgsVectorLayer(moved).crs().isGeographic()
    models = [str(tmp_path / f"{name}.safetensors") for name in ("one", "two")]
    for points, model in zip((chain.samples, moved), models):
        run("trainmodel", INPUT=chain.scene, SAMPLES=points, EPOCHS=5, MODEL=model)
    assert Path(models[0]).read_bytes() == Path(models[1]).read_bytes()


def test_class_names_of_any_kind_go_through_the_whole_chain(run, paint, raster, files, tmp_path):
    names = ["", "<script>alert(1)</script>", "\"calcite\" & 'x'", "明矾石\u3000🪨"]
    scene = paint("rgb", "rgb", "rgb", "rgb")
    labels = raster([[1, 2, 3]] * 4, name="labels.tif", centres_um=None, dtype=np.uint8, names=names)
    counts = {"TRAIN_PER_CLASS": "2", "VALIDATION_PER_CLASS": "1", "TEST_PER_CLASS": "1"}
    points, model, pruned, class_map = (
        str(tmp_path / name) for name in ("样本 🪨.gpkg", "模型 1.safetensors", "模型 2.safetensors", "图.tif")
    )
    report = {"REPORT": str(tmp_path / "报告.html"), "TABLE": str(tmp_path / "表.csv")}
    run("drawsamples", INPUT=scene, LABELS=labels, OUTPUT=points, **counts)
    inputs = {"INPUT": scene, "SAMPLES": points}
    run("trainmodel", **inputs, EPOCHS=60, MODEL=model, REPORT=report["REPORT"])
    assert "<script>alert" not in Path(report["REPORT"]).read_text(encoding="utf-8")
    run("prunemodel", **inputs, MODEL=model, ITERATIONS=1, RETRAIN_EPOCHS=5, OUTPUT=pruned, **report)
    assert "<script>alert" not in Path(report["REPORT"]).read_text(encoding="utf-8")
    run("mapminerals", INPUT=scene, MODEL=pruned, OUTPUT=class_map)
    assert run("assessmap", MAP=class_map, SAMPLES=points, **report)["OA"] > 0
    assert "<script>alert" not in Path(report["REPORT"]).read_text(encoding="utf-8")
    assert {names[1], names[2]} <= {row["class"] for row in table(report["TABLE"])}
    assert not [name for name in files(tmp_path) if "partial" in name]


def test_pruning_a_model_onto_itself(run, chain, tmp_path):
    model = tmp_path / "model.safetensors"
    model.write_bytes(Path(chain.model).read_bytes())
    settings = {"INPUT": chain.scene, "SAMPLES": chain.samples, "ITERATIONS": 2, "RETRAIN_EPOCHS": 5, "KEEP": "last"}
    beside = str(tmp_path / "beside.safetensors")
    run("prunemodel", **settings, MODEL=chain.model, OUTPUT=beside)
    result = run("prunemodel", **settings, MODEL=str(model), OUTPUT=str(model))
    assert result["UNIT_COMPRESSION"] > 1
    assert model.read_bytes() == Path(beside).read_bytes()
    again = run("prunemodel", **settings, MODEL=str(model), OUTPUT=str(model))  # the numbers stay the first ones
    assert again["UNIT_COMPRESSION"] >= 1 and max(load(model).pruning["neurons"][0]) <= 11


@pytest.mark.parametrize("keep", ["smallest", "best", "last"])
@pytest.mark.parametrize("criterion", ["c-apoz", "apoz"])
def test_keep_chooses_a_row_of_the_table(run, chain, tmp_path, keep, criterion):
    result = run(
        "prunemodel", INPUT=chain.scene, SAMPLES=chain.samples, MODEL=chain.deep_model, CRITERION=criterion,
        ITERATIONS=3, RETRAIN_EPOCHS=20, KEEP=keep, TOLERANCE=5, CONTROLS=False,
        OUTPUT=str(tmp_path / "pruned.safetensors"), TABLE=str(tmp_path / "rounds.csv"),
    )  # fmt: skip
    rows = table(tmp_path / "rounds.csv")
    (kept,) = [row for row in rows if row["kept"] == "yes"]
    accuracies = [float(row["oa_after_retraining_percent"]) for row in rows]
    smallest = min((row for row, oa in zip(rows, accuracies) if oa >= max(accuracies) - 5), key=parameters_of)
    best = min((row for row, oa in zip(rows, accuracies) if oa == max(accuracies)), key=parameters_of)
    assert kept == {"smallest": smallest, "best": best, "last": rows[-1]}[keep]
    pruned = load(tmp_path / "pruned.safetensors")
    assert "-".join(map(str, pruned.network.hidden_units)) == kept["hidden_units"]
    assert pruned.network.parameters == parameters_of(kept)
    assert f"{result['UNIT_COMPRESSION']:.2f}" == kept["unit_compression"]
    assert f"{result['PARAMETER_COMPRESSION']:.2f}" == kept["parameter_compression"]
    assert f"{result['OA']:.2f}" == kept["oa_after_retraining_percent"]


def parameters_of(row):
    return int(row["parameters"])


def test_the_columns_of_the_tables_are_stable(run, chain, tmp_path):
    rounds, sizes, accuracy = (str(tmp_path / f"{name}.csv") for name in ("rounds", "sizes", "accuracy"))
    inputs = {"INPUT": chain.scene, "SAMPLES": chain.samples}
    output = str(tmp_path / "pruned.safetensors")
    run("prunemodel", **inputs, MODEL=chain.model, ITERATIONS=1, RETRAIN_EPOCHS=1, OUTPUT=output, TABLE=rounds)
    run("comparehiddensizes", **inputs, SIZES="3", SEEDS=1, EPOCHS=1, TABLE=sizes)
    run("assessmap", MAP=chain.map, SAMPLES=chain.samples, TABLE=accuracy)
    assert list(table(rounds)[0]) == [
        "iteration", "hidden_units", "unit_compression", "parameter_compression", "byte_compression", "parameters",
        "weight_bytes", "threshold_score", "oa_before_retraining_percent", "oa_after_retraining_percent", "kept",
        "removed_neurons", "bands", "band_stage",
    ]  # fmt: skip
    assert list(table(sizes)[0]) == [
        "hidden_units", "parameters", "seeds", "oa_mean_percent", "oa_deviation_points", "oa_min_percent",
        "oa_max_percent",
    ]  # fmt: skip
    assert list(table(accuracy)[0]) == [
        "class", "measure", "successes", "n", "value_percent", "low_percent", "high_percent",
        "value_km2", "low_km2", "high_km2",
    ]  # fmt: skip


def test_the_unpruned_row_is_the_model_that_went_in(run, chain, tmp_path):
    rounds = str(tmp_path / "rounds.csv")
    inputs = {"INPUT": chain.scene, "SAMPLES": chain.samples, "MODEL": chain.model}
    run(
        "prunemodel",
        **inputs,
        ITERATIONS=1,
        RETRAIN_EPOCHS=1,
        TABLE=rounds,
        OUTPUT=str(tmp_path / "pruned.safetensors"),
    )
    model, first = load(chain.model), table(rounds)[0]
    assert first["hidden_units"] == "12" and float(first["unit_compression"]) == 1
    assert parameters_of(first) == model.network.parameters
    assert float(first["oa_after_retraining_percent"]) == round(100 * model.training["validation_oa"], 2)
    assert first["oa_before_retraining_percent"] == first["removed_neurons"] == ""


def test_sizes_of_one_and_two_layers_are_compared(run, chain, tmp_path):
    sizes = str(tmp_path / "sizes.csv")
    inputs = {"INPUT": chain.scene, "SAMPLES": chain.samples, "TABLE": sizes}
    run("comparehiddensizes", **inputs, SIZES="4, 6-5", SEEDS=3, EPOCHS=20, SEED=7)
    first, second = table(sizes)
    assert (first["hidden_units"], second["hidden_units"]) == ("4", "6-5")
    assert (parameters_of(first), parameters_of(second)) == (51 * 4 + 5 * 7, 51 * 6 + 7 * 5 + 6 * 7)
    assert first["seeds"] == "3"
    low, mean, high = (float(first[f"oa_{name}_percent"]) for name in ("min", "mean", "max"))
    assert low <= mean <= high
    alone = run(
        "trainmodel", INPUT=chain.scene, SAMPLES=chain.samples, HIDDEN_UNITS="4", EPOCHS=20, SEED=8,
        MODEL=str(tmp_path / "model.safetensors"),
    )  # fmt: skip
    assert low <= round(alone["OA"], 2) <= high  # seed 8 is the second of the three


def test_a_model_is_pruned_to_the_units_that_were_asked_for(run, chain, tmp_path):
    table_file = str(tmp_path / "table.csv")
    inputs = {"INPUT": chain.scene, "SAMPLES": chain.samples, "MODEL": chain.deep_model, "RETRAIN_EPOCHS": 5}
    outputs = {"OUTPUT": str(tmp_path / "few.safetensors"), "TABLE": table_file, "REPORT": str(tmp_path / "few.html")}
    result = run("prunemodel", UNITS="3,2", CRITERION="balanced", **inputs, **outputs)
    assert load(result["OUTPUT"]).network.hidden_units == (3, 2)
    assert result["UNIT_COMPRESSION"] == pytest.approx(14 / 5)
    assert [row["hidden_units"] for row in table(table_file)][-1] == "3-2"
    assert {row["threshold_score"] for row in table(table_file)} == {""}


def test_samples_only_or_the_scene_too(run, chain, tmp_path):
    counts = []
    for name, unlabelled in (("alone", {"UNLABELLED": 0}), ("few", {"UNLABELLED": 25}), ("default", {})):
        model = str(tmp_path / f"{name}.safetensors")
        run("trainmodel", INPUT=chain.scene, SAMPLES=chain.samples, EPOCHS=10, MODEL=model, **unlabelled)
        counts.append(load(model).training["unlabelled_pixels"])
    samples_drawn = sum(load(model).training["samples"].values())
    assert counts[:2] == [0, 25] and 2000 < counts[2] <= 60 * 50 - samples_drawn


def test_validation_samples_beside_a_library_are_told_not_to_be_used(chain, tmp_path):
    import processing
    from qgis.core import QgsProcessingFeedback

    feedback = QgsProcessingFeedback(False)
    files = {"LIBRARY": chain.library, "SAMPLES": chain.samples, "MODEL": str(tmp_path / "model.safetensors")}
    minerals = "; ".join(
        ("muscovite", "alunite", "kaolinite", "calcite", "montmorillonite", "chalcedony", "halloysite")
    )
    parameters = {"INPUT": chain.scene, "MINERALS": minerals, "EPOCHS": 1, "UNLABELLED": 10, **files}
    processing.run("mineralprune:trainfromlibrary", parameters, feedback=feedback)
    assert "70 validation samples of samples are not used" in feedback.textLog()


def test_prune_model_asks_for_four_things_and_the_rest_is_advanced(qgis):
    from qgis.core import QgsProcessingParameterDefinition

    made = qgis.processingRegistry().createAlgorithmById("mineralprune:prunemodel")
    advanced = QgsProcessingParameterDefinition.Flag.FlagAdvanced
    inputs = [each for each in made.parameterDefinitions() if not each.isDestination()]
    assert [each.name() for each in inputs if not each.flags() & advanced] == ["INPUT", "SAMPLES", "MODEL", "BANDS"]


def test_a_run_of_minutes_says_in_words_how_far_it_is(run, told, chain, tmp_path):
    settings = {"ITERATIONS": 2, "RETRAIN_EPOCHS": 5, "UNLABELLED": 0, "BANDS": "30", "KEEP": "last"}
    table, output = tmp_path / "rounds.csv", str(tmp_path / "pruned.safetensors")
    inputs = {"INPUT": chain.scene, "SAMPLES": chain.samples, "MODEL": chain.model}
    run("prunemodel", **inputs, **settings, OUTPUT=output, TABLE=str(table))
    words = told(remarks=True)
    assert "30 bands are left: " in words and "has 12 hidden units and reads 30 bands; it identifies " in words
    assert "Round 1 of at most 2: " in words and " hidden units are left, " in words
    assert "is kept (" in words and words.index("Round 1") < words.index("Now the controls are trained")
