# SPDX-License-Identifier: GPL-2.0-or-later
"""A product as a GeoTIFF, computed window by window: the tiles, or the strips, of one place are in memory at a time."""

import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import numpy as np

from ..errors import ProductTooLarge
from ..outputs import whole
from ..raster.cache import small_cache
from ..raster.geotiff import Layout, gdal_failures_as_errors, geotiff
from .bands import describe_bands
from .computing import Computation


def write_geotiff(product, output, progress):
    """Write the GeoTIFF `output` of a `product`, its values unchanged but where bands are averaged or masked.

    progress : receives the share done and is asked to cancel
    returns  : the Computation, which has counted pixels
    errors   : Cancelled, OutputFailed, ProductUnreadable, ProductInconsistent
    """
    computation = Computation(product)
    try:
        _write_all(computation, output, progress)
    finally:
        computation.close()
    return computation


def _write_all(computation, output, progress):
    product, windows = computation.product, computation.windows()
    grid, names = product.grid, tuple(band.name for band in product.bands)
    whole_rows = windows.window_width == grid.width
    strip = windows.window_height if whole_rows else 0  # each is then written at once, without a copy in tiles
    layout = Layout(grid, computation.dtype.type, names, plain=True, strip=strip)
    size = grid.width * grid.height * len(names) * computation.dtype.itemsize
    with small_cache(), _with_room(output, size, progress) as partial, geotiff(partial, layout) as raster:
        for domain, items in product.domains:
            raster.dataset.SetMetadata(items, domain)
        describe_bands(raster.dataset, product.bands, computation.no_data)
        for number, (window, groups) in enumerate(_ahead(computation, windows)):
            progress.step(number / len(windows))
            for start, values in groups:
                progress.raise_if_cancelled()
                _write(raster.dataset, output, window, start, values)


@contextmanager
def _with_room(output, size, progress):
    """`whole`, where the disk has room for `size` bytes. Errors: ProductTooLarge, before any is written."""
    with whole(output, progress) as partial:
        free = shutil.disk_usage(partial.parent).free
        if size > free:
            raise ProductTooLarge(output=os.path.basename(output), needed=size / 1e9, free=free / 1e9)
        yield partial


def _ahead(computation, windows):
    """Pairs of a Window and its groups of bands: the next one is computed while the caller writes."""
    with ThreadPoolExecutor(1) as worker:
        waiting = None
        for window in windows:
            following = window, worker.submit(lambda window=window: list(computation.groups(window)))
            if waiting is not None:
                yield waiting[0], waiting[1].result()
            waiting = following
        yield waiting[0], waiting[1].result()


def _write(dataset, output, window, start, values):
    """Bands from number `start`, counted from 0, of a window; its tiles go to the disk."""
    with gdal_failures_as_errors(output):
        for number, layer in enumerate(values, start=start + 1):
            band = dataset.GetRasterBand(number)
            band.WriteRaster(
                window.column, window.row, window.width, window.height, np.ascontiguousarray(layer).data.cast("B"),
                buf_type=band.DataType,
            )  # fmt: skip
            band.FlushCache()
