# SPDX-License-Identifier: GPL-2.0-or-later
"""The zip holds the plugin, all of it and nothing else, and depends on the tree alone."""

import os
import stat
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PLUGIN = "mineral_prune_plugin"


def package(root, into):
    command = [sys.executable, root / "scripts" / "package.py", "--into", into]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return Path(printed.strip())


def names(archive):
    with zipfile.ZipFile(archive) as zipped:
        return zipped.namelist()


def test_every_module_of_the_plugin_is_in_the_zip(tmp_path):
    subprocess.run([ROOT / "scripts" / "stage.sh"], check=True)
    found = {name for name in names(package(ROOT, tmp_path)) if name.endswith(".py")}
    assert found == {path.relative_to(ROOT).as_posix() for path in (ROOT / PLUGIN).rglob("*.py")}


def test_the_tables_of_the_embedded_library_are_in_the_zip(tmp_path):
    subprocess.run([ROOT / "scripts" / "stage.sh"], check=True)
    tables = {f"{PLUGIN}/spectral_library/{name}" for name in ("absorptions.csv", "variants.csv")}
    assert tables <= set(names(package(ROOT, tmp_path)))


def test_the_zip_holds_exactly_what_belongs(checkout, tmp_path):
    strays = (
        "tests/test_x.py", "room/__pycache__/x.cpython-311.pyc", "room/x.pyc", ".hidden", ".git/config",
        "room/notes.md~", "room/.DS_Store", "room/x.py.orig",
    )  # fmt: skip
    for name in ("room/x.py", *strays):
        path = checkout / PLUGIN / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    subprocess.run([checkout / "scripts" / "stage.sh"], check=True)
    resources = {
        f"resources/{path.relative_to(checkout / 'resources').as_posix()}" for path in resource_files(checkout)
    }
    expected = {"__init__.py", "provider.py", "room/x.py", "metadata.txt", "LICENSE", "CHANGELOG.md"} | resources
    assert "resources/icon.svg" in resources
    assert set(names(package(checkout, tmp_path))) == {f"{PLUGIN}/{name}" for name in expected}


def resource_files(checkout):
    return [path for path in (checkout / "resources").rglob("*") if path.is_file() and path.suffix != ".ts"]


def test_links_become_regular_files(checkout, tmp_path):
    with zipfile.ZipFile(package(checkout, tmp_path)) as zipped:
        assert all(stat.S_ISREG(entry.external_attr >> 16) for entry in zipped.infolist())
        assert zipped.read(f"{PLUGIN}/metadata.txt") == (checkout / "metadata.txt").read_bytes()


def test_the_same_tree_gives_the_same_bytes_whatever_its_dates(checkout, tmp_path):
    first = package(checkout, tmp_path / "first")
    for path in (checkout / PLUGIN).iterdir():
        os.utime(path, (0, 0))
    second = package(checkout, tmp_path / "second")
    assert first.name == second.name == f"{PLUGIN}-0.1.0.zip"
    assert first.read_bytes() == second.read_bytes()
