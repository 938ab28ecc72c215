# SPDX-License-Identifier: GPL-2.0-or-later
"""Counted shares and their intervals."""

from dataclasses import dataclass
from math import nan, sqrt


def wilson(successes, n, confidence=0.95):
    """The score interval of a proportion (Wilson 1927, "Probable inference, the law of succession").

    successes  : count, 0 to n
    n          : count of trials; 0 gives (nan, nan)
    confidence : the share of such intervals that hold the true proportion, above 0 and below 1
    returns    : (low, high), 0 to 1; successes / n lies between them
    """
    from statistics import NormalDist  # its imports take a fifth of the plugin's start

    if n == 0:
        return nan, nan
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    share = successes / n
    centre = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    # At 0 and at n one end is the proportion itself, which rounding would miss by 1e-17.
    return max(0.0, min(share, centre - half)), min(1.0, max(share, centre + half))


@dataclass(frozen=True)
class Proportion:
    """successes of n, both counts of pixels."""

    successes: int
    n: int

    @property
    def value(self):
        """0 to 1, or nan where n is 0."""
        return self.successes / self.n if self.n else nan

    def interval(self, confidence=0.95):
        """The Wilson interval (low, high), 0 to 1, or (nan, nan) where n is 0."""
        return wilson(self.successes, self.n, confidence)
