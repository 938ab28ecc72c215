# SPDX-License-Identifier: GPL-2.0-or-later
"""The QGIS that `make demo` runs in: outputs, failures with their sentence, and Ctrl+C."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LONG_S = 120


def script(*lines):
    """A Python program in which `run` is that of the toolbox."""
    head = f"import sys; sys.path.insert(0, {str(ROOT / 'scripts')!r})\nfrom pathlib import Path\n"
    head += f"from toolbox import toolbox\nwith toolbox(Path({str(ROOT / 'build' / 'plugins')!r})) as run:\n"
    return [sys.executable, "-c", head + "\n".join(f"    {line}" for line in lines)]


def test_algorithms_run_one_after_another_and_one_that_fails_says_why(tmp_path):
    scene, labels, model = (str(tmp_path / name) for name in ("scene.tif", "labels.tif", "nothing.safetensors"))
    make = {"WIDTH": 40, "HEIGHT": 30, "OUTPUT": scene, "LABELS": labels}
    large = {**make, "WIDTH": 30_000}  # refused in the run; the other before it
    wrong = {"INPUT": scene, "MODEL": model, "OUTPUT": str(tmp_path / "map.tif")}
    lines = (
        f"print('made', run('createexamplescene', {make!r})['OUTPUT'])",
        f"print('failed', run('mapminerals', {wrong!r}))",
        f"print('large', run('createexamplescene', {large!r}))",
        "print('after')",
    )
    result = subprocess.run(script(*lines), capture_output=True, text=True, timeout=LONG_S)
    said = result.stdout.splitlines()
    assert result.returncode == 0 and said[0].startswith("0...10...")
    assert f"made {scene}" in said and said[-3:] == ["failed None", "large None", "after"]
    assert result.stderr.count("nothing.safetensors") == result.stderr.count("30000") == 1
    assert sorted(path.name for path in tmp_path.iterdir() if path.suffix == ".tif") == ["labels.tif", "scene.tif"]


def test_ctrl_c_ends_the_run_and_leaves_nothing_of_it(tmp_path):
    make = {"WIDTH": 2000, "HEIGHT": 2000, "OUTPUT": str(tmp_path / "s.tif"), "LABELS": str(tmp_path / "l.tif")}
    process = subprocess.Popen(
        script(
            "try:",
            f"    print('given', run('createexamplescene', {make!r}))",
            "except KeyboardInterrupt:",
            "    print('interrupted')",
        ),
        stdout=subprocess.PIPE,
        text=True,
    )
    first = os.read(process.stdout.fileno(), 4)
    begin = time.monotonic()
    process.send_signal(signal.SIGINT)
    rest = process.communicate(timeout=LONG_S)[0]
    assert first == b"0..." and rest.endswith("interrupted\n") and process.returncode == 0
    assert time.monotonic() - begin < 20 and not list(tmp_path.iterdir())
