# SPDX-License-Identifier: GPL-2.0-or-later
"""Independent computations at once, in as many threads as there are cores."""

import threading
from functools import partial

from .errors import Cancelled
from .progress import POLL_S, Progress
from .threads import cores

_thread = threading.local()


def side_by_side(calls, progress):
    """What each of some calls returns, in their order, however many of them run at once.

    Where they are part of another's call, and on one core, they run one after another.

    calls    : functions of a Progress, which do not touch what another of them writes
    progress : shows the mean of their shares, and is asked to cancel them all; what they tell it hears at the end, call
               by call, so that two runs tell the same
    errors   : that of the first of the calls to fail, in their order, upon which the others are cancelled; Cancelled
    """
    if len(calls) < 2 or cores() < 2 or getattr(_thread, "shares_cores", False):
        parts = [progress.part(place / len(calls), (place + 1) / len(calls)) for place in range(len(calls))]
        return [call(part) for call, part in zip(calls, parts)]
    from concurrent.futures import ThreadPoolExecutor, wait  # here, for QGIS starts sooner without it

    stop = threading.Event()
    shares, notices = [0.0] * len(calls), [[] for _ in calls]
    shown = [partial(shares.__setitem__, place) for place in range(len(calls))]
    beside = [Progress(show, told.append, stop.is_set) for show, told in zip(shown, notices)]
    with ThreadPoolExecutor(min(cores(), len(calls)), initializer=share_cores) as threads:
        futures = [threads.submit(_run, call, each, stop) for call, each in zip(calls, beside)]
        try:
            while wait(futures, timeout=POLL_S).not_done:
                progress.step(sum(shares) / len(shares))
        finally:
            stop.set()
    results = _results(futures)
    for told in notices:
        progress.tell_all(told)
    return results


def _run(call, progress, stop):
    progress.raise_if_cancelled()
    try:
        return call(progress)
    except BaseException:
        stop.set()
        raise


def _results(futures):
    """Their results; raises what one of them raised first, which cancelled the others."""
    errors = [future.exception() for future in futures]
    for error in (*(each for each in errors if not isinstance(each, Cancelled)), *errors):
        if error is not None:
            raise error
    return [future.result() for future in futures]


def share_cores():
    """Say that others compute beside this thread, in other processes perhaps: it runs one call after another."""
    _thread.shares_cores = True
