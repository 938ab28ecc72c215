# SPDX-License-Identifier: GPL-2.0-or-later
"""Mineral Prune: neural mineral maps from hyperspectral rasters, with networks pruned small."""


def classFactory(iface):  # noqa: N802, the name that QGIS calls
    from .plugin import MineralPrunePlugin

    return MineralPrunePlugin(iface)
