# SPDX-License-Identifier: GPL-2.0-or-later
"""The command that installs what QGIS lacks, and the thread that imports it."""

import json
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
    watched = subprocess.run([*map(str, command)], env=with_plugin(), capture_output=True, text=True, timeout=120)
    assert watched.stdout.splitlines() == [
        "trainmodel went well: True",
        "matplotlib.ft2font: the thread lives on: False",
        "torch._C: the thread lives on: False",
    ], watched.stderr


def test_a_training_without_a_report_imports_no_matplotlib(chain, tmp_path):
    command = [sys.executable, ROOT / "tests" / "algorithms" / "watch_imports.py"]
    command += [chain.scene, chain.samples, tmp_path / "model.safetensors", ""]
    watched = subprocess.run([*map(str, command)], env=with_plugin(), capture_output=True, text=True, timeout=120)
    lines = watched.stdout.splitlines()
    assert lines == ["trainmodel went well: True", "torch._C: the thread lives on: False"], watched.stderr


WITHOUT_TRAINING = """
import json, sys
from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingFeedback
application = QgsApplication([], False)
application.initQgis()
from mineral_prune_plugin.algorithms.assess_map import AssessMap
from mineral_prune_plugin.algorithms.draw_samples import DrawSamples
from mineral_prune_plugin.algorithms.map_minerals import MapMinerals
for kind, parameters in zip((DrawSamples, MapMinerals, AssessMap), json.loads(sys.argv[1])):
    _, ended = kind().create().run(parameters, QgsProcessingContext(), QgsProcessingFeedback(False))
    print(ended, *sorted({"torch", "matplotlib", "safetensors"} & set(sys.modules)), flush=True)
"""


def test_drawing_mapping_and_assessing_import_none_of_what_takes_long(chain, tmp_path):
    samples, class_map, report = (str(tmp_path / name) for name in ("samples.gpkg", "map.tif", "report.html"))
    drawn = {"INPUT": chain.scene, "LABELS": chain.labels, "OUTPUT": samples}
    mapped = {"INPUT": chain.scene, "MODEL": chain.model, "OUTPUT": class_map}
    assessed = {"MAP": class_map, "SAMPLES": samples, "REPORT": report}
    command = [sys.executable, "-c", WITHOUT_TRAINING, json.dumps([drawn, mapped, assessed])]
    result = subprocess.run(command, env=with_plugin(), capture_output=True, text=True, timeout=120)
    assert result.stdout.splitlines() == ["True"] * 3, result.stdout + result.stderr


def with_plugin():
    """The environment of a Python that finds the staged plugin and what this one finds."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "build/plugins"), str(ROOT), *sys.path])}


def test_every_algorithm_works_with_its_packages_at_hand():
    """One with a `processAlgorithm` of its own would import them in QGIS's background thread."""
    bypassing = [
        kind.__name__ for kind in ALGORITHMS if kind.processAlgorithm is not MineralPruneAlgorithm.processAlgorithm
    ]
    assert not bypassing
