# SPDX-License-Identifier: GPL-2.0-or-later
"""Losses of a batch are the plain cross-entropies of its samples and pixels, network by network."""

import tracemalloc
from dataclasses import replace

import numpy as np
import pytest
import torch
from making import random_network

from mineral_prune_plugin.models.perceptron.batched import Stack
from mineral_prune_plugin.models.perceptron.batches import TrainingObjective, ValidationObjective
from mineral_prune_plugin.models.perceptron.network import Perceptron
from mineral_prune_plugin.models.perceptron.training import SoftLabels, TrainingData

CLASSES = 3


def samples(seed, unlabelled=0):
    """A few samples with more inputs than classes and other counts of training and validation samples."""
    generator = np.random.default_rng(seed)
    inputs = [generator.normal(size=(n, 5)).astype(np.float32) for n in (14, 9, unlabelled)]
    targets = [generator.integers(0, CLASSES, n) for n in (14, 9)]
    data = TrainingData(inputs[0], targets[0], inputs[1], targets[1])
    soft = generator.dirichlet(np.ones(CLASSES), unlabelled).astype(np.float32)
    return replace(data, unlabelled=SoftLabels(inputs[2], soft)) if unlabelled else data


def cross_entropies(network, inputs, targets):
    """float64 (n,), nats; and whether the largest output is the class. targets : (n, n_classes)."""
    outputs = inputs.astype(np.float64)
    for index, (weight, bias) in enumerate(zip(network.weights, network.biases)):
        outputs = np.maximum(outputs, 0 if index else -np.inf) @ weight.astype(np.float64).T + bias
    logarithms = outputs - np.log(np.exp(outputs).sum(axis=1, keepdims=True))
    return -(targets * logarithms).sum(axis=1), outputs.argmax(axis=1) == targets.argmax(axis=1)


def of_samples(network, data):
    return cross_entropies(network, data.inputs, np.eye(CLASSES)[data.targets])[0]


NETWORKS = [random_network((5, hidden, 4, CLASSES), seed) for seed, hidden in enumerate((6, 2))]


@pytest.mark.parametrize("shared", [True, False], ids=["the_same_samples", "samples_of_their_own"])
@pytest.mark.parametrize("pixels", [0, 25])
def test_each_network_has_the_loss_of_its_samples_and_pixels(shared, pixels):
    data = [samples(0, pixels)] * 2 if shared else [samples(seed, pixels) for seed in range(2)]
    stack = Stack(NETWORKS)
    objective = TrainingObjective(stack, data)
    objective.gradients(1, stack.views(torch.empty_like(stack.values)))
    losses = objective.losses(1)
    for network, of_network, loss in zip(NETWORKS, data, losses):
        expected = of_samples(network, of_network)
        if pixels:
            soft = of_network.unlabelled
            expected = np.append(expected, cross_entropies(network, soft.inputs, soft.probabilities)[0])
        assert loss.item() == pytest.approx(expected.mean(), rel=1e-5)


@pytest.mark.parametrize("few", [True, False])
@pytest.mark.parametrize("own", ["nothing", "probabilities", "samples", "pixels", "everything"])
def test_every_share_of_the_pixels_is_met_with_all_samples(own, few):
    """Three shares of 701 pixels, the last of which repeats one, beside 14 samples, fewer than a share, or 720."""
    many = np.tile(np.arange(14), 1 if few else 52)
    first, second = (
        replace(each, inputs=each.inputs[many], targets=each.targets[many])
        for each in (samples(0, 2101), samples(1, 2101))
    )
    if own == "nothing":
        second = first
    elif own == "probabilities":
        second = replace(first, unlabelled=replace(first.unlabelled, probabilities=second.unlabelled.probabilities))
    elif own == "samples":
        second = replace(second, unlabelled=first.unlabelled)
    elif own == "pixels":
        second = replace(first, unlabelled=second.unlabelled)
    stack = Stack(NETWORKS)
    objective = TrainingObjective(stack, [first, second])
    for epoch, start in ((0, 0), (1, 701), (2, 1400), (3, 0)):
        objective.gradients(epoch, stack.views(torch.empty_like(stack.values)))
        for network, of_network, loss in zip(NETWORKS, (first, second), objective.losses(epoch)):
            share = slice(start, start + 701)
            soft = of_network.unlabelled.inputs[share], of_network.unlabelled.probabilities[share]
            expected = np.append(of_samples(network, of_network), cross_entropies(network, *soft)[0])
            assert loss.item() == pytest.approx(expected.mean(), rel=1e-5)


@pytest.mark.parametrize("networks, count", [(1, 4000), (20, 300)], ids=["many_samples", "folds"])
def test_samples_are_kept_once_however_many_shares_the_pixels_have(networks, count):
    """One network of many samples, and networks that each have their own, as those of folds: 20 shares of pixels."""
    generator = np.random.default_rng(1)
    inputs = [generator.normal(size=(count, 40)).astype(np.float32) for _ in range(networks)]
    pixels = SoftLabels(np.zeros((20_000, 40), np.float32), np.full((20_000, CLASSES), 1 / CLASSES, np.float32))
    targets, stack = np.arange(count) % CLASSES, Stack([random_network((40, 6, 4, CLASSES), 1)] * networks)
    data = [TrainingData(each, targets, each, targets, pixels) for each in inputs]
    tracemalloc.start()
    TrainingObjective(stack, data)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 5 * (sum(each.nbytes for each in inputs) + pixels.inputs.nbytes)


@pytest.mark.parametrize("shared", [True, False], ids=["the_same_samples", "samples_of_their_own"])
def test_each_network_is_validated_on_its_samples(shared):
    data = [samples(4)] * 2 if shared else [samples(seed) for seed in (4, 5)]
    losses, shares = ValidationObjective(Stack(NETWORKS), data).losses_and_shares()
    for network, of_network, loss, share in zip(NETWORKS, data, losses, shares):
        targets = np.eye(CLASSES)[of_network.validation_targets]
        expected, correct = cross_entropies(network, of_network.validation_inputs, targets)
        assert (loss.item(), share.item()) == pytest.approx((expected.mean(), correct.mean()), rel=1e-5)


def test_the_gradient_of_samples_and_pixels_is_the_slope_of_their_loss():
    """Along a random direction in all weights and biases, by differences of the loss, in float64."""
    data = samples(0, 25)
    soft = SoftLabels(data.unlabelled.inputs.astype(np.float64), data.unlabelled.probabilities.astype(np.float64))
    data = replace(data, inputs=data.inputs.astype(np.float64), unlabelled=soft)
    double = Perceptron(*(tuple(each.astype(np.float64) for each in part) for part in vars(NETWORKS[0]).values()))
    stack = Stack([double])
    before, gradient = stack.values.clone(), torch.empty_like(stack.values)
    direction = torch.randn(len(before), generator=torch.Generator().manual_seed(2)).double()
    objective, gradients = TrainingObjective(stack, [data]), stack.views(gradient)

    def loss(step):
        stack.values.copy_(before + step * direction)
        stack.restore_constants()
        objective.gradients(1, gradients)
        return objective.losses(1).item()

    slope = (loss(1e-6) - loss(-1e-6)) / 2e-6
    loss(0)
    for layer in gradients[:-1]:
        layer[:, -1] = 0  # of the row that hands the 1 on, which is no weight
    assert (gradient * direction).sum().item() == pytest.approx(slope, rel=1e-5)
