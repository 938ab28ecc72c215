# SPDX-License-Identifier: GPL-2.0-or-later
"""The memory that reading a raster takes by its blocks, and how many readers at a time a budget allows.

GDAL unpacks a block whole, however little of it is read: a strip of 2500 x 2500 pixels and 20 bands takes 500 MB, for
each reader. What a file's blocks take is known before any is read, so it is said then.
"""

import os
import re
from dataclasses import dataclass
from math import prod

from osgeo import gdal

from ..errors import RasterBlocksTooLarge
from .cache import SMALL
from .direct.tiff_directory import tiff_blocks
from .opening import call_gdal

MEGABYTE = 2**20
BUDGET = 512 * MEGABYTE  # over what the process holds anyway; the user may set another (interface/memory.py)
READER = 32 * MEGABYTE  # of a window that is read and what is computed of it, beside its blocks
LARGE = 16 * MEGABYTE  # bytes of blocks above which a read takes long enough to be waited for
SHORTCUT = "GTIFF_DIRECT_IO", "YES"  # else GDAL reads whole tiles of uncompressed files
CHUNKED = ("netCDF", "HDF5Image")  # drivers whose blocks are those of GDAL's multidimensional arrays
VARIABLE = re.compile(r'(?:NETCDF|HDF5):"?(.+?)"?:(?:/*)([^:"]+)', re.DOTALL)
DEEPEST, MOST_SOURCES = 3, 100  # virtual rasters of virtual rasters; files that GDAL holds open at a time


@dataclass(frozen=True)
class Blocks:
    """What GDAL holds of a raster's blocks.

    size    : (width, height, bands) of the largest block
    cached  : bytes of a block of a single band, in GDAL's cache
    decoded : bytes that each reader takes beside: a block of all bands, and what it is packed as
    plain   : as of `can_be_shortened`: where its blocks are large, GDAL is told to read them in part
    """

    size: tuple[int, int, int] = (1, 1, 1)
    cached: int = 0
    decoded: int = 0
    plain: bool = False

    @property
    def large(self):
        """Whether GDAL takes long to read a part of a block, or much memory."""
        return self.cached + self.decoded > LARGE

    @property
    def options(self):
        """GDAL's options by which large blocks are read in part: (name, value) pairs."""
        return (SHORTCUT,) if self.plain and self.large else ()

    def needed(self, readers=1, each=READER):
        """Bytes that as many `readers` take, `each` so many beside its blocks."""
        return max(SMALL, readers * self.held.cached) + readers * (self.held.decoded + each)

    @property
    def held(self):
        """Blocks that GDAL has to hold: none of a raster that is read in part."""
        return Blocks(self.size) if self.options else self

    def beside(self, other):
        """Blocks of two rasters that are read at a time, of the size of this one's. other : Blocks"""
        first, second = self.held, other.held
        return Blocks(self.size, first.cached + second.cached, first.decoded + second.decoded)


def readers_within(info, wanted, each=READER, fixed=0):
    """How many readers the budget of a raster allows, 1 at least.

    info   : RasterInfo
    wanted : at most so many
    each   : bytes that a reader takes beside its blocks
    fixed  : bytes that are taken however many there are
    """
    fits = (count for count in range(wanted, 1, -1) if info.blocks.needed(count, each) + fixed <= info.memory)
    return next(fits, 1)


def check_blocks(blocks, raster, memory, beside=None):
    """Refuse a raster of which even a single reader would take more than the budget.

    blocks : Blocks
    raster : the name for the error
    memory : bytes, the budget
    beside : Blocks of another raster that is read at the same time; one that is too large by itself is not this one's
    errors : RasterBlocksTooLarge
    """
    together = beside is not None and beside.needed() <= memory
    needed = (blocks.beside(beside) if together else blocks).needed()
    if needed > memory:
        width, height, bands = blocks.size
        megabytes = {"needed": -(-needed // MEGABYTE), "most": memory // MEGABYTE}
        raise RasterBlocksTooLarge(raster=raster, width=width, height=height, bands=bands, **megabytes)


def blocks_of(dataset, path, depth=0):
    """The Blocks of an open GDAL dataset.

    path  : of its file
    depth : how many virtual rasters it is a source of
    """
    driver = dataset.GetDriver().ShortName
    if driver == "VRT":
        return _of_sources(dataset, path, depth)
    if driver in CHUNKED:
        return _of_chunks(dataset, path)
    structure = dataset.GetMetadata("IMAGE_STRUCTURE")
    together = structure.get("INTERLEAVE") == "PIXEL" and dataset.RasterCount > 1
    wide, high = dataset.GetRasterBand(1).GetBlockSize()
    band = wide * high * _value_bytes(dataset)
    whole = band * (dataset.RasterCount if together else 1)
    packed = min(whole, _file_bytes(path)) if structure.get("COMPRESSION") else 0
    plain = driver == "GTiff" and not packed and can_be_shortened(path)
    size = wide, high, dataset.RasterCount if together else 1
    return Blocks(size, band, (whole if together else 0) + packed, plain)


def can_be_shortened(path):
    """Whether GDAL's shortcut for uncompressed GeoTIFFs reads a file as GDAL does by default.

    It hands over what lies in the file: of bits in reverse (FillOrder 2) other values.
    """
    try:
        return os.path.isfile(path) and tiff_blocks(path) is not None
    except OSError:
        return False


def _of_sources(dataset, path, depth):
    """Of a virtual raster: GDAL keeps its files open, each with a block."""
    wide, high = dataset.GetRasterBand(1).GetBlockSize()
    virtual = Blocks((wide, high, 1), wide * high * _value_bytes(dataset), 0)
    files = [file for file in dataset.GetFileList() or () if os.path.abspath(file) != os.path.abspath(path)]
    opened = (call_gdal(lambda file=file: gdal.OpenEx(file, gdal.OF_RASTER))[0] for file in files)
    sources = [blocks_of(source, file, depth + 1) for source, file in zip(opened, files) if source and depth < DEEPEST]
    held = sorted((virtual, *sources), key=lambda blocks: blocks.cached + blocks.decoded)[-MOST_SOURCES:]
    return Blocks(held[-1].size, max(each.cached for each in held), sum(each.decoded for each in held))


def _of_chunks(dataset, path):
    """Of netCDF and HDF5: a chunk may hold many bands, of which GDAL's raster says nothing."""
    wide, high = dataset.GetRasterBand(1).GetBlockSize()
    plain = Blocks((wide, high, 1), wide * high * _value_bytes(dataset), 0)
    match = VARIABLE.fullmatch(dataset.GetDescription())
    file, name = match.groups() if match else (path, None)
    holder, _ = call_gdal(lambda: gdal.OpenEx(file, gdal.OF_MULTIDIM_RASTER))
    group = holder.GetRootGroup() if holder else None
    names = [name] if name else (group.GetMDArrayNames() or () if group else ())
    arrays = [call_gdal(lambda each=each: group.OpenMDArrayFromFullname(f"/{each}"))[0] for each in names]
    chunks = [_chunk(array) for array in arrays if array is not None and array.GetDimensionCount() > 1]
    largest = max(chunks, key=lambda chunk: chunk.decoded, default=plain)
    return largest if largest.decoded > plain.cached else plain


def _chunk(array):
    """Blocks of a multidimensional array; of none where it is not stored in chunks."""
    sides = array.GetBlockSize()
    size = prod(sides) * max(1, array.GetDataType().GetSize())
    bands = prod(sides[:-2]) if len(sides) > 2 else 1
    return Blocks((sides[-1], sides[-2], bands), size // max(1, bands), 2 * size if all(sides) else 0)


def _value_bytes(dataset):
    numbers = range(1, dataset.RasterCount + 1)
    return max(gdal.GetDataTypeSize(dataset.GetRasterBand(number).DataType) // 8 for number in numbers)


def _file_bytes(path):
    status = gdal.VSIStatL(str(path), gdal.VSI_STAT_EXISTS_FLAG | gdal.VSI_STAT_SIZE_FLAG)
    return 2**63 if status is None else status.size
