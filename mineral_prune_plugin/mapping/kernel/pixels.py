# SPDX-License-Identifier: GPL-2.0-or-later
"""From the raw values of a piece of a raster to classes: the inner loop of every class map, by numpy alone.

Knows a model and arrays, nothing of files, threads, torch or QGIS. The size of a piece is a compromise: smaller ones
pay for the calls and for Python's lock, larger ones leave the cache. Of fewer bands there are more pixels to a piece;
features need more memory for each pixel, and so smaller pieces.
"""

from dataclasses import dataclass
from typing import Optional

import numpy as np

from ...classes import UNCLASSIFIED
from ...models.darkness import has_limit
from ...open_blas import fastest_product
from ...raster.validity import Validity
from ...spectra.features import FEATURES
from .certified_argmax import Decider, logits64, softmax_of_largest
from .closer_pass import closer_pass
from .dark_pixels import DarkPixels
from .float32_layers import Float32Layers
from .folding import exact_pass, raw_layers, standardised_layers, tolerance
from .hull_inputs import NearHullInputs, near_hull_pass
from .inputs import RawInputs, Scratch, first_spectra
from .log_inputs import LogInputs, log_pass

PIECE, LEAST_PIECE, FEATURE_PIECE = 32768, 4096, 8192  # pixels at a time: at most, at least, of features
PIECE_VALUES = 16384 * 50
LAYER_VALUES, LEAST_OF_WIDE = 2**22, 256  # numbers that a layer of a piece takes or gives; pixels of the widest
NO_CONFIDENCE = -1.0  # of no-data pixels; a confidence is 0 to 1
EXP_ERROR = 1e-5  # relative error of a float32 softmax, beside that of its logits


@dataclass(frozen=True)
class Classified:
    """classes : uint8 (n,), UNCLASSIFIED where no data; confidence : float32 (n,), NO_CONFIDENCE likewise, or None

    valid    : number of pixels with data
    doubtful : indices of the pixels whose classes are yet to be settled; they count as valid
    inputs   : float32 or float64 (n_inputs, n_doubtful), what `settle` needs of them
    """

    classes: np.ndarray
    confidence: Optional[np.ndarray]
    valid: int
    doubtful: np.ndarray
    inputs: np.ndarray


def logarithm(values):
    """In place."""
    np.log(values, out=values)


class NumpyLayers:
    """Layers of `padded` weights, as a function of the inputs."""

    def __init__(self, weights):
        """weights : list of float32 (n_out, n_in)"""
        self._first = np.ascontiguousarray(weights[0][:, :-1]), weights[0][:, -1:]
        self._weights, self._product = weights, fastest_product()

    def __call__(self, values, by_pixel):
        """values, by_pixel : of Inputs; returns : float32 (n_outputs, n_pixels)"""
        if by_pixel:
            weight, bias = self._first
            outputs = self._product(weight, values.T)
            outputs += bias
        else:
            outputs = self._product(self._weights[0], values)
        for weight in self._weights[1:]:
            outputs = self._product(weight, np.maximum(outputs, 0, out=outputs))
        return outputs


class RawKernel:
    """A model prepared for the raw values of a raster. Read only: all workers share it.

    What it computes with others may replace: `layers_of` gives NumpyLayers or their like, `logarithm` works in place,
    `product_of` gives what CloserPass multiplies by.
    """

    layers_of, logarithm, product_of = NumpyLayers, staticmethod(logarithm), staticmethod(fastest_product)

    def __init__(self, model, scaling, selection, min_confidence=0.0, with_confidence=False):
        self.computes_confidence = min_confidence > 0 or with_confidence
        self._least_confidence, self.with_confidence = np.float32(min_confidence), with_confidence
        self.numbers = np.array([mineral.number for mineral in model.classes], dtype=np.uint8)
        self._decider = Decider(self.numbers)
        self._scaling, self._selection = scaling, selection
        self._dark = DarkPixels(model, scaling, selection) if has_limit(model) else None
        plain = model.feature == "reflectance"
        self._layers = raw_layers(model, scaling, selection) if plain else standardised_layers(model)
        if plain:
            self._inputs, self._pass = RawInputs(scaling), exact_pass(self._layers)
        elif model.feature == "normalised":
            self._inputs = LogInputs(model, scaling, selection, self.logarithm)
            self._pass = log_pass(self._layers, model)
        else:
            self._inputs, self._pass = self._of_hull(model, scaling, selection)
        piece = FEATURE_PIECE if FEATURES[model.feature].of_hull else _piece(len(scaling.scales))
        self.piece = min(piece, _most_pixels(self._layers))
        self._fast, self._closer = Float32Layers(self._pass, self.layers_of), closer_pass(self._pass, self.product_of)
        self._bound64 = tolerance(self._layers, np.float64)

    def _of_hull(self, model, scaling, selection):
        """(Inputs of a feature of the hull, the FastPass that takes them)."""
        return NearHullInputs(model, scaling, selection, self.logarithm), near_hull_pass(self._layers)

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
            logits, bound, closer = self._fast.logits(inputs)
            confidence = softmax_of_largest(logits) if self.computes_confidence else None
            classes, doubtful = self._decided(logits, bound, confidence)
            if closer is not None and len(doubtful):
                some = None if confidence is None else confidence[doubtful]
                classes[doubtful], still = self._decided(logits[:, doubtful], closer(doubtful), some)
                doubtful = doubtful[still]
            if self._closer is not None and len(doubtful):
                doubtful = self._looked_at_again(inputs, classes, confidence, doubtful)
        valid = len(classes)
        if self._dark is not None:
            doubtful = self._without_dark(raw, inputs.valid, classes, doubtful)
        if inputs.valid is not None:
            doubtful = doubtful[inputs.valid[doubtful]]
            valid = np.count_nonzero(inputs.valid)
            classes[~inputs.valid] = UNCLASSIFIED
            if self.computes_confidence:
                confidence[~inputs.valid] = NO_CONFIDENCE
        return Classified(classes, confidence, valid, doubtful, inputs.exactly(doubtful))

    def _looked_at_again(self, inputs, classes, confidence, doubtful):
        """The doubtful pixels that still are after a closer look; classes and confidence are changed in place."""
        left = []
        for pixels, logits, bound in self._closer.of(inputs, doubtful):
            some = softmax_of_largest(logits) if self.computes_confidence else None
            classes[pixels], still = self._decided(logits, bound, some)
            if some is not None:
                confidence[pixels] = some
            left.append(pixels[still])
        return np.concatenate(left) if left else doubtful

    def _without_dark(self, raw, valid, classes, doubtful):
        """The doubtful pixels that are not too dark; what is gets its class, whatever the network gives.

        raw, valid : as of `DarkPixels.of`
        classes    : uint8 (n,), changed in place
        doubtful   : indices
        """
        dark = self._dark.of(raw, valid)
        if not len(dark):
            return doubtful
        classes[dark] = self._dark.number
        return np.setdiff1d(doubtful, dark, assume_unique=True)

    def settle(self, inputs):
        """Decide doubtful pixels in float64.

        inputs  : (n_inputs, n), of Classified
        returns : (class numbers uint8 (n,), confidence float32 (n,) or None, which have data, bool (n,))
        """
        inputs = self._inputs.finished(inputs)
        with np.errstate(over="ignore"):
            finite = np.isfinite(inputs.astype(np.float32)).all(axis=0)
        classes = np.full(len(finite), UNCLASSIFIED, np.uint8)
        confidence = np.full(len(finite), NO_CONFIDENCE, np.float32)
        classes[finite], confidence[finite] = self._settled(inputs[:, finite])
        return classes, confidence if self.computes_confidence else None, finite

    def _settled(self, inputs):
        """Class numbers and confidence, float32, of float64 logits; by definition where even those do not decide."""
        logits, bound = _products64(self._layers, inputs), self._bound(inputs)
        confidence = softmax_of_largest(logits).astype(np.float32)
        classes, doubtful = self._decided(logits, bound, confidence)
        if len(doubtful):  # the definition takes as many steps for no pixel as for a thousand
            classes[doubtful], confidence[doubtful] = self._by_definition(inputs[:, doubtful])
        return classes, confidence

    def _decided(self, logits, bound, confidence):
        """(class numbers, indices of the doubtful pixels), by the logits and by the least confidence if there is one.

        confidence : (n,), or None where none is computed
        """
        classes, doubtful = self._decider.decide(logits, bound)
        if self._least_confidence > 0:
            doubtful = np.union1d(doubtful, self._near_the_least(confidence, bound))
            classes[confidence < self._least_confidence] = UNCLASSIFIED
        return classes, doubtful

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


def _piece(bands):
    return min(PIECE, max(LEAST_PIECE, PIECE_VALUES // bands))


def _most_pixels(layers):
    """Pixels of a piece for which no layer takes much memory."""
    widest = max(layers.inputs, *(len(weight) for weight in layers.weights))
    return max(LEAST_OF_WIDE, LAYER_VALUES // widest)


def _products64(layers, values):
    for index, (weight, bias) in enumerate(zip(layers.weights, layers.biases)):
        values = weight @ values + bias[:, None]
        if index < len(layers.weights) - 1:
            np.maximum(values, 0, out=values)
    return values
