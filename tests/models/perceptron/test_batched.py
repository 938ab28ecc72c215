# SPDX-License-Identifier: GPL-2.0-or-later
"""A stack trains each network as if it were alone, with the gradient that autograd finds."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from mineral_prune_plugin.models.perceptron.batched import Objective, Samples, Stack
from mineral_prune_plugin.models.perceptron.network import Perceptron
from mineral_prune_plugin.models.perceptron.training import TrainingData, initial, train, train_many
from mineral_prune_plugin.models.training_settings import TrainingSettings
from mineral_prune_plugin.progress import silent

INPUTS, CLASSES, SAMPLES = 11, 4, 60


def network(hidden, seed):
    single = initial(INPUTS, hidden, CLASSES, seed)
    weights, biases = (tuple(array.astype(np.float64) for array in part) for part in (single.weights, single.biases))
    return Perceptron(weights, biases)


def samples(seed, count=SAMPLES):
    """Overlapping classes, in float64."""
    generator = np.random.default_rng(seed)
    centres = np.random.default_rng(0).normal(size=(CLASSES, INPUTS))
    targets = generator.integers(0, CLASSES, (2, count))
    inputs = centres[targets] + generator.normal(size=(2, count, INPUTS))
    return TrainingData(inputs[0], targets[0], inputs[1], targets[1])


@given(
    hidden=st.lists(st.integers(1, 6), min_size=1, max_size=3),
    networks=st.integers(1, 3),
    seed=st.integers(0, 1000),
    count=st.integers(1, SAMPLES),
)
@settings(max_examples=40, deadline=None)
def test_gradient_is_that_of_autograd(hidden, networks, seed, count):
    stack = Stack([network(tuple(hidden), seed + place) for place in range(networks)])
    data = [samples(seed + place, count) for place in range(networks)]
    soft = [np.eye(CLASSES)[each.targets] * 0.9 + 0.1 / CLASSES for each in data]
    some = Samples([each.inputs for each in data], soft, networks, 1 / count)
    objective, gradient = Objective(stack, some), torch.zeros_like(stack.values)
    gradients = stack.views(gradient)
    objective.run(some)
    losses, shares = objective.losses(some), objective.identified(some)
    objective.add_gradients(some, gradients)
    for place, shape in enumerate(stack.networks(stack.values)):
        parts = zip(shape.weights, shape.biases)
        of_network = [tuple(torch.from_numpy(part).requires_grad_() for part in layer) for layer in parts]
        inputs, targets = torch.from_numpy(data[place].inputs), torch.from_numpy(data[place].targets)
        loss, share = plain_loss(of_network, inputs, targets, torch.from_numpy(soft[place]))
        loss.backward()
        assert losses[place].item() == pytest.approx(loss.item(), abs=1e-12)
        assert shares[place].item() == pytest.approx(share, abs=1e-12)
        for layer, (weight, bias) in zip(gradients, of_network):
            rows = len(weight)
            torch.testing.assert_close(layer[place, :rows, :-1], weight.grad, atol=1e-12, rtol=1e-9)
            torch.testing.assert_close(layer[place, :rows, -1], bias.grad, atol=1e-12, rtol=1e-9)


def plain_loss(layers, inputs, targets, soft):
    """(mean cross-entropy, share identified) by autograd."""
    for index, (weight, bias) in enumerate(layers):
        inputs = inputs @ weight.T + bias
        inputs = inputs.relu() if index < len(layers) - 1 else inputs
    share = (inputs.argmax(1) == targets).double().mean().item()
    return torch.nn.functional.cross_entropy(inputs, soft), share


def test_networks_of_other_sizes_train_as_if_alone():
    sizes = [(9,), (3,), (1,), (6,)]
    networks = [network(hidden, seed) for seed, hidden in enumerate(sizes)]
    data = [samples(seed) for seed in range(len(sizes))]
    rules = TrainingSettings(epochs=50)
    together, histories = train_many(networks, data, rules, silent())
    for start, samples_of_network, trained, history in zip(networks, data, together, histories):
        alone, history_alone = train(start, samples_of_network, rules, silent())
        assert trained.hidden_units == start.hidden_units
        for actual, expected in zip(trained.weights + trained.biases, alone.weights + alone.biases):
            np.testing.assert_allclose(actual, expected, rtol=0, atol=1e-9)
        assert history.kept_epoch == history_alone.kept_epoch
        np.testing.assert_allclose(history.training_loss, history_alone.training_loss, atol=1e-9)


def test_a_stack_comes_apart_as_it_was_put_together():
    networks = [network(hidden, seed) for seed, hidden in enumerate([(4, 2), (1, 5), (3, 3)])]
    stack = Stack(networks)
    for before, after in zip(networks, stack.networks(stack.values)):
        for actual, expected in zip(after.weights + after.biases, before.weights + before.biases):
            np.testing.assert_array_equal(actual, expected)


def test_hidden_layers_go_on_handing_on_the_1_that_biases_are_the_weights_of():
    """A step changes every weight; the row that hands the 1 on is made good after it."""
    stack = Stack([network((4, 2), 1), network((1, 5), 2)])
    before = stack.values.clone()
    for layer in stack.layers[:-1]:
        layer[:, -1] += 0.5
    stack.restore_constants()
    assert torch.equal(stack.values, before)
    for layer in stack.layers[:-1]:
        assert layer[:, -1].tolist() == [[0.0] * (layer.shape[2] - 1) + [1.0]] * 2


@pytest.mark.parametrize(("networks", "parts"), [(1, 2), (3, 3)])
def test_a_lone_network_takes_its_samples_in_two_products_and_a_filler_weighs_nothing(networks, parts):
    """torch gives a single product to the BLAS that QGIS has loaded, and several to its own, which is faster."""
    some = Samples([np.ones((5, 2))], [np.ones((5, 3)) / 3], networks, 0.2)
    assert some.inputs.shape[0] == some.targets.shape[0] == some.rows.shape[0] == parts
    assert some.weights.sum() == pytest.approx(networks)
    if networks == 1:
        assert some.weights.flatten().tolist() == pytest.approx([0.2] * 5 + [0])
        assert not some.inputs[1, :, 2].any() and not some.targets[1, :, 2].any()
