# SPDX-License-Identifier: GPL-2.0-or-later
"""What a network learns in a fold: some of the samples, as many as in every other fold."""

import numpy as np

from ..perceptron.training import TrainingData


def level(masks):
    """The places of the samples of each of some masks, int64 arrays that are all as long as the longest.

    Networks that are trained side by side take as many samples as each other; those that have fewer meet some of them
    twice, spread over all.
    """
    chosen = [np.flatnonzero(mask) for mask in masks]
    most = max(map(len, chosen))
    return [places[np.linspace(0, len(places) - 1, most).round().astype(np.int64)] for places in chosen]


def data_of_fold(inputs, targets, places, unlabelled=None):
    """TrainingData of the samples at some places. Nothing is put aside to choose the epoch: the samples are few.

    inputs     : float32 (n, n_inputs) of all samples, standardised
    targets    : int64 (n,), their class indices
    places     : int64, of the samples to learn from
    unlabelled : SoftLabels, or None
    """
    return TrainingData(inputs[places], targets[places], inputs[places], targets[places], unlabelled)
