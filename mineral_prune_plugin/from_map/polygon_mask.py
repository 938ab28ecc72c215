# SPDX-License-Identifier: GPL-2.0-or-later
"""The pixels of a map whose centres lie in a polygon."""

import numpy as np
from osgeo import ogr

from ..raster.label_parts import GridFrame
from ..raster.labels import Feature, FeatureLabels
from ..raster.windows import Window


class PolygonMask:
    """window : the Window of the map around the polygon, None where it lies outside or holds no pixel's centre."""

    def __init__(self, wkb, grid):
        """
        wkb  : well-known binary, in the grid's coordinate system
        grid : Grid of the map
        """
        self.window = _window_around(wkb, grid)
        if self.window is not None and not GridFrame(grid).parts(wkb).geometries:
            self.window = Window(self.window.column, self.window.row, 1, 1)
            self._labels = None
        elif self.window is not None:
            self._labels = FeatureLabels([Feature(wkb, 1)], grid, "", small_polygons=False)

    def read(self, window):
        """bool (n_pixels,), True within, of a Window of the map."""
        if self._labels is None:
            return np.zeros(window.pixels, dtype=bool)
        return self._labels.read(window).classes > 0


def _window_around(wkb, grid):
    west, east, south, north = ogr.CreateGeometryFromWkb(wkb).GetEnvelope()
    a, b, c, d, e, f = grid.geotransform
    x, y = np.array([west, west, east, east]) - a, np.array([south, north, south, north]) - d
    determinant = b * f - c * e
    columns, rows = (f * x - c * y) / determinant, (b * y - e * x) / determinant
    if not (np.isfinite(columns).all() and np.isfinite(rows).all()):
        return None
    left, right = (int(np.clip(edge, 0, grid.width)) for edge in (np.floor(columns.min()), np.ceil(columns.max())))
    top, bottom = (int(np.clip(edge, 0, grid.height)) for edge in (np.floor(rows.min()), np.ceil(rows.max())))
    return Window(left, top, right - left, bottom - top) if right > left and bottom > top else None
