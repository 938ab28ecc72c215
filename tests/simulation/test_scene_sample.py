# SPDX-License-Identifier: GPL-2.0-or-later
"""Pixels and noise of a scene, from rasters whose noise is known."""

import numpy as np
import pytest
from making import write_geotiff

from mineral_prune_plugin.errors import SceneTooSmall
from mineral_prune_plugin.progress import silent
from mineral_prune_plugin.raster.band_matching import choose_bands
from mineral_prune_plugin.raster.source import describe
from mineral_prune_plugin.raster.spectrum_reader import SpectrumReader
from mineral_prune_plugin.simulation.scene_noise import noise_covariance
from mineral_prune_plugin.simulation.scene_sample import SceneSample, read_scene_sample
from mineral_prune_plugin.spectra.transforms import FLOOR

UM = np.linspace(2.0, 2.4, 5)
COVARIANCE = 1e-4 * (0.5 * np.eye(5) + 0.5)  # noise that bands share in part
SIDE = 120


def noise(count, seed=0):
    """float (5, count)"""
    return np.random.default_rng(seed).multivariate_normal(np.zeros(5), COVARIANCE, count).T


def sample_of(folder, cube, count=5000, seed=1, **layout):
    info = describe(write_geotiff(folder / "scene.tif", cube.astype(np.float32), UM, **layout))
    reader = SpectrumReader(info, choose_bands(info.bands, info.name))
    return read_scene_sample(reader, UM, count, seed, silent())


@pytest.mark.parametrize("bands", [50, 200])
def test_noise_of_one_surface_is_recovered_within_five_percent(bands):
    """All pairs of neighbours differ by noise alone, and to take the quieter half cuts off the noise itself."""
    deviations = np.linspace(1.0, 1.3, bands) * 0.01
    generator = np.random.default_rng(2)
    differences = generator.normal(0, np.sqrt(2) * deviations[:, None], (bands, 60_000)).astype(np.float32)
    found = noise_covariance(differences)
    assert np.diag(found) == pytest.approx(deviations**2, rel=0.05)
    assert np.trace(found) == pytest.approx((deviations**2).sum(), rel=0.02)
    quieter = np.sort((differences**2).sum(axis=0))[:30_000].mean() / 2
    assert quieter / np.trace(found) < {50: 0.86, 200: 0.93}[bands]  # what it was without the correction


def test_noise_of_fifty_bands_is_recovered_although_a_third_of_the_pairs_cross_an_edge():
    generator = np.random.default_rng(4)
    differences = generator.normal(0, np.sqrt(2) * 0.01, (50, 30_000))
    edges = generator.random(30_000) < 1 / 3
    differences[:, edges] += generator.uniform(0.02, 0.3, edges.sum())
    found = noise_covariance(differences.astype(np.float32))
    assert np.trace(found) == pytest.approx(50 * 0.01**2, rel=0.05)


def test_texture_of_brightness_is_not_enlarged_like_noise_that_was_cut_off():
    """Half of the texture, which is no noise, is cut off, and what is left may not grow sevenfold to undo that."""
    generator = np.random.default_rng(5)
    texture = generator.normal(0, 0.1, 20_000)
    differences = (generator.normal(0, 0.01, (50, 20_000)) + texture).astype(np.float32)
    along, left = np.full(50, 50**-0.5), np.sort(np.abs(texture))[:10_000]
    found = along @ noise_covariance(differences) @ along
    assert found < 1.5 * 50 * (left**2).mean() / 2 + 0.01**2


def test_noise_is_recovered_although_half_of_the_pairs_cross_an_edge(tmp_path):
    """Fields two pixels wide, light and dark by turns, of any brightness between."""
    dark = np.random.default_rng(3).uniform(0.2, 0.3, (SIDE, SIDE // 2)) + np.arange(SIDE // 2) % 2 * 0.3
    sample = sample_of(tmp_path, dark.repeat(2, axis=1) + noise(SIDE * SIDE).reshape(5, SIDE, SIDE))
    assert sample.noise == pytest.approx(COVARIANCE, abs=1e-5)  # a tenth of the variance


def test_a_root_of_the_noise_makes_it_again():
    covariance = np.array([[4.0, 1.2], [1.2, 1.0]])
    root = SceneSample(None, None, covariance).noise_root()
    assert root @ root.T == pytest.approx(covariance)


def test_continua_are_the_hulls_of_the_pixels(tmp_path):
    spectrum = np.array([0.4, 0.2, 0.6, 0.5, 0.5])
    sample = sample_of(tmp_path, np.broadcast_to(spectrum[:, None, None], (5, 20, 20)))
    assert sample.continua[:, 7] == pytest.approx([0.4, 0.5, 0.6, 0.55, 0.5], abs=1e-6)
    assert (sample.reflectance == sample.reflectance[:, :1]).all() and sample.reflectance.shape == (5, 400)


def test_pixels_without_data_are_left_out_of_the_sample_and_of_the_noise(tmp_path):
    cube = 0.5 + noise(60 * 60).reshape(5, 60, 60)
    cube[:, ::3, ::4] = -9.0
    cube[:, 1::3, 2::4] = 0.0
    sample = sample_of(tmp_path, cube, no_data=-9.0)
    assert sample.reflectance.shape[1] == 3600 - 2 * 20 * 15
    assert sample.reflectance.min() > 0.4 and sample.noise.max() < 2e-4


def test_dark_bands_are_raised_to_the_floor(tmp_path):
    cube = np.full((5, 20, 20), 0.5)
    cube[2] = -0.01
    assert sample_of(tmp_path, cube).reflectance[2].tolist() == [np.float32(FLOOR)] * 400


def test_a_scene_of_few_pixels_is_refused(tmp_path):
    with pytest.raises(SceneTooSmall, match="scene.tif has 42 pairs of usable neighbouring pixels; at least 50"):
        sample_of(tmp_path, np.full((5, 6, 8), 0.5))
    striped = np.full((5, 30, 30), 0.5)
    striped[:, :, ::2] = np.nan  # half of the pixels, and no pair of neighbours
    with pytest.raises(SceneTooSmall, match="has 0 pairs of usable"):
        sample_of(tmp_path, striped)
    with pytest.raises(SceneTooSmall, match="has 49 pairs of usable"):
        sample_of(tmp_path, np.full((5, 50, 1), 0.5))


def test_in_a_scene_one_pixel_wide_neighbours_are_below(tmp_path):
    white = np.random.default_rng(2).normal(0.5, 0.01, (5, 20_000, 1))
    assert sample_of(tmp_path, white).noise == pytest.approx(1e-4 * np.eye(5), abs=1e-5)


def test_in_a_wider_scene_the_next_row_is_no_neighbour(tmp_path):
    """Every row has a brightness of its own, and the last pixel of one stands before the first of the next."""
    brightness = np.random.default_rng(3).uniform(0.2, 0.8, (20_000, 1))
    white = np.random.default_rng(2).normal(0, 0.01, (5, 20_000, 2))
    assert sample_of(tmp_path, brightness + white).noise == pytest.approx(1e-4 * np.eye(5), abs=1e-5)


def test_the_seed_chooses_the_pixels(tmp_path):
    cube = 0.5 + noise(SIDE * SIDE).reshape(5, SIDE, SIDE)
    first, again, other = (sample_of(tmp_path, cube, 300, seed) for seed in (1, 1, 2))
    assert first.reflectance.shape == (5, 300)
    assert np.array_equal(first.reflectance, again.reflectance) and np.array_equal(first.noise, again.noise)
    assert not np.array_equal(first.reflectance, other.reflectance)


def test_the_first_pixels_of_a_sample_are_no_part_of_the_scene(tmp_path):
    """Many take the first few: they must not be the top of the scene."""
    brightness = np.linspace(0.2, 0.8, 100)  # from the first row to the last
    cube = np.broadcast_to(brightness[:, None], (5, 100, 60))
    sample = sample_of(tmp_path, np.array(cube), 3000)
    assert sample.reflectance[0, :300].mean() == pytest.approx(0.5, abs=0.05)


def test_a_redrawn_pixel_keeps_its_continuum_and_loses_some_absorption():
    reflectance = np.array([[0.8, 0.5, 0.8, 0.6, 0.8], [0.4, 0.4, 0.2, 0.4, 0.4]], np.float32).T
    continua = np.array([[0.8] * 5, [0.4] * 5], np.float32).T
    sample = SceneSample(reflectance, continua, np.zeros((5, 5)))
    same = sample.redrawn(2, (1.0, 1.0), 1.0, np.random.default_rng(1))
    assert same == pytest.approx(reflectance) and same.dtype == np.float32
    half = sample.redrawn(1, (0.5, 0.5), 1.0, np.random.default_rng(1))
    assert half[:, 0] == pytest.approx([0.8, 0.65, 0.8, 0.7, 0.8])


def test_redrawn_pixels_have_the_scenes_noise():
    grey = np.full((5, 20_000), 0.5, np.float32)
    for amount in (1.0, 0.5):
        generator = np.random.default_rng(1)
        redrawn = SceneSample(grey, grey, COVARIANCE).redrawn(20_000, (0.6, 1.0), amount, generator)
        assert np.cov(redrawn.astype(float)) == pytest.approx(amount**2 * COVARIANCE, rel=0.05)
