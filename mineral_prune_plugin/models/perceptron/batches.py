# SPDX-License-Identifier: GPL-2.0-or-later
"""The batches of training and validation of networks side by side, as the objectives that a stack of them takes."""

import numpy as np
import torch

from .batched import Objective

PIXELS_A_STEP = 1000  # unlabelled pixels in a batch, at most


class TrainingObjective:
    """A batch an epoch: all samples, and beside them a share of the unlabelled pixels, the next share each epoch.

    layers : of the stack, as `stacked` gives them
    data   : a TrainingData a network
    """

    def __init__(self, layers, data):
        classes = layers[-1][0].shape[1]
        n, unlabelled = len(data[0].inputs), [each.unlabelled for each in data if each.unlabelled is not None]
        pixels = len(unlabelled[0].inputs) if unlabelled else 0
        self._shares = max(1, -(-pixels // PIXELS_A_STEP))
        self._size = -(-pixels // self._shares)
        self._last = pixels - self._size  # where the last share starts; it may repeat a few pixels of the one before
        inputs = _stack([each.inputs for each in data])
        targets = _one_hot([each.targets for each in data], classes, data)
        self._labelled = Objective(layers, inputs, targets, n, n + self._size)
        self._unlabelled = None
        if unlabelled:
            soft_labels = _stack([each.probabilities for each in unlabelled])
            inputs = _stack([each.inputs for each in unlabelled])
            self._unlabelled = Objective(layers, inputs, soft_labels, self._size, n + self._size)

    def of(self, layers, epoch):
        """(losses, gradients) of the batch of an `epoch`, with the weights of `layers`."""
        losses = self._labelled.losses(layers)
        gradients = self._labelled.gradients(layers)
        if self._unlabelled is None:
            return losses, gradients
        start = min(epoch % self._shares * self._size, self._last)
        losses = losses + self._unlabelled.losses(layers, start)
        for layer, additions in zip(gradients, self._unlabelled.gradients(layers, start)):
            for gradient, addition in zip(layer, additions):
                gradient.add_(addition)
        return losses, gradients


def validation_objective(layers, data):
    """The Objective of the validation samples.

    layers, data : as of TrainingObjective
    """
    classes, n = layers[-1][0].shape[1], len(data[0].validation_inputs)
    targets = _one_hot([each.validation_targets for each in data], classes, data)
    return Objective(layers, _stack([each.validation_inputs for each in data]), targets, n, n)


def _stack(arrays):
    """(n_networks, n_columns, n) of arrays (n, n_columns); where all are the same array, its memory is shared."""
    if all(array is arrays[0] for array in arrays):
        shared = torch.from_numpy(np.ascontiguousarray(arrays[0].T))
        return shared.expand(len(arrays), *shared.shape)
    return torch.from_numpy(np.stack([array.T for array in arrays]))


def _one_hot(targets, classes, data):
    """(n_networks, n_classes, n), in the type of the inputs."""
    encoded = np.stack([np.arange(classes)[:, None] == of_network for of_network in targets])
    return torch.from_numpy(encoded.astype(data[0].inputs.dtype))
