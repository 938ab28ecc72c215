# SPDX-License-Identifier: GPL-2.0-or-later
"""An interrupt from the keyboard while qgis_process starts, or soon after, is never forgotten."""

import os
import random
import signal
import subprocess
import sys
import time

from tests.algorithms.test_qgis_process import PATIENCE_S, command, environment

__all__ = ["environment"]
RUNS = 3


def at_a_keyboard():
    """Tests that run beside others are in processes that ignore interrupts, which their own would inherit."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


PLATFORM = """
import signal, sys
from qgis.core import QgsApplication
application = QgsApplication([], False, "", sys.argv[1])
from mineral_prune_plugin import classFactory
classFactory(None)
print(signal.getsignal(signal.SIGINT) is signal.SIG_DFL)
sys.stdout.flush()
import os
os._exit(0)
"""


def test_qgis_process_ends_at_an_interrupt_from_the_moment_that_the_plugin_is_loaded(environment):
    for platform, ends in (("qgis_process", "True"), ("desktop", "False")):
        asked = subprocess.run(
            [sys.executable, "-c", PLATFORM, platform],
            env={**environment, "PYTHONPATH": f"{environment['QGIS_PLUGINPATH']}:{environment['PYTHONPATH']}"},
            capture_output=True,
            text=True,
            timeout=PATIENCE_S,
            preexec_fn=at_a_keyboard,
        )
        assert asked.stdout.strip() == ends, asked.stderr


def test_interrupted_at_any_moment_a_run_fails_and_leaves_nothing_half_written(environment, chain, files, tmp_path):
    arguments = ["qgis_process", *command("mapminerals", INPUT=chain.scene, MODEL=chain.model, OUTPUT="map.tif")]
    started = time.monotonic()
    subprocess.run(arguments, env=environment, cwd=tmp_path, capture_output=True, timeout=3 * PATIENCE_S, check=True)
    whole, lasted = files(tmp_path), time.monotonic() - started
    for name in whole:
        os.unlink(tmp_path / name)
    drawn = random.Random(18)
    for _ in range(RUNS):
        moment = drawn.uniform(0.05, 0.35) * lasted  # other tests beside it may end meanwhile, which makes runs shorter
        process = subprocess.Popen(
            arguments,
            env=environment,
            cwd=tmp_path,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            preexec_fn=at_a_keyboard,
        )
        try:
            code = process.wait(timeout=moment)  # on a machine that was busy before it may have ended by now
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGINT)
            code = process.wait(timeout=PATIENCE_S)
            assert code != 0
        left = files(tmp_path)
        assert left == (whole if code == 0 else [])
        for name in left:
            os.unlink(tmp_path / name)
