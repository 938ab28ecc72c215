# SPDX-License-Identifier: GPL-2.0-or-later
"""The argmax of the logits of every pixel, the same whatever the matrix library, the shapes and the device.

The class of a pixel is defined as the argmax of its logits in float64, summed in the order of the inputs; the first
class wins a tie. Nothing computes that for every pixel. A faster pass in lower precision computes all logits and a
bound of their error (`folding.tolerance`); where a single class lies within the bound of the largest, it is the class.
The few pixels that are left go on to the next pass: float32, float64, then the definition itself. So maps made by
different layouts, block sizes, worker counts or devices are not nearly but exactly the same.
"""

import numpy as np


class Decider:
    """Logits -> classes that are certain, for one set of class numbers.

    numbers : of the classes, 1 to 255, in the order of the logits
    """

    def __init__(self, numbers):
        self._numbers = np.asarray(numbers, dtype=np.uint8)[:, None]

    def decide(self, logits, bound):
        """The classes as far as this precision can decide them.

        logits  : (n_classes, n); a NaN or an infinite one is never decided
        bound   : (n,), how far the difference of two logits can be wrong
        returns : (class numbers uint8 (n,), indices of the undecided pixels, whose numbers mean nothing)
        """
        threshold = logits.max(axis=0)
        np.subtract(threshold, bound, out=threshold)
        near = (logits >= threshold).view(np.uint8)
        undecided = np.flatnonzero(np.add.reduce(near, axis=0, dtype=np.uint8) != 1)
        near *= self._numbers  # where one class is near the largest, itself, the sum over classes is its number
        return np.add.reduce(near, axis=0, dtype=np.uint8), undecided


def logits64(layers, inputs):
    """Logits by their definition, a plain sum in the order of the inputs.

    No matrix product: those sum in an order that depends on the shape, and exact ties would then depend on it too.

    layers  : folding.Layers
    inputs  : float64 (n_inputs, n)
    returns : float64 (n_classes, n)
    """
    values = inputs
    for index, (weight, bias) in enumerate(zip(layers.weights, layers.biases)):
        outputs = np.repeat(bias[:, None], values.shape[1], axis=1)
        for column, row in zip(weight.T, values):
            outputs += column[:, None] * row
        values = outputs if index == len(layers.weights) - 1 else np.maximum(outputs, 0, out=outputs)
    return values


def softmax_of_largest(logits):
    """The softmax probability of the largest logit: (n_classes, n) -> (n,), in the precision of the logits."""
    shifted = np.subtract(logits, logits.max(axis=0))
    total = np.add.reduce(np.exp(shifted, out=shifted), axis=0)
    return np.reciprocal(total, out=total)
