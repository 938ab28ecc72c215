# SPDX-License-Identifier: GPL-2.0-or-later
"""Confidence that means what it says: a network's logits divided by one number, its temperature.

Guo, Pleiss, Sun and Weinberger 2017, "On calibration of modern neural networks". No pixel changes its class.
"""

from dataclasses import dataclass, replace

import numpy as np

LOWEST, HIGHEST, STEPS = 0.25, 16.0, 121  # of the temperatures that are tried, a fixed ratio apart
BINS = 10  # of confidence


@dataclass(frozen=True)
class Calibration:
    """temperature   : what the logits were divided by
    before, after : expected calibration error without and with it, 0 to 1, on the samples that it was chosen by
    confidence    : mean confidence after it, 0 to 1
    """

    temperature: float
    before: float
    after: float
    confidence: float


def calibration_of(logits, targets):
    """The Calibration of least cross-entropy.

    logits  : float32 (n, n_classes), of samples that the network did not learn from
    targets : int64 (n,), class indices
    """
    temperatures = np.geomspace(LOWEST, HIGHEST, STEPS)
    losses = [_cross_entropy(logits / temperature, targets) for temperature in temperatures]
    temperature = float(temperatures[int(np.argmin(losses))])
    before, after = (_calibration_error(logits / divisor, targets) for divisor in (1.0, temperature))
    confidence = float(_shares(logits / temperature).max(axis=1).mean())
    return Calibration(temperature, before, after, confidence)


def cooled(network, temperature):
    """The Perceptron `network` whose logits are divided by a `temperature`."""
    last = slice(-1, None)
    weights, biases = (
        (*arrays[:-1], *((array / temperature).astype(array.dtype) for array in arrays[last]))
        for arrays in (network.weights, network.biases)
    )
    return replace(network, weights=weights, biases=biases)


def _shares(logits):
    shares = np.exp(logits - logits.max(axis=1, keepdims=True), dtype=np.float64)
    return shares / shares.sum(axis=1, keepdims=True)


def _cross_entropy(logits, targets):
    return -float(np.log(np.maximum(_shares(logits)[np.arange(len(targets)), targets], 1e-300)).mean())


def _calibration_error(logits, targets):
    """The mean gap between confidence and accuracy over the samples of each bin of confidence."""
    shares = _shares(logits)
    confidence, correct = shares.max(axis=1), shares.argmax(axis=1) == targets
    bins = np.minimum((confidence * BINS).astype(np.int64), BINS - 1)
    gaps = np.bincount(bins, correct - confidence, BINS)
    return float(np.abs(gaps).sum() / len(targets))
