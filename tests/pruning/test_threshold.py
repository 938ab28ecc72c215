# SPDX-License-Identifier: GPL-2.0-or-later
"""The threshold against exact rational arithmetic: mean + population standard deviation, ties and all."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mineral_prune_plugin.pruning.threshold import above_threshold, threshold

N = 10_000_000
few_values = st.lists(st.sampled_from([0, 1, 2, 239, 240, N]), min_size=1, max_size=40)
any_values = st.lists(st.integers(0, N), min_size=1, max_size=40)
with_a_low_count = st.tuples(st.integers(0, 50), st.integers(1, 30), st.integers(0, N)).map(
    lambda t: [t[0]] + [t[2]] * t[1]
)
zero_counts = st.one_of(few_values, any_values, with_a_low_count)


def exact(zeros, samples):
    """z > mean + deviation as z > mean and (z - mean)^2 > variance, over shares of the samples, in fractions."""
    return exact_of(Fraction(zero, samples) for zero in zeros)


def exact_of(scores):
    scores = list(scores)
    mean = sum(scores) / len(scores)
    variance = sum((score - mean) ** 2 for score in scores) / len(scores)
    return [score > mean and (score - mean) ** 2 > variance for score in scores]


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=40))
@example([0.1, 0.2, 0.3, 0.1 + 0.2])
@example([-1e-300, 1e300])
def test_real_scores_are_compared_as_exactly(scores):
    assert above_threshold(scores) == above_threshold(np.array(scores)) == exact_of(map(Fraction, scores))


@given(zero_counts)
@example([5])
@example([0, 0, 0])
@example([700] * 9)
@example([3, 7])
@example([0, 0, 1, 1])
@example([0, 0, 0, N, N, N])
@example([100, 100, 100, 100, 700])
def test_the_decision_is_that_of_exact_arithmetic(zeros):
    assert above_threshold(zeros) == exact(zeros, N)
    assert above_threshold(np.array(zeros, np.int64)) == exact(zeros, N)


@given(zero_counts, st.integers(1, 1000))
def test_the_number_of_samples_is_no_matter(zeros, times):
    assert above_threshold(zeros) == above_threshold([zero * times for zero in zeros])


@given(zero_counts)
def test_equal_counts_share_their_fate_and_a_higher_one_goes_first(zeros):
    goes = above_threshold(zeros)
    for zero, gone in zip(zeros, goes):
        if gone:
            assert all(also for also, count in zip(goes, zeros) if count >= zero)


@given(zero_counts)
def test_strictly_fewer_than_half_go(zeros):
    assert 2 * sum(above_threshold(zeros)) < len(zeros)


@given(zero_counts, st.randoms())
def test_the_order_of_the_neurons_is_no_matter(zeros, random):
    order = list(range(len(zeros)))
    random.shuffle(order)
    shuffled = above_threshold([zeros[index] for index in order])
    assert shuffled == [above_threshold(zeros)[index] for index in order]


@given(zero_counts)
def test_the_threshold_shown_is_mean_plus_deviation(zeros):
    scores = np.array(zeros) / N
    assert threshold(zeros, N) == pytest.approx(scores.mean() + scores.std(), abs=1e-12)


@pytest.mark.parametrize(
    ("zeros", "goes"),
    [
        ([9], [False]),  # one neuron never goes
        ([0, 9], [False, False]),  # of two, the higher is at the threshold, not above it
        ([4, 4, 4], [False, False, False]),
        ([0, 0, 9], [False, False, True]),  # mean 3, deviation 4.24
        ([0, 0, 0, 9, 9], [False, False, False, True, True]),  # mean 3.6, deviation 4.41
        ([0, 0, 9, 9], [False] * 4),  # mean 4.5, deviation 4.5
        ([240, 10, 12, 11, 9, 10], [True] + [False] * 5),  # a dead neuron
        ([1, 1, 1, 1, 6], [False] * 4 + [True]),  # mean 2, deviation 2: 6 > 4
        ([0.0, 0.0, 0.25], [False, False, True]),  # shares lie closer together than counts: mean 0.083, deviation 0.118
        ([0.5, 0.5, 0.25], [False, False, False]),  # far below the mean is not above it
    ],
)
def test_layers_worked_by_hand(zeros, goes):
    assert above_threshold(zeros) == goes


def test_a_tie_that_floating_point_gets_wrong_is_decided_exactly():
    wrong = 0
    for n in range(2, 30, 2):
        zeros = [0] * (n // 2) + [7] * (n // 2)  # exactly at mean + deviation: stays
        assert above_threshold(zeros) == [False] * n
        scores = np.array(zeros) / 700
        wrong += (scores > scores.mean() + scores.std()).any()
    assert wrong > 0  # the danger is real
