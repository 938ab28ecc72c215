# SPDX-License-Identifier: GPL-2.0-or-later
"""A reject loses a bounded share of the validation samples, by the biases of its classes alone."""

from dataclasses import replace

import numpy as np
import pytest
from making import random_model

from mineral_prune_plugin.models.from_samples.measured_reject import MOST_LOST, with_measured_reject
from mineral_prune_plugin.models.perceptron.forward import logits
from mineral_prune_plugin.models.reject import FEATURELESS, OTHER_MINERAL, UNLIKE, Reject
from mineral_prune_plugin.models.train_model import identified_numbers


@pytest.fixture
def model():
    """Minerals 1, 2 and 3; the others are rejects, which get far too much."""
    made = random_model(numbers=(1, 2, 3, 4, 5), hidden=(8,), seed=3)
    biases = [bias.copy() for bias in made.network.biases]
    biases[-1][3:] += 2.0
    network = replace(made.network, biases=tuple(biases))
    return replace(made, network=network, reject=Reject({4: OTHER_MINERAL, 5: FEATURELESS}, None))


def drawn(n, seed):
    return np.random.default_rng(seed).uniform(0.1, 0.9, (4, n)).astype(np.float32)


def lost(model, spectra):
    return float((identified_numbers(model, spectra) == 0).mean())


def test_no_more_than_twice_the_share_is_lost(model):
    known, featureless = drawn(2_000, 1), drawn(3_000, 2)
    assert lost(model, known) > 0.25
    measured = with_measured_reject(model, known, featureless)
    assert MOST_LOST < lost(measured, known) <= 2 * MOST_LOST
    assert np.array_equal(measured.network.biases[-1][:3], model.network.biases[-1][:3])


def test_a_second_time_it_changes_nothing(model):
    known, featureless = drawn(2_000, 1), drawn(3_000, 2)
    once = with_measured_reject(model, known, featureless)
    twice = with_measured_reject(once, known, featureless)
    assert np.allclose(twice.network.biases[-1], once.network.biases[-1], atol=1e-5)
    assert np.array_equal(identified_numbers(twice, known), identified_numbers(once, known))


def test_featureless_spectra_are_left_unnamed_where_no_sample_is_near_them(model):
    """Samples that the model is sure of leave room for the floor."""
    model, spectra = replace(model, reject=Reject({5: FEATURELESS}, None)), drawn(5_000, 1)
    scores = logits(model.network, model.inputs_of(spectra))
    margins = scores[:, :4].max(axis=1) - scores[:, 4]
    sure = np.ascontiguousarray(spectra[:, margins > np.quantile(margins, 0.95)])
    near = np.ascontiguousarray(spectra[:, margins < np.quantile(margins, 0.9)])
    assert lost(model, near) < 0.9
    measured = with_measured_reject(model, sure, near)
    assert lost(measured, sure) == 0 and 0.985 < lost(measured, near) < 1


def test_rejects_that_lose_little_are_left_as_they_are(model):
    biases = [bias.copy() for bias in model.network.biases]
    biases[-1][3:] -= 100.0
    mild = replace(model, network=replace(model.network, biases=tuple(biases)))
    measured = with_measured_reject(mild, drawn(2_000, 1), drawn(3_000, 2))
    assert measured.network.biases[-1][3] == mild.network.biases[-1][3]
    assert measured.network.biases[-1][4] > mild.network.biases[-1][4]  # the floor, as far as the samples allow
    assert 0 < lost(measured, drawn(2_000, 1)) <= MOST_LOST


@pytest.mark.parametrize("kinds", [{5: FEATURELESS}, {4: UNLIKE, 5: OTHER_MINERAL}], ids=["featureless", "others"])
def test_a_model_that_has_some_of_the_kinds_alone_is_measured_too(model, kinds):
    measured = with_measured_reject(replace(model, reject=Reject(kinds, None)), drawn(2_000, 1), drawn(3_000, 2))
    assert 0 < lost(measured, drawn(2_000, 1)) <= MOST_LOST
