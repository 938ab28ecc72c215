# SPDX-License-Identifier: GPL-2.0-or-later
"""Scenes of one process share a thread: a new one for each would open the database of coordinate systems again."""

import threading

from mineral_prune_plugin.cluster.archive_job import DONE, ArchiveJob, Scene
from mineral_prune_plugin.cluster.pools import ThisProcess
from mineral_prune_plugin.models.model_file import load


def test_many_scenes_are_mapped_in_one_thread(three, monkeypatch):
    archive, scenes = three
    started, start = [], threading.Thread.start
    monkeypatch.setattr(threading.Thread, "start", lambda thread: (started.append(thread.name), start(thread)))
    pool = ThisProcess(ArchiveJob(str(archive.out), "m", "0" * 64), load(archive.model))
    for path in scenes:
        pool.submit(Scene(str(path), path.stem))
        assert [outcome.state for _, outcome in pool.finished(1)] == [DONE]
    assert len(started) == 1 + len(scenes), started  # beside it, the thread that classifies the windows of each
