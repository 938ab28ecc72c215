# SPDX-License-Identifier: GPL-2.0-or-later
"""A class map as a small picture, and where a raster lies."""

import numpy as np
import pytest
from osgeo import gdal, osr

from mineral_prune_plugin.classes import with_colour
from mineral_prune_plugin.errors import RasterUnreadable
from mineral_prune_plugin.mapping.thumbnail import SIDE, thumbnail
from mineral_prune_plugin.raster.footprint import Footprint, footprint
from mineral_prune_plugin.raster.source import Grid, describe
from mineral_prune_plugin.reports.map_picture import map_picture

CLASSES = (with_colour(1, "alunite"), with_colour(3, "opal"))


def write(path, values, transform=(484000, 20, 0, 4158400, 0, -20), epsg=32611):
    """A GeoTIFF of one band; returns its path."""
    values = np.asarray(values)
    kind = gdal.GDT_Byte if values.dtype == np.uint8 else gdal.GDT_Float32
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), values.shape[1], values.shape[0], 1, kind)
    if transform:
        dataset.SetGeoTransform(transform)
    if epsg:
        reference = osr.SpatialReference()
        reference.ImportFromEPSG(epsg)
        dataset.SetProjection(reference.ExportToWkt())
    dataset.GetRasterBand(1).WriteArray(values)
    return str(path)


def test_a_small_map_is_shown_pixel_by_pixel_and_what_is_no_class_as_nothing(tmp_path):
    path = write(tmp_path / "map.tif", np.array([[1, 3, 1.5], [np.nan, 300, -1]], np.float32))
    shown = thumbnail(path, CLASSES, Footprint(3, 2, width_m=60.0))
    assert shown.numbers.tolist() == [[1, 3, 0], [0, 0, 0]] and shown.occurring == CLASSES
    assert shown.width_m == 60 and shown.aspect == 1


def test_a_large_map_is_no_larger_than_its_picture_and_keeps_its_shape(tmp_path):
    values = np.ones((300, 3 * SIDE), np.uint8)
    values[:, SIDE:] = 3
    shown = thumbnail(write(tmp_path / "map.tif", values), CLASSES, Footprint(3 * SIDE, 300, pixel=(20.0, 40.0)))
    assert shown.numbers.shape == (100, SIDE) and shown.aspect == pytest.approx(2)
    assert (shown.numbers == 1).mean() == pytest.approx(1 / 3, abs=0.01)


def test_a_map_that_cannot_be_read_is_an_error(tmp_path):
    with pytest.raises(RasterUnreadable):
        thumbnail(str(tmp_path / "gone.tif"), CLASSES, Footprint(1, 1))


@pytest.mark.parametrize(
    "transform, epsg, crs, unit, width",
    [
        ((484000, 20, 0, 4158400, 0, -20), 32611, "WGS 84 / UTM zone 11N (EPSG:32611)", "m", 2000),
        ((-117.2, 0.01, 0, 60.5, 0, -0.01), 4326, "WGS 84 (EPSG:4326)", "°", 55_800),  # a degree at 60 N is half
        (
            (0, 20, 0, 8399737.9, 0, -20),
            3857,
            "WGS 84 / Pseudo-Mercator (EPSG:3857)",
            "m",
            1000,
        ),  # so is Mercator's metre
    ],
)
def test_a_place_is_named_with_its_code_and_measured_on_the_ground(tmp_path, transform, epsg, crs, unit, width):
    path = write(tmp_path / "map.tif", np.ones((100, 100), np.uint8), transform, epsg)
    place = footprint(describe(path).grid)
    assert (place.crs, place.unit) == (crs, unit)
    assert place.width_m == pytest.approx(width, rel=0.006)
    assert place.extent == describe(path).grid.extent() and place.pixel == (transform[1], -transform[5])


def test_a_system_without_a_name_is_known_by_its_parameters(tmp_path):
    path = write(tmp_path / "scene.img", np.ones((2, 2), np.uint8))
    gdal.GetDriverByName("ENVI").CreateCopy(str(tmp_path / "envi.img"), gdal.Open(path))
    header = tmp_path / "envi.hdr"
    header.write_text(header.read_text().replace('PROJCS["WGS_1984_UTM_Zone_11N"', 'PROJCS["unnamed"'))
    (tmp_path / "envi.img.aux.xml").unlink(missing_ok=True)
    assert "unnamed" in header.read_text()
    assert footprint(describe(str(tmp_path / "envi.img")).grid).crs == "WGS 84 / UTM zone 11N (EPSG:32611)"


def test_a_raster_that_lies_nowhere_says_only_its_size(tmp_path):
    path = write(tmp_path / "map.tif", np.ones((2, 3), np.uint8), None, None)
    assert footprint(describe(path).grid) == Footprint(3, 2)


@pytest.mark.parametrize(
    "transform, epsg, width",
    [
        ((-180, 1, 0, 50, 0, -1), 4326, 40_075_000),  # both ends are the same place
        ((-180, 0.75, 0, 0.5, 0, -0.01), 4326, 30_056_000),  # the shortest way between the ends is the other one
        ((40, 0.1, 0, -115, 0, -0.1), 4326, None),  # longitudes for latitudes
        ((40, 1, 60, -80, 60, -1), 4326, None),
        ((1e12, 20, 0, 1e12, 0, -20), 32611, None),  # nowhere in its system
        ((1e30, 20, 0, 0, 0, -20), 3857, None),  # of which PROJ reckons for ever
        ((0, 1e6, 0, 0, 0, -20), 3857, None),  # nine times around the Earth
    ],
)
def test_a_raster_that_no_map_holds_has_a_width_that_is_true_or_none(transform, epsg, width):
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(epsg)
    grid = Grid(360, 100, transform, reference.ExportToWkt(), True)
    assert footprint(grid).width_m == (width if width is None else pytest.approx(width, rel=0.001))


@pytest.mark.parametrize(
    "transform, shown, turned",
    [
        ((0, 20, 0, 0, 0, -20), [[1, 0], [3, 0]], False),
        ((0, 20, 0, 0, 0, 20), [[3, 0], [1, 0]], False),  # the first row is the southern one
        ((0, -20, 0, 0, 0, -20), [[0, 1], [0, 3]], False),
        ((0, 15, 13, 0, 13, -15), [[1, 0], [3, 0]], True),  # along a flight line
        (None, [[1, 0], [3, 0]], False),  # the transform that GDAL then gives has its first row in the south
    ],
)
def test_a_picture_has_the_north_above_as_qgis_shows_the_map_or_says_that_it_has_not(
    tmp_path, transform, shown, turned
):
    path = write(tmp_path / "map.tif", np.array([[1, 0], [3, 0]], np.uint8), transform, transform and 32611)
    picture = thumbnail(path, CLASSES, footprint(describe(path).grid))
    assert picture.numbers.tolist() == shown and picture.turned == turned
    assert ("north is not up" in map_picture(picture, str)) == turned
