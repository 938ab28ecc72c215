# SPDX-License-Identifier: GPL-2.0-or-later
"""Raster and model in, class map out."""
