# SPDX-License-Identifier: GPL-2.0-or-later
"""Windows distributed among threads; their results come back in the plan's order.

Threads, not processes: inside QGIS the interpreter cannot be started again. About one for each core, each with one
thread for its matrix products (threads.py): numpy, torch, GDAL and file reads release Python's lock, so all cores are
busy.
"""

import queue
import threading
import time
from collections import deque
from concurrent.futures import Future
from contextlib import contextmanager

from ..progress import result_of
from ..threads import one_thread

AHEAD = 2  # windows a worker may be ahead of the writer: bounds memory
PATIENCE_S = 0.3  # for all workers, once their results no longer matter


@contextmanager
def in_order(windows, open_worker, workers, progress):
    """An iterator of (window, result of it), in the order of the windows.

    windows     : the plan
    open_worker : gives a context manager of a function of (window, stopped); called once in each thread
    workers     : number of threads
    progress    : reports each window before waiting for it, and is asked to cancel all along
    errors      : those of the function, Cancelled. A function that takes long calls `stopped()` now and then, and once
                  that is True may return anything. Unless all went well, a thread that is in the middle of what cannot
                  be stopped, such as unpacking a large block, is not waited for: it ends when that has ended.
    """
    tasks, stop = queue.SimpleQueue(), threading.Event()
    threads = [threading.Thread(target=_work, args=(open_worker, tasks, stop)) for _ in range(workers)]
    for thread in threads:
        thread.start()
    patience = PATIENCE_S
    try:
        yield _results(windows, tasks, AHEAD * workers, progress)
        patience = None  # nothing is under way
    finally:
        stop.set()
        for _ in threads:
            tasks.put(None)
        _join(threads, patience)


def _join(threads, patience):
    """Wait for the end of threads, at most `patience` seconds for all; None for however long."""
    end = None if patience is None else time.monotonic() + patience
    for thread in threads:
        thread.join(None if end is None else max(0.0, end - time.monotonic()))


def _results(windows, tasks, ahead, progress):
    pending, remaining, total = deque(), iter(windows), len(windows)
    done = 0
    while True:
        for window in remaining:
            pending.append((window, Future()))
            tasks.put(pending[-1])
            if len(pending) >= ahead:
                break
        if not pending:
            return
        progress.step(done / total)
        window, future = pending.popleft()
        yield window, result_of(future, progress)
        done += 1


def _work(open_worker, tasks, stop):
    """What a thread does. A worker that cannot be opened fails its tasks, for their results are waited for."""
    with one_thread():
        try:
            with open_worker() as function:
                _do_all(function, tasks, stop)
        except Exception as error:  # noqa: BLE001, raised again where the result is waited for
            failure = error
            _do_all(lambda window, stopped: _raise(failure), tasks, stop)


def _do_all(function, tasks, stop):
    for window, future in iter(tasks.get, None):
        if stop.is_set():
            future.cancel()
            continue
        try:
            future.set_result(function(window, stop.is_set))
        except Exception as error:  # noqa: BLE001
            future.set_exception(error)


def _raise(error):
    raise error
