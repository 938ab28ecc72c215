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
from mineral_prune_plugin.models.settings import TrainingSettings
from mineral_prune_plugin.progress import silent

INPUTS, CLASSES, SAMPLES = 11, 4, 60


def network(hidden, seed):
    one = initial(INPUTS, hidden, CLASSES, seed)
    return Perceptron(tuple(w.astype(np.float64) for w in one.weights), tuple(b.astype(np.float64) for b in one.biases))


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
    inputs = torch.from_numpy(np.stack([one.inputs for one in data]))
    targets = torch.from_numpy(np.stack([one.targets for one in data]))
    soft = torch.nn.functional.one_hot(targets, CLASSES).double() * 0.9 + 0.1 / CLASSES
    soft = soft.transpose(1, 2).contiguous()
    objective = Objective(layers, inputs.transpose(1, 2).contiguous(), soft, SAMPLES, SAMPLES)
    losses, shares = objective.losses_and_shares(layers)
    found = objective.gradients(layers)
    for place in range(networks):
        own = [tuple(part[place].clone().requires_grad_() for part in layer) for layer in layers]
        loss, share = plain_loss(own, inputs[place], targets[place], soft[place])
        loss.backward()
        assert losses[place].item() == pytest.approx(loss.item(), abs=1e-12)
        assert shares[place].item() == pytest.approx(share, abs=1e-12)
        for layer, gradients in zip(own, found):
            for part, gradient in zip(layer, gradients):
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
    for one, own, many, history in zip(networks, data, together, histories):
        alone, lone_history = train(one, own, rules, silent())
        assert many.hidden_units == one.hidden_units
        for found, expected in zip(many.weights + many.biases, alone.weights + alone.biases):
            np.testing.assert_allclose(found, expected, rtol=0, atol=1e-9)
        assert history.kept_epoch == lone_history.kept_epoch
        np.testing.assert_allclose(history.training_loss, lone_history.training_loss, atol=1e-9)


def test_a_stack_comes_apart_as_it_was_put_together():
    networks = [network(hidden, seed) for seed, hidden in enumerate([(4, 2), (1, 5), (3, 3)])]
    for one, other in zip(networks, unstacked(stacked(networks), networks)):
        for found, expected in zip(one.weights + one.biases, other.weights + other.biases):
            np.testing.assert_array_equal(found, expected)
