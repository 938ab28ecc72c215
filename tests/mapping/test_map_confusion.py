# SPDX-License-Identifier: GPL-2.0-or-later
"""Pixels of a map and its reference are counted pair by pair, each once."""

import numpy as np
import pytest
from making import TRANSFORM, Watcher, wkt, write_geotiff

from mineral_prune_plugin.assessment.confusion import confusion_of_pairs
from mineral_prune_plugin.errors import Cancelled, MapHasNoReference, NoClassInCommon
from mineral_prune_plugin.mapping import map_confusion
from mineral_prune_plugin.mapping.map_confusion import SampleLabels, count_agreement, map_classes
from mineral_prune_plugin.models.model_notices import ClassesMatchedByName
from mineral_prune_plugin.progress import silent
from mineral_prune_plugin.raster.labels import RasterLabels
from mineral_prune_plugin.raster.source import Grid
from mineral_prune_plugin.raster.windows import plan

NAMES = ("unclassified", "alunite", "calcite", "", "kaolinite")
MAP = np.array([[1, 1, 2, 2, 0], [1, 4, 4, 0, 0], [2, 2, 1, 4, 9]], np.uint8)
TRUTH = np.array([[1, 2, 2, 2, 1], [0, 4, 1, 4, 0], [2, 2, 2, 4, 0]], np.uint8)
GRID = Grid(5, 3, TRANSFORM, wkt(), True)


def write_map(folder, values=MAP, names=NAMES):
    return write_geotiff(folder / "map.tif", values[None], no_data=0, names=names)


def reference(folder, values=TRUTH):
    return RasterLabels(write_geotiff(folder / "reference.tif", values[None]), GRID)


def numbers_of(classes):
    return [(mineral.number, mineral.name) for mineral in classes]


def test_fifteen_pixels_are_counted_by_eye(tmp_path):
    classes, pairs = count_agreement(write_map(tmp_path), reference(tmp_path), {2: "Calcite "}, silent())
    assert numbers_of(classes) == [(1, "alunite"), (2, "calcite"), (4, "kaolinite"), (9, "class 9")]
    assert pairs.sum() == 15
    counted = {(int(r), int(m)): int(pairs[r, m]) for r, m in np.argwhere(pairs)}
    assert counted == {
        (1, 1): 1, (2, 1): 2, (2, 2): 4, (1, 0): 1, (0, 1): 1, (4, 4): 2, (1, 4): 1, (4, 0): 1, (0, 0): 1, (0, 9): 1
    }  # fmt: skip
    table = confusion_of_pairs(classes, pairs)
    assert (table.correct, table.classified, table.without_reference) == (7, 10, 3)
    assert table.unclassified.tolist() == [1, 0, 1, 0]


@pytest.mark.parametrize("block", [(1, 1), (2, 2), (5, 1)])
def test_the_windows_are_no_matter(tmp_path, monkeypatch, block):
    _, whole = count_agreement(write_map(tmp_path), reference(tmp_path), {}, silent())
    small = lambda width, height, _, bytes_per_pixel: plan(width, height, block, 1, block[0] * block[1])  # noqa: E731
    monkeypatch.setattr(map_confusion, "plan", small)
    _, parts = count_agreement(write_map(tmp_path), reference(tmp_path), {}, silent())
    assert np.array_equal(whole, parts)
    columns, rows = (part.ravel() for part in np.meshgrid(np.arange(5), np.arange(3)))
    _, samples = count_agreement(write_map(tmp_path), SampleLabels(columns, rows, TRUTH.ravel()), {}, silent())
    assert np.array_equal(whole, samples)


def test_samples_label_no_pixels_but_theirs(tmp_path):
    samples = SampleLabels(np.array([0, 4, 3]), np.array([0, 0, 2]), np.array([1, 1, 2], np.uint8))
    _, pairs = count_agreement(write_map(tmp_path), samples, {}, silent())
    assert pairs.sum() == 15 and pairs[0].sum() == 12
    assert (pairs[1, 1], pairs[1, 0], pairs[2, 4]) == (1, 1, 1)


def test_classes_of_the_same_name_are_the_same_whatever_their_numbers(tmp_path, watcher):
    """Kaolinite is 1 in the reference, which has no name for its 4; 2 is a mineral that the map lacks."""
    named = {1: " Kaolinite", 2: "halloysite", 7: "alunite"}
    classes, pairs = count_agreement(write_map(tmp_path), reference(tmp_path), named, watcher.progress)
    names = {mineral.name: mineral.number for mineral in classes}
    assert len(names) == len(classes) == 6 and len(set(names.values())) == 6
    assert (names["alunite"], names["calcite"], names["kaolinite"], names["class 9"]) == (1, 2, 4, 9)
    counted = {(int(r), int(m)): int(pairs[r, m]) for r, m in np.argwhere(pairs)}
    halloysite, four = names["halloysite"], names["class 4"]
    assert counted == {
        (4, 1): 1, (halloysite, 1): 2, (halloysite, 2): 4, (4, 0): 1, (0, 1): 1, (four, 4): 2, (4, 4): 1,
        (four, 0): 1, (0, 0): 1, (0, 9): 1,
    }  # fmt: skip
    (notice,) = watcher.notices_of(ClassesMatchedByName)
    assert notice.facts == {
        "matched": "alunite 7 = 1, kaolinite 1 = 4", "first": "2 = calcite", "second": "2 = halloysite"
    }  # fmt: skip


def test_equal_numbers_need_no_word(tmp_path, watcher):
    named = {1: "Alunite", 4: "kaolinite", 8: "opal"}
    classes, _ = count_agreement(write_map(tmp_path), reference(tmp_path), named, watcher.progress)
    assert (8, "opal") in numbers_of(classes) and not watcher.notices_of(ClassesMatchedByName)


def test_a_map_and_a_reference_without_a_common_name_are_refused(tmp_path):
    with pytest.raises(NoClassInCommon) as refused:
        count_agreement(write_map(tmp_path), reference(tmp_path), {1: "opal", 4: "halloysite"}, silent())
    assert refused.value.facts["second"] == "1 = opal, 4 = halloysite"
    assert refused.value.facts["first"] == "1 = alunite, 2 = calcite, 4 = kaolinite"


def test_a_map_and_a_reference_without_a_common_pixel_are_refused(tmp_path):
    with pytest.raises(MapHasNoReference) as refused:
        count_agreement(
            write_map(tmp_path), reference(tmp_path, np.where(MAP == 0, 2, 0).astype(np.uint8)), {}, silent()
        )
    assert refused.value.facts == {"map": "map.tif"}


def test_classes_are_those_that_the_map_names(tmp_path):
    assert numbers_of(map_classes(write_map(tmp_path))) == [(1, "alunite"), (2, "calcite"), (4, "kaolinite")]
    assert map_classes(write_geotiff(tmp_path / "plain.tif", MAP[None])) == ()


def test_cancelling_raises(tmp_path):
    with pytest.raises(Cancelled):
        count_agreement(write_map(tmp_path), reference(tmp_path), {}, Watcher(cancel_after=0).progress)
