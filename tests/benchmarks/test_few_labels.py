# SPDX-License-Identifier: GPL-2.0-or-later
"""The benchmark of few polygons: polygons are what the page says they are, and half a draw is no draw."""

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.common import append_row
from benchmarks.few_labels import (
    APART,
    BEFORE,
    COLUMNS,
    LIBRARY,
    METHODS,
    NOW,
    REVISIONS,
    SIDE,
    WITHOUT_PIXELS,
    Design,
    Draw,
    Scene,
    draw_polygons,
    page,
    sample_spectra,
)


def scene():
    """Three minerals in stripes of 20 columns, the first the commonest; a pixel's bands are its class and its place."""
    labels = np.zeros((60, 90), np.uint8)
    labels[:, 5:55], labels[:, 55:75], labels[:50, 75:90] = 1, 2, 3
    numbers = np.arange(labels.size, dtype=np.float32) / labels.size
    spectra, names = np.stack([labels.ravel() / 10 + 0.1, numbers]), {1: "alunite", 2: "calcite", 3: "kaolinite"}
    return Scene("scene.tif", spectra, labels, names)


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


PEERS = METHODS[2:]
STATED = {BEFORE: ("98", "95", "99", "60", "61"), NOW: ("70", "50", "90", "75", "76")}


def rows_of(seed, *methods, older=0, scene="replica", polygons="12"):
    """A row of each method. older : revisions of the plugin's training before today's"""
    for method in methods:
        revision = str(REVISIONS[method] - older) if method in REVISIONS else ""
        remark = "20.0 % left unclassified" if method == LIBRARY else ""
        numbers = STATED.get(method, ("", "", "", "50", "51"))
        yield dict(zip(COLUMNS, (scene, revision, polygons, "any", seed, method, *numbers, remark)))


@pytest.mark.parametrize("seeds, spread", [(("1",), ""), (("1", "2"), " +- 0.0")])
def test_the_page_counts_whole_draws_and_intervals_that_hold_the_truth(seeds, spread):
    rows = [row for seed in seeds for row in rows_of(seed, *METHODS, LIBRARY)]
    rows += rows_of("9", BEFORE)  # interrupted before the other methods
    text, draws = page(rows), len(seeds)
    assert f"| 12 | any | {draws} | {BEFORE} | 98.0 | 60.0 | +38.0{spread} | 0 of {draws} |" in text
    assert f"| 12 | any | {draws} | {NOW} | 70.0 | 75.0 | -5.0{spread} | {draws} of {draws} |" in text
    assert f"Over all {draws} draws of any ground" in text and f"holds the truth in {draws}\n(100 %; 95 %" in text
    assert f"| {PEERS[0]} | 50.0{spread} |" in text and "20 % of these pixels unclassified" in text


def test_the_library_is_for_twelve_polygons_of_the_replica_alone():
    rows = [*rows_of("1", *METHODS, polygons="20"), *rows_of("1", *METHODS, scene="another")]
    text = page([*rows, *rows_of("1", *METHODS)])
    assert "| 20 | any | 1 |" in text and "| 12 | any | 1 |" in text.split("another")[1]
    assert "| 12 | any" not in text.split("another")[0]


def test_draws_of_an_older_training_are_compared_and_nothing_else():
    older = list(rows_of("1", *METHODS, older=REVISIONS[NOW] - WITHOUT_PIXELS))
    newer = list(rows_of("1", *METHODS, LIBRARY))
    assert "| 12 | any" not in page(older)
    older[1]["true"] = "71.5"
    text = page([*older, *newer, *rows_of("2", NOW, older=REVISIONS[NOW] - WITHOUT_PIXELS)])
    assert "| 12 | any | 1 | +3.5 |" in text and f"| 12 | any | 1 | {NOW} | 70.0 | 75.0 |" in text


def test_a_second_run_makes_what_is_missing_and_the_plugin_s_rows_of_an_older_training_again(tmp_path):
    rows = tmp_path / "rows.csv"
    draw = Draw("replica", Design(12, "any", 6), 3)
    assert draw.done(rows) == set() and set(draw.methods()) == {*METHODS, LIBRARY}
    for row in (*rows_of("3", *METHODS, older=1), *rows_of("4", *METHODS)):
        append_row(rows, COLUMNS, row.values())
    assert draw.done(rows) == set(PEERS)
    assert replace(draw, seed=4).done(rows) == set(METHODS)
    assert replace(draw, scene="another", seed=4).done(rows) == set()
