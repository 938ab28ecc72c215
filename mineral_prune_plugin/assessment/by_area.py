# SPDX-License-Identifier: GPL-2.0-or-later
"""Accuracy of a map, and the area of each class, from samples whose numbers do not follow the areas.

A matrix of samples counts each mineral as often as it was sampled, a map as often as it occurs. Both estimators weight
the matrix by the map's own counts of pixels; which is right depends on how the samples were chosen.
"""

from dataclasses import dataclass
from math import inf, nan, sqrt

import numpy as np

from ..classes import MineralClass
from .proportion import wilson

NO_SPREAD = 1e-12
NO_TRIAL = 1e-6  # of as little worth is an estimate that could be anything
FEWEST = 2  # samples of a class, below which they have no variance
SINGULAR = 1e8  # condition of the matrix of rates, above which classes are mixed up beyond telling
MOST_STEPS, SETTLED = 100_000, 1e-13


@dataclass(frozen=True)
class Estimate:
    """value : 0 to 1, nan where it does not exist; deviation : its standard error; n : the samples behind it.

    most : independent trials that it is worth at most. A standard error by linearisation is too small where a share or
           what is taken for it is near 0, which few samples do not show
    """

    value: float
    deviation: float
    n: int
    most: float = inf

    def interval(self, confidence=0.95):
        """(low, high), 0 to 1: Wilson's of so many independent trials as have this standard error.

        Where all samples agree the standard error is 0, and the trials are the samples (Korn and Graubard 1998, Survey
        Methodology 24, 193, use Clopper and Pearson's interval in the same way).

        confidence : as of `wilson`
        """
        if not 0 <= self.value <= 1 or not self.n:
            return nan, nan
        spread = self.value * (1 - self.value)
        if spread < NO_SPREAD:  # of 0 and 1 no spread is seen: that of what lies just beside them
            beside = (self.value * self.n + 1) / (self.n + 2)
            spread = beside * (1 - beside)
        trials = min(self.most, spread / self.deviation**2) if self.deviation > 0 else self.n
        return wilson(self.value * trials, trials, confidence) if trials > NO_TRIAL else (0.0, 1.0)


@dataclass(frozen=True, eq=False)
class ByArea:
    """Estimates over all pixels of a map that it gives one of `classes`.

    classes   : the n classes that the map shows and that have samples
    pixels    : int64 (n,), of the map
    overall   : Estimate, overall accuracy
    users     : an Estimate a class; of the pixels mapped as it, those that are it
    producers : an Estimate a class; of its pixels, those mapped as it
    shares    : an Estimate a class; of all pixels, those that are it
    left_out  : classes that the map shows without samples, or that have samples and are not mapped there or anywhere
    """

    classes: tuple[MineralClass, ...]
    pixels: np.ndarray
    overall: Estimate
    users: tuple[Estimate, ...]
    producers: tuple[Estimate, ...]
    shares: tuple[Estimate, ...]
    left_out: tuple[MineralClass, ...]

    @property
    def mapped_shares(self):
        """float64 (n,), the share of each class among the pixels of the map."""
        return self.pixels / self.pixels.sum()


def of_mapped_classes(confusion, pixels):
    """The ByArea of samples chosen at random over the map, or a number of each mapped class.

    Olofsson et al. 2014, Remote Sensing of Environment 148, 42, equations 2 to 11.

    confusion : Confusion of the samples, n classes
    pixels    : int64 (n,), pixels of the map of each class
    returns   : ByArea, or None where fewer than two classes have samples and are mapped
    """
    kept = _estimable(confusion, pixels, (FEWEST, 0))
    if kept.sum() < 2:
        return None
    counts, weights = _kept(confusion, pixels, kept)
    n = counts.sum(axis=0)
    rates = counts / n  # of a mapped class, how much is which class
    variances = rates * (1 - rates) / (n - 1)
    right, right_variances = np.diagonal(rates), np.diagonal(variances)
    overall = Estimate(float(right @ weights), sqrt(float(right_variances @ weights**2)), int(n.sum()))
    users = _estimates(right, right_variances, n)
    producers = _estimates(*_producers(rates * weights, weights, variances), counts.sum(axis=1))
    shares = _estimates(rates @ weights, variances @ weights**2, np.full(len(n), n.sum()))
    return _by_area(confusion, pixels, kept, (overall, users, producers, shares))


def _producers(joint, weights, variances):
    """(value, variance) of each class's producer's accuracy, Olofsson 2014, equation 7."""
    shares, inside = joint.sum(axis=1), np.diagonal(variances) * weights**2
    with np.errstate(invalid="ignore", divide="ignore"):
        value = np.diagonal(joint) / shares
        return value, ((1 - value) ** 2 * inside + value**2 * (variances @ weights**2 - inside)) / shares**2


def of_reference_classes(confusion, pixels):
    """The ByArea of samples of which a number was chosen of each true class, as `drawsamples` does.

    Such samples tell how often a class is mapped as which, not how common it is. How common it is follows from the
    map: its counts are the true shares, mixed by these rates (Tenenbein 1972, Technometrics 14, 187; Hay 1988, IJRS 9,
    1395). The shares are those most likely under the map's counts, none below 0; standard errors by linearisation.

    confusion, pixels : as in `of_mapped_classes`
    returns           : ByArea, or None where fewer than two classes have samples and are mapped, or the map mixes
                        classes up so much that their shares cannot be told
    """
    kept = _estimable(confusion, pixels, (1, FEWEST))
    if kept.sum() < 2:
        return None
    counts, weights = _kept(confusion, pixels, kept)
    n = counts.sum(axis=1)
    rates = counts / n[:, None]  # of a class, how much is mapped as which
    if np.linalg.cond(rates) > SINGULAR:
        return None
    right, shares = np.diagonal(rates), _shares(rates, weights)
    of_overall, of_users, of_shares = _gradients(rates, weights, shares)
    spread = _covariances(counts)
    overall = Estimate(float(shares @ right), sqrt(_variance(of_overall, spread)), int(n.sum()))
    users = _estimates(shares * right / weights, _variance(of_users, spread), counts.sum(axis=0), capped=True)
    producers = _estimates(right, right * (1 - right) / (n - 1), n)
    areas = _estimates(shares, _variance(of_shares, spread), np.full(len(n), n.sum()), capped=True)
    return _by_area(confusion, pixels, kept, (overall, users, producers, areas))


def _gradients(rates, weights, shares):
    """What overall accuracy, user's accuracies and shares change by with the rates: (..., true class, mapped class).

    The map stays, so weights = shares @ rates gives d shares = -(shares @ d rates) @ inv(rates).
    """
    size, right, inverse = len(shares), np.diagonal(rates), np.linalg.inv(rates)
    of_shares = -shares[:, None] * inverse.T[:, None, :]
    of_overall = np.tensordot(right, of_shares, axes=1) + np.diag(shares)
    of_users = right[:, None, None] * of_shares
    of_users[range(size), range(size), range(size)] += shares
    return of_overall, of_users / weights[:, None, None], of_shares


def _covariances(counts):
    """float64 (n, n, n): for each true class the covariance of its rates.

    Of rates that are drawn towards each other by one sample more, spread evenly: a class whose few samples are all
    right is not beyond doubt.
    """
    size, n = len(counts), counts.sum(axis=1)[:, None]
    rates = (counts + 1 / size) / (n + 1)
    return rates[:, :, None] * (np.eye(size) - rates[:, None, :]) / n[:, :, None]


def _variance(gradients, covariances):
    """Of numbers by their gradients (..., n, n); the classes' samples are independent."""
    return np.einsum("...ij,ijk,...ik->...", gradients, covariances, gradients)


def _shares(rates, weights):
    """float64 (n,): the shares whose mixture by the rates is the map's, none below 0, together 1."""
    shares = np.linalg.solve(rates.T, weights)
    if (shares >= 0).all():
        return shares
    shares = np.full(len(weights), 1 / len(weights))
    for _ in range(MOST_STEPS):  # expectation and maximisation: Richardson 1972, Lucy 1974
        before, shares = shares, shares * (rates @ (weights / (shares @ rates)))
        if np.abs(shares - before).max() < SETTLED:
            break
    return shares


def _estimates(values, variances, n, capped=False):
    """capped : whether none is worth more trials than samples"""
    deviations = np.sqrt(np.maximum(variances, 0))
    columns = zip(values, deviations, n)
    return tuple(Estimate(float(v), float(s), int(k), int(k) if capped else inf) for v, s, k in columns)


def _estimable(confusion, pixels, fewest):
    """bool (n,): classes of the map with enough samples.

    fewest : samples mapped as the class, and samples that are it
    """
    kept = np.asarray(pixels) > 0
    while True:  # a class that goes takes its samples along
        counts = confusion.counts[np.ix_(kept, kept)]
        enough = (counts.sum(axis=0) >= fewest[0]) & (counts.sum(axis=1) >= fewest[1])
        if enough.all():
            return kept
        kept[np.flatnonzero(kept)[~enough]] = False


def _kept(confusion, pixels, kept):
    """(counts of the matrix, shares of the map) of the classes that are kept, float64."""
    weights = np.asarray(pixels)[kept].astype(np.float64)
    return confusion.counts[np.ix_(kept, kept)].astype(np.float64), weights / weights.sum()


def _by_area(confusion, pixels, kept, estimates):
    occurs = (np.asarray(pixels) > 0) | (confusion.reference_totals > 0)
    classes, left_out = (
        tuple(mineral for mineral, chosen in zip(confusion.classes, which) if chosen)
        for which in (kept, occurs & ~kept)
    )
    return ByArea(classes, np.asarray(pixels)[kept], *estimates, left_out)
