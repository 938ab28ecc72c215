# SPDX-License-Identifier: GPL-2.0-or-later
"""PyQt6 under the names of qgis.PyQt, without what QGIS 4 adds to help older plugins."""
