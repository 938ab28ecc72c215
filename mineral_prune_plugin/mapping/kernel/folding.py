# SPDX-License-Identifier: GPL-2.0-or-later
"""A model folded for one raster: scale, offset, interpolation and standardisation become part of its first layer.

Folded in float64, once, so that the kernel multiplies raw integers of the file straight away. Also here: a bound of
the error of logits in lower precision, by which pixels are recognised whose class float32 cannot decide.
"""

from dataclasses import dataclass

import numpy as np

SAFE = 1e30  # float32 ends at 3e38; partial sums and bounds are a small multiple of what they bound


@dataclass(frozen=True)
class Layers:
    """Fully connected layers in float64, ReLU between them: weights (n_out, n_in) and biases (n_out,)."""

    weights: tuple[np.ndarray, ...]
    biases: tuple[np.ndarray, ...]

    @property
    def inputs(self):
        return self.weights[0].shape[1]

    @property
    def outputs(self):
        return len(self.weights[-1])


@dataclass(frozen=True)
class FastPass:
    """layers  : those of the pass in float32, which may take other inputs than the definition of the classes
    bound   : float64 (n_inputs + 1,), of `tolerance`: how far that pass can be from the definition
    inexact : (rounded, absolute, first) of `tolerance`: how far its inputs are
    """

    layers: Layers
    bound: np.ndarray
    inexact: tuple = (1, 0.0, 0.0)


def exact_pass(layers):
    """The FastPass of Layers whose inputs are those of the definition. layers : Layers"""
    return FastPass(layers, tolerance(layers, np.float32))


def standardised_layers(model):
    """Layers that take the features of a spectrum as they are."""
    standard = model.standardisation
    first = model.network.weights[0].astype(np.float64) / standard.deviation.astype(np.float64)
    bias = model.network.biases[0].astype(np.float64) - first @ standard.mean.astype(np.float64)
    weights = (first, *(weight.astype(np.float64) for weight in model.network.weights[1:]))
    return Layers(weights, (bias, *(values.astype(np.float64) for values in model.network.biases[1:])))


def raw_layers(model, scaling, selection):
    """Layers that take the raw values of a raster's bands.

    model     : Model of a perceptron on plain reflectance
    scaling   : raster.validity.Scaling of the bands that are read
    selection : BandSelection: which those are, and how to interpolate the model's bands from them
    """
    layers = standardised_layers(model)
    first = layers.weights[0]
    if selection.weights is not None:
        first = first @ selection.weights.astype(np.float64)
    bias = layers.biases[0] + first @ scaling.offsets
    return Layers((first * scaling.scales, *layers.weights[1:]), (bias, *layers.biases[1:]))


def tolerance(layers, dtype, rounded=1, absolute=0.0, first=0.0):
    """How far the difference of two logits, computed in `dtype`, can be from the true one.

    The bound is linear in the inputs x: tolerance[:-1] @ |x| + tolerance[-1], float64 (n_inputs + 1,). It holds for
    every order of summation, with or without fused multiply-add (Higham 2002, section 3.1: a sum of n products is
    wrong by at most n u / (1 - n u) of the sum of their sizes), so for every matrix library, shape and device that
    computes in `dtype`.

    layers            : Layers
    dtype             : np.float32 or np.float64
    rounded, absolute : each input may be wrong by so many units of rounding, and by so much; weights by one unit
    first             : how far the first layer's sums are wrong beside, linear in (|x|, 1): (n_out, n_inputs + 1), or 0
    """
    unit = float(np.finfo(dtype).eps) / 2  # of Python: numpy 2 would go on in `dtype`
    size = error = None  # of each value at most, as a function of (|x|, 1)
    for weight, bias in zip(layers.weights, layers.biases):
        terms = (weight.shape[1] + 4) * unit  # the sum, its bias, and the rounding of weights and inputs
        relative = terms / (1 - terms)
        passed_on = _through(weight, error, rounded * unit)
        if error is None:
            passed_on[:, -1] += absolute * np.abs(weight).sum(axis=1)
            passed_on += first
        size = _through(weight, size)
        size[:, -1] += np.abs(bias)
        error = passed_on + relative * size
    bound = 2 * error.max(axis=0) + 4 * unit * size.max(axis=0)  # two logits, and the comparison itself
    bound[-1] += float(np.finfo(dtype).tiny) * 1e3  # where numbers become too small to be rounded relatively
    return 1.02 * bound  # the bound is itself computed in `dtype`


def largest_input(layers):
    """The size up to which no input makes a number in float32 infinite. May be 0 or less: none is safe.

    An infinite number would not show: a product with a weight of zero makes it NaN, which the next ReLU may take for 0.
    """
    size, limit = None, SAFE
    for weight, bias in zip(layers.weights, layers.biases):
        size = _through(weight, size)
        size[:, -1] += np.abs(bias)
        limit = min(limit, (SAFE - float(size[:, -1].max())) / max(float(size[:, :-1].sum(axis=1).max()), 1e-250))
    return float(limit)


def _through(weight, size, share=1.0):
    """What sizes of a layer's inputs, linear in (|x|, 1), become in its outputs: (n_out, n_inputs of the model + 1).

    weight : (n_out, n_in); size : (n_in, n_inputs + 1), or None of the first layer: `share` of |x| itself
    """
    if size is not None:
        return np.abs(weight) @ size
    return np.hstack([share * np.abs(weight), np.zeros((len(weight), 1))])
