# SPDX-License-Identifier: GPL-2.0-or-later
"""One battery for every criterion: to be listed in CRITERIA is to be tested."""

import dataclasses
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from mineral_prune_plugin.errors import NothingIdentified
from mineral_prune_plugin.pruning.criteria import CRITERIA
from mineral_prune_plugin.pruning.scoring import Layer, Scores, highest
from mineral_prune_plugin.pruning.threshold import above_threshold

EVERY = pytest.mark.parametrize("criterion", CRITERIA.values(), ids=CRITERIA)
REASONED = [name for name in CRITERIA if name != "random"]
OF_ZEROS = pytest.mark.parametrize("name", ["c-apoz", "apoz", "balanced"])


@st.composite
def layers(draw):
    """A Layer of up to 30 samples and 8 units with at least one sample correct."""
    samples, units = draw(st.integers(1, 30)), draw(st.integers(1, 8))
    outputs = draw(hnp.arrays(np.float32, (samples, units), elements=st.sampled_from([0.0, 0.0, 2.0**-100, 0.5, 3.0])))
    correct = draw(hnp.arrays(np.bool_, samples))
    correct[draw(st.integers(0, samples - 1))] = True
    generator = np.random.default_rng(draw(st.integers(0, 99)))
    incoming = generator.normal(size=(units, 4)).astype(np.float32)
    outgoing = generator.normal(size=(3, units)).astype(np.float32)
    return Layer(outputs, correct, generator.integers(0, 3, samples), incoming, outgoing, 5)


def of_units(layer, order):
    return replace(
        layer, outputs=layer.outputs[:, order], incoming=layer.incoming[order], outgoing=layer.outgoing[:, order]
    )


def of_samples(layer, order):
    return replace(layer, outputs=layer.outputs[order], correct=layer.correct[order], targets=layer.targets[order])


def by_eye(correct=(True, False, True, True), targets=(0, 0, 0, 1)):
    outputs = np.array([[0, 1, 0], [0, 0, 2], [3, 0, 0], [0, 4, 0]], np.float32)
    incoming = np.array([[1, -2], [0, 0.5], [-4, 0]], np.float32)
    outgoing = np.array([[1, 2, 0], [-1, 3, 1]], np.float32)
    return Layer(outputs, np.array(correct), np.array(targets), incoming, outgoing, 1)


@pytest.mark.parametrize("name", REASONED)
@given(layers(), st.randoms())
def test_permuted_units_permute_scores(name, layer, random):
    order = list(range(layer.outputs.shape[1]))
    random.shuffle(order)
    permuted = CRITERIA[name].score(of_units(layer, order)).values
    assert permuted == pytest.approx(CRITERIA[name].score(layer).values[order], rel=1e-12)


@EVERY
@given(layers(), st.randoms())
def test_the_order_of_the_samples_is_no_matter(criterion, layer, random):
    order = list(range(len(layer.outputs)))
    random.shuffle(order)
    shuffled, plain = criterion.score(of_samples(layer, order)), criterion.score(layer)
    assert shuffled.amounts.tolist() == plain.amounts.tolist() and shuffled.over == plain.over


@EVERY
@given(layers())
def test_a_layer_has_a_finite_score_for_each_unit(criterion, layer):
    values = criterion.score(layer).values
    assert values.shape == (layer.outputs.shape[1],) and values.dtype == np.float64 and np.isfinite(values).all()


@pytest.mark.parametrize("name", ["c-apoz", "apoz"])
@given(layers())
def test_zeros_are_counted_in_whole_numbers(name, layer):
    scores = CRITERIA[name].score(layer)
    assert scores.amounts.dtype == np.int64 and (scores.amounts <= scores.over).all()


@OF_ZEROS
@given(layers())
def test_scores_of_zeros_are_shares_and_a_dead_unit_has_the_highest(name, layer):
    layer.outputs[:, 0] = 0
    values = CRITERIA[name].score(layer).values
    assert ((values >= 0) & (values <= 1)).all()
    assert values[0] == 1 == values.max()


@EVERY
def test_a_criterion_is_frozen(criterion):
    with pytest.raises(dataclasses.FrozenInstanceError):
        criterion.samples = 1


@given(layers())
def test_c_apoz_is_apoz_of_the_correct_samples(layer):
    c_apoz = CRITERIA["c-apoz"].score(layer)
    apoz = CRITERIA["apoz"].score(of_samples(layer, layer.correct))
    assert c_apoz.amounts.tolist() == apoz.amounts.tolist() and c_apoz.over == apoz.over == layer.correct.sum()


@given(layers())
def test_with_one_class_only_balanced_is_c_apoz(layer):
    one_class = replace(layer, targets=np.zeros_like(layer.targets))
    balanced, plain = (CRITERIA[name].score(one_class).values for name in ("balanced", "c-apoz"))
    assert balanced == pytest.approx(plain, abs=1e-12)


@pytest.mark.parametrize("name", ["c-apoz", "balanced"])
def test_without_a_correct_sample_there_is_nothing_to_count(name):
    with pytest.raises(NothingIdentified) as refused:
        CRITERIA[name].score(by_eye(correct=[False] * 4))
    assert refused.value.facts == {"samples": 4}
    assert CRITERIA["apoz"].score(by_eye(correct=[False] * 4)).amounts.tolist() == [3, 2, 3]


@pytest.mark.parametrize(
    "name, expected",
    [
        ("apoz", [0.75, 0.5, 0.75]),
        ("c-apoz", [2 / 3, 1 / 3, 1.0]),
        ("balanced", [(1 / 2 + 1) / 2, (1 / 2 + 0) / 2, 1.0]),  # classes of two samples and of one
        ("l1", [-3, -0.5, -4]),
        ("contribution", [-2 / 8, -5 / 8, -1 / 8]),
    ],
)
def test_four_samples_of_three_units_scored_by_eye(name, expected):
    assert CRITERIA[name].score(by_eye()).values == pytest.approx(expected, rel=1e-12)


def test_equal_balanced_scores_are_equal_whatever_the_classes_they_come_from():
    outputs = np.ones((30, 4), np.float32)
    outputs[[0, 10, 11], 0] = 0  # a tenth and two tenths of two classes of ten
    outputs[[0, 1, 2], 1:] = 0  # three tenths of one
    layer = replace(by_eye(), outputs=outputs, correct=np.ones(30, bool), targets=np.repeat([0, 1, 2], 10))
    scores = CRITERIA["balanced"].score(layer)
    assert len(set(scores.values.tolist())) == 1
    assert above_threshold(scores.amounts) == [False] * 4


def test_chance_is_the_same_for_the_same_seed_only():
    first, same, second = (CRITERIA["random"].score(replace(by_eye(), seed=seed)).values for seed in (1, 1, 2))
    assert first.tolist() == same.tolist() != second.tolist()


def test_the_highest_go_and_of_equal_ones_the_first():
    assert highest(Scores(np.array([3, 9, 7, 9])), 1).tolist() == [False, True, False, False]
    assert highest(Scores(np.array([0.5, -0.1, 0.7])), 2).tolist() == [True, False, True]
    assert not highest(Scores(np.array([1, 1])), 0).any()
