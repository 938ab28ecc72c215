# SPDX-License-Identifier: GPL-2.0-or-later
"""From spectra to classes, on networks whose answer is known beforehand."""

from dataclasses import replace

import numpy as np
import pytest
from making import random_model

from mineral_prune_plugin.mapping.kernel import classify, neuron_outputs
from mineral_prune_plugin.models.network import Perceptron, Standardisation
from mineral_prune_plugin.raster.reading import Spectra


def sorter():
    """Classes 1, 2 and 4; logits 0, x and -x for the reflectance x of the only band, by way of two neurons."""
    weights = np.array([[1], [-1]], np.float32), np.array([[0, 0], [1, -1], [-1, 1]], np.float32)
    network = Perceptron(weights, (np.zeros(2, np.float32), np.zeros(3, np.float32)))
    plain = Standardisation(np.zeros(1, np.float32), np.ones(1, np.float32))
    return replace(random_model((2.0,), hidden=(2,)), network=network, standardisation=plain)


def spectra(*values):
    reflectance = np.array([values], np.float32)
    return Spectra(reflectance, np.isfinite(reflectance[0]))


def test_classes_are_the_models_numbers_and_the_first_wins_a_tie():
    classes, confidence = classify(sorter(), spectra(3, -3, np.nan, 0))
    assert classes.dtype == np.uint8 and classes.tolist() == [2, 4, 0, 1]
    assert confidence is None


def test_confidence_is_the_softmax_of_the_winner_and_minus_one_without_data():
    _, confidence = classify(sorter(), spectra(3, np.nan, 0, 800), with_confidence=True)
    assert confidence == pytest.approx([1 / (1 + np.exp(-3) + np.exp(-6)), -1, 1 / 3, 1])
    assert confidence.dtype == np.float32


@pytest.mark.parametrize(
    ("least", "expected"), [(0.0, [2, 1, 2]), (0.34, [2, 0, 2]), (0.99, [0, 0, 2]), (1.0, [0, 0, 2])]
)
def test_a_pixel_is_unclassified_below_the_least_confidence_and_classified_at_it(least, expected):
    classes, confidence = classify(sorter(), spectra(3, 0, 800), least, with_confidence=True)
    assert classes.tolist() == expected
    assert confidence[2] == 1.0


def test_a_window_without_data_is_nothing_but_no_data():
    classes, confidence = classify(sorter(), spectra(np.nan, np.nan), 0.5, with_confidence=True)
    assert classes.tolist() == [0, 0] and confidence.tolist() == [-1, -1]
    assert neuron_outputs(sorter(), spectra(np.nan)).tolist() == [[-1], [-1]]


def test_neurons_put_out_what_is_above_zero():
    assert neuron_outputs(sorter(), spectra(3, np.nan, -2)).tolist() == [[3, -1, 0], [0, -1, 2]]
