# SPDX-License-Identifier: GPL-2.0-or-later
"""Drops input maps of a DenseNet while it trains: scores every convolution's inputs by a criterion at each stage.

To a criterion an input map is a unit: each pixel of each scoring image is one of its samples, and its outgoing weights
are those of all kernels that read it. So C-APoZ counts its zeros after ReLU over the images that the network
identifies, and the contribution is the share of its kernels' weights without their signs (Wu et al. 2019). The first
convolution keeps its inputs.
"""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import torch

from ..models.densenet.compact import inputs_of, wanted_outputs
from .criteria import CRITERIA, Criterion
from .scoring import Layer
from .sparse_trace import Reading


@dataclass(frozen=True)
class ChannelPruner:
    """What goes at a stage, to be called by training: `pruner(stage)`.

    module  : DenseNet, whose masks it changes
    images  : standardised float32 (n_images, n_bands, h, w), on which zeros are counted; targets : int64 (n_images,)
    target  : share of the inputs of each convolution, and of each group of its outputs, that goes in `stages` stages
    errors  : NothingIdentified, from criteria that need an identified image
    """

    module: object
    images: np.ndarray
    targets: np.ndarray
    target: float
    stages: int
    criterion: Criterion = CRITERIA["contribution"]
    seed: int = 0

    def __call__(self, stage):
        correct = identified(self.module, self.images) == self.targets
        found = []
        each_input(self.module, self.images, lambda *seen: found.append(self._off(*seen, correct, stage, len(found))))
        for convolution, off in zip(self.module.convolutions(), found):
            convolution.keep(torch.from_numpy(~off))

    def _off(self, convolution, maps, correct, stage, index):
        """bool (n_groups, n_in)."""
        weight = convolution.weight.detach().cpu().numpy()
        of_output, found = convolution.group_of_outputs().numpy(), []
        for group, on in enumerate(convolution.on.cpu().numpy()):
            seed = [self.seed, stage, index, group]
            layer = as_layer(weight[of_output == group], maps, correct, self.targets, seed)
            scores = self.criterion.score(layer)
            found.append(dropped_after(scores, ~on, stage, self.stages, self.target))
        return np.array(found)


def identified(module, images):
    """int64 (n_images,), the class that the network finds most likely, with the running statistics."""
    module.eval()
    with torch.no_grad():
        return module(torch.from_numpy(images).to(module.bias.device)).argmax(1).cpu().numpy()


def each_input(module, images, visit):
    """Call visit(convolution, float32 (n_images, n_in, h, w)) for each convolution, in order, with what it reads.

    The maps are those after normalisation and ReLU; those that are off are zero. Each is forgotten after its visit:
    together they take gigabytes.
    """
    hooks = [
        convolution.normalisation.register_forward_hook(_visiting(convolution, visit))
        for convolution in module.convolutions()
    ]
    try:
        identified(module, images)
    finally:
        for hook in hooks:
            hook.remove()


def _visiting(convolution, visit):
    def hook(normalisation, arguments, maps):
        read = slice(None) if convolution.read is None else convolution.read
        every = maps.new_zeros(len(maps), convolution.on.shape[1], *maps.shape[2:])
        every[:, read] = maps
        visit(convolution, every.cpu().numpy())

    return hook


def dropped_after(scores, off, stage, stages, target):
    """Which inputs of a convolution are off after a stage of pruning.

    scores  : Scores of its n_in inputs; high goes, of equal ones the first
    off     : bool (n_in,), those that are off already and stay so
    stage   : from 1 to `stages`
    target  : share of the inputs that is off after the last stage, 0 to 1; the number is rounded down, one is kept
    returns : bool (n_in,)
    """
    count = min(inputs_off(len(off), stage, stages, target), len(off) - 1)
    redundancy = np.where(off, np.inf, np.asarray(scores.amounts, dtype=np.float64))
    goes = off.copy()
    goes[np.argsort(-redundancy, kind="stable")[:count]] = True
    return goes


def inputs_off(inputs, stage, stages, target):
    """floor(target * stage / stages * inputs), in fractions: 0.7 of 10 are 7 in floating point only by luck."""
    return int(Fraction(str(target)) * stage / stages * inputs)


def as_layer(weight, maps, correct, targets, seed):
    """The inputs of a convolution as a criterion sees them.

    weight  : float32 (n_out, n_in, k, k)
    maps    : float32 (n_images, n_in, h, w), after normalisation and ReLU
    correct : bool (n_images,), whether the network identifies the image; targets : int64 (n_images,)
    returns : Layer with a sample for each pixel of each image; it knows no incoming weights, so L1 scores nothing
    """
    n_images, inputs, height, width = maps.shape
    pixels = height * width
    outputs = np.ascontiguousarray(maps.transpose(0, 2, 3, 1)).reshape(n_images * pixels, inputs)
    outgoing = np.ascontiguousarray(weight.transpose(0, 2, 3, 1)).reshape(-1, inputs)
    incoming = np.zeros((inputs, 0), dtype=np.float32)
    return Layer(outputs, np.repeat(correct, pixels), np.repeat(targets, pixels), incoming, outgoing, seed)


def readings(module):
    """Which layer reads which: the Readings of every convolution of maps of several layers, in the order they run.

    Only for maps that are read: a layer that is left without readers is not computed, and so reads nothing itself.
    """
    found, sources, wanted = [], [("input", len(module.first))], wanted_outputs(module)
    for block, layers in enumerate(module.blocks):
        if block:
            transition = module.transitions[block - 1]
            found += _of(f"T{block}", transition, wanted[transition], sources)
            sources = [(f"T{block}", len(transition.weight))]
        for layer, convolutions in enumerate(layers):
            name = f"{block + 1}.{layer + 1}"
            found += _of(name, convolutions[0], wanted[convolutions[0]], sources)
            sources = [*sources, (name, len(convolutions[-1].weight))]
    return tuple(found)


def _of(layer, convolution, wanted, sources):
    """Readings of one convolution.

    wanted : bool (n_out,), the outputs that somebody reads; sources : (name, maps) pairs, in the order of its inputs
    """
    on = inputs_of(convolution, wanted)
    weight = convolution.weight.detach().abs().double()
    mask = convolution.on[convolution.group_of_outputs()][:, :, None, None]
    shares = (weight * mask).sum((2, 3)).cpu().numpy()[wanted].sum(0)
    shares = shares / (shares.sum() or 1.0)
    ends = np.cumsum([maps for _, maps in sources])
    parts = zip(sources, np.split(shares, ends[:-1]), np.split(on, ends[:-1]))
    return [Reading(layer, name, float(own.sum()), int(read.sum()), maps) for (name, maps), own, read in parts]
