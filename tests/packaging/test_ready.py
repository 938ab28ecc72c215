# SPDX-License-Identifier: GPL-2.0-or-later
"""What QGIS's plugin site and QGIS 4 ask for: a zip without compiled files and secrets, scoped enums, no exemptions."""

import ast
import importlib
import importlib.util
import re
import subprocess
import sys
import zipfile
from enum import Enum
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PLUGIN = ROOT / "mineral_prune_plugin"
WITH_QGIS = sorted(path for path in PLUGIN.rglob("*.py") if "from qgis." in path.read_text(encoding="utf-8"))
# "": LICENSE; .qm are translations, .csv the embedded library.
ENDINGS = {".py", ".qm", ".svg", ".model3", ".txt", ".md", ".html", ".png", ".csv", ""}
SECRETS = re.compile(
    r"BEGIN [A-Z ]*PRIVATE KEY|\b(AKIA|ghp_|glpat-|xox[bp]-|sk-)[A-Za-z0-9_-]{12,}|"
    r"(password|passwd|secret|token|api_?key)\s*[=:]\s*['\"][^'\"]{6,}",
    re.IGNORECASE,
)
OF_THIS_MACHINE = re.compile(r"/(root|home/\w+|work|tmp)/")


@pytest.fixture(scope="module")
def zipped(tmp_path_factory):
    """Name -> bytes of the packaged plugin."""
    subprocess.run([ROOT / "scripts" / "stage.sh"], check=True)
    command = [sys.executable, ROOT / "scripts" / "package.py", "--into", tmp_path_factory.mktemp("zip")]
    path = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_zip_holds_text_and_translations_only(zipped):
    assert {Path(name).suffix for name in zipped} <= ENDINGS
    compiled = (b"\x7fELF", b"MZ", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe", b"PK\x03\x04")
    assert [name for name, content in zipped.items() if content.startswith(compiled)] == []
    assert [name for name in zipped if any(part.startswith((".", "__py")) for part in Path(name).parts)] == []


def test_the_zip_holds_no_secret_and_no_place_of_the_machine_that_made_it(zipped):
    texts = {
        name: content.decode("utf-8") for name, content in zipped.items() if Path(name).suffix not in (".qm", ".png")
    }
    assert {name: found.group() for name, text in texts.items() if (found := SECRETS.search(text))} == {}
    assert {name: found.group() for name, text in texts.items() if (found := OF_THIS_MACHINE.search(text))} == {}


def test_the_zip_is_small_enough_for_the_site(zipped):
    assert sum(map(len, zipped.values())) < 20e6


def test_bandit_is_exempted_from_nothing_in_general():
    """An exemption names the finding, on its line: no setting, and no bare `nosec`."""
    assert "[tool.bandit" not in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert not any((ROOT / name).exists() for name in (".bandit", "bandit.yaml"))
    for path in PLUGIN.rglob("*.py"):
        for line in path.read_text(encoding="utf-8").splitlines():
            assert "nosec" not in line or re.search(r"# nosec B\d{3}\b", line), f"{path.name}: {line}"


def test_bandit_finds_nothing():
    if importlib.util.find_spec("bandit") is None:
        pytest.skip("bandit is not installed; `make test` installs it")
    command = [sys.executable, "-m", "bandit", "-q", "-r", str(PLUGIN)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def imported_from_qgis(tree):
    """Name -> what it is, for every import of qgis in a file, also within functions."""
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "qgis":
            module = importlib.import_module(node.module)
            found |= {alias.asname or alias.name: getattr(module, alias.name, None) for alias in node.names}
    return found


def is_enum_value(value):
    return isinstance(value, Enum) or (isinstance(value, int) and type(value) not in (int, bool))


@pytest.mark.parametrize("path", WITH_QGIS, ids=lambda path: path.stem)
def test_enums_are_scoped(qgis, path):
    """PyQt6 knows Qgis.MessageLevel.Warning and no Qgis.Warning; QVariant's types: test_qt6.py."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    known = imported_from_qgis(tree)
    chains = [node for node in ast.walk(tree) if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)]
    for node in chains:
        if node.value.id in known and node.value.id != "QVariant":
            value = getattr(known[node.value.id], node.attr, None)
            assert not is_enum_value(value), f"{node.lineno}: {node.value.id}.{node.attr}"


def test_the_check_knows_an_unscoped_enum(qgis):
    from qgis.core import Qgis

    assert is_enum_value(Qgis.MessageLevel.Warning) and not is_enum_value(Qgis.QGIS_VERSION_INT)
