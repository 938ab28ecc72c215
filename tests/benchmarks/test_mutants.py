# SPDX-License-Identifier: GPL-2.0-or-later
"""Which tests meet a mutant, and what the page counts."""

import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

sys.path.append(str(Path(__file__).resolve().parents[2]))  # for `benchmarks`
from benchmarks.mutants.coverage_map import CoverageMap
from benchmarks.mutants.page import row
from benchmarks.mutants.statements import statement_of

SOURCE = """\
RIDGE = 0.01

class Settings:
    epochs: int = 300

    @property
    def rate(self):
        if self.epochs > (
            100
        ):
            return 1
        return 2
"""


@pytest.mark.parametrize(
    ("line", "first", "last", "where", "names"),
    [
        (1, 1, 1, "", {"RIDGE"}),
        (4, 4, 4, "Settings", {"epochs"}),
        (6, 6, 7, "Settings.rate", {"rate"}),
        (9, 8, 10, "Settings.rate", set()),
        (12, 12, 12, "Settings.rate", set()),
    ],
)
def test_a_line_belongs_to_its_innermost_statement(tmp_path, line, first, last, where, names):
    (tmp_path / "settings.py").write_text(SOURCE, encoding="utf-8")
    statement = statement_of(tmp_path / "settings.py", line)
    assert (statement.first, statement.last, statement.where, statement.names) == (first, last, where, names)


def test_a_mutant_meets_the_tests_that_run_its_statement_quick_ones_first(tmp_path):
    file = str(tmp_path / "settings.py")
    Path(file).write_text(SOURCE, encoding="utf-8")
    rows = [
        ["", None, [[file, 1]]],
        ["tests/test_a.py::slow", 5.0, [[file, 12]]],
        ["tests/test_a.py::quick", 0.1, [[file, 12]]],
        ["tests/test_a.py::elsewhere", 0.1, [[file, 8]]],
        ["tests/test_a.py::skipped", None, [[file, 12]]],
    ]
    tests = CoverageMap({"tests/test_a.py": rows})
    mutant = SimpleNamespace(file=file, line=12)
    assert list(tests.tests(mutant, 60)[0]) == ["tests/test_a.py::quick", "tests/test_a.py::slow"]
    assert tests.tests(mutant, 1) == ({"tests/test_a.py::quick": 0.1}, 1)


def test_a_constant_meets_the_tests_that_run_its_file(tmp_path):
    file = str(tmp_path / "settings.py")
    Path(file).write_text(SOURCE, encoding="utf-8")
    rows = [["", None, [[file, 1]]], ["tests/test_a.py::rate", 0.1, [[file, 12]]], ["tests/test_a.py::none", 0.1, []]]
    tests = CoverageMap({"tests/test_a.py": rows})
    assert list(tests.tests(SimpleNamespace(file=file, line=1), 60)[0]) == ["tests/test_a.py::rate"]


def test_timeouts_are_kills_and_survivors_without_a_verdict_are_left():
    def result(outcome, after=""):
        return {"outcome": outcome, "file": "f.py", "where": "", "before": "", "after": after}

    results = [*(result("killed") for _ in range(6)), result("timeout"), result("invalid")]
    results += [result("survived", "0"), result("survived", "1")]
    verdicts = {("f.py", "", "", "0"): {"verdict": "equivalent", "reason": "both are even"}}
    assert row("pruning", 12, results, verdicts) == "| pruning | 11 | 2 | 6 | 1 | 1 | 1 | 87.5 % |"
