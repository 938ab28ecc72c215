# SPDX-License-Identifier: GPL-2.0-or-later
"""Writing GeoTIFFs: tiled, compressed, georeferenced like the raster they come from."""

import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Optional

import numpy as np
from osgeo import gdal, gdal_array

from ..errors import OutputFailed
from .opening import call_gdal
from .source import Grid
from .windows import Window

TILE = 256
AT_ONCE = 4 * 2**20  # bytes that are handed to GDAL at a time: compressed in a fraction of a second
PATIENCE_S = 0.3  # for the end of a file that is abandoned
CAUSED = " May be caused by: "  # in a reason of GDAL's: failures before the one that it gives


@dataclass(frozen=True)
class Layout:
    """What a GeoTIFF is to be.

    descriptions : a name for each band; their number is the number of bands
    no_data      : the same for all bands; None for none
    scale        : true value = stored value * scale; None for 1
    metadata     : for each band, items of its default domain
    quick        : True where values are computed faster than they compress well: class numbers are then compressed
                   lightly, floats not at all (their last digits are noise). Otherwise all cores compress
    plain        : not compressed at all, which is read fastest
    strip        : rows of the strips in which it is stored, for who writes whole rows; 0 for tiles
    tile         : pixels a side of tiles, a multiple of 16
    """

    grid: Grid
    dtype: type
    descriptions: tuple[str, ...]
    no_data: Optional[float] = None
    scale: Optional[float] = None
    metadata: tuple[dict[str, str], ...] = field(default=())
    quick: bool = False
    plain: bool = False
    strip: int = 0
    tile: int = TILE


class GeoTiffWriter:
    """Writes windows of an open GeoTIFF, those of a plan in its order. Made by `geotiff`."""

    def __init__(self, dataset, path):
        self.dataset = dataset
        self._path = path

    def write(self, window: Window, values, look=lambda: None):
        """Write the values of a window.

        window : Window inside the raster
        values : (n_bands, n_pixels) of the layout's dtype, pixels row by row
        look   : called between some bands and the next, for compressing many takes long; what it raises ends it
        errors : OutputFailed
        """
        place = window.column, window.row, window.width, window.height
        buffer_type = gdal_array.NumericTypeCodeToGDALTypeCode(values.dtype.type)
        ends_tiles, step = self._ends_tiles(window), max(1, AT_ONCE // max(1, values[0].nbytes))
        for start in range(0, len(values), step):
            some = np.ascontiguousarray(values[start : start + step])
            bands = list(range(start + 1, start + 1 + len(some)))
            with gdal_failures_as_errors(self._path):
                self.dataset.WriteRaster(*place, some.tobytes(), buf_type=buffer_type, band_list=bands)
                if ends_tiles:  # compress them now, beside the workers, and not all at the end
                    for band in bands:
                        self.dataset.GetRasterBand(band).FlushCache()
            look()

    def describe_bands(self, descriptions):
        """Name the bands by `descriptions` that are known only once they are written. Errors: OutputFailed."""
        with gdal_failures_as_errors(self._path):
            for number, description in enumerate(descriptions, start=1):
                self.dataset.GetRasterBand(number).SetDescription(description)

    def _ends_tiles(self, window):
        """Whether a window is the last of a row of tiles. Tiles written in parts would be compressed more than once."""
        last = window.column + window.width == self.dataset.RasterXSize
        return last and (window.row + window.height) % TILE == 0


@contextmanager
def geotiff(path, layout):
    """An open GeoTiffWriter; the file is complete, and checked for failed writes, when the block ends.

    path   : of the file to create
    layout : Layout
    errors : OutputFailed with GDAL's reason, such as a full disk
    """
    with gdal_failures_as_errors(path):
        dataset = gdal.GetDriverByName("GTiff").Create(
            str(path),
            layout.grid.width,
            layout.grid.height,
            len(layout.descriptions),
            gdal_array.NumericTypeCodeToGDALTypeCode(layout.dtype),
            options=_creation_options(layout),
        )
    writer = GeoTiffWriter(dataset, path)
    del dataset
    try:
        _describe(writer.dataset, layout)
        yield writer
    except BaseException:
        _close_quietly(writer)
        raise
    with gdal_failures_as_errors(path):
        writer.dataset.FlushCache()
        writer.dataset = None


@contextmanager
def gdal_failures_as_errors(path):
    """Turn GDAL's reported failures, and its exceptions where they are switched on, into OutputFailed."""
    gdal.ErrorReset()
    gdal.PushErrorHandler("CPLQuietErrorHandler")
    try:
        yield
        failed = gdal.GetLastErrorType() >= gdal.CE_Failure
        reason = gdal.GetLastErrorMsg()
    except RuntimeError as error:
        failed, reason = True, str(error).split(CAUSED)[0]
    finally:
        gdal.PopErrorHandler()
    if failed:
        raise OutputFailed(output=str(path), reason=reason)


def _close_quietly(writer):
    """Close an abandoned file; GDAL's failures no longer matter.

    GDAL compresses and writes what it still holds of it, and cannot be told not to: who cancels does not wait for that.
    """
    dataset, writer.dataset = [writer.dataset], None

    def close():
        # Later GDALs have this; a dataset that is only let go of raises what nobody can catch, and Python prints it.
        close_file = getattr(dataset[0], "Close", lambda: None)
        call_gdal(close_file)
        gdal.PushErrorHandler("CPLQuietErrorHandler")
        dataset.clear()
        gdal.PopErrorHandler()

    thread = threading.Thread(target=close)
    thread.start()
    thread.join(PATIENCE_S)


def _creation_options(layout):
    wide, high = (_tile(layout.grid.width), _tile(layout.grid.height)) if layout.plain else (layout.tile, layout.tile)
    tiles = ["TILED=YES", f"BLOCKXSIZE={wide}", f"BLOCKYSIZE={high}"]
    blocks = [f"BLOCKYSIZE={layout.strip}"] if layout.strip else tiles
    # SPARSE_OK: else closing an abandoned file first writes every missing tile, which takes minutes.
    written = ["INTERLEAVE=BAND", "BIGTIFF=IF_SAFER", "SPARSE_OK=TRUE"]
    return [*blocks, *_compression(layout), *written]


def _tile(length):
    """A side of tiles, a multiple of 16: one that is not compressed takes its room on the disk however empty it is."""
    return min(TILE, -(-length // 16) * 16)


def _compression(layout):
    if layout.plain:
        return ["NUM_THREADS=1", "COMPRESS=NONE"]
    floats = np.dtype(layout.dtype).kind == "f"
    if layout.quick:
        return ["NUM_THREADS=1", *(["COMPRESS=NONE"] if floats else ["COMPRESS=DEFLATE", "ZLEVEL=1"])]
    return ["NUM_THREADS=ALL_CPUS", "COMPRESS=DEFLATE", *(["PREDICTOR=3"] if floats else [])]


def _describe(dataset, layout):
    grid = layout.grid
    if grid.georeferenced:
        dataset.SetGeoTransform(grid.geotransform)
    if grid.wkt:
        dataset.SetProjection(grid.wkt)
    if grid.geolocation:
        dataset.SetMetadata(dict(grid.geolocation), "GEOLOCATION")
    for index, description in enumerate(layout.descriptions):
        band = dataset.GetRasterBand(index + 1)
        band.SetDescription(description)
        if layout.no_data is not None:
            band.SetNoDataValue(layout.no_data)
        if layout.scale is not None:
            band.SetScale(layout.scale)
        if layout.metadata:
            band.SetMetadata(layout.metadata[index])
