# SPDX-License-Identifier: GPL-2.0-or-later
"""Bands of several spectrometers in a row, put into ascending order.

Where two overlap, each keeps its bands up to the middle of the overlap: a spectrometer is weakest at its ends, and
bands of two that do not quite agree would alternate.
"""

import numpy as np

from ..errors import LibraryWavelengthsDisordered

MOST_SPECTROMETERS = 8  # more falls than that are no order at all


def ascending_bands(centres_um, title):
    """The bands to keep, in ascending order, and how many overlapping ones are left out.

    centres_um : float64 (n_bands,), NaN where unknown: such bands are left out, uncounted
    title      : the library's name for an error
    returns    : (int64 (n_kept,) band numbers from 0, int)
    errors     : LibraryWavelengthsDisordered
    """
    bands = np.flatnonzero(np.isfinite(centres_um))
    if 2 * (np.diff(centres_um[bands]) < 0).sum() > len(bands):
        bands = bands[::-1]  # as ECOSTRESS writes them
    steps = np.diff(centres_um[bands])
    falls = int((steps < 0).sum())
    if falls >= MOST_SPECTROMETERS:
        raise LibraryWavelengthsDisordered(library=title, falls=falls)
    breaks = np.flatnonzero(steps <= 0) + 1
    runs = sorted(np.split(bands, breaks), key=lambda run: (centres_um[run[0]], -centres_um[run[-1]]))
    kept = runs[0]
    for run in runs[1:]:
        kept = _joined(kept, run, centres_um)
    return kept, len(bands) - len(kept)


def _joined(lower, upper, centres_um):
    """Two ascending runs as one; an upper one that ends inside the lower one adds nothing."""
    begins, ends = centres_um[upper[0]], centres_um[lower[-1]]
    if centres_um[upper[-1]] <= ends:
        return lower
    middle = (begins + ends) / 2
    return np.concatenate([lower[centres_um[lower] <= middle], upper[centres_um[upper] > middle]])
