# SPDX-License-Identifier: GPL-2.0-or-later
"""Paired differences over seeds: mean, 95 % interval, p-value, Holm's correction and equivalence."""

import math
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

NORMAL = NormalDist()


@dataclass(frozen=True)
class Difference:
    """Of paired accuracies, percentage points. low, high : 95 % interval of the mean; p : two-sided."""

    mean: float
    low: float
    high: float
    p: float
    n: int
    equivalent: bool

    @property
    def text(self):
        """The mean and its interval, as tables have them."""
        return f"{self.mean:+.2f} ({self.low:+.2f} to {self.high:+.2f})"


def mean_interval(values):
    """(mean, half the width of its 95 % interval) by Student's t."""
    values = np.asarray(values, dtype=np.float64)
    if len(values) < 2:
        return float(values.mean()), math.nan
    return float(values.mean()), t_quantile(0.975, len(values) - 1) * values.std(ddof=1) / math.sqrt(len(values))


def difference(first, second, margin):
    """The Difference first - second; equivalent when its 90 % interval lies within +-margin (two one-sided tests)."""
    gaps = np.asarray(first, dtype=np.float64) - np.asarray(second, dtype=np.float64)
    mean, half = mean_interval(gaps)
    error = gaps.std(ddof=1) / math.sqrt(len(gaps))
    reach = t_quantile(0.95, len(gaps) - 1) * error
    p = t_p_value(mean / error, len(gaps) - 1) if error > 0 else float(mean == 0)
    return Difference(mean, mean - half, mean + half, p, len(gaps), abs(mean) + reach < margin)


def one_sided_p(first, second, margin):
    """The larger p of two one-sided tests that the mean of first - second is beyond -margin, and beyond margin."""
    gaps = np.asarray(first, dtype=np.float64) - np.asarray(second, dtype=np.float64)
    error = gaps.std(ddof=1) / math.sqrt(len(gaps))
    room = margin - abs(gaps.mean())
    if error == 0:
        return float(room <= 0)
    half = t_p_value(room / error, len(gaps) - 1) / 2
    return half if room > 0 else 1 - half


def holm(p_values):
    """Holm's step-down correction (1979): adjusted p-values in the order given."""
    order = np.argsort(p_values)
    adjusted, running = [0.0] * len(p_values), 0.0
    for rank, place in enumerate(order):
        running = max(running, min(1.0, (len(p_values) - rank) * p_values[place]))
        adjusted[place] = running
    return adjusted


def t_quantile(share, degrees):
    """Student's t by expansion around the normal (Abramowitz and Stegun 26.7.5); to 0.001 from 8 degrees on."""
    z = NORMAL.inv_cdf(share)
    terms = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
    return z + sum(term / degrees**power for power, term in enumerate(terms, start=1))


def t_p_value(t, degrees):
    """Two-sided p of Student's t, by its normal equivalent (Abramowitz and Stegun 26.7.8)."""
    z = abs(t) * (1 - 1 / (4 * degrees)) / math.sqrt(1 + t * t / (2 * degrees))
    return 2 * (1 - NORMAL.cdf(z))
