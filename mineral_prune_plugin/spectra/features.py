# SPDX-License-Identifier: GPL-2.0-or-later
"""What a network sees of a spectrum: reflectance, or what is left of it when brightness and continuum are gone."""

import numpy as np

LANES = 64  # pixels: torch rounds the last few that do not fill its vectors in another way, so there must be none
FLOOR = 1e-4  # noise makes dark reflectance negative at times; a logarithm or a quotient needs it positive


def reflectance_feature(reflectance, wavelengths):
    """Reflectance as it is. float32 (n_bands, n_pixels)."""
    return reflectance


def normalised(reflectance, wavelengths):
    """ln r minus its mean over the bands: free of brightness. float32 (n_bands, n_pixels)."""
    logarithm = np.log(_floored(reflectance))
    return logarithm - logarithm.mean(axis=0, dtype=np.float64).astype(np.float32)


def continuum(reflectance, wavelengths):
    """Divide every spectrum by its upper convex hull (Clark and Roush 1984).

    reflectance : float32 (n_bands, n_pixels), 0..1
    wavelengths : float64 (n_bands,), micrometres, strictly ascending
    returns     : float32 (n_bands, n_pixels), above 0 up to 1; 1 at the hull's vertices
    """
    floored = _floored(reflectance)
    return floored / upper_hull(floored, wavelengths)


def asai(reflectance, wavelengths):
    """ln(C / r), C the upper convex hull: apparent absorbance relative to the continuum.

    The logarithm of the spectral absorption index (SAI) with the hull's vertices either side of a band as its
    shoulders. Deng et al. 2022 do not publish the definition of their improved index vector: this is our reading.

    returns : float32 (n_bands, n_pixels), 0 or above; 0 at the hull's vertices
    """
    floored = _floored(reflectance)
    return np.log(upper_hull(floored, wavelengths) / floored)


def upper_hull(values, wavelengths):
    """The upper convex hull of each spectrum, evaluated at its bands.

    From a point of the hull at band k the steepest line to a later band is the hull's next edge, so the hull at
    k + 1 is the highest of the lines there. No test whether a band is a vertex is needed; such a test goes wrong by
    rounding. Two passes over memory a band are what it costs; subtracting, dividing, comparing apart took 1.6 times
    as long (260 and 420 ns a pixel of 50 bands, 4096 pixels at a time, 2026-11-22).

    values      : float32 (n_bands, n_pixels), finite
    wavelengths : float64 (n_bands,), strictly ascending
    returns     : float32 (n_bands, n_pixels), nowhere below `values`
    """
    import torch  # here, for starting the plugin must not load it; its `lerp` is what numpy lacks

    count, pixels = values.shape
    whole = np.ones((count, -(-pixels // LANES) * LANES), np.float32)
    whole[:, :pixels] = values
    hull, lines = np.empty_like(whole), np.empty_like(whole)
    hull[0] = whole[0]
    bands, edge, ends = (torch.from_numpy(array) for array in (whole, hull, lines))
    for band, shares in enumerate(step_shares(wavelengths)):
        torch.lerp(edge[band], bands[band + 1 :], torch.from_numpy(shares)[:, None], out=ends[band + 1 :])
        np.maximum.reduce(lines[band + 1 :], axis=0, out=hull[band + 1])
    return hull[:, :pixels]


def step_shares(wavelengths):
    """For each band but the last, what share the step to the next band is of that to each later one: float32 arrays."""
    place = np.asarray(wavelengths, dtype=np.float64)
    for band in range(len(place) - 1):
        yield ((place[band + 1] - place[band]) / (place[band + 1 :] - place[band])).astype(np.float32)


def _floored(reflectance):
    return np.maximum(reflectance, np.float32(FLOOR))


FEATURES = {
    "reflectance": reflectance_feature,
    "normalised": normalised,
    "continuum": continuum,
    "asai": asai,
}
NEEDS_WAVELENGTHS = ("continuum", "asai")
FEWEST_BANDS = {"reflectance": 1, "normalised": 2, "continuum": 3, "asai": 3}


def compute(feature, reflectance, wavelengths):
    """The named feature of spectra; shapes as above. `wavelengths` may be None where the feature needs none."""
    return FEATURES[feature](reflectance, wavelengths)
