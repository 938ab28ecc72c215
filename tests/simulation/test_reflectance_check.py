# SPDX-License-Identifier: GPL-2.0-or-later
"""Scenes of reflectance pass; the same in radiance or in percent are refused."""

import numpy as np
import pytest

from mineral_prune_plugin.errors import SceneIsRadiance, SceneNotReflectance
from mineral_prune_plugin.progress import silent
from mineral_prune_plugin.raster.band_matching import choose_bands
from mineral_prune_plugin.raster.source import describe
from mineral_prune_plugin.raster.spectrum_reader import SpectrumReader
from mineral_prune_plugin.simulation.reflectance_check import air_absorptions, check_reflectance
from mineral_prune_plugin.simulation.scene_sample import SceneSample, read_scene_sample
from mineral_prune_plugin.spectra.scene import INTEGERS_PER_UNIT, compose_scene
from mineral_prune_plugin.spectra.scene_settings import SceneSettings

AIR_UM = ((0.762, 0.006, 0.5), (0.943, 0.03, 0.6), (1.135, 0.03, 0.7), (2.06, 0.012, 0.3))  # centre, width, depth


def through_the_air(wavelengths_um):
    """Radiance of a white surface, (n_bands,): the sun's light falls, and the air takes its own."""
    air = sum(depth * np.exp(-(((wavelengths_um - at) / width) ** 2)) for at, width, depth in AIR_UM)
    return np.exp(-1.5 * wavelengths_um) * (1 - air)


@pytest.fixture(scope="module")
def example():
    """(float (n_bands, n), micrometres) of the scene that the plugin makes."""
    made = compose_scene(SceneSettings(seed=1, width=40, height=40), silent())
    return made.rows(0, 40).reshape(50, -1).astype(np.float32) / INTEGERS_PER_UNIT, made.wavelengths_um


@pytest.fixture(scope="module")
def jasper_ridge(real_scenes):
    """The same of a real one: trees, water, soil and roads from 0.4 to 2.5 um."""
    info = describe(real_scenes / "jasper_ridge.img")
    selection = choose_bands(info.bands, info.name)
    centres = info.bands.wavelengths(selection.numbers).array()
    sample = read_scene_sample(SpectrumReader(info, selection), centres, 3_000, 1, silent())
    return sample.reflectance, centres


@pytest.fixture(params=["example", "jasper_ridge"])
def reflectance(request):
    return request.getfixturevalue(request.param)


def check(values, centres):
    check_reflectance(SceneSample(values, values, None), centres, "scene.tif")


def test_reflectance_passes(reflectance):
    check(*reflectance)


def test_radiance_is_refused(reflectance):
    values, centres = reflectance
    with pytest.raises(SceneIsRadiance, match="scene.tif looks like radiance, not reflectance"):
        check(values * through_the_air(centres)[:, None], centres)


def test_percent_is_refused(reflectance):
    values, centres = reflectance
    with pytest.raises(SceneNotReflectance, match="the values of scene.tif have a mean of"):
        check(100 * values, centres)


def test_depths_of_the_air_are_read_between_their_shoulders():
    centres = np.linspace(0.7, 2.5, 361)
    depths = air_absorptions(np.where(np.abs(centres - 0.943) < 0.01, 0.15, 0.5), centres)
    assert depths == pytest.approx({0.762: 0.0, 0.943: 0.7, 1.135: 0.0, 2.06: 0.0}, abs=1e-9)
    sloping = air_absorptions(0.2 + 0.1 * centres, centres)
    assert list(sloping.values()) == pytest.approx([0.0] * 4, abs=1e-3)  # bands are beside the places


def test_bands_that_do_not_show_the_air_say_nothing():
    centres = np.array([0.45, 0.55, 0.65, 0.86, 1.61, 2.2])
    assert air_absorptions(np.ones(6), centres) == {}
    assert air_absorptions(np.array([1.0, 0.2, 1.0]), np.array([2.022, 2.050, 2.115])) == {}  # beside the places
    check(np.full((6, 10), 0.3), centres)


def test_a_mineral_at_one_of_the_places_is_not_the_air():
    """An absorption at 2.06 um, as of gypsum or dry plants, and none at the others."""
    centres = np.linspace(0.7, 2.5, 361)
    spectrum = 1 - 0.4 * np.exp(-(((centres - 2.06) / 0.012) ** 2))
    check(np.full((361, 10), 0.4) * spectrum[:, None], centres)
