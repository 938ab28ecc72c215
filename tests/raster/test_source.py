# SPDX-License-Identifier: GPL-2.0-or-later
"""Where pixels lie: georeferenced, rotated, by ground control points, or not at all."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import ROTATED, TRANSFORM, write_geotiff
from osgeo import gdal

from mineral_prune_plugin.raster.source import PIXEL_GEOTRANSFORM, Grid, describe

GRIDS = [Grid(40, 30, transform, "", True) for transform in (TRANSFORM, ROTATED, PIXEL_GEOTRANSFORM)]


@given(st.sampled_from(GRIDS), st.integers(-5, 50), st.integers(-5, 50))
def test_the_centre_of_a_pixel_lies_in_that_pixel(grid, column, row):
    columns, rows = grid.pixels(*grid.centres([column], [row]))
    assert (columns.tolist(), rows.tolist()) == ([column], [row])
    assert grid.inside(columns, rows).tolist() == [0 <= column < 40 and 0 <= row < 30]


def test_the_centre_of_a_north_up_pixel_is_computed_by_hand():
    x, y = GRIDS[0].centres([0, 3], [0, 2])
    assert (x.tolist(), y.tolist()) == ([500_010.0, 500_070.0], [4_159_990.0, 4_159_950.0])


@pytest.mark.parametrize("grid", GRIDS)
def test_the_border_belongs_to_the_pixels_within_and_what_lies_beyond_it_does_not(grid):
    a, b, c, d, e, f = grid.geotransform
    columns, rows = (
        np.array([0, 40, 40, 0, 7.5, 40, 40.001, -0.001, 3.5]),
        np.array([0, 0, 30, 30, 30, 2.5, 3.5, 3.5, 30.001]),
    )
    places = grid.pixels(a + b * columns + c * rows, d + e * columns + f * rows)
    assert places[0].tolist() == [0, 39, 39, 0, 7, 39, 40, -1, 3]
    assert places[1].tolist() == [0, 0, 29, 29, 29, 2, 3, 3, 30]
    nearly = np.array([-1e-7, 40 + 1e-7]), np.array([-1e-7, 30 + 1e-7])  # what a transformation makes of the corners
    places = grid.pixels(a + b * nearly[0] + c * nearly[1], d + e * nearly[0] + f * nearly[1])
    assert [axis.tolist() for axis in places] == [[0, 39], [0, 29]]


def test_a_point_that_is_nowhere_is_outside_every_raster():
    columns, rows = GRIDS[0].pixels([np.nan, np.inf, 1e300], [0.0, 0.0, 0.0])
    assert not GRIDS[0].inside(columns, rows).any()


def test_the_extent_of_a_rotated_grid_holds_all_its_corners():
    assert GRIDS[1].extent() == (500_000.0, 4_160_000.0 - 16 * 30, 500_000.0 + 16 * 40 + 12 * 30, 4_160_000.0 + 12 * 40)


def test_a_georeferenced_raster_is_described_with_its_transform_and_system(tmp_path):
    grid = describe(write_geotiff(tmp_path / "a.tif", np.ones((1, 3, 4), np.uint8), transform=ROTATED)).grid
    assert (grid.width, grid.height, grid.geotransform, grid.georeferenced) == (4, 3, ROTATED, True)
    assert "UTM zone 11N" in grid.wkt


def test_a_raster_without_georeference_lies_where_qgis_shows_it(tmp_path):
    path = write_geotiff(tmp_path / "a.tif", np.ones((1, 3, 4), np.uint8), transform=None, epsg=None)
    assert describe(path).grid == Grid(4, 3, PIXEL_GEOTRANSFORM, "", False)


def test_a_transform_that_cannot_be_inverted_is_no_georeference(tmp_path):
    path = write_geotiff(tmp_path / "a.tif", np.ones((1, 3, 4), np.uint8), transform=(5.0, 1.0, 2.0, 7.0, 2.0, 4.0))
    assert describe(path).grid.geotransform == PIXEL_GEOTRANSFORM


def test_a_transform_with_nan_is_no_georeference(tmp_path):
    path = write_geotiff(tmp_path / "a.tif", np.ones((1, 3, 4), np.uint8), transform=(np.nan, 1.0, 0.0, 7.0, 0.0, -1.0))
    assert describe(path).grid == Grid(4, 3, PIXEL_GEOTRANSFORM, describe(path).grid.wkt, False)


def test_ground_control_points_stand_in_for_a_transform(tmp_path):
    path = write_geotiff(tmp_path / "a.tif", np.ones((1, 30, 40), np.uint8), transform=None, epsg=None)
    dataset = gdal.Open(str(path), gdal.GA_Update)
    corners = [(0, 0), (40, 0), (0, 30), (40, 30)]
    dataset.SetGCPs([gdal.GCP(500 + 2 * c, 900 - 2 * r, 0, c, r) for c, r in corners], "")
    dataset = None
    assert describe(path).grid.geotransform == pytest.approx((500, 2, 0, 900, 0, -2))


def test_control_points_that_no_grid_meets_are_said_so(tmp_path):
    corners = [(0, 0, 100, 50), (4, 0, 140, 50), (0, 3, 100, 20), (4, 3, 190, -30)]
    for bent in (True, False):
        path = tmp_path / f"{bent}.tif"
        dataset = gdal.GetDriverByName("GTiff").Create(str(path), 4, 3, 1)
        points = [gdal.GCP(x, y, 0, column, row) for column, row, x, y in corners[: 4 if bent else 3]]
        dataset.SetGCPs(points, "")
        dataset = None
        assert [type(notice).__name__ for notice in describe(path).notices] == ["GeoreferenceFitted"] * bent


def test_control_points_on_one_line_leave_a_raster_without_georeference(tmp_path):
    path = tmp_path / "line.tif"
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), 4, 3, 1)
    dataset.SetGCPs([gdal.GCP(place, place, 0, place, place) for place in range(4)], "")
    dataset = None
    assert not describe(path).grid.georeferenced
