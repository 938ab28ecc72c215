# SPDX-License-Identifier: GPL-2.0-or-later
"""The batches of training and validation of networks side by side, as the objectives that a stack of them takes."""

import numpy as np

from .batched import Objective, Samples

PIXELS_A_STEP = 1000  # unlabelled pixels in a batch, at most


class TrainingObjective:
    """A batch an epoch: all samples, and beside them a share of the unlabelled pixels, the next share each epoch.

    stack : Stack
    data  : a TrainingData a network
    """

    def __init__(self, stack, data):
        unlabelled = [each.unlabelled for each in data if each.unlabelled is not None]
        pixels, samples = len(unlabelled[0].inputs) if unlabelled else 0, len(data[0].inputs)
        count = max(1, -(-pixels // PIXELS_A_STEP))
        size = -(-pixels // count)
        # The last share may repeat a few pixels of the one before.
        starts = [min(share * size, pixels - size) for share in range(count)] if unlabelled else []
        shares = [_soft(unlabelled, slice(start, start + size)) for start in starts]
        weight = 1 / (samples + size)
        self._pieces = []
        for arrays in _pieces(_labelled(stack, data, "inputs", "targets"), shares, samples <= size):
            turns = [Samples(*each, len(data), weight) for each in arrays]
            self._pieces.append((Objective(stack, turns[0]), turns))

    def gradients(self, epoch, gradients):
        """Write the gradient of the losses on the batch of an `epoch` to `gradients`, a tensor a layer."""
        for gradient in gradients:
            gradient.zero_()
        for objective, samples in self._batch(epoch):
            objective.run(samples)
            objective.add_gradients(samples, gradients)

    def losses(self, epoch):
        """The networks' losses on the batch of the `epoch` whose `gradients` were asked for last, (n_networks,)."""
        return sum(objective.losses(samples) for objective, samples in self._batch(epoch))

    def _batch(self, epoch):
        for objective, turns in self._pieces:
            yield objective, turns[epoch % len(turns)]


class ValidationObjective:
    """All validation samples. stack, data : as of TrainingObjective"""

    def __init__(self, stack, data):
        weight = 1 / len(data[0].validation_inputs)
        self._samples = Samples(*_labelled(stack, data, "validation_inputs", "validation_targets"), len(data), weight)
        self._objective = Objective(stack, self._samples)

    def losses_and_shares(self):
        """(losses, shares identified correctly) of the networks, (n_networks,) each."""
        self._objective.run(self._samples)
        return self._objective.losses(self._samples), self._objective.identified(self._samples)


def _pieces(samples, shares, few):
    """The pieces of a batch, each a list of (inputs, probabilities) that take turns.

    Samples and share are one piece, which costs a step less, where the samples are few and those of all networks, for
    every share has a copy of them. Elsewhere copies would take much memory, and more time than they save.

    samples : (inputs, probabilities), lists of arrays
    shares  : the same of each share of the pixels
    few     : whether the samples are no more than the pixels of a share
    """
    if not shares:
        return [[samples]]
    if few and len(samples[0]) == 1:
        return [[tuple(map(_one_after_another, samples, share)) for share in shares]]
    return [[samples], shares]


def _labelled(stack, data, inputs, targets):
    """(inputs, probabilities), lists of arrays. inputs, targets : names of what TrainingData holds"""
    codes = np.arange(stack.layers[-1].shape[1])
    arrays = _distinct(data, inputs)
    return arrays, [(codes == classes[:, None]).astype(arrays[0].dtype) for classes in _distinct(data, targets)]


def _soft(unlabelled, chosen):
    """The same of a slice of the pixels."""
    return tuple([each[chosen] for each in _distinct(unlabelled, name)] for name in ("inputs", "probabilities"))


def _one_after_another(first, second):
    """Joined pairs of two lists of arrays, either of which may have one for all of the other's."""
    count = max(len(first), len(second))
    return [np.concatenate(pair) for pair in zip(first * (count // len(first)), second * (count // len(second)))]


def _distinct(data, name):
    """The arrays of that name, a network each; a single one where all have the same."""
    arrays = [getattr(each, name) for each in data]
    return arrays[:1] if all(array is arrays[0] for array in arrays) else arrays
