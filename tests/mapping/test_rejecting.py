# SPDX-License-Identifier: GPL-2.0-or-later
"""A map of a model that rejects is the map of all its classes with the rejected pixels unclassified, and counted."""

from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from making import LAYOUTS, random_model
from osgeo import gdal

from mineral_prune_plugin.classes import MineralClass
from mineral_prune_plugin.mapping import classifiers
from mineral_prune_plugin.mapping.agreement_map import compare_maps
from mineral_prune_plugin.mapping.class_map import MapJob, map_minerals
from mineral_prune_plugin.mapping.kernel.cuda import DeviceKernel
from mineral_prune_plugin.mapping.legend import read_legend
from mineral_prune_plugin.mapping.quicklook import quicklook
from mineral_prune_plugin.models.reject import OTHER_MINERAL, SURFACE, UNLIKE, Reject
from mineral_prune_plugin.models.two_models import readers_for
from mineral_prune_plugin.progress import silent
from mineral_prune_plugin.raster import piece_readers
from mineral_prune_plugin.raster.source import describe
from mineral_prune_plugin.raster.windows import plan

UM = (2.0, 2.1, 2.2, 2.3)
WIDE = random_model(UM, hidden=(9,), numbers=(1, 2, 4, 200), seed=2)
HULL = random_model(UM, hidden=(9, 7), numbers=(1, 2, 4, 200), feature="asai", seed=6)
KINDS = {200: OTHER_MINERAL, 2: UNLIKE}


def scene():
    cube = np.random.default_rng(0).uniform(0.05, 0.95, (4, 23, 41)).astype(np.float32)
    cube[:, 4:9, 10:30] = -9999
    cube[2, 20, 40] = np.nan
    return cube


def rejecting(model, kinds):
    return replace(model, reject=Reject(kinds))


def mapped(folder, raster, model, **job):
    """(class map, confidence map, MapResult)."""
    folder.mkdir()
    paths = str(folder / "map.tif"), str(folder / "sure.tif")
    result = map_minerals(MapJob(str(raster), model, *paths, **job), silent())
    return (*(gdal.Open(path).ReadAsArray() for path in paths), result)


def check(folder, raster, model, **job):
    """Compare a map with that of the same network, all of whose classes are taken for minerals. Gives its result."""
    every, sure, whole = mapped(folder / "whole", raster, model, **job)
    classes, confidence, result = mapped(folder / "rejecting", raster, rejecting(model, KINDS), **job)
    rejected = np.isin(every, list(KINDS))
    assert rejected.any() and (every[~rejected] > 0).any()
    assert np.array_equal(classes, np.where(rejected, 0, every))
    assert np.array_equal(confidence, np.where(rejected, 0, sure))
    pixels = {number: int((every == number).sum()) for number in (1, 2, 4, 200)}
    assert result.class_pixels == {1: pixels[1], 4: pixels[4]}
    assert list(result.rejected_pixels.items()) == [(OTHER_MINERAL, pixels[200]), (UNLIKE, pixels[2])]
    assert result.no_data_pixels == whole.no_data_pixels == 101
    assert result.unclassified_pixels == whole.unclassified_pixels + rejected.sum()
    assert sum(result.class_pixels.values()) + result.unclassified_pixels + 101 == 23 * 41
    return result


@pytest.mark.parametrize("model", [WIDE, HULL], ids=["reflectance", "asai"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_rejected_pixels_are_unclassified_and_counted_by_kind(tmp_path, layout, model):
    result = check(tmp_path, LAYOUTS[layout](tmp_path, scene(), UM, -9999), model)
    assert result.unclassified_pixels == sum(result.rejected_pixels.values())


@pytest.mark.parametrize("model", [WIDE, HULL], ids=["reflectance", "asai"])
def test_a_device_rejects_the_same(tmp_path, monkeypatch, model):
    monkeypatch.setattr(classifiers, "kernel_for", lambda *_: partial(DeviceKernel, device="cpu"))
    check(tmp_path, LAYOUTS["bil"](tmp_path, scene(), UM, -9999), model)


@pytest.mark.parametrize("budget", [16, 700])
def test_the_windows_are_no_matter(tmp_path, monkeypatch, budget):
    monkeypatch.setattr(piece_readers, "plan", partial(plan, budget=budget))
    check(tmp_path, LAYOUTS["gtiff_tiled_band"](tmp_path, scene(), UM, -9999), WIDE)


@pytest.mark.parametrize("kinds", [(1, 2), (4,), (1, 4), (2, 3, 4), (1, 2, 4)], ids=str)
def test_any_numbers_may_be_rejected(tmp_path, kinds):
    """Neighbours are compared together, and the classes beside them stay."""
    model = random_model(UM, hidden=(9,), numbers=(1, 2, 3, 4), seed=2)
    raster = LAYOUTS["bip"](tmp_path, scene(), UM, -9999)
    every, _, _ = mapped(tmp_path / "whole", raster, model)
    classes, _, result = mapped(tmp_path / "out", raster, rejecting(model, dict.fromkeys(kinds, SURFACE)))
    assert np.array_equal(classes, np.where(np.isin(every, kinds), 0, every))
    assert result.rejected_pixels == {SURFACE: np.isin(every, kinds).sum()}


def test_a_rejected_pixel_below_the_least_confidence_is_of_no_kind(tmp_path):
    raster = LAYOUTS["bip"](tmp_path, scene(), UM, -9999)
    result = check(tmp_path, raster, WIDE, min_confidence=0.8)
    assert 0 < sum(result.rejected_pixels.values()) < result.unclassified_pixels


def test_a_scene_of_nothing_that_the_model_names_is_a_map_all_the_same(tmp_path):
    raster = LAYOUTS["bsq"](tmp_path, scene(), UM, -9999)
    every, _, _ = mapped(tmp_path / "whole", raster, WIDE)
    kinds = dict.fromkeys(np.unique(every[every > 0]).tolist(), SURFACE)
    unused = MineralClass(255, "opal", "#010203")
    network = WIDE.network
    weight, bias = network.weights[-1], network.biases[-1]
    wider = replace(
        network,
        weights=(*network.weights[:-1], np.vstack([weight, 0 * weight[:1]])),
        biases=(*network.biases[:-1], np.append(bias, np.float32(-1e6))),
    )
    model = replace(WIDE, network=wider, classes=(*WIDE.classes, unused), reject=Reject(kinds))
    classes, confidence, result = mapped(tmp_path / "none", raster, model)
    assert not classes.any() and set(np.unique(confidence)) == {-1, 0}
    assert result.rejected_pixels == {SURFACE: 23 * 41 - 101} and result.class_pixels[255] == 0


def test_no_reject_class_is_in_the_legend(tmp_path):
    mapped(tmp_path / "out", LAYOUTS["bsq"](tmp_path, scene(), UM, -9999), rejecting(WIDE, KINDS))
    dataset = gdal.Open(str(tmp_path / "out" / "map.tif"))
    assert [mineral.number for mineral in read_legend(dataset)] == [1, 4]
    assert dataset.GetRasterBand(1).GetRasterColorTable().GetColorEntry(2)[:3] == (0, 0, 0)
    style = (tmp_path / "out" / "map.qml").read_text(encoding="utf-8")
    assert style.count("<paletteEntry") == 2 and 'value="200"' not in style


# Two models, of the minerals 1 and 4, that reject with classes of other numbers.

FIRST = rejecting(WIDE, KINDS)
SECOND = replace(
    random_model(UM[1:], hidden=(6,), numbers=(1, 3, 4, 255), seed=22), reject=Reject({3: UNLIKE, 255: UNLIKE})
)


@pytest.mark.parametrize("models", [(FIRST, SECOND), (SECOND, FIRST), (FIRST, FIRST)], ids=["both", "swapped", "same"])
def test_models_agree_where_both_reject_and_differ_where_one_does(tmp_path, models):
    raster = LAYOUTS["bil"](tmp_path, scene(), UM, -9999)
    maps, valid = [], []
    for k, model in enumerate(models):
        classes, confidence, _ = mapped(tmp_path / f"{k}", raster, model)
        maps.append(classes.astype(int))
        valid.append(confidence >= 0)
    valid = valid[0] & valid[1]
    pairs = compare_maps(models, readers_for(models, describe(str(raster))), tmp_path / "agreement.tif", silent())
    agreement = gdal.Open(str(tmp_path / "agreement.tif"))
    expected = np.where(maps[0] == maps[1], maps[0], 255) * valid
    assert np.array_equal(agreement.ReadAsArray(), expected)
    assert [mineral.number for mineral in read_legend(agreement)] == [1, 4, 255]
    shown = [np.where(valid, np.where(classes > 0, classes, 255), 0) for classes in maps]
    counted = np.zeros((256, 256), int)
    np.add.at(counted, tuple(shown), 1)
    assert np.array_equal(pairs, counted) and pairs[255, 255] > 0 and pairs[0, 0] == (~valid).sum() >= 101
    if models[0] is not models[1]:
        assert pairs[255, [1, 4]].all() and pairs[[1, 4], 255].all()


def test_a_quicklook_shows_what_the_maps_show(tmp_path):
    raster = LAYOUTS["bil"](tmp_path, scene(), UM, -9999)
    look = quicklook((FIRST, SECOND), describe(str(raster)))
    maps = [mapped(tmp_path / f"{k}", raster, model) for k, model in enumerate((FIRST, SECOND))]
    valid = (maps[0][1] >= 0) & (maps[1][1] >= 0)
    assert np.array_equal(look.valid, valid)
    assert np.array_equal(look.first, maps[0][0] * valid) and np.array_equal(look.second, maps[1][0] * valid)
    assert look.agreement == pytest.approx((maps[0][0] == maps[1][0])[valid].mean())
    assert ((look.first == 0) & valid).any() and [mineral.number for mineral in look.classes] == [1, 4]
