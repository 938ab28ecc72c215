# SPDX-License-Identifier: GPL-2.0-or-later
"""Between the core and QGIS: translation, packages, layer styles and colours."""
