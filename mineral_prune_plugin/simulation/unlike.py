# SPDX-License-Identifier: GPL-2.0-or-later
"""Spectra that are like no mineral of the library, but nearly: what a network must learn not to name.

The absorptions of known minerals moved, stretched, or with another one beside: a network that has only met minerals
would give each of them a name. In the manner of outlier exposure (Hendrycks, Mazeika and Dietterich 2019); the three
ways are ours.
"""

import numpy as np

from ..spectra.hull import upper_hull
from ..spectra.minerals import HALF_MAXIMUM

SHIFT_UM = (0.012, 0.040)  # less is within what composition does to an absorption, as of white mica
STRETCH = (0.35, 0.80)  # natural logarithm of the factor
WIDTHS_UM = (0.025, 0.100)  # of the additional absorption, full width at half maximum
STRENGTH = (0.5, 1.2)  # of the additional absorption, relative to the deepest one
DEPTH = 0.5  # at which the hull of the altered absorptions is taken


def unlike_absorptions(absorptions, wavelengths_um, count, generator):
    """Absorptions, 1 - reflectance / hull, that no mineral has; 1 at their deepest.

    absorptions    : float32 (n_records, n_bands), of minerals
    wavelengths_um : float64 (n_bands,), micrometres, ascending
    count          : how many
    generator      : numpy Generator
    returns        : float32 (count, n_bands)
    """
    drawn = absorptions[generator.integers(0, len(absorptions), count)].astype(np.float64)
    ways = (_shifted, _stretched, _with_another)
    for row, way in zip(range(count), generator.integers(0, len(ways), count)):
        drawn[row] = ways[way](drawn[row], wavelengths_um, generator)
    reflectance = 1 - DEPTH * drawn / np.maximum(drawn.max(axis=1, keepdims=True), 1e-6)
    reflectance = np.ascontiguousarray(reflectance.T, dtype=np.float32)
    result = (1 - reflectance / upper_hull(reflectance, wavelengths_um)).T
    return result / np.maximum(result.max(axis=1, keepdims=True), np.float32(1e-6))


def _shifted(absorption, wavelengths_um, generator):
    shift = generator.choice((-1, 1)) * generator.uniform(*SHIFT_UM)
    return np.interp(wavelengths_um - shift, wavelengths_um, absorption)


def _stretched(absorption, wavelengths_um, generator):
    centre = wavelengths_um[absorption.argmax()]
    factor = np.exp(generator.choice((-1, 1)) * generator.uniform(*STRETCH))
    return np.interp(centre + (wavelengths_um - centre) * factor, wavelengths_um, absorption, left=0, right=0)


def _with_another(absorption, wavelengths_um, generator):
    centre = generator.uniform(wavelengths_um[0], wavelengths_um[-1])
    width = np.exp(generator.uniform(*np.log(WIDTHS_UM)))
    gaussian = np.exp(-HALF_MAXIMUM * ((wavelengths_um - centre) / width) ** 2)
    return absorption + absorption.max() * generator.uniform(*STRENGTH) * gaussian
