# SPDX-License-Identifier: GPL-2.0-or-later
"""The plugin's own library spectrum of a mineral, in the bands of a pixel and as bright as it, to be laid over."""

from functools import lru_cache

import numpy as np


def library_spectrum(name, wavelengths_um, reflectance):
    """The mean spectrum of a mineral of the embedded library, scaled to the mean of a pixel's.

    name           : of the mineral
    wavelengths_um : float64 (n_bands,), micrometres, ascending
    reflectance    : float (n_bands,), of the pixel, NaN in gaps
    returns        : float64 (n_bands,), NaN beyond the library's wavelengths; None where it has no such mineral
    """
    known_um, spectrum = _mean_of(name.strip().casefold())
    if spectrum is None:
        return None
    values = np.interp(wavelengths_um, known_um, spectrum, left=np.nan, right=np.nan)
    both = np.isfinite(values) & np.isfinite(reflectance)
    return values * reflectance[both].mean() / values[both].mean() if both.any() else None


@lru_cache(maxsize=64)
def _mean_of(name):
    """(wavelengths, micrometres; the mean spectrum of a material, or None where it is not in the library)."""
    from ..spectral_library.embedded import WAVELENGTHS_UM, embedded_variants, spectra

    variants = [each for each in embedded_variants() if each.material.casefold() == name]
    return WAVELENGTHS_UM, spectra(variants, WAVELENGTHS_UM).mean(axis=0) if variants else None
