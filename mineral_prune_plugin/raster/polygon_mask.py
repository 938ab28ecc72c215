# SPDX-License-Identifier: GPL-2.0-or-later
"""The pixels of a raster whose centres lie in a polygon, by the rule of labels."""

import numpy as np
from osgeo import ogr

from .label_parts import GridFrame
from .labels import Feature, FeatureLabels
from .windows import Window

FARTHEST = 10**9  # pixels from the raster's corner: around the Earth in steps of 4 cm


class PolygonMask:
    """window : the Window of the raster around the polygon, None where it lies outside or nowhere
    nowhere : whether its coordinates are no numbers, or too far for any map, so that nothing comes of it
    """

    def __init__(self, wkb, grid):
        """
        wkb  : well-known binary, in the grid's coordinate system
        grid : Grid of the raster
        """
        columns, rows = _corners(wkb, grid)
        farthest = max(np.abs(columns).max(), np.abs(rows).max())
        self.nowhere = not np.isfinite(farthest)
        self.window = None if self.nowhere else _window_around(columns, rows, grid)
        if self.window is not None and not GridFrame(grid).parts(wkb).geometries:
            self.nowhere = farthest > FARTHEST
            self.window = Window(self.window.column, self.window.row, 1, 1)
            self._labels = None
        elif self.window is not None:
            self._labels = FeatureLabels([Feature(wkb, 1)], grid, "", small_polygons=False)

    def read(self, window):
        """bool (n_pixels,), True within, of a Window of the raster."""
        if self._labels is None:
            return np.zeros(window.pixels, dtype=bool)
        return self._labels.read(window).classes > 0


def ring_wkb(x, y):
    """The well-known binary of a polygon of one ring. x, y : float (n_vertices,), closed or not"""
    ring, polygon = ogr.Geometry(ogr.wkbLinearRing), ogr.Geometry(ogr.wkbPolygon)
    for place in zip(x, y):
        ring.AddPoint_2D(*map(float, place))
    ring.CloseRings()
    polygon.AddGeometry(ring)
    return bytes(polygon.ExportToWkb())


def _corners(wkb, grid):
    """Columns and rows, float64 (4,), of the corners of a polygon's envelope."""
    west, east, south, north = ogr.CreateGeometryFromWkb(wkb).GetEnvelope()
    a, b, c, d, e, f = grid.geotransform
    x, y = np.array([west, west, east, east]) - a, np.array([south, north, south, north]) - d
    determinant = b * f - c * e
    with np.errstate(over="ignore", invalid="ignore"):
        return (f * x - c * y) / determinant, (b * y - e * x) / determinant


def _window_around(columns, rows, grid):
    left, right = (int(np.clip(edge, 0, grid.width)) for edge in (np.floor(columns.min()), np.ceil(columns.max())))
    top, bottom = (int(np.clip(edge, 0, grid.height)) for edge in (np.floor(rows.min()), np.ceil(rows.max())))
    return Window(left, top, right - left, bottom - top) if right > left and bottom > top else None
