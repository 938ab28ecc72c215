# SPDX-License-Identifier: GPL-2.0-or-later
"""The continuum of one spectrum, by Andrew's monotone chain: for a plot, which must not wait for torch."""

import numpy as np

from ..spectra.transforms import FLOOR


def continuum_removed(wavelengths_um, reflectance):
    """A spectrum divided by its upper convex hull (Clark and Roush 1984), as `transforms.continuum` within rounding.

    wavelengths_um : float (n_bands,), micrometres, ascending
    reflectance    : float (n_bands,), NaN where the spectrum has gaps
    returns        : float64 (n_bands,), NaN in the gaps
    """
    removed = np.full(len(reflectance), np.nan)
    bands = np.flatnonzero(np.isfinite(reflectance) & np.isfinite(wavelengths_um))
    if len(bands):
        x = np.asarray(wavelengths_um, np.float64)[bands]
        y = np.maximum(np.asarray(reflectance, np.float64)[bands], FLOOR)
        vertices = _vertices(x.tolist(), y.tolist())
        removed[bands] = y / np.interp(x, x[vertices], y[vertices])
    return removed


def _vertices(x, y):
    """Indices of the points on the upper hull."""
    hull = []
    for place in range(len(x)):
        while len(hull) > 1 and _below(x, y, hull[-2], hull[-1], place):
            hull.pop()
        hull.append(place)
    return hull


def _below(x, y, first, middle, last):
    """Whether the middle point is on or below the line through the other two."""
    rise = (y[last] - y[first]) * (x[middle] - x[first])
    return (y[middle] - y[first]) * (x[last] - x[first]) <= rise
