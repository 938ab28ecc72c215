# SPDX-License-Identifier: GPL-2.0-or-later
"""Pixels too dark to be told get no mineral: exactly those of models.darkness, whatever reads and computes the map."""

from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from making import LAYOUTS, random_model
from osgeo import gdal

from mineral_prune_plugin.mapping import classifiers
from mineral_prune_plugin.mapping.class_map import MapJob, map_minerals
from mineral_prune_plugin.mapping.kernel.cuda import DeviceKernel
from mineral_prune_plugin.mapping.kernel.pixels import RawKernel
from mineral_prune_plugin.mapping.kernel.torch_pixels import TorchKernel
from mineral_prune_plugin.mapping.quicklook import quicklook
from mineral_prune_plugin.models.darkness import brightness, judged_of, too_dark
from mineral_prune_plugin.models.reject import FEATURELESS, UNLIKE, Reject
from mineral_prune_plugin.models.train_model import identified_numbers
from mineral_prune_plugin.progress import silent
from mineral_prune_plugin.raster import piece_readers
from mineral_prune_plugin.raster.source import describe
from mineral_prune_plugin.raster.windows import plan

UM = (0.9, 2.1, 2.2, 2.3)
KINDS = {200: FEATURELESS, 2: UNLIKE}
FEATURES = ("reflectance", "normalised", "continuum", "asai")
DARK = np.float32(0.05)


def model(feature="reflectance", darkest=0.05):
    made = random_model(UM, hidden=(9,), numbers=(1, 2, 4, 200), feature=feature, seed=14)
    return replace(made, reject=Reject(KINDS, "", darkest))


def scene():
    """Bright pixels, dark ones, some right at the limit, and no data."""
    generator = np.random.default_rng(0)
    cube = generator.uniform(0.06, 0.9, (4, 23, 41)).astype(np.float32)
    cube[:, :, 20:30] = generator.uniform(0.01, 0.09, (4, 23, 10))
    cube[0, 10:, 20:30] = 0.4  # bright where that says nothing
    cube[1:, 15, 20:23] = DARK, np.nextafter(DARK, np.float32(0)), np.nextafter(DARK, np.float32(1))
    cube[:, 4:9, 10:25] = -9999
    return cube


def spectra(cube):
    return np.ascontiguousarray(cube.reshape(4, -1))


def mapped(folder, raster, model, **job):
    folder.mkdir()
    paths = str(folder / "map.tif"), str(folder / "sure.tif")
    result = map_minerals(MapJob(str(raster), model, *paths, **job), silent())
    return (*(gdal.Open(path).ReadAsArray() for path in paths), result)


def check(folder, raster, feature="reflectance", dark=None, **job):
    """The map is that without a limit, but for the dark pixels. Gives its result."""
    before, sure, plain = mapped(folder / "without", raster, model(feature, 0.0), **job)
    classes, confidence, result = mapped(folder / "with", raster, model(feature), **job)
    valid = sure >= 0
    dark = too_dark(model(feature), spectra(scene())).reshape(before.shape) & valid if dark is None else dark
    assert dark.any() and (before[dark] > 0).any() and (before[~dark] > 0).any()
    assert np.array_equal(classes, np.where(dark, 0, before))
    assert np.array_equal(confidence, np.where(dark, 0, sure))
    assert result.no_data_pixels == plain.no_data_pixels and sum(result.class_pixels.values()) == (classes > 0).sum()
    return result


@pytest.mark.parametrize("feature", FEATURES)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_dark_pixels_get_no_mineral_and_the_others_what_they_got(tmp_path, layout, feature):
    check(tmp_path, LAYOUTS[layout](tmp_path, scene(), UM, -9999), feature)


@pytest.mark.parametrize("kernel", [RawKernel, TorchKernel, partial(DeviceKernel, device="cpu")], ids=str)
@pytest.mark.parametrize("feature", FEATURES)
def test_whatever_computes_the_map(tmp_path, monkeypatch, kernel, feature):
    monkeypatch.setattr(classifiers, "kernel_for", lambda *_: kernel)
    monkeypatch.setattr(piece_readers, "plan", partial(plan, budget=700))
    check(tmp_path, LAYOUTS["bil"](tmp_path, scene(), UM, -9999), feature)


def test_they_count_as_featureless_and_not_as_below_the_least_confidence(tmp_path):
    raster = LAYOUTS["bsq"](tmp_path, scene(), UM, -9999)
    classes, confidence, result = mapped(tmp_path / "out", raster, model())
    numbers = identified_numbers(replace(model(), reject=None), spectra(scene()))
    dark, valid = too_dark(model(), spectra(scene())), confidence.ravel() >= 0
    assert result.rejected_pixels[FEATURELESS] == ((dark | (numbers == 200)) & valid).sum()
    assert result.rejected_pixels[UNLIKE] == (~dark & (numbers == 2) & valid).sum()
    assert result.unclassified_pixels == sum(result.rejected_pixels.values())
    _, _, sure = mapped(tmp_path / "sure", raster, model(), min_confidence=0.9)
    assert sure.rejected_pixels[FEATURELESS] >= (dark & valid).sum()


def test_integers_with_a_scale_are_judged_by_their_reflectance(tmp_path):
    cube = np.round(scene() * 1e4).astype(np.int16)
    cube[:, 4:9, 10:25] = -9999
    raster = LAYOUTS["bip"](tmp_path, cube, UM, -9999)
    header = raster.with_suffix(".hdr")
    header.write_text(header.read_text() + "reflectance scale factor = 10000\n")
    _, confidence, _ = mapped(tmp_path / "probe", raster, model())
    dark = too_dark(model(), spectra(cube.astype(np.float32) * np.float32(1e-4))).reshape(23, 41)
    check(tmp_path, raster, dark=dark & (confidence >= 0))


def test_bands_in_between_are_judged_as_they_are_interpolated(tmp_path):
    cube, um = np.repeat(scene(), 2, axis=0), tuple(round(centre + side, 3) for centre in UM for side in (-0.01, 0.01))
    cube[1::2] *= np.where(cube[1::2] > 0, np.float32(1.1), 1)
    raster = LAYOUTS["bsq"](tmp_path, cube, um, -9999)
    before, sure, _ = mapped(tmp_path / "without", raster, model(darkest=0.0), interpolate=True)
    classes, _, _ = mapped(tmp_path / "with", raster, model(), interpolate=True)
    flat = np.array([np.interp(UM, um, pixel) for pixel in cube.reshape(8, -1).T.astype(np.float64)], np.float32).T
    dark = too_dark(model(), flat).reshape(before.shape) & (sure >= 0)
    near = np.abs(brightness(flat, judged_of(model())).reshape(before.shape) - 0.05) < 1e-6  # rounding decides those
    assert (dark & (before > 0)).any()
    assert np.array_equal(classes[~near], np.where(dark, 0, before)[~near])


def test_the_quick_look_and_the_identified_samples_are_the_map(tmp_path):
    raster = LAYOUTS["bsq"](tmp_path, scene(), UM, -9999)
    classes, confidence, _ = mapped(tmp_path / "out", raster, model())
    look = quicklook((model(), model()), describe(str(raster)))
    assert np.array_equal(look.first, classes)
    valid = confidence.ravel() >= 0
    assert np.array_equal(identified_numbers(model(), spectra(scene())[:, valid]), classes.ravel()[valid])


def test_a_scene_of_dark_pixels_alone_is_an_empty_map(tmp_path):
    raster = LAYOUTS["bsq"](tmp_path, np.full((4, 5, 6), 0.02, np.float32), UM)
    classes, _, result = mapped(tmp_path / "out", raster, model())
    assert not classes.any() and result.rejected_pixels == {UNLIKE: 0, FEATURELESS: 30}
