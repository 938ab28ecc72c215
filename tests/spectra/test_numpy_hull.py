# SPDX-License-Identifier: GPL-2.0-or-later
"""Without torch the hull is the same to the last bit; a quicker one is within its bound."""

import subprocess
import sys

import numpy as np
import pytest
import torch  # noqa: F401, so that `upper_hull` is torch's

from mineral_prune_plugin.spectra import numpy_hull
from mineral_prune_plugin.spectra.hull import step_shares, upper_hull
from mineral_prune_plugin.spectra.numpy_hull import NEAR_STEP_UNITS, exact_hull, near_hull

UNIT = 2.0**-24
PLACES = {
    "even": np.linspace(2.0, 2.49, 50),
    "of a sensor": 0.4 + np.cumsum(np.random.default_rng(1).uniform(0.004, 0.02, 120)),
    "uneven": np.array([1, 2, 2.0001, 2.0002, 2.9, 3, 8.5]),
    "two bands": np.array([1.0, 2.0]),
}
SPECTRA = {
    "noise": lambda shape, generator: generator.uniform(0.05, 0.95, shape),
    "smooth": lambda shape, generator: 0.5 + 0.01 * generator.normal(size=shape),
    "of many sizes": lambda shape, generator: np.exp(generator.uniform(-9, 3, shape)),
    "eighths": lambda shape, generator: generator.integers(1, 9, shape) / 8,  # lines meet bands, and sums are ties
}


def spectra(kind, place, pixels=3000):
    return SPECTRA[kind]((len(PLACES[place]), pixels), np.random.default_rng(0)).astype(np.float32)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("kind", SPECTRA)
def test_the_hull_without_torch_is_that_of_torch_to_the_last_bit(monkeypatch, kind, place):
    monkeypatch.setattr(numpy_hull, "CHUNK", 1000)
    values, um = spectra(kind, place), PLACES[place]
    assert np.array_equal(exact_hull(values, step_shares(um)), upper_hull(values, um))


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("kind", SPECTRA)
def test_the_quicker_hull_is_within_its_bound_and_nowhere_below_the_spectrum(kind, place):
    values, shares = spectra(kind, place), step_shares(PLACES[place])
    exact, near = exact_hull(values, shares).astype(np.float64), near_hull(values, shares)
    assert (near >= values).all() and near.dtype == np.float32
    assert (np.abs(near / exact - 1) <= NEAR_STEP_UNITS * len(values) * UNIT).all()


@pytest.mark.parametrize("few", [2.0**-60, -(2.0**-60)])
@pytest.mark.parametrize("odd", [0, 1])
def test_a_sum_that_float64_rounds_to_a_tie_of_float32_is_rounded_once(few, odd):
    """1, or the next float32, and half a step of float32 and a bit more or less, which float64 drops."""
    below = np.float32(1 + odd * 2.0**-23)
    sums = numpy_hull._rounded_sum(np.array([2.0**-24 * (1 + np.sign(few) * 2.0**-40)]), np.array([below]))
    assert sums[0] == (below + np.float32(2.0**-23) if few > 0 else below)


def test_an_exact_tie_goes_to_the_even_number():
    for odd in (0, 1):
        base = np.float32([1 + odd * 2.0**-23])
        assert numpy_hull._rounded_sum(np.array([2.0**-24]), base)[0] == 1 + 2 * odd * 2.0**-23


WITHOUT = """
import sys
import numpy as np
from mineral_prune_plugin.spectra.features import compute

values = np.random.default_rng(0).uniform(0.05, 0.9, (40, 500)).astype(np.float32)
for feature in ("continuum", "asai"):
    sys.stdout.write(compute(feature, values, np.linspace(2.0, 2.4, 40)).tobytes().hex())
sys.stdout.write(str("torch" in sys.modules))
"""


def test_features_of_the_hull_need_no_torch(without_packages):
    from mineral_prune_plugin.spectra.features import compute

    done = subprocess.run([sys.executable, "-c", WITHOUT], env=without_packages, capture_output=True, text=True)
    values = np.random.default_rng(0).uniform(0.05, 0.9, (40, 500)).astype(np.float32)
    known = (compute(feature, values, np.linspace(2.0, 2.4, 40)) for feature in ("continuum", "asai"))
    assert done.stdout == "".join(feature.tobytes().hex() for feature in known) + "False", done.stderr
