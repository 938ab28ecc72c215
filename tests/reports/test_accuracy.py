# SPDX-License-Identifier: GPL-2.0-or-later
"""The accuracy report and its table against a confusion made by hand."""

import numpy as np
import pytest

from mineral_prune_plugin.assessment import Confusion
from mineral_prune_plugin.reports.accuracy import accuracy_report, accuracy_rows


def test_the_rows_are_those_of_the_confusion(table, classes):
    headings, rows = accuracy_rows(table)
    assert headings == ("class", "measure", "successes", "n", "value_percent", "low_percent", "high_percent")
    value = {row[:2]: row[2:] for row in rows}
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
    assert ("", "overall_accuracy", "0", "0", "", "", "") in accuracy_rows(empty)[1]
