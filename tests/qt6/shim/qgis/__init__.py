# SPDX-License-Identifier: GPL-2.0-or-later
"""A shim, not QGIS: the few of its names that our dialogs and docks ask for, so that they can be tried under PyQt6.

It proves nothing of QGIS 4 beyond what PyQt6 itself accepts. For tests/qt6 alone.
"""
