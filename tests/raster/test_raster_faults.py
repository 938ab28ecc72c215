# SPDX-License-Identifier: GPL-2.0-or-later
"""The part of the campaign of rasters that is always tried; the rest is tests/faults."""

from faults.rasters import FAULT, run_case

CASES = 150


def test_every_value_of_crafted_and_damaged_rasters_is_gdals_or_the_file_is_refused(tmp_path):
    outcomes = []
    for seed in range(CASES):
        folder = tmp_path / str(seed)
        folder.mkdir()
        outcomes.append(run_case(seed, folder))
    assert [outcome for outcome in outcomes if outcome.verdict == FAULT] == []
    kinds = [outcome.verdict if outcome.verdict == "refused" else outcome.detail for outcome in outcomes]
    counts = {kind: kinds.count(kind) for kind in ("refused", "read directly", "read by GDAL")}
    assert sum(counts.values()) == CASES and min(counts.values()) > CASES // 10  # it tries what it is for
