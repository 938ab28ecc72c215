# SPDX-License-Identifier: GPL-2.0-or-later
"""The folder of the profile where the window's dialog puts packages, and its place on Python's path.

It stands last on the path: where QGIS has a package of its own, numpy above all, that one is imported.
"""

import sys
from pathlib import Path

from qgis.core import QgsApplication


def packages_folder():
    """A folder for each Python: QGIS 3 and 4 may share a profile, and compiled packages fit one Python only."""
    python = f"{sys.version_info.major}{sys.version_info.minor}"
    return Path(QgsApplication.qgisSettingsDirPath()) / "mineral_prune" / f"packages-python{python}"


class PackagesPath:
    """The folder's entry on Python's path, taken away again only by the one who put it there."""

    def __init__(self):
        self.entry = ""

    def join(self):
        folder = packages_folder()
        if str(folder) not in sys.path and folder.is_dir():
            self.entry = str(folder)
            sys.path.append(self.entry)

    def leave(self):
        if self.entry in sys.path:
            sys.path.remove(self.entry)
        self.entry = ""
