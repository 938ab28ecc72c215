# SPDX-License-Identifier: GPL-2.0-or-later
"""The plugin asks for no more than Python 3.9, which QGIS 3.22 has on Windows: neither its syntax nor its library."""

import ast
import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def vermin(path):
    """What vermin says of a file or folder, "" where Python 3.9 has all that is called there."""
    if importlib.util.find_spec("vermin") is None:
        pytest.skip("vermin is not installed; `make test` installs it")
    command = [
        sys.executable,
        "-c",
        "from vermin import main; main()",
        "-t=3.9-",
        "--violations",
        "--eval-annotations",
        "--no-tips",
    ]
    completed = subprocess.run([*command, str(path)], capture_output=True, text=True)
    return completed.stdout + completed.stderr if completed.returncode else ""


def test_python_39_has_all_that_the_plugin_calls():
    assert vermin(ROOT / "mineral_prune_plugin") == ""


@pytest.mark.parametrize(
    "line",
    [
        "from pathlib import Path\nPath('a').write_text('b', newline='')",
        "for a, b in zip([], [], strict=True): pass",
        "match 1:\n    case 1: pass",
    ],
)
def test_what_later_pythons_brought_is_known(tmp_path, line):
    (tmp_path / "a.py").write_text(line + "\n")
    assert "3.10" in vermin(tmp_path / "a.py")


def unions_in_annotations(tree):
    """Lines with `int | None`, which Python 3.9 works out, and cannot, when the function is defined."""
    nodes = [node for node in ast.walk(tree) if isinstance(node, (ast.arg, ast.AnnAssign, ast.FunctionDef))]
    annotations = [getattr(node, "annotation", None) or getattr(node, "returns", None) for node in nodes]
    parts = (part for annotation in filter(None, annotations) for part in ast.walk(annotation))
    return [part.lineno for part in parts if isinstance(part, ast.BinOp)]


def test_no_annotation_is_a_union_by_a_stroke():
    trees = {
        path: ast.parse(path.read_text(encoding="utf-8")) for path in (ROOT / "mineral_prune_plugin").rglob("*.py")
    }
    assert not {path.name: lines for path, tree in trees.items() if (lines := unions_in_annotations(tree))}
    assert unions_in_annotations(ast.parse("def f(a: int | None): pass")) == [1]
