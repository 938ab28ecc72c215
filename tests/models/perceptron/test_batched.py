# SPDX-License-Identifier: GPL-2.0-or-later
"""A stack trains each network as if it were alone, with the gradient that autograd finds."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from mineral_prune_plugin.models.perceptron.batched import Objective, stacked, unstacked
from mineral_prune_plugin.models.perceptron.network import Perceptron
from mineral_prune_plugin.models.perceptron.training import TrainingData, initial, train, train_many
from mineral_prune_plugin.models.training_settings import TrainingSettings
from mineral_prune_plugin.progress import silent

INPUTS, CLASSES, SAMPLES = 11, 4, 60


def network(hidden, seed):
    single = initial(INPUTS, hidden, CLASSES, seed)
    weights, biases = (tuple(array.astype(np.float64) for array in part) for part in (single.weights, single.biases))
    return Perceptron(weights, biases)


def samples(seed):
    """Overlapping classes, in float64."""
    generator = np.random.default_rng(seed)
    centres = np.random.default_rng(0).normal(size=(CLASSES, INPUTS))
    targets = generator.integers(0, CLASSES, (2, SAMPLES))
    inputs = centres[targets] + generator.normal(size=(2, SAMPLES, INPUTS))
    return TrainingData(inputs[0], targets[0], inputs[1], targets[1])


@given(
    hidden=st.lists(st.integers(1, 6), min_size=1, max_size=3),
    networks=st.integers(1, 3),
    seed=st.integers(0, 1000),
)
@settings(max_examples=40, deadline=None)
def test_gradient_is_that_of_autograd(hidden, networks, seed):
    layers = stacked([network(tuple(hidden), seed + place) for place in range(networks)])
    data = [samples(seed + place) for place in range(networks)]
    inputs = torch.from_numpy(np.stack([each.inputs for each in data]))
    targets = torch.from_numpy(np.stack([each.targets for each in data]))
    soft = torch.nn.functional.one_hot(targets, CLASSES).double() * 0.9 + 0.1 / CLASSES
    soft = soft.transpose(1, 2).contiguous()
    objective = Objective(layers, inputs.transpose(1, 2).contiguous(), soft, SAMPLES, SAMPLES)
    losses, shares = objective.losses_and_shares(layers)
    gradients = objective.gradients(layers)
    for place in range(networks):
        of_network = [tuple(part[place].clone().requires_grad_() for part in layer) for layer in layers]
        loss, share = plain_loss(of_network, inputs[place], targets[place], soft[place])
        loss.backward()
        assert losses[place].item() == pytest.approx(loss.item(), abs=1e-12)
        assert shares[place].item() == pytest.approx(share, abs=1e-12)
        for layer, expected in zip(gradients, of_network):
            for gradient, part in zip(layer, expected):
                torch.testing.assert_close(gradient[place], part.grad, atol=1e-12, rtol=1e-9)


def plain_loss(layers, inputs, targets, soft):
    """(mean cross-entropy, share identified) by autograd."""
    for index, (weight, bias) in enumerate(layers):
        inputs = inputs @ weight.T + bias.T
        inputs = inputs.relu() if index < len(layers) - 1 else inputs
    share = (inputs.argmax(1) == targets).double().mean().item()
    return torch.nn.functional.cross_entropy(inputs, soft.T), share


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
    for before, after in zip(networks, unstacked(stacked(networks), networks)):
        for actual, expected in zip(after.weights + after.biases, before.weights + before.biases):
            np.testing.assert_array_equal(actual, expected)
