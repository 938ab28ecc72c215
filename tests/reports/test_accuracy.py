# SPDX-License-Identifier: GPL-2.0-or-later
"""The accuracy report and its table against a confusion made by hand."""

import numpy as np
import pytest

from mineral_prune_plugin.assessment.by_area import of_reference_classes
from mineral_prune_plugin.assessment.confusion import Confusion
from mineral_prune_plugin.reports.accuracy import accuracy_report, accuracy_rows


def test_the_rows_are_those_of_the_confusion(table, classes):
    headings, rows = accuracy_rows(table)
    assert headings[:7] == ("class", "measure", "successes", "n", "value_percent", "low_percent", "high_percent")
    assert headings[7:] == ("value_km2", "low_km2", "high_km2")
    value = {row[:2]: row[2:7] for row in rows}
    assert value["", "overall_accuracy"][:3] == ("23", "27", "85.1852")
    assert value["", "overall_accuracy_unclassified_wrong"][:3] == ("23", "30", "76.6667")
    # p_e = (9 * 10 + 8 * 7 + 10 * 9 + 0 * 1) / 27^2, p_o = 23 / 27
    assert float(value["", "kappa"][2]) == pytest.approx(100 * (23 * 27 - 236) / (27 * 27 - 236), abs=1e-4)
    assert value[classes[1].name, "producers_accuracy"][:3] == ("6", "11", "54.5455")
    assert value[classes[1].name, "users_accuracy"][:3] == ("6", "7", "85.7143")
    assert value[classes[3].name, "producers_accuracy"] == ("0", "0", "", "", "")
    counts = [value["", name][0] for name in ("unclassified", "without_reference", "without_map")]
    assert counts == ["3", "4", "2"] and value[classes[1].name, "unclassified"][0] == "3"


def test_intervals_hold_their_values(table):
    for row in accuracy_rows(table)[1]:
        if row[6]:
            assert float(row[5]) <= float(row[4]) <= float(row[6])


def test_what_is_left_out_is_reported(table, parse):
    text = " ".join(parse(accuracy_report([], table)).texts)
    assert "23 of 27 classified pixels of known class are correct: 85.19 %" in text
    assert "With the 3 unclassified pixels counted as wrong, it is 76.67 %." in text
    assert "known class, left unclassified by the map 3" in text
    assert "on the map, class unknown 4" in text
    assert "known class, outside the map or where it has no data 2" in text


def test_a_map_without_a_known_pixel_has_no_accuracy_and_no_error(classes, parse):
    empty = Confusion(classes, np.zeros((4, 4), np.int64), np.zeros(4, np.int64), without_reference=9)
    assert "there is no accuracy to report" in " ".join(parse(accuracy_report([], empty)).texts)
    assert ("", "overall_accuracy", "0", "0", *[""] * 6) in accuracy_rows(empty)[1]


def test_the_whole_map_is_weighted_by_its_pixels_and_areas_have_intervals(parse, classes):
    samples = Confusion(classes[:2], np.array([[90, 10], [10, 90]]), np.zeros(2, np.int64))
    by_area = of_reference_classes(samples, np.array([10_800, 89_200]))
    text = " ".join(parse(accuracy_report([], samples, str, by_area, 900.0)).texts)
    assert "Of all 100000 pixels that the map gives one of these minerals, 90.00 % are right" in text
    rows = {row[:2]: row[2:] for row in accuracy_rows(samples, by_area, 900.0)[1]}
    first = classes[0].name
    assert rows[first, "users_accuracy"][2] == "90.0000" and rows[first, "users_accuracy_by_area"][2] == "8.3333"
    assert rows[first, "area_mapped"][2::3] == ("10.8000", "9.720000")
    share, low, high, km2, low_km2, high_km2 = rows[first, "area"][2:]
    assert (share, km2) == ("1.0000", "0.900000") and 0 < float(low) < 1 < float(high)
    assert float(low_km2) == pytest.approx(float(low) * 0.9, abs=1e-4) and float(high_km2) > 0.9


def test_without_metres_areas_are_shares_and_what_is_left_out_is_named(parse, classes):
    samples = Confusion(classes, np.diag([9, 9, 0, 0]), np.zeros(4, np.int64))
    by_area = of_reference_classes(samples, np.array([50, 50, 3, 0]))
    text = " ".join(parse(accuracy_report([], samples, str, by_area)).texts)
    assert "km2" not in text and "not in metres" in text and f"Without: {classes[2].name}" in text
    assert all(row[7:] == ("", "", "") for row in accuracy_rows(samples, by_area)[1])


def test_a_map_that_tells_nothing_about_areas_says_so(parse, classes):
    samples = Confusion(classes[:2], np.array([[5, 5], [5, 5]]), np.zeros(2, np.int64))
    text = " ".join(parse(accuracy_report([], samples)).texts)
    assert "areas cannot be estimated" in text and len(accuracy_rows(samples)[1]) == len(
        accuracy_rows(samples, None)[1]
    )
