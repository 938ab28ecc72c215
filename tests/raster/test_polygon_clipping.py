# SPDX-License-Identifier: GPL-2.0-or-later
"""Polygons of many corners, or far beyond the raster, label the pixels whose centres they hold, in seconds."""

import time

import numpy as np
import pytest
from osgeo import ogr

from mineral_prune_plugin.raster import burnt_geometries, polygon_clipping
from mineral_prune_plugin.raster.labels import Feature, FeatureLabels
from mineral_prune_plugin.raster.polygon_mask import PolygonMask, ring_wkb
from mineral_prune_plugin.raster.source import Grid
from mineral_prune_plugin.raster.windows import Window

GRIDS = {
    "north up": Grid(60, 50, (500_000.0, 30.0, 0.0, 4_000_000.0, 0.0, -30.0), "", True),
    "rotated": Grid(60, 50, (500_000.0, 26.0, 15.0, 4_000_000.0, 15.0, -26.0), "", True),
}
WHOLE = Window(0, 0, 60, 50)
PARTS = [Window(0, 0, 60, 17), Window(0, 17, 60, 20), Window(0, 37, 60, 13)]


@pytest.fixture(params=GRIDS)
def grid(request):
    return GRIDS[request.param]


def on_the_map(grid, columns, rows):
    a, b, c, d, e, f = grid.geotransform
    return a + b * columns + c * rows, d + e * columns + f * rows


def star(grid, seed, corners=400):
    """A ring that crosses itself again and again, partly beyond the raster."""
    generator = np.random.default_rng(seed)
    return ring_wkb(*on_the_map(grid, *(generator.uniform(-40, 110, (2, corners)))))


def classes(wkb, grid, windows=(WHOLE,)):
    labels = FeatureLabels([Feature(wkb, 1)], grid, "polygons", small_polygons=False)
    return np.concatenate([labels.read(window).classes for window in windows])


@pytest.mark.parametrize("seed", range(8))
def test_a_polygon_that_is_cut_down_labels_what_it_labelled(grid, monkeypatch, seed):
    wkb = star(grid, seed)
    before = classes(wkb, grid)
    monkeypatch.setattr(polygon_clipping, "MANY_CORNERS", 3)
    assert 0 < before.sum() < before.size
    assert np.array_equal(classes(wkb, grid), before)
    assert np.array_equal(classes(wkb, grid, PARTS), before)


def test_a_hole_stays_a_hole(grid, monkeypatch):
    outer, inner = (ogr.CreateGeometryFromWkb(star_of(grid, 20.0, radius)) for radius in (18.0, 9.0))
    outer.AddGeometry(inner.GetGeometryRef(0))
    wkb = bytes(outer.ExportToWkb())
    before = classes(wkb, grid)
    monkeypatch.setattr(polygon_clipping, "MANY_CORNERS", 3)
    assert np.array_equal(classes(wkb, grid, PARTS), before) and 0 < before.sum() < np.pi * (18**2 - 9**2) * 1.2


def star_of(grid, centre, radius, corners=24):
    angles = np.linspace(0, 2 * np.pi, corners, endpoint=False)
    return ring_wkb(*on_the_map(grid, centre + radius * np.cos(angles), centre + radius * np.sin(angles)))


@pytest.mark.parametrize("size", [1e4, 1e7, 1e9, 1e12, 1e15])
def test_a_polygon_around_everything_labels_all_pixels_however_far_it_reaches(grid, size):
    far = star_of(grid, 30.0, size)
    assert classes(far, grid).all()
    mask = PolygonMask(far, grid)
    assert mask.window == WHOLE and not mask.nowhere and mask.read(WHOLE).all()


def test_a_polygon_of_half_a_million_corners_takes_no_minutes():
    grid = Grid(2_000, 2_000, (0.0, 1.0, 0.0, 0.0, 0.0, -1.0), "", True)
    labels = FeatureLabels([Feature(star_of(grid, 1_000.0, 900.0, 500_000), 1)], grid, "polygons")
    started = time.process_time()
    count = sum(int(labels.read(Window(0, row, 2_000, 100)).classes.sum()) for row in range(0, 2_000, 100))
    assert count == pytest.approx(np.pi * 900**2, rel=1e-4)
    assert time.process_time() - started < 20


def test_what_is_ordinary_is_not_cut(monkeypatch, grid):
    def never(*_):
        raise AssertionError("cut")

    monkeypatch.setattr(burnt_geometries, "ClippedPolygon", never)
    assert classes(star_of(grid, 20.0, 8.0), grid).any()
