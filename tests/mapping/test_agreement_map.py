# SPDX-License-Identifier: GPL-2.0-or-later
"""The agreement map and its table of pairs equal two maps laid over each other."""

from dataclasses import replace

import numpy as np
import pytest
from densenets import patch_model
from making import LAYOUTS, Watcher, random_model
from osgeo import gdal

from mineral_prune_plugin.classes import with_colour
from mineral_prune_plugin.errors import Cancelled, NoClassNumberLeft, ScaleDiffers, SceneWithoutData
from mineral_prune_plugin.mapping import agreement_map
from mineral_prune_plugin.mapping.agreement_map import compare_maps, difference_class
from mineral_prune_plugin.mapping.class_map import MapJob, map_minerals
from mineral_prune_plugin.mapping.legend import read_legend
from mineral_prune_plugin.mapping.workers import in_order
from mineral_prune_plugin.models.two_models import readers_for
from mineral_prune_plugin.progress import silent
from mineral_prune_plugin.raster import halo, piece_readers
from mineral_prune_plugin.raster.source import describe
from mineral_prune_plugin.raster.windows import plan

UM = (2.0, 2.1, 2.2, 2.3)
WIDE = random_model(UM, hidden=(9,), numbers=(1, 2, 4), seed=3)
NARROW = random_model(UM[1:], hidden=(6, 5), numbers=(1, 2, 4), feature="asai", seed=4)
SAME_BANDS = random_model(UM, hidden=(4,), numbers=(1, 2, 4), feature="normalised", seed=6)


def scene():
    """(4, 23, 41) with a rectangle of no-data and a NaN in the first band, which NARROW does not read."""
    cube = np.random.default_rng(0).uniform(0.05, 0.95, (4, 23, 41)).astype(np.float32)
    cube[:, 4:9, 10:30] = -9999
    cube[0, 20, 40] = np.nan
    return cube


def compared(raster, output, models=(WIDE, NARROW), progress=None):
    readers = readers_for(models, describe(str(raster)))
    pairs = compare_maps(models, readers, output, progress or silent())
    return gdal.Open(str(output)).ReadAsArray(), pairs


@pytest.mark.parametrize(
    "models", [(WIDE, NARROW), (SAME_BANDS, WIDE), (WIDE, WIDE)], ids=["bands", "features", "same"]
)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_it_equals_two_maps_laid_over_each_other(tmp_path, layout, models):
    raster = LAYOUTS[layout](tmp_path, scene(), UM, -9999)
    maps = []
    for k, model in enumerate(models):
        map_minerals(MapJob(str(raster), model, str(tmp_path / f"{k}.tif")), silent())
        maps.append(gdal.Open(str(tmp_path / f"{k}.tif")).ReadAsArray().astype(int))
    first, second = (np.where((maps[0] > 0) & (maps[1] > 0), classes, 0) for classes in maps)
    agreement, pairs = compared(raster, tmp_path / "agreement.tif", models)
    assert np.array_equal(agreement, np.where(first == second, first, 255))
    counted = np.zeros((256, 256), int)
    np.add.at(counted, (first, second), 1)
    assert np.array_equal(pairs, counted) and pairs.dtype == np.int64
    assert pairs[0, 0] == 101 and pairs.sum() == 23 * 41


@pytest.mark.parametrize("budget", [16, 700])
def test_the_windows_are_no_matter(tmp_path, monkeypatch, budget):
    raster = LAYOUTS["gtiff_tiled_band"](tmp_path, scene(), UM, -9999)
    whole = compared(raster, tmp_path / "whole.tif")
    planned = []

    def small(width, height, block, size):
        planned.append(plan(width, height, block, size, budget))
        return planned[-1]

    monkeypatch.setattr(piece_readers, "plan", small)
    parts = compared(raster, tmp_path / "parts.tif")
    assert len(planned[-1]) > 1
    assert all(np.array_equal(*pair) for pair in zip(whole, parts))


@pytest.mark.parametrize("patch", [1, 5])
def test_a_network_of_neighbourhoods_determines_the_windows(tmp_path, monkeypatch, patch):
    """It holds them whole, a perceptron piece by piece; which model comes first is no matter."""
    raster, planned = LAYOUTS["bip"](tmp_path, scene(), UM, -9999), []

    def recording(windows, *arguments):
        planned.append(list(windows))
        return in_order(windows, *arguments)

    monkeypatch.setattr(halo, "ROWS_BYTES", 10 * 41 * 4 * 4)
    monkeypatch.setattr(agreement_map, "in_order", recording)
    models = (NARROW, patch_model(patch))
    for place, pair in enumerate((models, models[::-1])):
        compared(raster, tmp_path / f"{place}.tif", pair)
    assert planned[0] == planned[1] and len(planned[0]) == 3


def test_the_map_states_what_it_is(tmp_path):
    output = tmp_path / "map.tif"
    compared(LAYOUTS["bsq"](tmp_path, scene(), UM, -9999), output)
    written = gdal.Open(str(output))
    assert written.GetRasterBand(1).GetNoDataValue() == 0
    assert read_legend(written)[:3] == WIDE.classes
    assert [(c.number, c.name, c.colour) for c in read_legend(written)[3:]] == [(255, "models differ", "#000000")]
    style = output.with_suffix(".qml").read_text(encoding="utf-8")
    assert style.count("<paletteEntry") == 4 and 'value="255" color="#000000"' in style


def test_the_number_of_difference_is_never_that_of_a_mineral():
    def classes(*numbers):
        return tuple(with_colour(number, f"class {number}") for number in numbers)

    assert difference_class(classes(1, 2)).number == 255
    assert difference_class(classes(1, 254, 255)).number == 253
    assert difference_class(classes(*range(1, 7), *range(8, 256))).number == 7
    with pytest.raises(NoClassNumberLeft) as refused:
        difference_class(classes(*range(1, 256)))
    assert refused.value.facts == {"largest": 255}


def test_a_mineral_255_keeps_its_number(tmp_path):
    models = tuple(
        replace(m, classes=tuple(replace(c, number=n) for c, n in zip(m.classes, (1, 2, 255)))) for m in (WIDE, NARROW)
    )
    raster = LAYOUTS["bsq"](tmp_path, scene(), UM, -9999)
    plain, _ = compared(raster, tmp_path / "plain.tif")
    shifted, _ = compared(raster, tmp_path / "shifted.tif", models)
    assert np.array_equal(shifted == 254, plain == 255) and np.array_equal(shifted == 255, plain == 4)


def test_what_cannot_be_mapped_is_refused(tmp_path):
    none = LAYOUTS["bsq"](tmp_path, np.full((4, 3, 3), -9999, np.float32), UM, -9999)
    with pytest.raises(SceneWithoutData):
        compared(none, tmp_path / "map.tif")
    raster = LAYOUTS["bil"](tmp_path, scene(), UM, -9999)
    with pytest.raises(ScaleDiffers):
        compared(raster, tmp_path / "map.tif", (WIDE, replace(NARROW, brightness=4000.0)))
    with pytest.raises(Cancelled):
        compared(raster, tmp_path / "map.tif", progress=Watcher(cancel_after=0).progress)
