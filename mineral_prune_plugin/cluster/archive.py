# SPDX-License-Identifier: GPL-2.0-or-later
"""A whole run over an archive, from what a person names to the summary."""

import os
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Optional

from ..errors import OutputFailed
from ..mapping.mosaic import write_mosaic
from ..models.densenet.network import DenseNetwork
from ..models.model_file import load
from ..models.model_file.container import sha256_of
from ..outputs import whole
from ..outputs.unfinished import tidy
from ..raster.remote import be_patient
from ..threads import cores
from .archive_job import ArchiveJob
from .archive_notices import MapsOfOthers, MapsWarped, MapsWithoutPlace
from .archive_run import Work, run_archive, what_is_missing, with_earlier
from .ledger import opened, storable
from .pools import ThisProcess
from .scene_choice import chosen
from .scene_list import named, scenes_of, shard_of
from .worker_sign import remove_signs

LEDGER, MOSAIC = "ledger.sqlite", "minerals.vrt"


@dataclass(frozen=True)
class ArchiveRun:
    """What a person wants.

    listed    : as of `scene_list.scenes_of`; asset likewise
    model     : path of the model file
    folder    : of the archive, made where it is missing
    workers   : processes of this machine; 0: this process alone; None: one a core
    scheduler : address of a scheduler of Dask; "" for this machine's cores
    patience  : seconds to wait for the scheduler's first worker
    shard     : (number from 1, of how many)
    by_windows : whether the windows of one scene at a time are mapped on all workers
    again     : whether bad input of an earlier run is tried again
    pause     : seconds before a passing failure is tried again
    settings  : fields of ArchiveJob
    """

    listed: tuple
    model: str
    folder: str
    workers: Optional[int] = None
    scheduler: str = ""
    patience: float = 60.0
    shard: tuple = (1, 1)
    by_windows: bool = False
    asset: str = ""
    again: bool = False
    pause: float = 2.0
    settings: dict = field(default_factory=dict)

    @property
    def ledger(self):
        """Path of its ledger: runs side by side have one each."""
        number, shards = self.shard
        return Path(self.folder, LEDGER if shards == 1 else f"ledger-{number}-of-{shards}.sqlite")


def run(wanted, reporter):
    """Map what is missing of an archive; the Summary of all scenes.

    wanted   : ArchiveRun
    reporter : Reporter
    errors   : those of `scenes_of`, `named`, of the ledger, of a model file, of Dask; OutputFailed
    """
    be_patient()
    model = load(wanted.model, lambda notice: reporter.notice(str(notice)))
    folder = Path(os.path.abspath(wanted.folder))
    make_folder(folder)
    job = ArchiveJob(str(folder), Path(wanted.model).name, sha256_of(wanted.model), **wanted.settings)
    with opened(wanted.ledger) as ledger:
        remove_signs(folder)
        if wanted.shard == (1, 1):
            ledger.adopt(records_of_shards(folder))
        rows = ledger.rows()
        known = {path: row.name for path, row in rows.items()}
        listed = scenes_of(wanted.listed, wanted.asset)
        inputs = chosen(listed, folder / MOSAIC, lambda notice: reporter.notice(str(notice)))
        scenes = shard_of(named(inputs, known), *wanted.shard)
        missing, done, refused = what_is_missing(scenes, rows, job, wanted.again)
        with pool_for(wanted, job, model, len(missing)) as pool:
            reporter.begin(len(missing), len(done), len(refused))
            summary = with_earlier(
                run_archive(Work(missing, job, wanted.pause), pool, ledger, reporter.scene), done, refused
            )
        if wanted.shard == (1, 1):
            show_together(scenes, job, model, ledger, reporter)
        return summary


def make_folder(folder):
    """Make the folder of an archive where there is none. folder : Path. Errors: OutputFailed"""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputFailed(output=str(folder), reason=error.strerror) from error


def show_together(scenes, job, model, ledger, reporter):
    """Write the virtual raster over all maps of the archive that the model and the parameters have made.

    scenes   : Scenes of the run; their maps are on top of those of earlier runs, the later on top
    job      : ArchiveJob
    model    : Model
    ledger   : Ledger, which knows which scenes have a map
    reporter : Reporter
    """
    rows = ledger.rows()
    order = {storable(scene.path): number for number, scene in enumerate(scenes)}
    done = sorted((row for row in rows.values() if row.done), key=lambda row: (order.get(row.path, -1), row.path))
    maps = [place for row in done if row.is_of(job) and (place := job.map_path(row.name)).is_file()]
    if not maps:
        return
    if others := sum(not row.is_of(job) for row in done):
        reporter.notice(str(MapsOfOthers(maps=others, mosaic=MOSAIC)))
    tidy([job.folder], 0)  # of a run that was killed here a moment ago: this one holds the ledger, so none is alive
    with whole(Path(job.folder, MOSAIC)) as file:
        mosaic = write_mosaic(maps, file, Path(job.folder, MOSAIC), model.minerals)
    if mosaic.placeless:
        reporter.notice(str(MapsWithoutPlace(maps=mosaic.placeless, mosaic=MOSAIC)))
    if mosaic.warped:
        reporter.notice(str(MapsWarped(maps=mosaic.warped, mosaic=MOSAIC)))


def records_of_shards(folder):
    """Records of the ledgers of runs side by side, which have ended, a list. folder : Path. Errors: ArchiveInUse"""
    records = []
    for path in sorted(folder.glob("ledger-*-of-*.sqlite")):
        with opened(path) as ledger:
            records += ledger.records()
    return records


@contextmanager
def pool_for(wanted, job, model, scenes):
    """Who maps: no worker is started for nothing.

    wanted : ArchiveRun
    job    : ArchiveJob
    model  : Model
    scenes : how many there are to map
    """
    count = cores() if wanted.workers is None else wanted.workers
    with ExitStack() as stack:
        if not scenes or (not wanted.scheduler and not count):
            yield ThisProcess(job, model)
            return
        from .dask_pool import DaskPool, holding, local_workers, require_dask, workers_of

        require_dask()
        if wanted.scheduler:
            client = stack.enter_context(workers_of(wanted.scheduler, wanted.patience))
        else:
            client = stack.enter_context(local_workers(count if wanted.by_windows else min(count, scenes), job.memory))
        holder = stack.enter_context(holding(client, job, model, packages_of(model)))
        if wanted.by_windows:
            from .dask_windows import on_workers

            yield ThisProcess(replace(job, threads=cores()), model, partial(on_workers, client, holder, job))
        else:
            yield DaskPool(client, job, holder)


def packages_of(model):
    """Packages that a model needs on a worker. model : Model"""
    return ("torch", "threadpoolctl") if isinstance(model.network, DenseNetwork) else ()
