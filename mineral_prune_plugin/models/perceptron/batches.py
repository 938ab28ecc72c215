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
        self._samples = _labelled(stack, data, "inputs", "targets", weight)
        self._of_samples = Objective(stack, self._samples)
        # The last share may repeat a few pixels of the one before.
        starts = [min(share * size, pixels - size) for share in range(count)] if unlabelled else []
        self._shares = [_share(unlabelled, slice(start, start + size), weight) for start in starts]
        self._of_shares = Objective(stack, self._shares[0]) if unlabelled else None

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
        yield self._of_samples, self._samples
        if self._shares:
            yield self._of_shares, self._shares[epoch % len(self._shares)]


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


def _labelled(stack, data, inputs, targets, weight):
    """Samples. inputs, targets : names of what TrainingData holds"""
    codes = np.arange(stack.layers[-1].shape[1])
    arrays = _distinct(data, inputs)
    one_hot = [(codes == classes[:, None]).astype(arrays[0].dtype) for classes in _distinct(data, targets)]
    return Samples(arrays, one_hot, len(data), weight)


def _share(unlabelled, chosen, weight):
    """Samples of a slice of the pixels."""
    inputs, probabilities = (_distinct(unlabelled, name) for name in ("inputs", "probabilities"))
    return Samples([each[chosen] for each in inputs], [each[chosen] for each in probabilities], len(unlabelled), weight)


def _distinct(data, name):
    """The arrays of that name, a network each; a single one where all have the same."""
    arrays = [getattr(each, name) for each in data]
    return arrays[:1] if all(array is arrays[0] for array in arrays) else arrays
