# SPDX-License-Identifier: GPL-2.0-or-later
"""From the spectra of a window to classes: knows a model and arrays, nothing of files, threads or QGIS."""

import numpy as np

from ..classes import UNCLASSIFIED
from ..models.forward import hidden_outputs, logits
from ..spectra.features import compute

NO_CONFIDENCE = -1.0  # of no-data pixels; a confidence is 0 to 1
NO_OUTPUT = -1.0  # of no-data pixels; after ReLU a neuron's output is never negative


def classify(model, spectra, min_confidence=0.0, with_confidence=False):
    """Class numbers of a window, and how sure the model is.

    spectra        : raster.reading.Spectra
    min_confidence : 0 to 1; pixels below it become UNCLASSIFIED
    returns        : uint8 (n_pixels,), 0 where unclassified or no data; float32 (n_pixels,), NO_CONFIDENCE where no
                     data, None unless asked for
    """
    classes = np.full(len(spectra.valid), UNCLASSIFIED, dtype=np.uint8)
    confidence = np.full(len(spectra.valid), NO_CONFIDENCE, dtype=np.float32) if with_confidence else None
    if not spectra.valid.any():
        return classes, confidence
    scores = logits(model.network, inputs_of(model, spectra))
    numbers = np.array([mineral.number for mineral in model.classes], dtype=np.uint8)[scores.argmax(axis=1)]
    if min_confidence > 0 or with_confidence:
        sure = _largest_probability(scores)
        numbers[sure < min_confidence] = UNCLASSIFIED
        if with_confidence:
            confidence[spectra.valid] = sure
    classes[spectra.valid] = numbers
    return classes, confidence


def neuron_outputs(model, spectra):
    """The output of every hidden neuron after ReLU, layer after layer: float32 (n_neurons, n_pixels)."""
    found = np.full((sum(model.network.hidden_units), len(spectra.valid)), NO_OUTPUT, dtype=np.float32)
    if spectra.valid.any():
        hidden = hidden_outputs(model.network, inputs_of(model, spectra))[:-1]
        found[:, spectra.valid] = np.concatenate(hidden, axis=1).T
    return found


def inputs_of(model, spectra):
    """The valid pixels as the network takes them: float32 (n_valid, n_features), standardised."""
    reflectance = spectra.reflectance if spectra.valid.all() else spectra.reflectance[:, spectra.valid]
    wavelengths = None if model.wavelengths is None else model.wavelengths.array()
    return model.standardisation.apply(compute(model.feature, reflectance, wavelengths))


def _largest_probability(scores):
    """The softmax probability of the largest logit: float32 (n,)."""
    shifted = np.exp(scores - scores.max(axis=1, keepdims=True))
    return 1.0 / shifted.sum(axis=1)
