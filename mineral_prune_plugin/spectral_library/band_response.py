# SPDX-License-Identifier: GPL-2.0-or-later
"""What a Gaussian band sees of a spectrum that is known at some wavelengths: a matrix of weights.

Between its points the spectrum is taken as straight lines, and the integral of a Gaussian times a line is exact. So
uneven spacing needs no care, a narrow Gaussian becomes interpolation, and one of no width on a point becomes 1.
"""

import math

import numpy as np

FWHM_PER_DEVIATION = math.sqrt(8 * math.log(2))  # 2.3548, of a Gaussian
REACH = 3.5  # widths, over 8 deviations: nothing of a Gaussian lies beyond
LEAST_WIDTH_UM = 1e-14  # stands for none
SMALLEST_WEIGHT = 1e-9
LEAST_SUPPORT = 0.5 - 1e-6  # of the response: half at the spectrum's first and last point


def response_weights(points_um, centres_um, fwhm_um, largest_gap_um):
    """Weights of the points in each band.

    points_um      : float64 (n_points,), micrometres, strictly ascending
    centres_um     : float64 (n_bands,), micrometres
    fwhm_um        : float64 (n_bands,), full widths at half maximum of the Gaussians; 0 interpolates
    largest_gap_um : float64 (n_bands,); no line leads from a point to the next one beyond that
    returns        : float64 (n_bands, n_points), rows sum to 1; NaN rows where half of the response or more is
                     without support
    """
    if len(points_um) < 2:
        same = np.abs(np.reshape(centres_um, (-1, 1)) - np.reshape(points_um, (1, -1))) < SMALLEST_WEIGHT
        return np.where(same, 1.0, np.nan)
    fwhm = np.maximum(fwhm_um, LEAST_WIDTH_UM)
    near = _near(points_um, centres_um, REACH * fwhm)
    points = points_um[near]
    left, right = _halves(points, centres_um[:, None], fwhm[:, None])
    bridged = np.diff(points, axis=1) <= largest_gap_um[:, None] * (1 + 1e-9)
    weights = np.zeros((len(centres_um), len(points_um)))
    bands = np.arange(len(centres_um))[:, None]
    np.add.at(weights, (bands, near[:, :-1]), np.where(bridged, left, 0.0))
    np.add.at(weights, (bands, near[:, 1:]), np.where(bridged, right, 0.0))
    weights[np.abs(weights) < SMALLEST_WEIGHT] = 0.0
    support = weights.sum(axis=1, keepdims=True)
    return np.where(support >= LEAST_SUPPORT, weights, np.nan) / np.where(support > 0, support, 1.0)


def _near(points_um, centres_um, reach_um):
    """int64 (n_bands, n_near): the points within reach of each band and one more either side; the last may repeat."""
    last = len(points_um) - 1
    first = np.clip(np.searchsorted(points_um, centres_um - reach_um, side="right") - 1, 0, last - 1)
    count = (np.searchsorted(points_um, centres_um + reach_um) - first).max() + 1
    return np.minimum(first[:, None] + np.arange(count), last)


def _halves(points, centres, fwhm):
    """What each interval gives to its left and to its right point: float64 (n_bands, n_near - 1) each.

    With g the Gaussian about t, the right point of [a, b] gets the integral of g(x) (x - a) / (b - a), where that of
    g(x) (x - t) is -s^2 (g(b) - g(a)).
    """
    deviation = fwhm / FWHM_PER_DEVIATION
    offsets = points - centres
    scaled = offsets / deviation
    area = np.diff(_cumulative(scaled), axis=1)
    with np.errstate(under="ignore"):
        density = np.exp(-0.5 * np.minimum(scaled**2, 1e3)) / (deviation * math.sqrt(2 * math.pi))
    moment = -(deviation**2) * np.diff(density, axis=1)
    lengths = np.diff(points, axis=1)
    right = (moment - offsets[:, :-1] * area) / np.where(lengths > 0, lengths, 1.0)
    return area - right, right


def _cumulative(scaled):
    """The normal distribution; numpy has no error function, and beyond 8 deviations it is 0 or 1."""
    result = (scaled > 0).astype(np.float64)
    near = np.abs(scaled) < 8
    result[near] = [0.5 * math.erfc(-value) for value in scaled[near] / math.sqrt(2)]
    return result
