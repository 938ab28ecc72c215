# SPDX-License-Identifier: GPL-2.0-or-later
"""The folder of the profile where the window's dialog puts packages, and its place on Python's path.

It stands last on the path: where QGIS has a package of its own, numpy above all, that one is imported. But for the few
of its folder `first` (desktop/trial.py), of which QGIS's own are too old for torch.
"""

import sys
from pathlib import Path

from qgis.core import QgsApplication


def packages_folder():
    """A folder for each Python: QGIS 3 and 4 may share a profile, and compiled packages fit one Python only."""
    python = f"{sys.version_info.major}{sys.version_info.minor}"
    return Path(QgsApplication.qgisSettingsDirPath()) / "mineral_prune" / f"packages-python{python}"


class PackagesPath:
    """The folder's entries on Python's path, taken away again only by the one who put them there."""

    def __init__(self):
        self.entries = []

    def join(self):
        folder = packages_folder()
        if str(folder) in sys.path or not folder.is_dir():
            return
        self.entries = [str(folder / "first"), str(folder)]
        sys.path.insert(0, self.entries[0])
        sys.path.append(self.entries[1])

    def leave(self):
        sys.path[:] = [entry for entry in sys.path if entry not in self.entries]
        self.entries = []
