# SPDX-License-Identifier: GPL-2.0-or-later
"""Where a raster lies, as a person quotes it: coordinate system, extent, size of a pixel, width on the ground."""

from dataclasses import dataclass
from math import hypot
from typing import Optional

import numpy as np
from osgeo import osr

from .earth import on_earth
from .opening import call_gdal

PIECES = 32  # of a row that is measured: the shortest way between the ends of one around the Earth is none
SURE = 70  # percent, of PROJ: an equivalent system, called otherwise
SYMBOLS = {"metre": "m", "meter": "m", "degree": "°", "kilometre": "km"}


@dataclass(frozen=True)
class Footprint:
    """Of a raster that is placed on the ground, or only of its size.

    columns, rows : pixels
    crs           : name and code of its coordinate system, "" where not known
    unit          : of its coordinates, "" where not known
    extent        : (xmin, ymin, xmax, ymax), None where the raster lies nowhere
    pixel         : (width, height) in that unit, None where the raster lies nowhere
    width_m       : metres on the ground along the middle row, None where not known
    geotransform  : of the raster, None where it lies nowhere
    """

    columns: int
    rows: int
    crs: str = ""
    unit: str = ""
    extent: Optional[tuple] = None
    pixel: Optional[tuple] = None
    width_m: Optional[float] = None
    geotransform: Optional[tuple] = None


def footprint(grid):
    """The Footprint of a raster. grid : raster.source.Grid"""
    if not grid.georeferenced:
        return Footprint(grid.width, grid.height)
    _, across, down, _, right, high = grid.geotransform
    pixel, extent = (hypot(across, right), hypot(down, high)), grid.extent()
    reference = osr.SpatialReference()
    if not grid.wkt or reference.ImportFromWkt(grid.wkt) != 0:
        return Footprint(grid.width, grid.height, extent=extent, pixel=pixel, geotransform=grid.geotransform)
    reference.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    width_m = _width_m(grid, reference)
    names = _called(reference), _unit(reference)
    return Footprint(grid.width, grid.height, *names, extent, pixel, width_m, grid.geotransform)


def _called(reference):
    """ "WGS 84 / UTM zone 11N (EPSG:32611)"; an ENVI header states the parameters and no name."""
    if not reference.GetAuthorityCode(None):
        alike = [known for known, confidence in reference.FindMatches() or () if confidence >= SURE]
        reference = alike[0] if len(alike) == 1 else reference
    name, code = reference.GetName() or "", reference.GetAuthorityCode(None)
    return f"{name} ({reference.GetAuthorityName(None)}:{code})" if code else name


def _unit(reference):
    name = reference.GetAngularUnitsName() if reference.IsGeographic() else reference.GetLinearUnitsName()
    return SYMBOLS.get(name.lower(), name)


def _width_m(grid, reference):
    """By great circles along the middle row: to half a percent, whatever the projection distorts."""
    if not (reference.IsGeographic() or reference.IsProjected()) or not on_earth(grid, reference):
        return None
    geographic = reference.CloneGeogCS()
    geographic.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    places = [_place(grid, column, grid.height / 2) for column in np.linspace(0, grid.width, PIECES + 1)]
    if not reference.IsGeographic():
        places, _ = call_gdal(lambda: osr.CoordinateTransformation(reference, geographic).TransformPoints(places))
    longitudes, latitudes = np.array(places or [(np.inf, np.inf)])[:, :2].T * geographic.GetAngularUnits()
    if not np.isfinite(longitudes).all() or np.abs(latitudes).max() > np.pi / 2:
        return None
    half = np.sin(np.diff(latitudes) / 2) ** 2
    half += np.cos(latitudes[1:]) * np.cos(latitudes[:-1]) * np.sin(np.diff(longitudes) / 2) ** 2
    width = float(2 * geographic.GetSemiMajor() * np.arcsin(np.sqrt(np.minimum(half, 1))).sum())
    around = 2 * np.pi * geographic.GetSemiMajor()
    return width if 0 < width <= around * (1 + 1e-9) else None


def _place(grid, column, row):
    x, across, down, y, right, high = grid.geotransform
    return x + across * column + down * row, y + right * column + high * row
