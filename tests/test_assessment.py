# SPDX-License-Identifier: GPL-2.0-or-later
"""The accuracies against published tables, and what must hold of any table."""

import math
import time
from collections.abc import Hashable
from dataclasses import FrozenInstanceError, replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from mineral_prune_plugin.assessment import (
    Confusion,
    PairedComparison,
    Proportion,
    confusion,
    confusion_of_pairs,
    mcnemar,
    paired,
    wilson,
)
from mineral_prune_plugin.classes import with_colour
from mineral_prune_plugin.errors import UnknownClassNumber

THREE = (with_colour(2, "alunite"), with_colour(5, "calcite"), with_colour(9, "halloysite"))


def of_counts(counts, unclassified=None):
    counts = np.array(counts, dtype=np.int64)
    classes = tuple(with_colour(k + 1, f"class {k + 1}") for k in range(len(counts)))
    none = np.zeros(len(counts), dtype=np.int64)
    return Confusion(classes, counts, none if unclassified is None else np.array(unclassified, dtype=np.int64))


class_numbers = st.sampled_from([0, 2, 5, 9])
pairs = st.lists(st.tuples(class_numbers, class_numbers), max_size=60).map(lambda p: np.array(p, int).reshape(-1, 2))
tables = hnp.arrays(np.int64, st.integers(1, 5).map(lambda n: (n, n)), elements=st.integers(0, 1000))


@given(pairs)
def test_pixels_that_are_counted_already_give_the_confusion_of_the_pixels(found):
    counted = np.zeros((256, 256), np.int64)
    np.add.at(counted, (found[:, 0], found[:, 1]), 1)
    assert confusion_of_pairs(THREE, counted) == confusion(found[:, 0], found[:, 1], THREE)
    assert confusion_of_pairs(THREE, counted, 7).without_map == 7


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


def test_congalton_1991_is_reproduced():
    # Remote Sensing of Environment 37, 35-46, Table 1 (four land covers); its rows are the map, ours the reference.
    table = of_counts(np.transpose([[65, 4, 22, 24], [6, 81, 5, 8], [0, 11, 85, 19], [4, 7, 3, 90]]))
    assert table.overall_accuracy == Proportion(321, 434)
    assert [round(100 * p.value) for p in table.producers_accuracy] == [87, 79, 74, 64]
    assert [round(100 * p.value) for p in table.users_accuracy] == [57, 81, 74, 87]
    assert table.kappa == pytest.approx(0.65, abs=0.005)


@pytest.mark.parametrize(
    "counts, kappa",
    [
        ([[20, 5], [10, 15]], 0.4),
        ([[7, 0], [0, 3]], 1.0),
        ([[0, 5], [5, 0]], -1.0),
        ([[5, 5], [5, 5]], 0.0),
        ([[8, 0], [0, 0]], 1.0),  # p_e = 1
        ([[0, 8], [0, 0]], 0.0),
        ([[1, 0], [0, 0]], 1.0),
    ],
)
def test_kappa_of_tables_worked_by_hand(counts, kappa):
    assert of_counts(counts).kappa == pytest.approx(kappa, abs=1e-12)


@given(tables)
def test_kappa_is_between_minus_1_and_1(counts):
    kappa = of_counts(counts).kappa
    assert math.isnan(kappa) if counts.sum() == 0 else -1 <= kappa <= 1


@given(st.integers(1, 5).flatmap(lambda n: st.tuples(hnp.arrays(np.int64, (n, n), elements=st.integers(0, 99)),
                                                     st.permutations(range(n)))))  # fmt: skip
def test_the_order_of_the_classes_is_no_matter(case):
    counts, order = case
    table, permuted = of_counts(counts), of_counts(counts[np.ix_(order, order)])
    assert table.overall_accuracy == permuted.overall_accuracy
    assert table.kappa == permuted.kappa or (math.isnan(table.kappa) and math.isnan(permuted.kappa))
    assert [table.producers_accuracy[k] for k in order] == list(permuted.producers_accuracy)
    assert [table.users_accuracy[k] for k in order] == list(permuted.users_accuracy)


@given(pairs, pairs)
def test_confusions_of_two_parts_add_up_to_that_of_the_whole(first, second):
    whole = np.concatenate([first, second])
    parts = [confusion(part[:, 0], part[:, 1], THREE) for part in (first, second)]
    assert parts[0] + parts[1] == confusion(whole[:, 0], whole[:, 1], THREE)


def test_all_counts_of_two_confusions_add_up():
    first = replace(of_counts([[3, 1], [0, 2]], [1, 0]), without_reference=4, without_map=5)
    second = replace(of_counts([[1, 1], [2, 0]], [0, 3]), without_reference=2, without_map=7)
    assert first + second == replace(of_counts([[4, 2], [2, 2]], [1, 3]), without_reference=6, without_map=12)


@given(pairs, st.permutations(THREE))
def test_every_pixel_is_counted_once(pixels, classes):
    table = confusion(pixels[:, 0], pixels[:, 1], classes)
    assert table.counts.sum() + table.unclassified.sum() + table.without_reference == len(pixels)
    assert table.correct == np.sum((pixels[:, 0] == pixels[:, 1]) & (pixels[:, 0] > 0))
    assert table.counts.dtype == table.unclassified.dtype == np.int64


def test_a_map_of_12_pixels_counted_by_eye():
    reference = np.array([[2, 2, 2, 5], [5, 5, 9, 9], [0, 0, 2, 9]], dtype=np.uint8)
    identified = np.array([[2, 2, 5, 5], [5, 0, 9, 2], [2, 0, 0, 0]], dtype=np.uint8)
    on_map = np.array([[1, 1, 1, 1], [1, 1, 1, 1], [1, 0, 0, 0]], dtype=bool)
    table = confusion(reference, identified, THREE, on_map)
    assert table.counts.tolist() == [[2, 1, 0], [0, 2, 0], [1, 0, 1]]
    assert table.unclassified.tolist() == [0, 1, 0]
    assert (table.without_reference, table.without_map) == (1, 2)
    assert table.overall_accuracy == Proportion(5, 7)
    assert table.overall_accuracy_all == Proportion(5, 8)
    assert table.producers_accuracy == (Proportion(2, 3), Proportion(2, 3), Proportion(1, 2))
    assert table.users_accuracy == (Proportion(2, 3), Proportion(2, 3), Proportion(1, 1))


def test_no_pixels_give_nan_and_no_error():
    table = confusion([], [], THREE)
    assert table.overall_accuracy == Proportion(0, 0)
    assert all(math.isnan(p.value) for p in table.producers_accuracy + table.users_accuracy)
    assert math.isnan(table.kappa)


@pytest.mark.parametrize(
    "reference, identified, where, numbers",
    [
        ([2, 7, 300], [2, 2, 2], "reference", "7, 300"),
        ([2, 5], [-1, 5], "map", "-1"),
        ([2.0, 2.5, np.nan], [2, 2, 2], "reference", "2.5, nan"),
    ],
)
def test_a_number_that_is_no_class_is_an_error_not_a_miscount(reference, identified, where, numbers):
    with pytest.raises(UnknownClassNumber) as error:
        confusion(reference, identified, THREE)
    assert error.value.facts == {"where": where, "found": numbers, "known": "2, 5, 9"}


def test_of_many_unknown_numbers_the_error_names_ten():
    with pytest.raises(UnknownClassNumber) as error:
        confusion(np.arange(10, 30), np.full(20, 2), THREE)
    assert error.value.facts["found"] == "10, 11, 12, 13, 14, 15, 16, 17, 18, 19"


def test_the_largest_class_is_255_and_no_other_number_is_taken_for_it():
    classes = (with_colour(1, "alunite"), with_colour(255, "calcite"))
    assert confusion([255, 1, 255], [255, 255, 0], classes).counts.tolist() == [[0, 1], [0, 1]]
    for number in (-1, 254, 256):
        with pytest.raises(UnknownClassNumber):
            confusion([number], [255], classes)


def test_confusions_are_equal_where_all_their_counts_are():
    table = of_counts([[3, 1], [0, 2]], [1, 0])
    assert table == of_counts([[3, 1], [0, 2]], [1, 0]) == replace(table, without_reference=0, without_map=0)
    for other in (
        replace(table, classes=THREE[:2]),
        replace(table, counts=table.counts + 1),
        replace(table, unclassified=table.unclassified + 1),
        replace(table, without_reference=1),
        replace(table, without_map=1),
    ):
        assert table != other
    assert table != "a table"


def test_a_confusion_keeps_its_counts_and_is_no_key():
    table = of_counts([[3, 1], [0, 2]])
    with pytest.raises(FrozenInstanceError):
        table.without_map = 1
    assert not isinstance(table, Hashable)


def test_confusions_of_different_classes_do_not_add():
    with pytest.raises(ValueError, match="different classes"):
        confusion([2], [2], THREE) + confusion([2], [2], THREE[:2])


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
    began, n = time.perf_counter(), only_a + only_b
    p = mcnemar(only_a, only_b)
    assert time.perf_counter() - began < 5
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
