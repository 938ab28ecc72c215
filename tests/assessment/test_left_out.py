# SPDX-License-Identifier: GPL-2.0-or-later
"""Accuracy of polygons left out: pixels give the share, polygons its interval."""

import numpy as np
import pytest

from mineral_prune_plugin.assessment.left_out import estimate_of_polygons, left_out_accuracy
from mineral_prune_plugin.assessment.proportion import wilson
from mineral_prune_plugin.classes import with_colour


def test_more_pixels_of_the_same_polygons_make_no_narrower_interval():
    correct, polygons = np.array([True, True, False, True] * 3), np.repeat([0, 1, 2], 4)
    few = estimate_of_polygons(correct, polygons)
    many = estimate_of_polygons(np.repeat(correct, 50), np.repeat(polygons, 50))
    assert few.value == many.value == 0.75 and few.n == many.n == 3
    assert many.interval() == pytest.approx(wilson(0.75 * 3, 3)) and few.interval() == pytest.approx(many.interval())


def test_polygons_that_happen_to_agree_are_worth_no_more_than_their_number():
    """75, 75 and 76 of 100 pixels: the scatter of three polygons would be worth thousands of trials."""
    correct = np.concatenate([np.arange(100) < right for right in (75, 75, 76)])
    estimate = estimate_of_polygons(correct, np.repeat([0, 1, 2], 100))
    assert 0 < estimate.deviation < 0.01 and estimate.interval() == pytest.approx(wilson(2.26, 3))


def test_where_all_is_right_the_trials_are_the_polygons():
    assert estimate_of_polygons(np.ones(400, bool), np.arange(400) // 100).interval() == pytest.approx(wilson(4, 4))


def test_polygons_of_unequal_size_are_worth_fewer_trials():
    """One polygon of 900 pixels, all wrong, and nine of 10, all right: the share hangs on the large one."""
    correct, polygons = np.arange(990) >= 900, np.r_[np.zeros(900, int), 1 + np.arange(90) // 10]
    estimate = estimate_of_polygons(correct, polygons)
    residuals = np.array([-900 * 90 / 990] + [10 * 900 / 990] * 9)
    assert estimate.deviation == pytest.approx(np.sqrt(10 / 9 * (residuals**2).sum()) / 990)
    low, high = estimate.interval()
    assert high - low > wilson(10 * 90 / 990, 10)[1] - wilson(10 * 90 / 990, 10)[0]


def test_the_stated_interval_holds_the_accuracy_of_clustered_pixels():
    """Polygons whose own accuracies scatter, 12 of 25 pixels: at least 85 % of 400 intervals hold the true mean."""
    generator = np.random.default_rng(5)
    polygons, held = np.repeat(np.arange(12), 25), 0
    for _ in range(400):
        correct = generator.random(300) < np.repeat(generator.beta(2.4, 0.6, 12), 25)  # mean 0.8
        low, high = estimate_of_polygons(correct, polygons).interval()
        held += low <= 0.8 <= high
    assert held / 400 >= 0.85


def test_each_class_counts_its_own_polygons():
    classes = (with_colour(1, "alunite"), with_colour(2, "calcite"), with_colour(3, "opal"))
    reference, identified = np.array([1, 1, 1, 2, 2]), np.array([1, 1, 3, 2, 2])
    accuracy = left_out_accuracy(reference, identified, np.array([0, 0, 1, 2, 3]), classes)
    assert [(each.n, each.value) for each in accuracy.classes[:2]] == [(2, pytest.approx(2 / 3)), (2, 1.0)]
    assert accuracy.classes[2].n == 0 and np.isnan(accuracy.classes[2].interval()).all()  # of a single polygon
    assert accuracy.overall.value == 0.8 and accuracy.confusion.counts[0, 2] == 1
