# SPDX-License-Identifier: GPL-2.0-or-later
"""The correlation of pixels of a mineral over distance, of spectra whose correlation is known."""

import numpy as np

from benchmarks.autocorrelation import autocorrelation


def test_pixels_of_a_square_are_alike_and_those_of_another_are_not():
    squares = np.random.default_rng(5).normal(size=(8, 40, 40))
    spectra = np.exp(0.1 * squares.repeat(5, axis=1).repeat(5, axis=2)).astype(np.float32)
    labels = np.ones((200, 200), np.uint8)
    labels[:100], spectra[0, :100] = 2, 3 * spectra[0, :100]  # what differs between minerals is no correlation
    correlation = {lag: value for lag, value, _ in autocorrelation(spectra.reshape(8, -1), labels)}
    assert abs(correlation[1] - 0.8) < 0.02 and abs(correlation[3] - 0.4) < 0.03
    assert max(abs(correlation[lag]) for lag in (5, 8, 15)) < 0.05
