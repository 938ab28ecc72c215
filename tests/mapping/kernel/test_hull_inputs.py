# SPDX-License-Identifier: GPL-2.0-or-later
"""A map by a quicker hull has the classes of the features that the plugin computes, however wrong that hull may be."""

from dataclasses import replace

import numpy as np
import pytest
from making import random_model

from mineral_prune_plugin.mapping.kernel import hull_inputs
from mineral_prune_plugin.mapping.kernel.folding import exact_pass
from mineral_prune_plugin.mapping.kernel.inputs import FeatureInputs
from mineral_prune_plugin.mapping.kernel.pixels import RawKernel
from mineral_prune_plugin.mapping.kernel.torch_pixels import TorchKernel, torch_logarithm
from mineral_prune_plugin.raster.band_matching import BandSelection
from mineral_prune_plugin.raster.validity import Scaling
from mineral_prune_plugin.spectra.numpy_hull import NEAR_STEP_UNITS

BANDS, HEIGHT, WIDTH = 20, 70, 60
UM = tuple(2.0 + 0.01 * band for band in range(BANDS))
SELECTION = BandSelection(tuple(range(1, BANDS + 1)))
SCALING = Scaling(np.ones(BANDS), np.zeros(BANDS), (-9999.0,) * BANDS)


class ByDefinition(TorchKernel):
    """A kernel whose inputs are the very features that the plugin computes."""

    def _of_hull(self, model, scaling, selection):
        return FeatureInputs(model, scaling, selection), exact_pass(self._layers)


def comparison(feature):
    """A model of two classes: whether the feature of band 10 is above that of band 11."""
    model = random_model(UM, hidden=(2,), numbers=(1, 2), feature=feature)
    first = np.zeros((2, BANDS), np.float32)
    first[:, 10:12] = [[1, -1], [-1, 1]]
    biases = (np.zeros(2, np.float32),) * 2
    network = replace(model.network, weights=(first, np.eye(2, dtype=np.float32)), biases=biases)
    return replace(model, network=network)


def near_pairs():
    """Reflectance under a flat hull, whose bands 10 and 11 differ by 2e-5 at most; a hole and a shadow."""
    generator = np.random.default_rng(0)
    values = generator.uniform(0.2, 0.8, (BANDS, HEIGHT, WIDTH))
    values[0] = values[-1] = 0.9
    values[11] = values[10] * (1 + generator.uniform(-2e-5, 2e-5, (HEIGHT, WIDTH)))
    values[:, 3, 4], values[:, 5, 6] = -9999, -0.01
    return values.astype(np.float32)


def classes_by(kind, model, raw):
    kernel = kind(model, SCALING, SELECTION)
    piece = kernel.classify(raw, None, kernel.scratch())
    classes = piece.classes.copy()
    classes[piece.doubtful] = kernel.settle(piece.inputs)[0]
    return classes


@pytest.mark.parametrize("feature", ["continuum", "asai"])
def test_a_hull_that_is_as_wrong_as_it_may_be_changes_no_class(monkeypatch, feature):
    model, quick = comparison(feature), hull_inputs.near_hull
    known = classes_by(ByDefinition, model, near_pairs())
    assert np.flatnonzero(known == 0).tolist() == [3 * WIDTH + 4, 5 * WIDTH + 6]
    worst = np.float32(NEAR_STEP_UNITS * BANDS * 2.0**-24)
    wrong = np.random.default_rng(1).choice([1 - worst, 1 + worst], (BANDS, HEIGHT * WIDTH)).astype(np.float32)
    monkeypatch.setattr(hull_inputs, "near_hull", lambda values, shares: quick(values, shares) * wrong)
    assert np.array_equal(classes_by(RawKernel, model, near_pairs()), known)
    plain = hull_inputs.tolerance
    monkeypatch.setattr(hull_inputs, "tolerance", lambda layers, dtype, *inputs: plain(layers, dtype))
    assert (classes_by(RawKernel, model, near_pairs()) != known).mean() > 0.01


def test_a_logarithm_that_is_as_wrong_as_it_may_be_changes_no_class(monkeypatch):
    model, known = comparison("asai"), classes_by(ByDefinition, comparison("asai"), near_pairs())
    wrong = np.random.default_rng(1).choice([1 - 2.0**-20, 1 + 2.0**-20], (BANDS, HEIGHT * WIDTH)).astype(np.float32)

    def wrong_logarithm(values):
        torch_logarithm(values)
        values *= wrong

    monkeypatch.setattr(TorchKernel, "logarithm", staticmethod(wrong_logarithm))
    assert np.array_equal(classes_by(TorchKernel, model, near_pairs()), known)
    plain = hull_inputs.tolerance
    monkeypatch.setattr(hull_inputs, "tolerance", lambda layers, dtype, *inputs: 0 * plain(layers, dtype))
    assert (classes_by(TorchKernel, model, near_pairs()) != known).mean() > 0.005


def test_the_logarithms_of_torch_and_numpy_differ_by_no_more_than_the_bound_allows():
    values = np.exp(np.random.default_rng(0).uniform(0, 20, 2**20)).astype(np.float32)
    values[: 2**19] = 1 + np.random.default_rng(1).integers(0, 2**12, 2**19) * np.float32(2.0**-23)
    known, found = np.log(values), values.copy()
    torch_logarithm(found)
    assert (np.abs(found.astype(np.float64) - known) <= hull_inputs.FEATURE_UNITS * 2.0**-24 * (known + 1)).all()


@pytest.mark.parametrize("kind", [RawKernel, TorchKernel])
@pytest.mark.parametrize("feature", ["continuum", "asai"])
def test_few_pixels_are_left_to_the_definition(feature, kind):
    model = random_model(UM, hidden=(12,), numbers=(1, 2, 4), feature=feature)
    kernel = kind(model, SCALING, SELECTION)
    piece = kernel.classify(near_pairs(), None, kernel.scratch())
    assert piece.valid == HEIGHT * WIDTH - 2 and len(piece.doubtful) < 0.01 * piece.valid
