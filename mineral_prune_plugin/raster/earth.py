# SPDX-License-Identifier: GPL-2.0-or-later
"""Whether the coordinates of a raster can lie on the Earth, before PROJ is asked: of 1e30 it reckons for ever."""

import numpy as np

FARTHEST_M = 1e8  # two and a half times around: false eastings with a zone before them reach 6e7


def on_earth(grid, reference):
    """Whether no corner of a raster is farther from the origin than any map is, or is no number.

    grid      : Grid
    reference : osr.SpatialReference of its coordinates
    """
    unit = reference.GetAngularUnits() * reference.GetSemiMajor() if reference.IsGeographic() else 1.0
    unit = reference.GetLinearUnits() if reference.IsProjected() else unit
    with np.errstate(over="ignore", invalid="ignore"):
        return bool(np.abs(np.array(grid.extent()) * unit).max() <= FARTHEST_M)  # False of nan, too
