# SPDX-License-Identifier: GPL-2.0-or-later
"""Surgery: a smaller network without the removed neurons, which agrees with the one in which they are masked."""

import numpy as np

from ..models.perceptron.network import Perceptron


def remove_units(network, layer, removed):
    """The Perceptron without some neurons of a hidden layer.

    network : Perceptron
    layer   : index of the hidden layer, from 0
    removed : bool (n_units,), True for the neurons to remove
    """
    keep = ~np.asarray(removed, dtype=bool)
    weights, biases = list(network.weights), list(network.biases)
    weights[layer] = np.ascontiguousarray(weights[layer][keep])
    biases[layer] = np.ascontiguousarray(biases[layer][keep])
    weights[layer + 1] = np.ascontiguousarray(weights[layer + 1][:, keep])
    return Perceptron(tuple(weights), tuple(biases))


def mask_units(network, layer, removed):
    """The Perceptron of unchanged shape in which those neurons are always zero: what surgery is checked against.

    network, layer, removed : as of `remove_units`
    """
    keep = ~np.asarray(removed, dtype=bool)
    weights, biases = list(network.weights), list(network.biases)
    weights[layer] = weights[layer] * keep[:, None].astype(np.float32)
    biases[layer] = biases[layer] * keep.astype(np.float32)
    return Perceptron(tuple(weights), tuple(biases))
