# SPDX-License-Identifier: GPL-2.0-or-later
"""A product as a tiled GeoTIFF, computed window by window: the tiles of one place are in memory at a time."""

import os
import shutil
from concurrent.futures import ThreadPoolExecutor, wait

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
    computation, grid = Computation(product), product.grid
    names = tuple(band.name for band in product.bands)
    layout = Layout(grid, computation.dtype.type, names, plain=True)
    windows = computation.windows()
    size = grid.width * grid.height * len(names) * computation.dtype.itemsize
    with small_cache(), whole(output, progress) as partial:
        check_room(size, output)
        with geotiff(partial, layout) as raster:
            for domain, items in product.domains:
                raster.dataset.SetMetadata(items, domain)
            describe_bands(raster.dataset, product.bands, computation.no_data)
            for number, (window, groups) in enumerate(_ahead(computation, windows, progress)):
                progress.step(number / len(windows))
                for start, values in groups:
                    progress.raise_if_cancelled()
                    _write(raster.dataset, output, window, start, values)
    return computation


def check_room(size, output):
    """Errors: ProductTooLarge where the disk of `output` has no room for `size` bytes, before any is written."""
    free = shutil.disk_usage(os.path.dirname(os.path.abspath(output))).free
    if size > free:
        raise ProductTooLarge(output=os.path.basename(output), needed=size / 1e9, free=free / 1e9)


def _ahead(computation, windows, progress):
    """Pairs of a Window and its groups of bands: the next one is computed while the caller writes."""
    with ThreadPoolExecutor(1) as worker:
        waiting = None
        for window in windows:
            following = window, worker.submit(lambda window=window: list(computation.groups(window)))
            if waiting is not None:
                yield waiting[0], _result(waiting[1], progress)
            waiting = following
        yield waiting[0], _result(waiting[1], progress)


def _result(future, progress):
    """What a thread computes; the wait is broken off when the user cancels."""
    while not wait([future], timeout=0.2).done:
        progress.raise_if_cancelled()
    return future.result()


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
