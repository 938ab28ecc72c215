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
        pixels = len(unlabelled[0].inputs) if unlabelled else 0
        count = max(1, -(-pixels // PIXELS_A_STEP))
        size = -(-pixels // count)
        weight = 1 / (len(data[0].inputs) + size)
        # The last share may repeat a few pixels of the one before.
        starts = [min(share * size, pixels - size) for share in range(count)]
        shares = [slice(start, start + size) for start in starts]
        self._batches = [_labelled(stack, data, "inputs", "targets", weight, share) for share in shares]
        self._objective = Objective(stack, self._batches[0])

    def gradients(self, epoch, gradients):
        """Write the gradient of the losses on the batch of an `epoch` to `gradients`, a tensor a layer."""
        for gradient in gradients:
            gradient.zero_()
        self._objective.run(self._batch(epoch))
        self._objective.add_gradients(self._batch(epoch), gradients)

    def losses(self, epoch):
        """The networks' losses on the batch of the `epoch` whose `gradients` were asked for last, (n_networks,)."""
        return self._objective.losses(self._batch(epoch))

    def _batch(self, epoch):
        return self._batches[epoch % len(self._batches)]


class ValidationObjective:
    """All validation samples. stack, data : as of TrainingObjective"""

    def __init__(self, stack, data):
        weight = 1 / len(data[0].validation_inputs)
        self._samples = _labelled(stack, data, "validation_inputs", "validation_targets", weight)
        self._objective = Objective(stack, self._samples)

    def losses_and_shares(self):
        """(losses, shares identified correctly) of the networks, (n_networks,) each."""
        self._objective.run(self._samples)
        return self._objective.losses(self._samples), self._objective.identified(self._samples)


def _labelled(stack, data, inputs, targets, weight, pixels=None):
    """Samples, and the unlabelled pixels of a slice after them.

    inputs, targets : names of what TrainingData holds
    """
    codes = np.arange(stack.layers[-1].shape[1])
    arrays = _distinct(data, inputs)
    one_hot = [(codes == classes[:, None]).astype(arrays[0].dtype) for classes in _distinct(data, targets)]
    unlabelled = [each.unlabelled for each in data]
    if pixels is not None and unlabelled[0] is not None:
        arrays = _one_after_another(arrays, [each[pixels] for each in _distinct(unlabelled, "inputs")])
        one_hot = _one_after_another(one_hot, [each[pixels] for each in _distinct(unlabelled, "probabilities")])
    return Samples(arrays, one_hot, len(data), weight)


def _one_after_another(first, second):
    """Joined pairs of two lists of arrays, either of which may have one for all of the other's."""
    count = max(len(first), len(second))
    return [np.concatenate(pair) for pair in zip(first * (count // len(first)), second * (count // len(second)))]


def _distinct(data, name):
    """The arrays of that name, a network each; a single one where all have the same."""
    arrays = [getattr(each, name) for each in data]
    return arrays[:1] if all(array is arrays[0] for array in arrays) else arrays
