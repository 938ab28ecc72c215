# SPDX-License-Identifier: GPL-2.0-or-later
"""Labelled geometries part by part on a raster's grid, so that none gives no pixel without a word.

GDAL labels the pixels whose centres a polygon holds, and nothing for a polygon that holds none or for a point on the
raster's right or lower border.
"""

from dataclasses import dataclass
from functools import partial

import numpy as np
from osgeo import gdal, ogr

from .opening import call_gdal
from .polygon_clipping import ClippedPolygon, needs_clipping
from .source import BORDER, Grid

MOST_PIXELS = 2**22  # of a polygon's envelope that are looked at at once
LARGEST_ENVELOPE = 2**26  # pixels; a polygon that holds no centre in a larger one is found when nothing comes of it


@dataclass(frozen=True)
class Parts:
    """A feature on the grid.

    geometries : OGR geometries of which GDAL labels every one
    small      : OGR points, the centre of the pixel that each polygon without a pixel's centre lies in
    """

    geometries: tuple
    small: tuple


class GridFrame:
    """What of a geometry lies on a raster."""

    def __init__(self, grid: Grid):
        a, b, c, d, e, f = grid.geotransform
        self._grid = grid
        self._reach = max(np.hypot(b + c, e + f), np.hypot(b - c, e - f)) / 2  # farthest that a centre can be
        corners = [(0, 0), (grid.width, 0), (grid.width, grid.height), (0, grid.height), (0, 0)]
        ring = ogr.Geometry(ogr.wkbLinearRing)
        for column, row in corners:
            ring.AddPoint_2D(a + b * column + c * row, d + e * column + f * row)
        self._outline = ogr.Geometry(ogr.wkbPolygon)
        self._outline.AddGeometry(ring)

    def parts(self, wkb):
        """The Parts of well-known binary. Arcs become chords of a degree each: GDAL labels nothing within a curve."""
        whole = ogr.CreateGeometryFromWkb(wkb).GetLinearGeometry(1.0)
        geometries, small = [], []
        for part in _single(whole):
            kind = ogr.GT_Flatten(part.GetGeometryType())
            if kind == ogr.wkbPoint:
                geometries += self._centre(part)
            elif kind != ogr.wkbPolygon:
                geometries += [part.Clone()] if self._outline.Intersects(part) else []
            elif self._holds_centre(part):
                geometries.append(part.Clone())
            else:
                small += self._centre_of_pixel_in(part)
        return Parts(tuple(geometries), tuple(small))

    def _centre(self, point):
        """[the centre of the pixel that a point lies in], [] outside."""
        columns, rows = self._grid.pixels([point.GetX()], [point.GetY()])
        if not self._grid.inside(columns, rows).all():
            return []
        x, y = self._grid.centres(columns, rows)
        centre = ogr.Geometry(ogr.wkbPoint)
        centre.AddPoint_2D(float(x[0]), float(y[0]))
        return [centre]

    def _centre_of_pixel_in(self, polygon):
        on_raster, _ = call_gdal(lambda: polygon.Intersection(self._outline))
        if on_raster is None:  # GEOS refuses one that crosses itself
            valid, _ = call_gdal(polygon.MakeValid)  # None for coordinates beyond its arithmetic, such as 1e76
            on_raster, _ = call_gdal(lambda: valid and valid.Intersection(self._outline))
        if on_raster is None or not on_raster.Area() > 0:
            return []
        return self._centre(on_raster.PointOnSurface())

    def _holds_centre(self, polygon):
        """Whether GDAL labels a pixel of the raster for a polygon. Asked of GDAL itself where a look cannot tell."""
        west, east, south, north = polygon.GetEnvelope()
        x, y = np.array([west, west, east, east]), np.array([south, north, south, north])
        within = self._grid.inside(*self._grid.pixels(x, y)).all()
        boundary, _ = call_gdal(polygon.Boundary)  # None of a ring that is not closed
        if within and boundary and polygon.Area() > self._reach * boundary.Length():  # its inner circle holds a centre
            return True
        columns, rows = self._places(x, y)
        if not (_centre_between(columns) and _centre_between(rows)):
            return False
        window = self._window(columns, rows)
        return window is not None and self._labelled(polygon, *window)

    def _places(self, x, y):
        """Columns and rows, float64, of map coordinates."""
        a, b, c, d, e, f = self._grid.geotransform
        determinant = b * f - c * e
        return (f * (x - a) - c * (y - d)) / determinant, (b * (y - d) - e * (x - a)) / determinant

    def _window(self, columns, rows):
        """(first column, first row, width, height) of the pixels around corners; None where there are none."""
        left, top = max(0, int(np.floor(columns.min()))), max(0, int(np.floor(rows.min())))
        right = min(self._grid.width, int(np.ceil(columns.max())))
        bottom = min(self._grid.height, int(np.ceil(rows.max())))
        return (left, top, right - left, bottom - top) if right > left and bottom > top else None

    def _labelled(self, polygon, column, row, width, height):
        if width * height > LARGEST_ENVELOPE:
            return True
        source = ogr.GetDriverByName("Memory").CreateDataSource("polygon")
        layer = source.CreateLayer("polygon", None, ogr.wkbPolygon)
        clipped = ClippedPolygon(polygon, self._grid) if needs_clipping(polygon, self._grid) else None
        if clipped is not None:
            polygon = clipped.within(column, row, width, height)
            if polygon is None:
                return False
        entry = ogr.Feature(layer.GetLayerDefn())
        entry.SetGeometry(polygon)
        layer.CreateFeature(entry)
        a, b, c, d, e, f = self._grid.geotransform
        high = max(1, MOST_PIXELS // width)
        for top in range(row, row + height, high):
            rows = min(high, row + height - top)
            target = gdal.GetDriverByName("MEM").Create("", width, rows, 1, gdal.GDT_Byte)
            target.SetGeoTransform((a + column * b + top * c, b, c, d + column * e + top * f, e, f))
            call_gdal(partial(gdal.RasterizeLayer, target, [1], layer, burn_values=[1]))
            if target.ReadAsArray().any():
                return True
        return False


def _centre_between(places):
    """Whether a pixel's centre may lie between the least and the greatest of columns or rows."""
    return np.ceil(places.min() - 0.5 - BORDER) <= places.max() - 0.5 + BORDER


def _single(geometry):
    """The points, lines and polygons of a geometry, collections within collections too."""
    members = geometry.GetGeometryCount()
    if ogr.GT_Flatten(geometry.GetGeometryType()) == ogr.wkbPolygon or not members:
        return [] if geometry.IsEmpty() or not np.isfinite(geometry.GetEnvelope()).all() else [geometry]
    return [part for index in range(members) for part in _single(geometry.GetGeometryRef(index))]
