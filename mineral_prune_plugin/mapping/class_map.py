# SPDX-License-Identifier: GPL-2.0-or-later
"""A mineral map: raster and model in, class GeoTIFF out, window by window."""

from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Optional

import numpy as np

from ..classes import UNCLASSIFIED
from ..errors import SceneWithoutData
from ..models.compatibility import BrightnessCheck, bands_for
from ..models.model_file import Model
from ..models.training_scene import SceneCheck
from ..outputs import all_whole
from ..progress import awaited
from ..raster.band_data import MANY, tell_gaps
from ..raster.block_memory import BUDGET
from ..raster.cache import LEAST, small_cache
from ..raster.geotiff import Layout, geotiff
from ..raster.piece_readers import Source
from ..raster.source import describe
from ..threads import one_thread
from .class_sums import ClassSums
from .classifiers import classifier
from .kernel.pixels import NO_CONFIDENCE, PIECE
from .legend import (
    SETTLED,
    SETTLED_CLASSES,
    UNKNOWN_IF_SETTLED,
    MapSource,
    confidence_style,
    mark_learnt_from_all,
    name_source,
    style,
    write_legend,
)
from .workers import in_order


@dataclass(frozen=True)
class MapJob:
    """What to map.

    confidence     : path of the confidence raster, or None
    settled        : path of the raster of settled pixels, or None
    min_confidence : 0 to 1
    device         : "auto", "cpu" or "cuda"; the map is the same
    workers        : threads that classify; 0 is as many as keep the cores busy. The map is the same for any number.
    wkt, memory    : as of `raster.source.describe`
    source         : what the map's file says that it was made of
    """

    raster: str
    model: Model
    output: str
    confidence: Optional[str] = None
    settled: Optional[str] = None
    min_confidence: float = 0.0
    interpolate: bool = False
    device: str = "auto"
    workers: int = 0
    wkt: str = ""
    memory: int = BUDGET
    source: MapSource = MapSource()


@dataclass(frozen=True)
class MapResult:
    """Pixels of each kind: of the classes, unclassified and without data add up to the raster's.

    class_pixels    : number of a mineral -> pixels
    rejected_pixels : kind of models.reject -> pixels, a part of the unclassified ones; the rest of these are below the
                      least confidence, whatever class was the strongest there. {} of a model without a reject
    settled_pixels  : of those with a class; None where nobody asks
    class_m2        : number of a mineral -> square metres, None where they are not known
    confidences     : number of a mineral -> its mean confidence, 0 to 1, None where it has none or no confidence raster
                      was requested
    """

    class_pixels: dict[int, int]
    unclassified_pixels: int
    no_data_pixels: int
    rejected_pixels: dict[str, int]
    settled_pixels: Optional[int] = None
    # Not compared: the last digits of sums of floating-point numbers depend on the windows.
    class_m2: Optional[dict[int, float]] = field(default=None, compare=False)
    confidences: Optional[dict[int, Optional[float]]] = field(default=None, compare=False)


def map_minerals(job, progress):
    """Write the class map and, if requested, its confidence and what is settled; a failed run leaves no file.

    job      : MapJob
    progress : receives the raster's notices, reports each window and is asked to cancel
    returns  : MapResult
    errors   : those of reading, of `bands_for`, ScaleDiffers, SceneWithoutData, OutputFailed, Cancelled, those of
               `settling.Settling.of` where that is requested
    """
    source, places = source_of(job, progress), (job.output, job.confidence, job.settled)
    with all_whole(*places, progress=progress) as files:
        return map_into(files, job, source, progress)


def source_of(job, progress):
    """The piece_readers.Source of a job's raster, with the bands of its model.

    job      : MapJob
    progress : receives the raster's notices and is asked to cancel
    errors   : those of reading and of `bands_for`, Cancelled
    """
    info = awaited(lambda: describe(job.raster, job.wkt, job.memory), progress)
    progress.tell_all(info.notices)
    selection = bands_for(job.model, info, job.interpolate)
    progress.tell_all(selection.notices)
    return Source.of(info, selection, PIECE)


def map_into(files, job, source, progress, distribute=in_order):
    """Write the rasters of a job in place, each with its style; the rest as of `map_minerals`.

    files      : Paths to write in place: of the map, of the confidence and of what is settled; the last two may be
                 None
    job        : MapJob, whose own places are not looked at
    source     : of `source_of`
    progress   : as of `map_minerals`
    distribute : what has the windows classified, called as `workers.in_order`
    """
    with one_thread(), small_cache(LEAST):
        counts, valid, settled, sums = _write(job, source, files, (progress, distribute))
        if valid < counts.sum() * (1 - MANY):
            tell_gaps(source.info, source.selection, progress)
        if not valid:
            grid = source.info.grid
            raise SceneWithoutData(raster=source.info.name, pixels=grid.width * grid.height)
        for file, text in zip(files, (style(job.model.minerals), confidence_style(), style(SETTLED_CLASSES))):
            if file:
                file.with_suffix(".qml").write_text(text, encoding="utf-8")
    numbers = [mineral.number for mineral in job.model.minerals]
    class_pixels = {number: int(counts[number]) for number in numbers}
    return MapResult(
        class_pixels=class_pixels,
        unclassified_pixels=int(valid - sum(class_pixels.values())),
        no_data_pixels=int(counts.sum() - valid),
        rejected_pixels={} if job.model.reject is None else job.model.reject.pixels(counts),
        settled_pixels=settled if files[2] else None,
        class_m2=None if sums.m2 is None else {number: float(sums.m2[number]) for number in numbers},
        confidences={number: sums.mean_confidence(number) for number in numbers},
    )


def _write(job, source, files, run):
    """Pixels of each class number, int64 (256,), those of a reject included; valid and settled pixels; ClassSums.

    files : as of `map_into`; run : its progress and what distributes windows
    """
    grid = source.info.grid
    layouts = (
        Layout(grid, np.uint8, ("mineral",), no_data=UNCLASSIFIED, quick=True),
        Layout(grid, np.float32, ("confidence, 0 to 1",), no_data=NO_CONFIDENCE, quick=True),
        Layout(grid, np.uint8, ("settled",), no_data=UNKNOWN_IF_SETTLED, quick=True),
    )
    with ExitStack() as stack:
        rasters = [file and stack.enter_context(geotiff(file, layout)) for file, layout in zip(files, layouts)]
        write_legend(rasters[0].dataset, job.model.minerals, files[0])
        name_source(rasters[0].dataset, files[0], job.source)
        if job.model.training.get("learnt_from_all"):
            mark_learnt_from_all(rasters[0].dataset, files[0])
        return _classify_windows(job, source, rasters, *run)


def _classify_windows(job, source, rasters, progress, distribute):
    class_map, confidence_map, settled_map = rasters
    counts, valid, settled = np.zeros(256, dtype=np.int64), 0, 0
    settings = job.device, job.min_confidence, confidence_map is not None
    plan = awaited(lambda: classifier(job.model, source, *settings), progress)  # bounds of a large model take seconds
    if settled_map is not None:
        from .settling import Settling  # here, for it takes simulated spectra, which maps alone do not

        settling, progress = Settling.of(job.model, source, progress.part(0.0, 0.05)), progress.part(0.05, 1.0)
        memory = plan.memory.and_each(settling.memory())
        plan = replace(plan, worker=partial(settling.beside, plan.worker), memory=memory)
    most = plan.memory.workers(source)  # says where not even one is allowed, however many are wished for
    workers = min(job.workers or most, len(plan.windows))
    brightness = BrightnessCheck(job.model, source.info.name)
    scene, sums = SceneCheck(job.model, source.info.name, progress), ClassSums(source.info)
    cache = plan.memory.cache(source, plan.windows, workers)
    with small_cache(cache), distribute(plan.windows, plan.worker, workers, progress) as results:
        for window, result in results:
            brightness.add(result.sample)
            scene.add(result.sample)
            class_map.write(window, result.classes[None])
            if confidence_map is not None:
                confidence_map.write(window, result.confidence[None])
            if settled_map is not None:
                settled_map.write(window, result.settled[None])
                settled += np.count_nonzero(result.settled == SETTLED)
            counts += result.counts
            sums.add(window, result)
            valid += result.valid
    brightness.finish()
    scene.finish()
    return counts, valid, settled, sums
