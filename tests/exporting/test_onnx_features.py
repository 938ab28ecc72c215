# SPDX-License-Identifier: GPL-2.0-or-later
"""The hull of a graph is that of the plugin, as near as its own fast pass is."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import onnxruntime
import pytest

from mineral_prune_plugin.exporting.onnx_features import upper_hull
from mineral_prune_plugin.exporting.onnx_graph import Graph
from mineral_prune_plugin.spectra.hull import step_shares
from mineral_prune_plugin.spectra.numpy_hull import NEAR_STEP_UNITS, exact_hull

ROOT = Path(__file__).resolve().parents[2]
UNIT = np.finfo(np.float32).eps / 2
GRIDS = {
    "even": np.linspace(2.0, 2.5, 50),
    "with gaps": np.cumsum(np.random.default_rng(0).choice([0.005, 0.01, 0.2], 60)) + 0.4,
    "of three bands": np.array([0.4, 0.45, 2.4]),
    "with a short step at the end": np.array([0.4, 1.399, 1.4]),
}


def hull_of_graph(values, wavelengths):
    graph, size = Graph(), (None, len(wavelengths), None, None)
    made = graph.finished(upper_hull(graph, "values", wavelengths), (("values", size), ("hull", size)), {})
    session = onnxruntime.InferenceSession(made.SerializeToString(), providers=["CPUExecutionProvider"])
    return session.run(None, {"values": values[None, :, None]})[0][0, :, 0]


@pytest.mark.parametrize("grid", GRIDS)
def test_the_hull_is_that_of_the_plugin_within_the_rounding_of_its_steps(grid):
    """Spectra that fall from 1 to 1e-4 from band to band: a line that begins at its high end would lose digits."""
    um, generator = GRIDS[grid], np.random.default_rng(1)
    values = (10.0 ** generator.uniform(-4, 0, (len(um), 3000))).astype(np.float32)
    hull, exact = hull_of_graph(values, um), exact_hull(values, step_shares(um))
    assert (hull >= values).all() and np.array_equal(hull[[0, -1]], values[[0, -1]])
    assert (np.abs(hull / exact.astype(np.float64) - 1)).max() <= NEAR_STEP_UNITS * len(um) * UNIT


MEMORY = """
import resource
import sys

import numpy as np
import onnxruntime
from making import random_model

from mineral_prune_plugin.exporting.export_model import onnx_model
from mineral_prune_plugin.exporting.onnx_metadata import Origin

made = onnx_model(random_model(tuple(np.linspace(0.4, 2.5, 100)), feature="asai"), Origin("", "", ""))
session = onnxruntime.InferenceSession(made.SerializeToString(), providers=["CPUExecutionProvider"])
image = np.full((1, 100, 200, 200), 0.3, np.float32)
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
session.run(None, {"reflectance": image})
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024 / image.nbytes)
"""


def test_the_hull_takes_a_few_times_the_memory_of_the_image():
    """Not a copy of the later bands for each band, which would be half as many times as there are bands."""
    places = [str(ROOT / "build" / "plugins"), str(ROOT / "tests"), os.environ.get("PYTHONPATH", "")]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(places)}
    done = subprocess.run([sys.executable, "-c", MEMORY], env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert float(done.stdout) < 15
