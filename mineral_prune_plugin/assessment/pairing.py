# SPDX-License-Identifier: GPL-2.0-or-later
"""Two identifications of the same samples: McNemar's test and the interval of the difference."""

from dataclasses import dataclass
from math import comb, nan, sqrt

import numpy as np

from ..classes import UNCLASSIFIED
from .proportion import Proportion


def mcnemar(only_a, only_b):
    """The exact two-sided p-value of McNemar's test: the chance of discordant pairs this uneven from a fair coin.

    only_a, only_b : counts of the pairs in which one side alone is right
    returns        : 2 P(X <= the smaller), X binomial of only_a + only_b and 1/2, at most 1; the nearest float, for it
                     is counted in whole numbers
    """
    n, fewer = only_a + only_b, min(only_a, only_b)
    apart = n - 2 * fewer
    if apart < 2:
        return 1.0
    if apart * apart > 1500 * n:  # p <= 2 exp(-apart^2 / 2n) (Hoeffding 1963), which is below every float
        return 0.0
    # The tails, or all but the middle, which is symmetric: whichever has fewer terms.
    if fewer < apart // 2:
        outcomes = 2 * _binomials(n, 0, fewer)
    else:
        centre = comb(n, n // 2) if n % 2 == 0 else 0
        outcomes = 2**n - 2 * _binomials(n, fewer + 1, (n - 1) // 2) - centre
    return outcomes / 2**n


def _binomials(n, first, last):
    """The sum of C(n, k) for k from first to last; 0 where last is below first."""
    term, total = comb(n, first), 0
    for k in range(first, last + 1):
        total += term
        term = term * (n - k) // (k + 1)
    return total


@dataclass(frozen=True)
class PairedComparison:
    """Two identifications, A and B, of the same samples: how many both, one alone or neither got right."""

    both: int
    only_a: int
    only_b: int
    neither: int
    unclassified_a: int = 0  # of those that A got wrong
    unclassified_b: int = 0

    @property
    def n(self):
        return self.both + self.only_a + self.only_b + self.neither

    @property
    def accuracy_a(self):
        return Proportion(self.both + self.only_a, self.n)

    @property
    def accuracy_b(self):
        return Proportion(self.both + self.only_b, self.n)

    @property
    def difference(self):
        """A minus B, -1 to 1, or nan where n is 0."""
        return (self.only_a - self.only_b) / self.n if self.n else nan

    @property
    def p_value(self):
        """Of the exact McNemar test, two-sided."""
        return mcnemar(self.only_a, self.only_b)

    def interval(self, confidence=0.95):
        """(low, high) of the difference, or (nan, nan) where n is 0: Newcombe 1998, Stat. Med. 17, 2635, method 10.

        It joins the Wilson intervals of both accuracies by their correlation phi. Unlike the test it is approximate.
        """
        if self.n == 0:
            return nan, nan
        (below_a, above_a), (below_b, above_b) = (_arms(p, confidence) for p in (self.accuracy_a, self.accuracy_b))
        phi, difference = self._phi(), self.difference
        low = difference - sqrt(max(0.0, below_a**2 - 2 * phi * below_a * above_b + above_b**2))
        high = difference + sqrt(max(0.0, above_a**2 - 2 * phi * above_a * below_b + below_b**2))
        return max(-1.0, low), min(1.0, high)

    def _phi(self):
        """The correlation of being right, -1 to 1; a positive one is corrected for continuity."""
        a, b = self.accuracy_a.successes, self.accuracy_b.successes
        margins = a * (self.n - a) * b * (self.n - b)
        excess = self.both * self.neither - self.only_a * self.only_b
        excess = max(excess - self.n / 2, 0.0) if excess > 0 else excess
        return excess / sqrt(margins) if margins else 0.0


def _arms(proportion, confidence):
    """How far the Wilson interval extends below and above its proportion."""
    low, high = proportion.interval(confidence)
    return proportion.value - low, high - proportion.value


def paired(reference, identified_a, identified_b):
    """The PairedComparison of two identifications of the same samples.

    reference, identified_a, identified_b : class numbers, three arrays of the same shape; 0 is unclassified
    """
    reference, a, b = map(np.ravel, (reference, identified_a, identified_b))
    right_a, right_b = a == reference, b == reference
    masks = [right_a & right_b, right_a & ~right_b, ~right_a & right_b, ~right_a & ~right_b]
    masks += [~right_a & (a == UNCLASSIFIED), ~right_b & (b == UNCLASSIFIED)]
    return PairedComparison(*(int(np.count_nonzero(mask)) for mask in masks))
