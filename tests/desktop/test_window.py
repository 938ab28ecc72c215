# SPDX-License-Identifier: GPL-2.0-or-later
"""The plugin in a real QGIS window: Processing draws its dialogs there, and a crash of theirs is QGIS's crash."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_every_dialog_opens(qgis, screen):
    command = [ROOT / "scripts" / "in-env.sh", "env", f"DISPLAY={screen}", "QT_QPA_PLATFORM=xcb", "qgis"]
    command += ["--nologo", "--noversioncheck", "--code", ROOT / "tests" / "desktop" / "open_dialogs.py"]
    completed = subprocess.run([*map(str, command)], capture_output=True, text=True, timeout=120)
    opened = [line.split()[1] for line in completed.stdout.splitlines() if line.startswith("opened ")]
    algorithms = qgis.processingRegistry().providerById("mineralprune").algorithms()
    assert completed.returncode == 0, completed.stderr[-2000:]
    assert opened == [algorithm.id() for algorithm in algorithms]
