# SPDX-License-Identifier: GPL-2.0-or-later
"""The plugin manager loads and unloads the plugin, twice, in a real window in Chinese: nothing stays behind."""

import json
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def story(bare, screen, tmp_path_factory):
    """What was there before, while loaded and after."""
    folder = tmp_path_factory.mktemp("reload")
    settings = "[PythonPlugins]\nmineral_prune_plugin=false\n\n[locale]\noverrideFlag=true\nuserLocale=zh-Hans\n"
    for version in (3, 4):
        path = folder / "profiles" / "default" / "QGIS" / f"QGIS{version}.ini"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(settings)
    environment = {**bare, "QGIS_CUSTOM_CONFIG_PATH": str(folder), "DISPLAY": screen, "QT_QPA_PLATFORM": "xcb"}
    environment["MINERAL_PRUNE_TEST"] = str(folder / "report.json")
    command = ["qgis", "--nologo", "--noversioncheck", "--code", str(ROOT / "tests" / "desktop" / "reload_plugin.py")]
    completed = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)
    assert completed.returncode == 0, completed.stdout[-3000:] + completed.stderr[-3000:]
    seen = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    assert "failed" not in seen, seen["failed"]
    return seen


@pytest.mark.parametrize("turn", ["first", "second"])
def test_it_is_there_while_it_is_loaded(story, turn):
    before, loaded = story["before"], story[f"{turn} loaded"]
    assert set(loaded["providers"]) - set(before["providers"]) == {"mineralprune"}
    assert set(loaded["menu"]) - set(before["menu"]) == {"Mineral Prune"}
    assert len(loaded["actions"]) == len(before["actions"]) + 3  # packages, dock, print layout
    assert before["chinese"] == "Train model" and loaded["chinese"] != "Train model"


@pytest.mark.parametrize("turn", ["first", "second"])
@pytest.mark.parametrize(
    "what",
    ["providers", "algorithms", "menu", "actions", "messages", "modules", "objects", "path", "threads", "chinese"],
)
def test_nothing_is_left_of_it(story, turn, what):
    assert story[f"{turn} unloaded"][what] == story["before"][what]


def test_python_lets_go_of_it(story):
    assert story["first alive"] == story["second alive"] == []


def test_the_notice_of_missing_packages_comes_until_it_is_told_not_to(story):
    if not story["first notices"]:
        pytest.skip("this QGIS has all packages")
    assert (story["first notices"], story["second notices"]) == (1, 0)
    assert story["first notices after that"] == story["second notices after that"] == 0
