# SPDX-License-Identifier: GPL-2.0-or-later
"""The features of a spectrum (spectra/transforms.py) as nodes of a graph, in the same float32 arithmetic.

The hull goes from band to band as spectra/hull.py does, unrolled: of n bands about n * n / 2 lines a pixel, and some
twenty nodes a band. The highest chord over each band would be the same hull by n * n * n / 6 of them.
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
    shares, later = step_shares(wavelengths), Blocks(graph, values, len(wavelengths))
    edges = [later.band(0)]
    for band in range(1, len(shares)):
        edges.append(_next_edge(graph, later, edges[-1], band, shares[band:, band - 1]))
    return graph.joined(edges)


class Blocks:
    """The bands of spectra, apart and in blocks of 4, 16, 64 and so on: a few of these are all bands from any one on.

    A slice for each step would cost a copy of its bands; and as nothing else of the graph stands before it, runtimes
    make all slices first, which takes half as many times the memory of the spectra as they have bands.
    """

    SMALLER = 4  # blocks in one of the next size

    def __init__(self, graph, values, bands):
        """graph : Graph; values : name of the spectra; bands : of how many"""
        self._bands, self._blocks, size = bands, {}, 1
        while size < bands:
            starts = range(0, bands, size)
            sizes = [min(size, bands - start) for start in starts]
            self._blocks[size] = dict(zip(starts, graph.split(values, sizes)))
            size *= self.SMALLER

    def band(self, band):
        """The name of a band alone, from 0."""
        return self._blocks[1][band]

    def from_band(self, band):
        """(first band, band after the last, name) of each block of those that hold all bands from `band` on."""
        while band < self._bands:
            size = max(size for size, blocks in self._blocks.items() if band in blocks)
            after = min(band + size, self._bands)
            yield band, after, self._blocks[size][band]
            band = after


def _next_edge(graph, later, edge, band, shares):
    """The name of the hull at a band: the highest of the lines from the `edge` before it to each band from it on.

    later  : Blocks
    shares : of the lines' steps, falling; as torch's `lerp` has it, a line of a half or more starts from its end
    """
    ends = [later.band(band)]
    close = int(np.count_nonzero(shares >= 0.5))
    for place in range(1, close):
        end = later.band(band + place)
        rise = graph.add("Mul", graph.add("Sub", end, edge), number(shares[place] - 1))
        ends.append(graph.add("Add", end, rise))
    rises = []
    for first, after, block in later.from_band(band + close):
        some = per_channel(shares[first - band : after - band])
        rise = graph.add("Mul", graph.add("Sub", block, edge), some)
        rises.append(graph.largest(rise) if after - first > 1 else rise)
    if rises:
        ends.append(graph.add("Add", edge, graph.add("Max", *rises)))
    return graph.add("Max", *ends)
