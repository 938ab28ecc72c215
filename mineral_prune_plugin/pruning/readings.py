# SPDX-License-Identifier: GPL-2.0-or-later
"""Which layer of a DenseNet reads which: the contribution of each source to each convolution (Wu et al. 2019).

Only for maps that somebody reads: a layer that is left without readers is not computed, and so reads nothing itself.
"""

import numpy as np

from ..models.densenet.compact import inputs_of, wanted_outputs
from .sparse_trace import Reading


def readings(module):
    """The Readings of every convolution that reads maps of several layers, in the order of the computation."""
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
