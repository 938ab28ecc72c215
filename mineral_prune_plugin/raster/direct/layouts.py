# SPDX-License-Identifier: GPL-2.0-or-later
"""Where the raw values of an uncompressed raster lie in its file, for reading them without GDAL.

GDAL's default read copies every block three times and takes its bands apart, and takes longer than a whole map made
from the file directly (benchmarks/results/map.md). Its shortcuts are no replacement: GTIFF_DIRECT_IO knows GeoTIFF
only, and GDAL_ONE_BIG_READ gives wrong data for full-width reads of ENVI BIL (GDAL 3.6.2). Every layout from here is
compared with GDAL's default read before it is used (`proof.proven`).

The bytes are read, not memory-mapped: mapped pages count as memory of the process, a file that is truncated meanwhile
ends the process, Windows keeps a mapped file locked, and it was slower.
"""

import os
from dataclasses import dataclass, replace

import numpy as np
from osgeo import gdal

from ..header import envi_header
from ..opening import open_raster
from .envi_entries import plain_entries
from .tiff_directory import tiff_blocks

LARGEST_ROW = 32 * 2**20  # bytes of a row of a block, of all bands: the least that is read at a time


@dataclass(frozen=True)
class FileLayout:
    """The place of a value: offsets[band or 0, block row, block column] + band, row and column times their strides.

    dtype   : with its byte order
    block   : (width, height) in pixels; strips of a file may be joined to one
    offsets : int64, bytes; (1, down, across) where blocks hold all bands, else (n_bands, down, across)
    strides : bytes from band to band, row to row, column to column of a block
    """

    path: str
    dtype: np.dtype
    bands: int
    block: tuple[int, int]
    offsets: np.ndarray
    strides: tuple[int, int, int]

    @property
    def together(self):
        """Whether a block holds all bands of its pixels."""
        return self.offsets.shape[0] == 1 and self.strides[0] < self.strides[1]

    def row_bytes(self, bands):
        """Bytes that are read for one row of a block; bands : how many are wanted."""
        return self.strides[1] * (1 if self.together else bands)

    @property
    def by_pixel(self):
        """Whether the bands of a pixel lie side by side."""
        return self.strides[0] < self.strides[2]


def find_layout(info):
    """The FileLayout of a raster, or None where only GDAL can read it: compressed, virtual, remote, unusual."""
    if not os.path.isfile(info.path):
        return None
    dataset = open_raster(info.path)
    finders = {"GTiff": _of_geotiff, "ENVI": _of_envi}
    finder = finders.get(dataset.GetDriver().ShortName)
    try:
        layout = finder(info, dataset) if finder else None
    except (OSError, KeyError, ValueError):
        return None
    if layout is None or layout.dtype.newbyteorder("=") != info.dtype or not _same_type(dataset):
        return None
    return layout if layout.row_bytes(layout.bands) <= LARGEST_ROW and _inside(layout, info.grid) else None


def _of_geotiff(info, dataset):
    blocks = tiff_blocks(info.path)
    if blocks is None or tuple(dataset.GetRasterBand(1).GetBlockSize()) != blocks.block:
        return None
    bands, size = dataset.RasterCount, blocks.dtype.itemsize
    if blocks.size != (dataset.RasterXSize, dataset.RasterYSize, bands):
        return None
    if blocks.by_pixel:
        strides = size, blocks.block[0] * bands * size, bands * size
    else:
        strides = 0, blocks.block[0] * size, size
    return _joined(FileLayout(info.path, blocks.dtype, bands, blocks.block, blocks.offsets, strides), info.grid)


def _joined(layout, grid):
    """The layout with strips that follow each other in the file as one block, as GDAL writes them: often of one row.

    Of a narrow scene such a strip is a small part of what is read and classified at a time.
    """
    strip = layout.strides[1] * layout.block[1]
    if layout.offsets.shape[2] > 1 or layout.block[0] != grid.width or (np.diff(layout.offsets, axis=1) != strip).any():
        return layout
    return replace(layout, block=(grid.width, grid.height), offsets=layout.offsets[:, :1])


def _of_envi(info, dataset):
    entries = plain_entries(dataset, envi_header(dataset))
    if entries is None:
        return None
    order = {"0": "<", "1": ">"}[entries["byte_order"]] if "byte_order" in entries else "="
    dtype = info.dtype.newbyteorder(order)
    grid, bands, size = info.grid, dataset.RasterCount, dtype.itemsize
    strides = {
        "bip": (size, grid.width * bands * size, bands * size),
        "bil": (grid.width * size, grid.width * bands * size, size),
        "bsq": (grid.width * grid.height * size, grid.width * size, size),
    }[entries["interleave"]]
    offsets = np.full((1, 1, 1), int(entries.get("header_offset", 0)), np.int64)
    return FileLayout(info.path, dtype, bands, (grid.width, grid.height), offsets, strides)


def _same_type(dataset):
    first = dataset.GetRasterBand(1)
    plain = all(dataset.GetRasterBand(k + 1).DataType == first.DataType for k in range(dataset.RasterCount))
    return plain and not first.GetMetadataItem("NBITS", "IMAGE_STRUCTURE") and first.DataType != gdal.GDT_Unknown


def _inside(layout, grid):
    """Whether the file holds every value; where it does not GDAL refuses it, with a reason."""
    if layout.offsets.min() < 0:
        return False
    high = grid.height - (layout.offsets.shape[1] - 1) * layout.block[1]  # rows of the last block row
    end = layout.offsets.copy()
    end[:, :-1] += layout.strides[1] * layout.block[1]
    end[:, -1] += layout.strides[1] * high
    if not layout.together:
        end += layout.strides[0] * (layout.bands - 1)
    return int(end.max()) <= os.path.getsize(layout.path)
