# SPDX-License-Identifier: GPL-2.0-or-later
"""The benchmark of sparse DenseNets on minerals: its rows come back as written, its page says who is better."""

import pytest

from benchmarks.common import append_row, read_rows
from benchmarks.patches.__main__ import COLUMNS
from benchmarks.patches.networks import ARMS
from benchmarks.patches.page import page

GAINS = {"sparse": 1.0, "dense": 0.2, "random": -1.0}


@pytest.fixture
def rows(tmp_path):
    path = tmp_path / "rows.csv"
    for split in ("blocks", "random"):
        for seed in range(1, 6):
            for arm in ARMS:
                oa = 95 + 0.1 * seed + GAINS.get(arm, 0.0) + 0.01 * (hash((seed, len(arm))) % 3)
                append_row(path, COLUMNS, (split, seed, arm, 1000, 900, f"{oa:.3f}", f"{oa:.3f}", "1.0"))
    append_row(
        path, COLUMNS, ("blocks", 6, ARMS[0], 1000, 900, "50.000", "50.000", "1.0")
    )  # a seed that is not finished
    return read_rows(path)


def test_rows_come_back(rows, tmp_path):
    assert len(rows) == 2 * 5 * len(ARMS) + 1 and rows[0]["arm"] == ARMS[0]
    assert read_rows(tmp_path / "none.csv") == []


def test_the_page_compares_what_is_complete(rows):
    text = page(rows)
    assert "Split: blocks, 5 seeds" in text and "Split: random, 5 seeds" in text and "flatters" in text
    assert text.count("- sparse - random: +2.0") == 2 and text.count(": better") == 8
    assert "50.000" not in text
