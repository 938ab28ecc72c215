# SPDX-License-Identifier: GPL-2.0-or-later
"""A sparse DenseNet in a model file.

Tensors, float32 but for `reads`, which is int32; B, L, C, G count from 0:

  first.weight                        (n_out, n_bands, k, k)
  blocks.B.L.C.G.reads                (n_in,), ascending places among the maps that stand before convolution C
  blocks.B.L.C.G.scale, .shift        (n_in,)
  blocks.B.L.C.G.weight               (n_out, n_in, k, k)
  transitions.T.G.reads, ...          likewise; one transition between each two blocks, 1 x 1
  last.scale, last.shift              (n_maps,)
  classifier.weight, classifier.bias  (n_classes, n_maps), (n_classes,)

A convolution has one group or several; layer L of block B has one convolution, or two one after the other. Kernels are
1 or 3 pixels a side, and together they take no more than the patch has. Limits: 8 blocks of 128 layers, 64 groups a
convolution, 16,384 maps in all: what a map needs in memory is bounded by them.
"""

import re

import numpy as np

from ..densenet.architecture import PATCH_SIZE
from ..densenet.network import Convolution, DenseNetwork, Group
from .container import demand, is_integer

MOST_BLOCKS, MOST_LAYERS = 8, 128
PARTS = ("reads", "scale", "shift", "weight")
ENDS = ("last.scale", "last.shift", "classifier.weight", "classifier.bias")
MOST_MAPS = 16_384
MOST_GROUPS = 64
NAME = re.compile(r"(blocks\.\d{1,3}\.\d{1,3}\.[01]|transitions\.\d{1,3})\.(\d{1,3})\.(reads|scale|shift|weight)")


def tensors_of(network):
    """name -> array of a DenseNetwork."""
    tensors = {"first.weight": network.first}
    for name, convolution in _named(network):
        for index, group in enumerate(convolution.groups):
            tensors.update({f"{name}.{index}.{part}": getattr(group, part) for part in PARTS})
    tensors.update(zip(ENDS, (network.scale, network.shift, network.weight, network.bias)))
    return {
        name: np.ascontiguousarray(array, np.int32 if name.endswith(".reads") else np.float32)
        for name, array in tensors.items()
    }


def _named(network):
    """(name, Convolution) of all but the first."""
    for block, layers in enumerate(network.blocks):
        for layer, convolutions in enumerate(layers):
            for place, convolution in enumerate(convolutions):
                yield f"blocks.{block}.{layer}.{place}", convolution
    for place, convolution in enumerate(network.transitions):
        yield f"transitions.{place}", convolution


def network_of(path, tensors, document):
    """The DenseNetwork of a model file.

    path     : the name for errors
    tensors  : name -> array
    document : the JSON document of the header, with `patch`
    errors   : ModelFileError
    """
    patch = document["patch"]
    sided = is_integer(patch) and PATCH_SIZE.least <= patch <= PATCH_SIZE.most and patch % 2 == 1
    demand(path, "patch", f"odd, {PATCH_SIZE.least} to {PATCH_SIZE.most}", sided, patch)
    return _Reader(path, tensors).network(patch)


class _Reader:
    """Reads the convolutions in the order of their computation, and knows how many maps stand before each."""

    def __init__(self, path, tensors):
        self.path, self.tensors = path, tensors
        self.groups = self._counted()
        self.maps, self.most, self.shrunk = 0, 0, 0

    def network(self, patch):
        blocks = self._count("blocks.{}.0.0", MOST_BLOCKS, "blocks", 1)
        transitions = self._count("transitions.{}", blocks, "transitions", 0)
        self._demand("transitions", blocks - 1, transitions == blocks - 1, transitions)
        first = self._first()
        network_blocks, between = [], []
        for block in range(blocks):
            if block:
                between.append(self._convolution(f"transitions.{block - 1}", self.maps, kernels=(1,)))
                self.maps = _outputs(between[-1])
            network_blocks.append(self._block(block))
        self._demand("the kernels", f"within a patch of {patch} pixels", self.shrunk < patch, f"{self.shrunk} pixels")
        self._demand("the tensors", "those of a sparse-densenet", not self.groups, ", ".join(sorted(self.groups)))
        return DenseNetwork(patch, first, tuple(network_blocks), tuple(between), *self._ends())

    def _counted(self):
        """name of a convolution -> number of its groups. Every tensor has a name of this kind, and all parts."""
        groups = {}
        known = {"first.weight", *ENDS, "standardisation.mean", "standardisation.deviation"}
        missing = sorted(known - set(self.tensors))
        self._demand("the tensors", "those of a sparse-densenet", not missing, f"without {', '.join(missing)}")
        for name in set(self.tensors) - known:
            match = NAME.fullmatch(name)
            self._demand("the tensors", "those of a sparse-densenet", match, name)
            groups.setdefault(match[1], set()).add(int(match[2]))
        for name, numbers in groups.items():
            complete = numbers == set(range(len(numbers))) and len(numbers) <= MOST_GROUPS
            self._demand(name, f"of groups from 0, at most {MOST_GROUPS}", complete, sorted(numbers))
        return {name: len(numbers) for name, numbers in groups.items()}

    def _count(self, pattern, most, what, least):
        count = 0
        while pattern.format(count) in self.groups:
            count += 1
        self._demand("the network", f"of {least} to {most} {what}", least <= count <= most, count)
        return count

    def _block(self, block):
        layers = self._count(f"blocks.{block}.{{}}.0", MOST_LAYERS, "layers a block", 1)
        return tuple(self._layer(f"blocks.{block}.{layer}") for layer in range(layers))

    def _layer(self, name):
        convolutions = [self._convolution(f"{name}.0", self.maps)]
        if f"{name}.1" in self.groups:
            convolutions.append(self._convolution(f"{name}.1", _outputs(convolutions[0])))
        self.maps += _outputs(convolutions[-1])
        return tuple(convolutions)

    def _first(self):
        weight = self.tensors["first.weight"]
        shape = weight.shape
        fits = len(shape) == 4 and min(shape[:2]) > 0 and shape[2] == shape[3] and shape[2] in (1, 3)
        self._demand("first.weight", "of shape (n, bands, k, k), k 1 or 3", fits, f"of shape {shape}")
        self.maps = self._count_maps(shape[0])
        self.shrunk += shape[2] - 1
        return weight

    def _convolution(self, name, before, kernels=(1, 3)):
        groups = tuple(self._group(f"{name}.{index}", before, kernels) for index in range(self.groups.pop(name)))
        sides = {group.weight.shape[-1] for group in groups}
        self._demand(name, "of kernels of one side", len(sides) == 1, sorted(sides))
        self.shrunk += sides.pop() - 1
        self._count_maps(sum(len(group.weight) for group in groups))
        return Convolution(groups)

    def _group(self, name, before, kernels):
        missing = [part for part in PARTS if f"{name}.{part}" not in self.tensors]
        self._demand(name, "an entry with " + ", ".join(PARTS), not missing, f"without {', '.join(missing)}")
        reads, scale, shift, weight = (self.tensors[f"{name}.{part}"] for part in PARTS)
        self._demand(f"{name}.reads", "a list", reads.ndim == 1, f"of shape {reads.shape}")
        ascending = (np.diff(reads.astype(np.int64)) > 0).all() and (reads >= 0).all() and (reads < before).all()
        self._demand(f"{name}.reads", f"ascending, from 0 to {before - 1}", ascending, reads[:8].tolist())
        count = len(reads)
        for part, values in (("scale", scale), ("shift", shift)):
            self._demand(f"{name}.{part}", f"of shape ({count},)", values.shape == (count,), f"of shape {values.shape}")
        fits = weight.ndim == 4 and weight.shape[1:] in [(count, side, side) for side in kernels]
        sides = " or ".join(map(str, kernels))
        self._demand(f"{name}.weight", f"of shape (n, {count}, k, k), k {sides}", fits, f"of shape {weight.shape}")
        return Group(reads.astype(np.int64), scale, shift, weight)

    def _ends(self):
        scale, shift, weight, bias = (self.tensors[name] for name in ENDS)
        classes = len(bias) if bias.ndim == 1 else 0
        shapes = (self.maps,), (self.maps,), (classes, self.maps), (classes,)
        for name, array, shape in zip(ENDS, (scale, shift, weight, bias), shapes):
            self._demand(name, f"of shape {shape}", array.shape == shape and array.size, f"of shape {array.shape}")
        return scale, shift, weight, bias

    def _count_maps(self, maps):
        """Count maps that are made. A small file can declare many maps: kernels that read nothing take no bytes."""
        self.most += maps
        self._demand("the network", f"of at most {MOST_MAPS} maps", self.most <= MOST_MAPS, self.most)
        return maps

    def _demand(self, field, expected, holds, actual):
        demand(self.path, field, expected, holds, actual)


def _outputs(convolution):
    return sum(len(group.weight) for group in convolution.groups)
