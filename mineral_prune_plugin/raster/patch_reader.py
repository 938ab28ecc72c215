# SPDX-License-Identifier: GPL-2.0-or-later
"""Square neighbourhoods of pixels. Beyond the raster's edge it reflects.

Reflection is about the centre of the edge pixel, which is not repeated: c b | a b c | b a. It goes on beyond a raster
that is smaller than the neighbourhood; a raster one pixel wide repeats that pixel.
"""

from dataclasses import dataclass

import numpy as np

from ..errors import TooManyPatchPixels
from .pixel_reader import band_count, read_pixels

MOST_BYTES = 2**30  # of the pixels of patches that are held at a time, and of their places


@dataclass(frozen=True)
class Patches:
    """Square neighbourhoods that share their pixels, each held once.

    pixels : float32 (n_bands, n_pixels), reflectance 0..1; NaN where there is no data
    places : int32 (n, side * side), row by row, where in `pixels` those of each patch are
    """

    pixels: np.ndarray
    places: np.ndarray

    def __len__(self):
        return len(self.places)

    @classmethod
    def single(cls, reflectance):
        """Patches of one pixel each, of spectra, float32 (n_bands, n)."""
        return cls(reflectance, np.arange(reflectance.shape[1], dtype=np.int32)[:, None])

    def where(self, keep):
        """The patches for which the mask, or at the places, `keep`."""
        return Patches(self.pixels, self.places[keep])


def reflected(start, count, length):
    """Places 0 to length - 1 along an axis that stand for `count` places from `start`, which may lie outside: int64."""
    return _mirrored(np.arange(start, start + count), length)


def read_patches(reader, columns, rows, side, progress):
    """Patches around some pixels of a raster.

    reader        : SpectrumReader
    columns, rows : int64 (n,), from 0
    side          : pixels a side of a patch, odd
    progress      : reports and is asked to cancel
    errors        : TooManyPatchPixels, RasterReadFailed, Cancelled
    """
    grid = reader.info.grid
    across = _around(columns, side, grid.width)
    down = _around(rows, side, grid.height)
    _check(reader, len(columns) * side * side)
    numbers = (down[:, :, None] * grid.width + across[:, None, :]).reshape(len(columns), -1)
    unique, places = np.unique(numbers, return_inverse=True)
    pixels = read_pixels(reader, unique % grid.width, unique // grid.width, progress)
    return Patches(pixels, places.reshape(numbers.shape).astype(np.int32))


def _around(places, side, length):
    """int64 (n, side): places around each of some, reflected."""
    starts = np.asarray(places, dtype=np.int64) - side // 2
    return _mirrored(starts[:, None] + np.arange(side), length)


def _mirrored(places, length):
    period = max(1, 2 * (length - 1))
    places = places % period
    return np.minimum(places, period - places)


def _check(reader, places):
    grid, bands = reader.info.grid, band_count(reader.selection)
    needed = 24 * places + 4 * bands * min(places, grid.width * grid.height)
    most = min(MOST_BYTES, reader.info.memory)
    if needed > most:
        megabytes = [int(-(-needed // 2**20)), most // 2**20]
        raise TooManyPatchPixels(raster=reader.info.name, found=megabytes[0], most=megabytes[1])
