# SPDX-License-Identifier: GPL-2.0-or-later
"""How numbers of samples are shared out where minerals have fewer pixels, or very different ones."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mineral_prune_plugin.classes import with_colours
from mineral_prune_plugin.errors import TooFewPixels
from mineral_prune_plugin.raster.label_notices import FewerSamples, SplitWithoutMineral
from mineral_prune_plugin.samples.allotment import allotted, shortages
from mineral_prune_plugin.samples.class_counts import ALL, AMOUNTS, EXACT, PROPORTIONAL, UP_TO

MINERALS = with_colours(enumerate(("alunite", "calcite"), 1))
REQUESTED = np.array([[100, 100], [100, 100], [240, 240]])

cases = st.integers(1, 6).flatmap(
    lambda n: st.tuples(
        st.lists(st.lists(st.integers(0, 500), min_size=n, max_size=n), min_size=3, max_size=3).map(np.array),
        st.lists(st.integers(1, 10**7), min_size=n, max_size=n).map(np.array),
        st.sampled_from(AMOUNTS),
    )
)


@given(cases)
def test_no_class_gives_more_than_it_has_and_none_is_forgotten(case):
    requested, available, amount = case
    drawn = allotted(requested, available, amount)
    assert drawn.shape == requested.shape and (drawn >= 0).all()
    if amount == EXACT:
        assert (drawn == requested).all()
        return
    assert (drawn.sum(axis=0) <= available).all()
    if amount == UP_TO:
        assert (drawn.sum(axis=0) == np.minimum(requested.sum(axis=0), available)).all()
        assert (drawn[:, requested.sum(axis=0) <= available] == requested[:, requested.sum(axis=0) <= available]).all()
    if amount == PROPORTIONAL:
        assert drawn.sum() <= requested.sum()
    if amount == ALL:
        assert (drawn.sum(axis=0) == np.where(requested.any(axis=0), available, 0)).all()
    enough = drawn.sum(axis=0) >= 3
    if amount != PROPORTIONAL:
        assert (drawn[:, enough][requested[:, enough] > 0] > 0).all()


@pytest.mark.parametrize(
    "amount, drawn",
    [
        (UP_TO, [[100, 10], [100, 10], [240, 24]]),
        (EXACT, [[100, 100], [100, 100], [240, 240]]),
        (PROPORTIONAL, [[199, 1], [199, 1], [478, 2]]),
        (ALL, [[2273, 10], [2273, 10], [5454, 24]]),
    ],
)
def test_a_rare_mineral_beside_a_common_one(amount, drawn):
    assert allotted(REQUESTED, [10_000, 44], amount).tolist() == drawn


def test_fewer_than_requested_is_told_by_mineral_and_split():
    drawn = np.array([[100, 3], [100, 0], [240, 0]])
    fewer, no_validation, no_test = shortages(MINERALS, REQUESTED, drawn, UP_TO, False)
    assert isinstance(fewer, FewerSamples) and fewer.facts == {"minerals": "calcite 3 / 0 / 0"}
    assert [type(notice) for notice in (no_validation, no_test)] == [SplitWithoutMineral] * 2
    assert no_test.facts == {"split": "test", "minerals": "calcite"}
    assert shortages(MINERALS, REQUESTED, REQUESTED, UP_TO, False) == []


@pytest.mark.parametrize("grouped, named", [(False, "calcite 3 of 440"), (True, "calcite validation 0 of 100")])
def test_exact_numbers_that_are_not_there_are_refused(grouped, named):
    with pytest.raises(TooFewPixels) as refused:
        shortages(MINERALS, REQUESTED, np.array([[100, 3], [100, 0], [240, 0]]), EXACT, grouped)
    assert named in refused.value.facts["shortages"] and "alunite" not in refused.value.facts["shortages"]
