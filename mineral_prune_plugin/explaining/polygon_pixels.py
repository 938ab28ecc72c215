# SPDX-License-Identifier: GPL-2.0-or-later
"""The pixels whose centres lie in a polygon that is drawn by hand."""

import numpy as np

from ..errors import PolygonTooLarge, PolygonWithoutPixels
from ..raster.polygon_mask import PolygonMask, ring_wkb

MOST_PIXELS = 20_000  # that a mean is taken of: more take longer than one waits for


def polygon_pixels(grid, x, y):
    """Columns and rows, int64 (n,), of the pixels of a raster whose centres a polygon holds.

    grid   : Grid of the raster
    x, y   : float (n_vertices,), of one ring, in the raster's coordinate system
    errors : PolygonTooLarge, PolygonWithoutPixels
    """
    mask = PolygonMask(ring_wkb(x, y), grid)
    if mask.window is None:
        raise PolygonWithoutPixels()
    if mask.window.pixels > 4 * MOST_PIXELS:
        raise PolygonTooLarge(most=MOST_PIXELS)
    inside = np.flatnonzero(mask.read(mask.window))
    if not len(inside):
        raise PolygonWithoutPixels()
    if len(inside) > MOST_PIXELS:
        raise PolygonTooLarge(most=MOST_PIXELS)
    rows, columns = np.divmod(inside, mask.window.width)
    return columns + mask.window.column, rows + mask.window.row
