# SPDX-License-Identifier: GPL-2.0-or-later
"""One battery for every criterion: to be listed in CRITERIA is to be tested."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from mineral_prune_plugin.errors import NothingIdentified
from mineral_prune_plugin.pruning.criteria import CRITERIA
from mineral_prune_plugin.pruning.settings import CRITERION_NAMES

EVERY = pytest.mark.parametrize("criterion", CRITERIA.values(), ids=CRITERIA)


@st.composite
def layers(draw):
    """(outputs after ReLU (n_samples, n_units) float32, correct (n_samples,) with at least one True)."""
    shape = draw(st.integers(1, 30)), draw(st.integers(1, 8))
    outputs = draw(hnp.arrays(np.float32, shape, elements=st.sampled_from([0.0, 0.0, 2.0**-100, 0.5, 3.0])))
    correct = draw(hnp.arrays(np.bool_, shape[0]))
    correct[draw(st.integers(0, shape[0] - 1))] = True
    return outputs, correct


def test_every_choice_of_the_dialog_is_a_criterion():
    assert set(CRITERION_NAMES) == set(CRITERIA)


@EVERY
@given(layers(), st.randoms())
def test_permuted_units_permute_counts(criterion, layer, random):
    outputs, correct = layer
    order = list(range(outputs.shape[1]))
    random.shuffle(order)
    assert (
        criterion.count(outputs[:, order], correct).zeros.tolist()
        == criterion.count(outputs, correct).zeros[order].tolist()
    )


@EVERY
@given(layers(), st.randoms())
def test_the_order_of_the_samples_is_no_matter(criterion, layer, random):
    outputs, correct = layer
    order = list(range(len(outputs)))
    random.shuffle(order)
    one, other = criterion.count(outputs[order], correct[order]), criterion.count(outputs, correct)
    assert one.zeros.tolist() == other.zeros.tolist() and one.samples == other.samples


@EVERY
@given(layers(), layers())
def test_counts_of_batches_add_up(criterion, first, second):
    units = min(first[0].shape[1], second[0].shape[1])
    batches = [(outputs[:, :units], correct) for outputs, correct in (first, second)]
    counts = [criterion.count(*batch) for batch in batches]
    together = criterion.count(*(np.concatenate(part) for part in zip(*batches)))
    assert together.zeros.tolist() == (counts[0].zeros + counts[1].zeros).tolist()
    assert together.samples == counts[0].samples + counts[1].samples


@EVERY
@given(layers())
def test_counts_are_whole_numbers_and_scores_are_shares(criterion, layer):
    counts = criterion.count(*layer)
    assert counts.zeros.dtype == np.int64 and counts.zeros.shape == (layer[0].shape[1],)
    assert ((counts.scores >= 0) & (counts.scores <= 1)).all() and counts.scores.dtype == np.float64


@EVERY
@given(layers())
def test_a_dead_unit_has_the_highest_score(criterion, layer):
    outputs, correct = layer
    outputs[:, 0] = 0
    scores = criterion.count(outputs, correct).scores
    assert scores[0] == 1 == scores.max()


@EVERY
def test_a_criterion_is_frozen(criterion):
    with pytest.raises(dataclasses.FrozenInstanceError):
        criterion.samples = 1


@given(layers())
def test_with_all_samples_correct_c_apoz_is_apoz(layer):
    outputs, correct = layer
    one, other = (CRITERIA[name].count(outputs, np.ones_like(correct)) for name in ("c-apoz", "apoz"))
    assert one.zeros.tolist() == other.zeros.tolist() and one.samples == other.samples


@given(layers())
def test_c_apoz_is_apoz_of_the_correct_samples(layer):
    outputs, correct = layer
    one = CRITERIA["c-apoz"].count(outputs, correct)
    other = CRITERIA["apoz"].count(outputs[correct], correct[correct])
    assert one.zeros.tolist() == other.zeros.tolist() and one.samples == other.samples == correct.sum()


def test_without_a_correct_sample_c_apoz_has_nothing_to_count():
    with pytest.raises(NothingIdentified) as refused:
        CRITERIA["c-apoz"].count(np.zeros((6, 2), np.float32), np.zeros(6, bool))
    assert refused.value.facts == {"samples": 6}
    assert CRITERIA["apoz"].count(np.zeros((6, 2), np.float32), np.zeros(6, bool)).zeros.tolist() == [6, 6]


def test_four_samples_of_three_units_counted_by_eye():
    outputs = np.array([[0, 1, 0], [0, 0, 2], [3, 0, 0], [0, 4, 0]], np.float32)
    correct = np.array([True, False, True, True])
    assert CRITERIA["apoz"].count(outputs, correct).scores.tolist() == [0.75, 0.5, 0.75]
    assert CRITERIA["c-apoz"].count(outputs, correct).scores.tolist() == [2 / 3, 1 / 3, 1.0]
