# SPDX-License-Identifier: GPL-2.0-or-later
"""Many perceptrons as one stack of matrices, so that one product serves them all; their losses and gradients.

Networks of other sizes are padded with neurons whose weights and biases are zero. Such a neuron puts out zero and its
gradients are zero, so neither training nor weight decay ever wakes it: a stack of differently pruned networks needs
no mask.

The gradient is written out: autograd allocates every result anew, and its softmax and ReLU run along the short axis.
With samples along the last axis and buffers that stay, that is some four times as fast (benchmarks/results/trainer.md).
"""

import numpy as np
import torch

from .network import Perceptron


def stacked(networks):
    """Layers of (weight, bias) tensors, (n_networks, n_out, n_in) and (n_networks, n_out, 1), as wide as the widest."""
    sizes = [(networks[0].inputs, *network.hidden_units, network.outputs) for network in networks]
    widest = np.max(sizes, axis=0)
    layers = []
    for index, (n_in, n_out) in enumerate(zip(widest, widest[1:])):
        kind = networks[0].weights[index].dtype
        weight = np.zeros((len(networks), n_out, n_in), dtype=kind)
        bias = np.zeros((len(networks), n_out, 1), dtype=kind)
        for place, network in enumerate(networks):
            own_out, own_in = network.weights[index].shape
            weight[place, :own_out, :own_in] = network.weights[index]
            bias[place, :own_out, 0] = network.biases[index]
        layers.append((torch.from_numpy(weight), torch.from_numpy(bias)))
    return layers


def unstacked(layers, networks):
    """The Perceptrons of a stack, each in the shape of its namesake in `networks`."""
    return [_network(layers, place, network) for place, network in enumerate(networks)]


class Objective:
    """The mean cross-entropy (nats) of a stack on its samples, and its gradient.

    inputs  : (n_networks, n, n_inputs)
    targets : (n_networks, n_classes, n), the probability of each class; one where the class is known
    """

    def __init__(self, layers, inputs, targets):
        self._inputs = inputs
        self._inputs_last = inputs.transpose(1, 2).contiguous()
        self._samples = inputs.shape[1]
        self._share = targets / self._samples
        self._outputs = [inputs.new_empty(len(inputs), weight.shape[1], self._samples) for weight, _ in layers]
        self._errors = [torch.empty_like(output) for output in self._outputs[:-1]]
        self._expected = torch.empty_like(self._share)

    def losses(self, layers):
        """The networks' losses, (n_networks,). Leaves what `gradients` needs."""
        return self._losses(self._logits(layers))

    def losses_and_shares(self, layers):
        """(losses, shares identified correctly), (n_networks,) each, the correct class being the most probable one."""
        logits = self._logits(layers)
        right = _first_largest(logits) == _first_largest(self._share)
        return self._losses(logits), right.to(logits.dtype).mean(1)

    def gradients(self, layers):
        """The gradient of each network's own loss, (weight, bias) a layer; once after `losses`."""
        error = self._probabilities.div_(self._sum.mul_(self._samples)).sub_(self._share)
        found = []
        for index in range(len(layers) - 1, 0, -1):
            below = self._outputs[index - 1]
            found.append((torch.bmm(error, below.transpose(1, 2)), error.sum(2, keepdim=True)))
            deeper = torch.bmm(layers[index][0].transpose(1, 2), error, out=self._errors[index - 1])
            error = deeper.mul_(below.sign_())  # ReLU passes the error where it was above zero
        found.append((torch.bmm(error, self._inputs), error.sum(2, keepdim=True)))
        return found[::-1]

    def _logits(self, layers):
        outputs = self._inputs_last
        for (weight, bias), out in zip(layers, self._outputs):
            torch.baddbmm(bias, weight, outputs, out=out)
            outputs = out if out is self._outputs[-1] else out.clamp_(min=0)
        return outputs

    def _losses(self, logits):
        logits.sub_(logits.amax(1, keepdim=True))
        expected = torch.mul(logits, self._share, out=self._expected).sum((1, 2))
        self._probabilities = logits.exp_()  # times their sum
        self._sum = self._probabilities.sum(1, keepdim=True)
        return self._sum.log().mean((1, 2)) - expected


def _first_largest(values):
    """The class of the largest value, the first at a tie, (n_networks, n): argmax, which torch does ten times slower.

    values : (n_networks, n_classes, n); the result counts down from n_classes
    """
    order = torch.arange(values.shape[1], 0, -1, dtype=values.dtype)[:, None]
    return (values == values.amax(1, keepdim=True)).mul(order).amax(1)


def _network(layers, place, own):
    weights, biases = [], []
    for (weight, bias), (n_out, n_in) in zip(layers, (weight.shape for weight in own.weights)):
        weights.append(np.ascontiguousarray(weight[place, :n_out, :n_in].numpy()))
        biases.append(np.ascontiguousarray(bias[place, :n_out, 0].numpy()))
    return Perceptron(tuple(weights), tuple(biases))
