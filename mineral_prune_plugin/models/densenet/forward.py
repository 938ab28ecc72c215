# SPDX-License-Identifier: GPL-2.0-or-later
"""Running a densely connected network with torch: logits of images or patches, and of every pixel of a block.

A patch is never padded, so a block of pixels gives the numbers that its patches would give one by one.

The maps of a block stand one behind the other in memory, each in one piece: so a convolution's inputs are selected as
fast as memory copies. A 3 x 3 convolution itself is twice as fast on pixels whose channels stand together
(channels_last): what was selected for it is turned over on its way through ReLU.
"""

import itertools
import math

import numpy as np
import torch
from torch.nn.functional import avg_pool2d, conv2d

from ...threads import one_thread
from ..matmul import fastest_product
from .cost import maps_at_a_time
from .network import side_left

BATCH = 16  # images or patches at a time: the maps between two layers stay in the processor's cache
SMALL = 1e-20  # scales below it stay a factor of the map: to divide by them could give infinity
MOST_BYTES = 2**28  # of their maps: a file may hold a network of many more maps than one that was trained here


def logits(network, images):
    """Logits of images or patches.

    network : DenseNetwork
    images  : float32 (n, n_bands, h, w), standardised; of patches h = w = network.patch
    returns : float32 (n, n_classes)
    """
    run = Runner(network)
    size = BATCH if run.padded else _patches_together(network)
    with one_thread(), torch.no_grad():
        parts = [run(torch.from_numpy(images[start : start + size])) for start in range(0, max(1, len(images)), size)]
        return torch.cat(parts)[:, :, 0, 0].numpy()


def logits_map(network, block):
    """Logits of every pixel of a block that has a whole patch around it.

    network : DenseNetwork of patches
    block   : float32 (n_bands, h, w), standardised
    returns : float32 (n_classes, h - patch + 1, w - patch + 1)
    """
    with one_thread(), torch.no_grad():
        return Runner(network)(torch.from_numpy(block)[None])[0].numpy()


def _patches_together(network):
    pixels = network.patch**2
    return max(1, min(BATCH * max(1, 1024 // pixels), MOST_BYTES // (4 * maps_at_a_time(network) * pixels)))


class Runner:
    """A DenseNetwork as a function of torch tensors: (n, n_bands, h, w) -> (n, n_classes, h', w').

    Images end as one pixel; of a block one pixel is left for each patch in it. For one thread: the memory of its maps
    is used again.
    """

    def __init__(self, network):
        self.padded = not network.patch
        self.side = 0 if self.padded else side_left(network)
        self.first = _kernels(network.first)
        self.blocks = [[[_groups(convolution) for convolution in layer] for layer in part] for part in network.blocks]
        self.transitions = [_groups(convolution) for convolution in network.transitions]
        self.last = Shifted(network.scale, network.shift)
        self.weight = _tensor(network.weight * self.last.size)[:, :, None, None]
        self.bias = _tensor(network.bias)[:, None, None]
        self._product, self._memory = fastest_product(), Memory()

    def __call__(self, pixels):
        turned = self.first.shape[-1] > 1 and not pixels.is_contiguous(memory_format=torch.channels_last)
        maps = self._convolve(self._turned(pixels) if turned else pixels, self.first)
        for index, layers in enumerate(self.blocks):
            if index:
                maps = self._convolution(maps, self.transitions[index - 1], pooled=self.padded)
            maps = self._block(maps, layers)
        maps = self.last.in_place(maps).relu_()
        if self.padded:
            maps = maps.mean((2, 3), keepdim=True)
        outputs = self._convolve(maps, self.weight) + self.bias  # in new memory: the caller keeps it
        # A mean of logits is the logits of a mean, and there are fewer of them than of maps.
        return outputs if self.side <= 1 else avg_pool2d(outputs, self.side, 1)

    def _block(self, maps, layers):
        """The maps with those of the layers behind them, all cropped to the size of the last layer's."""
        names, count = itertools.cycle(("joined", "cropped")), maps.shape[1]
        total = count + sum(_outputs(layer[-1]) for layer in layers)
        joined = self._memory.take(next(names), len(maps), total, *maps.shape[2:])
        joined[:, :count] = maps
        for layer in layers:
            added = joined
            for groups in layer:
                added = self._convolution(added, groups)
            lost = (joined.shape[2] - added.shape[2]) // 2
            if lost:
                inner = joined[:, :count, lost:-lost, lost:-lost]
                joined = self._memory.take(next(names), len(maps), total, *inner.shape[2:])
                joined[:, :count] = inner
            joined[:, count : count + added.shape[1]] = added
            count += added.shape[1]
        return joined

    def _convolution(self, maps, groups, pooled=False):
        outputs = [self._group(maps, *group, pooled) for group in groups]
        return outputs[0] if len(outputs) == 1 else torch.cat(outputs, 1)

    def _group(self, maps, reads, shifted, weight, pooled):
        turned = pooled or weight.shape[-1] > 1
        inputs = self._memory.take("read", len(maps), len(reads), *maps.shape[2:], spare=turned)
        shifted.in_place(torch.index_select(maps, 1, reads, out=inputs))
        inputs = self._turned(inputs, 0.0) if turned else inputs.relu_()
        # After a transition, says the paper; before it, a quarter of the products gives the same.
        return self._convolve(avg_pool2d(inputs, 2) if pooled else inputs, weight)

    def _convolve(self, inputs, weight):
        """The outputs, in new memory."""
        kernel = weight.shape[-1]
        if weight.numel() and kernel == 1 and len(inputs) == 1:
            outputs = self._product(weight[:, :, 0, 0], inputs[0].flatten(1).T)
            return outputs.unflatten(1, inputs.shape[2:])[None]
        if weight.numel():
            return conv2d(inputs, weight, padding=kernel // 2 if self.padded else 0)
        lost = 0 if self.padded else kernel - 1  # a layer that is not read: no map, but the others are cropped
        return inputs.new_zeros(len(inputs), len(weight), inputs.shape[2] - lost, inputs.shape[3] - lost)

    def _turned(self, maps, least=-math.inf):
        """Maps that each stand in one piece as pixels whose channels stand together, none below the least."""
        turned = self._memory.take("turned", len(maps), *maps.shape[2:], maps.shape[1])
        return torch.clamp_min(maps, least, out=turned.permute(0, 3, 1, 2))


class Memory:
    """Tensors by name, each valid until the next of its name is taken.

    Fresh memory of megabytes costs more than the arithmetic in it, for the system hands it out page by page.
    """

    def __init__(self):
        self._memory = {}

    def take(self, name, *shape, spare=False):
        """A float32 tensor of that shape and of any content.

        name  : what it is for; a tensor of the same name has the same memory
        spare : True to leave a row between two maps, (n, n_maps, h, w). Maps of just 4096 bytes, or a multiple of it,
                share a few lines of the processor's cache, and turning them takes several times as long.
        """
        whole = (*shape[:2], shape[2] + 1, *shape[3:]) if spare else shape
        size = math.prod(whole)
        if name not in self._memory or len(self._memory[name]) < size:
            self._memory[name] = torch.empty(size, dtype=torch.float32)
        tensor = self._memory[name][:size].view(whole)
        return tensor[:, :, : shape[2]] if spare else tensor


class Shifted:
    """A normalisation before ReLU, less a pass over the maps: relu(scale x + shift) = size relu(sign x + shift / size).

    size : float32 (n_maps,), above 0; a factor of the weights behind
    """

    def __init__(self, scale, shift):
        self.size = np.where(np.abs(scale) > SMALL, np.abs(scale), 1).astype(np.float32)
        sign = (scale / self.size)[:, None, None]
        self._sign = None if (sign == 1).all() else _tensor(sign)
        self._shift = _tensor(shift / self.size)[:, None, None]

    def in_place(self, maps):
        """(n, n_maps, h, w) -> sign x + shift / size."""
        return (maps if self._sign is None else maps.mul_(self._sign)).add_(self._shift)


def _groups(convolution):
    return [_group(group) for group in convolution.groups]


def _group(group):
    shifted = Shifted(group.scale, group.shift)
    return _tensor(group.reads), shifted, _kernels(group.weight * shifted.size[:, None, None])


def _outputs(groups):
    return sum(len(weight) for _, _, weight in groups)


def _tensor(values):
    return torch.from_numpy(np.ascontiguousarray(values))


def _kernels(weight):
    """Weights in the order in memory that suits them: a 1 x 1 convolution is as fast on maps in one piece."""
    return _channels_last(_tensor(weight)) if weight.shape[-1] > 1 else _tensor(weight)


def _channels_last(tensor):
    return tensor.contiguous(memory_format=torch.channels_last)
