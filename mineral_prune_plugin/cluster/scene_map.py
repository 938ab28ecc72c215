# SPDX-License-Identifier: GPL-2.0-or-later
"""One scene of an archive: what a worker does. Its outputs appear together or not at all."""

import os
import platform
import tempfile
import time
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from ..errors import Cancelled, MineralPruneError, SceneChanged, SceneFailed, SceneTookTooLong
from ..mapping.class_map import map_into, source_of
from ..mapping.cloud_geotiff import write_cloud_geotiff
from ..mapping.workers import in_order
from ..outputs import all_whole
from ..outputs.unfinished import tidy
from ..progress import Progress, awaited
from ..raster.opening import raster_name
from ..raster.remote import file_facts, require_answer
from ..raster.source import files_of
from .archive_job import DONE, FAILED, SceneOutcome
from .failures import BAD_INPUT, kind_of
from .scene_folder import require_folder_of
from .side_documents import write_documents

CONFIDENCE = "_confidence"
SCRATCH = ".scratch-"  # hidden: no part of the outputs


def map_scene(scene, job, model, cancelled=lambda: False, distribute=in_order, apart=awaited):
    """The SceneOutcome of a scene, whose outputs are written; a failure is an outcome too.

    scene      : Scene
    job        : ArchiveJob
    model      : Model
    cancelled  : called without arguments, whether to stop; then Cancelled is raised
    distribute : as of `class_map.map_into`
    apart      : runs it while the time is watched, as `progress.awaited`
    """
    began, notices = time.monotonic(), []
    deadline = Deadline(began + job.time_limit, cancelled)
    progress = Progress(lambda done: None, notices.append, deadline.passed)
    outcome = SceneOutcome(scene.path, FAILED, inputs=((scene.path, *facts_or_none(scene.path)),))
    try:
        with worded(scene, job, deadline):
            outcome = apart(lambda: _mapped(scene, job, (model, notices), (progress, distribute)), progress)
    except Cancelled:
        raise
    except Exception as error:  # noqa: BLE001, others go on, and it is told
        outcome = failed(outcome, error)
        if outcome.failure == BAD_INPUT:
            outcome = replace(outcome, inputs=_facts_of_side_files(scene.path))
    sentences = tuple(dict.fromkeys(map(str, notices)))
    return replace(outcome, seconds=time.monotonic() - began, worker=platform.node(), notices=sentences)


def failed(outcome, error):
    """A SceneOutcome of a failure.

    outcome : SceneOutcome, whose path and inputs are known
    error   : Exception
    """
    kind = kind_of(error, outcome.path)
    if not isinstance(error, MineralPruneError):
        error = SceneFailed(raster=raster_name(outcome.path), reason=f"{type(error).__name__}: {error}")
    facts = {name: fact if isinstance(fact, (int, float, str)) else str(fact) for name, fact in error.facts.items()}
    return replace(outcome, failure=kind, error=type(error).__name__, facts=facts, reason=str(error))


class Deadline:
    """Whether to stop: cancelled by a person, or out of time. moment : of time.monotonic"""

    def __init__(self, moment, cancelled):
        self._moment, self._cancelled = moment, cancelled

    def passed(self):
        return self.over or self._cancelled()

    @property
    def over(self):
        return time.monotonic() > self._moment


@contextmanager
def worded(scene, job, deadline):
    """A stop because of the time is an error of its own. scene, job : of the run; deadline : Deadline"""
    try:
        yield
    except Cancelled as error:
        if not deadline.over:
            raise
        raise SceneTookTooLong(raster=raster_name(scene.path), seconds=round(job.time_limit, 1)) from error


def _mapped(scene, job, known, run):
    """SceneOutcome. known : the Model, and the list of notices; run : Progress, and what distributes windows"""
    (model, notices), (progress, _) = known, run
    place = job.map_path(scene.name)
    tidy([place.parent], 0)  # of workers that were killed; the outputs are made anew
    require_folder_of(scene, place)
    require_answer(scene.path)
    inputs = facts_of_inputs(scene.path)
    confidence = place.with_name(f"{place.stem}{CONFIDENCE}.tif") if job.confidence else None
    map_job = job.map_job(scene, model)
    source = source_of(map_job, progress)
    with _folder(place.parent), all_whole(place, confidence, progress=progress) as files:
        result = _write_maps(map_job, source, files, run)
        if any(facts_or_none(path) != tuple(facts) for path, *facts in inputs):
            raise SceneChanged(raster=raster_name(scene.path))
        told = tuple(dict.fromkeys(map(str, notices)))
        outcome = SceneOutcome(scene.path, DONE, inputs=inputs, pixels=pixels_of(result, model), notices=told)
        write_documents(files[0], scene, job, (source.info.grid, model, outcome))
    tidy([place.parent], 0)  # of one that was killed a moment ago
    return replace(outcome, bytes=place.stat().st_size)


@contextmanager
def _folder(folder):
    """A folder for the outputs of a scene, which goes again where none came. folder : Path"""
    folder.mkdir(parents=True, exist_ok=True)
    try:
        yield
    finally:
        with suppress(OSError):  # not empty, as it should be
            folder.rmdir()


def _write_maps(map_job, source, files, run):
    """MapResult; the maps are written plainly first, for a cloud-optimised file cannot be written window by window."""
    progress, distribute = run
    with tempfile.TemporaryDirectory(prefix=SCRATCH, dir=files[0].parent) as folder:
        plain = [file and Path(folder) / file.name for file in files]
        result = map_into([*plain, None], map_job, source, progress, distribute)
        for file, scratch in zip(files, plain):
            if file:
                write_cloud_geotiff(scratch, file, map_job.workers)
                scratch.with_suffix(".qml").replace(file.with_suffix(".qml"))
                progress.raise_if_cancelled()
    return result


def facts_of_inputs(path):
    """((path, bytes, time of the last change), ...) of every file that a raster is read from. path : of the raster"""
    return tuple((file, *facts_or_none(file)) for file in sorted(files_of(path)))


def _facts_of_side_files(path):
    """As `facts_of_inputs`, of a raster that may not open: a header that is put beside it, or corrected, counts."""
    stem = os.path.splitext(path)[0]
    beside = (f"{stem}.hdr", f"{stem}.HDR", f"{path}.hdr", f"{path}.aux.xml")
    return tuple((file, *facts_or_none(file)) for file in (path, *beside))


def facts_or_none(path):
    """(bytes, time of the last change) of a file; -1 and 0 where there is none. path : as GDAL has it"""
    return file_facts(path) or (-1, 0)


def pixels_of(result, model):
    """{name: pixels}, the minerals in the order of their numbers. result : MapResult; model : Model"""
    minerals = sorted(model.minerals, key=lambda mineral: mineral.number)
    counts = {mineral.name: result.class_pixels[mineral.number] for mineral in minerals}
    return {**counts, "unclassified": result.unclassified_pixels, "no data": result.no_data_pixels}
