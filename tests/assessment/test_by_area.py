# SPDX-License-Identifier: GPL-2.0-or-later
"""Accuracies and areas of a whole map against a published example, and against maps that are known in every pixel."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from mineral_prune_plugin.assessment.by_area import Estimate, of_mapped_classes, of_reference_classes
from mineral_prune_plugin.assessment.confusion import Confusion
from mineral_prune_plugin.assessment.proportion import wilson
from mineral_prune_plugin.classes import with_colour

BOTH = pytest.mark.parametrize("estimate", [of_mapped_classes, of_reference_classes])
DRAWS = 400


def of_counts(counts):
    """The Confusion of counts whose rows are the reference."""
    classes = tuple(with_colour(k + 1, f"class {k + 1}") for k in range(len(counts)))
    return Confusion(classes, np.asarray(counts, np.int64), np.zeros(len(counts), np.int64))


# Olofsson et al. 2014, Remote Sensing of Environment 148, 42-57, Table 8: deforestation, forest gain, stable forest,
# stable non-forest; rows of theirs are the map. Margins of producer's accuracies as the R package mapaccuracy has them.
SAMPLES = np.array([[66, 0, 5, 4], [0, 55, 8, 12], [1, 0, 153, 11], [2, 1, 9, 313]]).T
PIXELS = np.array([200_000, 150_000, 3_200_000, 6_450_000])


def test_the_example_of_olofsson_2014_is_reproduced():
    by_area = of_mapped_classes(of_counts(SAMPLES), PIXELS)
    accuracies = (by_area.overall, *by_area.users, *by_area.producers)
    value = [0.9465, 0.8800, 0.7333, 0.9273, 0.9631, 0.7487, 0.8472, 0.9345, 0.9616]
    margin = [0.0185, 0.0740, 0.1008, 0.0397, 0.0205, 0.2133, 0.2544, 0.0343, 0.0184]
    assert [estimate.value for estimate in accuracies] == pytest.approx(value, abs=5.1e-5)
    assert [1.96 * estimate.deviation for estimate in accuracies] == pytest.approx(margin, abs=5.1e-5)
    hectares = PIXELS.sum() * 0.09
    areas = [hectares * share.value for share in by_area.shares]
    assert areas == pytest.approx([21_158, 11_686, 285_770, 581_386], abs=0.6)
    margins = [1.96 * hectares * share.deviation for share in by_area.shares]
    assert margins == pytest.approx([6_158, 3_756, 15_510, 16_281], abs=1)


def population(seed, n=140_000, classes=6):
    """int64 (n_classes, n_classes): every pixel of a map, rows the truth; one class is rare and one is common."""
    generator = np.random.default_rng(seed)
    shares = generator.dirichlet(np.ones(classes))
    rates = np.array([generator.dirichlet(np.where(np.arange(classes) == k, 20, 0.6)) for k in range(classes)])
    return generator.multinomial(n, (shares[:, None] * rates).ravel()).reshape(classes, classes)


def drawn_by_mineral(pixels, generator):
    draws = [generator.multivariate_hypergeometric(row, min(240, int(row.sum()))) for row in pixels]
    return of_reference_classes(of_counts(draws), pixels.sum(axis=0))


def drawn_at_random(pixels, generator):
    draws = generator.multivariate_hypergeometric(pixels.ravel(), 1500).reshape(pixels.shape)
    return of_mapped_classes(of_counts(draws), pixels.sum(axis=0))


@pytest.mark.parametrize("draw", [drawn_by_mineral, drawn_at_random])
@pytest.mark.parametrize("seed", [1, 2])
def test_intervals_hold_the_truth_as_often_as_they_say(draw, seed):
    """93 to 97 % of 95 % intervals (areas of samples by mineral: to 99, they are wide on purpose), two standard errors
    of so many draws aside; and no estimate is off on average.
    """
    pixels, generator = population(seed), np.random.default_rng([seed, 7])
    truth, mapped = pixels.sum(axis=1), pixels.sum(axis=0)
    right = np.diagonal(pixels)
    known = [right.sum() / pixels.sum(), *right / mapped, *right / truth, *truth / pixels.sum()]
    held, error = np.zeros((DRAWS, len(known))), np.zeros((DRAWS, len(known)))
    for index in range(DRAWS):
        by_area = draw(pixels, generator)
        for place, estimate in enumerate((by_area.overall, *by_area.users, *by_area.producers, *by_area.shares)):
            low, high = estimate.interval()
            held[index, place], error[index, place] = low <= known[place] <= high, estimate.value - known[place]
    kinds = [held[:, :1], held[:, 1:7], held[:, 7:13], held[:, 13:]]
    for kind, shares in zip(("overall", "users", "producers", "area"), kinds):
        slack = 2 * math.sqrt(0.95 * 0.05 / DRAWS)
        cautious = 0.02 if kind == "area" and draw is drawn_by_mineral else 0
        assert 0.93 - slack < shares.mean() < 0.97 + cautious + slack, (kind, shares.mean())
    standard = error.std(axis=0) / math.sqrt(DRAWS)
    assert (np.abs(error.mean(axis=0)) < 4 * standard + 0.002).all()


@pytest.mark.parametrize("number", [15, 60])
def test_few_samples_of_each_mineral_give_wide_intervals_rather_than_wrong_ones(number):
    """What is mapped as a rare mineral is mostly others, which few samples show."""
    rates, shares = np.array([[0.97, 0.02, 0.01], [0.01, 0.96, 0.03], [0.02, 0.01, 0.97]]), np.array([0.02, 0.2, 0.78])
    mapped, generator = shares @ rates, np.random.default_rng(3)
    known = [*shares * np.diagonal(rates) / mapped, *shares]
    held = np.zeros((DRAWS, len(known)))
    for index in range(DRAWS):
        draws = [generator.multinomial(number, row) for row in rates]
        by_area = of_reference_classes(of_counts(draws), np.round(mapped * 1e6).astype(int))
        intervals = [estimate.interval() for estimate in (*by_area.users, *by_area.shares)]
        held[index] = [low <= value <= high for value, (low, high) in zip(known, intervals)]
    assert held.mean(axis=0).min() > 0.88, held.mean(axis=0)


def test_standard_errors_are_those_of_samples_that_are_drawn_again():
    """Of every number, of either kind of sample, within a fifth."""
    pixels = population(4)
    for draw in (drawn_by_mineral, drawn_at_random):
        generator = np.random.default_rng(11)
        drawn = [draw(pixels, generator) for _ in range(600)]
        numbers = [(each.overall, *each.users, *each.producers, *each.shares) for each in drawn]
        values = np.array([[estimate.value for estimate in row] for row in numbers])
        deviations = np.array([[estimate.deviation for estimate in row] for row in numbers])
        assert values.std(axis=0) == pytest.approx(deviations.mean(axis=0), rel=0.2)


def test_users_accuracy_of_equal_numbers_is_put_right():
    """Each class is taken for the other as often, so what is mapped as the rare one is mostly the common one."""
    pixels = np.array([[900, 100], [9_900, 89_100]])
    samples = of_counts([[90, 10], [10, 90]])
    assert samples.users_accuracy[0].value == 0.9
    by_area = of_reference_classes(samples, pixels.sum(axis=0))
    assert by_area.users[0].value == pytest.approx(900 / 10_800)
    assert [share.value for share in by_area.shares] == pytest.approx([0.01, 0.99])
    assert by_area.mapped_shares.tolist() == pytest.approx([0.108, 0.892])


counts_and_pixels = st.integers(2, 5).flatmap(
    lambda n: st.tuples(
        hnp.arrays(np.int64, (n, n), elements=st.integers(0, 60)),
        hnp.arrays(np.int64, n, elements=st.integers(0, 10**9)),
    )
)


@BOTH
@given(case=counts_and_pixels)
def test_shares_are_none_below_0_and_together_1_or_there_is_no_estimate(estimate, case):
    counts, pixels = case
    by_area = estimate(of_counts(counts), pixels)
    if by_area is None:
        return
    shares = [share.value for share in by_area.shares]
    assert min(shares) >= 0 and sum(shares) == pytest.approx(1, abs=1e-6)
    assert set(by_area.classes).isdisjoint(by_area.left_out) and by_area.pixels.min() > 0
    for value in (by_area.overall, *by_area.users, *by_area.producers, *by_area.shares):
        low, high = value.interval()
        if math.isnan(low):
            continue
        assert 0 <= low <= value.value + 1e-9 and value.value - 1e-9 <= high <= 1


@BOTH
def test_a_perfect_map_is_right_and_its_interval_is_that_of_the_samples(estimate):
    by_area = estimate(of_counts(np.diag([20, 30, 50])), [100, 200, 700])
    assert by_area.overall.value == pytest.approx(1)
    assert [share.value for share in by_area.shares] == pytest.approx([0.1, 0.2, 0.7])
    if estimate is of_mapped_classes:
        assert by_area.users[0].interval() == wilson(20, 20)


@BOTH
def test_what_has_no_samples_or_is_not_mapped_is_left_out_and_named(estimate):
    counts = [[20, 2, 0, 0], [1, 20, 0, 0], [0, 0, 0, 0], [3, 3, 0, 0]]
    by_area = estimate(of_counts(counts), [500, 500, 77, 0])
    assert [mineral.number for mineral in by_area.classes] == [1, 2]
    assert [mineral.number for mineral in by_area.left_out] == [3, 4] and by_area.pixels.tolist() == [500, 500]


def test_a_class_that_no_sample_is_mapped_as_is_left_out_and_the_rest_is_estimated():
    by_area = of_reference_classes(of_counts([[18, 2, 0], [2, 18, 0], [9, 11, 0]]), [500, 500, 40])
    assert [mineral.number for mineral in by_area.left_out] == [3] and by_area.overall.value == pytest.approx(0.9)


def test_classes_that_are_mixed_up_throughout_have_no_estimate():
    assert of_reference_classes(of_counts([[10, 10], [10, 10]]), [50, 50]) is None
    assert of_mapped_classes(of_counts([[20, 0], [0, 0]]), [50, 50]) is None


def test_an_estimate_without_a_value_has_no_interval():
    assert all(math.isnan(end) for end in Estimate(math.nan, 0.1, 9).interval() + Estimate(0.5, 0.1, 0).interval())
