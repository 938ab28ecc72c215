# SPDX-License-Identifier: GPL-2.0-or-later
"""Which input maps of a convolution go, and when: the same criteria as for neurons, and a schedule in stages.

To a criterion an input map is a unit: each pixel of each scoring image is one of its samples, and its outgoing weights
are those of all kernels that read it. So C-APoZ counts its zeros after ReLU over the images that the network
identifies, and the contribution is the share of its kernels' weights without their signs (Wu et al. 2019).
"""

from fractions import Fraction

import numpy as np

from .criteria import Layer


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
