# SPDX-License-Identifier: GPL-2.0-or-later
"""Packages that QGIS may lack, and the command that installs them into this very Python."""

import importlib.util
import os
import sys
from pathlib import Path

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QCoreApplication


def missing_packages_sentence(names):
    """What is missing of the packages `names` and how to install it; "" where nothing is."""
    missing = [name for name in names if importlib.util.find_spec(name) is None]
    if not missing:
        return ""
    sentence = QCoreApplication.translate(
        "MineralPrune",
        "This needs {packages}, which the Python of this QGIS lacks. Choose Plugins > Mineral Prune > Install "
        "packages, or run this in a terminal and restart QGIS: {command}",
    )
    return sentence.format(packages=", ".join(missing), command=install_command(missing))


def install_command(packages):
    """A shell command that installs packages for this QGIS only, where neither its numpy nor the system's Python moves.

    `sys.executable` is QGIS itself; and a Python of a Linux distribution refuses a bare `pip install` (PEP 668).
    matplotlib alone needs numpy: it is asked for beside the very version that QGIS has, or pip would bring another.
    """
    import numpy  # here and in other functions of this folder: QGIS starts sooner without it

    folder = Path(QgsApplication.qgisSettingsDirPath()) / "python"
    wanted = [*packages, f"numpy=={numpy.__version__}"] if "matplotlib" in packages else packages
    return f'"{python_executable()}" -m pip install --target "{folder}" {" ".join(wanted)}'


def python_executable():
    """The interpreter of this QGIS, which is embedded in it: a path, made from where its library lies."""
    base = Path(sys.base_prefix)
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    windows = ("python.exe", "python3.exe")
    names = windows if os.name == "nt" else (f"bin/python{version}", "bin/python3")
    return next((str(base / name) for name in names if (base / name).exists()), "python3")
