# SPDX-License-Identifier: GPL-2.0-or-later
"""Spectra as a plot shows them: over wavelength, without bad bands, with gaps where a band has no data."""

import numpy as np
import pytest
from making import LAYOUTS, write_envi, write_geotiff

from mineral_prune_plugin.explaining.absorption_marks import absorption_marks
from mineral_prune_plugin.explaining.pixel_spectra import PixelSpectra
from mineral_prune_plugin.explaining.single_hull import continuum_removed
from mineral_prune_plugin.raster.source import describe
from mineral_prune_plugin.spectra.transforms import continuum

UM = (2.0, 2.1, 2.2, 2.3)


def cube():
    return np.random.default_rng(0).integers(100, 9000, (4, 6, 7)).astype(np.int16)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_pixel_is_read_from_any_layout(tmp_path, layout):
    spectra = PixelSpectra(describe(str(LAYOUTS[layout](tmp_path, cube(), UM, -1))))
    spectrum = spectra.of(5, 3)
    np.testing.assert_array_equal(spectrum.reflectance, cube()[:, 3, 5])
    assert spectrum.places.tolist() == list(UM) and not spectrum.of_bands and not spectrum.empty


def test_scaled_sorted_and_without_bad_bands(tmp_path):
    header = {"wavelength_units": "Micrometers", "wavelength": (2.3, 2.0, 2.2, 2.1), "bbl": (1, 1, 0, 1)}
    path = write_envi(tmp_path / "scene.img", cube(), reflectance_scale_factor=10000, **header)
    spectrum = PixelSpectra(describe(str(path))).of(1, 2)
    assert spectrum.places.tolist() == [2.0, 2.1, 2.3]
    np.testing.assert_allclose(spectrum.reflectance, cube()[[1, 3, 0], 2, 1] / 1e4, rtol=1e-6)


def test_a_band_without_data_is_a_gap_and_the_others_are_shown(tmp_path):
    values = cube()
    values[2, 1, 1] = -1
    spectrum = PixelSpectra(describe(str(write_geotiff(tmp_path / "scene.tif", values, UM, -1)))).of(1, 1)
    assert np.isnan(spectrum.reflectance).tolist() == [False, False, True, False]


def test_without_wavelengths_it_is_shown_over_band_numbers(tmp_path):
    spectrum = PixelSpectra(describe(str(write_geotiff(tmp_path / "scene.tif", cube())))).of(0, 0)
    assert spectrum.of_bands and spectrum.places.tolist() == [1, 2, 3, 4]


def test_the_mean_of_pixels_leaves_out_those_without_data(tmp_path):
    values = cube()
    values[1, 0, 0] = -1
    spectra = PixelSpectra(describe(str(write_geotiff(tmp_path / "scene.tif", values, UM, -1))))
    mean = spectra.mean(np.array([0, 1, 2]), np.array([0, 0, 0]))
    assert mean.pixels == 2
    np.testing.assert_allclose(mean.reflectance, values[:, 0, 1:3].mean(axis=1), rtol=1e-6)
    np.testing.assert_allclose(mean.deviation, values[:, 0, 1:3].std(axis=1), rtol=1e-6)
    nothing = spectra.mean(np.array([0]), np.array([0]))
    assert nothing.empty and nothing.pixels == 0


def test_the_continuum_is_the_hull_of_the_maps():
    generator = np.random.default_rng(4)
    for bands in (1, 2, 3, 10, 60):
        um = np.sort(generator.uniform(0.4, 2.5, bands))
        values = generator.uniform(-0.05, 0.9, bands).astype(np.float32)
        expected = continuum(values[:, None].copy(), um)[:, 0]
        np.testing.assert_allclose(continuum_removed(um, values), expected, rtol=2e-5)


def test_the_continuum_spans_gaps():
    um, values = np.array([2.0, 2.1, 2.2, 2.3]), np.array([0.4, np.nan, 0.2, 0.4], np.float32)
    np.testing.assert_allclose(continuum_removed(um, values), [1, np.nan, 0.5, 1], rtol=1e-6)
    assert np.isnan(continuum_removed(um, np.full(4, np.nan))).all()


def test_absorptions_are_marked_by_name_near_the_bands():
    um = np.arange(2.0, 2.5, 0.01)
    marks = absorption_marks(um, ("Kaolinite", "Calcite"))
    assert [(round(mark.centre_um, 3), mark.names) for mark in marks] == [
        (2.162, ("kaolinite",)),
        (2.206, ("kaolinite",)),
        (2.312, ("kaolinite",)),
        (2.338, ("calcite",)),
        (2.35, ("kaolinite",)),
        (2.38, ("kaolinite",)),
    ]


def test_without_a_known_mineral_the_deepest_absorption_of_each_is_marked_together():
    marks = absorption_marks(np.arange(2.0, 2.5, 0.01), ("my rock",))
    assert [mark.names for mark in marks] == [
        ("alunite",),
        ("muscovite", "kaolinite", "halloysite", "montmorillonite", "chalcedony"),
        ("calcite",),
    ]
    assert absorption_marks(np.array([0.5, 0.6])) == () == absorption_marks(np.array([]))
