# SPDX-License-Identifier: GPL-2.0-or-later
"""Training perceptrons: full batches, Adam with decoupled weight decay, a cosine rate, the best epoch kept.

One network or many at once, by the same lines: many share the time that a step costs whatever its size.
"""

import math
from dataclasses import dataclass

import numpy as np
import torch

from ..errors import TrainingDiverged
from .history import History
from .network import Perceptron
from .stack import Objective, stacked, unstacked
from .threads import one_thread


@dataclass(frozen=True)
class TrainingData:
    """What a network learns from and what stops it.

    Inputs are standardised float32 (n, n_inputs), targets int64 (n,) class indices.
    """

    inputs: np.ndarray
    targets: np.ndarray
    validation_inputs: np.ndarray
    validation_targets: np.ndarray


def initial(inputs, hidden, outputs, seed):
    """A Perceptron with He's uniform initialisation (He et al. 2015), biases zero."""
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

    returns : (the Perceptron of the epoch with the lowest validation loss, History)
    errors  : TrainingDiverged, Cancelled
    """
    networks, histories = train_many([network], [data], settings, progress)
    return networks[0], histories[0]


def train_many(networks, data, settings, progress):
    """Train networks side by side, each on its own data and as if it were alone.

    networks : Perceptrons with as many layers, inputs and classes as each other; hidden units may differ
    data     : a TrainingData for each, of equal shapes
    returns  : (a Perceptron each, a History each)
    errors   : TrainingDiverged, Cancelled
    """
    with one_thread():
        return _train(networks, data, settings, progress)


def _train(networks, data, settings, progress):
    layers = stacked(networks)
    parameters = [parameter for layer in layers for parameter in layer]
    optimizer = torch.optim.AdamW(parameters, lr=settings.learning_rate, weight_decay=settings.weight_decay)
    training, validation = (Objective(layers, *samples) for samples in _tensors(data))
    records, best = [], [parameter.clone() for parameter in parameters]
    lowest = np.full(len(networks), math.inf)
    kept_epoch = np.zeros(len(networks), dtype=np.int64)
    last_epoch = np.full(len(networks), settings.epochs)
    for epoch in range(1, settings.epochs + 1):
        progress.step((epoch - 1) / settings.epochs)
        for group in optimizer.param_groups:
            group["lr"] = _rate(epoch - 1, settings)
        losses = _update(layers, optimizer, training)
        validation_losses, accuracies = (values.double().numpy() for values in validation.losses(layers))
        records.append((losses, validation_losses, accuracies))
        running = last_epoch == settings.epochs
        if not np.isfinite(losses[running]).all():
            raise TrainingDiverged(epoch=epoch)
        better = running & (validation_losses < lowest)
        lowest[better], kept_epoch[better] = validation_losses[better], epoch
        _keep(best, parameters, better)
        last_epoch[running & (epoch - kept_epoch >= settings.patience)] = epoch
        if (last_epoch <= epoch).all():
            break
    pairs = list(zip(best[0::2], best[1::2]))
    histories = [_history(records, place, kept_epoch[place], last_epoch[place]) for place in range(len(networks))]
    return unstacked(pairs, networks), histories


def _rate(epoch, settings):
    """Half a cosine from the full rate to zero (Loshchilov and Hutter 2017)."""
    return settings.learning_rate * 0.5 * (1 + math.cos(math.pi * epoch / settings.epochs))


def _update(layers, optimizer, objective):
    """One step; the losses before it, float64 (n_networks,)."""
    losses, _ = objective.losses(layers)
    for layer, gradients in zip(layers, objective.gradients(layers)):
        for parameter, gradient in zip(layer, gradients):
            parameter.grad = gradient
    optimizer.step()
    return losses.double().numpy()


def _keep(best, parameters, better):
    """Copy the weights of the networks that are better than ever into `best`."""
    if better.any():
        places = torch.from_numpy(np.flatnonzero(better))
        for kept, parameter in zip(best, parameters):
            kept[places] = parameter[places]


def _tensors(data):
    """((inputs, targets), (inputs, targets)) of training and validation, a network a row."""
    arrays = zip(*((one.inputs, one.targets, one.validation_inputs, one.validation_targets) for one in data))
    inputs, targets, validation_inputs, validation_targets = (torch.from_numpy(np.stack(each)) for each in arrays)
    return (inputs, targets), (validation_inputs, validation_targets)


def _history(records, place, kept_epoch, last_epoch):
    losses, validation_losses, accuracies = (
        tuple(float(values[place]) for values in column) for column in zip(*records[:last_epoch])
    )
    return History(losses, validation_losses, accuracies, int(kept_epoch))
