# SPDX-License-Identifier: GPL-2.0-or-later
"""The benchmark of few polygons: polygons are what the page says they are, and half a draw is no draw."""

import numpy as np
import pytest

from benchmarks.few_labels import APART, BEFORE, COLUMNS, NOW, SIDE, Design, Scene, draw_polygons, page, sample_spectra


def scene():
    """Three minerals in stripes of 20 columns, the first the commonest; a pixel's bands are its class and its place."""
    labels = np.zeros((60, 90), np.uint8)
    labels[:, 5:55], labels[:, 55:75], labels[:50, 75:90] = 1, 2, 3
    numbers = np.arange(labels.size, dtype=np.float32) / labels.size
    return Scene(np.stack([labels.ravel() / 10 + 0.1, numbers]), labels, {1: "alunite", 2: "calcite", 3: "kaolinite"})


def test_polygons_are_squares_of_their_mineral_that_lie_apart_and_are_dealt_in_turn():
    design = Design(7, "any", 6)
    polygons = draw_polygons(scene(), design, np.random.default_rng(1))
    assert [number for number, _ in polygons] == [1, 2, 3, 1, 2, 3, 1]
    boxes = []
    for number, pixels in polygons:
        rows, columns = pixels // 90, pixels % 90
        assert (scene().labels.ravel()[pixels] == number).all() and len(pixels) >= 6
        assert np.ptp(rows) < SIDE and np.ptp(columns) < SIDE
        boxes.append((rows.min(), rows.max(), columns.min(), columns.max()))
    for place, first in enumerate(boxes):
        for other in boxes[:place]:
            gaps = (first[0] - other[1], other[0] - first[1], first[2] - other[3], other[2] - first[3])
            assert max(gaps) > APART


def test_four_polygons_of_three_minerals_are_two_of_each_of_two():
    polygons = draw_polygons(scene(), Design(4, "any", 6), np.random.default_rng(1))
    assert [number for number, _ in polygons] == [1, 2, 1, 2]


def test_samples_know_their_polygon_and_no_unlabelled_pixel_is_one():
    generator = np.random.default_rng(2)
    spectra, places = sample_spectra(scene(), draw_polygons(scene(), Design(6, "any", 6), generator), generator)
    assert len(set(spectra.samples.groups.tolist())) == 6 and len(set(places.tolist())) == len(places)
    assert (scene().labels.ravel()[places] == spectra.samples.classes).all()
    assert not np.isin(spectra.unlabelled.reflectance[1], spectra.reflectance[1]).any()
    assert set(spectra.samples.splits.tolist()) == {0, 1, 2}


def row(polygons, seed, method, *numbers):
    return dict(zip(COLUMNS, (polygons, "any", seed, method, *numbers, "")))


@pytest.mark.parametrize("seeds, draws", [(("1",), "1"), (("1", "2"), "2")])
def test_the_page_counts_whole_draws_and_intervals_that_hold_the_truth(seeds, draws):
    rows = []
    for seed in seeds:
        rows += [
            row("12", seed, BEFORE, "98", "95", "99", "60", "61"),
            row("12", seed, NOW, "70", "50", "90", "75", "76"),
        ]
    rows.append(row("12", "9", BEFORE, "98", "95", "99", "60", "61"))  # interrupted before the other method
    text = page(rows)
    assert f"| 12 | any | {draws} | {BEFORE} | 98.0 | 60.0 | +38.0 | 0 of {draws} |" in text
    assert f"| 12 | any | {draws} | {NOW} | 70.0 | 75.0 | -5.0 | {draws} of {draws} |" in text
    assert f"Over all {draws} draws of any ground" in text and f"holds the truth in {draws} (100 %)" in text
