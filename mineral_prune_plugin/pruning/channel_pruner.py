# SPDX-License-Identifier: GPL-2.0-or-later
"""Drops input maps of a DenseNet while it trains: scores every convolution's inputs by a criterion at each stage.

To a criterion an input map is a unit: each pixel of each scoring image is a sample, and its outgoing weights are those
of all kernels that read it. So C-APoZ counts its zeros after ReLU over the images that the network identifies
correctly, and the contribution is the share of the absolute weights of its kernels (Wu et al. 2019). The first
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
    """Drops inputs at a stage, called by training: `pruner(stage)`, with stages from 1.

    module  : DenseNet, whose masks it changes
    images  : standardised float32 (n_images, n_bands, h, w), on which zeros are counted; targets : int64 (n_images,)
    target  : share of the inputs of each convolution, and of each group of its outputs, dropped after all `stages`
    errors  : NothingIdentified, from criteria that need a correctly identified image
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
        masks = []

        def score(convolution, maps):
            masks.append(self._off(convolution, maps, correct, stage, len(masks)))

        each_input(self.module, self.images, score)
        for convolution, off in zip(self.module.convolutions(), masks):
            convolution.keep(torch.from_numpy(~off))

    def _off(self, convolution, maps, correct, stage, index):
        """The inputs of a convolution that are off from this stage on: bool (n_groups, n_in)."""
        weight = convolution.weight.detach().cpu().numpy()
        groups, masks = convolution.group_of_outputs().numpy(), []
        for group, on in enumerate(convolution.on.cpu().numpy()):
            seed = [self.seed, stage, index, group]
            layer = as_layer(weight[groups == group], maps, correct, self.targets, seed)
            scores = self.criterion.score(layer)
            masks.append(dropped_after(scores, ~on, stage, self.stages, self.target))
        return np.array(masks)


def identified(module, images):
    """The argmax of the logits, with the running statistics of batch normalisation: int64 (n_images,).

    module : DenseNet, left in evaluation mode
    images : standardised float32 (n_images, n_bands, h, w)
    """
    module.eval()
    with torch.no_grad():
        return module(torch.from_numpy(images).to(module.bias.device)).argmax(1).cpu().numpy()


def each_input(module, images, visit):
    """Visit each convolution with the maps that it reads.

    module : DenseNet
    images : standardised float32 (n_images, n_bands, h, w)
    visit  : called in the order of the convolutions, with (convolution, float32 (n_images, n_in, h, w)): maps after
             normalisation and ReLU, zero where off. They are released after each visit: together they take gigabytes.
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
        all_maps = maps.new_zeros(len(maps), convolution.on.shape[1], *maps.shape[2:])
        all_maps[:, read] = maps
        visit(convolution, all_maps.cpu().numpy())

    return hook


def dropped_after(scores, off, stage, stages, target):
    """Which inputs of a convolution are off after a stage of pruning.

    scores  : Scores of its n_in inputs; the highest go, of equal ones the first
    off     : bool (n_in,), those that are off already and stay so
    stage   : from 1 to `stages`
    target  : share of the inputs that is off after the last stage, 0 to 1; the number is rounded down, and at least one
              input is kept
    returns : bool (n_in,)
    """
    count = min(inputs_off(len(off), stage, stages, target), len(off) - 1)
    redundancy = np.where(off, np.inf, np.asarray(scores.amounts, dtype=np.float64))
    dropped = off.copy()
    dropped[np.argsort(-redundancy, kind="stable")[:count]] = True
    return dropped


def inputs_off(inputs, stage, stages, target):
    """floor(target * stage / stages * inputs), exactly: in floating point 0.7 of 10 inputs are 7 only by luck."""
    return int(Fraction(str(target)) * stage / stages * inputs)


def as_layer(weight, maps, correct, targets, seed):
    """The inputs of a convolution as a criterion sees them.

    weight  : float32 (n_out, n_in, k, k)
    maps    : float32 (n_images, n_in, h, w), after normalisation and ReLU
    correct : bool (n_images,), whether the network identifies the image; targets : int64 (n_images,)
    seed    : a number or a list of numbers, for criteria that draw at random
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
    rows, sources, wanted = [], [("input", len(module.first))], wanted_outputs(module)
    for block, layers in enumerate(module.blocks):
        if block:
            transition = module.transitions[block - 1]
            rows += _readings_of(f"T{block}", transition, wanted[transition], sources)
            sources = [(f"T{block}", len(transition.weight))]
        for layer, convolutions in enumerate(layers):
            name = f"{block + 1}.{layer + 1}"
            rows += _readings_of(name, convolutions[0], wanted[convolutions[0]], sources)
            sources = [*sources, (name, len(convolutions[-1].weight))]
    return tuple(rows)


def _readings_of(layer, convolution, wanted, sources):
    """Readings of one convolution.

    wanted  : bool (n_out,), the outputs that a later layer reads
    sources : (name, maps) pairs, in the order of its inputs
    """
    on = inputs_of(convolution, wanted)
    weight = convolution.weight.detach().abs().double()
    mask = convolution.on[convolution.group_of_outputs()][:, :, None, None]
    shares = (weight * mask).sum((2, 3)).cpu().numpy()[wanted].sum(0)
    shares = shares / (shares.sum() or 1.0)
    ends = np.cumsum([maps for _, maps in sources])
    parts = zip(sources, np.split(shares, ends[:-1]), np.split(on, ends[:-1]))
    return [Reading(layer, name, float(share.sum()), int(read.sum()), maps) for (name, maps), share, read in parts]
