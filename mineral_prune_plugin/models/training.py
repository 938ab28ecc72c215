# SPDX-License-Identifier: GPL-2.0-or-later
"""Training a perceptron: full batches, Adam with decoupled weight decay, a cosine rate, the best epoch kept."""

import math
from dataclasses import dataclass

import numpy as np
import torch

from ..errors import TrainingDiverged
from .forward import layer_outputs
from .history import History
from .network import Perceptron
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
    with one_thread():
        return _train(network, data, settings, progress)


def _train(network, data, settings, progress):
    layers = [(_parameter(weight), _parameter(bias)) for weight, bias in zip(network.weights, network.biases)]
    parameters = [parameter for layer in layers for parameter in layer]
    optimizer = torch.optim.AdamW(parameters, lr=settings.learning_rate, weight_decay=settings.weight_decay)
    inputs, targets, validation_inputs, validation_targets = (torch.from_numpy(array) for array in _arrays(data))
    losses, validation_losses, accuracies = [], [], []
    best, best_epoch = None, 0
    for epoch in range(1, settings.epochs + 1):
        progress.step((epoch - 1) / settings.epochs)
        for group in optimizer.param_groups:
            group["lr"] = _rate(epoch - 1, settings)
        loss = _update(layers, optimizer, inputs, targets)
        validation_loss, accuracy = _evaluate(layers, validation_inputs, validation_targets)
        if not math.isfinite(loss):
            raise TrainingDiverged(epoch=epoch)
        losses.append(loss)
        validation_losses.append(validation_loss)
        accuracies.append(accuracy)
        if best is None or validation_loss < validation_losses[best_epoch - 1]:
            best, best_epoch = [parameter.detach().clone() for parameter in parameters], epoch
        if epoch - best_epoch >= settings.patience:
            break
    return _network(best), History(tuple(losses), tuple(validation_losses), tuple(accuracies), best_epoch)


def _rate(epoch, settings):
    """Half a cosine from the full rate to zero (Loshchilov and Hutter 2017)."""
    return settings.learning_rate * 0.5 * (1 + math.cos(math.pi * epoch / settings.epochs))


def _update(layers, optimizer, inputs, targets):
    loss = torch.nn.functional.cross_entropy(layer_outputs(layers, inputs)[-1], targets)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()


def _evaluate(layers, inputs, targets):
    with torch.no_grad():
        outputs = layer_outputs(layers, inputs)[-1]
        loss = torch.nn.functional.cross_entropy(outputs, targets)
        return loss.item(), (outputs.argmax(1) == targets).double().mean().item()


def _parameter(array):
    return torch.tensor(array, requires_grad=True)


def _arrays(data):
    return data.inputs, data.targets, data.validation_inputs, data.validation_targets


def _network(parameters):
    arrays = [parameter.numpy() for parameter in parameters]
    return Perceptron(tuple(arrays[0::2]), tuple(arrays[1::2]))
