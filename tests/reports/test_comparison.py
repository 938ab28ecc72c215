# SPDX-License-Identifier: GPL-2.0-or-later
"""The report of two models says what the samples show, and no more."""

from dataclasses import replace

import pytest

from mineral_prune_plugin.assessment.pairing import PairedComparison
from mineral_prune_plugin.classes import MineralClass
from mineral_prune_plugin.reports.comparison import HEADINGS, comparison_report, comparison_rows

CLAIMS = ("do not show that one model is better", "show that model A is better", "show that model B is better")


def text_of(parse, *counts, by_class=(), cross=None):
    return " ".join(parse(comparison_report([], [], PairedComparison(*counts), by_class, cross)).texts)


@pytest.mark.parametrize(
    "counts, claim, numbers",
    [
        # 9 to 3 of 100: p = 2 (1 + 12 + 66 + 220) / 4096 = 0.1460
        ((80, 9, 3, 8), CLAIMS[0], ("89.00 % of 100", "83.00 %", "+6.00", "p = 0.1460")),
        ((60, 30, 5, 5), CLAIMS[1], ("90.00 % of 100", "65.00 %", "+25.00", "p < 0.0001")),
        # 0 to 6: p = 2 / 64
        ((90, 0, 6, 4), CLAIMS[2], ("96.00 % of 100", "90.00 %", "−6.00", "p = 0.0312")),
        ((90, 0, 0, 10), "these samples show no difference", ("90 of 100",)),
    ],
)
def test_the_verdict_is_that_of_the_exact_test(parse, counts, claim, numbers):
    words = text_of(parse, *counts)
    assert claim in words and all(number in words for number in numbers), words
    assert sum(each in words for each in CLAIMS) == (claim in CLAIMS)
    equal = "That does not show that the models are equally good" in words
    assert equal == (claim not in CLAIMS[1:])


def test_the_interval_is_in_the_sentence_and_in_the_table(parse):
    words = text_of(parse, 36, 12, 2, 0)
    assert "95 % interval +5.69 to +34.04" in words and words.count("+34.04") == 3


def test_the_map_is_reported_only_where_it_was_made(parse, table):
    without, with_map = text_of(parse, 9, 6, 2, 3), text_of(parse, 9, 6, 2, 3, cross=table)
    assert "Whole raster" not in without
    assert "The models agree on 23 of the raster's 27 pixels with data: 85.19 %" in with_map
    assert "4 pixels have no data" in with_map and "Model A \\ model B 1 2 5 7 All Agreement (%)" in with_map


def test_rows_hold_the_counts_of_all_samples_of_each_class_and_of_the_map(by_class, table):
    headings, rows = comparison_rows(PairedComparison(9, 6, 2, 3), by_class, table)
    assert headings == HEADINGS and {len(row) for row in rows} == {len(headings)}
    numbers = {row[:3]: row[3:] for row in rows}
    first, last = by_class[0][0].name, by_class[3][0].name
    assert numbers["accuracy_a", "", ""][:3] == ("15", "20", "75.0000")
    assert numbers["difference_points", "", ""][:3] == ("4", "20", "20.0000")
    assert numbers["difference_points", "", ""][5] == "0.289062"  # 2 (1 + 8 + 28) / 256
    assert numbers["only_a_right", first, first][:2] == ("3", "8")
    assert numbers["difference_points", last, last] == ("0", "0", "", "", "", "")
    assert numbers["map_agreement", "", ""][:3] == ("23", "27", "85.1852")
    assert numbers["map_pixels", by_class[1][0].name, first][0] == "2"
    assert not [row for row in comparison_rows(PairedComparison(9, 6, 2, 3), [])[1] if row[0].startswith("map")]


def test_samples_that_a_model_leaves_unclassified_are_shown_where_there_are_some(parse, by_class, table):
    headings = "to Unclassified by A Unclassified by B"
    assert headings not in text_of(parse, 9, 6, 2, 3, by_class=by_class)
    (mineral, part), *rest = by_class
    some = [(mineral, replace(part, unclassified_b=1)), *rest]
    words = text_of(parse, 9, 6, 2, 3, 0, 1, by_class=some)
    assert headings in words and "leaves unclassified count as wrong" in words
    rows = [row[:5] for row in comparison_rows(PairedComparison(9, 6, 2, 3, 0, 1), some)[1] if "unclass" in row[0]]
    assert rows == [("unclassified_b", "", "", "1", "20"), ("unclassified_b", mineral.name, mineral.name, "1", "8")]


def test_unclassified_is_a_class_of_the_map_by_its_name(parse, table):
    cross = replace(table, classes=(*table.classes[:-1], MineralClass(0, "-", "#FFFFFF")))
    words = text_of(parse, 9, 6, 2, 3, cross=cross)
    assert "Model A \\ model B 1 2 5 0 All" in words and "Unclassified 0 0 0 0 0" in words
