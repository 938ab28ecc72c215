# SPDX-License-Identifier: GPL-2.0-or-later
"""Explain pixels: a row a point, what the map shows there and why, by hand on three bands."""

import csv
import math
from dataclasses import replace

import numpy as np
import pytest

from mineral_prune_plugin.models.model_file import load, save
from mineral_prune_plugin.models.reject import FEATURELESS, Reject


def at(column, row, dx=0.0):
    return (f"Point({500010 + 20 * column + dx} {4099990 - 20 * row})",)


@pytest.fixture
def points(layer):
    return lambda *rows, **options: layer("Point", [], rows, name="places", **options)


@pytest.fixture
def explain(run, tmp_path):
    """The rows of the table, as dictionaries, and the report."""

    def explained(raster, model, points):
        table, report = tmp_path / "why.csv", tmp_path / "why.html"
        run("explainpixels", INPUT=raster, MODEL=model, POINTS=points, TABLE=str(table), REPORT=str(report))
        rows = list(csv.DictReader(table.read_text(encoding="utf-8").splitlines()))
        return rows, report.read_text(encoding="utf-8")

    return explained


def test_each_point_gets_its_class_and_what_decided(explain, paint, hand_model, points):
    rows, report = explain(paint("rgb", "bb."), hand_model(), points(at(0, 0), at(2, 0, dx=9.9), at(2, 1)))
    red, blue, nothing = rows
    assert (red["point"], red["column"], red["row"], red["map_class"], red["output"]) == ("1", "0", "0", "1", "red")
    assert red["runner_up"] == "green" and float(red["margin_logits"]) == pytest.approx(7)
    total = math.exp(8) + 2 * math.exp(1)  # logits 8, 1 and 1
    assert float(red["probability"]) == pytest.approx(math.exp(8) / total, abs=1e-6)
    assert float(red["probability green"]) == pytest.approx(math.exp(1) / total, abs=1e-6)
    assert red["bands_that_decided_logits"] == "2.100 um +8; 2.200 um -1; 2.300 um +0"
    assert red["neurons_that_decided_logits"].startswith("layer 1 neuron 0 +8; layer 1 neuron 1 -1")
    assert (blue["map_class"], blue["output"], blue["column"]) == ("3", "blue", "2")
    assert nothing["map_class"] == "no data" and nothing["output"] == nothing["probability red"] == ""
    assert "The map shows red (probability 99.8 %). The runner-up is green (0.1 %), 7.00 logits behind." in report
    assert "no data in the bands of the model" in report


def test_why_a_pixel_is_left_unclassified_is_said(explain, paint, hand_model, points, tmp_path):
    path = hand_model()
    save(replace(load(path), reject=Reject({3: FEATURELESS})), path)
    (row,), report = explain(paint("b"), path, points(at(0, 0)))
    assert (row["map_class"], row["output"], row["unclassified_because"]) == ("0", "blue", "featureless")
    assert row["runner_up"] == "red"  # of two equal minerals the first
    assert (
        "Left unclassified: absorptions too shallow, or too dark" in report and "The likeliest mineral is red" in report
    )


def test_it_agrees_with_the_map_at_every_sample(run, explain, chain, read):
    for model in (chain.model, chain.deep_model, chain.library_model):
        output = str(chain.folder / "explained_map.tif")
        run("mapminerals", INPUT=chain.scene, MODEL=model, OUTPUT=output)
        rows, _ = explain(chain.scene, model, chain.samples)
        shown = read(output)
        assert len(rows) == 210
        assert [int(row["map_class"]) for row in rows] == [shown[int(row["row"]), int(row["column"])] for row in rows]


def test_points_in_another_coordinate_system_lie_where_they_are(explain, paint, hand_model, layer):
    from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsPointXY, QgsProject

    systems = [QgsCoordinateReferenceSystem(f"EPSG:{code}") for code in (32611, 4326)]
    there = QgsCoordinateTransform(*systems, QgsProject.instance()).transform(QgsPointXY(500050, 4099990))
    rows, _ = explain(paint("rgb"), hand_model(), layer("Point", [], [(f"Point({there.x()} {there.y()})",)], epsg=4326))
    assert (rows[0]["column"], rows[0]["output"]) == ("2", "blue")


def test_each_point_of_a_multipoint_gets_a_row(explain, paint, hand_model, layer):
    both = layer("MultiPoint", [], [("MultiPoint((500010 4099990), (500030 4099990))",)])
    rows, _ = explain(paint("rg"), hand_model(), both)
    assert [(row["point"], row["output"]) for row in rows] == [("1.1", "red"), ("1.2", "green")]


def test_points_outside_are_left_out_and_said(explain, told, paint, hand_model, points):
    rows, _ = explain(paint("rg"), hand_model(), points(at(0, 0), at(7, 7)))
    assert len(rows) == 1
    assert told() == "1 points of places lie outside the raster and are ignored."


def test_points_without_geometry_are_left_out_and_said(explain, told, paint, hand_model, layer):
    places = layer(
        "Point", ["name:string"], [("Point(500010 4099990)", "a"), (None, "b"), ("Point EMPTY", "c")], name="places"
    )
    rows, _ = explain(paint("rg"), hand_model(), places)
    assert len(rows) == 1 and told() == "2 features of places have no geometry and are left out."


def test_of_many_points_the_report_shows_the_first_and_says_so(explain, told, paint, hand_model, points):
    rows, report = explain(paint("rgb" * 5), hand_model(), points(*(at(column, 0) for column in range(15))))
    assert len(rows) == 15 and report.count("<h2>") == 12
    assert "The first 12 of 15 points are shown" in report
    assert "The report shows the first 12 of 15 points; all of them are in the table." in told(remarks=True)


def test_a_raster_without_wavelengths_names_its_bands_by_number(explain, paint, hand_model, points):
    rows, _ = explain(paint("rg", centres_um=None), hand_model(wavelengths=None), points(at(0, 0)))
    assert rows[0]["bands_that_decided_logits"].startswith("band 1 +8; band 2 -1")


@pytest.mark.parametrize(
    ("kind", "rows", "sentence"),
    [
        ("Point", [at(9, 9)], "None of the 1 points of places lies on the raster."),
        ("Point", [("",)], "places has no points to explain."),
        ("LineString", [("LineString(500010 4099990, 500030 4099990)",)], "Points are needed; places has other"),
    ],
)
def test_points_that_cannot_be_explained_are_refused(refused, paint, hand_model, layer, tmp_path, kind, rows, sentence):
    places = layer(kind, [], rows, name="places")
    raster, model, table = paint("rg"), hand_model(), str(tmp_path / "why.csv")
    assert sentence in refused("explainpixels", INPUT=raster, MODEL=model, POINTS=places, TABLE=table)


def test_values_in_another_unit_are_refused_as_by_the_map(refused, raster, hand_model, points, tmp_path):
    scene = raster(np.full((3, 2, 2), 5000.0))
    given = {"INPUT": scene, "MODEL": hand_model(), "POINTS": points(at(0, 0))}
    sentence = refused("explainpixels", **given, TABLE=str(tmp_path / "why.csv"))
    assert "The model was trained on values near 0.33, but those of scene.tif are near 5000." in sentence
