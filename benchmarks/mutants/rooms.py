# SPDX-License-Identifier: GPL-2.0-or-later
"""Which files are mutated and which tests may kill: folders and files, so that a new file needs no line here."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "build" / "mutants"
PLUGIN = "mineral_prune_plugin"

ROOMS = {
    "pruning": (f"{PLUGIN}/pruning",),
    "models": (f"{PLUGIN}/models",),
    "kernel": (f"{PLUGIN}/mapping/kernel",),
    "assessment": (f"{PLUGIN}/assessment",),
}
LEFT_OUT = {"models": "densenet"}  # files with this in their path; the DenseNet's pruning is in the room of pruning
TESTS = ("tests/pruning", "tests/models", "tests/mapping", "tests/raster", "tests/spectra", "tests/assessment")


def source_files(room, paths=()):
    """The Python files of a room, or of `paths` instead of the room's; relative to the checkout, sorted."""
    files = {file for path in paths or ROOMS[room] for file in python_files(ROOT / path)}
    files = sorted(str(file.relative_to(ROOT)) for file in files)
    return [file for file in files if room not in LEFT_OUT or LEFT_OUT[room] not in file]


def python_files(path):
    return path.rglob("*.py") if path.is_dir() else [path]


def test_files():
    """Every test file that may kill, relative to the checkout, sorted."""
    paths = [path for pattern in TESTS for path in ROOT.glob(pattern)]
    files = {file for path in paths for file in (path.rglob("test_*.py") if path.is_dir() else [path])}
    return sorted(str(file.relative_to(ROOT)) for file in files)
