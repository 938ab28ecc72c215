# SPDX-License-Identifier: GPL-2.0-or-later
"""What test samples are worth that lie beside training samples."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mineral_prune_plugin.classes import with_colour
from mineral_prune_plugin.raster.label_notices import PolygonsShared, SamplesTouch
from mineral_prune_plugin.samples import separation as measuring
from mineral_prune_plugin.samples.samples import Samples
from mineral_prune_plugin.samples.separation import separation

TRAIN, VALIDATION, TEST = range(3)


def samples_at(places, groups=None):
    """Samples of (column, row, split)."""
    columns, rows, splits = np.array(places).T
    groups = None if groups is None else np.array(groups)
    minerals = (with_colour(1, "alunite"),)
    return Samples(columns, rows, np.ones(len(places), np.uint8), splits.astype(np.int8), minerals, groups)


def test_the_distance_is_to_the_nearest_training_sample():
    apart = separation(samples_at([(0, 0, TRAIN), (10, 0, TRAIN), (3, 4, TEST), (10, 1, TEST), (9, 0, VALIDATION)]))
    assert (apart.test, apart.median, apart.touching, apart.shared) == (2, 3.0, 0.5, None)


@pytest.mark.parametrize("absent", [TRAIN, TEST])
def test_without_training_or_test_samples_there_is_no_distance(absent):
    assert separation(samples_at([(0, 0, VALIDATION), (5, 5, TRAIN + TEST - absent)])) is None


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40), st.integers(0, 2)), min_size=2, max_size=60))
def test_pieces_do_not_change_the_distances(places):
    samples = samples_at(places)
    whole = separation(samples)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(measuring, "CHUNK", 7)
        assert separation(samples) == whole


def test_of_very_many_samples_some_are_measured(monkeypatch):
    monkeypatch.setattr(measuring, "MOST_PAIRS", 100)
    places = [(column, 0, TRAIN) for column in range(100)] + [(column, 2, TEST) for column in range(100)]
    apart = separation(samples_at(places))
    assert (apart.test, apart.median) == (100, 2.0)


def test_polygons_that_hold_both_are_told_and_counted():
    places = [(0, 0, TRAIN), (9, 0, TEST), (50, 50, TRAIN), (90, 90, TEST)]
    apart = separation(samples_at(places, ["polygon 1", "polygon 1", "polygon 2", "polygon 3"]))
    (notice,) = apart.notices("samples")
    assert apart.shared == 1 and isinstance(notice, PolygonsShared)
    assert "1 of the 2 test samples of samples lie in polygons" in str(notice)


def test_blocks_that_hold_both_are_counted_and_not_told():
    apart = separation(samples_at([(0, 0, TRAIN), (9, 0, TEST)], ["block 1", "block 1"]))
    assert apart.shared == 1 and apart.notices("samples") == []


def test_samples_without_a_group_share_none():
    apart = separation(samples_at([(0, 0, TRAIN), (9, 0, TEST), (20, 0, TEST)], ["", "", "polygon 1"]))
    assert apart.shared == 0


def test_neighbours_are_told_where_no_group_is_known():
    apart = separation(samples_at([(0, 0, TRAIN), (1, 1, TEST), (2, 2, TEST)]))
    (notice,) = apart.notices("points")
    assert isinstance(notice, SamplesTouch) and "50 % of the test samples of points touch" in str(notice)
    assert separation(samples_at([(0, 0, TRAIN), (2, 0, TEST)])).notices("points") == []
