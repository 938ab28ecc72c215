# SPDX-License-Identifier: GPL-2.0-or-later
"""The confusion matrix of a map and its reference: accuracies and kappa."""

from dataclasses import dataclass
from math import nan

import numpy as np

from ..classes import LARGEST_CLASS, UNCLASSIFIED, MineralClass
from ..errors import UnknownClassNumber
from .proportion import Proportion


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
