# SPDX-License-Identifier: GPL-2.0-or-later
"""A densely connected network in training: torch parameters, batch normalisation, and which inputs are off.

An input that is off counts as zero after normalisation and ReLU. It is not even read: what stays is selected first, so
that a network becomes faster to train as it becomes sparse.
"""

import math

import torch
from torch import nn
from torch.nn.functional import avg_pool2d, batch_norm, conv2d, linear

from .architecture import plan

MOMENTUM, EPSILON = 0.1, 1e-5  # of batch normalisation


class Normalisation(nn.Module):
    """Batch normalisation and ReLU of some of the maps."""

    def __init__(self, maps):
        super().__init__()
        self.scale, self.shift = nn.Parameter(torch.ones(maps)), nn.Parameter(torch.zeros(maps))
        self.register_buffer("mean", torch.zeros(maps))
        self.register_buffer("variance", torch.ones(maps))

    def forward(self, maps, places=None):
        """`maps` (n, n_maps, h, w) -> (n, n_places, h, w). places : int64, ascending; all maps without it."""
        if places is None:
            return self._normalised(maps, self.mean, self.variance, self.scale, self.shift)
        mean, variance = self.mean[places], self.variance[places]
        normalised = self._normalised(_selected(maps, places), mean, variance, self.scale[places], self.shift[places])
        if self.training:
            self.mean[places], self.variance[places] = mean, variance
        return normalised

    def _normalised(self, maps, mean, variance, scale, shift):
        return batch_norm(maps, mean, variance, scale, shift, self.training, MOMENTUM, EPSILON).relu_()


class SparseConvolution(nn.Module):
    """Normalisation, ReLU and a convolution whose outputs fall into groups; each group reads the inputs left to it.

    on : bool (n_groups, n_in), the inputs that a group reads; a buffer, not learnt
    """

    def __init__(self, place, groups, generator):
        super().__init__()
        self.normalisation = Normalisation(place.inputs)
        self.weight = _weight(place, generator)
        self.register_buffer("on", torch.ones(groups, place.inputs, dtype=torch.bool))
        self.register_buffer("read", None, persistent=False)  # the inputs that any group reads; None: all of them

    def forward(self, maps, padded):
        """`maps` (n, n_in, h, w) -> (n, n_out, h, w), if not `padded` less the kernel's margin."""
        read, weight = self.read, self.weight
        if read is not None:
            weight = weight.index_select(1, read)
        if len(self.on) > 1:
            weight = weight * self._mask(read)
        return _convolve(self.normalisation(maps, read), weight, padded)

    def keep(self, on):
        """Leave to each group the inputs where `on`, bool (n_groups, n_in), is True."""
        self.on.copy_(on)
        read = self.on.any(0).nonzero()[:, 0]
        self.read = None if len(read) == self.on.shape[1] else read

    def group_of_outputs(self):
        """int64 (n_out,), the group of each output: groups of like size, the first ones larger where uneven."""
        return torch.arange(len(self.weight)) * len(self.on) // len(self.weight)

    def _mask(self, read):
        on = self.on if read is None else self.on[:, read]
        return on[self.group_of_outputs()][:, :, None, None]


class DenseNet(nn.Module):
    """The network of an Architecture, initialised after He et al. (2015) from a seed.

    Takes float (n, n_bands, h, w), h = w = patch unless the patch is 0; gives logits (n, n_classes).
    """

    def __init__(self, architecture, seed):
        super().__init__()
        generator = torch.Generator().manual_seed(seed)
        places = plan(architecture)
        self.architecture = architecture
        self.first = _weight(places.first, generator)
        self.blocks = nn.ModuleList(
            nn.ModuleList(nn.ModuleList(self._sparse(place, generator) for place in layer) for layer in layers)
            for layers in places.blocks
        )
        self.transitions = nn.ModuleList(self._sparse(place, generator) for place in places.transitions)
        self.last = Normalisation(places.maps)
        bound = 1 / math.sqrt(places.maps)
        self.weight = nn.Parameter(torch.empty(architecture.classes, places.maps))
        nn.init.uniform_(self.weight, -bound, bound, generator)
        self.bias = nn.Parameter(torch.zeros(architecture.classes))

    @property
    def padded(self):
        return not self.architecture.patch

    def convolutions(self):
        """Every SparseConvolution, in the order of computation."""
        convolutions = []
        for index, layers in enumerate(self.blocks):
            convolutions += [self.transitions[index - 1]] if index else []
            convolutions += [convolution for layer in layers for convolution in layer]
        return convolutions

    def forward(self, pixels):
        maps = _convolve(pixels, self.first, self.padded)
        for index, layers in enumerate(self.blocks):
            if index:
                maps = self.transitions[index - 1](maps, self.padded)
                maps = avg_pool2d(maps, 2) if self.padded else maps
            for layer in layers:
                maps = self._joined(maps, layer)
        return linear(self.last(maps).mean((2, 3)), self.weight, self.bias)

    def _joined(self, maps, layer):
        added = maps
        for convolution in layer:
            added = convolution(added, self.padded)
        lost = (maps.shape[2] - added.shape[2]) // 2
        return torch.cat([maps[:, :, lost : maps.shape[2] - lost, lost : maps.shape[3] - lost], added], 1)

    def _sparse(self, place, generator):
        return SparseConvolution(place, self.architecture.groups, generator)


def _weight(place, generator):
    weight = torch.empty(place.outputs, place.inputs, place.kernel, place.kernel)
    nn.init.kaiming_normal_(weight, nonlinearity="relu", generator=generator)
    return nn.Parameter(weight)


def _selected(maps, places):
    """Some of the maps, in the memory order channels_last, in which convolutions are fastest and indexing is not."""
    pixels = maps.permute(0, 2, 3, 1)
    if maps.dtype != torch.bfloat16:
        return pixels.index_select(3, places).permute(0, 3, 1, 2)
    # Processors index bfloat16 slowly, and multiply it fast; a product with ones and zeros is exact.
    choice = torch.eye(maps.shape[1], dtype=maps.dtype, device=maps.device)[:, places]
    return (pixels @ choice).permute(0, 3, 1, 2)


def _convolve(maps, weight, padded):
    return conv2d(maps, weight, padding=weight.shape[-1] // 2 if padded else 0)
