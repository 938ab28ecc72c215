# SPDX-License-Identifier: GPL-2.0-or-later
"""From the raw values of a piece of a raster to classes: the inner loop of every class map.

Knows a model and arrays, nothing of files, threads or QGIS. The size of a piece is a compromise: smaller ones pay for
the calls and for Python's lock, larger ones leave the cache. Of fewer bands there are more pixels to a piece; features
need more memory for each pixel, and so smaller pieces.
"""

from dataclasses import dataclass
from typing import Optional

import numpy as np
import torch

from ...classes import UNCLASSIFIED
from ...models.matmul import fastest_product
from ...raster.validity import Validity
from .certified_argmax import Decider, logits64, softmax_of_largest
from .folding import largest_input, raw_layers, standardised_layers, tolerance
from .inputs import FeatureInputs, RawInputs, Scratch, first_spectra

PIECE, LEAST_PIECE, FEATURE_PIECE = 32768, 4096, 8192  # pixels at a time: at most, at least, of features
PIECE_VALUES = 16384 * 50
LAYER_VALUES, LEAST_OF_WIDE = 2**22, 256  # numbers that a layer of a piece takes or gives; pixels of the widest
PAD = 8  # units: matrix products prefer multiples of it
NO_CONFIDENCE = -1.0  # of no-data pixels; a confidence is 0 to 1
EXP_ERROR = 1e-5  # relative error of a float32 softmax, beside that of its logits


@dataclass(frozen=True)
class Classified:
    """classes : uint8 (n,), UNCLASSIFIED where no data; confidence : float32 (n,), NO_CONFIDENCE likewise, or None

    valid    : number of pixels with data
    doubtful : indices of the pixels whose classes are yet to be settled; they count as valid
    inputs   : float64 (n_inputs, n_doubtful), what `settle` needs of them
    """

    classes: np.ndarray
    confidence: Optional[np.ndarray]
    valid: int
    doubtful: np.ndarray
    inputs: np.ndarray


class RawKernel:
    """A model prepared for the raw values of a raster. Read only: all workers share it."""

    def __init__(self, model, scaling, selection, min_confidence=0.0, with_confidence=False):
        self.computes_confidence = min_confidence > 0 or with_confidence
        self._least_confidence, self.with_confidence = np.float32(min_confidence), with_confidence
        self.numbers = np.array([mineral.number for mineral in model.classes], dtype=np.uint8)
        self._decider = Decider(self.numbers)
        self._scaling, self._selection = scaling, selection
        plain = model.feature == "reflectance"
        self.piece = _piece(len(scaling.scales)) if plain else FEATURE_PIECE
        self._inputs = RawInputs(scaling) if plain else FeatureInputs(model, scaling, selection)
        self._layers = raw_layers(model, scaling, selection) if plain else standardised_layers(model)
        self.piece = min(self.piece, _most_pixels(self._layers))
        self._fast = Float32Layers(self._layers)
        self._bound64 = tolerance(self._layers, np.float64)

    def scratch(self):
        """Memory for one worker."""
        return Scratch()

    def classify(self, raw, unmasked, scratch):
        """Classified of a piece.

        raw      : (n_bands, height, width), any number type, byte order and strides; the file's values
        unmasked : bool (n_pixels,), False outside the raster's mask; None where it has none
        scratch  : of `scratch`, used by this worker alone
        """
        inputs = self._inputs.of(raw, unmasked, scratch)
        with np.errstate(all="ignore"):
            logits, bound = self._fast.logits(inputs)
            classes, doubtful = self._decider.decide(logits, bound)
            confidence = softmax_of_largest(logits) if self.computes_confidence else None
        if self._least_confidence > 0:
            doubtful = np.union1d(doubtful, self._near_the_least(confidence, bound))
            classes[confidence < self._least_confidence] = UNCLASSIFIED
        valid = len(classes)
        if inputs.valid is not None:
            doubtful = doubtful[inputs.valid[doubtful]]
            valid = np.count_nonzero(inputs.valid)
            classes[~inputs.valid] = UNCLASSIFIED
            if self.computes_confidence:
                confidence[~inputs.valid] = NO_CONFIDENCE
        return Classified(classes, confidence, valid, doubtful, inputs.exactly(doubtful))

    def settle(self, inputs):
        """Decide doubtful pixels in float64.

        inputs  : float64 (n_inputs, n), of Classified
        returns : (class numbers uint8 (n,), confidence float32 (n,) or None, which have data, bool (n,))
        """
        with np.errstate(over="ignore"):
            finite = np.isfinite(inputs.astype(np.float32)).all(axis=0)
        classes = np.full(len(finite), UNCLASSIFIED, np.uint8)
        confidence = np.full(len(finite), NO_CONFIDENCE, np.float32)
        classes[finite], confidence[finite] = self._settled(inputs[:, finite])
        return classes, confidence if self.computes_confidence else None, finite

    def _settled(self, inputs):
        """Class numbers and confidence, float32, of float64 logits; by definition where even those do not decide."""
        logits, bound = _products64(self._layers, inputs), self._bound(inputs)
        classes, doubtful = self._decider.decide(logits, bound)
        confidence = softmax_of_largest(logits).astype(np.float32)
        if self._least_confidence > 0:
            doubtful = np.union1d(doubtful, self._near_the_least(confidence, bound))
            classes[confidence < self._least_confidence] = UNCLASSIFIED
        classes[doubtful], confidence[doubtful] = self._by_definition(inputs[:, doubtful])
        return classes, confidence

    def _by_definition(self, inputs):
        logits = logits64(self._layers, inputs)
        confidence = softmax_of_largest(logits).astype(np.float32)
        return np.where(
            confidence < self._least_confidence, UNCLASSIFIED, self.numbers[logits.argmax(axis=0)]
        ), confidence

    def sample(self, raw, unmasked):
        """Reflectance of the first valid pixels, for `BrightnessCheck`; raw and unmasked as of `classify`.

        returns : float32 (n_bands of the model, n)
        """
        return first_spectra(raw, unmasked, self._valid_reflectance)

    def _valid_reflectance(self, raw, unmasked):
        with np.errstate(over="ignore"):
            values = np.empty((len(raw), raw.shape[1] * raw.shape[2]), np.float32)
            np.copyto(values.reshape(raw.shape), raw, casting="unsafe")
        valid = Validity(self._scaling).of(raw, values) & (True if unmasked is None else unmasked)
        return self._selection.apply(self._scaling.reflectance(values[:, valid]))

    def _near_the_least(self, confidence, bound):
        with np.errstate(over="ignore"):  # an infinite bound: in doubt
            doubt = confidence * (np.expm1(bound) + np.float32(EXP_ERROR))
        return np.flatnonzero(~(np.abs(confidence - self._least_confidence) > doubt))

    def _bound(self, values):
        return self._bound64[:-1] @ np.abs(values) + self._bound64[-1]


class Float32Layers:
    """The layers in float32, padded, with one more unit that computes the bound of the logits' error on the way."""

    def __init__(self, layers):
        self._classes = layers.outputs
        bound = tolerance(layers, np.float32)
        self._sizes = torch.from_numpy(bound[:-1]).float()
        self._limit = largest_input(layers)
        self._weights = padded(layers, bound)
        self._first = first_of(self._weights)
        self._product = fastest_product()

    def logits(self, inputs):
        """(float32 (n_classes, n), bound of the error of their differences (n,))."""
        values = torch.from_numpy(inputs.values)
        with torch.no_grad():
            outputs = self._by_pixel(values) if inputs.by_pixel else self._by_class(values)
        outputs = outputs.numpy()
        if not inputs.most <= self._limit:
            outputs[:] = np.nan  # decides nothing
        bound = outputs[self._classes]
        if inputs.least < 0:
            bound = bound + bound_of_negative(self._sizes, values.T if inputs.by_pixel else values[:-1]).numpy()
        return outputs[: self._classes], bound

    def _by_pixel(self, values):
        """(n, n_inputs) -> (n_outputs, n): the last layer transposes, for classes are compared along pixels."""
        values = self._product(values, *self._first, True)
        for weight in self._weights[1:-1]:
            values = self._product(values, weight, None, True)
        return self._product(self._weights[-1], values)

    def _by_class(self, values):
        """(n_inputs + 1, n) -> (n_outputs, n)."""
        for weight in self._weights[:-1]:
            values = self._product(weight, values.T, None, True)
        return self._product(self._weights[-1], values.T)


def _piece(bands):
    return min(PIECE, max(LEAST_PIECE, PIECE_VALUES // bands))


def _most_pixels(layers):
    """Pixels of a piece for which no layer takes much memory."""
    widest = max(layers.inputs, *(len(weight) for weight in layers.weights))
    return max(LEAST_OF_WIDE, LAYER_VALUES // widest)


def padded(layers, bound):
    """A float32 weight for each layer, which holds its bias in the last column in use: its last input is 1.

    Added to the units of a layer are the bound, a unit that is always 1, for the next layer's bias, and units of zero
    up to a multiple of PAD. So the bias costs no pass over memory.

    layers  : folding.Layers
    bound   : float64 (n_inputs + 1,), of `folding.tolerance`
    returns : list of float32 tensors (n_out, n_in), n_out a multiple of PAD
    """
    weights, columns = [], layers.inputs + 1
    for index, (weight, bias) in enumerate(zip(layers.weights, layers.biases)):
        units, last = len(weight), index == len(layers.weights) - 1
        wide = np.zeros((-(-(units + 1 + (not last)) // PAD) * PAD, columns))
        inputs = weight.shape[1]
        bias_column = inputs if index == 0 else inputs + 1
        wide[:units, :inputs], wide[:units, bias_column] = weight, bias
        if index == 0:
            wide[units, :inputs], wide[units, bias_column] = bound[:-1], bound[-1]
        else:
            wide[units, inputs] = 1
        if not last:
            wide[units + 1, bias_column] = 1
        with np.errstate(over="ignore"):
            weights.append(torch.from_numpy(wide.astype(np.float32)))
        columns = len(wide)
    return weights


def bound_of_negative(sizes, values):
    """What the bound of a pixel lacks: it is of the sizes of the inputs, and its unit sums the inputs themselves.

    sizes   : tensor (n_inputs,), the bound of a unit of each input
    values  : tensor (n_inputs, n), of the same type and device
    returns : tensor (n,)
    """
    return (-2 * sizes) @ values.clamp(max=0)


def first_of(weights):
    """(weight, bias) of the first of `padded` layers, for inputs without the 1."""
    return weights[0][:, :-1].contiguous(), weights[0][:, -1].contiguous()


def _products64(layers, values):
    for index, (weight, bias) in enumerate(zip(layers.weights, layers.biases)):
        values = weight @ values + bias[:, None]
        if index < len(layers.weights) - 1:
            np.maximum(values, 0, out=values)
    return values
