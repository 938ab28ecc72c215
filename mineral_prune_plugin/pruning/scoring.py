# SPDX-License-Identifier: GPL-2.0-or-later
"""Scores of neurons: a frozen class for each criterion of criteria.py, that only scores; high scores are removed."""

import math
from dataclasses import dataclass

import numpy as np

from ..errors import NothingIdentified


@dataclass(frozen=True)
class Layer:
    """A hidden layer as the criteria see it.

    outputs  : float32 (n_samples, n_units) after ReLU, over the samples that score
    correct  : bool (n_samples,), whether the network identifies the sample correctly
    targets  : int64 (n_samples,), class indices
    incoming : float32 (n_units, n_in), weights into the layer
    outgoing : float32 (n_out, n_units), weights out of it
    seed     : a number or a list of numbers, for criteria that draw at random
    """

    outputs: np.ndarray
    correct: np.ndarray
    targets: np.ndarray
    incoming: np.ndarray
    outgoing: np.ndarray
    seed: object


@dataclass(frozen=True)
class Scores:
    """Redundancy of each neuron of a layer, kept exact for the threshold.

    amounts : (n_units,), int64, float64, or Python's integers where int64 is too small
    over    : what the amounts are a share of, such as the number of samples
    """

    amounts: np.ndarray
    over: int = 1

    @property
    def values(self):
        """float64 (n_units,)."""
        return np.array([amount / self.over for amount in self.amounts.tolist()], dtype=np.float64)


@dataclass(frozen=True)
class APoZ:
    """Average percentage of zeros over all samples (Hu et al. 2016; Deng 2022, Eq. 4)."""

    def score(self, layer):
        return Scores(_zeros(layer.outputs), len(layer.outputs))


@dataclass(frozen=True)
class CorrectAPoZ:
    """Zeros of each neuron over the correctly identified samples (Deng 2022, Eq. 5, C-APoZ)."""

    def score(self, layer):
        """Errors: NothingIdentified."""
        _check_identified(layer)
        return Scores(_zeros(layer.outputs[layer.correct]), int(layer.correct.sum()))


@dataclass(frozen=True)
class BalancedAPoZ:
    """C-APoZ of each class, averaged over the classes that have a correctly identified sample: ours.

    A neuron that one rare mineral needs is zero for nearly all samples; C-APoZ then calls it redundant.
    """

    def score(self, layer):
        """Errors: NothingIdentified."""
        _check_identified(layer)
        of_class = [layer.correct & (layer.targets == target) for target in np.unique(layer.targets[layer.correct])]
        sizes = [int(rows.sum()) for rows in of_class]
        # In whole numbers, over the least common multiple of the classes' sizes: equal scores stay equal.
        common = math.lcm(*sizes)
        shares = (_zeros(layer.outputs[rows]).astype(object) * (common // n) for rows, n in zip(of_class, sizes))
        return Scores(sum(shares), common * len(sizes))


@dataclass(frozen=True)
class L1Norm:
    """The L1 norm of a neuron's incoming weights (Li et al. 2017), negated."""

    def score(self, layer):
        return Scores(-np.abs(layer.incoming).sum(axis=1, dtype=np.float64))


@dataclass(frozen=True)
class Contribution:
    """A neuron's share in the absolute weights of the next layer (Wu 2019), negated."""

    def score(self, layer):
        return Scores(-contribution(layer.outgoing))


@dataclass(frozen=True)
class AtRandom:
    """At random: the control that every other criterion has to beat."""

    def score(self, layer):
        return Scores(np.random.default_rng(layer.seed).uniform(size=layer.outputs.shape[1]))


def contribution(weight):
    """The share of each input in a layer: sum_o |W[o, j]| over the same sum for all inputs (Wu 2019).

    weight  : float (n_out, n_in), on inputs of comparable scale
    returns : float64 (n_in,), sums to 1; equal shares where all weights are zero
    """
    sums = np.abs(weight.astype(np.float64)).sum(axis=0)
    return sums / sums.sum() if sums.any() else np.full(len(sums), 1 / len(sums))


def highest(scores, count):
    """The `count` neurons of highest score; of equal ones the first.

    scores  : Scores of n_units neurons
    returns : bool (n_units,), True for those neurons
    """
    removed = np.zeros(len(scores.amounts), dtype=bool)
    removed[np.argsort(-scores.amounts, kind="stable")[:count]] = True
    return removed


def _zeros(outputs):
    return (outputs == 0).sum(axis=0, dtype=np.int64)


def _check_identified(layer):
    if not layer.correct.any():
        raise NothingIdentified(samples=len(layer.correct))
