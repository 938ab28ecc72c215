# SPDX-License-Identifier: GPL-2.0-or-later
"""Polygons of minerals: patches of a map of few pixels, with names and areas."""

import csv

import numpy as np
import pytest
from qgis.core import QgsVectorLayer

NAMES = ("unclassified", "alunite", "calcite")
MAP = [[1, 1, 2], [1, 0, 2], [2, 0, 1], [0, 1, 1]]


@pytest.fixture
def class_map(raster):
    def write(values=MAP, **options):
        return raster(values, name="map.tif", dtype=np.uint8, no_data=0, names=list(NAMES), centres_um=None, **options)

    return write


def table(path):
    layer = QgsVectorLayer(str(path))
    assert layer.isValid()
    return layer, sorted((f["mineral"], f["class"], f["area_m2"]) for f in layer.getFeatures())


def test_patches_become_polygons_with_their_mineral_and_area(run, class_map, tmp_path):
    result = run("mappolygons", MAP=class_map(), OUTPUT=str(tmp_path / "polygons.gpkg"))
    layer, rows = table(tmp_path / "polygons.gpkg")
    assert rows == [("alunite", 1, 1200.0), ("alunite", 1, 1200.0), ("calcite", 2, 400.0), ("calcite", 2, 800.0)]
    assert result["POLYGONS"] == 4 and layer.crs().authid() == "EPSG:32611"
    assert sum(f.geometry().area() for f in layer.getFeatures()) == 9 * 400
    assert all(f.geometry().isGeosValid() for f in layer.getFeatures())


def test_a_hole_is_not_part_of_the_area(run, class_map, tmp_path):
    run("mappolygons", MAP=class_map([[1, 1, 1], [1, 0, 1], [1, 1, 1]]), OUTPUT=str(tmp_path / "polygons.gpkg"))
    assert table(tmp_path / "polygons.gpkg")[1] == [("alunite", 1, 8 * 400.0)]


@pytest.mark.parametrize(
    "epsg, transform",
    [(4326, (-117.0, 0.01, 0.0, 60.0, 0.0, -0.01)), (3857, (-13e6, 30.0, 0.0, 8.4e6, 0.0, -30.0))],
)
def test_the_areas_add_up_to_those_of_the_map(run, class_map, tmp_path, epsg, transform):
    path = class_map(epsg=epsg, transform=transform)
    run("mappolygons", MAP=path, OUTPUT=str(tmp_path / "polygons.gpkg"))
    run("areas", MAP=path, TABLE=str(tmp_path / "areas.csv"))
    with open(tmp_path / "areas.csv", encoding="utf-8", newline="") as file:
        km2 = {row["mineral"]: float(row["area_km2"]) for row in csv.DictReader(file)}
    _, rows = table(tmp_path / "polygons.gpkg")
    for mineral in ("alunite", "calcite"):
        assert sum(m2 for name, _, m2 in rows if name == mineral) == pytest.approx(1e6 * km2[mineral], rel=1e-3)


@pytest.mark.parametrize("ending", [".shp", ".geojson", ".fgb", ".gml", ".tab"])
def test_every_format_that_is_offered_keeps_names_areas_and_place(run, class_map, tmp_path, ending):
    run("mappolygons", MAP=class_map(), OUTPUT=str(tmp_path / f"polygons{ending}"))
    layer, rows = table(tmp_path / f"polygons{ending}")
    assert [(name, number) for name, number, _ in rows] == [("alunite", 1)] * 2 + [("calcite", 2)] * 2
    assert [m2 for _, _, m2 in rows] == [1200.0, 1200.0, 400.0, 800.0]


def test_without_a_coordinate_system_the_area_is_empty_and_it_is_said(run, told, class_map, tmp_path):
    run("mappolygons", MAP=class_map(epsg=None), OUTPUT=str(tmp_path / "polygons.gpkg"))
    assert {str(m2) for _, _, m2 in table(tmp_path / "polygons.gpkg")[1]} == {"NULL"}
    assert "areas are not known" in told()


def test_it_is_coloured_as_the_map_is(run, class_map, tmp_path):
    run("mappolygons", MAP=class_map(), OUTPUT=str(tmp_path / "polygons.gpkg"))
    layer = QgsVectorLayer(str(tmp_path / "polygons.gpkg"))
    assert layer.loadNamedStyle(str(tmp_path / "polygons.qml"))[1]
    shown = {c.label(): c.symbol().color().name().upper() for c in layer.renderer().categories()}
    assert shown == {"alunite": "#D55E00", "calcite": "#CC79A7"}


def test_a_map_without_a_mineral_is_refused(refused, class_map, tmp_path):
    sentence = refused("mappolygons", MAP=class_map([[0, 0]]), OUTPUT=str(tmp_path / "polygons.gpkg"))
    assert "map.tif has no pixel with a mineral" in sentence


def test_cancelled_while_it_writes_it_lets_the_file_go_first(qgis, class_map, tmp_path, capfd):
    """Windows keeps a folder with an open file; elsewhere SQLite complains of the file that is gone."""
    import processing
    from qgis.core import QgsProcessingException, QgsProcessingFeedback

    feedback = QgsProcessingFeedback()
    feedback.progressChanged.connect(lambda percent: feedback.cancel() if percent >= 80 else None)
    noise = class_map(np.random.default_rng(0).integers(0, 3, (200, 200)))
    parameters = {"MAP": noise, "OUTPUT": str(tmp_path / "polygons.gpkg")}
    with pytest.raises(QgsProcessingException, match="Cancelled"):
        processing.run("mineralprune:mappolygons", parameters, feedback=feedback)
    assert "sqlite" not in capfd.readouterr().err
    assert {path.name for path in tmp_path.iterdir()} <= {"map.tif", "map.tif.aux.xml"}


def test_it_needs_little_memory_for_many_polygons(tmp_path):
    """A map of noise: features are read from the disk one at a time."""
    import tracemalloc

    from making import write_geotiff

    from mineral_prune_plugin.from_map.class_raster import Shown
    from mineral_prune_plugin.from_map.map_polygons import map_polygons
    from mineral_prune_plugin.progress import silent

    noise = np.random.default_rng(0).integers(0, 3, (1, 300, 300), np.uint8)
    path = write_geotiff(tmp_path / "noise.tif", noise, no_data=0)
    with map_polygons(str(path), Shown(), silent()) as polygons:
        tracemalloc.start()
        total = sum(m2 for _, _, m2 in polygons)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert len(polygons) > 20_000
    assert total == 400 * np.count_nonzero(noise) and peak < 2**20
