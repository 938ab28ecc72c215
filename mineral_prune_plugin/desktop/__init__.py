# SPDX-License-Identifier: GPL-2.0-or-later
"""Dialogs and message bars, only where QGIS has a window."""
