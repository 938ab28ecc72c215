# SPDX-License-Identifier: GPL-2.0-or-later
"""A mineral map: raster and model in, class GeoTIFF out, window by window."""

from dataclasses import dataclass
from typing import Optional

import numpy as np

from ..classes import UNCLASSIFIED
from ..errors import SceneWithoutData
from ..models.compatibility import BrightnessCheck, bands_for
from ..models.model_file import Model
from ..outputs import all_whole, refuse_input_as_output
from ..raster.cache import small_cache
from ..raster.geotiff import Layout, geotiff
from ..raster.piece_readers import Source
from ..raster.source import describe, files_of
from ..threads import one_thread
from .classifiers import classifier
from .kernel.pixels import NO_CONFIDENCE, PIECE
from .legend import confidence_style, style, write_legend
from .workers import in_order


@dataclass(frozen=True)
class MapJob:
    """What to map.

    confidence     : path of the confidence raster, or None
    min_confidence : 0 to 1
    device         : "auto", "cpu" or "cuda"; the map is the same
    workers        : threads that classify; 0 is as many as keep the cores busy. The map is the same for any number.
    """

    raster: str
    model: Model
    output: str
    confidence: Optional[str] = None
    min_confidence: float = 0.0
    interpolate: bool = False
    device: str = "auto"
    workers: int = 0


@dataclass(frozen=True)
class MapResult:
    """Pixels of each kind; they add up to the raster's. class_pixels : class number -> pixels."""

    class_pixels: dict[int, int]
    unclassified_pixels: int
    no_data_pixels: int


def map_minerals(job, progress):
    """Write the class map, its style and, if asked, its confidence; nothing stays of a failed or cancelled run.

    errors : those of reading, of `bands_for`, ScaleDiffers, SceneWithoutData, OutputIsInput, OutputFailed, Cancelled
    """
    inputs = files_of(job.raster)
    for output in (job.output, job.confidence):
        refuse_input_as_output(output, *inputs)
    info = describe(job.raster)
    for notice in info.notices:
        progress.tell(notice)
    source = Source.of(info, bands_for(job.model, info, job.interpolate), PIECE)
    with one_thread(), small_cache(), all_whole(job.output, job.confidence) as (output, confidence):
        counts, valid = _write(job, source, output, confidence, progress)
        if not valid:
            raise SceneWithoutData(raster=info.name, pixels=info.grid.width * info.grid.height)
        output.with_suffix(".qml").write_text(style(job.model.classes), encoding="utf-8")
        if confidence:
            confidence.with_suffix(".qml").write_text(confidence_style(), encoding="utf-8")
    return MapResult(
        class_pixels={mineral.number: int(counts[mineral.number]) for mineral in job.model.classes},
        unclassified_pixels=int(valid - counts[1:].sum()),
        no_data_pixels=int(counts.sum() - valid),
    )


def _write(job, source, output, confidence, progress):
    """Pixels of each class number, int64 (256,), and the number of valid pixels."""
    grid = source.info.grid
    with geotiff(output, Layout(grid, np.uint8, ("mineral",), no_data=UNCLASSIFIED, quick=True)) as class_map:
        write_legend(class_map.dataset, job.model.classes, output)
        if confidence is None:
            return _classify_windows(job, source, class_map, None, progress)
        layout = Layout(grid, np.float32, ("confidence, 0 to 1",), no_data=NO_CONFIDENCE, quick=True)
        with geotiff(confidence, layout) as sureness:
            return _classify_windows(job, source, class_map, sureness, progress)


def _classify_windows(job, source, class_map, sureness, progress):
    counts, valid = np.zeros(256, dtype=np.int64), 0
    found = classifier(job.model, source, job.device, job.min_confidence, sureness is not None)
    workers = min(job.workers or source.workers(), len(found.windows))
    brightness = BrightnessCheck(job.model, source.info.name)
    with in_order(found.windows, found.worker, workers, progress) as results:
        for window, said in results:
            brightness.add(said.sample)
            class_map.write(window, said.classes[None])
            if sureness is not None:
                sureness.write(window, said.confidence[None])
            counts += said.counts
            valid += said.valid
    brightness.finish()
    return counts, valid
