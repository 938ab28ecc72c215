# SPDX-License-Identifier: GPL-2.0-or-later
"""Many perceptrons as one stack of matrices, so that one product serves them all; their losses and gradients.

Networks of other sizes are padded with neurons whose weights and biases are zero. Such a neuron puts out zero and its
gradients are zero, so neither training nor weight decay ever wakes it: a stack of differently pruned networks needs
no mask.

The gradient is written out: autograd allocates every result anew, and its softmax and ReLU run along the short axis.
With samples along the last axis and lasting buffers it is three to four times as fast (benchmarks/results/trainer.md).
"""

import numpy as np
import torch

from .network import Perceptron


def stacked(networks):
    """The layers of all networks: (weight, bias) tensors, (n_networks, n_out, n_in) and (n_networks, n_out, 1).

    A layer is as wide as the widest of the networks.
    """
    sizes = [(networks[0].inputs, *network.hidden_units, network.outputs) for network in networks]
    widest = np.max(sizes, axis=0)
    layers = []
    for index, (n_in, n_out) in enumerate(zip(widest, widest[1:])):
        dtype = networks[0].weights[index].dtype
        weight = np.zeros((len(networks), n_out, n_in), dtype=dtype)
        bias = np.zeros((len(networks), n_out, 1), dtype=dtype)
        for place, network in enumerate(networks):
            rows, columns = network.weights[index].shape
            weight[place, :rows, :columns] = network.weights[index]
            bias[place, :rows, 0] = network.biases[index]
        layers.append((torch.from_numpy(weight), torch.from_numpy(bias)))
    return layers


def unstacked(layers, networks):
    """The Perceptrons of the `layers` of a stack, each as large as the one at its place in `networks`."""
    return [_network(layers, place, network) for place, network in enumerate(networks)]


class Objective:
    """The cross-entropy (nats) of a stack on samples, and its gradient: a sum over the samples, divided by `total`.

    layers  : a list of (weight, bias) tensors, as `stacked` gives them
    inputs  : (n_networks, n_inputs, n); networks that share their samples may share the memory
    targets : (n_networks, n_classes, n), the probability of each class; one-hot where the class is known
    size    : the batch size, n or fewer; the buffers are as large
    total   : the number to divide by; where several objectives add up, that of all their samples
    """

    def __init__(self, layers, inputs, targets, size, total):
        self._inputs, self._targets, self._total = inputs, targets, total
        networks = len(inputs)
        self._outputs = [inputs.new_empty(networks, weight.shape[1], size) for weight, _ in layers]
        self._errors = [torch.empty_like(output) for output in self._outputs[:-1]]
        self._expected = torch.empty_like(self._outputs[-1])

    def losses(self, layers, start=0):
        """The networks' losses with the weights of `layers`, on the batch from the sample `start` on, (n_networks,).

        Leaves what `gradients` needs.
        """
        return self._losses(self._logits(layers, start), self._batch(self._targets, start))

    def losses_and_shares(self, layers):
        """(losses, shares identified correctly), (n_networks,) each, the correct class being the most probable one."""
        logits, targets = self._logits(layers, 0), self._batch(self._targets, 0)
        correct = _first_largest(logits) == _first_largest(targets)
        return self._losses(logits, targets), correct.to(logits.dtype).mean(1)

    def gradients(self, layers, start=0):
        """The gradient of each network's loss, (weight, bias) a layer; once after `losses(layers, start)`."""
        error = self._probabilities.div_(self._sum).sub_(self._batch(self._targets, start)).div_(self._total)
        gradients = []
        for index in range(len(layers) - 1, 0, -1):
            below = self._outputs[index - 1]
            gradients.append((torch.bmm(error, below.transpose(1, 2)), error.sum(2, keepdim=True)))
            deeper = torch.bmm(layers[index][0].transpose(1, 2), error, out=self._errors[index - 1])
            error = deeper.mul_(below.sign_())  # ReLU passes the error where it was above zero
        inputs = self._batch(self._inputs, start)
        gradients.append((torch.bmm(error, inputs.transpose(1, 2)), error.sum(2, keepdim=True)))
        return gradients[::-1]

    def _batch(self, values, start):
        return values.narrow(2, start, self._outputs[0].shape[2])

    def _logits(self, layers, start):
        outputs = self._batch(self._inputs, start)
        for (weight, bias), out in zip(layers, self._outputs):
            torch.baddbmm(bias, weight, outputs, out=out)
            outputs = out if out is self._outputs[-1] else out.clamp_(min=0)
        return outputs

    def _losses(self, logits, targets):
        logits.sub_(logits.amax(1, keepdim=True))
        expected = torch.mul(logits, targets, out=self._expected).sum((1, 2))
        self._probabilities = logits.exp_()  # times their sum
        self._sum = self._probabilities.sum(1, keepdim=True)
        return (self._sum.log().sum((1, 2)) - expected) / self._total


def _first_largest(values):
    """The class of the largest value, the first at a tie, (n_networks, n): argmax, which torch does ten times slower.

    values : (n_networks, n_classes, n); the result counts down from n_classes
    """
    order = torch.arange(values.shape[1], 0, -1, dtype=values.dtype)[:, None]
    return (values == values.amax(1, keepdim=True)).mul(order).amax(1)


def _network(layers, place, shape):
    """The Perceptron at a place of the stack, as large as the Perceptron `shape`."""
    weights, biases = [], []
    for (weight, bias), (n_out, n_in) in zip(layers, (weight.shape for weight in shape.weights)):
        weights.append(np.ascontiguousarray(weight[place, :n_out, :n_in].numpy()))
        biases.append(np.ascontiguousarray(bias[place, :n_out, 0].numpy()))
    return Perceptron(tuple(weights), tuple(biases))
