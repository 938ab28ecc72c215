# SPDX-License-Identifier: GPL-2.0-or-later
"""The spectrum of a pixel, or of several, in all good bands of a raster: reflectance over wavelength, with gaps."""

from dataclasses import dataclass
from typing import Optional

import numpy as np

from ..progress import silent
from ..raster.band_matching import choose_bands
from ..raster.pixel_reader import read_pixels
from ..raster.spectrum_reader import SpectrumReader
from ..raster.windows import Window


@dataclass(frozen=True)
class Spectrum:
    """places      : float64 (n_bands,), micrometres, ascending; band numbers where `of_bands`
    reflectance : float32 (n_bands,), 0..1, NaN where there is no data
    of_bands    : whether the raster states no wavelengths
    deviation   : float32 (n_bands,), of several pixels; None of one
    pixels      : how many there are
    """

    places: np.ndarray
    reflectance: np.ndarray
    of_bands: bool = False
    deviation: Optional[np.ndarray] = None
    pixels: int = 1

    @property
    def empty(self):
        return not np.isfinite(self.reflectance).any()


class PixelSpectra:
    """The spectra of a raster's pixels; for one thread.

    info   : RasterInfo
    beside : as of SpectrumReader
    errors : NoBandInRange, RasterBlocksTooLarge, RasterUnreadable
    """

    def __init__(self, info, beside=None):
        selection = choose_bands(info.bands, info.name)
        self.numbers = selection.numbers
        self.reader = SpectrumReader(info, selection, beside=beside)
        self.of_bands = not info.bands.has_wavelengths
        centres = info.bands.centres_um[np.array(self.numbers) - 1]
        self.places = np.array(self.numbers, np.float64) if self.of_bands else centres

    def of(self, column, row):
        """The Spectrum of a pixel. column, row : from 0, inside the raster. Errors: RasterReadFailed"""
        values = self.reader.by_band(Window(int(column), int(row), 1, 1))[:, 0]
        return Spectrum(self.places, values, self.of_bands)

    def mean(self, columns, rows):
        """The mean Spectrum of pixels, and its deviation; pixels without data in some band do not count.

        columns, rows : int64 (n,), from 0, inside the raster
        errors        : RasterReadFailed
        """
        values = read_pixels(self.reader, columns, rows, silent())
        valid = values[:, np.isfinite(values).all(axis=0)].astype(np.float64)
        if not valid.shape[1]:
            return Spectrum(self.places, np.full(len(self.places), np.nan, np.float32), self.of_bands, None, 0)
        deviation = valid.std(axis=1).astype(np.float32)
        return Spectrum(self.places, valid.mean(axis=1).astype(np.float32), self.of_bands, deviation, valid.shape[1])
