# SPDX-License-Identifier: GPL-2.0-or-later
"""The section on bands of the pruning report, against stages made by hand."""

from dataclasses import replace

import pytest

from mineral_prune_plugin.classes import with_colour
from mineral_prune_plugin.reports import figures
from mineral_prune_plugin.reports.bands import diagnostic_of
from mineral_prune_plugin.reports.pruning import pruning_report, pruning_rows


def texts_of(trace, table, means, parse, tr=str):
    return parse(pruning_report([], trace, table, tr=tr, means=means)).texts


def test_the_section_says_which_bands_stay_and_what_it_cost(band_trace, table, means, parse):
    texts = texts_of(band_trace, table, means, parse)
    text = " ".join(texts)
    assert (
        "A map reads 2 bands instead of 4." in text
        and "94.50 % with these bands, compared with 92.00 % with all" in text
    )
    assert {"2.1000", "2.2000", "60.00", "40.00", "1.50"} <= set(texts)
    assert not {"2.0000", "2.3000"} & set(texts)


def test_every_band_staying_is_reported(band_trace, table, means, parse):
    stayed = replace(band_trace, bands=replace(band_trace.bands, kept=0))
    assert "All 4 bands are kept" in " ".join(texts_of(stayed, table, means, parse))
    alone = replace(band_trace.bands, kept=0, stages=band_trace.bands.stages[:1])
    assert "No band had to be removed." in texts_of(replace(band_trace, bands=alone), table, means, parse)


def test_without_band_pruning_there_is_no_section(trace, table, parse):
    assert "Bands" not in texts_of(trace, table, None, parse)


def test_stages_stand_first_in_the_table(band_trace):
    headings, rows = pruning_rows(band_trace)
    stages = [dict(zip(headings, row)) for row in rows[:2]]
    assert stages[1] == {
        "iteration": "", "hidden_units": "4-3", "unit_compression": "1.00", "parameter_compression": "1.50",
        "byte_compression": "1.50", "parameters": "60", "weight_bytes": "240", "threshold_score": "",
        "oa_before_retraining_percent": "90.00", "oa_after_retraining_percent": "94.50", "kept": "no",
        "removed_neurons": "", "bands": "2", "band_stage": "1",
    }  # fmt: skip
    assert [row[0] for row in rows] == ["", "", "0", "1"]
    assert dict(zip(headings, rows[3]))["parameter_compression"] == "3.75"  # of 90 parameters with all bands


@pytest.mark.parametrize("names, marked", [(("Calcite", "rock"), True), (("明矾石", "$x$ <b>"), False)])
def test_diagnostic_absorptions_are_marked_where_a_mineral_is_known(names, marked, parse):
    centres = (2.30, 2.34, 2.40)
    minerals = [with_colour(k + 1, name) for k, name in enumerate(names)]
    known = [diagnostic_of(mineral, centres) for mineral in minerals]
    assert known == [2.338 if marked else None, None]
    assert diagnostic_of(with_colour(1, "calcite"), (2.0, 2.1)) is None  # outside the bands
    spectra = [(name, [0.5, 0.4, 0.5], where) for name, where in zip(names, known)]
    texts = parse(figures.bands_over_spectra(centres, spectra, (1,), str)).texts
    assert set(names) <= set(texts) and "Wavelength (um)" in texts and "band kept" in texts


def test_the_curve_names_what_was_kept(band_trace, parse):
    texts = parse(figures.band_curve(band_trace.bands, str)).texts
    assert {"kept: 2 bands, 94.50 %", "Bands remaining", "accuracy before retraining"} <= set(texts)


def test_flat_spectra_are_drawn(parse):
    assert parse(figures.bands_over_spectra((2.0, 2.1), [("flat", [0.3, 0.3], None)], (0,), str)).texts
