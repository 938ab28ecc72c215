# SPDX-License-Identifier: GPL-2.0-or-later
"""Windows distributed among threads; their results come back in the plan's order.

Threads, not processes: inside QGIS the interpreter cannot be started again. About one for each core, each with one
thread for its matrix products (threads.py): numpy, torch, GDAL and file reads release Python's lock, so all cores are
busy.
"""

import queue
import threading
from collections import deque
from concurrent.futures import Future, TimeoutError
from contextlib import contextmanager

from ..threads import one_thread

AHEAD = 2  # windows a worker may be ahead of the writer: bounds memory
POLL_S = 0.1  # between looks whether the user has cancelled, while a window is computed


@contextmanager
def in_order(windows, open_worker, workers, progress):
    """An iterator of (window, result of it), in the order of the windows.

    windows     : the plan
    open_worker : gives a context manager of a function of (window, stopped); called once in each thread
    workers     : number of threads
    progress    : reports each window before waiting for it, and is asked to cancel all along
    errors      : those of the function, Cancelled. In any case no thread outlives the block: a function that takes
                  long calls `stopped()` now and then, and once that is True may return anything.
    """
    tasks, stop = queue.SimpleQueue(), threading.Event()
    threads = [threading.Thread(target=_work, args=(open_worker, tasks, stop), daemon=True) for _ in range(workers)]
    for thread in threads:
        thread.start()
    try:
        yield _results(windows, tasks, AHEAD * workers, progress)
    finally:
        stop.set()
        for _ in threads:
            tasks.put(None)
        for thread in threads:
            thread.join()


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
        yield window, _await(future, progress)
        done += 1


def _await(future, progress):
    while True:
        try:
            return future.result(timeout=POLL_S)
        except TimeoutError:
            if future.done():  # raised by the function itself
                raise
            progress.raise_if_cancelled()


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
