# SPDX-License-Identifier: GPL-2.0-or-later
"""The arithmetic of the features: spectra in, what a network sees of them out, a value a band.

A function bears the name of its row in features.py.
"""

import numpy as np

from .hull import upper_hull

FLOOR = 1e-4  # noise makes dark reflectance negative at times; a logarithm or a quotient needs it positive


def reflectance(reflectance, wavelengths, overwrite=False):
    """Reflectance as it is.

    reflectance : float32 (n_bands, n_pixels), 0..1
    wavelengths : not used, may be None
    overwrite   : not used
    returns     : the same array
    """
    return reflectance


def normalised(reflectance, wavelengths, overwrite=False):
    """ln r minus its mean over the bands: free of brightness.

    reflectance : float32 (n_bands, n_pixels), 0..1
    wavelengths : not used, may be None
    overwrite   : whether `reflectance` may be used as working memory
    returns     : float32 (n_bands, n_pixels), mean 0 over the bands
    """
    logarithm = _floored(reflectance, overwrite)
    np.log(logarithm, out=logarithm)
    # A sum in float64 would take a third of the whole feature, and its last digits are far below any noise.
    logarithm -= _sum(logarithm) * np.float32(1 / len(logarithm))
    return logarithm


def continuum(reflectance, wavelengths, overwrite=False):
    """Divide every spectrum by its upper convex hull (Clark and Roush 1984).

    reflectance : float32 (n_bands, n_pixels), 0..1
    wavelengths : float64 (n_bands,), micrometres, strictly ascending
    overwrite   : whether `reflectance` may be used as working memory
    returns     : float32 (n_bands, n_pixels), above 0 up to 1; 1 at the hull's vertices
    """
    floored = _floored(reflectance, overwrite)
    floored /= upper_hull(floored, wavelengths)
    return floored


def asai(reflectance, wavelengths, overwrite=False):
    """ln(C / r), C the upper convex hull: apparent absorbance relative to the continuum.

    The logarithm of the spectral absorption index (SAI) with the hull's vertices either side of a band as its
    shoulders. Deng et al. 2022 do not publish the definition of their improved index vector: this is our reading.

    reflectance : float32 (n_bands, n_pixels), 0..1
    wavelengths : float64 (n_bands,), micrometres, strictly ascending
    overwrite   : whether `reflectance` may be used as working memory
    returns     : float32 (n_bands, n_pixels), 0 or above; 0 at the hull's vertices
    """
    floored = _floored(reflectance, overwrite)
    absorbance = upper_hull(floored, wavelengths)
    absorbance /= floored
    return np.log(absorbance, out=absorbance)


def _sum(values):
    """Band by band, also of a single spectrum, where numpy's sum takes another order: a pixel's is its own alone."""
    return np.add.reduce(values, axis=0) if values.shape[1] != 1 else np.add.accumulate(values, axis=0)[-1]


def _floored(reflectance, overwrite):
    """Nowhere below FLOOR; a copy unless it may be overwritten. Looking first is faster than always clipping."""
    floored, least = reflectance if overwrite else reflectance.copy(), np.float32(FLOOR)
    if not floored.min(initial=least) >= least:
        np.maximum(floored, least, out=floored)
    return floored
