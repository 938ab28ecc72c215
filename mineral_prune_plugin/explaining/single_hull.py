# SPDX-License-Identifier: GPL-2.0-or-later
"""The continuum of one spectrum, for a plot: by numpy, which is there at once."""

import numpy as np

from ..spectra.hull import step_shares
from ..spectra.numpy_hull import exact_hull
from ..spectra.transforms import FLOOR


def continuum_removed(wavelengths_um, reflectance):
    """A spectrum divided by its upper convex hull (Clark and Roush 1984), as `transforms.continuum`.

    wavelengths_um : float (n_bands,), micrometres, ascending
    reflectance    : float (n_bands,), NaN where the spectrum has gaps
    returns        : float64 (n_bands,), NaN in the gaps
    """
    removed = np.full(len(reflectance), np.nan)
    bands = np.flatnonzero(np.isfinite(reflectance) & np.isfinite(wavelengths_um))
    if len(bands):
        values = np.maximum(np.asarray(reflectance, np.float32)[bands, None], np.float32(FLOOR))
        hull = exact_hull(values, step_shares(np.asarray(wavelengths_um)[bands]))
        removed[bands] = (values / hull)[:, 0]
    return removed
