# SPDX-License-Identifier: GPL-2.0-or-later
"""Sample points are placed on pixels, faults in the layer are refused, and spectra are read for the rest."""

import numpy as np
import pytest
from making import LAYOUTS, ROTATED, TRANSFORM, Watcher

from mineral_prune_plugin.errors import (
    ClassNumberTooLarge,
    MineralHasTwoNumbers,
    SamplePixelTwice,
    SamplesOutsideRaster,
    SamplesWithoutSpectra,
    SplitUnknown,
)
from mineral_prune_plugin.notices import SamplesNoData, SamplesOutside
from mineral_prune_plugin.progress import silent
from mineral_prune_plugin.raster import pixel_reader as pixels_module
from mineral_prune_plugin.raster.band_matching import BandSelection
from mineral_prune_plugin.raster.source import Grid, describe
from mineral_prune_plugin.raster.spectrum_reader import SpectrumReader
from mineral_prune_plugin.samples.samples import PointTable, Samples, place, read_sample_spectra

GRID = Grid(6, 4, TRANSFORM, "", True)


def points(*entries, grid=GRID):
    """A PointTable of (column, row, class, mineral, split) at pixel centres."""
    columns, rows, classes, minerals, splits = zip(*entries)
    x, y = grid.centres(columns, rows)
    return PointTable(np.array(x), np.array(y), np.array(classes, np.int64), minerals, splits)


def placed(*entries, grid=GRID, progress=None):
    return place(points(*entries, grid=grid), grid, "layer", progress or silent())


@pytest.mark.parametrize("transform", [TRANSFORM, ROTATED])
def test_points_become_pixels(transform):
    grid = Grid(6, 4, transform, "", True)
    samples, outside = placed((5, 3, 2, "calcite", "test"), (0, 1, 1, "alunite", "train"), grid=grid)
    assert outside == 0
    assert (samples.columns.tolist(), samples.rows.tolist()) == ([5, 0], [3, 1])
    assert (samples.classes.tolist(), samples.splits.tolist()) == ([2, 1], [2, 0])
    assert [(mineral.number, mineral.name) for mineral in samples.minerals] == [(1, "alunite"), (2, "calcite")]
    assert samples.counts().tolist() == [[1, 0], [0, 0], [0, 1]]


def test_points_outside_are_left_out_and_said():
    watcher = Watcher()
    entries = (1, 1, 1, "alunite", "train"), (-1, 1, 1, "alunite", "train"), (6, 0, 2, "calcite", "test")
    samples, outside = placed(*entries, progress=watcher.progress)
    assert (len(samples), outside) == (1, 2)
    assert [notice.facts for notice in watcher.notices_of(SamplesOutside)] == [{"layer": "layer", "samples": 2}]


def test_points_that_all_lie_outside_are_refused():
    with pytest.raises(SamplesOutsideRaster) as refused:
        placed((9, 9, 1, "alunite", "train"), (np.nan, 0, 2, "calcite", "test"))
    assert refused.value.facts == {"layer": "layer", "samples": 2}


def test_a_misspelt_split_is_refused_by_its_spelling():
    with pytest.raises(SplitUnknown) as refused:
        placed((0, 0, 1, "alunite", "train"), (1, 0, 1, "alunite", "Train"))
    assert refused.value.facts == {"layer": "layer", "found": "Train", "expected": "train, validation, test"}


@pytest.mark.parametrize("number", [0, -3, 256])
def test_a_class_number_that_a_map_cannot_hold_is_refused(number):
    with pytest.raises(ClassNumberTooLarge) as refused:
        placed((0, 0, 1, "alunite", "train"), (1, 0, number, "calcite", "train"))
    assert refused.value.facts == {"labels": "layer", "found": number, "largest": 255}


def test_one_mineral_with_two_numbers_is_refused():
    with pytest.raises(MineralHasTwoNumbers) as refused:
        placed((0, 0, 1, "calcite", "train"), (1, 0, 2, "alunite", "train"), (2, 0, 3, "calcite", "train"))
    assert refused.value.facts == {"layer": "layer", "first": "calcite = 1", "second": "calcite = 3"}


def test_one_number_with_two_minerals_is_refused():
    with pytest.raises(MineralHasTwoNumbers) as refused:
        placed((0, 0, 1, "calcite", "train"), (1, 0, 1, "alunite", "train"))
    assert refused.value.facts == {"layer": "layer", "first": "alunite = 1", "second": "calcite = 1"}


@pytest.mark.parametrize("second", [(1, "alunite", "test"), (2, "calcite", "train")])
def test_one_pixel_in_two_splits_or_classes_is_refused(second):
    with pytest.raises(SamplePixelTwice) as refused:
        placed((3, 2, 1, "alunite", "train"), (0, 0, 1, "alunite", "train"), (3, 2, *second))
    assert refused.value.facts == {"layer": "layer", "pixels": 1}


def test_two_points_of_one_class_and_split_on_one_pixel_are_one_sample():
    samples, outside = placed(*[(3, 2, 1, "alunite", "train")] * 3, (0, 0, 2, "calcite", "test"))
    assert (len(samples), outside) == (2, 0)
    assert sorted(zip(samples.columns.tolist(), samples.rows.tolist())) == [(0, 0), (3, 2)]


def test_a_pixel_number_does_not_run_on_into_the_next_row():
    samples, _ = placed((5, 0, 1, "alunite", "train"), (0, 1, 1, "alunite", "test"))
    assert len(samples) == 2


# Spectra.

HEIGHT, WIDTH, BANDS = 19, 40, 4


def cube_with_holes():
    cube = np.random.default_rng(2).uniform(0.1, 0.9, (BANDS, HEIGHT, WIDTH)).astype(np.float32)
    cube[1, 4:8, 5:30] = -9999
    return cube


def everywhere(step=3):
    pixels = np.random.default_rng(3).permutation(HEIGHT * WIDTH)[::step]
    n = len(pixels)
    minerals = placed((0, 0, 1, "alunite", "train"))[0].minerals
    return Samples(pixels % WIDTH, pixels // WIDTH, np.ones(n, np.uint8), (pixels % 3).astype(np.int8), minerals)


def reader_of(folder, layout="gtiff_tiled_band", cube=None):
    info = describe(LAYOUTS[layout](folder, cube_with_holes() if cube is None else cube, None, -9999))
    return SpectrumReader(info, BandSelection((3, 1, 2, 4)))


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("budget", [16, 16 * 100, 2**24])
def test_each_sample_has_the_spectrum_of_its_pixel(tmp_path, monkeypatch, layout, budget):
    monkeypatch.setattr(pixels_module, "BUDGET_BYTES", budget)
    samples, cube = everywhere(), cube_with_holes()[[2, 0, 1, 3]]
    spectra = read_sample_spectra(reader_of(tmp_path, layout), samples, silent())
    valid = (cube > 0).all(axis=0)[samples.rows, samples.columns]
    assert np.array_equal(spectra.samples.columns, samples.columns[valid])
    assert np.array_equal(spectra.samples.splits, samples.splits[valid])
    assert np.array_equal(spectra.reflectance, cube[:, samples.rows[valid], samples.columns[valid]])


def test_samples_without_data_are_left_out_and_said(tmp_path):
    watcher, samples = Watcher(), everywhere()
    spectra = read_sample_spectra(reader_of(tmp_path), samples, watcher.progress)
    missing = len(samples) - len(spectra.samples)
    assert missing == (cube_with_holes()[1][samples.rows, samples.columns] < 0).sum() > 0
    assert [notice.facts for notice in watcher.notices_of(SamplesNoData)] == [
        {"raster": "cube_tiled_band.tif", "samples": missing}
    ]


def test_samples_that_all_lack_data_are_refused(tmp_path):
    with pytest.raises(SamplesWithoutSpectra) as refused:
        read_sample_spectra(reader_of(tmp_path, cube=np.full((4, 19, 40), -9999, np.float32)), everywhere(), silent())
    assert refused.value.facts == {"raster": "cube_tiled_band.tif", "samples": len(everywhere())}


def test_a_split_has_its_own_spectra(tmp_path):
    spectra = read_sample_spectra(reader_of(tmp_path), everywhere(), silent())
    reflectance, classes = spectra.split("validation")
    chosen = spectra.samples.splits == 1
    assert np.array_equal(reflectance, spectra.reflectance[:, chosen]) and len(classes) == chosen.sum()
