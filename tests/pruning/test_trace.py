# SPDX-License-Identifier: GPL-2.0-or-later
"""The records of pruning runs: what they compare, and what of them a model file holds, to the last name."""

import json

import pytest

from mineral_prune_plugin.pruning.band_trace import BandStage, BandTrace, bands_document, fewest_within
from mineral_prune_plugin.pruning.sparse_trace import SparseTrace, StageRow, sparse_document
from mineral_prune_plugin.pruning.trace import Compression, LayerState, Trace, TraceRow, as_document

ROWS = (
    TraceRow(0, (LayerState((0, 1, 2, 3), (), (0.5, 0.25, 0, 1), 0.75), LayerState((0, 1), ())), 60, 240, None, 0.75),
    TraceRow(1, (LayerState((0, 1, 2), (3,)), LayerState((0, 1), ())), 45, 200, 0.5, 0.625),
    TraceRow(2, (LayerState((0, 2), (1,)), LayerState((1,), (0,))), 20, 60, 0.25, 0.5),
)
STAGES = (
    BandStage((0, 1, 2), (2.0, 2.1, 2.2), (0.5, 0.25, 0.25), 120, 600, None, 0.875),
    BandStage((0, 2), (2.0, 2.2), (0.5, 0.5), 90, 480, 0.5, 0.75),
    BandStage((2,), (2.2,), (1.0,), 60, 240, 0.25, 0.75),
)
BANDS = BandTrace(1, STAGES, 2)


def trace(**changes):
    fields = {"criterion": "apoz", "keep": "last", "tolerance": 1.5, "retrain_epochs": 7, "seed": 3,
              "samples_scored": 8, "rows": ROWS, "kept": 1}  # fmt: skip
    return Trace(**{**fields, **changes})


def test_compression_is_that_of_the_first_network_over_a_later_one():
    assert trace().compression(ROWS[0]) == Compression(1, 1, 1)
    assert trace().compression(ROWS[1]) == Compression(6 / 5, 60 / 45, 240 / 200)
    assert trace().compression(ROWS[2]) == Compression(2, 3, 4)


def test_compression_counts_what_went_with_the_bands_but_no_unit():
    whole = trace(bands=BANDS)
    assert whole.compression(ROWS[2]) == Compression(2, 6, 10)
    assert whole.bands_compression(STAGES[1]) == Compression(1, 120 / 90, 600 / 480)
    assert whole.bands_compression(STAGES[2]) == Compression(1, 2, 2.5)


def test_the_kept_row_and_the_kept_stage_are_those_of_their_numbers():
    assert trace(kept=1).kept_row is ROWS[1] and trace(kept=2).kept_row is ROWS[2]
    assert BANDS.kept_stage is STAGES[2] and BandTrace("automatic", STAGES, 1).kept_stage is STAGES[1]
    assert [row.units for row in ROWS] == [(4, 2), (3, 2), (2, 1)]


def test_a_model_file_holds_the_settings_and_the_rows_of_a_run():
    document = as_document(trace())
    assert document == json.loads(json.dumps(document)) == {
        "criterion": "apoz", "keep": "last", "tolerance_points": 1.5, "retrain_epochs": 7, "seed": 3,
        "samples_scored": 8, "kept": 1, "units_asked": "rule", "unlabelled_pixels": 0,
        "neurons": [[0, 1, 2], [0, 1]],
        "rows": [
            {"iteration": 0, "units": [4, 2], "removed": [[], []], "thresholds": [0.75, None],
             "validation_oa_before": None, "validation_oa": 0.75},
            {"iteration": 1, "units": [3, 2], "removed": [[3], []], "thresholds": [None, None],
             "validation_oa_before": 0.5, "validation_oa": 0.625},
            {"iteration": 2, "units": [2, 1], "removed": [[1], [0]], "thresholds": [None, None],
             "validation_oa_before": 0.25, "validation_oa": 0.5},
        ],
        "bands": None,
    }  # fmt: skip


def test_a_model_file_holds_the_requested_numbers_and_the_stages_of_bands():
    document = as_document(trace(units=(2, 1), unlabelled=90, bands=BANDS, kept=2))
    assert document["units_asked"] == [2, 1] and document["unlabelled_pixels"] == 90
    assert document["neurons"] == [[0, 2], [1]]
    assert document["bands"] == bands_document(BANDS) == json.loads(json.dumps(document["bands"])) == {
        "asked": 1, "kept": 2,
        "stages": [
            {"wavelengths_um": [2.0, 2.1, 2.2], "parameters": 120, "weight_bytes": 600,
             "validation_oa_before": None, "validation_oa": 0.875},
            {"wavelengths_um": [2.0, 2.2], "parameters": 90, "weight_bytes": 480,
             "validation_oa_before": 0.5, "validation_oa": 0.75},
            {"wavelengths_um": [2.2], "parameters": 60, "weight_bytes": 240,
             "validation_oa_before": 0.25, "validation_oa": 0.75},
        ],
    }  # fmt: skip


def test_a_sparse_network_is_compared_with_the_dense_one():
    rows = tuple(StageRow(k, 4 * k, *counts, None, 0.5) for k, counts in enumerate([
        (40, 40, 1200, 9000), (30, 40, 900, 6000), (25, 40, 600, 4000), (10, 40, 400, 1500),
    ]))  # fmt: skip
    whole = SparseTrace(75.0, 3, 5, rows, (), ())
    assert (whole.parameter_compression, whole.multiply_add_compression) == (3, 6)


def test_a_model_file_holds_what_each_stage_left_of_a_sparse_network():
    rows = (StageRow(0, 0, 40, 40, 1200, 9000, None, 0.5), StageRow(1, 6, 20, 40, 700, 5000, 0.25, 0.75))
    document = sparse_document(SparseTrace(50.0, 1, 9, rows, (), ()))
    assert document == json.loads(json.dumps(document)) == {
        "criterion": "contribution", "target_percent": 50.0, "stages": 1, "seed": 9,
        "rows": [
            {"stage": 0, "epoch": 0, "inputs": 40, "all_inputs": 40, "parameters": 1200, "multiply_adds": 9000,
             "validation_oa_before": None, "validation_oa": 0.5},
            {"stage": 1, "epoch": 6, "inputs": 20, "all_inputs": 40, "parameters": 700, "multiply_adds": 5000,
             "validation_oa_before": 0.25, "validation_oa": 0.75},
        ],
    }  # fmt: skip


@pytest.mark.parametrize(("tolerance", "kept"), [(0, 0), (9.95, 0), (10, 1), (39.9, 1), (40, 2), (100, 2)])
def test_fewest_bands_within_a_tolerance_are_counted_in_hundredths_of_the_samples(tolerance, kept):
    stages = [BandStage((), (), (), 1, 4, None, right / 1000) for right in (900, 800, 500)]
    assert fewest_within(stages, tolerance, 1000) == kept
