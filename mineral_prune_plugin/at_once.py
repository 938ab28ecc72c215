# SPDX-License-Identifier: GPL-2.0-or-later
"""Independent computations at once, in as many threads as there are cores."""

import threading
from functools import partial

from .progress import POLL_S, Progress
from .threads import cores

_thread = threading.local()


def run_at_once(calls, progress):
    """What each of some calls returns, in their order: as if they ran one after another, but sooner.

    On one core, and where they are part of another's call, they do run one after another.

    calls    : functions of a Progress, which do not touch what another of them writes
    progress : shows the mean of their shares, and is asked to cancel them all; what they tell it hears at the end, call
               by call
    errors   : that of the first call, in their order, that fails; those after it are cancelled. Cancelled
    """
    if len(calls) < 2 or cores() < 2 or getattr(_thread, "shares_cores", False):
        parts = [progress.part(place / len(calls), (place + 1) / len(calls)) for place in range(len(calls))]
        return [call(part) for call, part in zip(calls, parts)]
    from concurrent.futures import ThreadPoolExecutor, wait  # here, for QGIS starts sooner without it

    shares, notices, stops = [0.0] * len(calls), [[] for _ in calls], [threading.Event() for _ in calls]
    futures = []
    with ThreadPoolExecutor(min(cores(), len(calls)), initializer=mark_cores_shared) as threads:
        try:
            for place, call in enumerate(calls):
                apart = Progress(partial(shares.__setitem__, place), notices[place].append, stops[place].is_set)
                futures.append(threads.submit(_run, call, apart, stops[place + 1 :]))
            while wait(futures, timeout=POLL_S).not_done:
                progress.step(sum(shares) / len(shares))
        finally:
            _stop(stops)
    return [_result(future, told, progress) for future, told in zip(futures, notices)]


def mark_cores_shared():
    """Mark this thread: others compute beside it, in other processes perhaps, so it runs one call after another."""
    _thread.shares_cores = True


def _run(call, progress, later):
    progress.raise_if_cancelled()
    try:
        return call(progress)
    except BaseException:
        _stop(later)
        raise


def _stop(stops):
    for stop in stops:
        stop.set()


def _result(future, told, progress):
    progress.tell_all(told)
    return future.result()
