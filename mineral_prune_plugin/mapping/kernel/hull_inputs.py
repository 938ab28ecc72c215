# SPDX-License-Identifier: GPL-2.0-or-later
"""Features of a hull that is computed in another way than the one that defines them, and how far they can be wrong.

The classes are still those of `FeatureInputs`, whose features are computed for doubtful pixels alone.
"""

import numpy as np

from ...spectra.hull import step_shares
from ...spectra.numpy_hull import NEAR_STEP_UNITS, near_hull
from ...spectra.transforms import FLOOR
from .folding import FastPass, tolerance
from .inputs import MOST_OF_FEATURE, FeatureInputs, Inputs, raw_of

FEATURE_UNITS = 16  # of rounding, between logarithms of torch and numpy: each is within 8


def hull_pass(layers, step_units):
    """The FastPass of a model of a feature of the hull.

    layers     : folding.Layers that take the features themselves
    step_units : of rounding, that a step of the hull may differ by; there is a step for each band
    """
    unit = float(np.finfo(np.float32).eps) / 2
    absolute = (step_units * layers.inputs + FEATURE_UNITS) * unit
    return FastPass(layers, tolerance(layers, np.float32, FEATURE_UNITS, absolute), (FEATURE_UNITS, absolute, 0.0))


def near_hull_pass(layers):
    """The FastPass that takes NearHullInputs. layers : as of `hull_pass`"""
    return hull_pass(layers, NEAR_STEP_UNITS)


class NearHullInputs(FeatureInputs):
    """FeatureInputs by a quicker hull or logarithm; `finished` computes those of doubtful pixels by definition."""

    def __init__(self, model, scaling, selection, logarithm):
        """model, scaling, selection : of the kernel; logarithm : in place, of a float32 array"""
        super().__init__(model, scaling, selection)
        self._shares, self._logarithm = step_shares(self.wavelengths), logarithm

    def hull(self, values):
        """What stands for the hull of spectra. values : float32 (n_bands, n), FLOOR or above"""
        return near_hull(values, self._shares)

    def of(self, raw, unmasked, scratch):
        """Inputs of a piece; raw, unmasked and scratch as of `RawInputs.of`."""
        whole, valid = self.reflectance(raw, unmasked, scratch)
        values = whole[:-1]
        np.maximum(values, np.float32(FLOOR), out=values)
        hull = self.hull(values)
        if self.feature == "continuum":
            values /= hull
        else:
            self._logarithm(np.divide(hull, values, out=values))
        return Inputs(whole, False, 0.0, MOST_OF_FEATURE, valid, lambda pixels: raw_of(raw, pixels))

    def finished(self, values):
        """The features of doubtful pixels, float64 (n_bands, n).

        values : float32 (n_bands, n), the file's, as `Inputs.exactly` gives them
        """
        return self.features_of_raw(values).astype(np.float64)
