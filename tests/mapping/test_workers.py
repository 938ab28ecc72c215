# SPDX-License-Identifier: GPL-2.0-or-later
"""Windows shared among threads: in order, stopped soon, and nothing of the process is left changed."""

import threading
import time
from contextlib import contextmanager

import numpy as np
import pytest
import torch
from making import LAYOUTS, Watcher, random_model
from osgeo import gdal

from mineral_prune_plugin.errors import Cancelled
from mineral_prune_plugin.mapping.class_map import MapJob, map_minerals
from mineral_prune_plugin.mapping.workers import in_order
from mineral_prune_plugin.progress import Progress, silent

UM = (2.0, 2.1, 2.2, 2.3)


def opening(function):
    @contextmanager
    def open_worker():
        yield function

    return open_worker


@pytest.mark.parametrize("workers", [1, 2, 5])
def test_results_come_in_the_order_of_the_windows(workers):
    def late(window, stopped):
        time.sleep(0.02 if window % 3 == 0 else 0)
        return window * 10

    watcher = Watcher()
    with in_order(range(20), opening(late), workers, watcher.progress) as results:
        assert list(results) == [(window, window * 10) for window in range(20)]
    assert watcher.shown == [window / 20 for window in range(20)]


def test_the_first_failure_is_raised_and_every_thread_ends():
    before = threading.active_count()

    def fails(window, stopped):
        if window == 3:
            raise KeyError(window)

    with pytest.raises(KeyError), in_order(range(9), opening(fails), 3, silent()) as results:
        list(results)
    assert threading.active_count() == before


def test_a_worker_that_cannot_be_opened_is_an_error_and_not_a_wait():
    @contextmanager
    def broken():
        raise OSError("no such raster")
        yield

    with pytest.raises(OSError, match="no such raster"), in_order(range(5), broken, 2, silent()) as results:
        list(results)


def test_cancelled_in_the_middle_of_a_window_it_ends_within_a_second():
    cancelled = threading.Event()

    def long(window, stopped):
        while not stopped():
            time.sleep(0.005)

    progress = Progress(lambda done: None, lambda notice: None, cancelled.is_set)
    threading.Timer(0.2, cancelled.set).start()
    started = time.monotonic()
    with pytest.raises(Cancelled), in_order(range(50), opening(long), 2, progress) as results:
        list(results)
    assert time.monotonic() - started < 1.2


def test_a_map_leaves_gdals_cache_and_torchs_threads_as_they_were(tmp_path):
    before = gdal.GetCacheMax(), torch.get_num_threads()
    cube = np.random.default_rng(0).uniform(0.1, 0.9, (4, 30, 40)).astype(np.float32)
    raster = LAYOUTS["gtiff_tiled_pixel"](tmp_path, cube, UM)
    gdal.SetCacheMax(200 * 2**20)
    torch.set_num_threads(3)
    seen = []
    progress = Progress(lambda done: seen.append(gdal.GetCacheMax()), lambda notice: None, lambda: False)
    try:
        map_minerals(MapJob(str(raster), random_model(UM), str(tmp_path / "map.tif")), progress)
        assert (gdal.GetCacheMax(), torch.get_num_threads()) == (200 * 2**20, 3)
        assert max(seen) <= 64 * 2**20
        cancelled = Watcher(cancel_after=0).progress
        with pytest.raises(Cancelled):
            map_minerals(MapJob(str(raster), random_model(UM), str(tmp_path / "map.tif")), cancelled)
        assert (gdal.GetCacheMax(), torch.get_num_threads()) == (200 * 2**20, 3)
    finally:
        gdal.SetCacheMax(before[0])
        torch.set_num_threads(before[1])
