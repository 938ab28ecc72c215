# SPDX-License-Identifier: GPL-2.0-or-later
"""The layers of a network as a single matrix product each: the bias is a column, the bound of the error a row."""

import numpy as np

PAD = 8  # units: matrix products prefer multiples of it


def padded(layers, bound):
    """A float32 weight for each layer, which holds its bias in the last column in use: its last input is 1.

    Added to the units of a layer are the bound, a unit that is always 1, for the next layer's bias, and units of zero
    up to a multiple of PAD. So the bias costs no pass over memory.

    layers  : folding.Layers
    bound   : float64 (n_inputs + 1,), of `folding.tolerance`
    returns : list of float32 (n_out, n_in), n_out a multiple of PAD
    """
    weights, columns = [], layers.inputs + 1
    for index, (weight, bias) in enumerate(zip(layers.weights, layers.biases)):
        units, last = len(weight), index == len(layers.weights) - 1
        wide = np.zeros((-(-(units + 1 + (not last)) // PAD) * PAD, columns))
        inputs = weight.shape[1]
        bias_column = inputs if index == 0 else inputs + 1
        wide[:units, :inputs], wide[:units, bias_column] = weight, bias
        if index == 0:
            wide[units, :inputs], wide[units, bias_column] = bound[:-1], bound[-1]
        else:
            wide[units, inputs] = 1
        if not last:
            wide[units + 1, bias_column] = 1
        with np.errstate(over="ignore"):
            weights.append(wide.astype(np.float32))
        columns = len(wide)
    return weights
