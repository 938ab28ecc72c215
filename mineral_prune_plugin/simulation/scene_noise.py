# SPDX-License-Identifier: GPL-2.0-or-later
"""The noise of a scene, from what neighbouring pixels differ by: half the covariance of their differences.

That is the method of Roger and Arnold (1996, Int. J. Remote Sensing 17, 1951-1962). Neighbours of two surfaces differ
by more than noise, so only the half of the pairs that differ least is taken, and that cuts off the noise's own tail
too: of white noise in 50 bands 84 % of the variance are left, in 5 bands 53 %. So what is looked for is the normal
distribution which, cut off at the same size, has the covariance that the taken pairs have. Where nothing was cut off
but other surfaces, it is that covariance itself.

What all bands share cannot be told from the texture of the ground's brightness, and the cut leaves little of both. It
is hardly enlarged (MOST_ENLARGED): rather too little of the noise than texture that is none.
"""

import numpy as np

QUIETEST = 0.5  # share of the pairs of neighbours that is taken
DRAWS = 10_000  # of a normal distribution, to see what the cut leaves of it
MOST_ENLARGED = 2  # power of what white noise needs, so that bands of unequal noise get what they need
MOST_STEPS, PRECISE = 60, 1e-3  # of the search; the change of a variance, relative, that ends it


def noise_covariance(differences):
    """float64 (n_bands, n_bands), the covariance of the noise of a pixel.

    differences : float32 (n_bands, n), of neighbouring pixels
    """
    size = np.einsum("bn,bn->n", differences, differences, dtype=np.float64)
    cut = np.sort(size)[max(2, int(QUIETEST * len(size))) - 1]
    taken = np.cov(differences[:, size <= cut].astype(np.float64)).reshape(len(differences), -1)
    values, vectors = np.linalg.eigh(taken)
    squares = np.random.default_rng(0).standard_normal((DRAWS, len(differences))) ** 2
    squares /= squares.mean(axis=0)
    return (vectors * _variances_before(np.maximum(values, 0.0), cut, squares)) @ vectors.T / 2


def _variances_before(cut_off, cut, squares):
    """float64 (n,): the variances of a normal distribution that has the variances `cut_off` where it is cut off.

    The cut is at a distance from the middle, the same in all directions, so the principal axes stay as they are.

    cut_off : float64 (n,), along the principal axes
    cut     : the largest squared distance that is left
    squares : float64 (n_draws, n), of standard normal numbers
    """
    white = squares.sum(axis=1)
    most = cut_off / squares[white <= np.quantile(white, QUIETEST)].mean() ** MOST_ENLARGED
    variances = cut_off.copy()
    for _ in range(MOST_STEPS):
        remaining = variances * squares[squares @ variances <= cut].mean(axis=0)
        factors = np.divide(cut_off, remaining, out=np.ones_like(cut_off), where=remaining > 0)
        before, variances = variances, np.minimum(variances * factors, most)
        if (np.abs(variances - before) <= PRECISE * before).all():
            break
    return variances


def neighbour_differences(reflectance, usable, width, count, generator):
    """float32 (n_bands, n): pixels less their right neighbours, where both are usable; in a window one pixel wide, less
    their lower ones.

    reflectance : float32 (n_bands, n_pixels), of a window, row by row
    usable      : bool (n_pixels,)
    width       : of the window, pixels
    count       : of the differences, at most
    generator   : numpy Generator
    """
    inside = np.arange(reflectance.shape[1]) % width < max(1, width - 1)
    pairs = np.flatnonzero(inside[:-1] & usable[:-1] & usable[1:])
    first = np.sort(generator.choice(pairs, min(count, len(pairs)), replace=False)) if len(pairs) else pairs
    return reflectance[:, first] - reflectance[:, first + 1]
