# SPDX-License-Identifier: GPL-2.0-or-later
"""The pruning report and its table against a trace made by hand, and what it may claim."""

from dataclasses import replace

import pytest

from mineral_prune_plugin.pruning.trace import Control
from mineral_prune_plugin.reports.pruning import pruning_report, pruning_rows, score_unit


def text_of(trace, table, parse):
    return " ".join(parse(pruning_report([], trace, table)).texts)


def unscored(row):
    return replace(row, layers=tuple(replace(layer, scores=None, threshold=None) for layer in row.layers))


def with_accuracy(trace, unpruned, kept, controls=()):
    rows = (replace(unscored(trace.rows[0]), oa_after=unpruned), replace(unscored(trace.rows[1]), oa_after=kept))
    return replace(trace, rows=rows, controls=controls)


def test_the_rows_are_those_of_the_trace(trace):
    headings, rows = pruning_rows(trace)
    assert [dict(zip(headings, row)) for row in rows] == [
        {
            "iteration": "0", "hidden_units": "4-3", "unit_compression": "1.00", "parameter_compression": "1.00",
            "byte_compression": "1.00", "parameters": "60", "weight_bytes": "240",
            "threshold_score": "0.750000; 0.500000", "oa_before_retraining_percent": "",
            "oa_after_retraining_percent": "93.00", "kept": "no", "removed_neurons": "",
            "bands": "", "band_stage": "",
        },
        {
            "iteration": "1", "hidden_units": "2-2", "unit_compression": "1.75", "parameter_compression": "2.50",
            "byte_compression": "2.50", "parameters": "24", "weight_bytes": "96",
            "threshold_score": "0.500000; 0.250000", "oa_before_retraining_percent": "90.50",
            "oa_after_retraining_percent": "94.00", "kept": "yes", "removed_neurons": "1: 1 3; 2: 0",
            "bands": "", "band_stage": "",
        },
    ]  # fmt: skip


def test_a_row_that_was_never_scored_has_no_threshold_and_no_figure(trace, table, parse):
    trace = replace(trace, rows=(trace.rows[0], unscored(trace.rows[1])))
    assert dict(zip(*[pruning_rows(trace)[0], pruning_rows(trace)[1][1]]))["threshold_score"] == ""
    assert "Iteration 1, layer 1:" not in text_of(trace, table, parse)


def test_the_report_says_what_was_kept_and_what_each_round_pruned(trace, table, parse):
    text = text_of(trace, table, parse)
    assert "Iteration 1 was kept: 2-2 hidden units instead of 4-3, 1.75 times fewer." in text
    assert "94.00 %, compared with 93.00 % for the unpruned network" in text
    assert "Iteration 0, layer 1: 2 of 4 neurons are pruned in the next round." in text
    assert (
        "Iteration 1, layer 2: 0 of 2 neurons are pruned in the next round. Gaps are neurons that were pruned earlier."
        in text
    )
    assert "the smallest network within 0.5 percentage points of the best validation accuracy" in text


def test_keeping_the_unpruned_network_claims_nothing(trace, table, parse):
    text = text_of(replace(trace, kept=0), table, parse)
    assert "The unpruned network with 4-3 hidden units was kept" in text and "The difference of" not in text


@pytest.mark.parametrize(
    "unpruned, kept, words",
    [
        (0.93, 0.935, "The difference of +0.50 percentage points lies inside the 95 % interval"),
        (0.93, 0.91, "The difference of −2.00 percentage points lies inside the 95 % interval"),
        (0.80, 0.95, "The difference of +15.00 percentage points lies outside the 95 % interval"),
    ],
)
def test_a_gain_of_one_pixel_is_not_called_a_gain(trace, table, parse, unpruned, kept, words):
    text = text_of(with_accuracy(trace, unpruned, kept), table, parse)
    assert words in text
    assert ("neither a gain nor a loss" in text) == ("inside" in words)


@pytest.mark.parametrize(
    "oa, standing, explained",
    [(0.95, "no better", True), (0.94, "no better", True), (0.92, "better, but within the interval", True),
     (0.60, "better", False)],
)  # fmt: skip
@pytest.mark.parametrize(
    "kind, meaning",
    [("random", "do not show that the criterion chooses better than chance"),
     ("scratch", "pruning found a size that suffices"),
     ("unpruned", "any gain in accuracy may come from the longer training")],
)  # fmt: skip
def test_a_control_that_does_as_well_is_explained(trace, table, parse, kind, meaning, oa, standing, explained):
    texts = parse(pruning_report([], with_accuracy(trace, 0.93, 0.94, (Control(kind, (2, 2), oa),)), table)).texts
    assert standing in texts
    assert (meaning in " ".join(texts)) == explained


def test_no_controls_no_section(trace, table, parse):
    assert "Controls" not in parse(pruning_report([], replace(trace, controls=()), table)).texts


def test_the_unit_of_a_score_is_named():
    assert score_unit("c-apoz") == "share of zeros over correctly identified samples"
    assert score_unit("apoz") == "share of zeros over all scored samples"
    assert score_unit("l1-norm") == "score of l1-norm (high scores are pruned)"


def test_the_maps_before_and_after_say_how_much_is_the_same(trace, table, look, parse):
    html = pruning_report([], trace, table, look=look)
    assert (
        "The middle of the raster, 3 x 2 pixels: the two models identify the same mineral at 80.00 % of the pixels"
        in " ".join(parse(html).texts)
    )
    assert html.count("data:image/png;base64,") == 3
    empty = replace(look, valid=look.valid & False)
    assert "before and after" not in with_look(trace, table, empty, parse) + with_look(trace, table, None, parse)


def with_look(trace, table, look, parse):
    return " ".join(parse(pruning_report([], trace, table, look=look)).texts)


def test_that_both_maps_leave_pixels_unclassified_is_told_where_they_do(trace, table, look, parse):
    sentence = "Pixels that both leave unclassified count as the same."
    assert sentence not in with_look(trace, table, look, parse)
    everywhere = replace(look, valid=look.valid | True)
    assert sentence in with_look(trace, table, everywhere, parse)
    named_by_one = everywhere.second + 2 * (everywhere.second == 0)
    assert sentence not in with_look(trace, table, replace(everywhere, second=named_by_one), parse)
