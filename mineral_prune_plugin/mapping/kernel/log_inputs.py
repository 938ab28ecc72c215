# SPDX-License-Identifier: GPL-2.0-or-later
"""Models of `normalised` reflectance without the mean: it is part of the first layer, and so vanishes from the pixels.

ln r less its mean over the bands is ln r times a matrix, I - 11'/n, which the first layer takes in. A factor that all
bands share vanishes with the mean: the raster's scale, and the brightness, by which values are divided so that their
logarithms are small and float32 rounds little. The classes are still those of `FeatureInputs`, whose features are
computed for doubtful pixels alone; the bound is of the difference between the two ways.
"""

import math

import numpy as np

from ...raster.validity import LARGEST, Validity
from ...spectra.transforms import FLOOR
from .folding import FastPass, Layers, tolerance
from .inputs import FeatureInputs, Inputs, by_band, by_pixel, is_by_pixel, raw_of

LOG_UNITS = 8  # of rounding that a logarithm of numpy (3.83 of the last place) or of torch (1) may be wrong by
FACTOR_UNITS = 5  # of rounding: a value by one factor against one by another, either factor rounded too
DARKEST, BRIGHTEST = 1e-3, 1e3  # brightness of a model that may be divided by
SCALES = 1e-30, 1e30  # that are safe in float32, whatever the brightness
BLOCK = 2**17  # values at a time: from the first step to the last they stay in the processor's cache
MARGIN = 1e-5  # of the bounds of logarithms, which are rounded themselves


def log_pass(layers, model):
    """The FastPass of a model of `normalised`, which takes the inputs of `LogInputs`.

    layers : folding.Layers that take the features themselves
    model  : Model, whose brightness the inputs are relative to
    """
    first = layers.weights[0]
    centred = Layers((first - first.mean(axis=1, keepdims=True), *layers.weights[1:]), layers.biases)
    unit = float(np.finfo(np.float32).eps) / 2
    of_features = _error_of_features(first, abs(math.log(_brightness(model))), unit)
    inexact = LOG_UNITS, FACTOR_UNITS * unit, of_features
    return FastPass(centred, tolerance(centred, np.float32, *inexact), inexact)


def _error_of_features(weight, constant, unit):
    """How far sums of features in float32 may be from those of exact ones, linear in (|x|, 1): (n_out, n_inputs + 1).

    A feature is l - m: l a logarithm of x and a constant, wrong by LOG_UNITS; m the mean, wrong by a unit for each
    number of the sum and for its share; and the difference is rounded. What is wrong in m is so in all bands.

    weight   : float64 (n_out, n_inputs), of the features
    constant : the size of what x lacks of the logarithm of reflectance
    """
    bands, sizes = weight.shape[1], np.abs(weight)
    of_logs = LOG_UNITS * unit * np.abs(weight - weight.mean(axis=1, keepdims=True))
    terms = (bands + 1) * unit
    of_mean = terms / (1 - terms) / bands * np.abs(weight.sum(axis=1, keepdims=True))
    of_difference = unit * (sizes + sizes.mean(axis=1, keepdims=True))
    of_constant = constant * (of_logs + of_mean).sum(axis=1, keepdims=True)
    return np.hstack([of_logs + of_mean + of_difference, of_constant])


class LogInputs:
    """Logarithms of reflectance over the model's brightness, for the layers of `log_pass`."""

    def __init__(self, model, scaling, selection, logarithm):
        """logarithm : works in place; wrong by LOG_UNITS at most"""
        self._definition, self._logarithm = FeatureInputs(model, scaling, selection), logarithm
        self._validity, self._brightness = Validity(scaling), _brightness(model)
        self._factor = _factor(scaling, selection, self._brightness)
        self._floor = np.float32(FLOOR / self._brightness)

    def of(self, raw, unmasked, scratch):
        """Inputs of a piece; raw, unmasked and scratch as of `RawInputs.of`."""
        if self._factor is None:
            return self._of_reflectance(raw, unmasked, scratch)
        lowest, highest = float(raw.min()), float(raw.max())
        pixelwise = is_by_pixel(raw)
        whole, values = by_pixel(scratch, raw) if pixelwise else by_band(scratch, raw)
        order = raw.transpose(1, 2, 0) if pixelwise else raw
        values = values.reshape(order.shape)
        if not self._validity.certain(raw, lowest, highest):
            return self._of_doubtful(raw, unmasked, (whole, values, pixelwise, order))
        lowest, highest = lowest * float(self._factor), highest * float(self._factor)
        for some, source in zip(_blocks(values), _blocks(order)):
            np.copyto(some, source, casting="unsafe")
            some *= self._factor
            self._take_logarithms(some, lowest)
        return self._inputs(raw, whole, pixelwise, (lowest, highest), unmasked)

    def _of_doubtful(self, raw, unmasked, place):
        """The Inputs of a piece that may have pixels of no data."""
        whole, values, pixelwise, order = place
        with np.errstate(over="ignore"):
            np.copyto(values, order, casting="unsafe")
        bandwise = whole.T if pixelwise else whole[:-1]
        valid = self._validity.of(raw, bandwise)
        valid = valid if unmasked is None else valid & unmasked
        values *= self._factor
        bandwise[:, ~valid] = 1
        return self._of_relative(raw, whole, pixelwise, valid)

    def _of_reflectance(self, raw, unmasked, scratch):
        """The Inputs of a piece where bands have scales of their own, or an offset, or are interpolated."""
        whole, valid = self._definition.reflectance(raw, unmasked, scratch)
        whole[:-1] *= np.float32(1 / self._brightness)
        return self._of_relative(raw, whole, False, valid)

    def _of_relative(self, raw, whole, pixelwise, valid):
        values = whole if pixelwise else whole[:-1]
        lowest, highest = float(values.min()), float(values.max())
        for some in _blocks(values):
            self._take_logarithms(some, lowest)
        return self._inputs(raw, whole, pixelwise, (lowest, highest), valid)

    def _take_logarithms(self, values, lowest):
        """In place. lowest : of the values"""
        if not lowest >= self._floor:
            np.maximum(values, self._floor, out=values)
        self._logarithm(values)

    def _inputs(self, raw, whole, pixelwise, ends, valid):
        least, most = self._range(*ends)
        return Inputs(whole, pixelwise, least, most, valid, lambda pixels: raw_of(raw, pixels))

    def finished(self, values):
        """The features of doubtful pixels by their definition, float64 (n_bands, n).

        values : float32 (n_bands, n), the file's, as `Inputs.exactly` gives them
        """
        return self._definition.features_of_raw(values).astype(np.float64)

    def _range(self, lowest, highest):
        """(least, most) of the logarithms; most is infinite, so that nothing is decided, where reflectance may be."""
        if not highest * max(1.0, self._brightness) < LARGEST * (1 - MARGIN):  # or it is not a number
            return -math.inf, math.inf
        ends = [math.log(max(end, float(self._floor))) for end in (lowest, highest)]
        margins = [MARGIN * (1 + abs(end)) for end in ends]
        return ends[0] - margins[0], ends[1] + margins[1]


def _blocks(values):
    """Views of an array, of about BLOCK values each, along its first axis."""
    step = max(1, BLOCK // max(1, values[0].size))
    return (values[start : start + step] for start in range(0, len(values), step))


def _brightness(model):
    """Of the training samples, 0..1 as a rule; 1 where to divide by it could do harm."""
    return model.brightness if DARKEST <= model.brightness <= BRIGHTEST else 1.0


def _factor(scaling, selection, brightness):
    """What makes raw values reflectance over the brightness, float32; None where bands differ, or it takes more."""
    scale = float(scaling.scales[0])
    alike = (scaling.scales == scale).all() and not scaling.offsets.any() and selection.weights is None
    return np.float32(scale / brightness) if alike and SCALES[0] <= scale <= SCALES[1] else None
