# SPDX-License-Identifier: GPL-2.0-or-later
"""Many perceptrons as one stack of matrices, so that one product serves them all.

Networks of other sizes are padded with neurons whose weights and biases are zero. Such a neuron puts out zero and its
gradients are zero, so neither training nor weight decay ever wakes it: a stack of differently pruned networks needs
no mask.
"""

import numpy as np
import torch

from .network import Perceptron


def stacked(networks):
    """Layers of (weight, bias) tensors: (n_networks, n_in, n_out) and (n_networks, 1, n_out), as wide as the widest."""
    sizes = [(networks[0].inputs, *network.hidden_units, network.outputs) for network in networks]
    widest = np.max(sizes, axis=0)
    layers = []
    for index, (n_in, n_out) in enumerate(zip(widest, widest[1:])):
        kind = networks[0].weights[index].dtype
        weight = np.zeros((len(networks), n_in, n_out), dtype=kind)
        bias = np.zeros((len(networks), 1, n_out), dtype=kind)
        for place, network in enumerate(networks):
            own_out, own_in = network.weights[index].shape
            weight[place, :own_in, :own_out] = network.weights[index].T
            bias[place, 0, :own_out] = network.biases[index]
        layers.append((torch.tensor(weight, requires_grad=True), torch.tensor(bias, requires_grad=True)))
    return layers


def unstacked(layers, networks):
    """The Perceptrons of a stack, each in the shape of its namesake in `networks`."""
    return [
        _network([(weight[place], bias[place, 0]) for weight, bias in layers], own)
        for place, own in enumerate(networks)
    ]


def stack_logits(layers, inputs):
    """inputs : (n_networks, n, n_inputs) -> (n_networks, n, n_classes)."""
    for index, (weight, bias) in enumerate(layers):
        inputs = torch.baddbmm(bias, inputs, weight)
        if index < len(layers) - 1:
            inputs = inputs.relu()
    return inputs


def _network(layers, own):
    weights, biases = [], []
    for (weight, bias), shape in zip(layers, (weight.shape for weight in own.weights)):
        weights.append(np.ascontiguousarray(weight[: shape[1], : shape[0]].T.numpy()))
        biases.append(np.ascontiguousarray(bias[: shape[0]].numpy()))
    return Perceptron(tuple(weights), tuple(biases))
