# SPDX-License-Identifier: GPL-2.0-or-later
"""Intervals of counted shares against published ones."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mineral_prune_plugin.assessment.proportion import Proportion, wilson


# Newcombe 1998, Statistics in Medicine 17, 857-872, Table I, method 3.
@pytest.mark.parametrize(
    "successes, n, low, high",
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_gives_the_published_intervals(successes, n, low, high):
    assert wilson(successes, n) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))
    assert Proportion(successes, n).interval() == wilson(successes, n)


@pytest.mark.parametrize("n", [9, 21, 26, 36, 49, 51])
def test_rounding_takes_no_interval_below_0_or_above_1(n):
    assert wilson(0, n)[0] == 0.0 and wilson(n, n)[1] == 1.0


def test_without_a_trial_there_is_no_interval_and_of_a_single_trial_there_is():
    assert all(math.isnan(end) for end in wilson(0, 0))
    assert wilson(0, 1) == (0.0, pytest.approx(0.7935, abs=5e-5))  # z^2 / (1 + z^2), by hand
    assert wilson(1, 1) == (pytest.approx(0.2065, abs=5e-5), 1.0)


@given(st.integers(0, 10**9).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), st.floats(0.01, 0.999))
def test_wilson_holds_the_proportion_and_stays_within_0_and_1(trial, confidence):
    successes, n = trial
    low, high = wilson(successes, n, confidence)
    if n == 0:
        assert math.isnan(low) and math.isnan(high) and math.isnan(Proportion(0, 0).value)
    else:
        assert 0 <= low <= successes / n <= high <= 1


@given(st.integers(1, 10**6).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_of_the_failures_is_the_mirror_image(trial):
    successes, n = trial
    low, high = wilson(successes, n)
    assert wilson(n - successes, n) == (pytest.approx(1 - high, abs=1e-12), pytest.approx(1 - low, abs=1e-12))
