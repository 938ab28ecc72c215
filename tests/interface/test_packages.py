# SPDX-License-Identifier: GPL-2.0-or-later
"""The command that installs what QGIS lacks, and the thread that imports it."""

import os
import subprocess
import sys
from pathlib import Path

import numpy

from mineral_prune_plugin.algorithms.algorithm import MineralPruneAlgorithm
from mineral_prune_plugin.provider import ALGORITHMS

ROOT = Path(__file__).resolve().parents[2]


def test_torch_comes_with_what_it_needs_and_matplotlib_moves_no_numpy(qgis):
    from mineral_prune_plugin.interface.packages import install_command

    assert install_command(["torch", "safetensors"]).endswith('" torch safetensors')
    both = install_command(["torch", "matplotlib"])
    assert both.endswith(f'" torch matplotlib numpy=={numpy.__version__}') and "--no-deps" not in both
    assert install_command(["onnx"]).endswith(f'" onnx numpy=={numpy.__version__}')


def test_the_command_takes_the_cpu_build_where_pip_would_take_cuda(qgis):
    from mineral_prune_plugin.interface.packages import CPU_INDEX, cpu_index, install_command

    assert [cpu_index(name) for name in ("linux", "win32", "darwin")] == [CPU_INDEX, "", ""]
    assert (f" --extra-index-url {CPU_INDEX} " in install_command(["torch"])) == (sys.platform == "linux")
    assert "index" not in install_command(["matplotlib"])


def test_no_background_thread_of_qgis_is_the_first_to_import_compiled_modules(chain, tmp_path):
    """pybind11 before 3.0.2 would keep that thread's Python state, which QGIS renews for each run in the thread."""
    command = [sys.executable, ROOT / "tests" / "algorithms" / "watch_imports.py"]
    command += [chain.scene, chain.samples, tmp_path / "model.safetensors", tmp_path / "report.html"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])}
    watched = subprocess.run([*map(str, command)], env=environment, capture_output=True, text=True, timeout=120)
    assert watched.stdout.splitlines() == [
        "trainmodel went well: True",
        "matplotlib.ft2font: the thread lives on: False",
        "torch._C: the thread lives on: False",
    ], watched.stderr


def test_every_algorithm_works_with_its_packages_at_hand():
    """One with a `processAlgorithm` of its own would import them in QGIS's background thread."""
    bypassing = [
        kind.__name__ for kind in ALGORITHMS if kind.processAlgorithm is not MineralPruneAlgorithm.processAlgorithm
    ]
    assert not bypassing
