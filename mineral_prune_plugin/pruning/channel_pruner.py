# SPDX-License-Identifier: GPL-2.0-or-later
"""Drops input maps of a DenseNet while it trains: scores every convolution's inputs by a criterion at each stage.

The first convolution keeps its inputs. For minerals those are bands: dropped in the same stages, the features computed
anew on what is left, 25 of 50 bands cost 0.9 points of validation accuracy on the Cuprite replica, 15 bands 1.0 with
what the others said folded into them (five seeds, patches of 3 x 3, 2026-11-28).
"""

from dataclasses import dataclass

import numpy as np
import torch

from .channels import as_layer, dropped_after
from .criteria import Contribution


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
    criterion: object = Contribution()
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
