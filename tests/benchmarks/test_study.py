# SPDX-License-Identifier: GPL-2.0-or-later
"""The study: its statistics against tables, and a short run from scene to page."""

import csv
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from benchmarks.study.design import CRITERIA
from benchmarks.study.statistics import difference, holm, t_p_value, t_quantile

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(("degrees", "quantile"), [(9, 2.2622), (19, 2.0930), (99, 1.9842)])
def test_t_is_that_of_the_tables(degrees, quantile):
    assert t_quantile(0.975, degrees) == pytest.approx(quantile, abs=0.0001)
    assert t_p_value(quantile, degrees) == pytest.approx(0.05, rel=0.5 / degrees)


def test_holm_multiplies_the_smallest_by_the_number_left_and_never_goes_back():
    assert holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])


def test_a_paired_gain_is_found_where_the_seeds_agree_and_not_where_they_scatter():
    base = np.random.default_rng(1).normal(94, 1, 100)
    steady = difference(base + np.tile([0.9, 1.1], 50), base, margin=0.25)
    scattered = difference(base + np.tile([-5.0, 5.0], 50), base, margin=0.25)
    equal = difference(base + np.tile([-0.1, 0.1], 50), base, margin=0.25)
    assert steady.low > 0.9 and steady.p < 1e-6 and not steady.equivalent
    assert scattered.low < 0 < scattered.high and scattered.p > 0.9 and not scattered.equivalent
    assert equal.equivalent


def test_a_short_study_gives_rows_for_every_criterion_and_a_page(tmp_path):
    command = [ROOT / "scripts" / "in-env.sh", sys.executable, "-m", "benchmarks.study", "--quick", "--seeds", "2"]
    completed = subprocess.run(
        [*map(str, command), "--out", str(tmp_path)], capture_output=True, text=True, timeout=200, cwd=ROOT
    )
    assert completed.returncode == 0, completed.stderr
    with open(tmp_path / "study.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    fixed = {(row["criterion"], row["units"]) for row in rows if row["schedule"] == "fixed" and row["seed"] == "2"}
    sizes = {"30", "22", "17", "13", "11", "9", "7", "5"}
    assert fixed == {(name, size) for name in CRITERIA for size in sizes}
    scene = {(row["criterion"], row["schedule"]) for row in rows if row["protocol"] == "three splits, scene"}
    assert {("c-apoz", "rule"), ("random", "fixed"), ("scratch", "control"), ("c-apoz", "15 bands")} <= scene
    assert all(not row["test_oa"] for row in rows if row["protocol"] == "paper")  # it has no test samples
    assert all(row["test_oa"] for row in rows if row["protocol"] != "paper")
    page = (tmp_path / "study.md").read_text(encoding="utf-8")
    assert "2 seeds" in page and "Against scratch" in page and "prunemodel, default settings" in page
    assert {f"({path.name})" for path in tmp_path.glob("*.svg")} == set(re.findall(r"\(\w+\.svg\)", page))
