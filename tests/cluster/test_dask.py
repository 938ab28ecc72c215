# SPDX-License-Identifier: GPL-2.0-or-later
"""Workers of Dask in processes of their own: checked before a scene is begun, killed in the middle of one."""

import shutil

import pytest
from cluster.conftest import ROOT

from benchmarks.cluster.kills import VICTIMS, Stage
from benchmarks.cluster.processes import Cluster


@pytest.mark.parametrize("victim", VICTIMS)
def test_after_a_kill_the_next_run_makes_the_same_bytes_and_maps_nothing_twice(victim, tmp_path):
    stage = Stage(tmp_path, scenes=6, size=(60, 60))
    _, _, _, before, _, twice, result = stage.disturbed(victim, 1)
    assert result == "same"
    assert twice == 0
    if victim == "worker":
        assert before == 6, "the run itself goes on without the worker"


def test_no_scheduler_is_said_with_its_address(three):
    archive, scenes = three
    ended = archive.map(*scenes, "--scheduler", "tcp://127.0.0.1:9", "--wait", 1)
    assert ended.code == 2
    assert "No Dask scheduler answers at tcp://127.0.0.1:9" in ended.log
    assert "No Dask scheduler answers at nonsense:" in archive.map(*scenes, "--scheduler", "nonsense:", "--wait", 1).log


def test_a_scheduler_without_workers_is_waited_for_and_then_told(three):
    archive, scenes = three
    with Cluster(archive.folder, workers=0) as cluster:
        ended = archive.map(*scenes, "--scheduler", cluster.address, "--wait", 1)
    assert ended.code == 2
    assert f"The scheduler at {cluster.address} has no worker after 1 s" in ended.log


def test_workers_with_other_code_are_refused_before_a_scene_is_begun(three):
    archive, scenes = three
    other = archive.folder / "other"
    shutil.copytree(ROOT / "mineral_prune_plugin", other / "mineral_prune_plugin")
    with open(other / "mineral_prune_plugin" / "spectra" / "hull.py", "a", encoding="utf-8") as file:
        file.write("\n# changed\n")
    with Cluster(archive.folder, workers=1, PYTHONPATH=other) as cluster:
        ended = archive.map(*scenes, "--scheduler", cluster.address)
    assert ended.code == 2
    assert "The workers do not run what this machine runs" in ended.log
    assert "code here" in ended.log
    assert archive.maps() == {}


def test_workers_that_cannot_use_the_model_or_do_not_see_the_folder_are_refused(three, tmp_path):
    from mineral_prune_plugin.cluster.dask_worker import facts_of_worker

    folder = tmp_path / "out"
    assert facts_of_worker(str(tmp_path), "model.safetensors", ())["problem"] == ""
    assert "not the same folder" in facts_of_worker(str(folder), "sign", ())["problem"]
    problem = facts_of_worker(str(tmp_path), "model.safetensors", ("torch", "no_such_package"))["problem"]
    assert problem == "the model needs no_such_package, which is not installed there"


def test_the_windows_of_one_scene_on_two_workers_make_the_bytes_of_one_process(archive):
    scene = archive.add("scene.tif", side=900)
    packed = archive.add("packed.tif", side=700, options=("COMPRESS=DEFLATE", "TILED=YES", "INTERLEAVE=BAND"))
    archive.map(scene, packed, "--confidence")
    out = archive.folder / "windows"
    ended = archive.map(scene, packed, "--confidence", "--workers", 2, "--window-parallel", out=out)
    assert ended.code == 0, ended.log
    assert archive.maps() == archive.maps(out)
