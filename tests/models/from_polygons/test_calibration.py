# SPDX-License-Identifier: GPL-2.0-or-later
"""One temperature makes confidence what it says, and changes no class."""

import numpy as np
import pytest
from making import random_network

from mineral_prune_plugin.models.from_polygons.calibration import HIGHEST, calibration_of, cooled
from mineral_prune_plugin.models.perceptron.forward import identified, logits


def drawn(temperature, n=20_000):
    """Logits, and classes drawn by the probabilities that the logits have once divided by a temperature."""
    generator = np.random.default_rng(3)
    outputs = generator.normal(scale=3 * temperature, size=(n, 4)).astype(np.float32)
    shares = np.exp(outputs / temperature)
    shares /= shares.sum(axis=1, keepdims=True)
    return outputs, (shares.cumsum(axis=1) < generator.random((n, 1))).sum(axis=1).clip(max=3)


@pytest.mark.parametrize("temperature", [0.5, 1.0, 4.0])
def test_the_temperature_by_which_classes_were_drawn_is_recovered(temperature):
    calibration = calibration_of(*drawn(temperature))
    assert calibration.temperature == pytest.approx(temperature, rel=0.06)
    assert calibration.after < 0.012
    if temperature == 4.0:
        assert calibration.before > 0.1


def test_a_network_that_is_always_wrong_gets_the_least_confidence():
    outputs = np.tile(np.float32([9, 0, 0]), (50, 1))
    calibration = calibration_of(outputs, np.ones(50, dtype=np.int64))
    assert calibration.temperature == pytest.approx(HIGHEST)
    assert calibration.confidence < 0.5


def test_a_cooled_network_divides_its_logits_and_keeps_its_classes():
    network = random_network((5, 7, 4), seed=2)
    inputs = np.random.default_rng(0).normal(size=(100, 5)).astype(np.float32)
    cold = cooled(network, 2.5)
    np.testing.assert_allclose(logits(cold, inputs), logits(network, inputs) / 2.5, rtol=1e-4, atol=1e-5)
    assert (identified(cold, inputs) == identified(network, inputs)).all()
