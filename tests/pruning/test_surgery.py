# SPDX-License-Identifier: GPL-2.0-or-later
"""The rebuilt network agrees with the masked one, for one and for several hidden layers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import random_network

from mineral_prune_plugin.models.perceptron.forward import logits
from mineral_prune_plugin.pruning.surgery import mask_units, remove_units

hidden_layers = st.one_of(st.tuples(st.integers(2, 30)), st.tuples(*[st.integers(2, 12)] * 3))


@given(hidden_layers, st.integers(0, 2**20), st.data())
def test_the_rebuilt_network_gives_the_logits_of_the_masked_one(hidden, seed, data):
    rebuilt = masked = random_network((6, *hidden, 4), seed)
    kept = []
    for layer, units in enumerate(hidden):
        removed = data.draw(st.lists(st.booleans(), min_size=units, max_size=units).filter(lambda mask: not all(mask)))
        rebuilt, masked = remove_units(rebuilt, layer, removed), mask_units(masked, layer, removed)
        kept.append(removed.count(False))
    assert rebuilt.hidden_units == tuple(kept) and masked.hidden_units == hidden
    inputs = np.random.default_rng(seed).normal(size=(20, 6)).astype(np.float32)
    expected = logits(masked, inputs)
    assert logits(rebuilt, inputs) == pytest.approx(expected, abs=1e-5 * max(1, np.abs(expected).max()))


def test_a_removed_neuron_takes_its_row_its_bias_and_its_column():
    network = random_network((3, 4, 2, 2))
    smaller = remove_units(network, 0, [False, True, False, True])
    assert np.array_equal(smaller.weights[0], network.weights[0][[0, 2]])
    assert np.array_equal(smaller.biases[0], network.biases[0][[0, 2]])
    assert np.array_equal(smaller.weights[1], network.weights[1][:, [0, 2]])
    assert smaller.biases[1] is network.biases[1] and smaller.weights[2] is network.weights[2]
    assert smaller.parameters == 2 * 3 + 2 + 2 * 2 + 2 + 2 * 2 + 2
    assert smaller.weight_bytes == 4 * smaller.parameters


def test_the_network_operated_on_is_left_as_it_is():
    network = random_network((3, 4, 2))
    before = [array.copy() for array in (*network.weights, *network.biases)]
    remove_units(network, 0, [True, False, True, False])
    mask_units(network, 0, [True, False, True, False])
    assert all(np.array_equal(a, b) for a, b in zip(before, (*network.weights, *network.biases)))


def test_removing_nothing_changes_nothing():
    network = random_network((3, 4, 2))
    same = remove_units(network, 0, [False] * 4)
    assert all(np.array_equal(a, b) for a, b in zip(same.weights, network.weights))
