# SPDX-License-Identifier: GPL-2.0-or-later
"""The features of a spectrum (spectra/transforms.py) as nodes of a graph, in the same float32 arithmetic.

The hull goes from band to band as spectra/hull.py does, unrolled: of n bands about n * n / 2 lines a pixel, and ten
nodes a band. The highest chord over each band would be the same hull by n * n * n / 6 of them.
"""

import numpy as np

from ..spectra.hull import step_shares
from ..spectra.transforms import FLOOR
from .onnx_graph import number, per_channel


def feature_of(graph, name, reflectance, wavelengths, bands):
    """The name of a value, (batch, n_bands, height, width): a feature, not standardised.

    graph       : Graph
    name        : of spectra.features.FEATURES
    reflectance : name of a value, finite numbers
    wavelengths : float64 (n_bands,), micrometres, or None
    bands       : n_bands
    """
    if name == "reflectance":
        return reflectance
    floored = graph.add("Max", reflectance, number(np.float32(FLOOR)))
    if name == "normalised":
        logarithm = graph.add("Log", floored)
        mean = graph.add("Mul", graph.summed(logarithm), number(np.float32(1 / bands)))
        return graph.add("Sub", logarithm, mean)
    hull = upper_hull(graph, floored, wavelengths)
    if name == "continuum":
        return graph.add("Div", floored, hull)
    return graph.add("Log", graph.add("Div", hull, floored))


def upper_hull(graph, values, wavelengths):
    """The name of the upper convex hull of each spectrum, evaluated at its bands; as numpy_hull.near_hull has it.

    graph       : Graph
    values      : name of the spectra
    wavelengths : float64 (n_bands,)
    """
    shares = step_shares(wavelengths)
    edges = [graph.channels(values, [0])]
    for band in range(1, len(shares)):
        edges.append(_next_edge(graph, values, edges[-1], band, shares[band:, band - 1]))
    return graph.joined(edges)


def _next_edge(graph, values, edge, band, shares):
    """The name of the hull at a band: the highest of the lines from the `edge` before it to each band from it on.

    shares : of the lines' steps, falling; as torch's `lerp` has it, a line of a half or more starts from its end
    """
    ends = [graph.channels(values, [band])]
    close = int(np.count_nonzero(shares >= 0.5))
    for place in range(1, close):
        later = graph.channels(values, [band + place])
        rise = graph.add("Mul", graph.add("Sub", later, edge), number(shares[place] - 1))
        ends.append(graph.add("Add", later, rise))
    if close < len(shares):
        rises = graph.add("Sub", graph.channels_from(values, band + close), edge)
        steepest = graph.largest(graph.add("Mul", rises, per_channel(shares[close:])))
        ends.append(graph.add("Add", edge, steepest))
    return ends[0] if len(ends) == 1 else graph.add("Max", *ends)
