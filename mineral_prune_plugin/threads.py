# SPDX-License-Identifier: GPL-2.0-or-later
"""One thread for matrix products for the length of a computation.

Sums then run in one order, so results do not depend on the machine's thread count; and for networks this small more
threads are slower. torch's own count is not enough: QGIS links OpenBLAS (through GDAL), whose `sgemm` takes the place
of the one inside torch and keeps a count apart. threadpoolctl finds every such library of the process.

A BLAS library's count belongs to the whole QGIS process: it is put back when the last computation ends. The counts of
OpenMP and torch belong to a thread: each computation sets and restores those of its thread. A new thread begins with
the count that any thread gave to torch last, so where that is 1 it is given the count from before the first
computation. The libraries are searched for once while computations are under way, for a search holds Python's lock.
"""

import os
import re
import threading
from contextlib import contextmanager
from pathlib import Path

MOST_CORES = 16  # used at once: beyond that workers wait for Python's lock
MAPS = Path("/proc/self/maps")
LIBRARY = re.compile(r" (/[^\n]+\.so[^\n/]*)\n")

_lock = threading.Lock()
_process = {}  # while computations are under way: how many, torch's count before, the libraries and the BLAS limit
_thread = threading.local()


def cores():
    """How many of this machine's cores are used."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(MOST_CORES, usable))


@contextmanager
def one_thread():
    """Computations may overlap in threads, and nest; only the first searches for libraries."""
    if getattr(_thread, "limited", False):
        yield
        return
    undo = _limit()
    _thread.limited = True
    try:
        yield
    finally:
        _thread.limited = False
        undo()


def _limit():
    """Limit every library to one thread; returns what undoes it."""
    import torch

    torch_threads = torch.get_num_threads()
    with _lock:
        if not _process:
            libraries = loaded_libraries()
            blas = libraries.select(user_api="blas")
            _take_control(blas)
            _process.update(users=0, torch=torch_threads, libraries=libraries, blas=blas.limit(limits=1))
        _process["users"] += 1
        before, libraries = torch_threads if torch_threads > 1 else _process["torch"], _process["libraries"]
    openmp = libraries.select(user_api="openmp").limit(limits=1)
    torch.set_num_threads(1)

    def undo():
        openmp.restore_original_limits()
        torch.set_num_threads(before)
        with _lock:
            _process["users"] -= 1
            if not _process["users"]:
                _take_control(_process["libraries"].select(user_api="blas"))
                _process["blas"].restore_original_limits()
                _process.clear()

    return undo


def loaded_libraries():
    """threadpoolctl's controller of every such library of the process.

    Before 3.8 it asked the dynamic loader, which held its lock while each answer waited for Python's: QGIS froze where
    another thread, holding Python's lock, was importing a compiled module. Linux lists them without the loader.
    """
    from threadpoolctl import ThreadpoolController

    class Controller(ThreadpoolController):
        def _find_libraries_with_dl_iterate_phdr(self):
            if not MAPS.exists():
                return super()._find_libraries_with_dl_iterate_phdr()
            for path in sorted(set(LIBRARY.findall(MAPS.read_text(errors="replace")))):
                self._make_controller_from_path(path)

    return Controller()


def _take_control(blas):
    """threadpoolctl 3.7 and later ignores, in silence, every thread but the first that ever sets OpenBLAS's count."""
    for library in blas.lib_controllers:
        if hasattr(library, "clear_controlling_thread"):
            library.clear_controlling_thread(force=True)
