# SPDX-License-Identifier: GPL-2.0-or-later
"""The benchmark of maps: its cubes are the same in every layout, and its page tells met from missed."""

import numpy as np
import pytest
from osgeo import gdal

from benchmarks.map.__main__ import by_hand, text
from benchmarks.map.cubes import BANDS, UNCOMPRESSED, cube_file, rows
from benchmarks.map.peers import blocks, numba_hull
from benchmarks.map.timing import Goal


@pytest.mark.parametrize("layout", [*UNCOMPRESSED, "DEFLATE"])
def test_a_cube_holds_the_same_values_in_every_layout(tmp_path, layout):
    path = cube_file(tmp_path, layout, 300, 270)
    assert np.array_equal(gdal.Open(str(path)).ReadAsArray(), rows(0, 270, 300))
    assert sum(width * height for _, _, width, height, _ in blocks(path)) == 300 * 270


def test_the_chain_of_the_peer_is_the_hull():
    pytest.importorskip("numba")
    from mineral_prune_plugin.spectra.features import upper_hull

    place = np.linspace(2.0, 2.5, BANDS)
    values = np.random.default_rng(0).uniform(0.1, 0.9, (20, BANDS)).astype(np.float32)
    assert numba_hull(values, place)() == pytest.approx(upper_hull(values.T.copy(), place).T, abs=1e-5)


def test_the_page_tells_met_missed_and_not_measured():
    goals = [Goal("a", True, 0.3, 0.2), Goal("b", False, 8, 7.0), Goal("c", True, 1, None, "not installed: c")]
    page = text({"layouts": {"date": "2026-01-02", "busy": 0.0, "goals": [vars(goal) for goal in goals]}})
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in page.splitlines() if line.startswith("| ")][1:]
    assert [row[:4] for row in rows] == [
        ["a", "<= 0.3", "0.2", "met"], ["b", ">= 8", "7", "missed"], ["c", "<= 1", "-", "not measured"],
    ]  # fmt: skip


def test_what_was_measured_by_hand_stays_on_the_page():
    page = text({"layouts": {"date": "2026-01-02", "busy": 0.0, "goals": []}})
    assert by_hand(page) == ""
    assert by_hand(page + "\n## By hand\n\n| a | 1 |\n\n## More\n") == "\n## By hand\n\n| a | 1 |\n\n## More\n"
