# SPDX-License-Identifier: GPL-2.0-or-later
"""From reflectance to a network's inputs: the same feature and standardisation, however they are asked for."""

import numpy as np
import pytest
from making import random_model

from mineral_prune_plugin.models.densenet.patch_inputs import patch_inputs
from mineral_prune_plugin.models.preprocessing import Preprocessing
from mineral_prune_plugin.raster.patch_reader import Patches
from mineral_prune_plugin.raster.wavelengths import Wavelengths
from mineral_prune_plugin.spectra import transforms
from mineral_prune_plugin.spectra.features import FEATURES

UM = (2.0, 2.1, 2.25, 2.3)
REFLECTANCE = np.random.default_rng(3).uniform(0.1, 0.9, (4, 50)).astype(np.float32)


@pytest.mark.parametrize("feature", FEATURES)
def test_inputs_are_the_feature_at_the_bands_wavelengths_standardised_as_fitted(feature):
    fitted = Preprocessing(feature, Wavelengths.from_um(UM)).fitted(REFLECTANCE)
    values = getattr(transforms, feature)(REFLECTANCE, np.array(UM)).astype(np.float64)
    deviation = values.std(axis=1)
    deviation[deviation < 1e-5 * deviation.max()] = 1  # the end bands of a hull
    expected = (values - values.mean(axis=1)[:, None]) / deviation[:, None]
    assert fitted.inputs(REFLECTANCE) == pytest.approx(expected.T, abs=1e-4)


@pytest.mark.parametrize("feature", [name for name, row in FEATURES.items() if not row.needs_wavelengths])
def test_features_that_need_no_wavelengths_are_the_same_without_them(feature):
    without, given = (Preprocessing(feature, um).fitted(REFLECTANCE) for um in (None, Wavelengths.from_um(UM)))
    assert np.array_equal(without.inputs(REFLECTANCE), given.inputs(REFLECTANCE))


@pytest.mark.parametrize("feature", FEATURES)
def test_a_model_and_patches_of_a_pixel_have_the_same_inputs(feature):
    model = random_model(UM, feature=feature)
    patches = patch_inputs(Patches.single(REFLECTANCE), model.preprocessing)
    assert np.array_equal(patches.values, model.inputs_of(REFLECTANCE))
