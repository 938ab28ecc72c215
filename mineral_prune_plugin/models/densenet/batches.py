# SPDX-License-Identifier: GPL-2.0-or-later
"""Where a network that learns takes its images from: anything with `batches(epoch)`. Here, arrays.

A source gives float32 (n, n_bands, h, w) and int64 (n,) tensors, an epoch the same ones whenever it is asked.
"""

from dataclasses import dataclass
from typing import Callable

import numpy as np
import torch


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
