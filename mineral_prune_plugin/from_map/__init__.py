# SPDX-License-Identifier: GPL-2.0-or-later
"""What is made from a finished class map: areas, a tidier map, polygons."""
