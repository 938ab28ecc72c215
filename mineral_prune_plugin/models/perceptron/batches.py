# SPDX-License-Identifier: GPL-2.0-or-later
"""What networks side by side learn from, step by step, as the objectives that a stack of them takes."""

import numpy as np
import torch

from .batched import Objective

PIXELS_A_STEP = 1000  # unlabelled ones, or fewer


class TrainingObjective:
    """What a step learns from: all samples, and beside them a share of the unlabelled pixels, each epoch the next.

    data : a TrainingData a network
    """

    def __init__(self, layers, data):
        classes = layers[-1][0].shape[1]
        n, others = len(data[0].inputs), [one.unlabelled for one in data if one.unlabelled is not None]
        pixels = len(others[0].inputs) if others else 0
        self._shares = max(1, -(-pixels // PIXELS_A_STEP))
        self._size = -(-pixels // self._shares)
        self._last = pixels - self._size  # where the last share starts; it may repeat a few pixels of the one before
        inputs = _stack([one.inputs for one in data])
        targets = _one_hots([one.targets for one in data], classes, data)
        self._labelled = Objective(layers, inputs, targets, n, n + self._size)
        self._others = None
        if others:
            said = _stack([one.probabilities for one in others])
            inputs = _stack([one.inputs for one in others])
            self._others = Objective(layers, inputs, said, self._size, n + self._size)

    def of(self, layers, epoch):
        """(losses, gradients) of an epoch."""
        losses = self._labelled.losses(layers)
        gradients = self._labelled.gradients(layers)
        if self._others is None:
            return losses, gradients
        start = min(epoch % self._shares * self._size, self._last)
        losses = losses + self._others.losses(layers, start)
        for layer, more in zip(gradients, self._others.gradients(layers, start)):
            for gradient, addition in zip(layer, more):
                gradient.add_(addition)
        return losses, gradients


def validation_objective(layers, data):
    """The Objective of the validation samples."""
    classes, n = layers[-1][0].shape[1], len(data[0].validation_inputs)
    targets = _one_hots([one.validation_targets for one in data], classes, data)
    return Objective(layers, _stack([one.validation_inputs for one in data]), targets, n, n)


def _stack(arrays):
    """(n_networks, n_columns, n) of arrays (n, n_columns); where all are one and the same, one memory serves."""
    if all(array is arrays[0] for array in arrays):
        one = torch.from_numpy(np.ascontiguousarray(arrays[0].T))
        return one.expand(len(arrays), *one.shape)
    return torch.from_numpy(np.stack([array.T for array in arrays]))


def _one_hots(targets, classes, data):
    """(n_networks, n_classes, n): one at each sample's class, in the type of the inputs."""
    hots = np.stack([np.arange(classes)[:, None] == one for one in targets])
    return torch.from_numpy(hots.astype(data[0].inputs.dtype))
