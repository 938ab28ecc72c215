# SPDX-License-Identifier: GPL-2.0-or-later
"""The hull of a graph is that of the plugin, as near as its own fast pass is."""

import numpy as np
import onnxruntime
import pytest

from mineral_prune_plugin.exporting.onnx_features import upper_hull
from mineral_prune_plugin.exporting.onnx_graph import Graph
from mineral_prune_plugin.spectra.hull import step_shares
from mineral_prune_plugin.spectra.numpy_hull import NEAR_STEP_UNITS, exact_hull

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
