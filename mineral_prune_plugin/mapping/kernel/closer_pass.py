# SPDX-License-Identifier: GPL-2.0-or-later
"""A second look in float32 at the pixels that the fast pass of a wide network leaves in doubt, before float64.

The bound of the fast pass grows with the length of its sums, and with the largest values that hidden units could have.
So of a network with a thousand units every seventh pixel is in doubt, and to settle these takes longer than the rest of
the map. Here sums are made in parts, which round less, and the bound is of the values that the hidden units have in
this very pass: a running error bound (Higham 2002, section 3.3).
"""

import numpy as np

from .folding import largest_input

PART = 128  # terms that are summed at a time
WIDE = 300  # inputs or units of a layer from which this pays
AT_ONCE, MOST_VALUES = 4096, 2**20  # pixels, and numbers that a layer of them takes
STEP = 128  # pixels: torch compiles a product for each size that it meets, so there are few


def closer_pass(parts, product):
    """The CloserPass of a wide network, None of a narrow one.

    parts   : folding.FastPass
    product : gives the product of CloserPass
    """
    return CloserPass(parts, product()) if _widest(parts.layers) >= WIDE else None


def running_bounds(parts):
    """How far the difference of two logits of a CloserPass can be from the true one.

    It is linear in the values x that each layer takes, those of the hidden units as they were computed: the sum over
    the layers of bounds[layer] @ |x|, and a constant.

    parts   : folding.FastPass, of which the layers and the errors of the inputs are looked at
    returns : (list of float64 (n_in,), a layer each, float)
    """
    layers, (rounded, absolute, first) = parts.layers, parts.inexact
    unit = float(np.finfo(np.float32).eps) / 2
    passed_on = np.eye(layers.outputs)  # what an error of each output of a layer becomes in the logits
    bounds, constant = [], np.zeros(layers.outputs)
    for weight, bias in zip(reversed(layers.weights), reversed(layers.biases)):
        sizes, terms = passed_on @ np.abs(weight), _terms(weight.shape[1]) * unit
        relative, before = terms / (1 - terms), passed_on
        bounds.append(relative * sizes)
        constant += relative * (passed_on @ np.abs(bias))
        passed_on = sizes
    bounds[-1] += rounded * unit * passed_on
    constant += absolute * passed_on.sum(axis=1)
    if np.ndim(first):
        wrong = before @ first
        bounds[-1] += wrong[:, :-1]
        constant += wrong[:, -1]
    bounds = [2 * each.max(axis=0) for each in reversed(bounds)]  # two logits, and below the comparison itself
    bounds[-1] += 4 * unit * np.abs(layers.weights[-1]).max(axis=0)
    constant = 2 * float(constant.max()) + 4 * unit * float(np.abs(layers.biases[-1]).max())
    constant += float(np.finfo(np.float32).tiny) * 1e3  # where numbers become too small to be rounded relatively
    return [1.02 * each for each in bounds], 1.02 * constant  # the bound is itself computed in float32


class CloserPass:
    """The layers of a network in float32, summed in parts, with their running error bound."""

    def __init__(self, parts, product):
        """parts : folding.FastPass; product : of float32 arrays, (m, k) and (k, n), each by rows or by columns"""
        layers, (bounds, constant) = parts.layers, running_bounds(parts)
        self._limit, self._product = largest_input(layers), product
        self._at_once = max(1, min(AT_ONCE, MOST_VALUES // _widest(layers)))
        with np.errstate(over="ignore"):
            self._weights = [_parted(weight.astype(np.float32)) for weight in layers.weights]
            self._biases = [bias.astype(np.float32)[:, None] for bias in layers.biases]
            self._bounds, self._constant = [each.astype(np.float32) for each in bounds], np.float32(constant)

    def of(self, inputs, pixels):
        """Logits and bounds of some pixels, as `certified_argmax.Decider.decide` takes them, some pixels at a time.

        inputs  : of inputs.Inputs
        pixels  : their indices
        returns : iterator of (indices, float32 (n_classes, n_indices), float32 (n_indices,)); of none where a value is
                  so large that float32 may not hold what follows
        """
        if not max(inputs.most, -inputs.least) <= self._limit:
            return
        for start in range(0, len(pixels), self._at_once):
            some = pixels[start : start + self._at_once]
            taken = np.resize(some, -(-len(some) // STEP) * STEP)  # some of them twice
            values = inputs.values.take(taken, axis=0).T if inputs.by_pixel else inputs.values[:-1].take(taken, axis=1)
            logits, bound = self._logits(np.ascontiguousarray(values))
            yield some, logits[:, : len(some)], bound[: len(some)]

    def _logits(self, values):
        """(logits, bound). values : float32 (n_inputs, n)"""
        bound = self._bounds[0] @ np.abs(values) + self._constant
        for layer, (weight, bias) in enumerate(zip(self._weights, self._biases)):
            if layer:
                np.maximum(values, 0, out=values)
                bound += self._bounds[layer] @ values
            values = self._sum(weight, values)
            values += bias
        return values, bound

    def _sum(self, parts, values):
        """The product of a weight in parts with the values, (n_out, n)."""
        total = self._product(parts[0], values[:PART])
        for place, part in enumerate(parts[1:], start=1):
            total += self._product(part, values[place * PART : (place + 1) * PART])
        return total


def _parted(weight):
    return [np.ascontiguousarray(weight[:, start : start + PART]) for start in range(0, weight.shape[1], PART)]


def _terms(inputs):
    """Roundings of a sum: of a part, of the parts and the bias, of weight and input, and one to spare."""
    return min(inputs, PART) + -(-inputs // PART) + 4


def _widest(layers):
    return max(layers.inputs, *(len(weight) for weight in layers.weights))
