# SPDX-License-Identifier: GPL-2.0-or-later
"""`make gate` fails on what the plugin site refuses, each by name, and on nothing of ours but the addresses."""

import importlib.util
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
METADATA = """[general]
name=Tiny
description=A plugin
about=Needs torch, safetensors and threadpoolctl.
version=1
qgisMinimumVersion=3.22
author=A geologist
email=someone@geology.org
homepage=https://geology.org
repository=https://geology.org/repository
tracker=https://geology.org/issues
"""
FILES = {"__init__.py": "def classFactory(iface):\n    return None\n", "metadata.txt": METADATA, "LICENSE": "GPL"}
TOKEN = "ghp_" + 36 * "a"  # what a token of GitHub looks like


def zipped(folder, top="tiny", permissions=0o644, **changes):
    """A plugin of FILES; changes : name, `__` for a dot, to text, or None to leave the file out."""
    files = {
        **FILES,
        **{name.replace("__", ".") if name not in FILES else name: text for name, text in changes.items()},
    }
    path = folder / "tiny.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in files.items():
            if text is not None:
                entry = zipfile.ZipInfo(f"{top}/{name}")
                entry.external_attr = (0o100000 | permissions) << 16
                archive.writestr(entry, text)
    return path


def gate(archive):
    """(exit code, output)"""
    command = [sys.executable, str(ROOT / "scripts" / "gate.py"), str(archive)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def first_problem(archive):
    """Of the first check that has any: those after it, which run tools for seconds, are not begun."""
    specification = importlib.util.spec_from_file_location("gate", ROOT / "scripts" / "gate.py")
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    every = (list(problems) for _, problems in module.checks(archive, ("torch", "safetensors", "threadpoolctl")))
    return next(problems for problems in every if problems)[0]


TOOLS = {
    "a grave fault": "bandit",
    "a slight fault": "bandit",
    "what is no Python": "bandit",
    "a secret": "detect_secrets",
}


def need(*tools):
    """Skip where one is missing, as in the systems of `make test-root`."""
    for tool in tools:
        pytest.importorskip(tool, reason="`make test` installs it")


def test_a_sound_plugin_passes(tmp_path):
    need("bandit", "detect_secrets")
    code, output = gate(zipped(tmp_path))
    assert code == 0 and output.splitlines()[-1] == "The site would take this zip." and output.count(": ok\n") == 6


def metadata(**entries):
    lines = [line for line in METADATA.splitlines() if line.split("=")[0] not in entries]
    return "\n".join([*lines, *(f"{key}={value}" for key, value in entries.items() if value is not None)])


DEFECTS = {
    "no licence": ({"LICENSE": None}, "LICENSE is missing"),
    "no package": ({"__init__.py": None}, "__init__.py is missing"),
    "a folder's name": ({"top": "my-plugin"}, "one folder with a Python name"),
    "a way out": ({"..__evil__py": ""}, "leaves its folder"),
    "no tracker": ({"metadata.txt": metadata(tracker=None)}, "tracker is missing"),
    "a placeholder": ({"metadata.txt": metadata(homepage="https://tiny.example/x")}, "homepage is no working public"),
    "no address": ({"metadata.txt": metadata(repository="geology.org")}, "repository is no working public address"),
    "a reserved host of mail": ({"metadata.txt": metadata(email="a@b.invalid")}, "email is no working public address"),
    "a dependency unnamed": ({"metadata.txt": metadata(about="Nothing.")}, "about does not name the package torch"),
    "a program": ({"helper__sh": "echo"}, "tiny/helper.sh may be a program"),
    "a hidden file": ({"__hidden": "x"}, "tiny/.hidden is hidden"),
    "permission": ({"permissions": 0o755}, "tiny/__init__.py may be executed"),
    "a grave fault": ({"worse__py": "import pickle\npickle.loads(b'')\n"}, "tiny/worse.py:1 B403"),
    "a slight fault": ({"worse__py": "try:\n    x = 1\nexcept Exception:\n    pass\n"}, "tiny/worse.py:3 B110"),
    "what is no Python": ({"worse__py": "def (\n"}, "worse.py could not be read"),
    "a secret": ({"notes__txt": f"key {TOKEN}\n"}, "tiny/notes.txt:1 GitHub Token"),
}


@pytest.mark.parametrize("defect", DEFECTS)
def test_each_defect_is_refused_by_name(tmp_path, defect):
    need(*filter(None, [TOOLS.get(defect)]))
    changes, sentence = DEFECTS[defect]
    assert sentence in first_problem(zipped(tmp_path, **changes))


def test_a_zip_that_is_too_large_is_refused(tmp_path):
    path = zipped(tmp_path, data__bin="0" * 25_000_000)
    assert "bytes, and 25,000,000 are allowed" in first_problem(path)


def test_a_tool_that_fails_is_no_pass(tmp_path, monkeypatch):
    (tmp_path / "bandit.py").write_text("raise SystemExit('no such tool')\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    code, output = gate(zipped(tmp_path))
    assert code == 1 and "bandit failed: no such tool" in output


def test_our_own_plugin_fails_on_the_addresses_alone(tmp_path):
    packed = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "package.py"), "--into", str(tmp_path)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    code, output = gate(packed.stdout.strip())
    problems = [line.split(" is ")[0].strip() for line in output.splitlines() if line.startswith("  ")]
    assert problems == ["homepage", "repository", "tracker", "email"] and code == 1
