# SPDX-License-Identifier: GPL-2.0-or-later
"""A screen without glass, and a QGIS profile of its own whose Python has no torch."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def screen():
    """The name of an X display without a screen behind it."""
    if shutil.which("Xvfb") is None:
        pytest.skip("Xvfb is not installed; `make test` installs it")
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1400x900x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    with open(reading) as numbers:
        yield ":" + numbers.readline().strip()
    server.terminate()
    server.wait()


@pytest.fixture
def in_window(screen, tmp_path):
    """in_window(script, **orders): what a script of this folder reports that a QGIS with a window runs."""

    def run_script(script, **orders):
        report, order_file = tmp_path / "report.json", tmp_path / "orders.json"
        order_file.write_text(json.dumps({**orders, "report": str(report)}), encoding="utf-8")
        variables = [f"DISPLAY={screen}", "QT_QPA_PLATFORM=xcb", f"MINERAL_PRUNE_TEST={order_file}"]
        command = [ROOT / "scripts" / "in-env.sh", "env", *variables, "qgis", "--nologo", "--noversioncheck", "--code"]
        command.append(ROOT / "tests" / "desktop" / script)
        completed = subprocess.run([*map(str, command)], capture_output=True, text=True, timeout=200)
        assert completed.returncode == 0, completed.stderr[-2000:]
        seen = json.loads(report.read_text(encoding="utf-8"))
        assert "failed" not in seen, seen["failed"]
        return seen

    return run_script


@pytest.fixture(scope="module")
def bare(tmp_path_factory):
    """What `make env` exports, with a profile of its own, no setting of pip, and only the packages of the system."""
    exports = subprocess.run(
        ["bash", "-c", 'eval "$(scripts/env.sh)"; env -0'], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    variables = dict(line.split("=", 1) for line in exports.split("\0") if "=" in line)
    hidden = ("PIP_", "PYTHONPATH", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "ALL_PROXY")
    variables = {name: value for name, value in variables.items() if not name.upper().startswith(hidden)}
    profile = tmp_path_factory.mktemp("a profile with spaces 矿物")
    for version in (3, 4):
        settings = profile / "profiles" / "default" / "QGIS" / f"QGIS{version}.ini"
        settings.parent.mkdir(parents=True, exist_ok=True)
        settings.write_text("[PythonPlugins]\nmineral_prune_plugin=true\n")
    return {**variables, "QGIS_CUSTOM_CONFIG_PATH": str(profile), "PIP_CONFIG_FILE": os.devnull}
