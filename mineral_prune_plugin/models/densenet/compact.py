# SPDX-License-Identifier: GPL-2.0-or-later
"""From a trained network to plain arrays: batch normalisation folded, and nothing left that is not read.

Maps that no layer reads are not computed, nor those that only they read, back to the first convolution. The logits are
those of the masked network.
"""

import numpy as np
import torch

from .module import EPSILON
from .network import Convolution, DenseNetwork, Group


def compact(module):
    """The DenseNetwork that gives the logits of a DenseNet in evaluation."""
    wanted = wanted_outputs(module)
    alive, blocks, transitions = wanted[module], [], []
    for index, layers in enumerate(module.blocks):
        if index:
            transition = module.transitions[index - 1]
            transitions.append(_folded(transition, alive, wanted[transition]))
            alive = wanted[transition]
        blocks.append([])
        for layer in layers:
            blocks[-1].append(_folded_layer(layer, alive, wanted))
            alive = np.concatenate([alive, wanted[layer[-1]]])
    scale, shift = _scale_and_shift(module.last)
    return DenseNetwork(
        module.architecture.patch,
        np.ascontiguousarray(_array(module.first)[wanted[module]]),
        tuple(map(tuple, blocks)),
        tuple(transitions),
        scale[alive],
        shift[alive],
        np.ascontiguousarray(_array(module.weight)[:, alive]),
        _array(module.bias),
    )


def wanted_outputs(module):
    """Which outputs of each convolution a later layer reads: bool (n_out,) each, under `module` those of the first."""
    wanted = {}
    maps = np.ones(len(module.last.scale), dtype=bool)  # the classifier reads all
    for index in reversed(range(len(module.blocks))):
        for layer in reversed(module.blocks[index]):
            growth = len(layer[-1].weight)
            maps, outputs = maps[:-growth], maps[-growth:]
            for convolution in reversed(layer):
                wanted[convolution] = outputs
                outputs = inputs_of(convolution, outputs)
            maps = maps | outputs
        if index:
            transition = module.transitions[index - 1]
            wanted[transition] = maps
            maps = inputs_of(transition, maps)
    wanted[module] = maps
    return wanted


def inputs_of(convolution, outputs):
    """bool (n_in,): which inputs of a SparseConvolution, `convolution`, are read by `outputs`, bool (n_out,)."""
    groups = np.unique(_array(convolution.group_of_outputs())[outputs])
    return _array(convolution.on)[groups].any(axis=0)


def _folded_layer(layer, alive, wanted):
    convolutions = []
    for convolution in layer:
        convolutions.append(_folded(convolution, alive, wanted[convolution]))
        alive = wanted[convolution]
    return tuple(convolutions)


def _folded(convolution, alive, outputs):
    """A Convolution of the outputs that are wanted, on the inputs that are alive."""
    place = np.cumsum(alive) - 1
    scale, shift = _scale_and_shift(convolution.normalisation)
    weight, of_output = _array(convolution.weight), _array(convolution.group_of_outputs())
    groups = []
    for group, on in enumerate(_array(convolution.on)):
        rows = outputs & (of_output == group)
        if rows.any():
            kernels = np.ascontiguousarray(weight[rows][:, on])
            groups.append(Group(place[on].astype(np.int64), scale[on], shift[on], kernels))
    return Convolution(tuple(groups) or (_nothing(weight.shape[-1]),))


def _nothing(kernel):
    """A Group without outputs: it still tells by how much a patch is cropped."""
    none = np.zeros(0, dtype=np.float32)
    return Group(np.zeros(0, dtype=np.int64), none, none, np.zeros((0, 0, kernel, kernel), dtype=np.float32))


def _scale_and_shift(normalisation):
    """float32 (n_maps,) each, worked out in float64."""
    names = ("scale", "shift", "mean", "variance")
    scale, shift, mean, variance = (_array(getattr(normalisation, name)).astype(np.float64) for name in names)
    scale = scale / np.sqrt(variance + EPSILON)
    return scale.astype(np.float32), (shift - mean * scale).astype(np.float32)


def _array(tensor):
    with torch.no_grad():
        return tensor.detach().cpu().numpy().copy()
