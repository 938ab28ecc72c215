# SPDX-License-Identifier: GPL-2.0-or-later
"""Labels land on the raster's own pixels, from rasters of any grid and from polygons and points."""

import os
import warnings

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from making import ROTATED, TRANSFORM, UTM, Watcher, gdal_exceptions, wkt, write_geotiff
from osgeo import gdal, ogr, osr

from mineral_prune_plugin.errors import (
    ClassNumberTooLarge,
    LabelsDoNotOverlap,
    LabelsNeedGeoreference,
    RasterReadFailed,
)
from mineral_prune_plugin.raster.labels import Feature, FeatureLabels, RasterLabels, check_overlap, named_classes
from mineral_prune_plugin.raster.raster_notices import HeaderBesideTiff
from mineral_prune_plugin.raster.source import PIXEL_GEOTRANSFORM, Grid
from mineral_prune_plugin.raster.windows import Window, plan

GRID = Grid(12, 9, TRANSFORM, wkt(), True)
WHOLE = Window(0, 0, 12, 9)
CLASSES = (np.arange(9)[:, None] // 3 * 4 + np.arange(12)[None, :] // 3).astype(np.uint8)  # 3 x 3 pixels a class, 0..11


def box(column, row, width, height, grid=GRID):
    """Well-known binary of the rectangle of pixels."""
    a, b, c, d, e, f = grid.geotransform
    corners = [(column, row), (column + width, row), (column + width, row + height), (column, row + height)]
    ring = ogr.Geometry(ogr.wkbLinearRing)
    for k, m in [*corners, corners[0]]:
        ring.AddPoint_2D(a + b * k + c * m, d + e * k + f * m)
    polygon = ogr.Geometry(ogr.wkbPolygon)
    polygon.AddGeometry(ring)
    return bytes(polygon.ExportToWkb())


def point(column, row, grid=GRID):
    """Well-known binary of the centre of a pixel."""
    (x,), (y,) = grid.centres([column], [row])
    geometry = ogr.Geometry(ogr.wkbPoint)
    geometry.AddPoint_2D(x, y)
    return bytes(geometry.ExportToWkb())


def in_windows(labels, windows):
    """Classes of the whole grid put together window by window."""
    classes = np.full((9, 12), -1)
    for window in windows:
        part = labels.read(window).classes.reshape(window.height, window.width)
        classes[window.row : window.row + window.height, window.column : window.column + window.width] = part
    return classes


# Class rasters.


def test_a_class_raster_of_the_same_grid_is_read_as_it_is(tmp_path):
    labels = RasterLabels(write_geotiff(tmp_path / "labels.tif", CLASSES[None]), GRID)
    assert np.array_equal(labels.read(WHOLE).classes, CLASSES.ravel())
    assert np.array_equal(labels.read(Window(3, 2, 5, 4)).classes, CLASSES[2:6, 3:8].ravel())
    assert not labels.read(WHOLE).features.any() and labels.read(WHOLE).conflicts == 0


def test_negative_no_data_and_nan_labels_are_none(tmp_path):
    values = np.array([[[1, -1, np.nan, 7, 0, np.inf]]], np.float32)
    labels = RasterLabels(write_geotiff(tmp_path / "labels.tif", values, no_data=7), Grid(6, 1, TRANSFORM, "", True))
    assert labels.read(Window(0, 0, 6, 1)).classes.tolist() == [1, 0, 0, 0, 0, 0]


@pytest.mark.parametrize(
    ("values", "shown"), [([1, 256], "256"), ([3, 2.5], "2.5"), ([200, 2.5], "2.5"), ([255, 1e9], "1e+09")]
)
def test_a_class_that_is_no_whole_number_to_255_is_refused_by_its_value(tmp_path, values, shown):
    labels = RasterLabels(
        write_geotiff(tmp_path / "labels.tif", np.array([[values]], np.float64)), Grid(2, 1, TRANSFORM, "", True)
    )
    with pytest.raises(ClassNumberTooLarge) as refused:
        labels.read(Window(0, 0, 2, 1))
    assert refused.value.facts == {"labels": "labels.tif", "found": shown, "largest": 255}


def test_class_names_are_the_category_names(tmp_path):
    path = write_geotiff(tmp_path / "labels.tif", CLASSES[None], names=("", "alunite", "", "calcite"))
    assert RasterLabels(path, GRID).class_names() == {1: "alunite", 3: "calcite"}
    assert RasterLabels(write_geotiff(tmp_path / "plain.tif", CLASSES[None]), GRID).class_names() == {}


def coarse(tmp_path):
    """Labels of one pixel a class, three times as large as the raster's pixels and of the same place."""
    x, size, _, y, _, _ = TRANSFORM
    values = CLASSES[::3, ::3][None]
    return write_geotiff(tmp_path / "coarse.tif", values, transform=(x, 3 * size, 0, y, 0, -3 * size))


def test_labels_of_larger_pixels_are_spread(tmp_path):
    assert np.array_equal(RasterLabels(coarse(tmp_path), GRID).read(WHOLE).classes, CLASSES.ravel())


def test_labels_of_smaller_pixels_are_taken_at_the_centre(tmp_path):
    x, size, _, y, _, _ = TRANSFORM
    fine = np.repeat(np.repeat(CLASSES, 5, axis=0), 5, axis=1)
    path = write_geotiff(tmp_path / "fine.tif", fine[None], transform=(x, size / 5, 0, y, 0, -size / 5))
    assert np.array_equal(RasterLabels(path, GRID).read(WHOLE).classes, CLASSES.ravel())


def geographic(tmp_path):
    """The same classes as a fine raster in longitude and latitude, computed point by point with PROJ alone."""
    to_utm = osr.CoordinateTransformation(*map(_reference, (4326, UTM)))
    to_degrees = osr.CoordinateTransformation(*map(_reference, (UTM, 4326)))
    xmin, ymin, xmax, ymax = GRID.extent()
    corners = [to_degrees.TransformPoint(x, y)[:2] for x in (xmin, xmax) for y in (ymin, ymax)]
    west, south = np.min(corners, axis=0) - 2e-4
    size = 1e-5  # about 1 m
    n = int((np.max(corners, axis=0) + 2e-4 - (west, south)).max() / size)
    values = np.zeros((n, n), np.uint8)
    centres = [(west + (k + 0.5) * size, south + (n - m - 0.5) * size) for m in range(n) for k in range(n)]
    places = np.array(to_utm.TransformPoints(centres))
    columns, rows = GRID.pixels(places[:, 0], places[:, 1])
    inside = GRID.inside(columns, rows)
    values.ravel()[inside] = CLASSES[rows[inside], columns[inside]]
    transform = (west, size, 0, south + n * size, 0, -size)
    return write_geotiff(tmp_path / "degrees.tif", values[None], transform=transform, epsg=4326)


def _reference(epsg):
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(epsg)
    reference.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return reference


def test_labels_in_another_coordinate_system_are_reprojected(tmp_path):
    labels = RasterLabels(geographic(tmp_path), GRID)
    assert np.array_equal(labels.read(WHOLE).classes, CLASSES.ravel())
    assert np.array_equal(in_windows(labels, plan(12, 9, (4, 3), 1, 12)), CLASSES)
    assert np.array_equal(in_windows(labels, plan(12, 9, (1, 1), 1, 1)), CLASSES)


@pytest.mark.parametrize("budget", [1, 5, 24, 200])
def test_the_windows_are_no_matter_to_labels_of_another_grid(tmp_path, budget):
    assert np.array_equal(in_windows(RasterLabels(coarse(tmp_path), GRID), plan(12, 9, (5, 2), 1, budget)), CLASSES)


def test_labels_of_a_rotated_raster_are_brought_over(tmp_path):
    rotated = Grid(12, 9, ROTATED, wkt(), True)
    a, b, c, d, e, f = ROTATED
    path = write_geotiff(tmp_path / "l.tif", CLASSES[::3, ::3][None], transform=(a, 3 * b, 3 * c, d, 3 * e, 3 * f))
    assert np.array_equal(RasterLabels(path, rotated).read(WHOLE).classes, CLASSES.ravel())


def test_no_data_of_labels_of_another_grid_is_no_label(tmp_path):
    x, size, _, y, _, _ = TRANSFORM
    values = CLASSES[::3, ::3][None].astype(np.int16)
    path = write_geotiff(tmp_path / "l.tif", values, no_data=5, transform=(x, 3 * size, 0, y, 0, -3 * size))
    assert np.array_equal(RasterLabels(path, GRID).read(WHOLE).classes, np.where(CLASSES == 5, 0, CLASSES).ravel())


def test_labels_of_another_place_give_no_label(tmp_path):
    path = write_geotiff(tmp_path / "far.tif", CLASSES[None], transform=(900_000.0, 20, 0, 10_000.0, 0, -20))
    assert not RasterLabels(path, GRID).read(WHOLE).classes.any()


def test_labels_of_the_antipodes_give_no_label(tmp_path):
    path = write_geotiff(tmp_path / "far.tif", CLASSES[None], transform=(63.0, 0.01, 0, -37.0, 0, -0.01), epsg=4326)
    assert not RasterLabels(path, GRID).read(WHOLE).classes.any()


@pytest.mark.parametrize("exceptions", [False, True], ids=["errors", "exceptions"])
@pytest.mark.parametrize("size", [20.0, 10.0], ids=["own_grid", "another_grid"])
def test_labels_that_are_cut_off_are_not_taken_for_no_labels(tmp_path, size, exceptions):
    """GDAL's exceptions are switched on by other plugins."""
    noise = np.random.default_rng(1).integers(1, 9, (1, 512, 512), np.uint8)
    x, _, _, y, _, _ = TRANSFORM
    path = tmp_path / "copy.tif"  # a copy has its directory in front, so that the first half opens
    whole = str(write_geotiff(tmp_path / "whole.tif", noise, transform=(x, size, 0, y, 0, -size)))
    gdal.Translate(str(path), whole, creationOptions=["TILED=YES"])
    grid = Grid(512, 512, (x, 20.0, 0, y, 0, -20.0), wkt(), True)
    with gdal_exceptions(exceptions), pytest.raises(RasterReadFailed) as failed:
        labels = RasterLabels(path, grid)
        os.truncate(path, path.stat().st_size // 2)  # a raster that is cut off before is refused: test_completeness.py
        labels.read(Window(0, 0, 512, 512))
    assert failed.value.facts["raster"] == path.name and failed.value.facts["reason"]


def test_labels_without_georeference_must_have_the_rasters_size(tmp_path):
    same = write_geotiff(tmp_path / "same.tif", CLASSES[None], transform=None, epsg=None)
    assert np.array_equal(RasterLabels(same, GRID).read(WHOLE).classes, CLASSES.ravel())
    labels = write_geotiff(tmp_path / "other.tif", CLASSES[None, 1:], transform=None, epsg=None)
    with pytest.raises(LabelsNeedGeoreference) as refused:
        RasterLabels(labels, GRID)
    assert refused.value.facts == {"labels": "other.tif", "label_size": "12 x 8", "raster_size": "12 x 9"}


# Polygons and points.


def test_a_polygon_labels_the_pixels_whose_centres_it_holds():
    labels = FeatureLabels([Feature(box(2, 1, 3, 2), 4), Feature(box(7.6, 5.6, 2, 1), 9)], GRID, "drawn").read(WHOLE)
    expected = np.zeros((9, 12), int)
    expected[1:3, 2:5], expected[6, 8:10] = 4, 9
    assert np.array_equal(labels.classes.reshape(9, 12), expected)
    assert np.array_equal(labels.features.reshape(9, 12), np.select([expected == 4, expected == 9], [1, 2]))


def test_a_point_labels_the_pixel_it_lies_in():
    labels = FeatureLabels([Feature(point(11, 8), 2), Feature(point(0, 0), 3)], GRID, "points").read(WHOLE)
    expected = np.zeros((9, 12), int)
    expected[8, 11], expected[0, 0] = 2, 3
    assert np.array_equal(labels.classes.reshape(9, 12), expected)


def test_a_pixel_that_two_classes_claim_has_no_label_and_is_counted():
    features = [Feature(box(0, 0, 4, 4), 1), Feature(box(3, 2, 4, 4), 2), Feature(box(5, 5, 2, 2), 2)]
    labels = FeatureLabels(features, GRID, "drawn").read(WHOLE)
    assert labels.conflicts == 2
    classes = labels.classes.reshape(9, 12)
    assert classes[2:4, 3].tolist() == [0, 0] and labels.features.reshape(9, 12)[2:4, 3].tolist() == [0, 0]
    assert (classes == 1).sum() == 14 and (classes == 2).sum() == 14 + 2


@pytest.mark.parametrize("transform", [TRANSFORM, ROTATED, PIXEL_GEOTRANSFORM])
def test_polygons_fall_on_the_pixels_of_any_grid(transform):
    grid = Grid(12, 9, transform, wkt() if transform is not PIXEL_GEOTRANSFORM else "", True)
    labels = FeatureLabels([Feature(box(2, 1, 3, 2, grid), 4)], grid, "drawn").read(WHOLE).classes.reshape(9, 12)
    assert np.argwhere(labels == 4).tolist() == [[r, c] for r in (1, 2) for c in (2, 3, 4)]


boxes = st.tuples(st.integers(-2, 11), st.integers(-2, 8), st.integers(1, 6), st.integers(1, 6), st.integers(1, 3))


@settings(max_examples=40)
@given(st.lists(boxes, min_size=1, max_size=5), st.sampled_from([TRANSFORM, ROTATED]), st.integers(1, 108))
def test_windows_are_no_matter_and_boxes_are_counted_plainly(drawn, transform, budget):
    grid = Grid(12, 9, transform, wkt(), True)
    drawn = [*drawn, (0, 0, 1, 1, 1)]  # one that overlaps the raster
    claims = np.zeros((4, 9, 12), bool)
    for column, row, width, height, number in drawn:
        claims[number, max(row, 0) : max(row + height, 0), max(column, 0) : max(column + width, 0)] = True
    expected = np.where(claims.sum(axis=0) == 1, claims.argmax(axis=0), 0)
    features = [Feature(box(*corner, grid), number) for *corner, number in drawn]
    labels = FeatureLabels(features, grid, "drawn")
    assert np.array_equal(in_windows(labels, plan(12, 9, (4, 2), 1, budget)), expected)
    assert labels.read(WHOLE).conflicts == (claims.sum(axis=0) > 1).sum()


def test_features_of_another_place_are_refused():
    far = Grid(12, 9, (900_000.0, 20.0, 0.0, 10_000.0, 0.0, -20.0), wkt(), True)
    with pytest.raises(LabelsDoNotOverlap) as refused:
        FeatureLabels([Feature(box(0, 0, 2, 2, far), 1)], GRID, "drawn")
    assert refused.value.facts["labels"] == "drawn"
    assert refused.value.facts["label_extent"] == "x 900000 to 900040, y 9960 to 10000"
    assert refused.value.facts["raster_extent"] == "x 500000 to 500240, y 4.15982e+06 to 4.16e+06"


def test_extents_that_touch_overlap():
    check_overlap((500_240.0, 0.0, 600_000.0, 5e6), GRID, "labels")
    with pytest.raises(LabelsDoNotOverlap):
        check_overlap((500_240.1, 0.0, 600_000.0, 5e6), GRID, "labels")


def test_classes_without_a_name_are_called_by_their_number():
    named = named_classes([4, 2], {2: "calcite"})
    assert [(mineral.number, mineral.name) for mineral in named] == [(2, "calcite"), (4, "class 4")]


# Polygons without a pixel's centre.

corners = st.tuples(st.floats(-3, 14, width=32), st.floats(-3, 11, width=32))


@settings(max_examples=150)
@given(
    st.lists(corners, min_size=3, max_size=3), st.sampled_from([0.05, 0.4, 1, 3]), st.sampled_from([TRANSFORM, ROTATED])
)
def test_a_triangle_labels_the_pixels_of_its_centres_or_else_the_pixel_that_it_lies_in(ends, size, transform):
    """Beside GDAL's plain answer, and the overlap with the raster as GEOS computes it."""
    grid = Grid(12, 9, transform, wkt(), True)
    (x0, y0), *_ = ends
    a, b, c, d, e, f = transform
    ring = [(x0 + size * (x - x0) / 17, y0 + size * (y - y0) / 14) for x, y in ends]
    ring = [(a + b * x + c * y, d + e * x + f * y) for x, y in [*ring, ring[0]]]
    triangle = ogr.CreateGeometryFromWkt(f"POLYGON(({', '.join(f'{x!r} {y!r}' for x, y in ring)}))")
    anchor = Feature(box(5, 4, 1, 1, grid), 2)  # one that overlaps the raster
    on_raster = triangle.Intersection(ogr.CreateGeometryFromWkb(box(0, 0, 12, 9, grid)))
    assume(triangle.Area() > 1e-3 and (on_raster.Area() == 0 or on_raster.Area() > 1e-3))
    labels = FeatureLabels([anchor, Feature(bytes(triangle.ExportToWkb()), 1)], grid, "drawn")
    drawn = np.flatnonzero(labels.read(WHOLE).features == 2)
    plain = plainly_labelled(triangle, grid)
    if plain.any():
        assert set(drawn) | {4 * 12 + 5} == set(np.flatnonzero(plain)) | {4 * 12 + 5}
    elif on_raster.Area() > 0:
        pixels = [ogr.CreateGeometryFromWkb(box(p % 12, p // 12, 1, 1, grid)) for p in drawn]
        assert labels.feature_classes.tolist() == [0, 2, 1]
        assert all(pixel.Intersects(triangle) for pixel in pixels) and len(pixels) <= 1
    else:
        assert labels.feature_classes.tolist() == [0, 2, 0] and not len(drawn)


@pytest.mark.parametrize("place", [(-50, 0, 50.3, 50), (0.51, 3.52, 10.9, 0.97), (11.8, -400, 400, 800)])
@pytest.mark.parametrize("transform", [TRANSFORM, ROTATED])
def test_a_large_polygon_of_which_no_centre_lies_on_the_raster_labels_one_pixel(place, transform):
    """A third of a pixel wide on the raster, hundreds beside it; and a strip between two rows of centres."""
    grid = Grid(12, 9, transform, wkt(), True)
    labels = FeatureLabels([Feature(box(*place, grid), 1)], grid, "drawn")
    column, row, width, height = place
    (pixel,) = np.flatnonzero(labels.read(WHOLE).classes)
    assert column - 1 < pixel % 12 < column + width and row - 1 < pixel // 12 < row + height
    assert [notice.facts["minerals"] for notice in labels.notices({1: "alunite"})] == ["alunite 1"]


def plainly_labelled(polygon, grid):
    source = ogr.GetDriverByName("Memory").CreateDataSource("one")
    layer = source.CreateLayer("one", None, ogr.wkbPolygon)
    entry = ogr.Feature(layer.GetLayerDefn())
    entry.SetGeometry(polygon)
    layer.CreateFeature(entry)
    target = gdal.GetDriverByName("MEM").Create("", grid.width, grid.height, 1, gdal.GDT_Byte)
    target.SetGeoTransform(grid.geotransform)
    gdal.RasterizeLayer(target, [1], layer, burn_values=[1])
    return target.ReadAsArray().ravel()


@pytest.mark.parametrize("exceptions", [False, True], ids=["errors", "exceptions"])
def test_a_crossed_small_polygon_and_one_of_no_place_end_no_run(exceptions):
    x, _, _, y, _, _ = TRANSFORM
    crossed = f"POLYGON(({x + 1} {y - 1}, {x + 3} {y - 3}, {x + 3} {y - 1}, {x + 1} {y - 3}, {x + 1} {y - 1}))"
    nowhere = ogr.Geometry(ogr.wkbLinearRing)
    for place in ((1, 1), (np.inf, 1), (np.inf, np.inf), (1, 1)):
        nowhere.AddPoint_2D(*place)
    far = ogr.Geometry(ogr.wkbPolygon)
    far.AddGeometry(nowhere)
    with gdal_exceptions(exceptions), warnings.catch_warnings():
        warnings.simplefilter("error")
        x = 6.2401257217375725e-167, 6.571342585948745e-167, 6.2401257217376215e-167
        y = 1.3011061785028127e76, 1.2940387902436991e76
        corners = (x[0], y[0]), (x[1], y[0]), (x[1], y[1]), (x[2], y[1]), (x[2], y[0])  # of a damaged shapefile
        beyond = f"POLYGON(({', '.join(f'{east!r} {north!r}' for east, north in corners)}))"
        wkts = crossed, beyond, f"POLYGON(({TRANSFORM[0] + 1} {TRANSFORM[3] - 1}))"  # the last a ring of one corner
        made = [ogr.CreateGeometryFromWkt(wkt) for wkt in wkts]
        shapes = [made[0], far, *made[1:]]
        features = [Feature(bytes(shape.ExportToWkb()), 3) for shape in shapes]
        labels = FeatureLabels([Feature(box(4, 4, 1, 1), 1), *features], GRID, "drawn")
    assert labels.feature_classes.tolist() == [0, 1, 3, 0, 0, 0]
    assert labels.read(WHOLE).classes[0] == 3


def test_a_header_beside_labels_that_gives_them_a_no_data_value_is_told(tmp_path):
    path = tmp_path / "labels.tif"
    write_geotiff(path, CLASSES[None])
    path.with_suffix(".hdr").write_text("ENVI\nfile type = TIFF\ndata ignore value = 5\n")
    labels, watcher = RasterLabels(str(path), GRID), Watcher()
    labels.named({}, watcher.progress)
    (notice,) = watcher.notices_of(HeaderBesideTiff)
    assert notice.facts == {"raster": "labels.tif", "header": "labels.hdr", "entries": "data ignore value"}
    assert 5 not in labels.read(WHOLE).classes and 4 in labels.read(WHOLE).classes
