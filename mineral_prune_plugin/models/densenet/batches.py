# SPDX-License-Identifier: GPL-2.0-or-later
"""Where a network that learns takes its batches from: anything with `batches(epoch)`. Here, arrays and patches.

A source gives the same tensors for an epoch whenever that is repeated: float32 (n, n_bands, h, w), and int64 (n,)
targets or float32 (n, n_classes) probabilities.
"""

from dataclasses import dataclass
from typing import Callable

import numpy as np
import torch

from .patch_inputs import SYMMETRIES, PatchInputs

EVALUATED = 512  # patches at a time where nothing is learnt


def as_they_are(images, generator):
    return images


@dataclass(frozen=True)
class ArrayBatches:
    """images : float32 (n, n_bands, h, w); targets : int64 (n,); size : images at a time, a smaller rest left out
    seed    : shuffles each epoch its own way
    augment : (images, numpy Generator) -> images, of each batch
    """

    images: np.ndarray
    targets: np.ndarray
    size: int
    seed: int
    augment: Callable = as_they_are

    def batches(self, epoch):
        generator = np.random.default_rng([self.seed, epoch])
        order = generator.permutation(len(self.images))
        size = min(self.size, len(order))
        for start in range(0, len(order) - size + 1, size):
            places = order[start : start + size]
            images = np.ascontiguousarray(self.augment(self.images[places], generator))
            yield torch.from_numpy(images), torch.from_numpy(self.targets[places])


@dataclass(frozen=True)
class PatchBatches:
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
        for start in range(0, len(self.inputs), EVALUATED):
            chosen = np.arange(start, min(start + EVALUATED, len(self.inputs)))
            yield torch.from_numpy(self.inputs.take(chosen)), torch.from_numpy(self.targets[chosen])


def patch_batches(samples, classes, others, size, seed):
    """PatchBatches of samples, and of unlabelled patches where there are any.

    samples : PatchSamples; classes : how many
    others  : (PatchInputs, float32 (n, n_classes) what a teacher says), or None
    """
    known = np.eye(classes, dtype=np.float32)[samples.targets]
    if others is None:
        return PatchBatches(samples.inputs, known, size, seed)
    inputs, said = others
    together = samples.inputs.joined(inputs)
    return PatchBatches(together, np.concatenate([known, said.astype(np.float32)]), size, seed)
