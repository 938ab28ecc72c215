# SPDX-License-Identifier: GPL-2.0-or-later
"""How many samples each mineral gives to each split, by what is requested and what there is."""

import numpy as np

from ..errors import TooFewPixels
from ..raster.label_notices import FewerSamples, SplitWithoutMineral
from .class_counts import ALL, AT_MOST, EXACT, PROPORTIONAL, UP_TO
from .samples import SPLITS


def allotted(requested, available, amount):
    """int64 (3, n_classes): pixels of each split and class to draw.

    requested : int64 (3, n_classes), pixels of each split and class
    available : int64 (n_classes,), labelled pixels with data
    amount    : of class_counts.AMOUNTS, or AT_MOST. exact: as requested, whether there are as many or not. up to, at
                most: a class with fewer gives all, in the ratio of the splits. proportional: as many in all as
                requested, each class by what it has. all: every pixel, in the ratio of the splits
    """
    requested, available = np.asarray(requested, np.int64), np.asarray(available, np.int64)
    totals = requested.sum(axis=0)
    if amount in (UP_TO, AT_MOST):
        totals = np.minimum(totals, available)
    elif amount == PROPORTIONAL:
        totals = np.minimum(_shared_out(int(totals.sum()), available), available)
    elif amount == ALL:
        totals = np.where(totals > 0, available, 0)
    else:
        return requested
    if amount == PROPORTIONAL:
        requested = np.broadcast_to(requested.sum(axis=1, keepdims=True), requested.shape)
    return np.stack([_shared_out(int(total), ratio) for total, ratio in zip(totals, requested.T)], axis=1)


def _shared_out(total, weights):
    """int64 (n,): a whole number in proportion to weights, by the largest remainder.

    Where there are enough for it, none with a weight goes without: the largest gives one up.
    """
    if not weights.sum():
        return np.zeros(len(weights), np.int64)
    exact = total * weights / weights.sum()
    shares = np.floor(exact).astype(np.int64)
    order = np.argsort(shares - exact, kind="stable")
    shares[order[: total - shares.sum()]] += 1
    without = np.flatnonzero((weights > 0) & (shares == 0))
    for place in without if total >= np.count_nonzero(weights) else ():
        shares[np.argmax(shares)] -= 1
        shares[place] = 1
    return shares


def shortages(minerals, requested, drawn, amount, grouped):
    """Notices of minerals that give fewer samples than requested, or none to a split.

    minerals         : the MineralClasses
    requested, drawn : int64 (3, n_classes), pixels of each split and class
    amount           : of class_counts.AMOUNTS, or AT_MOST
    grouped          : whether a split could draw from its own blocks or polygons only
    errors           : TooFewPixels where the numbers are exact, with every class that is short
    """
    short = drawn < requested
    if amount == EXACT and short.any():
        pairs = _short_splits(minerals, requested, drawn) if grouped else _short_classes(minerals, requested, drawn)
        raise TooFewPixels(shortages=", ".join(f"{name} {count} of {number}" for name, count, number in pairs))
    notices = []
    if amount == UP_TO and short.any():
        columns = zip(minerals, drawn.T.tolist(), short.any(axis=0))
        listed = [f"{mineral.name} {' / '.join(map(str, counts))}" for mineral, counts, few in columns if few]
        notices.append(FewerSamples(minerals=", ".join(listed)))
    for split, name in enumerate(SPLITS):
        absent = (requested[split] > 0) & (drawn[split] == 0)
        if absent.any():
            names = ", ".join(mineral.name for mineral, lacks in zip(minerals, absent) if lacks)
            notices.append(SplitWithoutMineral(split=name, minerals=names))
    return notices


def _short_classes(minerals, requested, drawn):
    totals = zip(minerals, drawn.sum(axis=0).tolist(), requested.sum(axis=0).tolist())
    return [(mineral.name, count, number) for mineral, count, number in totals if count < number]


def _short_splits(minerals, requested, drawn):
    return [
        (f"{mineral.name} {split}", int(drawn[row, column]), int(requested[row, column]))
        for column, mineral in enumerate(minerals)
        for row, split in enumerate(SPLITS)
        if drawn[row, column] < requested[row, column]
    ]
