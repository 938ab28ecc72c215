# SPDX-License-Identifier: GPL-2.0-or-later
"""One thread while a computation runs; the counts that the process had are put back."""

import operator
import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
import torch
from threadpoolctl import LibController, ThreadpoolController, threadpool_info

from mineral_prune_plugin import open_blas as open_blas_module
from mineral_prune_plugin.open_blas import MAPS, fastest_product, has_slow_products, library_paths, open_blas
from mineral_prune_plugin.threads import WITH_THREADS, loaded_libraries, one_thread

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def three_threads():
    before = torch.get_num_threads()
    torch.set_num_threads(3)
    yield
    torch.set_num_threads(before)


def counts():
    """torch's own count and that of every library of the process, from the calling thread."""
    return torch.get_num_threads(), sorted((pool["filepath"], pool["num_threads"]) for pool in threadpool_info())


def all_ones():
    of_torch, of_libraries = counts()
    return of_torch == 1 and all(count == 1 for _, count in of_libraries)


def test_every_count_is_one_within_and_as_before_after():
    before = counts()
    with one_thread():
        assert all_ones()
    assert counts() == before and before[0] == 3


def test_counts_are_put_back_after_an_exception():
    before = counts()
    with pytest.raises(KeyError), one_thread():
        raise KeyError("bug")
    assert counts() == before


def test_computations_may_nest():
    before = counts()
    with one_thread():
        with one_thread():
            assert all_ones()
        assert all_ones()
    assert counts() == before


class Worker(threading.Thread):
    """A thread that enters and leaves `one_thread` when told, and remembers the counts it saw."""

    def __init__(self):
        super().__init__(daemon=True)
        self.enter, self.entered, self.leave, self.left = (threading.Event() for _ in range(4))
        self.start()

    def run(self):
        self.before = torch.get_num_threads()
        self.enter.wait(10)
        with one_thread():
            self.within, self.all_within = torch.get_num_threads(), all_ones()
            self.entered.set()
            self.leave.wait(10)
            self.still = torch.get_num_threads()
        self.after = torch.get_num_threads()
        self.left.set()

    def go_in(self):
        self.enter.set()
        assert self.entered.wait(10)

    def go_out(self):
        self.leave.set()
        assert self.left.wait(10)


def test_one_thread_after_the_other_has_every_count_at_one():
    with one_thread():
        pass
    workers = Worker(), Worker()  # both stay alive, like the threads of QGIS's pool
    for worker in workers:
        before = counts()
        worker.go_in()
        worker.go_out()
        assert worker.all_within and counts() == before


@pytest.mark.parametrize("first_out", [0, 1])
def test_two_overlapping_threads_both_have_one_and_both_get_their_counts_back(first_out):
    workers = Worker(), Worker()
    for worker in workers:
        worker.go_in()
    workers[first_out].go_out()
    workers[1 - first_out].go_out()
    assert [worker.within for worker in workers] == [1, 1]
    assert [worker.still for worker in workers] == [1, 1]
    assert [worker.after for worker in workers] == [worker.before for worker in workers] == [3, 3]
    assert torch.get_num_threads() == 3


def test_threads_that_begin_and_end_at_once_leave_no_count_at_one():
    def compute(_):
        with one_thread():
            pass

    for _ in range(60):
        with ThreadPoolExecutor(4) as threads:
            list(threads.map(compute, range(8)))
        with ThreadPoolExecutor(1) as fresh:
            assert fresh.submit(torch.get_num_threads).result() == torch.get_num_threads() == 3


@pytest.mark.parametrize("main_first", [True, False])
def test_a_thread_that_overlaps_with_the_main_one_leaves_its_count_alone(main_first):
    before, worker = counts(), Worker()
    with one_thread():
        worker.go_in()
        assert worker.within == 1
        if not main_first:
            worker.go_out()
        assert all_ones()
    if main_first:
        worker.go_out()
    assert counts() == before
    later = []
    thread = threading.Thread(target=lambda: later.append(torch.get_num_threads()))
    thread.start()
    thread.join()
    assert later == [3]


FREEZE = """
import importlib.util, shutil, sys, sysconfig, threading
from pathlib import Path
from mineral_prune_plugin.threads import loaded_libraries
import torch

compiled = sorted(Path(sysconfig.get_path("stdlib"), "lib-dynload").glob("_*.so"))[0]
stop = threading.Event()

def look():
    while not stop.is_set():
        loaded_libraries()

sys.setswitchinterval(1e-5)
watchers = [threading.Thread(target=look) for _ in range(2)]
[watcher.start() for watcher in watchers]
for number in range(100):
    copy = shutil.copy(compiled, Path(sys.argv[1]) / f"copy{number}.so")
    importlib.util.module_from_spec(importlib.util.spec_from_file_location(compiled.name.split(".")[0], copy))
stop.set()
[watcher.join() for watcher in watchers]
print("done")
"""


def test_looking_for_libraries_while_a_module_is_imported_freezes_nobody(tmp_path):
    """threadpoolctl before 3.8 did, for it asked the dynamic loader."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "build" / "plugins")}
    command = [sys.executable, "-c", FREEZE, str(tmp_path)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)
    assert done.stdout.strip() == "done", done.stderr


def test_every_library_is_found():
    paths = {pool["filepath"] for pool in loaded_libraries().info()}
    assert paths == {pool["filepath"] for pool in threadpool_info()} and paths


@pytest.mark.skipif(not MAPS.exists(), reason="elsewhere all are looked at")
def test_of_the_many_libraries_of_a_process_few_are_looked_at(monkeypatch):
    looked_at, look = [], ThreadpoolController._make_controller_from_path
    monkeypatch.setattr(
        ThreadpoolController,
        "_make_controller_from_path",
        lambda self, path: looked_at.append(path) or look(self, path),
    )
    assert loaded_libraries().info() and 0 < len(looked_at) < len(library_paths()) / 4


def test_every_name_of_a_library_that_threadpoolctl_knows_is_looked_at():
    prefixes = [prefix for kind in LibController.__subclasses__() for prefix in kind.filename_prefixes]
    assert len(prefixes) > 8 and all(WITH_THREADS.search(prefix) for prefix in prefixes)


WITHOUT_PACKAGES = """
import sys
from mineral_prune_plugin.open_blas import fastest_product, has_slow_products, open_blas
from mineral_prune_plugin.threads import one_thread
import numpy

libraries = open_blas()
for library in libraries:
    library.set_threads(3)

def counts():
    return {library.threads for library in libraries}

with one_thread():
    with one_thread():
        within = counts()
    still = counts()
print(within, still, counts(), has_slow_products() in (True, False), {"torch", "threadpoolctl"} & set(sys.modules))
"""


def test_without_torch_and_threadpoolctl_numpys_matrix_products_have_one_thread(without_packages):
    command = [sys.executable, "-c", WITHOUT_PACKAGES]
    done = subprocess.run(command, env=without_packages, capture_output=True, text=True, timeout=120)
    assert done.stdout.strip() == "{1} {1} {3} True set()", done.stdout + done.stderr


def test_the_threads_and_the_kernels_of_open_blas_are_those_that_threadpoolctl_says():
    known = {pool["filepath"]: pool for pool in threadpool_info() if pool["internal_api"] == "openblas"}
    libraries = open_blas()
    assert len(libraries) == len(known) > 0
    for library in libraries:
        pool = known[library.library._name]
        assert (library.threads, library.kernels) == (pool["num_threads"], pool["architecture"])
        assert has_slow_products() == (pool["architecture"] in open_blas_module.OLDEST_KERNELS)


def laid_out(shape, layout):
    """A float32 matrix of random numbers."""
    rows, columns = shape
    values = np.random.default_rng(rows).uniform(-1, 1, (rows + 3, columns + 3)).astype(np.float32)
    if layout == "part of wider rows":
        return values[:rows, 1 : columns + 1]
    whole = np.ascontiguousarray(values[:rows, :columns])
    return np.ascontiguousarray(whole.T).T if layout == "transposed" else whole


LAYOUTS = ("contiguous", "transposed", "part of wider rows")


@pytest.mark.parametrize("left", LAYOUTS)
@pytest.mark.parametrize("right", LAYOUTS)
@pytest.mark.parametrize("shape", [(5, 7, 11), (1, 7, 11), (5, 1, 11), (5, 7, 1), (1, 1, 1), (32, 50, 4096), (8, 3, 0)])
def test_the_product_of_open_blas_is_that_of_numpy(left, right, shape):
    rows, terms, columns = shape
    first, second = laid_out((rows, terms), left), laid_out((terms, columns), right)
    outputs = open_blas()[0].product()(first, second)
    assert outputs.dtype == np.float32 and outputs.shape == (rows, columns)
    assert np.allclose(outputs, first.astype(np.float64) @ second.astype(np.float64), atol=1e-5)


@pytest.mark.parametrize(
    "wrong",
    [
        np.zeros((4, 6)),
        np.zeros((8, 12), np.float32)[::2, ::2],
        np.zeros((4, 6), np.float32)[::-1],
        np.broadcast_to(np.zeros(6, np.float32), (4, 6)),
    ],
)
def test_a_matrix_that_open_blas_cannot_read_is_refused(wrong):
    for pair in ((wrong, np.zeros((6, 2), np.float32)), (np.zeros((3, 4), np.float32), wrong)):
        with pytest.raises(ValueError, match="a matrix of float"):
            open_blas()[0].product()(*pair)


LATE = """
import sys
from mineral_prune_plugin.threads import one_thread

with one_thread():
    before = "torch" in sys.modules
    import torch
    torch.set_num_threads(3)
    with one_thread():
        within = torch.get_num_threads()
    print(before, within, torch.get_num_threads())
print(torch.get_num_threads())
"""


def test_torch_that_is_loaded_within_a_computation_has_one_thread_in_what_nests_in_it():
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "build" / "plugins")}
    done = subprocess.run([sys.executable, "-c", LATE], env=environment, capture_output=True, text=True, timeout=120)
    assert done.stdout.split() == ["False", "1", "3", "3"], done.stdout + done.stderr


def test_on_linux_products_are_those_of_open_blas_whatever_library_numpy_calls():
    assert (fastest_product() is operator.matmul) == (sys.platform != "linux" or not open_blas())
