# SPDX-License-Identifier: GPL-2.0-or-later
"""The house rules that can be read from the code: who imports whom, what is never called, how a file reads.

A test lists every place that breaks its rule.
"""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NAME = "mineral_prune_plugin"
PLUGIN = ROOT / NAME

GROUND = {
    "errors",
    "notices",
    "progress",
    "at_once",
    "classes",
    "mineral_names",
    "colours",
    "outputs",
    "threads",
    "open_blas",
    "plugin_version",
}  # import no other room
RANK = {"raster": 0, "spectra": 0, "products": 1, "samples": 1, "spectral_library": 1, "simulation": 2, "models": 3}
RANK.update(pruning=4, mapping=5, assessment=5, explaining=6, from_map=6, exporting=6, reports=7, cluster=8)
QGIS_ROOMS = {
    "interface": set(),
    "desktop": {"interface", "explaining"},
    "algorithms": {*RANK, "interface"},
}  # may import these
DOORS = {"plugin", "provider", "__init__"}  # QGIS's own: they import any room
GDAL_ROOMS = {"raster", "products", "mapping", "from_map"}
UNSAFE = {"pickle", "cPickle", "_pickle", "dill", "cloudpickle", "joblib", "marshal", "shelve"}
UNSAFE_CALLS = {"eval", "exec", "torch.load", "torch.save"}
LONGEST_FILE, LONGEST_FUNCTION = 300, 40
# No nouns for things, no verbs for acts: as names of values they say nothing of what they hold.
EMPTY_NAMES = {"found", "own", "asked", "one", "said", "committee", "faculty", "taught", "lessons", "meeting", "crew"}
SHOWING = {"algorithms", "reports"}
CALLED_BY_QGIS = {"prepare", "work", "problem", "needs"}  # beside those of Qt's spelling: their arguments are QGIS's

FILES = sorted(PLUGIN.rglob("*.py"))
FOLDERS = sorted({path.relative_to(PLUGIN).parts[0] for path in FILES if path.parent != PLUGIN})
OUR_PYTHON = sorted(path for folder in ("tests", "scripts", "benchmarks") for path in (ROOT / folder).rglob("*.py"))


def parsed(path):
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


TREES = {path: parsed(path) for path in FILES}


def short(path):
    return str(path.relative_to(ROOT))


def offenders(rule):
    """ "file: what" for each thing that `rule(path, tree)` yields, of all files."""
    return [f"{short(path)}: {thing}" for path, tree in TREES.items() for thing in rule(path, tree)]


def room_of(path):
    """The first part of a file's place in the plugin: a folder, or a module at the top."""
    return path.relative_to(PLUGIN).parts[0].removesuffix(".py")


def imports(path, tree):
    """Every module that a file imports anywhere, relative ones spelt out, with each name that it takes from it."""
    package = (NAME, *path.relative_to(PLUGIN).parent.parts)
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            parts = [*package[: len(package) - node.level + 1]] if node.level else []
            module = ".".join(parts + ([node.module] if node.module else []))
            yield from (f"{module}.{alias.name}" for alias in node.names)


def packages(path, tree):
    return {module.split(".")[0] for module in imports(path, tree)}


def rooms_imported(path, tree):
    modules = (module.split(".") for module in imports(path, tree))
    return {parts[1] for parts in modules if parts[0] == NAME and len(parts) > 1} - {room_of(path)}


def functions(tree):
    return [node for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]


def test_the_plugin_has_files():
    assert len(FILES) > 100


def test_only_the_qgis_rooms_import_qgis():
    assert not offenders(
        lambda path, tree: (
            () if room_of(path) in {*QGIS_ROOMS, *DOORS} else packages(path, tree) & {"qgis", "processing"}
        )
    )


def test_qt_comes_by_way_of_qgis():
    assert not offenders(lambda path, tree: packages(path, tree) & {"PyQt5", "PyQt6", "PySide2", "PySide6", "sip"})


def test_only_the_gdal_rooms_import_gdal():
    gdal = {"osgeo", "gdal", "ogr", "osr"}
    assert not offenders(lambda path, tree: () if room_of(path) in GDAL_ROOMS else packages(path, tree) & gdal)


def test_only_the_cluster_imports_dask():
    assert not offenders(
        lambda path, tree: () if room_of(path) == "cluster" else packages(path, tree) & {"dask", "distributed"}
    )


def test_data_flows_one_way():
    def wrong(path, tree):
        room = room_of(path)
        if room in DOORS:
            return ()
        if room in RANK:
            earlier = {other for other, rank in RANK.items() if rank < RANK[room]}
        else:
            earlier = QGIS_ROOMS.get(room, set())
        return rooms_imported(path, tree) - earlier - GROUND

    assert not offenders(wrong)


def test_nothing_that_runs_foreign_code():
    def unsafe(path, tree):
        calls = {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
        return packages(path, tree) & UNSAFE | calls & UNSAFE_CALLS

    assert not offenders(unsafe)


def test_no_assert_and_no_bare_except():
    def bare(path, tree):
        for node in ast.walk(tree):
            if isinstance(node, ast.Assert) or (isinstance(node, ast.ExceptHandler) and node.type is None):
                yield f"line {node.lineno}"

    assert not offenders(bare)


def test_a_file_and_its_functions_are_read_in_one_sitting():
    def long(path, tree):
        lines = len(path.read_text(encoding="utf-8").splitlines())
        if lines >= LONGEST_FILE:
            yield f"{lines} lines"
        for node in functions(tree):
            if node.end_lineno - node.lineno + 1 >= LONGEST_FUNCTION:
                yield f"{node.name} has {node.end_lineno - node.lineno + 1} lines"

    assert not offenders(long)


def test_a_basename_stands_once():
    """A newcomer finds a file by its name. A form or a report may have the name of what it shows."""
    places = {}
    for path in FILES:
        place = path.relative_to(PLUGIN).parent.as_posix()
        kinds = {"models/perceptron": "models/a kind", "models/densenet": "models/a kind"}  # two networks, same files
        if room_of(path) not in SHOWING and path.name != "__init__.py" and place != "models/model_file":
            places.setdefault(path.name, set()).add(kinds.get(place, place))
    assert not {name: folders for name, folders in places.items() if len(folders) > 1}


def test_a_docstring_names_modules_that_are_there():
    def gone(path, tree):
        documented = (node for node in ast.walk(tree) if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)))
        for text in filter(None, map(ast.get_docstring, documented)):
            for room, module in re.findall(rf"\b({'|'.join(FOLDERS)})[./]([a-z_]+)\b", text):
                if not (PLUGIN / room / module).is_dir() and not (PLUGIN / room / f"{module}.py").exists():
                    yield f"{room}.{module}"

    assert not offenders(gone)


def test_a_public_docstring_names_every_argument():
    """Where a function has more than one: shapes, units and meaning belong to each."""

    def silent(path, tree):
        for node in public(tree):
            names = arguments(node)
            text = ast.get_docstring(node) or ""
            missing = [name for name in names if not re.search(rf"\b{name}\b", text)]
            if len(names) > 1 and missing:
                yield f"{node.name} says nothing of {', '.join(missing)}"

    assert not offenders(silent)


def test_a_docstring_explains_no_argument_that_is_gone():
    def stale(path, tree):
        for node in public(tree):
            entries = re.findall(r"^([a-z_]+(?:, [a-z_]+)*) +: ", ast.get_docstring(node) or "", re.M)
            names = {name for entry in entries for name in entry.split(", ")}
            gone = names - {*arguments(node), "returns", "errors", "yields"}
            if gone:
                yield f"{node.name} explains {', '.join(sorted(gone))}"

    assert not offenders(stale)


def public(tree):
    """Functions at the top of a module and methods of its classes that others call, but for those that QGIS calls."""
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef) and not node.name.startswith("_")]
    bodies = [tree.body, *(node.body for node in classes)]
    for node in (node for body in bodies for node in body if isinstance(node, ast.FunctionDef)):
        of_qt = node.name != node.name.lower()
        if not node.name.startswith("_") and not of_qt and node.name not in CALLED_BY_QGIS:
            yield node


def arguments(node):
    every = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    return [argument.arg for argument in every if argument.arg not in ("self", "cls")]


def test_names_say_what_they_hold():
    def empty(path, tree):
        for node in ast.walk(tree):
            if isinstance(node, ast.keyword):
                continue  # a fact of an error: expected, found
            name = getattr(node, "id", None) or getattr(node, "arg", None) or getattr(node, "attr", None)
            if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
                name = node.name
            if isinstance(name, str) and name.strip("_").lower() in EMPTY_NAMES:
                yield f"line {node.lineno}: {name}"

    assert not offenders(empty)


def test_a_sentence_is_not_broken_for_one_word():
    """Adjacent literals with a line of one word: a formatter's leftover, hard to read and to translate."""

    def broken(path, tree):
        lines = path.read_text(encoding="utf-8").splitlines()
        for number, (before, line, after) in enumerate(zip(lines, lines[1:], lines[2:]), start=2):
            word = re.fullmatch(r'\s+f?"[^ "]+ "', line)
            if word and re.search(r' "$', before) and re.match(r'\s+f?"', after):
                yield f"line {number}"

    assert not offenders(broken)


def test_the_licence_stands_first():
    def first_line(path):
        lines = path.read_text(encoding="utf-8").splitlines()
        return lines[1] if lines and lines[0].startswith("#!") else (lines or [""])[0]

    licence = "# SPDX-License-Identifier: GPL-2.0-or-later"
    assert not [short(path) for path in FILES + OUR_PYTHON if first_line(path) != licence]


def python_with_plugin(code, folder):
    """Run code in a new Python that finds the staged plugin."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    environment["PYTHONPATH"] = os.pathsep.join([str(ROOT / "build/plugins"), environment.get("PYTHONPATH", "")])
    command = [sys.executable, "-c", code]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)


def test_starting_the_plugin_loads_no_package(tmp_path):
    """Not even numpy and GDAL, which QGIS itself may not have loaded yet: 3.22 has not, 3.40 has numpy."""
    code = (
        "import sys, qgis.core\nbefore = set(sys.modules)\n"
        f"import {NAME}, {NAME}.plugin, {NAME}.desktop.packages_notice\n"
        f"{NAME}.provider.MineralPruneProvider().loadAlgorithms()\n"
        "packages = {'torch', 'safetensors', 'threadpoolctl', 'matplotlib', 'numpy', 'osgeo'}\n"
        "print(packages & (set(sys.modules) - before) or 'none')"
    )
    result = python_with_plugin(code, tmp_path)
    assert result.returncode == 0, result.stderr
    assert result.stdout.strip() == "none"


def test_starting_the_plugin_takes_little_time(tmp_path):
    """Processor time that the plugin adds to QGIS's start: the aim is 0.05 s, the bound 0.1 s on a machine at rest.

    Beside another process on the same core all imports take half as long again, so the bound is in units of some of
    the standard library's, which took 0.053 s where the plugin's took 0.065.
    """
    code = (
        "import time, qgis.core, qgis.gui, qgis.PyQt.QtWidgets\nbegan = time.process_time()\n"
        "import asyncio, unittest.mock, email.mime.multipart, http.client, logging.config, xml.dom.minidom\n"
        f"between = time.process_time()\nimport {NAME}.plugin, {NAME}.desktop.packages_notice\n"
        "print((time.process_time() - between) / (between - began))"
    )
    runs = [python_with_plugin(code, tmp_path) for _ in range(3)]
    printed = [result.stdout + result.stderr for result in runs]
    assert min(float(result.stdout) for result in runs) < 0.1 / 0.053, printed
