# SPDX-License-Identifier: GPL-2.0-or-later
"""Two materials in a pixel: as patches side by side (areal), or as grains side by side (intimate).

Areal mixtures are linear in reflectance. In intimate ones light meets grains of both, and what mixes linearly is the
single-scattering albedo (Hapke 1981, J. Geophys. Res. 86 B4, 3039-3054). Here reflectance is diffusive: with
g = sqrt(1 - albedo) it is (1 - g) / (1 + g), and equal grains are assumed.
"""

import numpy as np

LEAST = 0.01  # of a reflectance relative to its continuum, and 1 less it at most
DEEPEST = 0.95  # absorption of a pure material


def albedo(reflectance):
    """Single-scattering albedo, 0..1, of diffusive `reflectance`, 0..1."""
    root = (1 - reflectance) / (1 + reflectance)
    return 1 - root * root


def diffusive_reflectance(albedo):
    """Reflectance, 0..1, of a single-scattering `albedo`, 0..1."""
    root = np.sqrt(1 - albedo)
    return (1 - root) / (1 + root)


def areal(first, second):
    """Reflectance relative to the continuum of two materials' absorptions, each scaled to its depth in the mixture.

    first, second : float (n, n_bands), 0..1
    """
    return np.maximum(1 - first - second, LEAST)


def intimate(first, second, continuum, share):
    """The same where grains of both lie side by side.

    first, second : float (n, n_bands), absorptions scaled to their depth in an areal mixture
    continuum     : float (n, n_bands), reflectance without absorption, 0..1
    share         : float (n, 1), of the first material, above 0 and below 1
    returns       : float (n, n_bands), relative to the continuum
    """
    bright = np.clip(continuum, LEAST, 1 - LEAST)
    pure = (
        bright * (1 - np.minimum(absorption / part, DEEPEST))
        for absorption, part in ((first, share), (second, 1 - share))
    )
    mixed = sum(part * albedo(reflectance) for part, reflectance in zip((share, 1 - share), pure))
    return np.maximum(diffusive_reflectance(mixed) / bright, LEAST)
