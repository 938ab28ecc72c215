# SPDX-License-Identifier: GPL-2.0-or-later
"""Whole or nothing: pip works in a folder of its own beside the place, which takes the place when all is well.

Names are short: on Windows a path ends at 260 characters, and torch has files whose own paths are 120 long.
"""

import os
import shutil
import zipfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ..interface.package_copies import installation_lock, put_back, waiting_copy

QGIS_ONLY = ("numpy", "osgeo")  # QGIS is built on these: never another copy, not even last on the path


@dataclass(frozen=True)
class Places:
    """Where an installation works, beside `final`, the folder that it makes."""

    final: Path

    @property
    def work(self):
        return self.final.parent / "new"

    @property
    def target(self):
        return self.work / "p"

    @property
    def scratch(self):
        return self.work / "t"

    @property
    def stand_ins(self):
        return self.work / "stand-ins"

    @property
    def constraints(self):
        return self.work / "constraints.txt"

    @property
    def replaced(self):
        return waiting_copy(self.final)

    @property
    def lock(self):
        return installation_lock(self.final)


def prepare(places, kept):
    """Make the empty folders of `places`, and what keeps QGIS's packages as they are.

    places : Places
    kept   : {name: version} of the packages that must stay
    """
    discard(places)
    for folder in (places.target, places.scratch, places.stand_ins):
        folder.mkdir(parents=True)
    pinned = {name: f"{version.split('+')[0]}+qgis" for name, version in kept.items()}
    places.constraints.write_text("".join(f"{name}=={version}\n" for name, version in pinned.items()), encoding="utf-8")
    for name, version in pinned.items():
        write_stand_in(places.stand_ins, name, version)


def write_stand_in(folder, name, version):
    """A wheel without content, in `folder`, which shows pip that QGIS has the package `name` at this `version`.

    With --target, pip fetches even what is there already. The version's local part (+qgis) is on no index, so pip
    takes this file, picks versions of all others that suit it, and cannot fetch another numpy.
    """
    information = f"{name}-{version}.dist-info"
    with zipfile.ZipFile(folder / f"{name}-{version}-py3-none-any.whl", "w") as wheel:
        wheel.writestr(f"{information}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
        wheel.writestr(f"{information}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr(f"{information}/RECORD", "")


def drop_qgis_packages(target):
    """Delete the stand-ins' records, and any numpy or GDAL that came all the same."""
    for path in list(target.iterdir()):
        name = path.name.lower()
        if name in QGIS_ONLY or name.startswith(("numpy-", "numpy.libs", "gdal-")):
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def commit(places):
    """The new folder takes the place; what stood there waits beside it until `discard`, or stands again on failure.

    places : Places, whose target is finished
    errors : OSError
    """
    if places.final.is_dir():
        os.replace(places.final, places.replaced)
    try:
        os.replace(places.target, places.final)
    finally:
        put_back(places.final)


def discard(places):
    """Delete what an installation leaves: a failed one, an old one, or the remains of one that was killed.

    What Windows keeps because it is in use, the next one deletes.

    places : Places
    """
    put_back(places.final)
    shutil.rmtree(places.work, ignore_errors=True)
    if places.final.is_dir() and places.replaced.is_dir():
        with suppress(OSError):  # away from its name in one step: half of it must never be put back
            places.work.mkdir(parents=True, exist_ok=True)
            os.replace(places.replaced, places.work / "old")
        shutil.rmtree(places.work, ignore_errors=True)


def bytes_in(folder):
    """Bytes of all files in a folder, some of which may vanish meanwhile."""
    return sum(_size(Path(parent, name)) for parent, _, names in os.walk(folder) for name in names)


def _size(path):
    try:
        return path.stat().st_size
    except OSError:
        return 0


def free_bytes(folder):
    """Bytes free on the disk of a folder that need not exist yet."""
    return shutil.disk_usage(next(parent for parent in (folder, *folder.parents) if parent.exists())).free
