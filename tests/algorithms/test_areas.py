# SPDX-License-Identifier: GPL-2.0-or-later
"""Areas of minerals: maps of few pixels, counted by eye."""

import csv
from decimal import Decimal

import numpy as np
import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsRasterLayer

NAMES = ("unclassified", "alunite", "calcite", "", "kaolinite")
MAP = [[1, 1, 2, 2, 0], [1, 4, 4, 0, 0], [2, 2, 1, 4, 9]]
PIXEL_KM2 = Decimal("0.0004")  # 20 m x 20 m


@pytest.fixture
def class_map(raster):
    def write(values=MAP, name="map.tif", names=NAMES, **options):
        return raster(values, name=name, dtype=np.uint8, no_data=0, names=list(names), centres_um=None, **options)

    return write


def table(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def rows_of(path, polygon=""):
    rows = [row for row in table(path) if row["polygon"] == polygon]
    return {row["mineral"]: (int(row["pixels"]), row["area_km2"] and Decimal(row["area_km2"])) for row in rows}


def test_fifteen_pixels_are_measured_by_eye(run, class_map, tmp_path):
    path, page = tmp_path / "areas.csv", tmp_path / "areas.html"
    result = run("areas", MAP=class_map(), TABLE=str(path), REPORT=str(page))
    assert rows_of(path) == {
        "alunite": (4, 4 * PIXEL_KM2), "calcite": (4, 4 * PIXEL_KM2), "kaolinite": (3, 3 * PIXEL_KM2),
        "class 9": (1, PIXEL_KM2), "unclassified or no data": (3, 3 * PIXEL_KM2),
    }  # fmt: skip
    shares = {row["mineral"]: row["share_of_minerals_percent"] for row in table(path)}
    assert shares["alunite"] == "33.3333" and shares["unclassified or no data"] == ""
    assert (result["AREA"], result["MINERAL_PIXELS"], result["UNCLASSIFIED"]) == (pytest.approx(0.0048), 12, 3)
    assert {"1 alunite", "0.001600", "33.33"} <= {text.split("<")[0] for text in page.read_text("utf-8").split(">")}


@pytest.mark.parametrize("algorithm, result", [("areas", "TABLE"), ("tidymap", "OUTPUT"), ("mappolygons", "OUTPUT")])
def test_the_header_beside_a_map_is_told_once(run, told, class_map, tmp_path, algorithm, result):
    path = class_map()
    (tmp_path / "map.hdr").write_text("ENVI\nfile type = TIFF\ndata ignore value = 4\n")
    name = {"areas": "areas.csv", "tidymap": "tidy.tif", "mappolygons": "map.gpkg"}[algorithm]
    run(algorithm, MAP=path, **{result: str(tmp_path / name)})
    assert (told() + told(remarks=True)).count("map.tif is read with map.hdr") == 1


def test_confidence_is_averaged_and_tells_no_data_from_unclassified(run, class_map, raster, tmp_path):
    confidence = np.full((3, 5), 0.5)
    confidence[0, 0], confidence[0, 4], confidence[1, 3], confidence[1, 4] = 0.9, -1, 0.2, 0.1
    path = tmp_path / "areas.csv"
    written = raster(confidence, name="confidence.tif", no_data=-1, centres_um=None)
    run("areas", MAP=class_map(), CONFIDENCE=written, TABLE=str(path))
    rows = {row["mineral"]: row for row in table(path)}
    assert rows["alunite"]["mean_confidence"] == "0.6000"  # (0.9 + 3 x 0.5) / 4
    assert (rows["unclassified"]["pixels"], rows["unclassified"]["mean_confidence"]) == ("2", "0.1500")
    assert (rows["no data"]["pixels"], rows["no data"]["mean_confidence"]) == ("1", "")


def test_confidence_of_another_map_is_refused(refused, class_map, raster, tmp_path):
    shifted = (500020.0, 20.0, 0.0, 4100000.0, 0.0, -20.0)
    other = raster(np.zeros((3, 5)), name="other.tif", centres_um=None, transform=shifted)
    sentence = refused("areas", MAP=class_map(), CONFIDENCE=other, TABLE=str(tmp_path / "areas.csv"))
    assert "other.tif (5 x 3 pixels from x 500020, y 4.1e+06) must lie on the pixels of map.tif" in sentence


def test_confidence_in_another_coordinate_system_is_refused(run, refused, class_map, raster, tmp_path):
    other = raster(np.zeros((3, 5)), name="other.tif", centres_um=None, epsg=32612)
    path = str(tmp_path / "areas.csv")
    sentence = refused("areas", MAP=class_map(), CONFIDENCE=other, TABLE=path)
    assert "x 500000, y 4.1e+06, WGS 84 / UTM zone 12N (EPSG:32612)) must lie on the pixels of map.tif" in sentence
    assert "EPSG:32611" in sentence
    placed = QgsRasterLayer(other, "other")  # the user knows better
    placed.setCrs(QgsCoordinateReferenceSystem("EPSG:32611"))
    run("areas", MAP=class_map(), CONFIDENCE=placed, TABLE=path)
    shown = QgsRasterLayer(class_map(), "map")
    shown.setCrs(QgsCoordinateReferenceSystem("EPSG:32612"))
    written = raster(np.zeros((3, 5)), name="confidence.tif", centres_um=None)
    run("areas", MAP=shown, CONFIDENCE=written, TABLE=path)  # the files are of one run


def test_polygons_may_overlap_lie_elsewhere_and_be_too_small(run, told, class_map, layer, tmp_path):
    def box(left, top, right, bottom):
        x, y = [500000 + 20 * c for c in (left, right)], [4100000 - 20 * r for r in (top, bottom)]
        return f"Polygon(({x[0]} {y[0]}, {x[1]} {y[0]}, {x[1]} {y[1]}, {x[0]} {y[1]}, {x[0]} {y[0]}))"

    rows = [
        (box(0, 0, 2, 2), "left"),
        (box(1, 0, 5, 1), "top"),
        (box(90, 0, 92, 1), "away"),
        (box(0, 0, 0.3, 0.3), "tiny"),
    ]
    polygons = layer("Polygon", ["unit:string"], rows, name="units")
    path = tmp_path / "areas.csv"
    run("areas", MAP=class_map(), POLYGONS=polygons, NAME_FIELD="unit", TABLE=str(path))
    none = {"unclassified or no data": (0, 0)}
    assert rows_of(path, "left") == {"alunite": (3, 3 * PIXEL_KM2), "kaolinite": (1, PIXEL_KM2), **none}
    assert rows_of(path, "top") == {
        "alunite": (1, PIXEL_KM2), "calcite": (2, 2 * PIXEL_KM2), "unclassified or no data": (1, PIXEL_KM2)
    }  # fmt: skip
    assert rows_of(path, "away") == rows_of(path, "tiny") == none
    assert "1 polygons of units lie outside map.tif" in told()
    assert "1 polygons of units are too small to hold the centre of a pixel of map.tif" in told()


@pytest.mark.parametrize("east", ["1e300", "1e30"])
def test_a_polygon_of_impossible_coordinates_is_not_called_too_small(run, told, class_map, layer, tmp_path, east):
    absurd = f"Polygon((500000 4100000, {east} 4100000, {east} -{east}, 500000 -{east}, 500000 4100000))"
    polygons = layer("Polygon", ["unit:string"], [(absurd, "absurd")], name="units")
    run("areas", MAP=class_map(), POLYGONS=polygons, TABLE=str(tmp_path / "areas.csv"))
    counted = sum(pixels for pixels, _ in rows_of(tmp_path / "areas.csv", "1").values())
    assert "too small" not in told()
    assert counted > 0 or "1 polygons of units have coordinates that lie nowhere" in told()


def test_polygons_in_degrees_are_laid_over_a_map_in_metres(run, class_map, layer, tmp_path):
    from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsGeometry, QgsProject

    geometry = QgsGeometry.fromWkt(
        "Polygon((500000 4100000, 500040 4100000, 500040 4099940, 500000 4099940, 500000 4100000))"
    )
    systems = [QgsCoordinateReferenceSystem(f"EPSG:{code}") for code in (32611, 4326)]
    geometry.transform(QgsCoordinateTransform(*systems, QgsProject.instance()))
    polygons = layer("Polygon", ["unit:string"], [(geometry.asWkt(12), "x")], epsg=4326)
    run("areas", MAP=class_map(), POLYGONS=polygons, TABLE=str(tmp_path / "areas.csv"))
    counted = rows_of(tmp_path / "areas.csv", "1")
    assert {name: pixels for name, (pixels, _) in counted.items()} == {
        "alunite": 3, "kaolinite": 1, "calcite": 2, "unclassified or no data": 0
    }  # fmt: skip


def test_selected_only_with_nothing_selected_is_said(refused, class_map, layer, tmp_path):
    from qgis.core import QgsProcessingFeatureSourceDefinition, QgsProject

    polygons = layer("Polygon", ["unit:string"], [("Polygon((0 0, 1 0, 1 1, 0 0))", "x")], name="units")
    QgsProject.instance().addMapLayer(polygons)
    selected = QgsProcessingFeatureSourceDefinition(polygons.id(), selectedFeaturesOnly=True)
    sentence = refused("areas", MAP=class_map(), POLYGONS=selected, TABLE=str(tmp_path / "areas.csv"))
    QgsProject.instance().removeMapLayer(polygons.id())
    assert "ticked for units, but nothing is selected in it. Select polygons" in sentence


def test_a_map_in_degrees_is_measured_on_the_ellipsoid(run, class_map, tmp_path):
    path, page = tmp_path / "areas.csv", tmp_path / "areas.html"
    degrees = class_map(transform=(-117.0, 0.01, 0.0, 60.0, 0.0, -0.01), epsg=4326)
    run("areas", MAP=degrees, TABLE=str(path), REPORT=str(page))
    first_row, last_row = 0.62174, 0.62228  # km2 of a pixel at 59.995 and at 59.975 degrees, by geodesics
    measured = rows_of(path)
    assert float(measured["class 9"][1]) == pytest.approx(last_row, rel=1e-3)
    assert float(measured["alunite"][1]) == pytest.approx(4 * (first_row + last_row) / 2, rel=1e-3)
    assert "Areas are those of the ellipsoid" in page.read_text("utf-8")


def test_a_map_without_a_coordinate_system_counts_pixels_and_says_so(run, told, class_map, tmp_path):
    result = run("areas", MAP=class_map(epsg=None), TABLE=str(tmp_path / "areas.csv"))
    assert rows_of(tmp_path / "areas.csv")["alunite"] == (4, "")
    assert result["AREA"] is None and "areas are not known and only pixels are counted" in told()


def test_names_are_those_of_the_legend_in_qgis(run, class_map, tmp_path):
    from qgis.core import QgsPalettedRasterRenderer, QgsRasterLayer
    from qgis.PyQt.QtGui import QColor

    shown = QgsRasterLayer(class_map(), "map")
    classes = [QgsPalettedRasterRenderer.Class(1, QColor("red"), "\u660e\u77fe\u77f3")]
    shown.setRenderer(QgsPalettedRasterRenderer(shown.dataProvider(), 1, classes))
    run("areas", MAP=shown, TABLE=str(tmp_path / "areas.csv"))
    assert "\u660e\u77fe\u77f3" in rows_of(tmp_path / "areas.csv")


def test_each_scene_of_a_batch_adds_a_row_and_replaces_its_own(run, class_map, tmp_path):
    scenes = tmp_path / "scenes.csv"
    first, second = class_map(name="a.tif"), class_map([[1, 1], [5, 0]], "b.tif", ("", "alunite", "", "", "", "opal"))
    for path in (first, second, first):
        run("areas", MAP=path, SCENES=str(scenes))
    rows = table(scenes)
    assert [row["map"] for row in rows] == ["a.tif", "b.tif"]
    assert [row["km2: alunite"] for row in rows] == ["0.001600", "0.000800"]
    assert [row["pixels: opal"] for row in rows] == ["", "1"] and [row["pixels: calcite"] for row in rows] == ["4", ""]


def test_two_spellings_of_a_path_are_one_scene(run, class_map, tmp_path):
    scenes, path = tmp_path / "scenes.csv", class_map()
    (tmp_path / "folder").mkdir()
    (tmp_path / "linked").symlink_to(tmp_path)
    for spelling in (path, f"{tmp_path}/folder/../map.tif", f"{tmp_path}/linked/map.tif", f"{tmp_path}//map.tif"):
        run("areas", MAP=spelling, SCENES=str(scenes))
    assert [row["scene"] for row in table(scenes)] == [path]


def test_two_classes_of_one_name_are_added_up_in_the_table_of_scenes(run, class_map, tmp_path):
    scenes = tmp_path / "scenes.csv"
    run("areas", MAP=class_map(names=("unclassified", "alunite", "calcite", "", "alunite")), SCENES=str(scenes))
    (row,) = table(scenes)
    assert (row["pixels: alunite"], row["km2: alunite"], row["minerals_pixels"]) == ("7", "0.002800", "12")


@pytest.mark.parametrize("text", ["name,age\nx,1\n", "", "scene,map\n\xff\x00\n", "scene,map,map\n"])
def test_another_table_is_not_taken_for_one_of_scenes(refused, class_map, tmp_path, text):
    (tmp_path / "other.csv").write_text(text, encoding="latin-1")
    sentence = refused("areas", MAP=class_map(), SCENES=str(tmp_path / "other.csv"))
    assert sentence.endswith("no row can be added to it. Choose another file name.") and "other.csv" in sentence


def test_windows_are_no_matter_and_a_large_map_is_read_in_parts(run, class_map, raster, layer, tmp_path, monkeypatch):
    from mineral_prune_plugin.from_map import count_areas
    from mineral_prune_plugin.raster.windows import parts, plan

    whole, by_pixel = tmp_path / "whole.csv", tmp_path / "parts.csv"
    everything = "Polygon((500000 4100000, 500100 4100000, 500100 4099940, 500000 4099940, 500000 4100000))"
    inputs = {"MAP": class_map(), "POLYGONS": layer("Polygon", [], [(everything,)])}
    run("areas", **inputs, TABLE=str(whole))
    monkeypatch.setattr(count_areas, "plan", lambda width, height, block, _: plan(width, height, (1, 1), 1, 1))
    monkeypatch.setattr(count_areas, "parts", lambda window, block, _: parts(window, (2, 2), 1, 4))
    run("areas", **inputs, TABLE=str(by_pixel))
    assert whole.read_text() == by_pixel.read_text()
    assert rows_of(whole, "1") == {k: v for k, v in rows_of(whole).items()}
