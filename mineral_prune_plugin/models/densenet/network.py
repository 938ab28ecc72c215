# SPDX-License-Identifier: GPL-2.0-or-later
"""A densely connected network as plain arrays: what is saved and mapped. No torch here.

Training is over: batch normalisation is folded into a scale and a shift, inputs that were dropped are gone, and so are
the maps that no layer reads.
"""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Group:
    """Some outputs of a convolution, and the maps that they read: convolve relu(scale * map + shift).

    reads        : int64 (n_in,), ascending places among the maps that stand before the convolution
    scale, shift : float32 (n_in,), the batch normalisation
    weight       : float32 (n_out, n_in, k, k), k 1 or 3; without a bias
    """

    reads: np.ndarray
    scale: np.ndarray
    shift: np.ndarray
    weight: np.ndarray


@dataclass(frozen=True)
class Convolution:
    """Groups side by side, the outputs of one after those of another; a single group where outputs are not grouped."""

    groups: tuple[Group, ...]


@dataclass(frozen=True)
class DenseNetwork:
    """First convolution; blocks of layers, whose outputs join the maps; transitions between blocks; mean; classifier.

    patch            : pixels a side of the receptive field, odd; 0 for a network of whole images.
                       With a patch nothing is padded and nothing pooled before the mean: where a map is smaller than
                       those before it, they are cropped to its size. So a block of pixels gives a map of logits.
    first            : float32 (n_out, n_bands, k, k), of the standardised input; without a bias
    blocks           : for each block its layers; a layer is one Convolution, or two one after the other (a bottleneck)
    transitions      : a Convolution between each two blocks; its outputs replace the maps. For images a mean of
                       2 x 2 pixels follows
    scale, shift     : float32 (n_maps,), the last batch normalisation; ReLU and the mean over pixels follow
    weight, bias     : float32 (n_classes, n_maps) and (n_classes,)
    """

    patch: int
    first: np.ndarray
    blocks: tuple[tuple[tuple[Convolution, ...], ...], ...]
    transitions: tuple[Convolution, ...]
    scale: np.ndarray
    shift: np.ndarray
    weight: np.ndarray
    bias: np.ndarray

    @property
    def inputs(self):
        """Bands."""
        return self.first.shape[1]

    @property
    def outputs(self):
        """Classes."""
        return len(self.weight)


def side_left(network):
    """Pixels a side of what the convolutions leave of a patch."""
    layers = [convolution for layers in network.blocks for layer in layers for convolution in layer]
    kernels = [network.first.shape[-1], *(convolution.groups[0].weight.shape[-1] for convolution in layers)]
    return network.patch - sum(kernel - 1 for kernel in kernels)
