# SPDX-License-Identifier: GPL-2.0-or-later
"""A mineral map: raster and model in, class GeoTIFF out, window by window."""

from dataclasses import dataclass
from typing import Optional

import numpy as np

from ..classes import UNCLASSIFIED
from ..errors import SceneWithoutData
from ..models.meeting import bands_for, check_brightness
from ..models.model_file import Model
from ..models.threads import one_thread
from ..raster.geotiff import Layout, geotiff
from ..raster.outputs import all_whole, refuse_input_as_output
from ..raster.reading import SpectrumReader
from ..raster.source import describe, files_of
from .kernel import NO_CONFIDENCE, classify
from .legend import style, write_legend


@dataclass(frozen=True)
class MapJob:
    """What to map. confidence : path of the confidence raster, or None; min_confidence : 0 to 1."""

    raster: str
    model: Model
    output: str
    confidence: Optional[str] = None
    min_confidence: float = 0.0
    interpolate: bool = False


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
    for output in (job.output, job.confidence):
        refuse_input_as_output(output, *files_of(job.raster))
    info = describe(job.raster)
    for notice in info.notices:
        progress.tell(notice)
    reader = SpectrumReader(info, bands_for(job.model, info, job.interpolate))
    with one_thread(), all_whole(job.output, job.confidence) as (output, confidence):
        counts, valid = _write(job, reader, output, confidence, progress)
        if not valid:
            raise SceneWithoutData(raster=info.name, pixels=info.grid.width * info.grid.height)
        output.with_suffix(".qml").write_text(style(job.model.classes), encoding="utf-8")
    return MapResult(
        class_pixels={mineral.number: int(counts[mineral.number]) for mineral in job.model.classes},
        unclassified_pixels=int(valid - counts[1:].sum()),
        no_data_pixels=int(counts.sum() - valid),
    )


def _write(job, reader, output, confidence, progress):
    """Pixels of each class number, int64 (256,), and the number of valid pixels."""
    grid = reader.info.grid
    with geotiff(output, Layout(grid, np.uint8, ("mineral",), no_data=UNCLASSIFIED)) as class_map:
        write_legend(class_map.dataset, job.model.classes, output)
        if confidence is None:
            return _classify_windows(job, reader, class_map, None, progress)
        layout = Layout(grid, np.float32, ("confidence, 0 to 1",), no_data=NO_CONFIDENCE)
        with geotiff(confidence, layout) as sureness:
            return _classify_windows(job, reader, class_map, sureness, progress)


def _classify_windows(job, reader, class_map, sureness, progress):
    counts, valid = np.zeros(256, dtype=np.int64), 0
    windows = reader.windows()
    for done, window in enumerate(windows):
        progress.step(done / len(windows))
        spectra = reader.read(window)
        if not valid and spectra.valid.any():
            check_brightness(job.model, spectra.reflectance, reader.info.name)
        classes, confidence = classify(job.model, spectra, job.min_confidence, sureness is not None)
        class_map.write(window, classes[None])
        if sureness is not None:
            sureness.write(window, confidence[None])
        counts += np.bincount(classes, minlength=256)
        valid += int(spectra.valid.sum())
    return counts, valid
