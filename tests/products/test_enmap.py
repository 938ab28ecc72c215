# SPDX-License-Identifier: GPL-2.0-or-later
"""EnMAP: the folder, the zip and the COG; dead bands, the overlap of the two spectrometers, quality layers."""

import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from osgeo import gdal
from products.miniatures import enmap


@pytest.mark.parametrize("chosen", ["METADATA.XML", "folder", "SPECTRAL_IMAGE.TIF"])
def test_metadata_folder_and_image_open_the_same_product(open_product, shows, tmp_path, chosen):
    scene = enmap.build(tmp_path)
    image = scene.path.with_name(f"{enmap.SCENE}-SPECTRAL_IMAGE.TIF")
    path = {"METADATA.XML": scene.path, "folder": scene.path.parent, "SPECTRAL_IMAGE.TIF": image}[chosen]
    shows(open_product(path), scene)


def test_the_zip_opens_as_it_was_downloaded(open_product, shows, tmp_path):
    scene = enmap.build(tmp_path)
    path = enmap.zipped(scene, tmp_path)
    shows(open_product(path), scene)


def test_cloud_optimised_files_open_by_their_own_names(open_product, shows, tmp_path):
    scene = enmap.build(tmp_path, cog=True)
    shows(open_product(scene.path), scene)


def test_nothing_is_copied_where_nothing_is_computed(open_product, tmp_path):
    made = open_product(enmap.build(tmp_path).path, output=tmp_path / "made.vrt")
    assert gdal.Open(made.path).GetDriver().ShortName == "VRT"
    assert any("Nothing is copied" in sentence for sentence in made.said), made.said


def test_each_band_keeps_its_name_and_number_whatever_the_order_in_the_metadata(open_product, shows, tmp_path):
    gains = 0.0001 * (1 + np.arange(224) / 1000)
    scene = enmap.build(tmp_path, gain=gains, order=np.random.default_rng(3).permutation(224))
    shows(open_product(scene.path), scene)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.floats(1e-6, 1.0), st.floats(-0.5, 0.5))
def test_whatever_gain_and_offset_values_are_scaled_by_them(open_product, shows, tmp_path, gain, offset):
    gain, offset = float(f"{gain:.8g}"), float(f"{offset:.8g}")
    folder = Path(tempfile.mkdtemp(dir=tmp_path))
    scene = enmap.build(folder, gain=gain, offset=offset)
    shows(open_product(scene.path, output=folder / "made.tif"), scene)


def test_dead_bands_are_named_and_marked_or_left_out(open_product, tmp_path):
    scene = enmap.build(tmp_path)
    made = open_product(scene.path)
    dead = [np.isclose(made.centres_um, centre, atol=1e-6) for centre in scene.centres_um[list(enmap.DEAD)]]
    assert not any(made.good[place].any() for place in dead)
    assert made.good.sum() == 224 - len(enmap.DEAD)
    first = f"{scene.centres_um[enmap.DEAD[0]]:.3f}"
    assert any("5" in sentence and first in sentence for sentence in made.said), made.said


@pytest.mark.parametrize(("offset", "dead"), [(0.0, True), (0.05, False)])
def test_a_band_of_zeros_is_dead_unless_an_offset_makes_them_reflectance(open_product, tmp_path, offset, dead):
    stored = enmap.digital_numbers()
    stored[7][stored[7] != enmap.NO_DATA] = 0
    scene = enmap.build(tmp_path, stored, offset=offset)
    made = open_product(scene.path)
    assert made.good[np.isclose(made.centres_um, scene.centres_um[7], atol=1e-6)].item() is not dead
    (sentence,) = [text for text in made.said if "zeros alone" in text]
    assert (f"{scene.centres_um[7]:.3f}" in sentence) is dead


@pytest.mark.parametrize(("choice", "kept"), [("vnir", 0), ("swir", 1)])
def test_where_the_spectrometers_overlap_only_the_chosen_one_stays(open_product, shows, tmp_path, choice, kept):
    scene = enmap.build(tmp_path)
    gone = set(scene.overlap[1 - kept])
    assert len(scene.overlap[0]) > 5 and len(scene.overlap[1]) > 5
    shows(
        open_product(scene.path, overlap=choice), scene, [band for band in range(len(scene.values)) if band not in gone]
    )


def test_an_average_is_the_mean_of_two_bands_halfway_between_them(open_product, tmp_path):
    scene = enmap.build(tmp_path)
    made = open_product(scene.path, overlap="average")
    vnir, swir = (list(side) for side in scene.overlap)
    apart = [band for band in range(224) if band not in vnir and band not in swir and scene.good[band]]
    means = [
        place for place, centre in enumerate(made.centres_um) if np.abs(scene.centres_um[apart] - centre).min() > 1e-6
    ]
    means = [place for place in means if made.good[place]]
    assert len(means) == len(swir)
    for place, of_swir in zip(means, swir):
        of_vnir = min(vnir, key=lambda band: abs(scene.centres_um[band] - scene.centres_um[of_swir]))
        pair = [of_vnir, of_swir]
        assert made.centres_um[place] == pytest.approx(scene.centres_um[pair].mean(), abs=1e-8)
        expected = scene.values[pair].mean(axis=0).astype(np.float32)
        np.testing.assert_array_max_ulp(made.values[place][:5].astype(np.float32), expected[:5], 1)


def test_quality_layers_take_their_pixels_out_when_asked(open_product, shows, tmp_path):
    scene = enmap.build(tmp_path)
    made = open_product(scene.path, masks=True)
    marked = np.any(list(scene.masks.values()), axis=0)
    there = np.isfinite(made.values[0])
    assert not there[scene.masks["CLOUD"]].any() and not there[scene.masks["CLOUDSHADOW"]].any()
    assert there[~marked & np.isfinite(scene.values[0])].all()
    taken_out = np.isfinite(scene.values[0]) & ~there
    shows(made, replace(scene, values=np.where(taken_out, np.nan, scene.values)))
    shows(open_product(scene.path, masks=False), scene)


def test_a_product_whose_metadata_has_too_few_bands_is_refused(refused, tmp_path):
    scene = enmap.build(tmp_path, order=range(200))
    words = refused(scene.path)
    assert "200" in words and "224" in words, words


def test_an_image_that_is_gone_is_named(refused, tmp_path):
    scene = enmap.build(tmp_path)
    scene.path.with_name(f"{enmap.SCENE}-SPECTRAL_IMAGE.TIF").unlink()
    assert "SPECTRAL_IMAGE" in refused(scene.path)
