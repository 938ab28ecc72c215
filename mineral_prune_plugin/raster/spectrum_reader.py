# SPDX-License-Identifier: GPL-2.0-or-later
"""Spectra of a window: raw values in, reflectance and a mask of valid pixels out."""

from dataclasses import dataclass

import numpy as np
from osgeo import gdal, gdal_array

from ..progress import awaited
from .block_memory import check_blocks
from .cache import small_cache
from .opening import call_gdal, mask_band, open_raster, read_failed, thread_options
from .source import RasterInfo
from .validity import Scaling, Validity
from .windows import Window, plan


@dataclass(frozen=True)
class Spectra:
    """Reflectance, float32 (n_bands, n_pixels), 0..1, NaN where not valid; valid, bool (n_pixels,)."""

    reflectance: np.ndarray
    valid: np.ndarray

    def of_valid(self):
        """Reflectance of the valid pixels, float32 (n_bands, n_valid)."""
        return self.reflectance if self.valid.all() else self.reflectance[:, self.valid]

    def first_valid(self, count):
        """Reflectance of the first valid pixels, as many as `count` at most."""
        return self.reflectance[:, np.flatnonzero(self.valid)[:count]]


class SpectrumReader:
    """Reads the selected bands of a raster, window by window. One reader belongs to one thread.

    selection : BandSelection
    options   : for GDAL's driver
    by_pixel  : whether `raw` has the bands of a pixel side by side
    beside    : another SpectrumReader of the raster, for the same thread, or None: the file is opened once, and a block
                that either has read is not decoded again
    errors    : RasterBlocksTooLarge, RasterUnreadable
    """

    def __init__(self, info: RasterInfo, selection, options=(), by_pixel=False, beside=None):
        check_blocks(info.blocks, info.name, info.memory)
        self.info = info
        self.selection = selection
        with thread_options(info.blocks.options):  # as the file is opened: GDAL decides then
            self._dataset = beside._dataset if beside else open_raster(info.path, options)
        self._by_pixel = by_pixel
        self._scaling = Scaling.of(info.bands, selection.numbers)
        self._validity = Validity(self._scaling)
        self._gdal_type = gdal_array.NumericTypeCodeToGDALTypeCode(info.dtype.type)
        self._mask_band = mask_band(self._dataset)

    def windows(self):
        """The plan of windows for these bands."""
        grid, size = self.info.grid, len(self.selection.numbers) * max(4, self.info.dtype.itemsize)
        return plan(grid.width, grid.height, self.info.block, size)

    def read(self, window: Window, progress=None):
        """Spectra of a window, pixels row by row.

        progress : is asked to cancel meanwhile where that takes long; None where nobody may
        errors   : RasterReadFailed with GDAL's reason, Cancelled
        """
        if progress is not None and self.info.blocks.large:
            return awaited(lambda: self._read(window), progress)
        return self._read(window)

    def _read(self, window):
        with small_cache():
            raw = self.raw(window)
        with np.errstate(over="ignore"):  # what float32 cannot hold becomes infinite, and so not valid
            values = raw.astype(np.float32)
        valid = self._validity.of(raw.reshape(-1, window.height, window.width), values)
        with np.errstate(over="ignore"):  # a scale may carry a number beyond float32
            valid &= np.isfinite(self._scaling.reflectance(values)).all(axis=0)
        if self.info.masked:
            valid &= self.unmasked(window)
        values = self.selection.apply(values)
        values[:, ~valid] = np.nan
        return Spectra(values, valid)

    def by_band(self, window):
        """Reflectance of a window band by band: NaN where that band has no data, whatever the others have.

        returns : float32 (n_bands, n_pixels), of the bands that are read
        errors  : RasterReadFailed with GDAL's reason
        """
        with small_cache():
            raw = self.raw(window)
        with np.errstate(over="ignore"):
            values = raw.astype(np.float32)
            data = self._validity.of_each_band(raw, values)
            values = self._scaling.reflectance(values)
        values[~data | ~np.isfinite(values)] = np.nan
        if self.info.masked:
            values[:, ~self.unmasked(window)] = np.nan
        return values

    def raw(self, window):
        """The file's own values, (n_bands read, n_pixels). Errors: RasterReadFailed with GDAL's reason."""
        numbers, size = list(self.selection.numbers), self.info.dtype.itemsize
        pixel, band = (len(numbers) * size, size) if self._by_pixel else (size, window.pixels * size)
        spaces = {"buf_pixel_space": pixel, "buf_line_space": pixel * window.width, "buf_band_space": band}
        place = window.column, window.row, window.width, window.height
        buffer = self._gdal(
            lambda: self._dataset.ReadRaster(*place, buf_type=self._gdal_type, band_list=numbers, **spaces), window
        )
        self._forget_blocks(window)
        values = np.frombuffer(buffer, dtype=self.info.dtype)
        return values.reshape(-1, len(numbers)).T if self._by_pixel else values.reshape(len(numbers), -1)

    def _forget_blocks(self, window):
        """Empty GDAL's cache where no later window needs what is in it: it would grow to 5 % of the machine's memory.

        A window of whole blocks is alone with them; one that is part of a block shares it with its neighbours.
        """
        grid, (wide, high) = self.info.grid, self.info.block
        if window.width % wide in (0, grid.width % wide) and window.height % high in (0, grid.height % high):
            self._dataset.FlushCache()

    def unmasked(self, window):
        """bool (n_pixels,), False where the raster's mask or alpha band says so. Errors: RasterReadFailed."""
        place = window.column, window.row, window.width, window.height
        buffer = self._gdal(lambda: self._mask_band.ReadRaster(*place, buf_type=gdal.GDT_Byte), window)
        return np.frombuffer(buffer, dtype=np.uint8) != 0

    def _gdal(self, read, window):
        """What a GDAL read returns; a failed one is an error with GDAL's reason."""
        buffer, reason = call_gdal(read)
        if buffer is None:
            raise read_failed(self.info.name, window, reason)
        return buffer
