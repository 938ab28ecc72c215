# SPDX-License-Identifier: GPL-2.0-or-later
"""A map of 3 x 4 pixels against references whose confusion matrix is counted by hand."""

import csv
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

MAP = [[1, 1, 2, 2], [1, 0, 3, 2], [3, 3, 3, 2]]
REFERENCE = [[1, 2, 2, 2], [1, 3, 3, 0], [3, 3, 1, 2]]
# 10 pixels have both: 8 right (1: 2, 2: 3, 3: 3), (2 as 1) and (1 as 3) wrong; one unclassified, one without reference.
NAMES = ["", "red", "green", "blue"]

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def classes(raster):
    def write(values, name="map.tif", names=NAMES, **options):
        return raster(values, name=name, centres_um=None, dtype=np.uint8, no_data=0, names=names, **options)

    return write


def measures(path):
    with open(path, encoding="utf-8", newline="") as file:
        return {(row["class"], row["measure"]): row for row in csv.DictReader(file)}


def check_by_hand(result, table):
    assert result["OA"] == pytest.approx(80)
    # Rows 3, 4, 3 and columns 3, 3, 4 of the matrix: chance agreement is (9 + 12 + 12) / 100.
    assert result["KAPPA"] == pytest.approx((0.8 - 0.33) / (1 - 0.33))
    rows = measures(table)
    shares = {key: (row["successes"], row["n"]) for key, row in rows.items()}
    assert shares["", "overall_accuracy"] == ("8", "10")
    assert shares["", "overall_accuracy_unclassified_wrong"] == ("8", "11")
    assert [shares[name, "producers_accuracy"] for name in NAMES[1:]] == [("2", "3"), ("3", "4"), ("3", "4")]
    assert [shares[name, "users_accuracy"] for name in NAMES[1:]] == [("2", "3"), ("3", "3"), ("3", "4")]
    assert rows["blue", "unclassified"]["successes"] == "1"
    # 8 of 10: the Wilson interval is 49.0 to 94.3 %.
    assert rows["", "overall_accuracy"]["low_percent"].startswith("49.0")
    assert rows["", "overall_accuracy"]["high_percent"].startswith("94.3")
    return rows


def test_a_reference_raster(run, classes, tmp_path):
    table = str(tmp_path / "table.csv")
    result = run("assessmap", MAP=classes(MAP), REFERENCE=classes(REFERENCE, name="truth.tif"), TABLE=table)
    rows = check_by_hand(result, table)
    assert rows["", "without_reference"]["successes"] == "1"


def test_a_reference_of_half_the_pixel_size_is_brought_onto_the_map(run, classes, tmp_path):
    fine = np.repeat(np.repeat(REFERENCE, 2, axis=0), 2, axis=1)
    truth = classes(fine, name="truth.tif", transform=(500000.0, 10.0, 0.0, 4100000.0, 0.0, -10.0))
    table = str(tmp_path / "table.csv")
    check_by_hand(run("assessmap", MAP=classes(MAP), REFERENCE=truth, TABLE=table), table)


def as_samples(split="test"):
    return [
        (column, row, NAMES[number], number, split)
        for row, numbers in enumerate(REFERENCE)
        for column, number in enumerate(numbers)
        if number
    ]


def test_samples_are_a_reference_too_and_those_outside_are_counted(run, classes, samples, tmp_path):
    points = samples(*as_samples(), (100, 100, "red", 1, "test"))
    table = str(tmp_path / "table.csv")
    rows = check_by_hand(run("assessmap", MAP=classes(MAP), SAMPLES=points, TABLE=table), table)
    assert rows["", "without_map"]["successes"] == "1"
    assert rows["", "without_reference"]["successes"] == "1"


@pytest.mark.parametrize("split, oa", [("test", 100), ("train", 0), ("all", 50)])
def test_the_split_chooses_the_samples(run, classes, samples, split, oa):
    points = samples((0, 0, "red", 1, "test"), (2, 2, "red", 1, "train"))
    assert run("assessmap", MAP=classes(MAP), SAMPLES=points, SPLIT=split)["OA"] == oa


def test_only_the_selected_samples_when_asked(run, classes, samples):
    from qgis.core import QgsProcessingFeatureSourceDefinition, QgsProject

    points = samples((0, 0, "red", 1, "test"), (2, 2, "red", 1, "test"))
    QgsProject.instance().addMapLayer(points)
    try:
        points.selectByIds([2])
        selected = QgsProcessingFeatureSourceDefinition(points.id(), selectedFeaturesOnly=True)
        assert run("assessmap", MAP=classes(MAP), SAMPLES=selected)["OA"] == 0
    finally:
        QgsProject.instance().removeMapLayer(points.id())


def test_the_map_of_a_model_is_as_right_as_the_model(run, chain, tmp_path):
    """The map at the test samples says what the model says of them."""
    trained = run(
        "trainmodel", INPUT=chain.scene, SAMPLES=chain.samples, EPOCHS=20, MODEL=str(tmp_path / "model.safetensors")
    )
    run("mapminerals", INPUT=chain.scene, MODEL=trained["MODEL"], OUTPUT=str(tmp_path / "map.tif"))
    for split, name in (("validation", "OA"), ("test", "TEST_OA")):
        found = run("assessmap", MAP=str(tmp_path / "map.tif"), SAMPLES=chain.samples, SPLIT=split)["OA"]
        assert found == pytest.approx(trained[name])


def test_a_reference_of_other_numbers_is_matched_by_name(qgis, classes, tmp_path):
    import processing
    from qgis.core import QgsProcessingFeedback

    truth = np.array([0, 3, 1, 2])[REFERENCE]
    other = classes(truth, name="truth.tif", names=["", "Green", "blue", "red"])
    feedback, table = QgsProcessingFeedback(False), str(tmp_path / "table.csv")
    inputs = {"MAP": classes(MAP), "REFERENCE": other, "TABLE": table}
    check_by_hand(processing.run("mineralprune:assessmap", inputs, feedback=feedback), table)
    assert "matched by name" in feedback.textLog() and "red 3 = 1, green 1 = 2, blue 2 = 3" in feedback.textLog()


def test_samples_of_other_numbers_are_matched_by_name(run, classes, samples, tmp_path):
    numbers = {1: 30, 2: 20, 3: 10}
    rows = [
        (c, r, NAMES[k].title(), numbers[k], "test")
        for r, line in enumerate(REFERENCE)
        for c, k in enumerate(line)
        if k
    ]
    table = str(tmp_path / "table.csv")
    check_by_hand(run("assessmap", MAP=classes(MAP), SAMPLES=samples(*rows), TABLE=table), table)


def test_a_reference_of_other_names_is_refused(refused, classes):
    other = classes(REFERENCE, name="truth.tif", names=["", "pink", "olive", "teal"])
    said = refused("assessmap", MAP=classes(MAP), REFERENCE=other)
    assert "the map has 1 = red, 2 = green, 3 = blue, the reference 1 = pink, 2 = olive, 3 = teal" in said


TWO = ["", "red", "green"]


@pytest.fixture
def common_and_rare(classes, samples):
    """A map of 20 x 20 pixels of 20 m, a tenth of it red; 5 of 10 samples of green are on what is mapped red."""
    numbers = np.full((20, 20), 2)
    numbers[:2] = 1
    on_red = [(column, 0) for column in range(15)]
    red = [(column, row, "red", 1, "test") for column, row in on_red[:10]]
    green = [(column, row, "green", 2, "test") for column, row in on_red[10:] + [(column, 9) for column in range(5)]]
    return classes(numbers.tolist(), names=TWO), samples(*red, *green)


@pytest.mark.parametrize(
    "sampling, oa, red_km2", [("by mineral", None, None), ("random", 100 * (0.1 * 10 / 15 + 0.9), 0.016 * 10 / 15)]
)
def test_the_whole_map_is_weighted_by_area(run, common_and_rare, tmp_path, sampling, oa, red_km2):
    table = str(tmp_path / "table.csv")
    class_map, points = common_and_rare
    result = run("assessmap", MAP=class_map, SAMPLES=points, SAMPLING=sampling, TABLE=table)
    rows = measures(table)
    assert result["OA"] == 75 and float(rows["red", "area_mapped"]["value_km2"]) == pytest.approx(0.016)
    if sampling == "random":
        assert result["OA_BY_AREA"] == pytest.approx(oa)
        assert float(rows["red", "area"]["value_km2"]) == pytest.approx(red_km2, abs=1e-6)
    else:  # half of all green would be mapped as red, and only a tenth of the map is: green is 20 % at most
        assert float(rows["green", "area"]["value_percent"]) + float(rows["red", "area"]["value_percent"]) == 100
        assert result["OA_BY_AREA"] == pytest.approx(50, abs=1)


def test_a_map_of_a_single_class_has_no_accuracy_by_area(run, classes, samples, tmp_path):
    points = samples((0, 0, "red", 1, "test"), (2, 2, "red", 1, "test"))
    result = run("assessmap", MAP=classes(np.ones((4, 4)).tolist()), SAMPLES=points, TABLE=str(tmp_path / "table.csv"))
    assert result["OA"] == 100 and result["OA_BY_AREA"] is None
    assert ("", "overall_accuracy_by_area") not in measures(tmp_path / "table.csv")


ASSESS = """
import sys
from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingFeedback
application = QgsApplication([], False)
application.initQgis()
from mineral_prune_plugin.algorithms.assess_map import AssessMap
places = dict(zip(("MAP", "REFERENCE", "TABLE", "REPORT"), sys.argv[1:]))
_, ended = AssessMap().create().run(places, QgsProcessingContext(), QgsProcessingFeedback(False))
print(ended, "matplotlib" in sys.modules, flush=True)
"""


def test_its_report_waits_for_no_matplotlib(chain, tmp_path):
    """It takes longer to import than a map to assess."""
    places = [chain.map, chain.labels, str(tmp_path / "table.csv"), str(tmp_path / "report.html")]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "build/plugins"), *sys.path])}
    result = subprocess.run([sys.executable, "-c", ASSESS, *places], env=environment, capture_output=True, text=True)
    assert result.stdout.split() == ["True", "False"], result.stderr
    assert "data:image/png" in (tmp_path / "report.html").read_text(encoding="utf-8")
