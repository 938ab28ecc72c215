# SPDX-License-Identifier: GPL-2.0-or-later
"""Shapefiles whose table is damaged are refused before any of their features is read."""

import os


def refuse_damaged_tables(sources, progress):
    """Refuse layers of features whose table is not whole.

    sources  : as of `overwriting.inputs_of`
    progress : is asked to cancel
    errors   : those of `check_table`
    """
    from ..raster.shapefile_table import check_table

    for _, places in sources.values():
        for path in {place.path for place in places if os.path.isfile(place.path)}:
            check_table(path, progress)
