# SPDX-License-Identifier: GPL-2.0-or-later
"""Products that GDAL reads as rasters already, but for what stands in files beside them."""

import numpy as np

from ..errors import ProductInconsistent
from ..raster.opening import call_gdal, open_raster

LOOKED_AT = 9  # rows of blocks that are read in search of data


def raster_of(download, name, count=None, described_by=""):
    """The GDAL dataset of a file of a `download`, by its `name`.

    count        : bands that it must have; None for any number
    described_by : the file that says so, for the message
    errors       : RasterUnreadable, ProductInconsistent
    """
    dataset = open_raster(download.gdal_path(name))
    if count is not None and dataset.RasterCount != count:
        raise ProductInconsistent(
            product=download.name,
            what=described_by.rpartition("/")[2],
            found=f"{count} bands",
            other=name.rpartition("/")[2],
            expected=f"{dataset.RasterCount} bands",
        )
    return dataset


def same_grid(download, dataset, name):
    """The path of another raster of a `download`, `name`, which must be as large as a `dataset`.

    errors : RasterUnreadable, ProductInconsistent
    """
    layer = raster_of(download, name)
    size, wanted = (layer.RasterXSize, layer.RasterYSize), (dataset.RasterXSize, dataset.RasterYSize)
    if size != wanted:
        raise ProductInconsistent(
            product=download.name,
            what=name.rpartition("/")[2],
            found=f"{size[0]} x {size[1]} pixels",
            other="its image",
            expected=f"{wanted[0]} x {wanted[1]}",
        )
    return download.gdal_path(name)


def dead_planes(dataset, no_data):
    """Numbers, from 0, of the bands of a `dataset` that hold nothing but `no_data`, a number, as far as is looked.

    Rows of blocks from the middle outwards: nearly all bands show data in the first; those that do not are searched in
    up to LOOKED_AT of them, spread over the raster; in all of them where no band shows any.
    """
    count = dataset.RasterCount
    suspects = list(range(count))
    high = max(1, dataset.GetRasterBand(1).GetBlockSize()[1])
    rows = -(-dataset.RasterYSize // high)
    order = sorted({round(place) for place in np.linspace(0, rows - 1, min(rows, LOOKED_AT))})
    order = sorted(order, key=lambda place: abs(place - rows / 2))
    for row in [*order, *(row for row in range(rows) if row not in order)]:
        if row not in order and len(suspects) < count:  # else is there any data at all?
            break
        top = row * high
        height = min(high, dataset.RasterYSize - top)
        suspects = [band for band in suspects if _is_empty(dataset.GetRasterBand(band + 1), top, height, no_data)]
        if not suspects:
            break
    return frozenset(suspects)


def _is_empty(band, top, height, no_data):
    values, _ = call_gdal(lambda: band.ReadAsArray(0, top, band.XSize, height))
    return values is not None and bool((values == no_data).all())
