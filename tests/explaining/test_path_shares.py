# SPDX-License-Identifier: GPL-2.0-or-later
"""Integrated gradients without approximation: they add up, and agree with a fine sum of gradients."""

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st
from making import random_network

from mineral_prune_plugin.explaining.explanation import layer_values, layers_of
from mineral_prune_plugin.explaining.neuron_shares import neuron_shares
from mineral_prune_plugin.explaining.path_shares import path_shares

networks = st.tuples(
    st.integers(1, 6), st.lists(st.integers(1, 9), min_size=1, max_size=3), st.integers(2, 4), st.integers(0, 10_000)
)


def story(sizes):
    """(layers, baseline, input, weights of the logits) of a random network."""
    inputs, hidden, classes, seed = sizes
    generator = np.random.default_rng(seed)
    layers = layers_of(random_network((inputs, *hidden, classes), seed))
    margin = np.zeros(classes)
    margin[:2] = 1, -1
    return layers, generator.normal(size=inputs), 3 * generator.normal(size=inputs), margin


@given(networks)
def test_the_shares_add_up_to_the_difference(sizes):
    layers, start, end, margin = story(sizes)
    difference = margin @ (layer_values(layers, end)[-1] - layer_values(layers, start)[-1])
    assert abs(path_shares(layers, start, end, margin).sum() - difference) <= 1e-9 * (1 + abs(difference))


@given(networks)
@example((6, [9, 2, 3], 3, 3))  # a stretch of a thousandth of the line, with a gradient of hundreds
def test_they_agree_with_a_sum_of_many_gradients(sizes):
    layers, start, end, margin = story(sizes)
    places = (np.arange(40_000) + 0.5) / 40_000
    values, on = start + places[:, None] * (end - start), []
    for weight, bias in layers[:-1]:
        values = values @ weight.T + bias
        on.append(values > 0)
        values = np.maximum(values, 0)
    signals = np.repeat((margin @ layers[-1][0])[None], len(places), axis=0)
    for (weight, _), active in zip(layers[-2::-1], on[::-1]):
        signals = (signals * active) @ weight
    total = signals.mean(axis=0) * (end - start)
    exact = path_shares(layers, start, end, margin)
    a_place = np.abs(signals * (end - start)).max() / len(places)  # what the sum can miss where a neuron switches
    assert np.abs(exact - total).max() <= 0.01 * (1 + np.abs(total).max()) + 4 * a_place


@given(networks)
def test_an_input_that_does_not_differ_has_no_share(sizes):
    layers, start, end, margin = story(sizes)
    end[0] = start[0]
    assert path_shares(layers, start, end, margin)[0] == 0


@given(networks)
def test_the_shares_of_neurons_are_their_shapley_values(sizes):
    """The mean over all orders of what a neuron adds: the same in an order and in its reverse, so in all."""
    layers, start, end, margin = story(sizes)
    outputs, baseline = layer_values(layers, end), layer_values(layers, start)
    shares = neuron_shares(layers, outputs, baseline, margin, range(len(outputs[-2])))
    for order in (range(len(shares)), range(len(shares))[::-1]):
        hidden = baseline[-2].copy()
        for place in order:
            before = margin @ (layers[-1][0] @ hidden + layers[-1][1])
            hidden[place] = outputs[-2][place]
            after = margin @ (layers[-1][0] @ hidden + layers[-1][1])
            assert abs(shares[place].share - (after - before)) <= 1e-9 * (1 + abs(after))


def test_a_neuron_responds_to_the_bands_of_its_largest_weights_and_adds_to_the_class_of_its_largest():
    first = np.array([[0.1, -5.0, 2.0, 0.0], [1.0, 0.5, 0.0, -0.2]])
    last = np.array([[0.0, 3.0], [2.0, -1.0]])
    layers = [(first, np.zeros(2)), (last, np.zeros(2))]
    values = np.array([0.0, -1.0, 1.0, 0.0])
    outputs, baseline = layer_values(layers, values), layer_values(layers, np.zeros(4))
    one, two = neuron_shares(layers, outputs, baseline, np.array([1.0, -1.0]), [17, 21])
    assert (one.layer, one.number, one.class_index, one.bands, one.signs) == (1, 17, 1, (1, 2, 0), (-1, 1, 1))
    assert (one.output, one.share, one.fires) == (7.0, -14.0, True)
    assert (two.number, two.class_index, two.bands[0], two.fires) == (21, 0, 0, False)
