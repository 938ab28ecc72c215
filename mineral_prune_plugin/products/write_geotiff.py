# SPDX-License-Identifier: GPL-2.0-or-later
"""A product as a tiled GeoTIFF, computed window by window: the tiles of one place are in memory at a time."""

import numpy as np

from ..outputs import whole
from ..raster.cache import small_cache
from ..raster.geotiff import TILE, Layout, gdal_failures_as_errors, geotiff
from ..raster.windows import Plan
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
    windows = Plan(grid.width, grid.height, min(TILE, grid.width), min(TILE, grid.height))
    with small_cache(), whole(output) as partial, geotiff(partial, layout) as raster:
        for domain, items in product.domains:
            raster.dataset.SetMetadata(items, domain)
        describe_bands(raster.dataset, product.bands, computation.no_data)
        for number, window in enumerate(windows):
            progress.step(number / len(windows))
            for start, values in computation.groups(window):
                progress.raise_if_cancelled()
                _write(raster.dataset, output, window, start, values)
    return computation


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
