# SPDX-License-Identifier: GPL-2.0-or-later
"""Which layer of a DenseNet reads which: the contribution of each source to each convolution (Wu et al. 2019)."""

import numpy as np

from .sparse_trace import Reading


def readings(module):
    """The Readings of every convolution that reads maps of several layers, in the order of the computation."""
    found, sources = [], [("input", len(module.first))]
    for block, layers in enumerate(module.blocks):
        if block:
            found += _of(f"T{block}", module.transitions[block - 1], sources)
            sources = [(f"T{block}", len(module.transitions[block - 1].weight))]
        for layer, convolutions in enumerate(layers):
            name = f"{block + 1}.{layer + 1}"
            found += _of(name, convolutions[0], sources)
            sources = [*sources, (name, len(convolutions[-1].weight))]
    return tuple(found)


def _of(layer, convolution, sources):
    """Readings of one convolution. sources : (name, maps) pairs, in the order of its inputs."""
    on = convolution.on.any(0).cpu().numpy()
    weight = convolution.weight.detach().abs().double()
    mask = convolution.on[convolution.group_of_outputs()][:, :, None, None]
    shares = (weight * mask).sum((0, 2, 3)).cpu().numpy()
    shares = shares / (shares.sum() or 1.0)
    ends = np.cumsum([maps for _, maps in sources])
    parts = zip(sources, np.split(shares, ends[:-1]), np.split(on, ends[:-1]))
    return [Reading(layer, name, float(own.sum()), int(read.sum()), maps) for (name, maps), own, read in parts]
