# SPDX-License-Identifier: GPL-2.0-or-later
"""The QGIS layer: parameters in, layers out."""
