# SPDX-License-Identifier: GPL-2.0-or-later
"""Getting torch, in a real QGIS window that lacks it: from the message bar to an algorithm that works."""

import base64
import json
import subprocess
import sys
from pathlib import Path

import numpy
import package_index
import pytest

ROOT = Path(__file__).resolve().parents[2]
PICTURES = ROOT / "build" / "screenshots"


@pytest.fixture(scope="module")
def story(bare, screen, tmp_path_factory):
    """What the window showed, from one QGIS that lives through all of it."""
    if subprocess.run(["/usr/bin/python3", "-c", "import torch"], env=bare, capture_output=True).returncode == 0:
        pytest.skip("the system's own Python has torch")
    folder = tmp_path_factory.mktemp("story")
    index = package_index.make_index(folder / "index", numpy.__version__)
    bare["PYTHONPATH"] = str(package_index.make_old_need(folder / "of qgis"))
    PICTURES.mkdir(parents=True, exist_ok=True)
    with package_index.serving(index) as (server, requests):
        orders = {
            "index": str(index),
            "server": server,
            "report": str(folder / "report.json"),
            "pictures": str(PICTURES),
        }
        (folder / "orders.json").write_text(json.dumps(orders))
        environment = {**bare, "DISPLAY": screen, "QT_QPA_PLATFORM": "xcb", "LC_ALL": "C.UTF-8"}
        environment["MINERAL_PRUNE_TEST"] = str(folder / "orders.json")
        driver = ROOT / "tests" / "desktop" / "install_packages.py"
        command = ["qgis", "--nologo", "--noversioncheck", "--code", str(driver)]
        completed = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=600)
    assert completed.returncode == 0, completed.stdout[-3000:] + completed.stderr[-3000:]
    seen = json.loads((folder / "report.json").read_text())
    assert "failed" not in seen, seen["failed"]
    return {**seen, "requests": requests}


def nothing_is_left(ending):
    return ending["folders"] == []


def test_the_window_says_what_is_missing_with_one_button(story):
    possible, sentence = story["can_at_start"]
    assert story["buttons"] == 1 and not possible and "torch" in sentence
    assert not story["torch_at_start"]


def test_the_first_press_takes_the_cpu_build_unless_another_is_chosen(story):
    """On Linux; elsewhere pip takes it anyway."""
    address = "https://download.pytorch.org/whl/cpu" if sys.platform == "linux" else ""
    chosen = {"at first": address, "with CUDA": "", "without": address, "own": "https://example.org"}
    assert story["addresses"] == chosen
    assert "pytorch.org" in story["link"]


def test_offline_is_said_and_leaves_nothing(story):
    assert "could not be reached" in story["offline"]["status"] and nothing_is_left(story["offline"])


def test_an_index_that_has_no_torch_at_all_is_said(story):
    assert "no torch" in story["silent"]["status"] and nothing_is_left(story["silent"])


def test_words_without_an_address_are_no_index(story):
    assert "no address in 'the CPU one'" in story["no_address"]["status"]


def test_cancelling_a_download_ends_pip_at_once_and_leaves_nothing(story):
    assert story["cancelled"]["status"] == "Cancelled; nothing was installed."
    assert "Downloading" in story["cancelled"]["log"] and nothing_is_left(story["cancelled"])
    assert story["cancelled_in"] < 10


def test_a_cuda_build_is_not_fetched_unasked(story):
    assert "CUDA build" in story["cuda"]["status"] and nothing_is_left(story["cuda"])


def test_pip_goes_by_the_proxy_of_qgis_and_its_password_is_in_no_log(story):
    login = "Basic " + base64.b64encode(b"geologist:p@ss:word").decode()
    assert ("http://index.invalid/simple/torch/", login) in [tuple(request) for request in story["requests"]]
    assert not [secret for secret in ("p@ss", "p%40ss") if secret in story["proxy"]["log"]]
    assert nothing_is_left(story["proxy"])


def test_packages_are_installed_beside_qgis_and_its_numpy_stays(story):
    ended = story["installed"]
    assert ended["status"] == "Installed: torch 9.0, safetensors 9.1, threadpoolctl 9.1, onnx 9.1.", ended["log"]
    names = {Path(entry).name for entry in ended["folders"]}
    assert {"torch", "safetensors"} <= names and not names & {"matplotlib"}
    assert not [name for name in names if name.startswith(("numpy", "osgeo", "GDAL", "gdal"))]
    assert len([entry for entry in ended["folders"] if "/" not in entry]) == 1  # no work folder, no lock
    assert story["numpy"] == numpy.__version__ and "packages-python" in story["torch"]
    assert story["copied"]


def test_only_what_qgis_has_too_old_comes_before_its_own(story):
    first = {Path(entry).name for entry in story["first"]}
    assert first == {"mineral_prune_test_need", "mineral_prune_test_need-9.1.dist-info"}


def test_algorithms_work_without_a_restart_and_the_bar_is_gone(story):
    assert story["can_after"] == [True, ""]
    assert story["buttons_after"] == 0


def test_a_second_installation_replaces_the_first(story):
    assert story["again"]["status"].startswith("Installed: torch 9.0")
    assert story["again"]["folders"] == story["installed"]["folders"]


def test_unloading_ends_pip_and_takes_everything_away(story):
    assert story["on_path"] and not story["path_after_unload"]
    assert {entry.split("/")[0] for entry in story["folders_after_unload"]} == {story["folders_after_unload"][0]}
    assert story["menu_after_unload"] == [] and not story["provider_after_unload"]


def test_qgis_process_finds_what_the_window_installed(story, bare, tmp_path):
    command = ["qgis_process", "run", "mineralprune:trainmodel", "--", "INPUT=no.tif", "SAMPLES=no.gpkg"]
    completed = subprocess.run(
        [*command, "MODEL=model.safetensors"], env=bare, cwd=tmp_path, capture_output=True, text=True, timeout=120
    )
    output = completed.stdout + completed.stderr
    assert completed.returncode == 1 and "no.tif" in output and "which the Python of this QGIS lacks" not in output
