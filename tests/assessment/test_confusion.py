# SPDX-License-Identifier: GPL-2.0-or-later
"""The accuracies against published tables, and what must hold of any table."""

import math
from collections.abc import Hashable
from dataclasses import FrozenInstanceError, replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from mineral_prune_plugin.assessment.confusion import Confusion, confusion, confusion_of_pairs
from mineral_prune_plugin.assessment.proportion import Proportion
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
