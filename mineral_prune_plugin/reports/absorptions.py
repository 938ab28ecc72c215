# SPDX-License-Identifier: GPL-2.0-or-later
"""Absorptions of a mineral as a report shows them: the spread of its reference spectra, and like pixels of a scene."""

from dataclasses import dataclass
from typing import Optional

import numpy as np

from ..classes import MineralClass
from ..simulation.endmembers import MINERAL

POSITIONS = 3  # at most, of a mineral's absorptions
LEAST_DEPTH, LEAST_RISE = 0.1, 0.03  # of the deepest absorption: what is shallower or rises less is a ripple
PIXELS = 20  # of the scene that are most like a mineral


@dataclass(frozen=True)
class MineralLook:
    """A mineral's spectra, scaled so that the hull is 1 and the deepest band 0.

    mineral      : MineralClass
    records      : tuple of the names of its reference spectra
    spread       : float (3, n_bands): 10th percentile, median and 90th percentile of the reference spectra
    positions_um : centres of the median's deepest absorptions, the deepest first
    scene        : float (n_bands,), mean of the pixels most like it; None where there are none
    depth        : of the deepest absorption of that mean, 0..1, before it was scaled
    pixels       : how many
    """

    mineral: MineralClass
    records: tuple[str, ...]
    spread: np.ndarray
    positions_um: tuple[float, ...]
    scene: Optional[np.ndarray]
    depth: float
    pixels: int


def mineral_looks(prepared, minerals, settled):
    """A MineralLook for each requested mineral, in the order of the request.

    prepared : simulation.prepare.Prepared
    minerals : their MineralClasses, in the same order
    settled  : models.settled.Settled of the first pixels of the scene's sample
    """
    endmembers = [each for each in prepared.simulation.endmembers if each.role == MINERAL]
    wavelengths = np.asarray(prepared.library.wavelengths_um)
    return tuple(
        _look(endmember, mineral, wavelengths, prepared.simulation.scene, settled.surest(mineral.number, PIXELS))
        for endmember, mineral in zip(endmembers, minerals)
    )


def _look(endmember, mineral, wavelengths_um, scene, pixels):
    spread = np.percentile(equally_deep(1 - endmember.absorptions), (10, 50, 90), axis=0)
    relative, depth = None, 0.0
    if len(pixels):
        mean = (scene.reflectance[:, pixels] / scene.continua[:, pixels]).mean(axis=1, dtype=np.float64)
        relative, depth = equally_deep(mean[None])[0], float(1 - mean.min())
    positions = absorption_positions(wavelengths_um, spread[1])
    return MineralLook(mineral, endmember.records, spread, positions, relative, depth, len(pixels))


def equally_deep(relative):
    """Spectra of reflectance / hull, (n, n_bands), scaled so that the hull stays 1 and the deepest band is 0."""
    absorptions = 1 - np.asarray(relative, dtype=np.float64)
    return 1 - absorptions / np.maximum(absorptions.max(axis=1, keepdims=True), 1e-6)


def absorption_positions(wavelengths_um, relative, most=POSITIONS):
    """The wavelengths of the deepest local minima of a spectrum, micrometres, the deepest first.

    wavelengths_um : float (n_bands,), ascending
    relative       : float (n_bands,), reflectance / hull
    most           : how many at most
    """
    depth = 1 - np.asarray(relative, dtype=np.float64)
    deepest = depth.max()
    inner = range(1, len(depth) - 1) if deepest > 0 else ()
    bands = [band for band in inner if depth[band] >= LEAST_DEPTH * deepest]
    bands = [band for band in bands if _rise(depth, band) >= LEAST_RISE * deepest]
    chosen = sorted(bands, key=lambda band: -depth[band])[:most]
    return tuple(float(wavelengths_um[band]) for band in chosen)


def _rise(depth, band):
    """How far a spectrum rises from an absorption at `band` before it falls lower, on the side where it rises less.

    0 where the band is no minimum; of bands that are equally deep, the first is.
    """
    deeper_left, deeper_right = depth[:band] >= depth[band], depth[band + 1 :] > depth[band]
    start = int(np.flatnonzero(deeper_left)[-1]) if deeper_left.any() else 0
    end = band + 1 + int(np.flatnonzero(deeper_right)[0]) if deeper_right.any() else len(depth) - 1
    return depth[band] - max(depth[start : band + 1].min(), depth[band : end + 1].min())
