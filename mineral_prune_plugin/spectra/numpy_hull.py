# SPDX-License-Identifier: GPL-2.0-or-later
"""The hull of hull.py without torch: the same to the last bit, or several times as fast and all but the same.

Torch's `lerp` multiplies and adds with one rounding; numpy rounds twice. In float64 the product of two float32 is
exact, and a sum that is rounded once more than it should be can be told: so numpy gives torch's numbers, at the price
of arrays twice as large. A map needs that for the few pixels alone whose class the difference could change.
"""

import numpy as np

CHUNK = 8192  # pixels; fewer make more calls, and more leave the processor's cache
NEAR_STEP_UNITS = 5  # of rounding, of the hull: what a step of `near_hull` may add to its difference from `exact_hull`
TAIL, MIDDLE = np.int64(2**29 - 1), np.int64(2**28)  # the bits of a float64 that float32 drops; half of their range


def exact_hull(values, shares):
    """The hull at each band, to the last bit that of `hull.upper_hull` by torch.

    values  : float32 (n_bands, n_pixels), finite
    shares  : of `hull.step_shares`
    returns : float32 (n_bands, n_pixels)
    """
    return _hull(values, shares, _exact_line)


def near_hull(values, shares):
    """As `exact_hull` of the same values and shares, but wrong by NEAR_STEP_UNITS for each band.

    Of each step the rise to a band, twice, its share and two sums are rounded, each by less than a unit of the hull:
    where the share is below a half, the share of a rise is less than what it leads to; else its rest is.
    """
    return _hull(values, shares, _near_line)


def _hull(values, shares, line):
    hull = np.empty_like(values)
    work = np.empty((len(values), min(CHUNK, values.shape[1])), np.float32)
    for start in range(0, values.shape[1], CHUNK):
        part = slice(start, start + CHUNK)
        _fill(hull[:, part], values[:, part], shares, work[:, : hull[:, part].shape[1]], line)
    return hull


def _fill(hull, values, shares, work, line):
    """hull, values, work : (n_bands, n_pixels), of a chunk; line : _exact_line or _near_line"""
    hull[0] = values[0]
    for band in range(1, len(values)):
        edge, later, share, highest = hull[band - 1], values[band:], shares[band:, band - 1], hull[band]
        close = np.count_nonzero(share >= 0.5)  # as `lerp` has it, lines to these start from their end; shares fall
        highest[:] = later[0]
        for place in range(1, close):
            only = slice(place, place + 1)
            np.maximum(highest, line(later[place], edge, later[only], share[only] - 1, work), out=highest)
        if close < len(later):
            np.maximum(highest, line(edge, edge, later[close:], share[close:], work), out=highest)


def _near_line(base, edge, later, share, work):
    """base + the largest of share * (later - edge), float32 (n_pixels,).

    base, edge : (n_pixels,); later : (n, n_pixels); share : (n,); work : (n or more, n_pixels), of any content
    """
    rises = np.subtract(later, edge, out=work[: len(later)])
    return base + np.multiply(rises, share[:, None], out=rises).max(axis=0)


def _exact_line(base, edge, later, share, work):
    """As `_near_line`, rounded once after the difference."""
    rises = np.subtract(later, edge, out=work[: len(later)]).astype(np.float64)
    rises *= share[:, None]
    return _rounded_sum(rises.max(axis=0), base)


def _rounded_sum(first, second):
    """first + second, rounded once. first : float64 (n,); second : float32 (n,); returns : float32 (n,)"""
    sums = first + second
    of_second = sums - first
    dropped = (first - (sums - of_second)) + (second - of_second)  # by the sum in float64 (Knuth's two-sum)
    split = np.flatnonzero((sums.view(np.int64) & TAIL == MIDDLE) & (dropped != 0))  # a tie in float32 that is none
    sums[split] = np.nextafter(sums[split], np.copysign(np.inf, dropped[split]))
    return sums.astype(np.float32)
