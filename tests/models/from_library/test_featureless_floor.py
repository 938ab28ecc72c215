# SPDX-License-Identifier: GPL-2.0-or-later
"""A share of the featureless spectra stays unnamed, by the bias of one class; by a network of random weights."""

from dataclasses import replace

import numpy as np
import pytest
from making import random_model

from mineral_prune_plugin.models.from_library.featureless_floor import NOT_NAMED, with_featureless_floor
from mineral_prune_plugin.models.model_file import save
from mineral_prune_plugin.models.perceptron.forward import logits
from mineral_prune_plugin.models.reject import FEATURELESS, OTHER_MINERAL, Reject
from mineral_prune_plugin.models.train_model import identified_numbers


@pytest.fixture
def model():
    """Minerals 1, 2 and 3; 4 is another mineral, 5 featureless."""
    made = random_model(numbers=(1, 2, 3, 4, 5), hidden=(8,), seed=3)
    return replace(made, reject=Reject({4: OTHER_MINERAL, 5: FEATURELESS}))


@pytest.fixture
def spectra():
    return np.random.default_rng(1).uniform(0.1, 0.9, (4, 5_000)).astype(np.float32)


def named(model, spectra):
    return float((identified_numbers(model, spectra) > 0).mean())


def test_as_few_of_the_spectra_as_may_be_are_named_afterwards(model, spectra):
    assert named(model, spectra) > 0.3
    raised = with_featureless_floor(model, spectra)
    assert 0.5 * (1 - NOT_NAMED) < named(raised, spectra) <= 1 - NOT_NAMED + 1e-3


def test_a_model_that_reaches_it_already_is_unchanged_byte_for_byte(model, spectra, tmp_path):
    raised = with_featureless_floor(model, spectra)
    assert named(raised, spectra) <= 1 - NOT_NAMED + 1e-3
    biases = [bias.copy() for bias in raised.network.biases]
    biases[-1][4] += 1.0
    strict = replace(raised, network=replace(raised.network, biases=tuple(biases)))
    save(strict, tmp_path / "before.safetensors")
    save(with_featureless_floor(strict, spectra), tmp_path / "after.safetensors")
    assert (tmp_path / "before.safetensors").read_bytes() == (tmp_path / "after.safetensors").read_bytes()


def test_only_the_featureless_class_gains(model, spectra):
    before = model.network.biases[-1].copy()
    raised = with_featureless_floor(model, spectra)
    gain = raised.network.biases[-1] - before
    assert gain[4] > 0 and not gain[:4].any() and np.array_equal(model.network.biases[-1], before)
    scores, raised_scores = (logits(each.network, each.inputs_of(spectra))[:, :4] for each in (model, raised))
    assert np.array_equal(scores, raised_scores)  # so minerals keep their order
