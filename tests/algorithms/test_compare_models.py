# SPDX-License-Identifier: GPL-2.0-or-later
"""Two models with weights set by hand, on a scene of 3 x 4 pixels and seven samples counted by eye."""

import base64
import csv
import os
import re
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal

from mineral_prune_plugin.classes import MineralClass
from mineral_prune_plugin.models.perceptron.network import Perceptron, Standardisation
from mineral_prune_plugin.models.reject import SURFACE, Reject
from mineral_prune_plugin.raster.wavelengths import Wavelengths

ROWS = ("rrgg", "r.bg", "bbbg")
AGREEMENT = [[1, 1, 255, 255], [1, 0, 3, 255], [3, 3, 3, 255]]
# Model A is right about all but the fourth and the last; model B, which calls green blue, about 1, 4 and 5.
SAMPLES = [
    (0, 0, "red", 1, "test"), (2, 0, "green", 2, "test"), (3, 1, "green", 2, "test"), (3, 0, "blue", 3, "test"),
    (0, 2, "blue", 3, "test"), (3, 2, "green", 2, "test"), (1, 0, "green", 2, "test"),
]  # fmt: skip
OF_TRAINING = [(0, 1, "red", 1, "train"), (2, 1, "red", 1, "validation")]


@pytest.fixture
def models(hand_model):
    """Model A names the brightest band, model B takes green for blue."""
    one, none = np.eye(3, dtype=np.float32), np.zeros(3, dtype=np.float32)
    last = np.array([[10, 0, 0], [0, 10, 0], [0, 20, 10]], dtype=np.float32)
    swayed = hand_model(name="swayed.safetensors", network=Perceptron((one, last), (none, none)))
    return {"MODEL_A": hand_model(), "MODEL_B": swayed}


@pytest.fixture
def two_bands(hand_model):
    """A model of bands 1 and 3 alone: green is where neither is bright."""
    last = np.array([[10, 0], [0, 0], [0, 10]], dtype=np.float32)
    biases = tuple(np.array(values, dtype=np.float32) for values in ([0, 0], [0, 2, 0]))
    return hand_model(
        name="two.safetensors",
        network=Perceptron((np.eye(2, dtype=np.float32), last), biases),
        standardisation=Standardisation(np.zeros(2, np.float32), np.ones(2, np.float32)),
        wavelengths=Wavelengths.from_um((2.1, 2.3)),
    )


def rows_of(path):
    with open(path, encoding="utf-8", newline="") as file:
        return {(row["measure"], row["class_a"], row["class_b"]): row for row in csv.DictReader(file)}


def test_seven_samples_counted_by_eye(run, paint, samples, models, tmp_path):
    table = str(tmp_path / "table.csv")
    result = run("comparemodels", INPUT=paint(*ROWS), SAMPLES=samples(*SAMPLES, *OF_TRAINING), TABLE=table, **models)
    assert [result[name] for name in ("OA_A", "OA_B")] == [pytest.approx(500 / 7), pytest.approx(300 / 7)]
    assert result["DIFFERENCE"] == pytest.approx(200 / 7)
    assert result["P_VALUE"] == 2 * (1 + 4) / 16  # three to one
    assert result["AGREEMENT"] is None and "OUTPUT" not in result
    rows = rows_of(table)
    counts = [rows[name, "", ""]["count"] for name in ("both_right", "only_a_right", "only_b_right", "both_wrong")]
    assert counts == ["2", "3", "1", "1"]
    green = [rows[name, "green", "green"]["count"] for name in ("only_a_right", "both_wrong")]
    assert green == ["3", "1"] and rows["only_b_right", "blue", "blue"]["count"] == "1"


def test_the_map_shows_where_they_agree(run, paint, samples, models, read, files, tmp_path):
    scene, table, output = paint(*ROWS), str(tmp_path / "table.csv"), str(tmp_path / "agreement.tif")
    result = run("comparemodels", INPUT=scene, SAMPLES=samples(*SAMPLES), TABLE=table, OUTPUT=output, **models)
    assert result["OUTPUT"] == output and read(output).tolist() == AGREEMENT
    assert result["AGREEMENT"] == pytest.approx(700 / 11)
    rows = rows_of(table)
    assert rows["map_agreement", "", ""]["count"] == "7" and rows["map_no_data", "", ""]["count"] == "1"
    pixels = {key[1:]: row["count"] for key, row in rows.items() if key[0] == "map_pixels" and row["count"] != "0"}
    assert pixels == {("red", "red"): "3", ("green", "blue"): "4", ("blue", "blue"): "4"}
    written = gdal.Open(output)
    assert written.GetGeoTransform() == gdal.Open(scene).GetGeoTransform()
    assert "agreement.qml" in files(tmp_path)


def test_its_report_shows_both_maps_and_where_they_agree(run, paint, samples, models, gdal_picture, tmp_path):
    run("comparemodels", INPUT=paint(*ROWS), SAMPLES=samples(*SAMPLES), REPORT=str(tmp_path / "r.html"), **models)
    page = (tmp_path / "r.html").read_text(encoding="utf-8")
    pictures = re.findall('data:image/png;base64,([^"]*)', page)
    agreement, first, second = (gdal_picture(base64.b64decode(each)) for each in pictures)
    black, white = (agreement == 0).all(axis=0), (agreement == 255).all(axis=0)
    assert (black == (np.array(AGREEMENT) == 255)).all() and (white == (np.array(AGREEMENT) == 0)).all()
    assert ((first != second).any(axis=0) == black).all()
    assert "Black: the models differ." in page and "The scene as each model maps it" in page


def test_the_style_lists_the_minerals_and_where_the_models_differ(run, paint, samples, models, tmp_path):
    from qgis.core import QgsRasterLayer

    output = str(tmp_path / "agreement.tif")
    run("comparemodels", INPUT=paint(*ROWS), SAMPLES=samples(*SAMPLES), OUTPUT=output, **models)
    shown = QgsRasterLayer(output, "agreement")
    assert [(entry.value, entry.label) for entry in shown.renderer().classes()] == [
        (1, "red"), (2, "green"), (3, "blue"), (255, "models differ"),
    ]  # fmt: skip


def test_the_report_says_what_the_samples_show(run, paint, samples, models, tmp_path):
    report = str(tmp_path / "report.html")
    run("comparemodels", INPUT=paint(*ROWS), SAMPLES=samples(*SAMPLES), REPORT=report, **models)
    page = Path(report).read_text(encoding="utf-8")
    assert "do not show that one model is better" in page and "p = 0.6250" in page
    assert "hand.safetensors" in page and "swayed.safetensors" in page and "3-3-3" in page
    assert "Whole raster" not in page


def test_a_model_and_itself_agree_everywhere(run, paint, samples, hand_model, tmp_path):
    same = {"MODEL_A": hand_model(), "MODEL_B": hand_model(name="copy.safetensors")}
    output = str(tmp_path / "map.tif")
    result = run("comparemodels", INPUT=paint(*ROWS), SAMPLES=samples(*SAMPLES), OUTPUT=output, **same)
    assert (result["DIFFERENCE"], result["P_VALUE"], result["AGREEMENT"]) == (0, 1, 100)


def test_unclassified_is_wrong_for_samples_and_a_class_of_its_own_for_the_map(
    run, paint, samples, models, hand_model, read, tmp_path
):
    """Both reject blue: model A where it is the brightest band, model B at every green and blue pixel."""
    reject, last = Reject({3: SURFACE}), np.array([[10, 0, 0], [0, 10, 0], [0, 20, 10]], dtype=np.float32)
    one, none = np.eye(3, dtype=np.float32), np.zeros(3, dtype=np.float32)
    first = hand_model(name="first.safetensors", reject=reject)
    second = hand_model(name="second.safetensors", reject=reject, network=Perceptron((one, last), (none, none)))
    output, table, report = (str(tmp_path / name) for name in ("map.tif", "table.csv", "report.html"))
    points = samples(*[sample for sample in SAMPLES if sample[2] != "blue"])
    chosen = {"INPUT": paint(*ROWS), "SAMPLES": points, "OUTPUT": output, "TABLE": table, "REPORT": report}
    result = run("comparemodels", MODEL_A=first, MODEL_B=second, **chosen)
    assert read(output).tolist() == [[1, 1, 255, 255], [1, 0, 0, 255], [0, 0, 0, 255]]
    assert result["AGREEMENT"] == pytest.approx(700 / 11)  # 3 red, 4 unclassified
    assert [result[name] for name in ("OA_A", "OA_B")] == [80, 20]
    rows = rows_of(table)
    pixels = {key[1:]: row["count"] for key, row in rows.items() if key[0] == "map_pixels" and row["count"] != "0"}
    assert pixels == {
        ("red", "red"): "3", ("green", "unclassified"): "4", ("unclassified", "unclassified"): "4",
    }  # fmt: skip
    assert rows["map_no_data", "", ""]["count"] == "1"
    assert rows["unclassified_b", "green", "green"]["count"] == "3" and ("unclassified_a", "", "") not in rows
    assert ("both_right", "blue", "blue") not in rows
    page = Path(report).read_text(encoding="utf-8")
    assert "Left unclassified" in page and "Unclassified by B" in page
    assert "254 " not in page and "255 " not in page


@pytest.mark.parametrize("split, oa", [("test", 500 / 7), ("train", 100), ("validation", 0), ("all", 600 / 9)])
def test_the_split_chooses_the_samples(run, paint, samples, models, split, oa):
    points = samples(*SAMPLES, *OF_TRAINING)
    result = run("comparemodels", INPUT=paint(*ROWS), SAMPLES=points, SPLIT=split, **models)
    assert result["OA_A"] == pytest.approx(oa)


def test_models_of_different_bands_are_asked_about_the_same_pixels(
    run, paint, samples, hand_model, two_bands, read, tmp_path
):
    scene, output = paint(*ROWS), str(tmp_path / "map.tif")
    dataset = gdal.Open(scene, gdal.GA_Update)
    dataset.GetRasterBand(2).WriteArray(np.array([[np.nan]], dtype=np.float32), 0, 0)  # no data for model A alone
    dataset = None
    chosen = {"MODEL_A": hand_model(), "MODEL_B": two_bands, "SAMPLES": samples(*SAMPLES)}
    result = run("comparemodels", INPUT=scene, OUTPUT=output, **chosen)
    assert read(output).tolist() == [[0, 1, 2, 2], [1, 0, 3, 2], [3, 3, 3, 2]]
    assert result["OA_A"] == result["OA_B"] == pytest.approx(400 / 6)
    assert result["AGREEMENT"] == 100


def test_missing_bands_are_interpolated_when_asked(run, refused, raster, samples, models):
    values = np.array([[[0.4, 0.1]], [[0.2, 0.9]], [[0.1, 0.9]], [[0.1, 0.1]]])
    scene = raster(values, centres_um=(2.1, 2.18, 2.22, 2.3))
    points = samples((0, 0, "red", 1, "test"), (1, 0, "green", 2, "test"))
    assert "tick 'Interpolate missing bands'" in refused("comparemodels", INPUT=scene, SAMPLES=points, **models)
    result = run("comparemodels", INPUT=scene, SAMPLES=points, INTERPOLATE=True, **models)
    assert (result["OA_A"], result["OA_B"]) == (100, 50)


def test_models_of_other_minerals_are_refused(refused, paint, samples, hand_model, tmp_path):
    models = {"MODEL_A": hand_model(), "MODEL_B": hand_model("other.safetensors", ("pink", "olive", "teal"))}
    output = str(tmp_path / "map.tif")
    said = refused("comparemodels", INPUT=paint(*ROWS), SAMPLES=samples(*SAMPLES), OUTPUT=output, **models)
    assert "model A has 1 = red, 2 = green, 3 = blue" in said and "model B 1 = pink, 2 = olive, 3 = teal" in said


def test_models_are_matched_by_the_names_of_minerals(run, paint, samples, hand_model, read, tmp_path):
    """The same network with other numbers is the same model."""
    classes = tuple(MineralClass(k, name, "#123456") for k, name in ((2, "Red"), (5, "green"), (7, "blue")))
    models = {"MODEL_A": hand_model(), "MODEL_B": hand_model("other.safetensors", classes=classes)}
    output = str(tmp_path / "agreement.tif")
    result = run("comparemodels", INPUT=paint(*ROWS), SAMPLES=samples(*SAMPLES), OUTPUT=output, **models)
    assert result["AGREEMENT"] == 100 and result["DIFFERENCE"] == 0 and result["OA_A"] == pytest.approx(500 / 7)
    assert set(np.unique(read(output)).tolist()) == {0, 1, 2, 3}


def test_a_mineral_that_one_model_lacks_is_told_and_its_samples_left_out(
    qgis, paint, samples, hand_model, read, tmp_path
):
    import processing
    from qgis.core import QgsProcessingFeedback

    models = {"MODEL_A": hand_model(), "MODEL_B": hand_model("other.safetensors", ("red", "olive", "blue"))}
    feedback, output = QgsProcessingFeedback(False), str(tmp_path / "agreement.tif")
    inputs = {"INPUT": paint(*ROWS), "SAMPLES": samples(*SAMPLES), "OUTPUT": output, **models}
    result = processing.run("mineralprune:comparemodels", inputs, feedback=feedback)
    assert "matched by name: red, blue. Only model A has 2 = green; only model B has 2 = olive." in feedback.textLog()
    assert "4 samples of green are left out" in feedback.textLog()
    assert result["OA_A"] == result["OA_B"] == pytest.approx(200 / 3)  # of red, blue and a blue that is green
    dataset = gdal.Open(output)
    dataset.GetRasterBand(1).GetMetadata()
    names = dataset.GetRasterBand(1).GetCategoryNames()
    assert (
        names[1:5] == ["red", "green", "blue", "olive"]
        and (read(output) == 255).sum() == (np.array([list(r) for r in ROWS]) == "g").sum()
    )


def test_models_that_leave_no_number_are_refused_only_for_the_map(refused, run, raster, samples, hand_model, tmp_path):
    classes = tuple(MineralClass(k, f"mineral {k}", "#123456") for k in range(1, 256))
    weights = np.ones((255, 3), np.float32)
    network = Perceptron((np.eye(3, dtype=np.float32), weights), (np.zeros(3, np.float32), np.zeros(255, np.float32)))
    model = hand_model("many.safetensors", classes=classes, network=network)
    chosen = {"INPUT": raster(np.full((3, 1, 2), 0.3)), "SAMPLES": samples((0, 0, "mineral 1", 1, "test"))}
    chosen |= {"MODEL_A": model, "MODEL_B": model}
    assert "all class numbers from 1 to 255" in refused("comparemodels", OUTPUT=str(tmp_path / "map.tif"), **chosen)
    assert run("comparemodels", **chosen)["OA_A"] == 100


@pytest.mark.parametrize("what, name", [("INPUT", "OUTPUT"), ("MODEL_A", "TABLE"), ("MODEL_B", "REPORT")])
def test_no_output_replaces_what_is_read(refused, paint, samples, models, tmp_path, what, name):
    chosen = {"INPUT": paint(*ROWS), "SAMPLES": samples(*SAMPLES), **models}
    link = tmp_path / {"OUTPUT": "link.tif", "TABLE": "link.csv", "REPORT": "link.html"}[name]
    os.link(chosen[what], link)
    said = refused("comparemodels", **chosen, **{name: str(link)})
    assert link.name in said and "input of this run" in said


def test_a_model_that_has_met_the_test_samples_is_named(qgis, paint, samples, models, hand_model):
    import processing
    from qgis.core import QgsProcessingFeedback

    def log(**changed):
        feedback = QgsProcessingFeedback(False)
        inputs = {"INPUT": paint(*ROWS), "SAMPLES": samples(*SAMPLES), **models, **changed}
        processing.run("mineralprune:comparemodels", inputs, feedback=feedback)
        return feedback.textLog()

    learnt = hand_model(name="learnt.safetensors", training={"learnt_from_all": True})
    assert "learnt.safetensors learnt from all samples, test samples too" in log(MODEL_B=learnt)
    assert "learnt from all samples" not in log()
