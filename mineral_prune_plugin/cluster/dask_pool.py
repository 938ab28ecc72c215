# SPDX-License-Identifier: GPL-2.0-or-later
"""Workers of Dask: those of this machine, started for the run, or those of a scheduler that is there already.

A task is a scene, or some scenes that take a moment each: to Dask a task is as much work as reading a small one. Only a
few more than the workers can take are handed over: the scheduler keeps little, and what is lost with it is small.
"""

import asyncio
import queue
import secrets
import time
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from ..errors import NoWorkers, PackagesNeeded, SchedulerLost, SchedulerUnreachable, WorkerDied
from ..raster.opening import raster_name
from .archive_job import FAILED, SceneOutcome
from .scene_map import facts_or_none, failed
from .versions import versions
from .worker_sign import signed

AHEAD = 3  # tasks a thread: one at work, others at hand
LONGEST_TASK_S = 1.0  # after which a task begins no scene
TASK_S, MOST_OF_TASK = 0.5, 16  # of small scenes together; what a kill makes be mapped again is as little
ALLOWED_DEATHS = 2  # of workers, at a scene, beside the first
FETCH_S = 15  # for results to arrive: those of a worker that has died since do not
CONNECT_S = 15
REFRESH_S = 5.0
CLOSE_S = 5
BESIDE_MB = 1024  # of a worker, beside what a scene may take: Python, its packages, what they hold


class DaskPool:
    """Maps scenes on the workers of a client.

    client : of Dask; job : ArchiveJob; holder : name of the ModelHolder of the workers
    task   : what a worker calls with a Scene, `job` and `holder`; None: dask_worker.map_on_worker
    """

    def __init__(self, client, job, holder, task=None):
        from .dask_worker import map_on_worker

        self._client, self._job, self._holder, self._task = client, job, holder, task or map_on_worker
        self._under_way, self._ended, self._gathered = {}, queue.SimpleQueue(), []
        self._threads, self._looked, self._scenes_of_task = 1, 0.0, 1

    @property
    def room(self):
        if time.monotonic() - self._looked > REFRESH_S:  # workers come and go
            self._threads, self._looked = max(1, sum(self._client.nthreads().values())), time.monotonic()
        at_work = len(self._gathered) + sum(map(len, self._under_way.values()))
        return AHEAD * self._threads * self._scenes_of_task - at_work

    def submit(self, scene):
        """Hand over a Scene, as soon as there are enough for a task or the end of others is waited for."""
        self._gathered.append(scene)
        if len(self._gathered) >= self._scenes_of_task:
            self._hand_over()

    def _hand_over(self):
        scenes, self._gathered = self._gathered, []
        self._submit(scenes)

    def _submit(self, scenes):
        from .dask_worker import map_some

        key = f"map-{scenes[0].name}-{secrets.token_hex(4)}"
        task = self._task, scenes, self._job, self._holder, LONGEST_TASK_S
        future = self._client.submit(map_some, *task, key=key, pure=False)
        self._under_way[key] = scenes
        future.add_done_callback(self._ended.put)

    def finished(self, seconds):
        """Yields (Scene, SceneOutcome) of the scenes that are over; waits for the first up to so many `seconds`.

        errors : SchedulerLost
        """
        if self._gathered:
            self._hand_over()
        ended = self._drained(seconds)
        require_scheduler(self._client, ended)
        results = self._fetched([future for future in ended if future.status == "finished"])
        for future in ended:
            scenes, outcomes = self._under_way.pop(future.key), results.get(future.key)
            if outcomes is not None:
                self._scenes_of_task = scenes_of_task([outcome.seconds for outcome in outcomes])
                if scenes[len(outcomes) :]:  # larger ones, for which there was no time
                    self._submit(scenes[len(outcomes) :])
                yield from zip(scenes, outcomes)
            elif future.status == "error" and len(scenes) == 1:
                yield scenes[0], _lost(scenes[0], future)
            else:  # or its worker took the results with it, which Dask would make again before all others
                future.cancel()
                self._apart(scenes)

    def _fetched(self, futures):
        """{key: what its task gave, None where it failed after all} of finished futures.

        {} where a worker has died before all of it was here.
        """

        async def gathered():
            by_key = {future.key: future for future in futures}
            return await self._client.gather(by_key, errors="skip", asynchronous=True)

        try:
            return self._client.sync(gathered, callback_timeout=FETCH_S) if futures else {}
        except (TimeoutError, asyncio.TimeoutError):
            return {}

    def _apart(self, scenes):
        """Hand over Scenes of a task that was lost, each by itself: one of them may have ended the workers."""
        for scene in scenes:
            self._submit([scene])

    def _drained(self, seconds):
        """The futures that have ended, a list."""
        ended = []
        try:
            ended.append(self._ended.get(timeout=seconds))
            while True:
                ended.append(self._ended.get_nowait())
        except queue.Empty:
            return ended


def scenes_of_task(seconds):
    """How many scenes like those of a task the next one is to have. seconds : that each of them took"""
    return max(1, min(MOST_OF_TASK, int(TASK_S * len(seconds) / max(sum(seconds), 1e-3))))


def _lost(scene, future):
    """The SceneOutcome of a task that raised, or whose workers died. scene : Scene; future : of Dask"""
    error = future.exception()
    if type(error).__name__ == "KilledWorker":
        error = WorkerDied(raster=raster_name(scene.path), times=ALLOWED_DEATHS + 1)
    return failed(SceneOutcome(scene.path, FAILED, inputs=((scene.path, *facts_or_none(scene.path)),)), error)


@contextmanager
def local_workers(count, memory):
    """A client of processes of this machine, which end with it.

    count  : of processes
    memory : bytes that a scene may take
    """
    import dask
    from distributed import Client, LocalCluster

    limit = memory + BESIDE_MB * 2**20
    settings = {
        "distributed.scheduler.allowed-failures": ALLOWED_DEATHS,
        "distributed.scheduler.worker-saturation": 1.0,  # a task that waits is not blamed for the death of its worker
        "distributed.admin.large-graph-warning-threshold": "1GB",
    }
    with ExitStack() as stack:
        stack.enter_context(dask.config.set(settings))
        local = {"n_workers": count, "threads_per_worker": 1, "processes": True, "memory_limit": limit}
        cluster = LocalCluster(**local, dashboard_address=None, silence_logs=50)
        stack.callback(_close, cluster)
        yield stack.enter_context(Client(cluster))


def _close(cluster):
    """On a busy machine it takes long, or a worker hangs: all of them end with this process anyway."""
    with suppress(TimeoutError, asyncio.TimeoutError):
        cluster.close(timeout=CLOSE_S)


@contextmanager
def workers_of(address, patience):
    """A client of the scheduler at an address, once it has a worker.

    address  : "tcp://host:8786"
    patience : seconds to wait for the first worker
    errors   : SchedulerUnreachable, NoWorkers
    """
    from distributed import Client

    try:
        client = Client(address, timeout=min(CONNECT_S, max(1.0, patience)))
    except (OSError, ValueError, TypeError, TimeoutError) as error:  # TypeError: of tls without certificates
        raise SchedulerUnreachable(address=address, reason=str(error) or type(error).__name__) from error
    with client:
        until = time.monotonic() + patience
        while not client.nthreads():
            if time.monotonic() > until:
                raise NoWorkers(address=address, seconds=round(patience))
            time.sleep(0.2)
        yield client


@contextmanager
def holding(client, job, model, packages):
    """The name of the ModelHolder of a client's workers, which have been found to run what this machine runs.

    client   : of Dask
    job      : ArchiveJob
    model    : Model
    packages : that the model needs
    errors   : WorkersDiffer, WorkersCannotWork
    """
    from .dask_worker import ModelHolder
    from .worker_checks import check_workers

    name = f"mineral-prune-{job.key[:12]}-{secrets.token_hex(4)}"
    with signed(Path(job.folder), name) as sign:
        check_workers(client, job.folder, sign, packages)
    client.register_plugin(ModelHolder(name, model, versions()), name=name)
    try:
        yield name
    finally:
        if client.status == "running":
            client.unregister_worker_plugin(name)


def require_scheduler(client, futures=()):
    """Errors: SchedulerLost where the scheduler of a client no longer answers.

    client  : of Dask
    futures : of tasks, which nobody has cancelled
    """
    if client.status != "running" or any(future.status == "cancelled" for future in futures):
        raise SchedulerLost(address=client.scheduler.address if client.scheduler else "its address")


def require_dask():
    """Errors: PackagesNeeded where Dask is not installed."""
    import sys
    from importlib.util import find_spec

    missing = [name for name in ("dask", "distributed") if find_spec(name) is None]
    if missing:
        command = f'"{sys.executable}" -m pip install dask distributed'
        raise PackagesNeeded(packages=", ".join(missing), command=command)
