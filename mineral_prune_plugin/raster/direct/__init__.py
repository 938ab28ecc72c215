# SPDX-License-Identifier: GPL-2.0-or-later
"""Rasters read straight from their files, by layout, without GDAL."""
