# SPDX-License-Identifier: GPL-2.0-or-later
"""The area of pixels and polygons on the ground, also where the map's coordinates are degrees or distort areas.

Coordinates become others whose plane areas are square metres of the ellipsoid: degrees by Lambert's cylindrical
projection in its closed form (Snyder 1987, USGS Professional Paper 1395, equation 3-12), in which parallels and
meridians stay straight; a projection that distorts areas by Lambert's azimuthal one around the map's middle. A
projection whose areas are right to PLANE, such as UTM, is taken as it is, as `pixel_area` does.
"""

from dataclasses import dataclass
from functools import partial
from typing import Callable

import numpy as np
from osgeo import osr

from ..errors import PlaceNotOnEarth
from .earth import on_earth
from .opening import call_gdal
from .source import Grid
from .transverse_mercator import area_error

PLANE = 0.005  # share of an area
CELL = 8  # pixels a side in which an area that changes slowly is taken to be the same


@dataclass(frozen=True)
class Ground:
    """How a grid lies on the ground. Made by `ground_of`.

    plane        : (x, y) float64 arrays of map coordinates -> (u, v) in metres of a plane that keeps areas
    on_ellipsoid : whether the areas are the ellipsoid's, not those of the map's own plane
    level        : whether all pixels of a row have the same area, as where columns are meridians
    """

    grid: Grid
    plane: Callable
    on_ellipsoid: bool
    level: bool

    def pixel_areas(self, window):
        """Square metres of the pixels of a Window, float64 (n_pixels,), row by row; nan where it lies nowhere."""
        columns, rows = self._edges(window)
        corners = np.meshgrid(columns + window.column, rows + window.row)
        u, v = self.plane(*_map_coordinates(self.grid, *corners))
        cells = _quadrangles(u, v) / (np.diff(rows)[:, None] * np.diff(columns)[None, :])
        return np.repeat(np.repeat(cells, np.diff(rows), axis=0), np.diff(columns), axis=1).ravel()

    def areas_at(self, columns, rows):
        """Square metres of some pixels, float64; nan where one lies nowhere. columns, rows : int64 arrays alike"""
        corners = [(columns + right, rows + down) for right, down in ((0, 0), (1, 0), (1, 1), (0, 1))]
        u, v = np.array([self.plane(*_map_coordinates(self.grid, *corner)) for corner in corners]).swapaxes(0, 1)
        return np.abs(_shoelace(u - u[:1], v - v[:1]))

    def polygon_area(self, rings):
        """Square metres of a polygon. rings : float64 (n, 2) arrays of map coordinates, the outer one first."""
        rings = [_with_places_along(ring, self.grid) for ring in rings] if self.on_ellipsoid else rings
        outer, *holes = (_ring_area(*self.plane(ring[:, 0], ring[:, 1])) for ring in rings)
        return outer - sum(holes)

    def _edges(self, window):
        """Columns and rows, int64, of the edges of the cells of a window."""
        if not self.on_ellipsoid:
            return np.array([0, window.width]), np.array([0, window.height])
        wide, high = (window.width, 1) if self.level else (CELL, CELL)
        return (
            np.append(np.arange(0, size, step), size) for size, step in zip((window.width, window.height), (wide, high))
        )


def ground_of(grid, name):
    """The Ground of a map, None where its coordinate system is not known, has no lengths, or does not reach so far.

    grid   : Grid of the map
    name   : of the map, for the error
    errors : PlaceNotOnEarth
    """
    reference = osr.SpatialReference()
    if not grid.georeferenced or not grid.wkt or reference.ImportFromWkt(grid.wkt) != 0:
        return None
    reference.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    if reference.IsGeographic():
        _check_latitudes(grid, reference, name)
        _, _, across, _, down, _ = grid.geotransform
        return Ground(grid, partial(_of_degrees, reference), True, level=across == 0 and down == 0)
    if not reference.IsProjected() or not on_earth(grid, reference):
        return None
    unit = reference.GetLinearUnits()
    flat = Ground(grid, lambda x, y: (x * unit, y * unit), False, level=True)
    error = area_error(grid, reference)
    if error is not None and error <= PLANE:
        return flat
    azimuthal = _azimuthal(reference, grid)
    if azimuthal is None:
        return None
    curved = Ground(grid, azimuthal, True, level=False)
    return curved if _distortion(flat, curved) > PLANE else flat


def _check_latitudes(grid, reference, name):
    """A grid may overlap a pole by its last pixel."""
    _, south, _, north = grid.extent()
    quarter = np.pi / 2 / reference.GetAngularUnits()
    _, _, _, _, down, high = grid.geotransform
    if max(-south, north) > quarter + abs(down) + abs(high):
        raise PlaceNotOnEarth(map=name, south=south, north=north)


def _of_degrees(reference, x, y):
    """(u, v) of longitudes and latitudes in the unit of a geographic coordinate system."""
    unit, a, b = reference.GetAngularUnits(), reference.GetSemiMajor(), reference.GetSemiMinor()
    e = np.sqrt(max(0.0, 1 - (b / a) ** 2))
    sine = np.sin(np.clip(y * unit, -np.pi / 2, np.pi / 2))
    around = np.arctanh(e * sine) / e if e > 0 else sine
    return x * unit * b, b / 2 * (sine / (1 - (e * sine) ** 2) + around)


def _azimuthal(reference, grid):
    """The function `plane` of a Ground by Lambert's azimuthal projection on the same ellipsoid.

    None where the middle of the raster lies nowhere.
    """
    geographic = reference.CloneGeogCS()
    geographic.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    middle = _map_coordinates(grid, np.array([grid.width / 2]), np.array([grid.height / 2]))
    longitude, latitude = _transformed(osr.CoordinateTransformation(reference, geographic), *middle)
    if not np.isfinite((longitude[0], latitude[0])).all():
        return None
    degrees = geographic.GetAngularUnits() * 180 / np.pi
    equal = geographic.Clone()
    equal.SetProjCS("equal area")
    equal.SetLAEA(float(latitude[0]) * degrees, float(longitude[0]) * degrees, 0.0, 0.0)
    equal.SetLinearUnits("metre", 1.0)
    equal.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return partial(_transformed, osr.CoordinateTransformation(reference, equal))


def _transformed(transformation, x, y):
    """(u, v) of coordinates, nan where they have none."""
    places = np.column_stack([np.ravel(x), np.ravel(y)]).tolist()
    points, _ = call_gdal(lambda: transformation.TransformPoints(places))
    points = np.array(points if points is not None else np.full((len(places), 2), np.nan))
    u, v = (np.where(np.isfinite(points[:, k]), points[:, k], np.nan).reshape(np.shape(x)) for k in (0, 1))
    return u, v


def _distortion(flat, curved):
    """The largest share by which areas in the map's plane are wrong, of pixels all over it; 0 where nobody can tell."""
    grid = flat.grid
    columns, rows = np.meshgrid(
        *(np.unique(np.linspace(0, size - 1, 5).astype(int)) for size in (grid.width, grid.height))
    )
    ratios = [ground.areas_at(columns, rows) for ground in (flat, curved)]
    with np.errstate(invalid="ignore", divide="ignore"):
        shares = np.abs(ratios[0] / ratios[1] - 1)
    return float(np.nanmax(shares)) if np.isfinite(shares).any() else 0.0


def _quadrangles(u, v):
    """Areas (rows, columns) between the corners u, v (rows + 1, columns + 1)."""
    around = [(slice(None, -1), slice(None, -1)), (slice(None, -1), slice(1, None))]
    around += [(slice(1, None), slice(1, None)), (slice(1, None), slice(None, -1))]
    u, v = (np.array([values[place] for place in around]) for values in (u, v))
    return np.abs(_shoelace(u - u[:1], v - v[:1]))  # from a corner: far from the origin digits would cancel


def _shoelace(u, v):
    """Signed areas of polygons whose corners run along the first axis."""
    return (u * np.roll(v, -1, axis=0) - np.roll(u, -1, axis=0) * v).sum(axis=0) / 2


def _with_places_along(ring, grid):
    """A ring with more places on its long edges, which are straight on the map and bent in another plane."""
    _, b, c, _, e, f = grid.geotransform
    steps = np.ceil(np.hypot(*np.diff(ring, axis=0).T) / (CELL * np.sqrt(abs(b * f - c * e)))).astype(np.int64)
    ends = np.append(0, np.cumsum(np.maximum(steps, 1)))
    return np.column_stack([np.interp(np.arange(ends[-1] + 1), ends, values) for values in ring.T])


def _ring_area(u, v):
    return float(abs(_shoelace(u - u[0], v - v[0])))


def _map_coordinates(grid, columns, rows):
    """(x, y) of places in pixels, counted from the grid's corner."""
    a, b, c, d, e, f = grid.geotransform
    return a + b * columns + c * rows, d + e * columns + f * rows
