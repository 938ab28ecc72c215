# SPDX-License-Identifier: GPL-2.0-or-later
"""Training perceptrons: full batches, Adam with decoupled weight decay, a cosine rate, the best epoch kept.

One network or many at once, by the same lines: many share the time that a step costs whatever its size.
"""

import math
from dataclasses import dataclass
from functools import partial
from typing import Optional

import numpy as np
import torch

from ...at_once import run_at_once
from ...errors import TrainingDiverged
from ...progress import awaited
from ...threads import one_thread
from ..training_settings import History
from .adam import Adam
from .batched import Stack
from .batches import PIXELS_A_STEP, TrainingObjective, ValidationObjective
from .network import Perceptron

CHECK_EVERY = 5  # epochs; validation costs a third of a step
LARGEST_STACK = 4  # networks, of those that threads train at once
WORTH_THREADS = 2**22  # products: half a millisecond; below it threads mostly wait for Python's lock
LONG_STEP = 2**29  # products: a tenth of a second and more


@dataclass(frozen=True)
class SoftLabels:
    """Unlabelled pixels and their class probabilities, by a teacher.

    inputs        : standardised float32 (n, n_inputs)
    probabilities : float32 (n, n_classes), rows sum to 1
    """

    inputs: np.ndarray
    probabilities: np.ndarray


@dataclass(frozen=True)
class TrainingData:
    """What a network learns from and what chooses its best epoch.

    inputs, validation_inputs   : float32 (n, n_inputs), standardised
    targets, validation_targets : int64 (n,), class indices
    """

    inputs: np.ndarray
    targets: np.ndarray
    validation_inputs: np.ndarray
    validation_targets: np.ndarray
    unlabelled: Optional[SoftLabels] = None


def initial(inputs, hidden, outputs, seed):
    """A Perceptron with He's uniform initialisation (He et al. 2015), biases zero.

    inputs, outputs : how many
    hidden          : units of each hidden layer
    seed            : anything that numpy.random.default_rng takes
    """
    generator = np.random.default_rng(seed)
    sizes = (inputs, *hidden, outputs)
    weights, biases = [], []
    for n_in, n_out in zip(sizes, sizes[1:]):
        bound = math.sqrt(6.0 / n_in)
        weights.append(generator.uniform(-bound, bound, (n_out, n_in)).astype(np.float32))
        biases.append(np.zeros(n_out, dtype=np.float32))
    return Perceptron(tuple(weights), tuple(biases))


def train(network, data, settings, progress):
    """Train the weights of `network`, all of which may change; `network` itself is left as it is.

    data     : TrainingData
    settings : TrainingSettings; `hidden` and `seed` are not used
    progress : reports, and is asked to cancel at every epoch
    returns  : (the Perceptron of the epoch with the lowest validation loss, History)
    errors   : TrainingDiverged, Cancelled
    """
    networks, histories = train_many([network], [data], settings, progress)
    return networks[0], histories[0]


def train_many(networks, data, settings, progress):
    """Train networks side by side, each on its own data and as if it were alone.

    networks : Perceptrons with as many layers, inputs and classes as each other; hidden units may differ
    data     : a TrainingData for each, of equal shapes, all of them with unlabelled pixels or none
    settings, progress : as in `train`, the same for all
    returns  : (a Perceptron each, a History each)
    errors   : TrainingDiverged, Cancelled
    """
    stacks = _stacks(len(networks), _products(networks, data))
    calls = [partial(_train, networks[stack], data[stack], settings) for stack in stacks]
    trained, histories = zip(*run_at_once(calls, progress))
    return sum(trained, []), sum(histories, [])


def _stacks(count, products):
    """Slices of `count` networks: a single stack, or an even number of near equal ones where threads are worth it.

    They do not depend on how many cores there are, for how samples are added up depends on the stack.

    products : of `_products`
    """
    stacks = 1 if products < WORTH_THREADS else min(count, 2 * math.ceil(count / (2 * LARGEST_STACK)))
    bounds = [round(count * place / stacks) for place in range(stacks + 1)]
    return [slice(*pair) for pair in zip(bounds, bounds[1:])]


def _products(networks, data):
    """How many products of a weight and an input a step or a validation takes, near enough."""
    weights = sum(weight.size for network in networks for weight in network.weights)
    beside = 0 if data[0].unlabelled is None else min(PIXELS_A_STEP, len(data[0].unlabelled.inputs))
    return weights * max(len(data[0].inputs) + beside, len(data[0].validation_inputs))


def _train(networks, data, settings, progress):
    with one_thread(), torch.inference_mode():  # gradients are written out; else each step looks whether one is wanted
        return _train_stack(networks, data, settings, progress)


def _train_stack(networks, data, settings, progress):
    stack = Stack(networks)
    gradient = torch.empty_like(stack.values)
    decay = settings.weight_decay * _labelled_share(data[0])
    optimizer = Adam(stack.values, decay)
    objective, validation = TrainingObjective(stack, data), ValidationObjective(stack, data)
    step = partial(_update, stack, optimizer, objective, gradient, stack.views(gradient))
    records, best = [], stack.values.clone()
    lowest, wait = np.full(len(networks), math.inf), _waiting(networks, data, progress)
    kept_epoch = np.zeros(len(networks), dtype=np.int64)
    for epoch in range(1, settings.epochs + 1):
        progress.step((epoch - 1) / settings.epochs)
        wait(partial(step, epoch, _rate(epoch - 1, settings)))
        checked = epoch % CHECK_EVERY == 0 or epoch == settings.epochs
        if not checked and epoch > 1:
            continue
        losses = _numbers(objective.losses(epoch))
        if not np.isfinite(losses).all():
            raise TrainingDiverged(epoch=epoch)
        if not checked:
            continue
        validation_losses, accuracies = map(_numbers, wait(validation.losses_and_shares))
        records.append((epoch, losses, validation_losses, accuracies))
        better = validation_losses < lowest
        lowest[better], kept_epoch[better] = validation_losses[better], epoch
        _keep(stack, best, better)
    if not kept_epoch.all():  # a validation sample that is not finite: no epoch was better than any other
        raise TrainingDiverged(epoch=settings.epochs)
    return stack.networks(best), [_history(records, place, kept) for place, kept in enumerate(kept_epoch)]


def _waiting(networks, data, progress):
    """A function that gives what a call gives; of a step that takes long it is asked to cancel meanwhile."""
    if _products(networks, data) < LONG_STEP:
        return lambda call: call()

    def alone(call):
        with one_thread(), torch.inference_mode():
            return call()

    return lambda call: awaited(partial(alone, call), progress)


def _rate(epoch, settings):
    """Half a cosine from the full rate to zero (Loshchilov and Hutter 2017)."""
    return settings.learning_rate * 0.5 * (1 + math.cos(math.pi * epoch / settings.epochs))


def _update(stack, optimizer, objective, gradient, of_layers, epoch, rate):
    """One step. gradient, of_layers : memory for the gradient, as a whole and in views of the layers"""
    objective.gradients(epoch, of_layers)
    optimizer.step(gradient, rate)
    stack.restore_constants()


def _numbers(values):
    """float64 (n_networks,)."""
    return values.double().numpy()


def _labelled_share(data):
    """The share of the training data that is labelled, 0 to 1."""
    unlabelled = 0 if data.unlabelled is None else len(data.unlabelled.inputs)
    return len(data.inputs) / (len(data.inputs) + unlabelled)


def _keep(stack, best, better):
    """Copy the weights of the networks whose validation loss is the lowest so far into `best`."""
    if better.any():
        places = torch.from_numpy(np.flatnonzero(better))
        for kept, layer in zip(stack.views(best), stack.layers):
            kept[places] = layer[places]


def _history(records, place, kept_epoch):
    epochs, *columns = zip(*records)
    return History(epochs, *(tuple(float(values[place]) for values in column) for column in columns), int(kept_epoch))
