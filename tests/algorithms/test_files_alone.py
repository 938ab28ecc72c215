# SPDX-License-Identifier: GPL-2.0-or-later
"""A raster that is given by its path is read by GDAL alone: to make a layer of it QGIS reads pixels for its colours."""

import gc
import gzip
import shutil
from pathlib import Path

import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsProject, QgsRasterLayer

ROWS = ("rrgb", "rggb", "bbb.")


@pytest.fixture
def map_of(run, hand_model, read, tmp_path):
    """Map a raster: map_of(its INPUT), the class numbers."""

    def map_raster(scene):
        run("mapminerals", INPUT=scene, MODEL=hand_model(), OUTPUT=str(tmp_path / "map.tif"))
        return read(tmp_path / "map.tif").tolist()

    return map_raster


def test_nobody_waits_for_statistics_and_none_are_left_beside_a_raster(map_of, paint, run, tmp_path):
    scene = paint(*ROWS)
    assert map_of(scene)[0] == [1, 1, 2, 3]
    assessed = {"MAP": str(tmp_path / "map.tif"), "REFERENCE": str(tmp_path / "map.tif")}
    assert run("assessmap", **assessed)["OA"] == 100
    run("drawsamples", INPUT=scene, LABELS=str(tmp_path / "map.tif"), OUTPUT="TEMPORARY_OUTPUT")
    gc.collect()
    assert not Path(f"{scene}.aux.xml").exists()
    layer = QgsRasterLayer(scene, "scene")
    del layer
    assert Path(f"{scene}.aux.xml").exists()  # as QGIS does when a layer goes


def test_the_path_of_a_layer_of_the_project_is_that_layer(map_of, paint, read_crs, tmp_path):
    scene = paint(*ROWS)
    layer = QgsRasterLayer(scene, "scene")
    layer.setCrs(QgsCoordinateReferenceSystem("EPSG:32710"))
    QgsProject.instance().addMapLayer(layer)
    try:
        map_of(scene)
    finally:
        QgsProject.instance().removeMapLayer(layer.id())
    assert read_crs(tmp_path / "map.tif") == "32710"
    map_of(scene)
    assert read_crs(tmp_path / "map.tif") != "32710"


@pytest.fixture
def read_crs(qgis):
    """EPSG's number of a raster's coordinate system."""
    from osgeo import gdal

    return lambda path: gdal.Open(str(path)).GetSpatialRef().GetAuthorityCode(None)


def test_what_qgis_unpacks_is_left_to_qgis(map_of, paint):
    scene = paint(*ROWS)
    packed = f"{scene}.gz"
    with open(scene, "rb") as file, gzip.open(packed, "wb") as archive:
        shutil.copyfileobj(file, archive)
    assert map_of(packed) == map_of(scene)


def test_a_file_that_is_no_raster_is_refused(refused, hand_model, tmp_path):
    text = tmp_path / "no raster.tif"
    text.write_text("no raster")
    sentence = refused("mapminerals", INPUT=str(text), MODEL=hand_model(), OUTPUT=str(tmp_path / "map.tif"))
    assert "no raster.tif cannot be read as a raster" in sentence
