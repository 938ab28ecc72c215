# SPDX-License-Identifier: GPL-2.0-or-later
"""The part of the campaign of rasters that is always tried; the rest is tests/faults."""

from faults.rasters import FAULT, REFUSED, run_case
from making import gdal_exceptions

FIRST, CASES = 1000, 150


def test_every_value_of_crafted_and_damaged_rasters_is_gdals_or_the_file_is_refused(tmp_path):
    outcomes = []
    for seed in range(FIRST, FIRST + CASES):
        folder = tmp_path / str(seed)
        folder.mkdir()
        outcomes.append(run_case(seed, folder))
    assert [outcome for outcome in outcomes if outcome.verdict == FAULT] == []
    endings = (": read directly", ": read by GDAL")
    counts = [sum(outcome.detail.endswith(ending) for outcome in outcomes) for ending in endings]
    counts.append(sum(outcome.verdict == REFUSED for outcome in outcomes))
    assert sum(counts) == CASES and min(counts) > CASES // 10  # it tries what it is for


def test_gdals_exceptions_change_no_outcome(tmp_path):
    """Processing has switched them on since QGIS 3.40. In one of these GDAL raises as it is asked for a mask."""
    outcomes = {False: [], True: []}
    for seed in range(FIRST + 20, FIRST + 50):
        for exceptions, seen in outcomes.items():
            folder = tmp_path / f"{seed} {exceptions}"
            folder.mkdir()
            with gdal_exceptions(exceptions):
                seen.append(run_case(seed, folder).verdict)
    assert outcomes[True] == outcomes[False] and FAULT not in outcomes[True]
