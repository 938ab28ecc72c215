# SPDX-License-Identifier: GPL-2.0-or-later
"""Areas on the ground agree with the Earth's whole surface, and with PROJ's geodesic areas."""

import numpy as np
import pytest
from making import wkt
from osgeo import osr

from mineral_prune_plugin.errors import PlaceNotOnEarth
from mineral_prune_plugin.raster.ground_area import PLANE, ground_of
from mineral_prune_plugin.raster.outline import outline
from mineral_prune_plugin.raster.source import Grid
from mineral_prune_plugin.raster.transverse_mercator import area_error
from mineral_prune_plugin.raster.windows import Window, plan

EARTH_KM2 = 510_065_621.724  # WGS 84


def grid_of(epsg, transform, width=40, height=30, definition=None):
    return Grid(width, height, transform, definition or wkt(epsg), True)


def areas(grid):
    """Of all pixels, m2, (height, width)."""
    return ground_of(grid, "map.tif").pixel_areas(Window(0, 0, grid.width, grid.height)).reshape(grid.height, -1)


def test_the_pixels_of_the_whole_earth_have_its_surface():
    whole = areas(grid_of(4326, (-180.0, 1.0, 0.0, 90.0, 0.0, -1.0), 360, 180))
    assert whole.sum() / 1e6 == pytest.approx(EARTH_KM2, rel=1e-9)
    assert (whole == whole[:, :1]).all() and whole[0, 0] < whole[89, 0] / 50


def geodesic_m2(grid, column, row):
    """Of a pixel, by PROJ's geodesics along its edges (QGIS's own way)."""
    from qgis.core import QgsCoordinateReferenceSystem, QgsDistanceArea, QgsGeometry, QgsPointXY, QgsProject

    measure = QgsDistanceArea()
    system = QgsCoordinateReferenceSystem.fromWkt(grid.wkt)
    measure.setSourceCrs(system, QgsProject.instance().transformContext())
    measure.setEllipsoid("EPSG:7030")
    a, b, c, d, e, f = grid.geotransform
    corners = [(column, row), (column + 1, row), (column + 1, row + 1), (column, row + 1)]
    ring = [QgsPointXY(a + b * k + c * m, d + e * k + f * m) for k, m in corners]
    return measure.measureArea(QgsGeometry.fromPolygonXY([ring]))


@pytest.mark.parametrize("epsg", [32611, 32733, 2193])
@pytest.mark.parametrize("east_km", [0, 150, -300, 420, 450, 480, -900])
@pytest.mark.parametrize("north_km", [30, 4_100, 8_800])
def test_how_wrong_areas_in_a_transverse_mercator_projection_are_is_known_without_proj(qgis, epsg, east_km, north_km):
    """UTM on both sides of the equator, and New Zealand's; never less than it is, and hardly more."""
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(epsg)
    east, north = (reference.GetNormProjParm(name) for name in ("false_easting", "false_northing"))
    side = -1 if epsg == 32733 else 1
    grid = grid_of(epsg, (east + 1000 * east_km, 30.0, 0.0, north + 1000 * side * north_km, 0.0, -30.0))
    error, measured = area_error(grid, reference), abs(30 * 30 / geodesic_m2(grid, 20, 15) - 1)
    scale_alone = abs(reference.GetNormProjParm("scale_factor") ** 2 - 1)
    assert measured <= error + 1e-5 and error <= 1.1 * max(measured, scale_alone)
    assert ground_of(grid, "map.tif").on_ellipsoid == (measured > PLANE)


def test_of_other_projections_and_places_far_from_the_axes_nothing_is_known_without_proj():
    for epsg, east, north in ((2227, 2e6, 5e5), (4326, -117.0, 37.0), (32611, 2e6, 4e6), (32611, 5e5, 9.4e6)):
        reference = osr.SpatialReference()
        reference.ImportFromEPSG(epsg)
        assert area_error(grid_of(epsg, (east, 1.0, 0.0, north, 0.0, -1.0)), reference) is None


@pytest.mark.parametrize(
    "epsg, transform",
    [
        (4326, (-117.2, 0.00027, 0.0, 37.6, 0.0, -0.00027)),
        (4326, (-117.2, 0.0002, 0.0001, 37.6, 0.0001, -0.0002)),  # turned
        (3857, (-13_046_000.0, 30.0, 0.0, 8_400_000.0, 0.0, -30.0)),  # Web Mercator at 60 degrees: four times too much
        (3031, (-600.0, 30.0, 0.0, 450.0, 0.0, -30.0)),  # around the South Pole, where longitudes jump
        (3832, (20_026_000.0 - 17_000_000.0, 100.0, 0.0, 7_000_000.0, 0.0, -100.0)),  # Pacific Mercator
    ],
)
def test_pixels_have_the_areas_that_geodesics_give_them(qgis, epsg, transform):
    grid = grid_of(epsg, transform)
    measured = areas(grid)
    assert ground_of(grid, "map.tif").on_ellipsoid
    for column, row in ((1, 2), (38, 27)):
        # QGIS's rings of coordinates above a pole are wrong by themselves: there the plane's scale is known.
        expected = 900 * 0.97276901289**-2 if epsg == 3031 else geodesic_m2(grid, column, row)
        assert measured[row, column] == pytest.approx(expected, rel=2e-4)


def test_utm_is_taken_as_it_is_and_feet_become_metres():
    utm = ground_of(grid_of(32611, (500_000.0, 20.0, 0.0, 4_160_000.0, 0.0, -20.0)), "map.tif")
    assert not utm.on_ellipsoid and set(utm.pixel_areas(Window(3, 4, 5, 6)).tolist()) == {400.0}
    reference = osr.SpatialReference()
    reference.ImportFromProj4("+proj=utm +zone=11 +ellps=WGS84 +units=us-ft")
    feet = grid_of(0, (1_640_000.0, 100.0, 0.0, 13_600_000.0, 0.0, -100.0), definition=reference.ExportToWkt())
    assert areas(feet)[0, 0] == pytest.approx((100 * 1200 / 3937) ** 2)


@pytest.mark.parametrize(
    "epsg, transform",
    [(4326, (-117.2, 0.00027, 0.0, 37.6, 0.0, -0.00027)), (3857, (0.0, 30.0, 0.0, 8.4e6, 0.0, -30.0))],
)
def test_windows_and_polygons_agree_with_the_whole(epsg, transform):
    grid = grid_of(epsg, transform)
    whole, ground = areas(grid), ground_of(grid, "map.tif")
    for window in plan(40, 30, (16, 16), 1, 16 * 16):
        part = ground.pixel_areas(window).reshape(window.height, window.width)
        rows, columns = (
            slice(window.row, window.row + window.height),
            slice(window.column, window.column + window.width),
        )
        assert np.allclose(part, whole[rows, columns], rtol=1e-6)
    x, y = np.array([2, 12, 12, 2, 2]), np.array([3, 3, 9, 9, 3])
    hole = np.column_stack([transform[0] + transform[1] * x[[0, 1, 2, 3, 0]] / 2, transform[3] + transform[5] * y / 1])
    ring = np.column_stack([transform[0] + transform[1] * x, transform[3] + transform[5] * y])
    assert ground.polygon_area([ring]) == pytest.approx(whole[3:9, 2:12].sum(), rel=1e-5)
    assert ground.polygon_area([ring, hole]) == pytest.approx(whole[3:9, 2:12].sum() - whole[3:9, 1:6].sum(), rel=1e-5)


def test_a_long_edge_of_a_polygon_bends_as_the_pixels_along_it_do():
    """In the middle of Web Mercator at 60 degrees: an edge along a parallel, 600 km long, bends by 12 km."""
    grid = grid_of(3857, (-600_000.0, 3000.0, 0.0, 9_000_000.0, 0.0, -3000.0), 400, 400)
    whole, ground = areas(grid), ground_of(grid, "map.tif")
    x, y = np.array([0, 380, 380, 400, 400, 0, 0]), np.array([201, 201, 100, 100, 400, 400, 201])
    ring = np.column_stack([-600_000.0 + 3000.0 * x, 9_000_000.0 - 3000.0 * y])
    expected = whole[201:].sum() + whole[100:201, 380:].sum()
    assert ground.polygon_area([ring]) == pytest.approx(expected, rel=1e-4)  # 8e-3 by its corners alone


def test_what_has_no_place_has_no_area_and_what_is_not_on_the_earth_is_refused():
    assert ground_of(Grid(4, 4, (0.0, 1.0, 0.0, 0.0, 0.0, -1.0), "", True), "map.tif") is None
    assert ground_of(Grid(4, 4, (0.0, 1.0, 0.0, 0.0, 0.0, -1.0), wkt(), False), "map.tif") is None
    local = 'LOCAL_CS["mine",UNIT["metre",1]]'
    assert ground_of(Grid(4, 4, (0.0, 1.0, 0.0, 0.0, 0.0, -1.0), local, True), "map.tif") is None
    with pytest.raises(PlaceNotOnEarth, match="map.tif reaches from 4.15994e.06 to 4.16e.06 degrees"):
        ground_of(grid_of(4326, (500_000.0, 2.0, 0.0, 4_160_000.0, 0.0, -2.0)), "map.tif")


@pytest.mark.parametrize("x", [1e12, 3e7, 1e30])
def test_a_map_that_lies_nowhere_in_its_coordinate_system_has_no_areas(x):
    assert ground_of(grid_of(32611, (x, 20.0, 0.0, x, 0.0, -20.0)), "map.tif") is None
    assert outline(grid_of(32611, (x, 20.0, 0.0, x, 0.0, -20.0))) is None
