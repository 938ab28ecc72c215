# SPDX-License-Identifier: GPL-2.0-or-later
"""Whole or nothing, and never a numpy."""

import json
import os
import subprocess
import sys
from pathlib import Path

import package_index
import pytest

from mineral_prune_plugin.desktop import pip_command, requirements, staging


@pytest.fixture
def places(tmp_path):
    places = staging.Places(tmp_path / "profile 矿物" / "packages")
    places.final.parent.mkdir()
    staging.prepare(places, {"numpy": "1.24.2", "GDAL": "3.6.2"})
    return places


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_pip_takes_the_stand_in_and_no_numpy_of_any_index(places, tmp_path):
    index = package_index.make_index(tmp_path / "index", "1.24.2")
    arguments = pip_command.install_arguments(requirements.REQUIREMENTS[:1], places)
    environment = {**os.environ, **pip_command.pip_environment(places), "PIP_CONFIG_FILE": os.devnull}
    environment.update({"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(index)})
    subprocess.run([sys.executable, *arguments], env=environment, check=True, capture_output=True)
    assert "torch" in names(places.target) and "numpy" not in names(places.target)
    assert (places.target / "numpy-1.24.2+qgis.dist-info").is_dir()
    staging.drop_qgis_packages(places.target)
    assert not [name for name in names(places.target) if "numpy" in name]


def test_a_numpy_or_gdal_that_came_all_the_same_goes(places):
    for name in ("numpy", "numpy.libs", "numpy-2.0.dist-info", "osgeo", "GDAL-3.9.dist-info", "numpydoc"):
        (places.target / name).mkdir()
    staging.drop_qgis_packages(places.target)
    assert names(places.target) == ["numpydoc"]


def test_the_new_folder_takes_the_place_of_the_old_one(places):
    places.final.mkdir()
    (places.final / "old").touch()
    (places.target / "new").touch()
    staging.commit(places)
    staging.discard(places)
    assert names(places.final) == ["new"] and names(places.final.parent) == ["packages"]


def test_the_old_one_stands_where_the_new_one_cannot(places):
    places.final.mkdir()
    (places.final / "old").touch()
    places.target.rmdir()
    with pytest.raises(OSError):
        staging.commit(places)
    assert names(places.final) == ["old"]


def test_an_installation_killed_at_any_moment_leaves_the_old_copy_or_the_new_one(tmp_path):
    driver = Path(__file__).with_name("kill_installations.py")
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2] / "build" / "plugins")}
    command = [sys.executable, driver, tmp_path]
    watched = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300)
    assert watched.returncode == 0, watched.stderr
    seen = json.loads(watched.stdout)
    assert seen["calls"] > 40 and seen["pairs"] > 80
    assert seen["wrong"] == [] and seen["left"] == ["packages-python311"]


def test_qgis_puts_the_old_copy_back_as_it_starts_unless_an_installation_is_under_way(qgis, tmp_path, monkeypatch):
    from qgis.PyQt.QtCore import QLockFile

    from mineral_prune_plugin.interface import packages

    final = tmp_path / "packages-python311"
    monkeypatch.setattr(packages, "packages_folder", lambda: final)
    (tmp_path / "old-python311").mkdir()
    lock = QLockFile(str(tmp_path / "installing.lock"))
    assert lock.tryLock(0)
    path = packages.PackagesPath()
    path.join()
    assert path.entries == [] and not final.exists()
    lock.unlock()
    path.join()
    assert path.entries == [str(final / "first"), str(final)] and names(tmp_path) == ["packages-python311"]
    path.leave()


def test_what_a_killed_qgis_left_is_gone_with_the_next(places):
    (places.scratch / "half of a wheel").touch()
    staging.prepare(places, {})
    assert names(places.scratch) == []


def test_packages_in_our_own_folder_are_installed_anew_and_others_are_not(tmp_path, monkeypatch):
    wanted = [requirements.Requirement(name, "1", 1, 1) for name in ("mp_ours", "mp_qgis_own", "mp_nowhere", "mp_file")]
    ours, of_qgis = tmp_path / "ours", tmp_path / "qgis"
    for folder, name in ((ours, "mp_ours"), (of_qgis, "mp_qgis_own")):
        (folder / name).mkdir(parents=True)
        (folder / name / "__init__.py").touch()
    (ours / "mp_file.py").touch()
    monkeypatch.setattr(sys, "path", [*sys.path, str(of_qgis), str(ours)])
    assert [each.name for each in requirements.to_install(ours, wanted)] == ["mp_ours", "mp_nowhere", "mp_file"]
    assert [each.name for each in requirements.missing(wanted)] == ["mp_nowhere"]


def test_the_window_asks_by_itself_for_what_training_needs_alone(tmp_path):
    wanted = [requirements.Requirement(f"mp_nowhere_{trains}", "1", 1, 1, trains) for trains in (True, False)]
    assert [each.name for each in requirements.missing(wanted)] == ["mp_nowhere_True"]
    assert requirements.to_install(tmp_path, wanted) == tuple(wanted)
    assert [each.name for each in requirements.REQUIREMENTS if not each.trains] == ["onnx"]
