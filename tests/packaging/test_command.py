# SPDX-License-Identifier: GPL-2.0-or-later
"""pip installs the command mineral-map on the workers of a cluster: the plugin's code, and no QGIS."""

import configparser
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def test_the_package_has_the_version_of_the_plugin():
    metadata = configparser.ConfigParser()
    metadata.read(ROOT / "metadata.txt", encoding="utf-8")
    stated = re.search(r'^version = "(.+?)"', (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.M)
    assert stated.group(1) == metadata["general"]["version"]


def untracked(checkout):
    """Files of a checkout that git does not ignore."""
    subprocess.run(["git", "init", "--quiet"], cwd=checkout, check=True)
    line = ["git", "ls-files", "--others", "--exclude-standard"]
    return subprocess.run(line, cwd=checkout, check=True, capture_output=True, text=True).stdout.splitlines()


def test_pip_installs_a_command_that_runs_without_qgis_and_has_the_tables_of_the_plugin(tmp_path):
    pytest.importorskip("setuptools.build_meta", reason="pip would fetch it")
    checkout, target = tmp_path / "checkout", tmp_path / "installed"
    checkout.mkdir()
    shutil.copytree(ROOT / "mineral_prune_plugin", checkout / "mineral_prune_plugin")
    for name in ("pyproject.toml", ".gitignore"):
        shutil.copy(ROOT / name, checkout)
    before = untracked(checkout)
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-build-isolation", "--no-deps", "--no-index"]
    subprocess.run([*pip, "--target", target, checkout], check=True, capture_output=True, timeout=300)
    assert untracked(checkout) == before, "what pip leaves in a checkout is ignored"
    assert (target / "mineral_prune_plugin" / "products" / "sensors.csv").is_file()
    program = (
        "import sys\nsys.modules['qgis'] = None\nfrom mineral_prune_plugin.cluster.command_line import main\n"
        "from mineral_prune_plugin.cluster.versions import plugin_version\nprint(plugin_version())\nmain(['--help'])"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(target), os.environ.get("PYTHONPATH", "")])}
    ended = subprocess.run(
        [sys.executable, "-c", program], env=environment, cwd=tmp_path, capture_output=True, text=True
    )
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.startswith("0.1.0\nusage: mineral-map")
    assert (target / "bin" / "mineral-map").is_file()


def test_the_zip_of_the_plugin_holds_what_the_command_needs_in_qgis(tmp_path):
    subprocess.run(
        [sys.executable, ROOT / "scripts" / "package.py", "--into", tmp_path], check=True, capture_output=True
    )
    with zipfile.ZipFile(next(tmp_path.glob("*.zip"))) as zipped:
        assert "mineral_prune_plugin/cluster/__main__.py" in zipped.namelist()
