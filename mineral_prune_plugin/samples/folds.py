# SPDX-License-Identifier: GPL-2.0-or-later
"""Samples dealt to folds by the polygon that they lie in, so that a polygon can be left out whole."""

from collections import Counter
from dataclasses import dataclass

import numpy as np

from ..classes import MineralClass
from .samples import CLUSTER, POLYGON, SPLITS
from .separation import MANY

MOST_LEFT_OUT_ALONE = 20  # polygons; more are left out several at a time
FOLDS = 10
FEWEST_TEST_POLYGONS = 20  # fewer say too little of the polygons that were not drawn


@dataclass(frozen=True, eq=False)
class Folds:
    """Which samples are left out together.

    numbers  : int64 (n,), the fold of each sample from 0, -1 of those that are never left out
    polygons : int64 (n,), the polygon of each sample, from 0
    alone    : minerals that are never left out: of a single polygon, without which nothing of them is known, or of
               polygons that hold such a mineral too
    """

    numbers: np.ndarray
    polygons: np.ndarray
    alone: tuple[MineralClass, ...]

    def __len__(self):
        return int(self.numbers.max(initial=-1)) + 1

    @property
    def judged(self):
        """bool (n,): the samples that are left out once."""
        return self.numbers >= 0


def know_polygons(samples):
    """Whether every one of `samples` says which polygon, or which cluster of labelled points, it comes from."""
    if samples.groups is None:
        return False
    return bool((np.char.startswith(samples.groups, POLYGON) | np.char.startswith(samples.groups, CLUSTER)).all())


def count_clusters(samples):
    """How many clusters of labelled points some `samples` come from."""
    return 0 if samples.groups is None else sum(group.startswith(CLUSTER) for group in set(samples.groups.tolist()))


def test_says_little(samples):
    """Whether the test samples of some `samples` are a poor measure: none, of shared polygons, or of few polygons."""
    training, test = (samples.groups[samples.splits == SPLITS.index(split)] for split in ("train", "test"))
    shared = np.isin(test, training).sum()
    return not len(test) or shared > MANY * len(test) or len(np.unique(test)) < FEWEST_TEST_POLYGONS


def deal_folds(samples, seed):
    """The Folds of `samples` of known polygons: each polygon alone where they are few, else in FOLDS folds.

    A mineral's polygons are dealt one after another, so that it keeps some in training whatever is left out.

    seed : of the order in which they are dealt, 0 or above
    """
    _, polygons = np.unique(samples.groups, return_inverse=True)
    pairs = np.unique(np.stack([samples.classes.astype(np.int64), polygons]), axis=1).T.tolist()
    several = {number for number, count in Counter(number for number, _ in pairs).items() if count > 1}
    kept = {polygon for number, polygon in pairs if number not in several}
    dealt = _dealt([pair for pair in pairs if pair[1] not in kept], seed)
    numbers = np.array([dealt.get(polygon, -1) for polygon in polygons.tolist()], dtype=np.int64)
    alone = set(samples.classes.tolist()) - set(samples.classes[numbers >= 0].tolist())
    return Folds(numbers, polygons, tuple(mineral for mineral in samples.minerals if mineral.number in alone))


def _dealt(pairs, seed):
    """polygon -> fold, from (class number, polygon) pairs."""
    order = np.random.default_rng(seed).permutation(len(pairs))
    by_class = sorted((pairs[place] for place in order.tolist()), key=lambda pair: pair[0])
    polygons = list(dict.fromkeys(polygon for _, polygon in by_class))
    folds = len(polygons) if len(polygons) <= MOST_LEFT_OUT_ALONE else FOLDS
    return _spread({polygon: place % folds for place, polygon in enumerate(polygons)}, by_class)


def _spread(dealt, pairs):
    """The same where no mineral's polygons share a single fold: the last of such a mineral gets a fold of its own.

    Polygons of two minerals, as where layers of samples were merged that number theirs alike, are dealt but once.

    dealt : polygon -> fold; pairs : (class number, polygon)
    """
    dealt = dict(dealt)
    for number in sorted({number for number, _ in pairs}):
        of_class = [polygon for each, polygon in pairs if each == number]
        if len(of_class) > 1 and len({dealt[polygon] for polygon in of_class}) == 1:
            dealt[of_class[-1]] = max(dealt.values()) + 1
    return dealt
