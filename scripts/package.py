#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Zip the staged plugin for QGIS's plugin manager: the same tree gives the same bytes."""

import argparse
import configparser
import fnmatch
import os
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NAME = "mineral_prune_plugin"
LEFT_OUT = (".*", "__pycache__", "tests", "*.py[cod]", "*.ts", "*~", "*.bak", "*.orig", "*.rej")
OLDEST_ZIP_TIME = (1980, 1, 1, 0, 0, 0)


def main(arguments=None):
    options = parse(arguments)
    archive = options.into / f"{NAME}-{version(options.staged)}.zip"
    options.into.mkdir(parents=True, exist_ok=True)
    write_zip(archive, options.staged)
    print(archive)


def parse(arguments):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--staged", type=Path, default=ROOT / "build" / "plugins" / NAME, help="the plugin's folder")
    parser.add_argument("--into", type=Path, default=ROOT / "build", help="where the zip goes")
    return parser.parse_args(arguments)


def version(staged):
    metadata = configparser.ConfigParser()
    if not metadata.read(staged / "metadata.txt", encoding="utf-8"):
        sys.exit(f"{staged} has no metadata.txt: run make stage.")
    return metadata["general"]["version"]


def write_zip(archive, staged):
    """Write beside, then rename: an interrupted run leaves no half zip."""
    unfinished = archive.with_suffix(".part")
    with zipfile.ZipFile(unfinished, "w") as zipped:
        for path in files(staged):
            entry = zipfile.ZipInfo(f"{NAME}/{path.relative_to(staged).as_posix()}", OLDEST_ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # Unix, whatever made it
            entry.external_attr = 0o100644 << 16
            zipped.writestr(entry, path.read_bytes())
    os.replace(unfinished, archive)


def files(staged):
    """Every file that belongs, links followed, sorted by name."""
    found = []
    for folder, subfolders, names in os.walk(staged, followlinks=True):
        subfolders[:] = [name for name in subfolders if belongs(name)]
        found += [Path(folder, name) for name in names if belongs(name)]
    return sorted(found, key=lambda path: path.relative_to(staged).as_posix())


def belongs(name):
    return not any(fnmatch.fnmatchcase(name, pattern) for pattern in LEFT_OUT)


if __name__ == "__main__":
    main()
