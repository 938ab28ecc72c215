# SPDX-License-Identifier: GPL-2.0-or-later
"""By how much areas in a transverse Mercator projection, such as UTM, differ from those on the ground, without PROJ.

The scale along any direction is k0 (1 + E^2 / (2 k0^2 R^2)) at the easting E from the central meridian (Snyder 1987,
USGS Professional Paper 1395, equation 8-7 with its terms of the second order); areas differ by its square. R is the
radius of curvature, between those at the equator and at the pole. PROJ would take as long to be asked as a small scene.
"""

import numpy as np
from osgeo import osr

FARTHEST_EAST_M = 1.0e6  # there the terms of the fourth order are a ten-thousandth
FARTHEST_NORTH_M = 9.3e6  # latitude 83.6


def area_error(grid, reference):
    """The largest share by which areas in the plane are wrong; None of another projection, or too far from its axes.

    grid      : Grid
    reference : osr.SpatialReference of its coordinates
    """
    if not reference.IsProjected() or reference.GetAttrValue("PROJECTION") != osr.SRS_PT_TRANSVERSE_MERCATOR:
        return None
    unit = reference.GetLinearUnits()
    west, south, east, north = (unit * side for side in grid.extent())
    eastings = np.abs(np.array([west, east]) - reference.GetNormProjParm(osr.SRS_PP_FALSE_EASTING))
    northings = np.array([south, north]) - reference.GetNormProjParm(osr.SRS_PP_FALSE_NORTHING)
    origin = abs(np.radians(reference.GetNormProjParm(osr.SRS_PP_LATITUDE_OF_ORIGIN))) * reference.GetSemiMajor()
    if not (eastings.max() <= FARTHEST_EAST_M and np.abs(northings).max() + origin <= FARTHEST_NORTH_M):
        return None
    scale = reference.GetNormProjParm(osr.SRS_PP_SCALE_FACTOR, 1.0)
    minor, major = reference.GetSemiMinor(), reference.GetSemiMajor()
    radius = minor**2 / major  # of the meridian at the equator, the smallest
    farthest = scale * (1 + eastings.max() ** 2 / (2 * (scale * radius) ** 2))
    return max(abs(farthest**2 - 1), abs(scale**2 - 1))
