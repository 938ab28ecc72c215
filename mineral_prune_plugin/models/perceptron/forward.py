# SPDX-License-Identifier: GPL-2.0-or-later
"""Running a perceptron with torch: logits, hidden outputs, identified classes."""

import numpy as np
import torch

from ...threads import one_thread

BATCH = 16_384  # samples at a time: keeps a layer's output in the processor's cache and memory bounded
LAYER_VALUES, LEAST = 2**22, 256  # numbers that a wide layer puts out at a time; samples of the widest


def logits(network, inputs):
    """Logits of a Perceptron.

    network : Perceptron
    inputs  : float32 (n, n_inputs), standardised
    returns : float32 (n, n_classes)
    """
    layers = _tensors(network)
    with one_thread(), torch.no_grad():
        parts = [layer_outputs(layers, batch)[-1].numpy() for batch in _batches(network, inputs)]
    return np.concatenate(parts)


def hidden_outputs(network, inputs):
    """The outputs of every layer: after ReLU for hidden ones, logits last. A list of float32 (n, n_out).

    network, inputs : as in `logits`
    """
    layers = _tensors(network)
    parts = []
    with one_thread(), torch.no_grad():
        for batch in _batches(network, inputs):
            parts.append([output.numpy() for output in layer_outputs(layers, batch)])
    return [np.concatenate(layer) for layer in zip(*parts)]


def identified(network, inputs):
    """int64 (n,): argmax of `logits(network, inputs)`, the class index; the first at a tie."""
    return logits(network, inputs).argmax(axis=1)


def probabilities(network, inputs):
    """float32 (n, n_classes), rows sum to 1: the softmax of `logits(network, inputs)`."""
    scores = logits(network, inputs)
    shares = np.exp(scores - scores.max(axis=1, keepdims=True))
    return shares / shares.sum(axis=1, keepdims=True)


def accuracy(network, inputs, targets):
    """Share of samples that the `network` identifies correctly from `inputs`, 0 to 1.

    targets : int64 (n,), class indices
    """
    return float((identified(network, inputs) == targets).mean())


def layer_outputs(layers, outputs):
    """Torch tensors after each layer. layers : a list of (weight, bias) tensors; outputs : the inputs of the first."""
    after = []
    for index, (weight, bias) in enumerate(layers):
        outputs = torch.nn.functional.linear(outputs, weight, bias)
        if index < len(layers) - 1:
            outputs = outputs.relu()
        after.append(outputs)
    return after


def _batches(network, inputs):
    """Tensors of some samples each; of no samples a batch of none."""
    size = min(BATCH, max(LEAST, LAYER_VALUES // max(network.hidden_units, default=1)))
    for start in range(0, max(1, len(inputs)), size):
        yield torch.from_numpy(inputs[start : start + size])


def _tensors(network):
    return [(torch.from_numpy(weight), torch.from_numpy(bias)) for weight, bias in zip(network.weights, network.biases)]
