# SPDX-License-Identifier: GPL-2.0-or-later
"""From reflectance to the inputs of a network: a feature of each spectrum, standardised; in training as in maps."""

from dataclasses import dataclass, replace
from typing import Optional

from ..raster.wavelengths import Wavelengths
from ..spectra.features import compute
from .perceptron.network import Standardisation


@dataclass(frozen=True)
class Preprocessing:
    """feature         : a name of FEATURES
    wavelengths     : of the bands; None where they are unknown, which not every feature allows
    standardisation : of the feature's values; None until it is fitted
    """

    feature: str
    wavelengths: Optional[Wavelengths]
    standardisation: Optional[Standardisation] = None

    @property
    def centres_um(self):
        """float64 (n_bands,), micrometres, or None."""
        return None if self.wavelengths is None else self.wavelengths.array()

    def fitted(self, reflectance):
        """The same with the standardisation of some spectra, float32 (n_bands, n_samples)."""
        return replace(self, standardisation=Standardisation.of(self.features(reflectance)))

    def features(self, reflectance):
        """The feature of spectra, not standardised: float32 (n_bands, n) -> (n_features, n)."""
        return compute(self.feature, reflectance, self.centres_um)

    def inputs(self, reflectance):
        """The inputs of a network: spectra, float32 (n_bands, n) -> (n, n_features), standardised."""
        return self.standardisation.apply(self.features(reflectance))
