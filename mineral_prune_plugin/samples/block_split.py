# SPDX-License-Identifier: GPL-2.0-or-later
"""Which split each block or polygon goes to, so that every class has the pixels it needs in every split."""

import numpy as np

ATTEMPTS = 20


def assign_groups(counts, wanted, seed):
    """Group -> index of its split.

    Greedy: larger groups first, in an order shaken by the seed, each to the split whose classes lag furthest behind
    their share. Where a class stays short the order is shaken again, and in every other attempt a split lags by what
    it still needs (a few large groups cannot be shared out evenly); the attempt with the fewest missing pixels wins.

    counts : group -> number of pixels of each class, (n_classes,)
    wanted : int64 (3, n_classes), pixels wanted of each split and class
    seed   : 0 or above
    """
    groups = list(counts)
    sizes = np.array([counts[group] for group in groups], dtype=np.float64)
    attempts = []
    for attempt in range(ATTEMPTS):
        order = _shaken_order(sizes, np.random.default_rng([seed, attempt]))
        splits, dealt = _deal(sizes, order, wanted, by_need=attempt % 2 == 1)
        missing = np.maximum(wanted - dealt, 0).sum()
        attempts.append((missing, attempt, splits))
        if missing == 0:
            break
    best = min(attempts, key=lambda entry: entry[:2])[2]
    return {group: int(split) for group, split in zip(groups, _with_training(best, sizes, wanted))}


def _with_training(splits, sizes, wanted):
    """The splits of the groups, such that each class that is wanted for training has a group there.

    A class of one group could otherwise be tested and never taught.
    """
    splits = splits.copy()
    for k in np.flatnonzero(wanted[0]):
        of_class = np.flatnonzero(sizes[:, k])
        if len(of_class) and (splits[of_class] != 0).all():
            splits[of_class[np.argmax(sizes[of_class, k])]] = 0
    return splits


def _shaken_order(sizes, generator):
    return np.argsort(-sizes.sum(axis=1) * generator.uniform(0.5, 1.5, len(sizes)), kind="stable")


def _deal(sizes, order, wanted, by_need):
    """(split of each group, float64 (3, n_classes) pixels that each split and class then has)."""
    share = wanted / np.maximum(wanted.sum(axis=0), 1)
    totals = np.maximum(sizes.sum(axis=0), 1)
    dealt = np.zeros(wanted.shape)
    splits = np.zeros(len(sizes), dtype=np.int64)
    for group in order:
        lag = np.maximum(wanted - dealt, 0) / np.maximum(wanted, 1) if by_need else share - dealt / totals
        splits[group] = int(np.argmax(lag @ (sizes[group] / totals)))
        dealt[splits[group]] += sizes[group]
    return splits, dealt
