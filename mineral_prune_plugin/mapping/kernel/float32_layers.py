# SPDX-License-Identifier: GPL-2.0-or-later
"""The fast pass of a map's kernel: the logits of all pixels in float32, and how far they can be wrong."""

import numpy as np

from .folding import largest_input
from .padding import padded


class Float32Layers:
    """The layers in float32, padded, with one more unit that computes the bound of the logits' error on the way.

    That unit sums the inputs themselves, and the bound is of their sizes: where some are negative, what it lacks is
    taken for all pixels from the least input of the piece. The few that this leaves in doubt get a bound each, for to
    sum the sizes of all inputs of all pixels costs as much as the first layer.
    """

    def __init__(self, parts, layers_of):
        """parts : folding.FastPass; layers_of : padded weights -> a function of (values, by_pixel), as NumpyLayers"""
        self._classes = parts.layers.outputs
        self._bound = parts.bound.astype(np.float32)
        self._limit = largest_input(parts.layers)
        self._outputs = layers_of(padded(parts.layers, parts.bound))

    def logits(self, inputs):
        """Logits, and how far the difference of two can be wrong.

        inputs  : Inputs
        returns : (float32 (n_classes, n), bound (n,), a function of indices of pixels that gives a closer bound of
                  these, (n_indices,), or None where there is no closer one)
        """
        outputs = self._outputs(inputs.values, inputs.by_pixel)
        logits, bound = outputs[: self._classes], outputs[self._classes]
        if not max(inputs.most, -inputs.least) <= self._limit:
            outputs[:] = np.nan  # decides nothing
            return logits, bound, None
        if not inputs.least < 0:
            return logits, bound, None
        _below_chord(bound, self._bound, inputs.least, inputs.most)
        return logits, bound, lambda pixels: self._bound_of(inputs, pixels)

    def _bound_of(self, inputs, pixels):
        """The bound of some pixels, (n,). pixels : their indices"""
        some = inputs.values.take(pixels, axis=0 if inputs.by_pixel else 1, mode="clip")  # quicker than by an index
        sizes, last = self._bound[:-1], self._bound[-1]
        some = np.abs(some, out=some)
        return (some @ sizes if inputs.by_pixel else sizes @ some[:-1]) + last


def _below_chord(sums, bound, least, most):
    """In place, what the bound is at most where some inputs are negative: |x| lies below the chord of its range.

    The range is widened until the chord does not fall: a ReLU has made negative sums 0, and more is safe only then.

    sums        : float32 (n,), of the inputs x, each times the bound of its size, and the rest of the bound
    bound       : float32 (n_inputs + 1,)
    least, most : bounds of the inputs; least is below 0
    """
    most = max(most, -least)
    slope = (most + least) / (most - least)
    at_zero = -2 * least * most / (most - least) * float(bound[:-1].sum(dtype=np.float64))
    sums *= np.float32(slope)
    sums += np.float32(at_zero + (1 - slope) * float(bound[-1]))
