# SPDX-License-Identifier: GPL-2.0-or-later
"""Probabilities are the softmax of a perceptron's outputs, whatever their size."""

from dataclasses import replace

import numpy as np
import pytest
from making import random_network

from mineral_prune_plugin.models.perceptron.forward import identified, logits, probabilities

INPUTS = np.random.default_rng(1).normal(size=(60, 4)).astype(np.float32)


@pytest.mark.parametrize("size", [1, 50], ids=["small_outputs", "outputs_whose_exponential_float32_cannot_hold"])
def test_probabilities_are_the_softmax_of_each_samples_outputs(size):
    network = random_network((4, 6, 3))
    network = replace(network, weights=(network.weights[0], network.weights[1] * size))
    outputs = logits(network, INPUTS).astype(np.float64)
    assert (outputs.max() > 89) == (size > 1) and outputs.max() < 700
    expected = np.exp(outputs) / np.exp(outputs).sum(axis=1, keepdims=True)
    assert probabilities(network, INPUTS) == pytest.approx(expected, abs=1e-5)
    assert np.array_equal(identified(network, INPUTS), expected.argmax(axis=1))


@pytest.mark.parametrize("n", [0, 1])
def test_no_sample_and_a_single_sample_have_probabilities_too(n):
    shares = probabilities(random_network((4, 6, 3)), INPUTS[:n])
    assert shares.shape == (n, 3) and shares.sum() == pytest.approx(n)
