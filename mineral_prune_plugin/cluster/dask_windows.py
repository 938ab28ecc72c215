# SPDX-License-Identifier: GPL-2.0-or-later
"""The windows of one scene on all workers; this process writes them, in their order, as it writes its own.

No machine holds more than a few windows, and the map has the bytes of one that was made by a single process.
"""

import secrets
from collections import deque
from concurrent.futures import Future
from contextlib import contextmanager
from functools import partial

from ..errors import WorkerDied
from ..progress import result_of
from ..raster.opening import raster_name
from .dask_pool import ALLOWED_DEATHS, require_scheduler

AHEAD = 3  # windows a thread that are handed over


def on_workers(client, holder, job, scene):
    """What has the windows of a scene classified; called as `workers.in_order`.

    client : of Dask
    holder : name of the ModelHolder
    job    : ArchiveJob
    scene  : Scene
    """
    return partial(_distributed, (client, holder, job, scene))


@contextmanager
def _distributed(place, windows, open_worker, workers, progress):
    """As `workers.in_order`; who opens workers here and how many there are is not asked."""
    pending = deque()
    try:
        yield _results(place, windows, pending, progress)
    finally:
        place[0].cancel([future for _, future, _ in pending])


def _results(place, windows, pending, progress):
    client, scene = place[0], place[3]
    ahead = AHEAD * max(1, sum(client.nthreads().values()))
    numbers = iter(range(len(windows)))
    name = f"window-{scene.name}-{secrets.token_hex(4)}"
    done = 0
    while True:
        for number in numbers:
            pending.append(_submitted(place, windows, number, name))
            if len(pending) >= ahead:
                break
        if not pending:
            return
        progress.step(done / len(windows))
        number, future, arrival = pending.popleft()
        try:
            result = result_of(arrival, progress)
        except Exception as error:
            require_scheduler(client, [future])
            if type(error).__name__ == "KilledWorker":
                raise WorkerDied(raster=raster_name(scene.path), times=ALLOWED_DEATHS + 1) from error
            raise
        yield windows[number], result
        done += 1


def _submitted(place, windows, number, name):
    """(number of a window, its future of Dask, a Future of Python's, which a Progress can wait for)."""
    from .dask_worker import classify_on_worker

    client, holder, job, scene = place
    arguments = (scene, job, windows, number, holder)
    future = client.submit(classify_on_worker, *arguments, key=f"{name}-{number}", pure=False, priority=-number)
    arrival = Future()
    future.add_done_callback(partial(_arrived, arrival))
    return number, future, arrival


def _arrived(arrival, future):
    try:
        arrival.set_result(future.result())
    except BaseException as error:  # noqa: BLE001, raised again where the result is waited for
        arrival.set_exception(error)
