# SPDX-License-Identifier: GPL-2.0-or-later
"""Two identifications of the same samples, against published tests and intervals."""

import math
import time
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mineral_prune_plugin.assessment.pairing import PairedComparison, mcnemar, paired


# Fagerland, Lydersen and Laake 2014, Statistics in Medicine 33, 2850-2875: airway hyper-responsiveness (Bentur 2009);
# their 2013 paper has the exact p-values of it and of complete response (Cavo 2012).
@pytest.mark.parametrize("only_a, only_b, p", [(1, 7, 0.0703), (6, 16, 0.0525)])
def test_mcnemar_gives_the_published_p_values(only_a, only_b, p):
    assert mcnemar(only_a, only_b) == pytest.approx(p, abs=5e-5)


@pytest.mark.parametrize(
    "only_a, only_b, p",
    [(0, 0, 1), (1, 0, 1), (0, 2, 0.5), (1, 3, 0.625), (1, 4, 0.375), (2, 4, 0.6875), (0, 5, 0.0625), (4, 4, 1)],
)
def test_mcnemar_worked_by_hand(only_a, only_b, p):
    assert mcnemar(only_a, only_b) == p


@given(st.integers(0, 400), st.integers(0, 400))
def test_mcnemar_is_the_nearest_float_to_the_sum_of_all_outcomes_as_uneven(only_a, only_b):
    n, apart = only_a + only_b, abs(only_a - only_b)
    as_uneven = sum(math.comb(n, k) for k in range(n + 1) if abs(n - 2 * k) >= apart)
    assert mcnemar(only_a, only_b) == float(Fraction(as_uneven, 2**n)) == mcnemar(only_b, only_a)


def test_mcnemar_falls_to_the_smallest_float_and_then_to_0():
    assert mcnemar(0, 1074) == float(Fraction(2, 2**1074)) > 0
    assert mcnemar(0, 1076) == mcnemar(0, 10**9) == mcnemar(20_000, 80_000) == 0.0


@pytest.mark.parametrize("only_a, only_b", [(49_500, 50_500), (44_000, 56_000), (49_999, 50_001)])
def test_mcnemar_of_100_000_discordant_pairs_takes_no_time_to_speak_of(only_a, only_b):
    began, n = time.process_time(), only_a + only_b
    p = mcnemar(only_a, only_b)
    assert time.process_time() - began < 5
    logarithms = (math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1) for k in range(only_a + 1))
    assert p == pytest.approx(math.fsum(2 * math.exp(x - n * math.log(2)) for x in logarithms), rel=1e-6, abs=1e-300)


# Newcombe 1998, Statistics in Medicine 17, 2635-2650, method 10; Fagerland 2014, where it is called square-and-add, and
# 2017, Statistical Analysis of Contingency Tables, chapter 8: complete response (Cavo 2012).
@pytest.mark.parametrize(
    "counts, difference, low, high",
    [
        ((36, 12, 2, 0), 0.2, 0.0569, 0.3404),
        ((1, 1, 7, 12), -6 / 21, -0.507, -0.026),
        ((59, 6, 16, 80), -10 / 161, -0.1186, -0.0046),
    ],
)
def test_the_interval_of_a_paired_difference_is_the_published_one(counts, difference, low, high):
    compared = PairedComparison(*counts)
    assert compared.difference == pytest.approx(difference)
    assert compared.interval() == (pytest.approx(low, abs=5e-4), pytest.approx(high, abs=5e-4))


# By hand from the Wilson intervals of 0 and 1 of 1, 1 of 2, 5 and 10 of 10: (0, 0.7935), (0.2065, 1), (0.0945, 0.9055),
# (0.2366, 0.7634), (0.7225, 1). There is no correlation, or what there is falls to the correction for continuity.
@pytest.mark.parametrize(
    "counts, low, high",
    [
        ((5, 5, 0, 0), 0.5 - math.hypot(0.2775, 0.2634), 0.5 + 0.2634),
        ((0, 0, 5, 5), -0.5 - 0.2634, -0.5 + math.hypot(0.2775, 0.2634)),
        ((1, 0, 0, 0), -0.7935, 0.7935),
        ((1, 0, 0, 1), -math.hypot(0.4055, 0.4055), math.hypot(0.4055, 0.4055)),
    ],
)
def test_without_correlation_the_arms_of_both_accuracies_join_as_the_sides_of_a_right_angle(counts, low, high):
    assert PairedComparison(*counts).interval() == (pytest.approx(low, abs=2e-4), pytest.approx(high, abs=2e-4))


four_counts = st.tuples(*[st.integers(0, 5000)] * 4)


@given(four_counts, st.floats(0.5, 0.999))
def test_the_interval_holds_the_difference_and_turns_round_with_the_models(counts, confidence):
    compared = PairedComparison(*counts)
    swapped = PairedComparison(counts[0], counts[2], counts[1], counts[3])
    low, high = compared.interval(confidence)
    if compared.n == 0:
        assert math.isnan(low) and math.isnan(high) and math.isnan(compared.difference)
    else:
        assert -1 <= low <= compared.difference <= high <= 1
        mirrored = [-end for end in reversed(swapped.interval(confidence))]
        assert mirrored == [pytest.approx(low, abs=1e-12), pytest.approx(high, abs=1e-12)]
        gained = compared.accuracy_a.value - compared.accuracy_b.value
        assert compared.difference == pytest.approx(gained, abs=1e-12)
    assert compared.p_value == swapped.p_value


@given(st.lists(st.tuples(*[st.sampled_from([2, 5, 9])] * 3), max_size=60))
def test_each_sample_is_in_one_of_the_four_counts(samples):
    compared = paired(*np.array(samples, int).reshape(-1, 3).T)
    right = [(a == truth, b == truth) for truth, a, b in samples]
    cells = [right.count(pair) for pair in ((True, True), (True, False), (False, True), (False, False))]
    assert compared == PairedComparison(*cells) and compared.n == len(samples)


def test_samples_that_a_model_leaves_unclassified_are_wrong_and_counted():
    reference, first, second = np.array([[1, 1, 1, 2, 2, 0], [1, 0, 2, 0, 2, 0], [1, 1, 0, 0, 0, 1]])
    compared = paired(reference, first, second)
    assert compared == PairedComparison(1, 2, 1, 2, unclassified_a=2, unclassified_b=3)
    assert compared.n == 6
