# SPDX-License-Identifier: GPL-2.0-or-later
"""Where a raster lies on the Earth: its outline in longitudes and latitudes, for catalogues."""

from dataclasses import dataclass
from typing import Optional

import numpy as np
from osgeo import osr

from .earth import on_earth
from .opening import call_gdal

DIGITS = 7  # of degrees: a centimetre


@dataclass(frozen=True)
class Outline:
    """ring : ((longitude, latitude), ...) of the corners, closed; bbox : (west, south, east, north); epsg : or None."""

    ring: tuple
    bbox: tuple
    epsg: Optional[int]


def outline(grid):
    """The Outline of a Grid; None where it does not say where it lies."""
    if not grid.georeferenced or not grid.wkt:
        return None
    reference, earth = osr.SpatialReference(), osr.SpatialReference()
    reference.ImportFromWkt(grid.wkt)
    earth.ImportFromEPSG(4326)
    for each in (reference, earth):
        each.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    if not on_earth(grid, reference):
        return None
    corners = _corners(grid)
    degrees, _ = call_gdal(lambda: osr.CoordinateTransformation(reference, earth).TransformPoints(corners))
    places = np.round(np.array(degrees or [(np.inf, np.inf)])[:, :2], DIGITS)
    if not np.isfinite(places).all() or np.abs(places[:, 1]).max() > 90:
        return None
    ring = tuple((float(x), float(y)) for x, y in places)
    west, south = places.min(axis=0)
    east, north = places.max(axis=0)
    code = reference.GetAuthorityCode(None) if reference.GetAuthorityName(None) == "EPSG" else None
    bbox = float(west), float(south), float(east), float(north)
    return Outline(ring, bbox, int(code) if code else None)


def _corners(grid):
    """[(x, y)] of the corners against the clock, closed, in the coordinates of a Grid."""
    a, b, c, d, e, f = grid.geotransform
    pixels = ((0, grid.height), (grid.width, grid.height), (grid.width, 0), (0, 0), (0, grid.height))
    return [(a + b * column + c * row, d + e * column + f * row) for column, row in pixels]
