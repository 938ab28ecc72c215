# SPDX-License-Identifier: GPL-2.0-or-later
"""The plugin in a real QGIS window: Processing draws its dialogs there, and a crash of theirs is QGIS's crash."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
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


def test_every_dialog_opens(qgis, screen):
    command = [ROOT / "scripts" / "in-env.sh", "env", f"DISPLAY={screen}", "QT_QPA_PLATFORM=xcb", "qgis"]
    command += ["--nologo", "--noversioncheck", "--code", ROOT / "tests" / "desktop" / "open_dialogs.py"]
    completed = subprocess.run([*map(str, command)], capture_output=True, text=True, timeout=120)
    opened = [line.split()[1] for line in completed.stdout.splitlines() if line.startswith("opened ")]
    algorithms = qgis.processingRegistry().providerById("mineralprune").algorithms()
    assert completed.returncode == 0, completed.stderr[-2000:]
    assert opened == [algorithm.id() for algorithm in algorithms]
