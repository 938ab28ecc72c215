# SPDX-License-Identifier: GPL-2.0-or-later
"""What QGIS 3 (Qt 5) and QGIS 4 (Qt 6) have under different names. All else is written so that both take it.

That is: enums by their scope, never as whole numbers, and no call that Qt 6 dropped (tests/packaging/test_qt6.py).
"""

from qgis.core import Qgis
from qgis.PyQt.QtCore import QMetaType, QVariant

try:
    from qgis.PyQt.QtGui import QAction  # its place in Qt 6, and in later QGIS 3
except ImportError:
    from qgis.PyQt.QtWidgets import QAction

__all__ = ["INTEGER", "REAL", "TEXT", "QAction"]
FIELDS_OF_METATYPES = 33800  # from this QGIS on a field takes types of QMetaType; of QVariant, PyQt6 has none


def _types_of_fields():
    if Qgis.QGIS_VERSION_INT >= FIELDS_OF_METATYPES:
        return QMetaType.Type.QString, QMetaType.Type.Int, QMetaType.Type.Double
    return QVariant.String, QVariant.Int, QVariant.Double


TEXT, INTEGER, REAL = _types_of_fields()
