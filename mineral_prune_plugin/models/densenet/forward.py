# SPDX-License-Identifier: GPL-2.0-or-later
"""Running a densely connected network with torch: logits of images or patches, and of every pixel of a block.

A patch is never padded, so a block of pixels gives the numbers that its patches would give one by one.
"""

import numpy as np
import torch
from torch.nn.functional import avg_pool2d, conv2d, linear

from ..threads import one_thread

BATCH = 256  # images or patches at a time


def logits(network, images):
    """float32 (n, n_bands, h, w), standardised -> float32 (n, n_classes). Patches have h = w = network.patch."""
    run = Runner(network)
    with one_thread(), torch.no_grad():
        parts = [run(torch.from_numpy(images[start : start + BATCH])) for start in range(0, max(1, len(images)), BATCH)]
        return torch.cat(parts)[:, :, 0, 0].numpy()


def logits_map(network, block):
    """float32 (n_bands, h, w), standardised -> float32 (n_classes, h - patch + 1, w - patch + 1)."""
    with one_thread(), torch.no_grad():
        return Runner(network)(torch.from_numpy(block)[None])[0].numpy()


def side_left(network):
    """Pixels a side of what the convolutions leave of a patch."""
    layers = [convolution for layers in network.blocks for layer in layers for convolution in layer]
    kernels = [network.first.shape[-1], *(convolution.groups[0].weight.shape[-1] for convolution in layers)]
    return network.patch - sum(kernel - 1 for kernel in kernels)


class Runner:
    """A DenseNetwork as a function of torch tensors: (n, n_bands, h, w) -> (n, n_classes, h', w').

    Images end as one pixel; of a block one pixel is left for each patch in it.
    """

    def __init__(self, network):
        self.padded = not network.patch
        self.side = 0 if self.padded else side_left(network)
        self.first = torch.from_numpy(network.first)
        self.blocks = [
            [[_tensors(convolution) for convolution in layer] for layer in layers] for layers in network.blocks
        ]
        self.transitions = [_tensors(convolution) for convolution in network.transitions]
        self.last = _column(network.scale), _column(network.shift)
        self.weight, self.bias = torch.from_numpy(network.weight), torch.from_numpy(network.bias)

    def __call__(self, pixels):
        maps = self._convolve(pixels, self.first)
        for index, layers in enumerate(self.blocks):
            if index:
                maps = self._transition(maps, self.transitions[index - 1])
            for layer in layers:
                maps = self._joined(maps, layer)
        scale, shift = self.last
        maps = (maps * scale).add_(shift).relu_()
        maps = maps.mean((2, 3), keepdim=True) if self.padded else avg_pool2d(maps, self.side, 1)
        return linear(maps.movedim(1, 3), self.weight, self.bias).movedim(3, 1)

    def _joined(self, maps, layer):
        """The maps with those of a layer behind them, all cropped to the layer's size."""
        found = maps
        for groups in layer:
            found = self._convolution(found, groups)
        lost = (maps.shape[2] - found.shape[2]) // 2
        return torch.cat([maps[:, :, lost : maps.shape[2] - lost, lost : maps.shape[3] - lost], found], 1)

    def _transition(self, maps, groups):
        maps = self._convolution(maps, groups)
        return avg_pool2d(maps, 2) if self.padded else maps

    def _convolution(self, maps, groups):
        found = [self._group(maps, *group) for group in groups]
        return found[0] if len(found) == 1 else torch.cat(found, 1)

    def _group(self, maps, reads, scale, shift, weight):
        inputs = maps.index_select(1, reads).mul_(scale).add_(shift).relu_()
        return self._convolve(inputs, weight)

    def _convolve(self, inputs, weight):
        kernel = weight.shape[-1]
        if weight.numel():
            return conv2d(inputs, weight, padding=kernel // 2 if self.padded else 0)
        lost = 0 if self.padded else kernel - 1  # a layer that nobody reads: no map, but what is left is cropped
        return inputs.new_zeros(len(inputs), len(weight), inputs.shape[2] - lost, inputs.shape[3] - lost)


def _tensors(convolution):
    return [
        (torch.from_numpy(group.reads), _column(group.scale), _column(group.shift), torch.from_numpy(group.weight))
        for group in convolution.groups
    ]


def _column(values):
    return torch.from_numpy(np.ascontiguousarray(values)).view(1, -1, 1, 1)
