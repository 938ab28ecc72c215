# SPDX-License-Identifier: GPL-2.0-or-later
"""How fast maps are made, against GDAL's own reading and against other programs: `make bench-map`."""
