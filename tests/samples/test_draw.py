# SPDX-License-Identifier: GPL-2.0-or-later
"""Samples are drawn in exact numbers, the same whatever the windows, and never where there is no data."""

from dataclasses import replace

import numpy as np
import pytest
from making import LAYOUTS, TRANSFORM, Watcher, write_geotiff
from osgeo import ogr

from mineral_prune_plugin.errors import (
    Cancelled,
    ClassCountMissing,
    LabelsWithoutPixels,
    NoSamplesAsked,
    TooFewPixels,
    TooManySamples,
)
from mineral_prune_plugin.notices import LabelConflicts
from mineral_prune_plugin.progress import silent
from mineral_prune_plugin.raster import spectrum_reader as reading
from mineral_prune_plugin.raster.band_matching import choose_bands
from mineral_prune_plugin.raster.label_notices import FewerSamples, LabelledPixels
from mineral_prune_plugin.raster.labels import Feature, FeatureLabels, RasterLabels
from mineral_prune_plugin.raster.source import describe
from mineral_prune_plugin.raster.spectrum_reader import SpectrumReader
from mineral_prune_plugin.raster.windows import plan
from mineral_prune_plugin.samples import draw as drawing
from mineral_prune_plugin.samples.class_counts import ALL, PROPORTIONAL, UP_TO, parse_class_counts
from mineral_prune_plugin.samples.draw import DrawSettings, draw_samples

HEIGHT, WIDTH = 24, 30
NAMES = {1: "alunite", 2: "calcite", 7: "muscovite"}


def label_grid(seed=5):
    """Class 1 in the left half, 2 in the right, 7 in a strip at the bottom, one pixel in five without label."""
    labels = np.ones((HEIGHT, WIDTH), np.uint8)
    labels[:, WIDTH // 2 :] = 2
    labels[-4:] = 7
    labels[np.random.default_rng(seed).random(labels.shape) < 0.2] = 0
    return labels


def hole():
    """Where the scene has no data."""
    missing = np.zeros((HEIGHT, WIDTH), bool)
    missing[2:9, 3:20] = True
    return missing


def scene(folder, layout="gtiff_tiled_band"):
    cube = np.full((2, HEIGHT, WIDTH), 0.5, np.float32)
    cube[:, hole()] = -9999
    info = describe(LAYOUTS[layout](folder, cube, (2.0, 2.1), -9999))
    return SpectrumReader(info, choose_bands(info.bands, info.name))


def counts(train="10", validation="8", test="12"):
    return tuple(parse_class_counts(name, text).of for name, text in zip("ABC", (train, validation, test)))


def random_pixels(wanted=None, seed=1):
    return DrawSettings(wanted or counts(), grouped=False, by_feature=False, block_size=1, seed=seed)


def in_blocks(wanted=None, seed=1, size=3):
    return DrawSettings(wanted or counts(), grouped=True, by_feature=False, block_size=size, seed=seed)


def draw(folder, settings, labels=None, layout="gtiff_tiled_band", progress=None):
    reader = scene(folder, layout)
    path = write_geotiff(folder / "labels.tif", (label_grid() if labels is None else labels)[None])
    return draw_samples(reader, RasterLabels(path, reader.info.grid), NAMES, settings, progress or silent())


def same(first, second):
    parts = ("columns", "rows", "classes", "splits")
    return all(np.array_equal(getattr(first, part), getattr(second, part)) for part in parts)


BOTH = pytest.mark.parametrize("settings_of", [random_pixels, in_blocks], ids=["random", "blocks"])


@BOTH
def test_every_class_and_split_has_the_very_number_asked_for(tmp_path, settings_of):
    samples = draw(tmp_path, settings_of(counts("10, muscovite=5", "8", "0, calcite=13")))
    assert [mineral.name for mineral in samples.minerals] == ["alunite", "calcite", "muscovite"]
    assert samples.counts().tolist() == [[10, 10, 5], [8, 8, 8], [0, 13, 0]]


@BOTH
def test_samples_lie_on_labels_of_their_class_with_data_each_pixel_once(tmp_path, settings_of):
    samples = draw(tmp_path, settings_of())
    assert np.array_equal(label_grid()[samples.rows, samples.columns], samples.classes)
    assert not hole()[samples.rows, samples.columns].any()
    assert len(set(zip(samples.rows.tolist(), samples.columns.tolist()))) == len(samples) == 90


@BOTH
@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_layout_of_the_file_is_no_matter(tmp_path, settings_of, layout):
    assert same(draw(tmp_path, settings_of()), draw(tmp_path, settings_of(), layout=layout))


@BOTH
@pytest.mark.parametrize("budget", [1, 100, 500])
def test_the_windows_are_no_matter(tmp_path, monkeypatch, settings_of, budget):
    expected = draw(tmp_path, settings_of())
    small = lambda width, height, block, size: plan(width, height, block, size, budget)  # noqa: E731
    monkeypatch.setattr(reading, "plan", small)
    assert len(scene(tmp_path).windows()) > 6
    assert same(draw(tmp_path, settings_of()), expected)


@BOTH
def test_one_seed_draws_the_same_and_another_differs(tmp_path, settings_of):
    assert same(draw(tmp_path, settings_of(seed=3)), draw(tmp_path, settings_of(seed=3)))
    assert not same(draw(tmp_path, settings_of(seed=3)), draw(tmp_path, settings_of(seed=4)))


def test_random_pixels_are_spread_evenly(tmp_path):
    labels = np.ones((HEIGHT, WIDTH), np.uint8)
    wanted = tuple(parse_class_counts(name, "1").of for name in "ABC")
    drawn = np.zeros((HEIGHT, WIDTH))
    for seed in range(150):
        samples = draw(tmp_path, random_pixels(wanted, seed), labels)
        drawn[samples.rows, samples.columns] += 1
    quarters = drawn[:12, 20:].sum(), drawn[12:, :10].sum(), drawn[12:, 10:20].sum(), drawn[12:, 20:].sum()
    expected = 450 * 120 / (~hole()).sum()
    assert quarters == pytest.approx([expected] * 4, abs=4 * expected**0.5)


@pytest.mark.parametrize("size", [2, 3, 5])
def test_a_block_belongs_to_one_split(tmp_path, size):
    samples = draw(tmp_path, in_blocks(counts("8", "8", "8"), size=size))
    splits = {}
    for column, row, split in zip(samples.columns // size, samples.rows // size, samples.splits):
        splits.setdefault((int(column), int(row)), set()).add(int(split))
    assert len(splits) > 5
    assert all(len(of_block) == 1 for of_block in splits.values())


def polygons():
    """Three times five boxes of 4 x 4 pixels with a pixel between them, classes 1, 2, 7 in turn."""
    x, size, _, y, _, _ = TRANSFORM
    features = []
    for index in range(30):
        column, row = index % 6 * 5, index // 6 * 5
        west, north = x + size * column, y - size * row
        east, south = west + size * min(4, WIDTH - column), north - size * min(4, HEIGHT - row)
        ring = f"{west} {north},{east} {north},{east} {south},{west} {south},{west} {north}"
        features.append(
            Feature(bytes(ogr.CreateGeometryFromWkt(f"POLYGON(({ring}))").ExportToWkb()), (1, 2, 7)[index % 3])
        )
    return features


def test_polygons_never_straddle_splits(tmp_path):
    reader = scene(tmp_path)
    labels = FeatureLabels(polygons(), reader.info.grid, "drawn")
    settings = DrawSettings(counts("12", "12", "12"), grouped=True, by_feature=True, block_size=1, seed=2)
    samples = draw_samples(reader, labels, NAMES, settings, silent())
    assert samples.counts().tolist() == [[12] * 3] * 3
    splits = {}
    for column, row, split in zip(samples.columns // 5, samples.rows // 5, samples.splits):
        splits.setdefault((int(column), int(row)), set()).add(int(split))
    assert all(len(of_polygon) == 1 for of_polygon in splits.values())


def test_too_few_pixels_names_every_class_that_is_short(tmp_path):
    labels = np.zeros((HEIGHT, WIDTH), np.uint8)
    labels[20, :20], labels[21, :30], labels[22, :4] = 1, 2, 7
    with pytest.raises(TooFewPixels) as refused:
        draw(tmp_path, random_pixels(), labels)
    assert refused.value.facts == {"shortages": "alunite 20 of 30, muscovite 4 of 30"}


def test_too_few_pixels_in_blocks_names_class_and_split(tmp_path):
    labels = np.zeros((HEIGHT, WIDTH), np.uint8)
    labels[:, 20:], labels[20, 0] = 1, 2
    with pytest.raises(TooFewPixels) as refused:
        draw(tmp_path, in_blocks(counts("1", "1", "1")), labels)
    named = sorted(part.rsplit(" ", 4)[0] for part in refused.value.facts["shortages"].split(", "))
    assert named == ["calcite", "calcite"]
    assert all(part.endswith(" 0 of 1") for part in refused.value.facts["shortages"].split(", "))


@pytest.mark.parametrize("amount", [UP_TO, ALL])
def test_a_rare_class_gives_all_that_it_has_and_is_told(tmp_path, amount):
    labels = np.zeros((HEIGHT, WIDTH), np.uint8)
    labels[20, :20], labels[21, :30], labels[22, :4] = 1, 2, 7
    watcher = Watcher()
    settings = replace(random_pixels(counts("10", "10", "20, calcite=10")), amount=amount)
    samples = draw(tmp_path, settings, labels, progress=watcher.progress)
    if amount == ALL:
        assert len(samples) == 54 and not watcher.notices_of(FewerSamples)
    else:
        assert samples.counts().tolist() == [[5, 10, 1], [5, 10, 1], [10, 10, 2]]
        (notice,) = watcher.notices_of(FewerSamples)
        assert notice.facts == {"minerals": "alunite 5 / 5 / 10, muscovite 1 / 1 / 2"}
    (counted,) = watcher.notices_of(LabelledPixels)
    assert counted.facts["pixels"] == "alunite 20, calcite 30, muscovite 4"


@pytest.mark.parametrize("settings_of", [random_pixels, in_blocks], ids=["random", "blocks"])
def test_proportional_numbers_follow_the_areas(tmp_path, settings_of):
    samples = draw(tmp_path, replace(settings_of(counts("40", "0", "20")), amount=PROPORTIONAL))
    labels = label_grid()
    labels[hole()] = 0
    areas = np.bincount(labels.ravel(), minlength=8)[[1, 2, 7]]
    shares = samples.counts().sum(axis=0) / len(samples)
    assert shares == pytest.approx(areas / areas.sum(), abs=0.01 if settings_of is random_pixels else 0.1)


def test_samples_know_their_block(tmp_path):
    samples = draw(tmp_path, in_blocks(size=5))
    blocks = samples.rows // 5 * (WIDTH // 5) + samples.columns // 5
    assert samples.groups.tolist() == [f"block {block}" for block in blocks]


def test_a_class_of_one_block_is_taught(tmp_path):
    labels = np.zeros((HEIGHT, WIDTH), np.uint8)
    labels[12:, :15], labels[20:23, 20:23] = 1, 2
    samples = draw(tmp_path, replace(in_blocks(counts("5", "5", "90"), size=4), amount=UP_TO), labels)
    assert samples.counts()[0].min() > 0


def test_more_samples_than_a_layer_holds_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(drawing, "MOST_SAMPLES", 100)
    with pytest.raises(TooManySamples):
        draw(tmp_path, replace(random_pixels(), amount=ALL))


def test_labels_only_where_there_is_no_data_are_none(tmp_path):
    for settings in (random_pixels(), in_blocks()):
        with pytest.raises(LabelsWithoutPixels) as refused:
            draw(tmp_path, settings, hole().astype(np.uint8))
        assert refused.value.facts == {"raster": "cube_tiled_band.tif"}


@pytest.mark.parametrize("settings_of_zero", [random_pixels, in_blocks])
def test_asking_for_no_sample_at_all_is_refused(tmp_path, settings_of_zero):
    with pytest.raises(NoSamplesAsked):
        draw(tmp_path, settings_of_zero(counts("0", "0", "0")))


def test_a_class_without_a_number_is_refused(tmp_path):
    with pytest.raises(ClassCountMissing) as refused:
        draw(tmp_path, random_pixels(counts("alunite=3, calcite=2")))
    assert refused.value.facts == {"parameter": "A", "mineral": "muscovite"}


@pytest.mark.parametrize("grouped", [False, True])
def test_conflicts_of_polygons_are_told_once(tmp_path, grouped):
    reader, watcher = scene(tmp_path), Watcher()
    claim = Feature(polygons()[12].wkb, 2)  # over a box of class 1
    labels = FeatureLabels([*polygons(), claim], reader.info.grid, "drawn")
    settings = DrawSettings(counts("5", "5", "5"), grouped=grouped, by_feature=grouped, block_size=1, seed=2)
    draw_samples(reader, labels, NAMES, settings, watcher.progress)
    assert [notice.facts for notice in watcher.notices_of(LabelConflicts)] == [{"pixels": 16}]


@BOTH
def test_cancelling_raises(tmp_path, settings_of):
    with pytest.raises(Cancelled):
        draw(tmp_path, settings_of(), layout="gtiff_pixel", progress=Watcher(cancel_after=0).progress)


@BOTH
def test_progress_never_runs_backwards(tmp_path, settings_of):
    watcher = Watcher()
    draw(tmp_path, settings_of(), progress=watcher.progress)
    assert watcher.shown == sorted(watcher.shown) and watcher.shown[0] >= 0 and watcher.shown[-1] < 1
