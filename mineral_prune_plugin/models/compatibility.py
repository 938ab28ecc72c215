# SPDX-License-Identifier: GPL-2.0-or-later
"""Whether a raster suits a model: its bands by wavelength, its values by magnitude."""

from dataclasses import replace

import numpy as np

from ..errors import ScaleDiffers
from ..raster.band_matching import match_bands
from ..raster.band_numbers import BandNumbers
from .model_file import LONGEST_NAME

# Scenes differ a few times in brightness; forgotten scale factors are 100 (per cent) and more. Dark water is
# a hundred times darker than bright rock, so the lower limit is wider.
BRIGHTER, DARKER = 50.0, 500.0
SAMPLE = 1024  # pixels whose median is taken for the raster's


def bands_for(model, info, interpolate=False):
    """The BandSelection that gives the model its bands from a raster.

    info        : raster.source.RasterInfo
    interpolate : True to make bands that the raster lacks from their neighbours
    returns     : with its notices, which the caller tells
    errors      : those of `match_bands`
    """
    known = {"names": model.band_names, "numbers": model.band_numbers}
    return match_bands(model.wavelengths, info.bands, info.name, model.bands, interpolate, **known)


def with_bands_known(model, info, selection):
    """The model, knowing its bands by their names in the raster, and which were left out, where that states no
    wavelengths.

    info      : raster.source.RasterInfo of the raster that it was trained on
    selection : BandSelection of its bands
    """
    if model.wavelengths is not None:
        return model
    names, total = info.bands.names_of(selection.numbers), len(info.bands.good)
    storable = names is not None and all(len(name) <= LONGEST_NAME and name.isprintable() for name in names)
    numbers = BandNumbers(selection.numbers, total) if len(selection.numbers) < total else None
    return replace(model, band_names=names if storable else None, band_numbers=numbers)


def check_brightness(model, reflectance, raster):
    """Compare the magnitude of pixels with that of the model's training samples.

    Their median is compared: a single hot pixel, or a no-data number that nobody stated, does not count.

    reflectance : float32 (n_bands, n), of valid pixels
    raster      : the name for the error
    errors      : ScaleDiffers
    """
    brightness = float(np.nanmedian(np.abs(reflectance).mean(axis=0, dtype=np.float64)))
    if not model.brightness / DARKER <= brightness <= model.brightness * BRIGHTER:
        raise ScaleDiffers(raster=raster, expected=model.brightness, found=brightness)


class BrightnessCheck:
    """`check_brightness` of the first SAMPLE pixels of a raster: a rotated scene begins with a single pixel.

    raster : the name for the error
    """

    def __init__(self, model, raster):
        self._model, self._raster = model, raster
        self._samples, self._pixels = [], 0

    def add(self, reflectance):
        """Some valid pixels, (n_bands, n), or None. Errors: ScaleDiffers once there are enough."""
        if reflectance is None or not reflectance.size or self._pixels >= SAMPLE:
            return
        self._samples.append(reflectance[:, :SAMPLE].copy())
        self._pixels += reflectance.shape[1]
        if self._pixels >= SAMPLE:
            self._check()

    def finish(self):
        """The raster has no more pixels. Errors: ScaleDiffers."""
        if 0 < self._pixels < SAMPLE:
            self._check()

    def _check(self):
        check_brightness(self._model, np.concatenate(self._samples, axis=1), self._raster)
