# SPDX-License-Identifier: GPL-2.0-or-later
"""A polygon cut down to a part of a raster before GDAL labels the pixels in it.

GDAL looks at every corner of a polygon for every row, so that one of a million corners takes minutes, and it takes
corners very far from the raster for no polygon at all. Cutting (Sutherland and Hodgman 1974) leaves what is within as
it is, by the rule of even and odd, however often a ring crosses itself.
"""

import struct

import numpy as np
from osgeo import ogr

MANY_CORNERS = 10_000
FAR = 10**6  # pixels from the raster
MARGIN = 2.0  # pixels around the part
POLYGON, LITTLE_ENDIAN = 3, 1  # in well-known binary


def needs_clipping(polygon, grid):
    """Whether an OGR polygon has many corners, or reaches far beyond a raster. grid : Grid"""
    if sum(polygon.GetGeometryRef(index).GetPointCount() for index in range(polygon.GetGeometryCount())) > MANY_CORNERS:
        return True
    west, east, south, north = polygon.GetEnvelope()
    columns, rows = _places(grid, np.array([[west, south], [west, north], [east, south], [east, north]])).T
    return bool(max(np.abs(columns).max(), np.abs(rows).max()) > FAR + max(grid.width, grid.height))


class ClippedPolygon:
    """An OGR polygon that can be cut down again and again. polygon : it; grid : Grid of the raster"""

    def __init__(self, polygon, grid):
        self._grid = grid
        self._rings = [_places(grid, ring) for ring in _rings(polygon)]

    def within(self, column, row, width, height):
        """What of it lies in a part of the raster or close by: an OGR polygon, None where nothing does.

        column, row, width, height : of the part, pixels
        """
        least, most = np.array([column, row]) - MARGIN, np.array([column + width, row + height]) + MARGIN
        rings = [_cut(ring, least, most) for ring in self._rings]
        rings = [self._on_the_map(ring) for ring in rings if len(ring) >= 3]
        return _polygon(rings) if rings else None

    def _on_the_map(self, ring):
        a, b, c, d, e, f = self._grid.geotransform
        columns, rows = ring.T
        return np.stack([a + b * columns + c * rows, d + e * columns + f * rows], axis=1)


def _places(grid, corners):
    """Columns and rows, float64 (n, 2), of map coordinates (n, 2)."""
    a, b, c, d, e, f = grid.geotransform
    with np.errstate(over="ignore", invalid="ignore"):
        x, y = (corners - (a, d)).T
        return np.stack([f * x - c * y, b * y - e * x], axis=1) / (b * f - c * e)


def _cut(ring, least, most):
    """A ring without its last corner, float64 (n, 2), cut down to the box from `least` to `most`."""
    for axis in (0, 1):
        for bound, sign in ((least[axis], 1), (most[axis], -1)):
            if not len(ring):
                return ring
            ring = _half(ring, axis, bound, sign)
    return ring


def _half(ring, axis, bound, sign):
    """What of a ring is above the bound on an axis, or below where the `sign` is negative."""
    inside = sign * (ring[:, axis] - bound) >= 0
    if inside.all():
        return ring
    ends = np.roll(ring, -1, axis=0)
    crosses = inside != np.roll(inside, -1)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        share = (bound - ring[:, axis]) / (ends[:, axis] - ring[:, axis])
        cuts = ring + share[:, None] * (ends - ring)
    cuts[:, axis] = bound
    return np.stack([ring, cuts], axis=1)[np.stack([inside, crosses], axis=1)]


def _rings(polygon):
    """The rings of an OGR polygon, float64 (n_corners, 2) each, without the last corner, which is the first again."""
    data = polygon.Clone()
    data.FlattenTo2D()
    data = bytes(data.ExportToWkb(ogr.wkbNDR))
    (count,), start = struct.unpack_from("<I", data, 5), 9
    for _ in range(count):
        (corners,) = struct.unpack_from("<I", data, start)
        values = np.frombuffer(data, "<f8", 2 * corners, start + 4).reshape(-1, 2)
        start += 4 + values.nbytes
        if corners:
            yield values[:-1] if (values[0] == values[-1]).all() else values


def _polygon(rings):
    parts = [struct.pack("<BII", LITTLE_ENDIAN, POLYGON, len(rings))]
    for ring in rings:
        closed = np.concatenate([ring, ring[:1]])
        parts += [struct.pack("<I", len(closed)), closed.astype("<f8").tobytes()]
    return ogr.CreateGeometryFromWkb(b"".join(parts))
