# SPDX-License-Identifier: GPL-2.0-or-later
"""What each input of a network of ReLUs adds to an output: integrated gradients, exact.

Sundararajan et al. 2017, Axiomatic attribution for deep networks: the gradient is integrated along the straight line
from a baseline to the input. Between two places on that line where a neuron switches on or off the gradient is
constant, so the integral is a sum of as many terms as there are such places, and no approximation. The shares add up to
the difference that the output has between the two ends (completeness).
"""

import numpy as np

MOST_NEURONS = 2048  # of all layers; more would take minutes and gigabytes


def path_shares(layers, start, end, output):
    """The share of each input in `output @ logits(end) - output @ logits(start)`, to which they add up.

    layers     : (weight float64 (n_out, n_in), bias float64 (n_out,)) of each, ReLU between them
    start, end : float64 (n_inputs,), the baseline and the input
    output     : float64 (n_classes,), weights of the logits: 1 and -1 for the margin between two classes
    returns    : float64 (n_inputs,)
    """
    places = _switches(layers, start, end)
    middles, lengths = (places[1:] + places[:-1]) / 2, np.diff(places)
    signals = _gradients(layers, start + middles[:, None] * (end - start), output)
    return (lengths @ signals) * (end - start)


def _switches(layers, start, end):
    """Where on the line, 0 to 1 and both included, some neuron switches: float64 (n,), ascending."""
    places, values = np.array([0.0, 1.0]), np.stack([start, end])
    for weight, bias in layers[:-1]:
        before = values @ weight.T + bias
        places, before = _with_crossings(places, before)
        values = np.maximum(before, 0)
    return places


def _with_crossings(places, values):
    """The places, and those where a value crosses zero, with the values there; straight between two `places`.

    places : float64 (n,); values : float64 (n, n_units)
    """
    left, right = values[:-1], values[1:]
    segments, units = np.nonzero((left > 0) != (right > 0))
    step = np.diff(places)[segments]
    drop = left[segments, units] - right[segments, units]
    crossings = places[segments] + step * left[segments, units] / drop
    every = np.unique(np.concatenate([places, np.clip(crossings, 0.0, 1.0)]))
    inside = np.clip(np.searchsorted(places, every, side="right") - 1, 0, len(places) - 2)
    share = ((every - places[inside]) / (places[inside + 1] - places[inside]))[:, None]
    return every, values[inside] * (1 - share) + values[inside + 1] * share


def _gradients(layers, inputs, output):
    """The gradient of the output by the inputs at each of some: float64 (n, n_inputs)."""
    values, active = inputs, []
    for weight, bias in layers[:-1]:
        values = values @ weight.T + bias
        active.append(values > 0)
        values = np.maximum(values, 0)
    signals = np.broadcast_to(output @ layers[-1][0], (len(inputs), layers[-1][0].shape[1]))
    for (weight, _), on in zip(layers[-2::-1], active[::-1]):
        signals = (signals * on) @ weight
    return signals
