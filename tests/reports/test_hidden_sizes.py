# SPDX-License-Identifier: GPL-2.0-or-later
"""The comparison of hidden sizes: mean, sample deviation, and the smallest size that cannot be told from the best."""

from mineral_prune_plugin.reports.hidden_sizes import HiddenSize, hidden_sizes_report, hidden_sizes_rows


def test_the_rows_hold_mean_deviation_and_ends(sizes):
    headings, rows = hidden_sizes_rows(sizes)
    assert headings == (
        "hidden_units", "parameters", "seeds", "oa_mean_percent", "oa_deviation_points", "oa_min_percent",
        "oa_max_percent",
    )  # fmt: skip
    assert rows == [
        ("5", "297", "2", "91.00", "1.41", "90.00", "92.00"),
        ("12-8", "700", "3", "94.00", "1.00", "93.00", "95.00"),
        ("30", "1747", "0", "", "", "", ""),
    ]


def test_one_seed_has_no_deviation():
    assert hidden_sizes_rows([HiddenSize((5,), 297, (0.9,))])[1][0][4] == ""


def test_the_smallest_size_within_the_spread_is_named(parse):
    rows = [HiddenSize((5,), 297, (0.8, 0.8)), HiddenSize((10,), 587, (0.93,)), HiddenSize((30,), 1747, (0.92, 0.96))]
    text = " ".join(parse(hidden_sizes_report([], rows)).texts)
    assert "The highest mean accuracy, 94.00 %, is reached with 30 hidden units." in text
    assert "10 hidden units come within one standard deviation of it (93.00 %) with 587 parameters." in text


def test_without_spread_only_the_best_is_named(parse):
    rows = [HiddenSize((5,), 297, (0.93,)), HiddenSize((30,), 1747, (0.94,))]
    text = " ".join(parse(hidden_sizes_report([], rows)).texts)
    assert "is reached with 30 hidden units." in text and "come within" not in text


def test_nothing_trained_nothing_claimed(parse):
    text = " ".join(parse(hidden_sizes_report([], [HiddenSize((5,), 297, ())])).texts)
    assert "The highest mean" not in text
