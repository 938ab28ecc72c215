# SPDX-License-Identifier: GPL-2.0-or-later
"""Small scenes share a task of Dask; what one of them does to its worker is not laid upon the others."""

import os
import threading
import time

import pytest

from mineral_prune_plugin.cluster import dask_pool
from mineral_prune_plugin.cluster.archive_job import DONE, FAILED, ArchiveJob, Scene, SceneOutcome
from mineral_prune_plugin.cluster.archive_run import Work, run_archive
from mineral_prune_plugin.cluster.dask_pool import DaskPool, local_workers, scenes_of_task
from mineral_prune_plugin.cluster.ledger import opened


def end_at_killer(scene, job, holder):
    if scene.name == "killer":
        os._exit(1)
    if scene.name == "leaver" and not os.path.exists(f"{scene.path}.left"):
        open(f"{scene.path}.left", "w").close()
        threading.Timer(0.2, os._exit, [1]).start()  # with what it gives, as nobody has fetched it by then
    if scene.name.startswith("slow"):
        time.sleep(dask_pool.LONGEST_TASK_S + 0.1)
    return SceneOutcome(scene.path, DONE, seconds=0.01, worker=f"{os.getpid()}")


def mapped(scenes, folder, pause=0.0):
    """{name: [SceneOutcome, ...]} of a run by one worker, and the scenes of each of its tasks.

    pause : seconds before what has ended is looked at
    """
    job, over, tasks = ArchiveJob(str(folder), "m", "0" * 64), {}, []
    with local_workers(1, job.memory) as client, opened(folder / "ledger.sqlite") as ledger:
        submit = client.submit
        client.submit = lambda *task, **options: tasks.append(task[2]) or submit(*task, **options)
        pool = DaskPool(client, job, "", end_at_killer)
        drained = pool._drained
        pool._drained = lambda seconds: time.sleep(pause) or drained(seconds)
        watch = lambda scene, outcome, attempts: over.setdefault(scene.name, []).append(outcome)  # noqa: E731
        run_archive(Work(tuple(scenes), job, 0.2), pool, ledger, watch)
    return over, tasks


def scenes_named(folder, *names):
    return [Scene(str(folder / f"{name}.tif"), name) for name in names]


def test_small_scenes_share_tasks_and_each_is_over_once(tmp_path):
    scenes = scenes_named(tmp_path, *(f"scene{number}" for number in range(40)))
    over, tasks = mapped(scenes, tmp_path)
    assert {name: [outcome.path for outcome in outcomes] for name, outcomes in over.items()} == {
        scene.name: [scene.path] for scene in scenes
    }
    assert len(tasks) < 10 and max(map(len, tasks)) == dask_pool.MOST_OF_TASK


def test_a_scene_that_ends_its_worker_costs_none_of_those_in_its_task(tmp_path, monkeypatch):
    monkeypatch.setattr(dask_pool, "ALLOWED_DEATHS", 0)
    scenes = scenes_named(tmp_path, *(f"scene{number}" for number in range(12)), "killer", "last")
    over, tasks = mapped(scenes, tmp_path)
    assert any(len(task) > 1 and "killer" in [scene.name for scene in task] for task in tasks)
    states = {name: [outcome.state for outcome in outcomes] for name, outcomes in over.items()}
    assert states == {scene.name: [FAILED if scene.name == "killer" else DONE] for scene in scenes}


def test_what_a_worker_took_with_it_when_it_died_is_made_again(tmp_path):
    scenes = scenes_named(tmp_path, "leaver", "last")
    over, _ = mapped(scenes, tmp_path, pause=0.6)
    assert {name: [outcome.state for outcome in outcomes] for name, outcomes in over.items()} == {
        "leaver": [DONE],
        "last": [DONE],
    }


def test_scenes_that_turn_out_to_take_long_do_not_wait_for_each_other_in_a_task(tmp_path):
    scenes = scenes_named(tmp_path, *(f"scene{number}" for number in range(4)), *(f"slow{n}" for n in range(4)))
    over, tasks = mapped(scenes, tmp_path)
    assert {name: len(outcomes) for name, outcomes in over.items()} == {scene.name: 1 for scene in scenes}
    slow = [[scene.name for scene in task if scene.name.startswith("slow")] for task in tasks]
    assert len(slow[-1]) == 1 and any(len(task) > 1 for task in slow), slow


@pytest.mark.parametrize(
    ("seconds", "count"), [([0.05], 10), ([0.01, 0.01], 16), ([0.2, 0.4], 1), ([20.0], 1), ([0.0], 16)]
)
def test_a_task_is_half_a_second_of_scenes_and_one_of_longer_ones(seconds, count):
    assert scenes_of_task(seconds) == count
