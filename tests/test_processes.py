# SPDX-License-Identifier: GPL-2.0-or-later
"""Tests that run in several processes (pytest -n): what fails there is told, and so is a process that is gone."""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

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
def test_passes():
    pass

def test_fails_beside_qgis(qgis):
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
    assert status == 1 and "2 failed, 3 passed" in told, told
    assert "KeyError: 'this one'" in told and "crashed while running 'tests/test_second.py::test_crashes'" in told
    assert told.count("node down") == 1  # those that had QGIS end as they should


def test_a_process_that_ends_unheard_after_its_tests_is_no_success(in_processes):
    passes = "def test_passes():\n    pass\n"
    status, told = in_processes({"late/test_last.py": passes, "late/conftest.py": ENDS_UNHEARD}, processes=1)
    assert status == 1 and "1 passed" in told and "node down" in told, told
