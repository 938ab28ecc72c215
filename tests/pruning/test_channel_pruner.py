# SPDX-License-Identifier: GPL-2.0-or-later
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mineral_prune_plugin.errors import NothingIdentified
from mineral_prune_plugin.pruning.channel_pruner import as_layer, dropped_after, inputs_off
from mineral_prune_plugin.pruning.criteria import CRITERIA
from mineral_prune_plugin.pruning.scoring import Scores

percents = st.integers(0, 99)


@given(st.integers(1, 40), st.integers(1, 6), percents, st.data())
def test_stage_by_stage_more_inputs_go_and_none_comes_back(inputs, stages, percent, data):
    off = np.zeros(inputs, dtype=bool)
    for stage in range(1, stages + 1):
        # Few different scores, so that there are ties.
        drawn = data.draw(st.lists(st.integers(0, 3), min_size=inputs, max_size=inputs))
        amounts = np.array(drawn)
        after = dropped_after(Scores(amounts), off, stage, stages, percent / 100)
        wanted = int(Fraction(percent * stage, 100 * stages) * inputs)
        assert after.sum() == min(wanted, inputs - 1)
        assert (after >= off).all()
        gone, left = np.flatnonzero(after & ~off), np.flatnonzero(~after)
        for place in gone:  # by score, then by index
            assert all((-amounts[place], place) < (-amounts[kept], kept) for kept in left)
        off = after


def test_seven_tenths_of_ten_are_seven():
    assert [inputs_off(10, stage, 7, 0.7) for stage in range(8)] == list(range(8))


def test_contribution_is_the_share_of_the_kernels_that_read_a_map():
    weight = np.zeros((2, 3, 3, 3), dtype=np.float32)
    weight[0, 0, 1, 1], weight[1, 0, 0, 2], weight[1, 2, 2, 2] = -1, 2, 1
    scores = CRITERIA["contribution"].score(layer(weight))
    np.testing.assert_allclose(scores.values, [-0.75, 0, -0.25])


def test_apoz_of_a_map_is_its_share_of_zeros_and_c_apoz_that_over_identified_images():
    maps = np.ones((2, 3, 2, 2), dtype=np.float32)
    maps[0, 1] = 0  # all four pixels of the image that is identified
    maps[1, 2, 0] = 0  # two of the other
    read = layer(np.ones((1, 3, 1, 1), dtype=np.float32), maps, np.array([True, False]))
    np.testing.assert_allclose(CRITERIA["apoz"].score(read).values, [0, 4 / 8, 2 / 8])
    np.testing.assert_allclose(CRITERIA["c-apoz"].score(read).values, [0, 1, 0])


def test_c_apoz_without_an_identified_image_says_so():
    with pytest.raises(NothingIdentified):
        CRITERIA["c-apoz"].score(layer(np.ones((1, 3, 1, 1), dtype=np.float32), correct=np.zeros(2, dtype=bool)))


@given(st.permutations(range(5)), st.sampled_from(["contribution", "apoz", "c-apoz", "balanced"]))
def test_maps_in_another_order_have_their_scores_in_that_order(order, name):
    generator = np.random.default_rng(3)
    weight = generator.normal(size=(2, 5, 3, 3)).astype(np.float32)
    maps = np.maximum(generator.normal(size=(4, 5, 3, 2)), 0).astype(np.float32)
    correct = np.array([True, False, True, True])
    scores = CRITERIA[name].score(layer(weight, maps, correct)).values
    moved = CRITERIA[name].score(layer(weight[:, order], maps[:, order], correct)).values
    np.testing.assert_allclose(moved, scores[list(order)], rtol=1e-12)


def layer(weight, maps=None, correct=None):
    maps = np.ones((2, weight.shape[1], 2, 2), dtype=np.float32) if maps is None else maps
    correct = np.ones(len(maps), dtype=bool) if correct is None else correct
    return as_layer(weight, maps, correct, np.arange(len(maps)), 1)
