# SPDX-License-Identifier: GPL-2.0-or-later
"""One thread for matrix products for the length of a computation.

Sums then run in one order, so results do not depend on the machine's thread count; and for networks this small more
threads are slower. torch's own count is not enough: QGIS links OpenBLAS (through GDAL), whose `sgemm` takes the place
of the one inside torch and keeps a count apart. threadpoolctl finds every such library of the process; where it is
missing, torch is too, and numpy's OpenBLAS is all there is.

A BLAS library's count belongs to the whole QGIS process: it is put back when the last computation ends. The counts of
OpenMP and torch belong to a thread: each computation sets and restores those of its thread. A new thread begins with
the count that any thread gave to torch last, so where that is 1 it is given the count from before the first
computation. The libraries are searched for once while computations are under way, for a search holds Python's lock.
Torch is not loaded for this; where it is loaded during a computation, what nests in that has one thread too.
"""

import importlib
import importlib.util
import os
import re
import sys
import threading
from contextlib import contextmanager

from .open_blas import MAPS, library_paths, open_blas

COMPILED = {"matplotlib": "matplotlib.figure"}  # what loads the compiled modules of a package, if not the package
WITH_THREADS = re.compile("blas|blis|mkl|omp")  # in the names of all libraries that threadpoolctl knows, on Linux
MOST_CORES = 16  # used at once: beyond that workers wait for Python's lock

_lock = threading.Lock()
_process = {}  # while computations are under way: how many, the libraries and the BLAS limit
_torch = {}  # while computations are under way that limit torch: how many, and its count before
_thread = threading.local()


def cores():
    """How many of this machine's cores are used."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(MOST_CORES, usable))


def import_package(name):
    """A package, with its compiled modules. name : of the package"""
    return importlib.import_module(COMPILED.get(name, name))


def import_apart(names, load=import_package):
    """Import packages in a thread that ends with it: the thread that imports torch first must not live on.

    pybind11 before 3.0.2, of which torch 2.6 and matplotlib 3.10 are made, keeps that thread's Python state for good.
    QGIS's background threads get a new one for each run of an algorithm: the second run in the thread met the state of
    the first, which was gone, and QGIS crashed. https://github.com/pybind/pybind11/issues/2888

    names : of packages
    load  : called with each; what it raises is raised
    """
    from concurrent.futures import ThreadPoolExecutor  # here, for QGIS starts sooner without it

    with ThreadPoolExecutor(max_workers=1) as apart:
        list(apart.map(load, names))


def loaded_torch():
    """The module torch where this process has loaded it, else None. Another thread that is loading it is waited for."""
    if not hasattr(sys.modules.get("torch"), "set_num_threads"):
        return None
    import torch

    return torch


def usable_torch():
    """`loaded_torch()` where it and this numpy understand each other, else None.

    One that was built for another numpy is imported, by another plugin perhaps, and raises at the first array.
    """
    torch = loaded_torch()
    try:
        return None if torch is None else exchanging(torch)
    except Exception:  # noqa: BLE001, whatever is wrong with it
        return None


def exchanging(torch):
    """The module `torch`, if an array becomes a tensor and an array again; else this raises about anything."""
    import numpy

    torch.from_numpy(numpy.zeros(1, numpy.float32)).numpy()
    return torch


@contextmanager
def one_thread():
    """Computations may overlap in threads, and nest; only the first searches for libraries."""
    with _limited("torch", _limit_torch), _limited("libraries", _limit_libraries):
        yield


@contextmanager
def _limited(name, limit):
    """Limit for the length of a computation what this thread has not limited yet.

    name  : of what is limited
    limit : gives what undoes it, or None where there is nothing to limit
    """
    undo = None if getattr(_thread, name, False) else limit()
    if undo is None:
        yield
        return
    setattr(_thread, name, True)
    try:
        yield
    finally:
        setattr(_thread, name, False)
        undo()


def _limit_torch():
    torch = loaded_torch()
    if torch is None:
        return None
    with _lock:  # what another thread sets meanwhile would be taken for the count from before
        count = torch.get_num_threads()
        before = _torch.setdefault("count", count)
        _torch["users"] = _torch.get("users", 0) + 1
        torch.set_num_threads(1)

    def undo():
        with _lock:
            torch.set_num_threads(count if count > 1 else before)
            _torch["users"] -= 1
            if not _torch["users"]:
                _torch.clear()

    return undo


def _limit_libraries():
    with _lock:
        if not _process:
            libraries = loaded_libraries()
            _process.update(users=0, libraries=libraries, undo=_limit_blas(libraries))
        _process["users"] += 1
        libraries = _process["libraries"]
    openmp = libraries and libraries.select(user_api="openmp").limit(limits=1)

    def undo():
        if openmp:
            openmp.restore_original_limits()
        with _lock:
            _process["users"] -= 1
            if not _process["users"]:
                _process["undo"]()
                _process.clear()

    return undo


def _limit_blas(libraries):
    """Give BLAS one thread; returns what undoes it. libraries : of `loaded_libraries`"""
    if libraries is None:
        before = [(library, library.threads) for library in open_blas()]
        _set_threads((library, 1) for library, _ in before)
        return lambda: _set_threads(before)
    blas = libraries.select(user_api="blas")
    _take_control(blas)
    limit = blas.limit(limits=1)

    def undo():
        _take_control(blas)
        limit.restore_original_limits()

    return undo


def _set_threads(counts):
    for library, count in counts:
        library.set_threads(count)


def loaded_libraries():
    """threadpoolctl's controller of every such library of the process; None where it is missing.

    Before 3.8 it asked the dynamic loader, which held its lock while each answer waited for Python's: QGIS froze where
    another thread, holding Python's lock, was importing a compiled module. Linux lists them without the loader, and by
    the names of files, no links. It resolves the path of each of the hundreds that QGIS loads, so those whose names
    cannot be meant are left out.
    """
    if importlib.util.find_spec("threadpoolctl") is None:
        return None
    from threadpoolctl import ThreadpoolController

    class Controller(ThreadpoolController):
        def _find_libraries_with_dl_iterate_phdr(self):
            if not MAPS.exists():
                return super()._find_libraries_with_dl_iterate_phdr()
            for path in library_paths():
                self._make_controller_from_path(path)

        def _make_controller_from_path(self, path):
            if not MAPS.exists() or WITH_THREADS.search(os.path.basename(path)):
                super()._make_controller_from_path(path)

    return Controller()


def _take_control(blas):
    """threadpoolctl 3.7 and later ignores, in silence, every thread but the first that ever sets OpenBLAS's count."""
    for library in blas.lib_controllers:
        if hasattr(library, "clear_controlling_thread"):
            library.clear_controlling_thread(force=True)
