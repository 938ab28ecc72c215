# SPDX-License-Identifier: GPL-2.0-or-later
"""Print what tests run with: the versions of Python, QGIS, Qt, GDAL, numpy and torch."""

import importlib
import platform

from osgeo import gdal
from qgis.core import Qgis
from qgis.PyQt.QtCore import PYQT_VERSION_STR, QT_VERSION_STR


def version_of(package):
    try:
        return importlib.import_module(package).__version__
    except ImportError:
        return "none"


versions = {
    "QGIS": Qgis.QGIS_VERSION,
    "Qt": f"{QT_VERSION_STR} (PyQt {PYQT_VERSION_STR})",
    "GDAL": gdal.VersionInfo("RELEASE_NAME"),
    "Python": platform.python_version(),
    "numpy": version_of("numpy"),
    "torch": version_of("torch"),
}
print(", ".join(f"{name} {version}" for name, version in versions.items()), flush=True)
