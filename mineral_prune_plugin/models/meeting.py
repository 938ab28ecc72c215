# SPDX-License-Identifier: GPL-2.0-or-later
"""Where a model meets a raster: its bands by wavelength, its values by magnitude."""

import numpy as np

from ..errors import ScaleDiffers
from ..raster.matching import match_bands

# Scenes differ a few times in brightness; forgotten scale factors are 100 (per cent) and more. Dark water is
# a hundred times darker than bright rock, so the lower limit is wider.
BRIGHTER, DARKER = 50.0, 500.0


def bands_for(model, info, interpolate=False):
    """The BandSelection that gives the model its bands from a raster. Errors: those of `match_bands`."""
    return match_bands(model.wavelengths, info.bands, info.name, model.bands, interpolate)


def check_brightness(model, reflectance, raster):
    """Errors: ScaleDiffers where values, (n_bands, n), are far from those that the model was trained on.

    Judged by the median pixel: one hot pixel, or a no-data number that nobody stated, says nothing of the others.
    """
    found = float(np.nanmedian(np.abs(reflectance).mean(axis=0, dtype=np.float64)))
    if not model.brightness / DARKER <= found <= model.brightness * BRIGHTER:
        raise ScaleDiffers(raster=raster, expected=model.brightness, found=found)
