# SPDX-License-Identifier: GPL-2.0-or-later
"""What a network of patches learns from, epoch by epoch: samples, and unlabelled patches that a teacher has judged."""

from dataclasses import dataclass

import numpy as np
import torch

from .patch_inputs import SYMMETRIES, PatchInputs

LOOKED_AT = 512  # patches at a time where nothing is learnt


@dataclass(frozen=True)
class PatchLessons:
    """A source of batches for training: each epoch all patches in a new order, each turned at random.

    inputs        : PatchInputs of n patches
    probabilities : float32 (n, n_classes), of each class; one where it is known
    size          : patches at a time; a smaller rest waits for another epoch
    """

    inputs: PatchInputs
    probabilities: np.ndarray
    size: int
    seed: int

    def batches(self, epoch):
        """(float32 (size, n_features, side, side), float32 (size, n_classes)) tensors; an epoch is always the same."""
        generator = np.random.default_rng([self.seed, epoch])
        order = generator.permutation(len(self.inputs))
        size = min(self.size, len(order))
        for start in range(0, len(order) - size + 1, size):
            chosen = order[start : start + size]
            patches = self.inputs.take(chosen, generator.integers(0, SYMMETRIES, size))
            yield torch.from_numpy(patches), torch.from_numpy(self.probabilities[chosen])


@dataclass(frozen=True)
class PatchSamples:
    """A source of batches to look at: samples in their order, as they are. targets : int64 (n,), class indices."""

    inputs: PatchInputs
    targets: np.ndarray

    def batches(self, epoch):
        """(float32 (n, n_features, side, side), int64 (n,)) tensors."""
        for start in range(0, len(self.inputs), LOOKED_AT):
            chosen = np.arange(start, min(start + LOOKED_AT, len(self.inputs)))
            yield torch.from_numpy(self.inputs.take(chosen)), torch.from_numpy(self.targets[chosen])


def lessons_of(samples, classes, others, size, seed):
    """PatchLessons of samples, and of unlabelled patches where there are any.

    samples : PatchSamples; classes : how many
    others  : (PatchInputs, float32 (n, n_classes) what a teacher says), or None
    """
    known = np.eye(classes, dtype=np.float32)[samples.targets]
    if others is None:
        return PatchLessons(samples.inputs, known, size, seed)
    inputs, said = others
    together = samples.inputs.joined(inputs)
    return PatchLessons(together, np.concatenate([known, said.astype(np.float32)]), size, seed)
