# SPDX-License-Identifier: GPL-2.0-or-later
"""The quicklook is the middle of both maps, at a bounded cost."""

from dataclasses import replace

import numpy as np
import pytest
from densenets import patch_model
from making import LAYOUTS, random_model
from osgeo import gdal

from mineral_prune_plugin.mapping.class_map import MapJob, map_minerals
from mineral_prune_plugin.mapping.quicklook import MOST_BYTES, SIDE, compared_previews, middle, preview, quicklook
from mineral_prune_plugin.mapping.thumbnail import Thumbnail
from mineral_prune_plugin.models.two_models import readers_for
from mineral_prune_plugin.progress import silent
from mineral_prune_plugin.raster.footprint import footprint
from mineral_prune_plugin.raster.source import describe

UM = (2.0, 2.1, 2.2, 2.3)


def test_it_is_the_middle_of_both_maps(tmp_path):
    cube = np.random.default_rng(5).uniform(0.1, 0.7, (4, 260, 300)).astype(np.float32)
    cube[:, 100:120, 140:150] = -1.0  # no data
    path = LAYOUTS["bil"](tmp_path, cube, UM)
    models = random_model(seed=1), random_model(um=UM[1:], seed=2)
    look = quicklook(models, describe(path))
    maps = []
    for number, model in enumerate(models):
        output = str(tmp_path / f"{number}.tif")
        map_minerals(MapJob(str(path), model, output), silent())
        maps.append(gdal.Open(output).ReadAsArray()[5:255, 25:275])
    both = (maps[0] > 0) & (maps[1] > 0)
    assert look.first.shape == (SIDE, SIDE) and (look.first == 0).any()
    assert np.array_equal(look.first, maps[0] * both) and np.array_equal(look.second, maps[1] * both)
    assert look.agreement == pytest.approx((maps[0] == maps[1])[both].mean())
    assert look.classes == models[0].classes


def test_it_has_the_north_above_as_qgis_shows_the_map(tmp_path):
    cube = np.random.default_rng(5).uniform(0.1, 0.7, (4, 6, 5)).astype(np.float32)
    cube[:, 0] = -1.0  # no data in the first row
    info = describe(LAYOUTS["bil"](tmp_path, cube, UM))
    grid = replace(info.grid, geotransform=(0, 20, 0, 0, 0, -10), georeferenced=True)
    northern, southern = (replace(info, grid=replace(grid, geotransform=(0, 20, 0, 0, 0, high))) for high in (-10, 10))
    look, turned = (quicklook((random_model(seed=1),) * 2, each) for each in (northern, southern))
    assert np.array_equal(turned.first, look.first[::-1]) and (turned.first != look.first).any()
    shown, picture = (preview(random_model(seed=1), each, footprint(each.grid)) for each in (northern, southern))
    assert np.array_equal(shown.numbers, look.first) and np.array_equal(picture.numbers, look.first[::-1])
    assert picture.aspect == 0.5 and not picture.turned


def test_a_densenet_and_a_perceptron_are_shown_as_their_maps_are_and_where_they_agree(tmp_path):
    cube = np.random.default_rng(5).uniform(0.1, 0.7, (4, 260, 300)).astype(np.float32)
    cube[:, 100:120, 140:150] = -1.0  # no data
    cube[0, 130:140, 140:150] = np.nan  # none for the first model alone
    info = describe(LAYOUTS["bil"](tmp_path, cube, UM))
    models, maps = (patch_model(bands=4, seed=3), random_model(UM[1:], numbers=(1, 2, 4), seed=2)), []
    for number, model in enumerate(models):
        output = str(tmp_path / f"{number}.tif")
        map_minerals(MapJob(str(info.path), model, output), silent())
        maps.append(gdal.Open(output).ReadAsArray()[5:255, 25:275])
    assert np.array_equal(preview(models[0], info, footprint(info.grid)).numbers, maps[0])
    shown = compared_previews(models, readers_for(models, info), models[0].minerals, 255)
    agreement = np.where(maps[0] == maps[1], maps[0], 255) * ((maps[0] > 0) & (maps[1] > 0))
    for thumbnail, numbers in zip(shown, (*maps, agreement)):
        assert isinstance(thumbnail, Thumbnail) and np.array_equal(thumbnail.numbers, numbers) and not thumbnail.whole
    assert {0, 255} < set(np.unique(agreement).tolist()) and [each.differ for each in shown] == [None, None, 255]


def test_of_a_wide_raster_in_strips_few_rows_are_decoded(tmp_path):
    info = describe(LAYOUTS["bsq"](tmp_path, np.ones((4, 3, 5), np.float32), UM))
    assert (middle(info, 4).width, middle(info, 4).height) == (5, 3)
    wide = replace(info, grid=replace(info.grid, width=100_000, height=9000), block=(100_000, 1))
    window = middle(wide, 200)
    assert window.width == SIDE and window.height < SIDE and window.height * 100_000 * 200 * 4 <= MOST_BYTES
    assert window.row == (9000 - window.height) // 2
    tiled = middle(replace(wide, block=(256, 256)), 200)
    assert (tiled.width, tiled.height) == (SIDE, SIDE)
    slow = middle(replace(wide, block=(256, 256)), 200, most=100)  # pixels that take a second
    assert (slow.width, slow.height) == (10, 10)
