# SPDX-License-Identifier: GPL-2.0-or-later
"""How large a pixel is on the ground."""

from osgeo import osr


def pixel_area_m2(grid):
    """Square metres of a pixel of a Grid, None where its coordinate system is not known or not in lengths.

    A projection that keeps areas, or whose scale is 1 to a per mille as in UTM, is taken as it is.
    """
    reference = osr.SpatialReference()
    if not grid.wkt or reference.ImportFromWkt(grid.wkt) != 0 or not reference.IsProjected():
        return None
    _, a, b, _, c, d = grid.geotransform
    return abs(a * d - b * c) * reference.GetLinearUnits() ** 2
