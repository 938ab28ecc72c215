# SPDX-License-Identifier: GPL-2.0-or-later
"""How well a map agrees with its reference: accuracies, kappa, intervals, and two models on the same samples."""

from dataclasses import dataclass
from math import comb, nan, sqrt

import numpy as np

from .classes import LARGEST_CLASS, UNCLASSIFIED, MineralClass
from .errors import UnknownClassNumber


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


@dataclass(frozen=True, eq=False)
class Confusion:
    """The confusion matrix of a map and its reference. Confusions of parts of a map add up.

    classes           : the n classes, in the order of the rows
    counts            : int64 (n, n), pixels; rows the reference, columns the map
    unclassified      : int64 (n,), reference pixels of each class that the map left unclassified
    without_reference : pixels of the map without a reference
    without_map       : reference pixels outside the map or at its no-data
    """

    classes: tuple[MineralClass, ...]
    counts: np.ndarray
    unclassified: np.ndarray
    without_reference: int = 0
    without_map: int = 0

    def __add__(self, other):
        if not isinstance(other, Confusion):
            return NotImplemented
        if self.classes != other.classes:
            raise ValueError(f"These confusions have different classes: {self.classes} and {other.classes}.")
        return Confusion(
            self.classes,
            self.counts + other.counts,
            self.unclassified + other.unclassified,
            self.without_reference + other.without_reference,
            self.without_map + other.without_map,
        )

    def __eq__(self, other):
        if not isinstance(other, Confusion):
            return NotImplemented
        same_classes = self.classes == other.classes
        same_outside = (self.without_reference, self.without_map) == (other.without_reference, other.without_map)
        same_counts = np.array_equal(self.counts, other.counts)
        return same_classes and same_outside and same_counts and np.array_equal(self.unclassified, other.unclassified)

    __hash__ = None

    @property
    def correct(self):
        """Pixels identified as their reference, all classes together."""
        return int(np.trace(self.counts))

    @property
    def classified(self):
        """Reference pixels that the map gave a class."""
        return int(self.counts.sum())

    @property
    def reference_totals(self):
        """int64 (n,), reference pixels of each class on the map, the unclassified ones included."""
        return self.counts.sum(axis=1) + self.unclassified

    @property
    def overall_accuracy(self):
        """Correct of the classified pixels."""
        return Proportion(self.correct, self.classified)

    @property
    def overall_accuracy_all(self):
        """Correct of all reference pixels on the map: unclassified ones count as wrong."""
        return Proportion(self.correct, int(self.reference_totals.sum()))

    @property
    def producers_accuracy(self):
        """A Proportion for each class: of its reference pixels, those identified. Unclassified ones were missed."""
        return _proportions(np.diagonal(self.counts), self.reference_totals)

    @property
    def users_accuracy(self):
        """A Proportion for each class: of the pixels identified as it, those whose reference is that class."""
        return _proportions(np.diagonal(self.counts), self.counts.sum(axis=0))

    @property
    def kappa(self):
        """Agreement beyond chance over the classified pixels, -1 to 1 (Cohen 1960); nan where there are none.

        Where reference and map have a single class, the same, chance agreement is complete (p_e = 1, so 0 / 0): 1.
        """
        n = self.classified
        if n == 0:
            return nan
        rows, columns = self.counts.sum(axis=1).tolist(), self.counts.sum(axis=0).tolist()
        # (p_o - p_e) / (1 - p_e), times n^2 above and below: whole numbers, so that p_e = 1 is seen exactly.
        chance = sum(row * column for row, column in zip(rows, columns))
        return (n * self.correct - chance) / (n * n - chance) if chance < n * n else 1.0


def confusion(reference, identified, classes, on_map=None):
    """The Confusion of a class map and its reference.

    reference  : whole numbers, any shape: a class number, or 0 where the class is not known
    identified : the same shape: a class number, or 0 where the map is unclassified
    classes    : the MineralClasses; any other number raises UnknownClassNumber
    on_map     : bool, the same shape: False outside the map and at its no-data; None where the map is everywhere
    returns    : Confusion, without_reference the pixels on the map whose reference is 0
    """
    reference, identified = np.ravel(reference), np.ravel(identified)
    without_map = 0
    if on_map is not None:
        on_map = np.ravel(on_map)
        without_map = int(np.count_nonzero(reference[~on_map] != UNCLASSIFIED))
        reference, identified = reference[on_map], identified[on_map]
    n = len(classes)
    pairs = _positions(reference, classes, "reference") * (n + 1) + _positions(identified, classes, "map")
    table = np.bincount(pairs, minlength=(n + 1) ** 2).reshape(n + 1, n + 1).astype(np.int64)
    return Confusion(tuple(classes), table[:n, :n], table[:n, n], int(table[n].sum()), without_map)


def _positions(numbers, classes, where):
    """The place of each class number in `classes`; 0 stands after the last of them."""
    places = np.full(LARGEST_CLASS + 1, -1, dtype=np.int64)
    places[[c.number for c in classes]] = np.arange(len(classes))
    places[UNCLASSIFIED] = len(classes)
    inside = (numbers >= 0) & (numbers <= LARGEST_CLASS) & (numbers % 1 == 0)
    positions = places[np.where(inside, numbers, UNCLASSIFIED).astype(np.int64)]
    unknown = ~inside | (positions < 0)
    if unknown.any():
        unknown_numbers = ", ".join(f"{number:g}" for number in np.unique(numbers[unknown])[:10])
        known = ", ".join(str(c.number) for c in classes)
        raise UnknownClassNumber(where=where, found=unknown_numbers, known=known)
    return positions


def _proportions(successes, totals):
    return tuple(Proportion(int(s), int(n)) for s, n in zip(successes, totals))


def confusion_of_pairs(classes, pairs, without_map=0):
    """The Confusion of pixels that have been counted by pairs.

    classes     : the MineralClasses of every number that occurs
    pairs       : int64 (256, 256), pixels; rows the reference's class numbers, columns the map's, 0 for none
    without_map : reference pixels outside the map
    """
    numbers = [mineral.number for mineral in classes]
    return Confusion(
        classes=tuple(classes),
        counts=pairs[np.ix_(numbers, numbers)],
        unclassified=pairs[numbers, UNCLASSIFIED],
        without_reference=int(pairs[UNCLASSIFIED].sum()),
        without_map=without_map,
    )


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
