# SPDX-License-Identifier: GPL-2.0-or-later
"""The arithmetic of maps: raw values of a piece of a raster in, classes out. Knows nothing of files and threads."""
