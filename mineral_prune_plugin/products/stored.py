# SPDX-License-Identifier: GPL-2.0-or-later
"""Products that GDAL reads as rasters already, but for what stands in files beside them."""

from functools import partial

import numpy as np
from osgeo import gdal_array

from ..errors import ProductInconsistent
from ..raster.band_data import empty_bands
from ..raster.band_table import BandTable
from ..raster.opening import call_gdal, open_raster

LOOKED_AT = 64  # places across and down an image


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


def is_empty(dataset, bands):
    """Whether a few bands of a `dataset` hold no data at places all over it; of such `empty_planes` says nothing.

    bands : Bands of a plane each, in the order of the dataset
    """
    size = {"buf_xsize": min(LOOKED_AT, dataset.RasterXSize), "buf_ysize": min(LOOKED_AT, dataset.RasterYSize)}
    for number in {0, len(bands) // 2, len(bands) - 1}:
        values, _ = call_gdal(partial(dataset.GetRasterBand(number + 1).ReadAsArray, **size))
        if values is None or (values != bands[number].no_data).any():
            return False
    return True


def empty_planes(dataset, bands):
    """Numbers, from 0, a set, of the bands of a `dataset` that hold no data, by the rule of all rasters.

    bands : Bands of a plane each, in the order of the dataset
    """
    columns = zip(*((band.wavelength_um, band.fwhm_um, True, band.scale, band.offset) for band in bands))
    centres, widths, good, scales, offsets = map(np.array, columns)
    table = BandTable(centres, widths, good, scales, offsets, tuple(band.no_data for band in bands), True)
    dtype = np.dtype(gdal_array.GDALTypeCodeToNumericTypeCode(dataset.GetRasterBand(1).DataType))
    empty = empty_bands(dataset.GetDescription(), dataset, table, dtype)
    return {int(number) - 1 for part in empty for number in part}
