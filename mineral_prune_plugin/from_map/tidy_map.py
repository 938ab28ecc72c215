# SPDX-License-Identifier: GPL-2.0-or-later
"""A class map with other names, colours and classes, and without small patches."""

from dataclasses import dataclass

import numpy as np
from osgeo import gdal

from ..classes import LARGEST_CLASS, UNCLASSIFIED
from ..errors import Cancelled, MapWithoutMinerals, OutputFailed
from ..mapping.legend import is_learnt_from_all, mark_learnt_from_all, name_source, source_of, style, write_legend
from ..outputs import whole
from ..raster.cache import small_cache
from ..raster.gdal_versions import share_for_callback
from ..raster.geotiff import Layout, geotiff
from ..raster.opening import call_gdal, open_raster
from .class_edits import edited
from .class_raster import Shown, open_classes

NEIGHBOURS = {"sides": 4, "sides and corners": 8}  # what makes pixels of a class one patch


@dataclass(frozen=True)
class TidyJob:
    """What to tidy.

    map      : path of the class map
    shown    : class_raster.Shown
    edits    : ClassEdits
    smallest : pixels of the smallest patch that stays
    touching : a key of NEIGHBOURS
    """

    map: str
    output: str
    shown: Shown = Shown()
    edits: tuple = ()
    smallest: int = 1
    touching: str = "sides"


@dataclass(frozen=True)
class TidiedMap:
    """classes : MineralClasses of the new map; sieved_pixels : that changed their class with their patch"""

    classes: tuple
    sieved_pixels: int


def tidy_map(job, progress):
    """Write the new map with its style; a failed run leaves no file. returns : TidiedMap

    job      : TidyJob
    progress : is told what is remarkable about the map, reports, and is asked to cancel
    errors   : MapWithoutMinerals, those of `open_classes` and of `class_edits.edited`, OutputFailed, Cancelled
    """
    source = open_classes(job.map, job.shown, progress)
    occurring, counts = source.with_occurring(progress.part(0.0, 0.2))
    if not counts[1:].any():
        raise MapWithoutMinerals(map=source.info.name)
    classes, numbers = edited(occurring, job.edits)
    layout = Layout(source.info.grid, np.uint8, ("mineral",), no_data=UNCLASSIFIED)
    with small_cache(), whole(job.output, progress) as file:
        relabelled = file.with_name(".relabelled.tif") if job.smallest > 1 else file
        with geotiff(relabelled, layout) as raster:
            _write_legend(raster.dataset, classes, relabelled, job)
            source.write(numbers, raster, progress.part(0.2, 0.5 if job.smallest > 1 else 1.0))
        sieved = 0
        if job.smallest > 1:
            with geotiff(file, layout) as raster:
                _write_legend(raster.dataset, classes, file, job)
                _sieve(relabelled, raster.dataset, job, progress.part(0.5, 0.9))
            sieved = _count_changed(relabelled, file, source, progress.part(0.9, 1.0))
        file.with_suffix(".qml").write_text(style(classes), encoding="utf-8")
    return TidiedMap(classes, sieved)


def _write_legend(dataset, classes, path, job):
    """`write_legend`, and what the map before says of its scene and its model."""
    write_legend(dataset, classes, path)
    before = open_raster(job.map)
    name_source(dataset, path, source_of(before))
    if is_learnt_from_all(before):
        mark_learnt_from_all(dataset, path)


def _sieve(path, dataset, job, progress):
    """Small patches of the raster at `path` become the class of their largest neighbour, in an open `dataset`."""
    before = open_raster(path)
    band = before.GetRasterBand(1)
    sieve_into(band, dataset.GetRasterBand(1), job.smallest, NEIGHBOURS[job.touching], job.output, progress)


def sieve_into(band, target, smallest, neighbours, output, progress):
    """Write a GDAL band without small patches to another; where it has no data it stays so, and takes no patch.

    band, target : GDAL's, of the same size
    smallest     : pixels of the smallest patch that stays
    neighbours   : 4 or 8
    output       : path for the error
    progress     : reports and is asked to cancel
    errors       : OutputFailed, Cancelled
    """
    show = gdal_progress(progress)
    call = lambda: gdal.SieveFilter(band, band.GetMaskBand(), target, smallest, neighbours, callback=show)  # noqa: E731
    failed, reason = call_gdal(call)
    progress.raise_if_cancelled()
    if failed is None or failed != gdal.CE_None:
        raise OutputFailed(output=str(output), reason=reason)


def gdal_progress(progress):
    """A Progress as GDAL's callback, which must not raise: it returns 0 to stop."""

    def show(done, message, data):
        try:
            progress.step(share_for_callback(done))
        except Cancelled:
            return 0
        return 1

    return show


def _count_changed(before, after, source, progress):
    """Pixels whose values differ between two rasters of bytes on one grid."""
    first, second = open_raster(before), open_raster(after)
    changed, windows = 0, source.windows()
    for done, window in enumerate(windows):
        progress.step(done / len(windows))
        place = window.column, window.row, window.width, window.height
        values = (each.GetRasterBand(1).ReadAsArray(*place) for each in (first, second))
        changed += int(np.count_nonzero(np.not_equal(*values)))
    return changed


def every_number():
    """uint8 (256,), each number as it is."""
    return np.arange(LARGEST_CLASS + 1, dtype=np.uint8)
