# SPDX-License-Identifier: GPL-2.0-or-later
"""Tests that run in several processes (pytest -n): what fails there is told, and so is a process that is gone."""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

ROOT = Path(__file__).resolve().parents[1]
ENDS_UNHEARD = """
import os

def pytest_sessionfinish(session):
    if hasattr(session.config, "workerinput"):
        os._exit(0)
"""

pytestmark = pytest.mark.skipif(importlib.util.find_spec("xdist") is None, reason="pytest-xdist is not installed")


FIRST = """
import atexit, os, sys

def test_passes():
    pass

def test_crashes():
    os.abort()

def test_fails_beside_qgis(qgis):
    atexit.register(print, "taken", "apart", file=sys.stderr)
    raise KeyError("this one")
"""

SECOND = """
import os

def test_passes():
    pass

def test_crashes():
    os.abort()

def test_comes_later(qgis):
    print("seen")
"""


class Process:
    """What the scheduler sees of a process: it takes the numbers of tests, and may be told to end."""

    shutting_down, gateway = False, SimpleNamespace(id="process")

    def __init__(self):
        self.tests = []

    def send_runtest_some(self, numbers):
        self.tests += numbers

    def shutdown(self):
        self.shutting_down = True


@pytest.fixture
def scheduled():
    """Deal tests to two processes that have collected them: (the scheduler, the processes)."""

    def deal(tests):
        from balance import LongFilesFirst

        options = SimpleNamespace(loadscopereorder=True)
        scheduler = LongFilesFirst(SimpleNamespace(getvalue=lambda _: ["popen"] * 2, option=options))
        processes = Process(), Process()
        for process in processes:
            scheduler.add_node(process)
            scheduler.add_node_collection(process, tests)
        scheduler.schedule()
        return scheduler, processes

    return deal


def test_files_that_last_are_there():
    from balance import IN_PARTS, LONG

    assert [path for path in {*LONG, *IN_PARTS} if not (ROOT / path).is_file()] == []


def test_files_stay_whole_and_what_lasts_begins_first(scheduled):
    from balance import LONG

    battery = "tests/algorithms/test_battery.py"
    tests = [f"tests/a.py::test_{k}" for k in range(4)] + [f"{LONG[1]}::test_x", f"{LONG[1]}::test_y"]
    tests += [f"{battery}::test_x[{k}]" for k in range(4)]
    _, (first, second) = scheduled(tests)
    assert (first.tests, second.tests) == ([4, 5, 7], [6, 8])


def test_a_crashed_test_is_not_run_again_and_a_new_process_collects_before_it_runs(scheduled):
    tests = [f"tests/{name}.py::test_{k}" for name in "abcd" for k in range(4)]
    scheduler, (first, second) = scheduled(tests)
    for number in (0, 1, 2, 3, 8):
        scheduler.mark_test_complete(first, number)
    assert (first.tests, second.tests) == ([0, 1, 2, 3, 8, 9, 10, 11], [4, 5, 6, 7])
    assert scheduler.remove_node(first) == tests[9]
    fresh = Process()
    scheduler.add_node(fresh)
    scheduler.mark_test_complete(second, 4)
    scheduler.schedule()
    assert (fresh.tests, second.tests) == ([], [4, 5, 6, 7])
    scheduler.mark_test_complete(second, 5)
    scheduler.add_node_collection(fresh, tests)
    scheduler.schedule()
    assert (fresh.tests, second.tests[4:]) == ([10, 11], [12, 13, 14, 15])


@pytest.fixture
def in_processes(tmp_path):
    """Run files of tests, {path: code}, in processes, two of them, with our conftest.py: (status, what is printed)."""

    def run(files, processes=2):
        folder = tmp_path / "tests"
        for name, code in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(code)
        shutil.copy(ROOT / "tests" / "conftest.py", folder)
        settings = f"pythonpath = {ROOT}/build/plugins {ROOT}/tests\naddopts = --import-mode=importlib\n"
        (tmp_path / "pytest.ini").write_text(f"[pytest]\n{settings}")
        others = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
        command = [sys.executable, "-m", "pytest", "-v", "-n", str(processes), "-p", "no:cacheprovider", tmp_path]
        ended = subprocess.run(command, cwd=tmp_path, env=others, capture_output=True, text=True, timeout=300)
        return ended.returncode, ended.stdout + ended.stderr

    return run


def test_what_fails_is_told_what_ends_its_process_has_failed_and_the_rest_runs_once(in_processes):
    status, told = in_processes({"test_first.py": FIRST, "test_second.py": SECOND})
    assert status == 1 and "3 failed, 3 passed" in told, told
    assert "KeyError: 'this one'" in told and "taken apart" not in told
    for name in ("first", "second"):
        assert f"crashed while running 'tests/test_{name}.py::test_crashes'" in told
    assert told.count("node down") == 2, told  # those that had QGIS end as they should


def test_a_process_that_ends_unheard_after_its_tests_is_no_success(in_processes):
    passes = "def test_passes():\n    pass\n"
    status, told = in_processes({"late/test_last.py": passes, "late/conftest.py": ENDS_UNHEARD}, processes=1)
    assert status == 1 and "1 passed" in told and "node down" in told, told
