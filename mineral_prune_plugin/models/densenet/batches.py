# SPDX-License-Identifier: GPL-2.0-or-later
"""Sources of batches: anything with `batches(epoch)`. Here, of arrays and of patches.

A source gives the same tensors for an epoch whenever that is repeated: float32 (n, n_bands, h, w), and int64 (n,)
targets or float32 (n, n_classes) probabilities.
"""

from dataclasses import dataclass
from typing import Callable

import numpy as np
import torch

from .patch_inputs import SYMMETRIES, PatchInputs

EVALUATED = 512  # patches in a batch of validation


def unchanged(images, generator):
    """The images as they are: no augmentation. `generator` is not used."""
    return images


@dataclass(frozen=True)
class ArrayBatches:
    """A source of batches of images, shuffled anew each epoch.

    images  : float32 (n, n_bands, h, w)
    targets : int64 (n,), class indices
    size    : images in a batch; a smaller rest is left out
    seed    : of the order, with the number of the epoch
    augment : (images, numpy Generator) -> images, of each batch
    """

    images: np.ndarray
    targets: np.ndarray
    size: int
    seed: int
    augment: Callable = unchanged

    def batches(self, epoch):
        """(float32 (size, n_bands, h, w), int64 (size,)) tensors."""
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
    probabilities : float32 (n, n_classes); one-hot where the class is known
    size          : patches in a batch; a smaller rest is left out of the epoch
    seed          : of the order and the symmetries, with the number of the epoch
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
    """A source of batches of validation: samples in their order, not turned. targets : int64 (n,), class indices."""

    inputs: PatchInputs
    targets: np.ndarray

    def batches(self, epoch):
        """(float32 (n, n_features, side, side), int64 (n,)) tensors."""
        for start in range(0, len(self.inputs), EVALUATED):
            chosen = np.arange(start, min(start + EVALUATED, len(self.inputs)))
            yield torch.from_numpy(self.inputs.take(chosen)), torch.from_numpy(self.targets[chosen])


def patch_batches(samples, classes, unlabelled, size, seed):
    """PatchBatches of samples, and of unlabelled patches where there are any.

    samples    : PatchSamples
    classes    : how many
    unlabelled : (PatchInputs, float32 (n, n_classes) soft labels), or None
    size, seed : as of PatchBatches
    """
    one_hot = np.eye(classes, dtype=np.float32)[samples.targets]
    if unlabelled is None:
        return PatchBatches(samples.inputs, one_hot, size, seed)
    inputs, soft_labels = unlabelled
    probabilities = np.concatenate([one_hot, soft_labels.astype(np.float32)])
    return PatchBatches(samples.inputs.joined(inputs), probabilities, size, seed)
