# SPDX-License-Identifier: GPL-2.0-or-later
"""Unlabelled pixels come from all over the scene, and neither a sample nor a pixel without data is among them."""

import numpy as np
import pytest
from making import LAYOUTS, Watcher

from mineral_prune_plugin.classes import with_colour
from mineral_prune_plugin.errors import Cancelled
from mineral_prune_plugin.notices import UnlabelledFew
from mineral_prune_plugin.progress import silent
from mineral_prune_plugin.raster.band_matching import choose_bands
from mineral_prune_plugin.raster.source import describe
from mineral_prune_plugin.raster.spectrum_reader import SpectrumReader
from mineral_prune_plugin.raster.windows import Plan
from mineral_prune_plugin.samples import unlabelled as module
from mineral_prune_plugin.samples.samples import Samples, SampleSpectra
from mineral_prune_plugin.samples.unlabelled import draw_unlabelled

HEIGHT, WIDTH, NO_DATA = 20, 30, -9999
UM = [2.0, 2.1, 2.2]


@pytest.fixture(params=LAYOUTS)
def reader(request, tmp_path):
    """A scene whose every pixel has its own number, 600 of them, the first two rows without data."""
    numbers = np.arange(1, HEIGHT * WIDTH + 1, dtype=np.float32).reshape(HEIGHT, WIDTH)
    cube = np.stack([numbers, numbers + 0.25, numbers + 0.5])
    cube[:, :2] = NO_DATA
    info = describe(str(LAYOUTS[request.param](tmp_path, cube, UM, NO_DATA)))
    return SpectrumReader(info, choose_bands(info.bands, info.name))


def samples(rows=(5, 7, 7), columns=(0, 3, 29), low=1.0, high=600.0):
    """SampleSpectra of three splits; those that train run from `low` to `high`."""
    count = len(rows)
    classes, splits = np.ones(count, np.uint8), np.arange(count, dtype=np.int8) % 3
    reflectance = np.where(np.arange(count) % 2, high, low).astype(np.float32)
    splits[reflectance == high] = 0
    placed = Samples(np.array(columns), np.array(rows), classes, splits, (with_colour(1, "alunite"),))
    return SampleSpectra(placed, np.tile(reflectance, (3, 1)))


def numbers_of(pool):
    assert pool.probabilities is None and pool.reflectance.dtype == np.float32
    assert np.array_equal(pool.reflectance[2] - pool.reflectance[0], np.full(pool.reflectance.shape[1], 0.5))
    return pool.reflectance[0].astype(int).tolist()


def test_all_that_is_asked_for_is_every_free_pixel_once(reader):
    drawn = numbers_of(draw_unlabelled(reader, samples(), 10_000, 1, silent()))
    taken = {5 * WIDTH + 1, 7 * WIDTH + 4, 7 * WIDTH + 30}
    assert sorted(drawn) == sorted(set(range(2 * WIDTH + 1, HEIGHT * WIDTH + 1)) - taken)


def test_a_seed_draws_the_same_pixels_and_another_others(reader):
    first, same, second = (numbers_of(draw_unlabelled(reader, samples(), 40, seed, silent())) for seed in (1, 1, 2))
    assert first == same != second
    assert len(set(first)) == 40 and min(first) < HEIGHT * WIDTH / 3 and max(first) > HEIGHT * WIDTH * 2 / 3


def test_none_is_asked_for_or_none_is_there(reader):
    assert draw_unlabelled(reader, samples(), 0, 1, silent()) is None
    rows, columns = np.divmod(np.arange(HEIGHT * WIDTH), WIDTH)
    assert draw_unlabelled(reader, samples(rows, columns), 10, 1, silent()) is None


def test_it_is_asked_for_cancellation_at_every_window(reader):
    with pytest.raises(Cancelled):
        draw_unlabelled(reader, samples(), 10, 1, Watcher(cancel_after=0).progress)


def test_fewer_than_asked_for_is_told(reader):
    watcher = Watcher()
    draw_unlabelled(reader, samples(), 10_000, 1, watcher.progress)
    (notice,) = watcher.notices_of(UnlabelledFew)
    assert (notice.facts["requested"], notice.facts["found"]) == (10_000, 18 * WIDTH - 3)
    draw_unlabelled(reader, samples(), 20, 1, watcher.progress)
    assert len(watcher.notices_of(UnlabelledFew)) == 1


def test_pixels_unlike_the_samples_are_left_out(reader):
    drawn = numbers_of(draw_unlabelled(reader, samples(low=200.0, high=250.0), 10_000, 1, silent()))
    taken = {5 * WIDTH + 1, 7 * WIDTH + 4, 7 * WIDTH + 30}
    assert sorted(drawn) == sorted(set(range(150, 300)) - taken)  # as much again on either side; band 3 is 0.5 higher


@pytest.mark.parametrize("fill", [np.inf, np.nan, 3e38, 32767.0])
def test_a_stripe_of_an_undeclared_fill_value_teaches_nothing(tmp_path, fill):
    cube = np.full((3, 10, 10), 0.4, np.float32)
    cube[:, 4] = fill
    info = describe(str(LAYOUTS["bil"](tmp_path, cube, UM)))
    reader = SpectrumReader(info, choose_bands(info.bands, info.name))
    drawn = draw_unlabelled(reader, samples(columns=(0, 3, 9), low=0.3, high=0.5), 1000, 1, silent())
    assert drawn.reflectance.shape[1] == 90 - 3 and (drawn.reflectance == np.float32(0.4)).all()


def test_every_pixel_is_as_likely_whatever_its_window(reader, monkeypatch):
    monkeypatch.setattr(reader, "windows", lambda: Plan(WIDTH, HEIGHT, WIDTH, 14))  # one of 12 rows with data, one of 6
    counts = np.zeros(2)
    for seed in range(60):
        for number in numbers_of(draw_unlabelled(reader, samples(), 60, seed, silent())):
            counts[int((number - 1) // WIDTH >= 14)] += 1
    assert counts[1] / counts.sum() == pytest.approx(6 / 18, abs=0.03)  # 3600 draws: a deviation of 0.008


def test_of_a_large_scene_only_some_windows_are_read(reader, monkeypatch):
    monkeypatch.setattr(module, "MOST_WINDOWS", 4)
    monkeypatch.setattr(reader, "windows", lambda: Plan(WIDTH, HEIGHT, WIDTH, 1))
    watcher = Watcher()
    drawn = numbers_of(draw_unlabelled(reader, samples(), 50, 1, watcher.progress))
    rows = {(number - 1) // WIDTH for number in drawn}
    assert len(watcher.shown) == 4 and len(rows) <= 4
