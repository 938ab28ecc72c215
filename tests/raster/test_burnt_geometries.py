# SPDX-License-Identifier: GPL-2.0-or-later
"""Labels are laid over pixels without a word on the screen, and never left out without one."""

import numpy as np
import pytest
from making import gdal_exceptions, write_geotiff
from osgeo import gdal, ogr

from mineral_prune_plugin.errors import LabelsNotDrawn
from mineral_prune_plugin.raster.burnt_geometries import BurntGeometries
from mineral_prune_plugin.raster.source import describe
from mineral_prune_plugin.raster.windows import Window

WINDOW = Window(0, 0, 4, 3)


@pytest.fixture
def burnt(tmp_path):
    """(BurntGeometries of a box over the whole grid, path of a raster of that grid)."""
    path = write_geotiff(tmp_path / "grid.tif", np.ones((1, 3, 4), np.int32), epsg=None)
    grid = describe(str(path)).grid
    west, south, east, north = grid.extent()
    geometries = BurntGeometries(grid, None)
    corners = f"{west} {south}, {east} {south}, {east} {north}, {west} {north}, {west} {south}"
    geometries.add(7, ogr.CreateGeometryFromWkt(f"POLYGON (({corners}))"))
    return geometries, path


def test_nothing_is_printed_where_there_is_no_coordinate_system(burnt, capfd):
    geometries, path = burnt
    target = gdal.GetDriverByName("MEM").CreateCopy("", gdal.Open(str(path)))
    assert (geometries.burnt(target, WINDOW) == 7).all()
    assert "spatial reference" not in capfd.readouterr().err


@pytest.mark.parametrize("exceptions", [False, True])
def test_labels_that_gdal_fails_to_lay_over_the_pixels_are_not_taken_for_none(burnt, exceptions):
    geometries, path = burnt
    with gdal_exceptions(exceptions):
        target = gdal.GetDriverByName("MEM").CreateCopy("", gdal.Open(str(path)))
        target.SetGeoTransform((0.0, 0.0, 0.0, 0.0, 0.0, 0.0))  # in which no place has a pixel
        with pytest.raises(LabelsNotDrawn, match="cannot be laid over the pixels of the scene"):
            geometries.burnt(target, WINDOW)
