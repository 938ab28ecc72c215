# SPDX-License-Identifier: GPL-2.0-or-later
"""From raw values to classes, on networks whose answer is known beforehand."""

from dataclasses import replace

import numpy as np
import pytest
from making import random_model

from mineral_prune_plugin.mapping.kernel.pixels import RawKernel
from mineral_prune_plugin.models.perceptron.network import Perceptron, Standardisation
from mineral_prune_plugin.raster.band_matching import BandSelection
from mineral_prune_plugin.raster.validity import Scaling

MIDDLE = 1000  # the value where all three classes tie


def sorter():
    """Classes 1, 2 and 4; logits 0, x and -x, x being the value of the only band less MIDDLE, by way of two neurons."""
    weights = np.array([[1], [-1]], np.float32), np.array([[0, 0], [1, -1], [-1, 1]], np.float32)
    network = Perceptron(weights, (np.zeros(2, np.float32), np.zeros(3, np.float32)))
    less_middle = Standardisation(np.full(1, MIDDLE, np.float32), np.ones(1, np.float32))
    return replace(random_model((2.0,), hidden=(2,)), network=network, standardisation=less_middle)


def classified(values, *confidence):
    """(class numbers, confidences or None) of pixels whose values are MIDDLE and so much more."""
    kernel = RawKernel(sorter(), Scaling(np.ones(1), np.zeros(1), (None,)), BandSelection((1,)), *confidence)
    raw = MIDDLE + np.array(values, np.float32).reshape(1, 1, -1)
    result = kernel.classify(raw, None, kernel.scratch())
    classes, settled, _ = kernel.settle(result.inputs)
    result.classes[result.doubtful] = classes
    if settled is not None:
        result.confidence[result.doubtful] = settled
    return result.classes, result.confidence


def test_classes_are_the_models_numbers_and_the_first_wins_a_tie():
    classes, confidence = classified([3, -3, np.nan, 0])
    assert classes.dtype == np.uint8 and classes.tolist() == [2, 4, 0, 1]
    assert confidence is None


def test_confidence_is_the_softmax_of_the_winner_and_minus_one_without_data():
    _, confidence = classified([3, np.nan, 0, 800], 0.0, True)
    assert confidence == pytest.approx([1 / (1 + np.exp(-3) + np.exp(-6)), -1, 1 / 3, 1])
    assert confidence.dtype == np.float32


@pytest.mark.parametrize(
    ("least", "expected"), [(0.0, [2, 1, 2]), (0.34, [2, 0, 2]), (0.99, [0, 0, 2]), (1.0, [0, 0, 2])]
)
def test_a_pixel_is_unclassified_below_the_least_confidence_and_classified_at_it(least, expected):
    classes, confidence = classified([3, 0, 800], least, True)
    assert classes.tolist() == expected
    assert confidence[2] == 1.0


def test_a_piece_without_data_is_nothing_but_no_data():
    classes, confidence = classified([np.nan, np.nan], 0.5, True)
    assert classes.tolist() == [0, 0] and confidence.tolist() == [-1, -1]
