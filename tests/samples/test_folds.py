# SPDX-License-Identifier: GPL-2.0-or-later
"""Polygons are left out whole, and every mineral keeps one of its own in training."""

from dataclasses import replace

import numpy as np
import pytest

from mineral_prune_plugin.classes import with_colour
from mineral_prune_plugin.samples.folds import deal_folds, know_polygons, test_says_little
from mineral_prune_plugin.samples.samples import Samples

says_little = test_says_little  # under its own name pytest would take it for a test
test_says_little = None


def samples_of(polygons, pixels=3, splits=None):
    """Samples of some pixels in each polygon. polygons : a class number each"""
    classes = np.repeat(polygons, pixels).astype(np.uint8)
    groups = np.repeat([f"polygon {place}" for place in range(len(polygons))], pixels)
    n = len(classes)
    splits = np.zeros(n, np.int8) if splits is None else np.array(splits, np.int8)
    minerals = tuple(with_colour(number, f"m{number}") for number in sorted(set(polygons)))
    return Samples(np.arange(n), np.zeros(n, np.int64), classes, splits, minerals, groups)


def test_few_polygons_are_left_out_one_by_one():
    samples = samples_of([1, 1, 2, 2, 2])
    folds = deal_folds(samples, 1)
    assert len(folds) == 5
    assert all(len({folds.numbers[place] for place in np.flatnonzero(folds.polygons == k)}) == 1 for k in range(5))
    assert sorted(set(folds.numbers.tolist())) == [0, 1, 2, 3, 4] and folds.alone == ()


@pytest.mark.parametrize("polygons", [[1] * 30 + [2] * 2 + [3] * 9, [1] * 11 + [2] * 10])
def test_of_many_polygons_each_mineral_keeps_some_in_training(polygons):
    samples = samples_of(polygons)
    folds = deal_folds(samples, 7)
    assert len(folds) == 10 and folds.judged.all()
    for fold in range(10):
        kept = samples.classes[folds.numbers != fold]
        assert set(kept.tolist()) == set(polygons)
    sizes = np.bincount(folds.numbers)
    assert sizes.max() - sizes.min() <= 3  # a polygon of three pixels more or less


def test_a_mineral_of_a_single_polygon_is_never_left_out_and_is_named():
    samples = samples_of([1, 1, 2, 3, 3])
    folds = deal_folds(samples, 1)
    assert [mineral.name for mineral in folds.alone] == ["m2"]
    assert (folds.judged == (samples.classes != 2)).all() and len(folds) == 4


def test_minerals_of_single_polygons_alone_leave_no_fold():
    assert len(deal_folds(samples_of([1, 2, 3]), 1)) == 0


def test_polygons_are_known_where_every_sample_names_its_own():
    samples = samples_of([1, 2])
    assert know_polygons(samples)
    assert not know_polygons(replace(samples, groups=None))
    assert not know_polygons(replace(samples, groups=np.array(["polygon 1"] * 5 + [""])))
    assert not know_polygons(replace(samples, groups=np.array(["block 1"] * 6)))


@pytest.mark.parametrize(
    "polygons, splits, little",
    [
        ([1, 2], [0, 0, 0, 0, 0, 0], True),  # no test samples
        ([1, 2], [0, 1, 2, 0, 1, 2], True),  # test samples in the polygons of training samples
        ([1] * 20 + [2] * 20, [0] * 63 + [2] * 57, True),  # 19 polygons of their own
        ([1] * 20 + [2] * 20, [0] * 60 + [2] * 60, False),  # 20
    ],
)
def test_test_samples_say_little_where_they_are_shared_or_few(polygons, splits, little):
    assert says_little(samples_of(polygons, splits=splits)) == little


def shared(polygons_of, pixels=3):
    """Samples of polygons that hold several minerals, as where layers were merged. polygons_of : class -> polygons"""
    pairs = [(number, polygon) for number, polygons in polygons_of.items() for polygon in polygons]
    samples = samples_of([number for number, _ in pairs], pixels)
    return replace(samples, groups=np.repeat([f"polygon {polygon}" for _, polygon in pairs], pixels))


def test_a_mineral_that_shares_its_polygons_keeps_some_in_training_too():
    polygons_of = {1: range(40), 2: (3, 40), 3: (3, 41), 4: (5, 42)}  # dealt ten apart for one seed or another
    for seed in range(40):
        samples = shared(polygons_of)
        folds = deal_folds(samples, seed)
        assert folds.judged.all() and np.bincount(folds.numbers).all()
        for fold in range(len(folds)):
            assert set(samples.classes[folds.numbers != fold].tolist()) == set(polygons_of)


def test_a_mineral_whose_polygons_all_hold_one_that_has_no_other_is_named_as_not_judged():
    folds = deal_folds(shared({1: "AB", 2: "A", 3: "B", 4: "CD"}), 1)
    assert [mineral.name for mineral in folds.alone] == ["m1", "m2", "m3"] and len(folds) == 2
