# SPDX-License-Identifier: GPL-2.0-or-later
"""The pixels whose centres lie in a polygon."""

import numpy as np

from ..errors import PolygonTooLarge, PolygonWithoutPixels

MOST_PIXELS = 20_000  # that a mean is taken of: more take longer than one waits for


def polygon_pixels(grid, x, y):
    """Columns and rows, int64 (n,), of the pixels of a raster whose centres a polygon holds.

    grid   : Grid of the raster
    x, y   : float (n_vertices,), of one ring, in the raster's coordinate system
    errors : PolygonTooLarge, PolygonWithoutPixels
    """
    a, b, c, d, e, f = grid.geotransform
    determinant = b * f - c * e
    x, y = np.asarray(x, np.float64) - a, np.asarray(y, np.float64) - d
    across, down = (f * x - c * y) / determinant, (b * y - e * x) / determinant
    columns, rows = _span(across, grid.width), _span(down, grid.height)
    if len(columns) * len(rows) > 4 * MOST_PIXELS:
        raise PolygonTooLarge(most=MOST_PIXELS)
    column, row = (values.ravel() for values in np.meshgrid(columns, rows))
    inside = _inside(column + 0.5, row + 0.5, across, down)
    if not inside.any():
        raise PolygonWithoutPixels()
    if inside.sum() > MOST_PIXELS:
        raise PolygonTooLarge(most=MOST_PIXELS)
    return column[inside], row[inside]


def _span(places, size):
    """The pixels along an axis that a polygon may touch: int64."""
    if not np.isfinite(places).all():
        return np.arange(0)
    return np.arange(max(0, int(max(places.min(), 0))), min(size, int(min(places.max(), size)) + 1))


def _inside(x, y, ring_x, ring_y):
    """bool (n,): by how often a line from each point to the right crosses the ring."""
    inside = np.zeros(len(x), bool)
    for x1, y1, x2, y2 in zip(ring_x, ring_y, np.roll(ring_x, -1), np.roll(ring_y, -1)):
        if y1 != y2:
            inside ^= ((y1 > y) != (y2 > y)) & (x < x1 + (y - y1) * (x2 - x1) / (y2 - y1))
    return inside
