# SPDX-License-Identifier: GPL-2.0-or-later
"""Absorptions of known minerals near the bands of a spectrum, to be marked by name."""

from dataclasses import dataclass

import numpy as np

from ..spectra.minerals import MINERALS

LEAST_DEPTH = 0.05  # what is shallower is seldom seen in a pixel
NEAR_UM = 0.02  # of a band's centre
TOGETHER_UM = 0.012  # absorptions of several minerals that are marked as one: the spacing of bands


@dataclass(frozen=True)
class Mark:
    """centre_um : micrometres, the mean of those that are marked together; names : of their minerals."""

    centre_um: float
    names: tuple[str, ...]


def absorption_marks(wavelengths_um, names=()):
    """Marks in the order of wavelength.

    wavelengths_um : float (n_bands,), micrometres, of the bands that a spectrum has
    names          : of the minerals at issue, of which all absorptions are marked. Of none that is known, as of (), the
                     deepest absorption of every mineral is
    """
    known = {name.strip().casefold() for name in names}
    minerals = [mineral for name, mineral in MINERALS.items() if name in known]
    chosen = [
        (absorption.centre_um, mineral.name)
        for mineral in minerals
        for absorption in mineral.absorptions
        if absorption.depth >= LEAST_DEPTH
    ]
    chosen = chosen or [(mineral.diagnostic.centre_um, name) for name, mineral in MINERALS.items()]
    return _together(sorted(pair for pair in chosen if _near(pair[0], wavelengths_um)))


def _near(centre_um, wavelengths_um):
    return bool(len(wavelengths_um)) and bool(np.abs(np.asarray(wavelengths_um) - centre_um).min() <= NEAR_UM)


def _together(pairs):
    """Marks of (centre, name) pairs, ascending: those that begin within TOGETHER_UM of the first are one."""
    groups = []
    for centre_um, name in pairs:
        if not groups or centre_um - groups[-1][0][0] > TOGETHER_UM:
            groups.append([])
        groups[-1].append((centre_um, name))
    return tuple(
        Mark(sum(centre for centre, _ in group) / len(group), tuple(dict.fromkeys(name for _, name in group)))
        for group in groups
    )
