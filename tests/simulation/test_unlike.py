# SPDX-License-Identifier: GPL-2.0-or-later
"""Absorptions that no mineral has."""

import numpy as np
import pytest

from mineral_prune_plugin.progress import silent
from mineral_prune_plugin.raster.wavelengths import Wavelengths
from mineral_prune_plugin.simulation.endmembers import MINERAL, endmembers_of
from mineral_prune_plugin.simulation.unlike import unlike_absorptions
from mineral_prune_plugin.spectral_library.embedded import embedded_library
from mineral_prune_plugin.spectral_library.resample import resample

UM = np.linspace(2.0, 2.48, 49)


@pytest.fixture(scope="module")
def known():
    """Absorptions of the records of the common minerals, 1 at their deepest."""
    library = resample((embedded_library(),), Wavelengths.from_um(UM, [0.01] * 49), "scene.tif", silent())
    endmembers, _ = endmembers_of(library, None, library, silent())
    absorptions = np.concatenate([each.absorptions for each in endmembers if each.role == MINERAL])
    return absorptions / absorptions.max(axis=1, keepdims=True)


def test_each_is_one_at_its_deepest_and_a_hull_at_its_ends(known):
    unlike = unlike_absorptions(known, UM, 300, np.random.default_rng(1))
    assert unlike.shape == (300, 49) and unlike.dtype == np.float32
    assert unlike.max(axis=1) == pytest.approx(1.0) and unlike.min() > -1e-6
    assert unlike[:, [0, -1]] == pytest.approx(0.0, abs=1e-5)


def test_each_differs_from_every_record(known):
    unlike = unlike_absorptions(known, UM, 300, np.random.default_rng(1))
    largest = np.abs(unlike[:, None, :] - known[None]).max(axis=2).min(axis=1)
    assert largest.min() > 0.04 and np.median(largest) > 0.2


def test_a_single_absorption_is_moved_stretched_or_has_another_beside():
    single = np.exp(-4 * np.log(2) * ((UM - 2.2) / 0.05) ** 2)[None].astype(np.float32)
    unlike = unlike_absorptions(single, UM, 300, np.random.default_rng(1))
    places = UM[unlike.argmax(axis=1)]
    moved = np.abs(places - 2.2) > 0.0099
    widths = (unlike > 0.5).sum(axis=1) * 0.01
    assert 0.1 < np.mean(moved) < 0.6 and np.abs(places[moved] - 2.2).max() > 0.03
    assert widths[~moved].min() < 0.04 and widths[~moved].max() > 0.07


def test_the_same_generator_gives_the_same(known):
    first, again, other = (unlike_absorptions(known, UM, 20, np.random.default_rng(seed)) for seed in (1, 1, 2))
    assert np.array_equal(first, again) and not np.array_equal(first, other)
