# SPDX-License-Identifier: GPL-2.0-or-later
"""Many perceptrons as one stack of matrices, so that one product serves them all; their losses and gradients.

A bias is the weight of an input of 1, and each hidden layer hands that 1 on by a row of its own: products with biases
need no addition, and their gradients no sum. Networks of other sizes are padded with neurons whose weights are zero.
Such a neuron puts out zero and its gradients are zero, so neither training nor weight decay ever wakes it: a stack of
differently pruned networks needs no mask.

The gradient is written out: autograd allocates every result anew, and its softmax and ReLU run along the short axis.
With samples along the last axis and lasting buffers it is several times as fast (benchmarks/results/trainer.md).
"""

import math

import numpy as np
import torch

from .network import Perceptron


class Stack:
    """The weights of some networks, in one piece of memory.

    networks : Perceptrons with as many layers, inputs and classes as each other
    values   : (n,) tensor of all weights
    layers   : a view of `values` a layer, (n_networks, n_out + 1, n_in + 1), the last layer (n_networks, n_out, n_in +
               1); as wide as the widest of the networks. The last column holds the biases, the last row the 1
    """

    def __init__(self, networks):
        sizes = [(networks[0].inputs, *network.hidden_units, network.outputs) for network in networks]
        widest = np.max(sizes, axis=0)
        shapes = [(len(networks), n_out + 1, n_in + 1) for n_in, n_out in zip(widest, widest[1:])]
        shapes[-1] = len(networks), widest[-1], widest[-2] + 1
        dtype = networks[0].weights[0].dtype
        self._shapes = [tuple(map(int, shape)) for shape in shapes]
        self._networks = networks
        self.values = torch.from_numpy(np.zeros(sum(map(math.prod, self._shapes)), dtype=dtype))
        self.layers = self.views(self.values)
        for place, network in enumerate(networks):
            for layer, weight, bias in zip(self.layers, network.weights, network.biases):
                rows, columns = weight.shape
                layer[place, :rows, :columns] = torch.from_numpy(weight)
                layer[place, :rows, -1] = torch.from_numpy(bias)
        self._constants = [(layer[:, -1], layer.new_zeros(layer.shape[2])) for layer in self.layers[:-1]]
        for _, constant in self._constants:
            constant[-1] = 1
        self.restore_constants()

    def views(self, values):
        """`values`, (n,), as a matrix a network and layer, like `layers`."""
        parts = values.split([math.prod(shape) for shape in self._shapes])
        return [part.view(shape) for part, shape in zip(parts, self._shapes)]

    def restore_constants(self):
        """Make each hidden layer hand the 1 on, whatever a step has done to the row that does."""
        for row, constant in self._constants:
            row.copy_(constant)

    def networks(self, values):
        """The Perceptrons whose weights are `values`, (n,), each as large as it was at first."""
        layers = [layer.numpy() for layer in self.views(values)]
        return [_network(layers, place, network) for place, network in enumerate(self._networks)]


class Samples:
    """Samples of each network of a stack, as products take them: (n_parts, rows, n_part).

    A lone network takes its samples in two halves. torch passes a single product to whatever BLAS the process has
    loaded, which within QGIS is GDAL's, and several at once to its own, which can be five times as fast.
    A sample of zeros fills the halves where the samples are odd; it weighs nothing.

    inputs   : (n, n_inputs) arrays, one a network, or a single one that all networks share
    targets  : (n, n_classes) arrays, likewise: the probability of each class; one-hot where the class is known
    networks : how many
    weight   : of each sample in the loss
    """

    def __init__(self, inputs, targets, networks, weight):
        parts = 2 if networks == 1 else 1
        self.count, self.size = len(inputs[0]), -(-len(inputs[0]) // parts)
        rows = _parts([np.pad(each, ((0, 0), (0, 1)), constant_values=1) for each in inputs], parts)
        probabilities = weight * _parts(targets, parts)
        columns = (np.ascontiguousarray(each.transpose(0, 2, 1)) for each in (rows, probabilities))
        self.inputs, self.targets, self.rows = (_given_to(each, networks * parts) for each in (*columns, rows))
        self.weights = weight * self.inputs[:, -1:]  # (n_parts, 1, n_part)


class Objective:
    """The cross-entropy (nats) of a stack on samples, and its gradient: a sum over the samples by their weights.

    stack   : Stack; whatever its weights are at a run
    samples : Samples of as many as each run will take
    """

    def __init__(self, stack, samples):
        parts, self._networks = len(samples.inputs), len(stack.layers[0])
        self._layers = [layer.expand(parts, -1, -1) for layer in stack.layers]
        self._outputs = [layer.new_empty(parts, layer.shape[1], samples.size) for layer in self._layers]
        self._errors = [torch.empty_like(output) for output in self._outputs[:-1]]
        self._probabilities = torch.empty_like(self._outputs[-1])
        self._products = [layer.new_empty(layer.shape) for layer in self._layers]

    def run(self, samples):
        """Run the networks on the samples; the other methods tell of this run."""
        outputs = samples.inputs
        for layer, out in zip(self._layers, self._outputs):
            torch.bmm(layer, outputs, out=out)
            outputs = out if out is self._outputs[-1] else out.relu_()
        outputs.sub_(outputs.amax(1, keepdim=True))
        torch.exp(outputs, out=self._probabilities)  # times their sum
        self._sum = self._probabilities.sum(1, keepdim=True)

    def losses(self, samples):
        """The networks' losses on the samples of the run, (n_networks,)."""
        expected = torch.mul(self._outputs[-1], samples.targets).sum((1, 2))
        return self._of_networks(self._sum.log().mul_(samples.weights).sum((1, 2)) - expected)

    def identified(self, samples):
        """The weights of those samples whose most probable class is the correct one, added up, (n_networks,)."""
        correct = _first_largest(self._outputs[-1]) == _first_largest(samples.targets)
        return self._of_networks(correct[:, None].mul(samples.weights).sum((1, 2)))

    def add_gradients(self, samples, gradients):
        """Add the gradient of each loss on the samples to `gradients`, a tensor a layer; once after a run."""
        error = self._probabilities.mul_(samples.weights / self._sum).sub_(samples.targets)
        for index in range(len(self._layers) - 1, 0, -1):
            below = self._outputs[index - 1]
            self._add(index, gradients, error, below.transpose(1, 2))
            deeper = torch.bmm(self._layers[index].transpose(1, 2), error, out=self._errors[index - 1])
            error = deeper.mul_(below.sign_())  # ReLU passes the error where it was above zero
        self._add(0, gradients, error, samples.rows)

    def _of_networks(self, of_parts):
        return of_parts.view(self._networks, -1).sum(1)

    def _add(self, index, gradients, error, rows):
        if len(error) == self._networks:
            gradients[index].baddbmm_(error, rows)
        else:
            gradients[index].add_(torch.bmm(error, rows, out=self._products[index]).sum(0))


def _parts(arrays, parts):
    """(n_arrays * parts, n_part, n_columns) of arrays (n, n_columns), the last filled up with zeros."""
    missing = -len(arrays[0]) % parts
    filled = np.stack([np.pad(array, ((0, missing), (0, 0))) for array in arrays] if missing else arrays)
    return filled.reshape(len(arrays) * parts, -1, filled.shape[2])


def _given_to(array, parts):
    tensor = torch.from_numpy(array)
    return tensor if len(tensor) == parts else tensor.expand(parts, -1, -1)


def _first_largest(values):
    """The class of the largest value, the first at a tie, (n_parts, n): argmax, which torch does ten times slower.

    values : (n_parts, n_classes, n); the result counts down from n_classes
    """
    order = torch.arange(values.shape[1], 0, -1, dtype=values.dtype)[:, None]
    return (values == values.amax(1, keepdim=True)).mul(order).amax(1)


def _network(layers, place, shape):
    """The Perceptron at a place of the `layers`, as large as the Perceptron `shape`."""
    weights, biases = [], []
    for layer, (rows, columns) in zip(layers, (weight.shape for weight in shape.weights)):
        weights.append(np.ascontiguousarray(layer[place, :rows, :columns]))
        biases.append(np.ascontiguousarray(layer[place, :rows, -1]))
    return Perceptron(tuple(weights), tuple(biases))
