# SPDX-License-Identifier: GPL-2.0-or-later
"""Packages that QGIS may lack: the command that installs them into this very Python, their import, and their folder.

The folder is one of the profile, where the window's dialog puts packages. It stands last on Python's path: where QGIS
has a package of its own, numpy above all, that one is imported. But for the few of its folder `first`
(desktop/trial.py), of which QGIS's own are too old for torch.
"""

import importlib.util
import os
import sys
from pathlib import Path

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QCoreApplication

from ..errors import PackageUnusable
from ..threads import exchanging, import_apart, import_package
from .package_copies import installation_lock, put_back, waiting_copy

NEED_NUMPY = {"matplotlib", "onnx"}
CPU_INDEX = "https://download.pytorch.org/whl/cpu"  # PyTorch's own, of builds for processors alone


def missing_packages_sentence(names):
    """What is missing of the packages `names` and how to install it; "" where nothing is."""
    missing = [name for name in names if not _is_there(name)]
    if not missing:
        return ""
    sentence = QCoreApplication.translate(
        "MineralPrune",
        "This needs {packages}, which the Python of this QGIS lacks. Choose Plugins > Mineral Prune > Install "
        "packages, or run this in a terminal and restart QGIS: {command}",
    )
    return sentence.format(packages=", ".join(missing), command=install_command(missing))


def _is_there(name):
    try:
        return importlib.util.find_spec(name) is not None
    except ValueError:  # another plugin put something of that name among the modules that are loaded
        return True


def import_packages(names):
    """Import packages, each in a thread that ends with it (see threads.py).

    names  : of packages
    errors : PackageUnusable, of the first that is there and does not work
    """
    import_apart(names, _import_and_try)


def _import_and_try(name):
    """A package whose libraries are missing, or are built for another numpy or Python, raises about anything."""
    try:
        module = import_package(name)
        if name == "torch":  # built for another numpy it is imported, and fails at the first array
            exchanging(module)
    except Exception as error:  # noqa: BLE001
        reason = f"{type(error).__name__}: {error}"
        raise PackageUnusable(package=name, reason=reason, command=install_command([name])) from error


def install_command(packages):
    """A shell command that installs packages for this QGIS only, where neither its numpy nor the system's Python moves.

    `sys.executable` is QGIS itself; and a Python of a Linux distribution refuses a bare `pip install` (PEP 668).
    matplotlib and onnx need numpy: it is asked for beside the very version that QGIS has, or pip would bring another.
    """
    import numpy  # here and in other functions of this folder: QGIS starts sooner without it

    folder = Path(QgsApplication.qgisSettingsDirPath()) / "python"
    index = f"--extra-index-url {cpu_index()} " if "torch" in packages and cpu_index() else ""
    wanted = [*packages, f"numpy=={numpy.__version__}"] if NEED_NUMPY & set(packages) else packages
    return f'"{python_executable()}" -m pip install {index}--target "{folder}" {" ".join(wanted)}'


def cpu_index(platform=sys.platform):
    """The address from which pip takes the CPU build of torch; "" where it does so anyway, on Windows and macOS.

    platform : as of sys.platform
    """
    return CPU_INDEX if platform == "linux" else ""


def python_executable():
    """The interpreter of this QGIS, which is embedded in it: a path, made from where its library lies."""
    base = Path(sys.base_prefix)
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    windows = ("python.exe", "python3.exe")
    names = windows if os.name == "nt" else (f"bin/python{version}", "bin/python3")
    return next((str(base / name) for name in names if (base / name).exists()), "python3")


def packages_folder():
    """A folder for each Python: QGIS 3 and 4 may share a profile, and compiled packages fit one Python only."""
    python = f"{sys.version_info.major}{sys.version_info.minor}"
    return Path(QgsApplication.qgisSettingsDirPath()) / "mineral_prune" / f"packages-python{python}"


class PackagesPath:
    """The folder's entries on Python's path, removed again only by whoever put them there."""

    def __init__(self):
        self.entries = []

    def join(self):
        folder = packages_folder()
        if not folder.is_dir() and waiting_copy(folder).is_dir():
            _put_back(folder)
        if str(folder) in sys.path or not folder.is_dir():
            return
        self.entries = [str(folder / "first"), str(folder)]
        sys.path.insert(0, self.entries[0])
        sys.path.append(self.entries[1])

    def leave(self):
        sys.path[:] = [entry for entry in sys.path if entry not in self.entries]
        self.entries = []


def _put_back(folder):
    """What an installation that was killed left; one that is under way holds the lock and needs no help."""
    from qgis.PyQt.QtCore import QLockFile

    lock = QLockFile(str(installation_lock(folder)))
    lock.setStaleLockTime(0)  # a lock ends with its process, not with its age
    if lock.tryLock(0):
        put_back(folder)
        lock.unlock()
