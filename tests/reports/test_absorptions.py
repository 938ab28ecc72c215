# SPDX-License-Identifier: GPL-2.0-or-later
"""Positions of absorptions and the pixels of a scene that are most like a mineral, against spectra made by hand."""

import numpy as np
import pytest

from mineral_prune_plugin.models.settled import Settled
from mineral_prune_plugin.reports.absorptions import absorption_positions, equally_deep, mineral_looks

UM = np.round(np.arange(2.0, 2.5, 0.05), 2)


@pytest.mark.parametrize(
    "relative, positions",
    [
        ([1, 0.9, 0.5, 0.8, 1, 1, 0.7, 0.9, 1, 1], (2.1, 2.3)),  # the deepest first
        ([1, 0.5, 0.9, 0.4, 0.9, 0.3, 0.9, 0.2, 0.9, 1], (2.35, 2.25, 2.15)),  # three at most
        ([1, 0.6, 0.2, 0.21, 0.19, 0.6, 1, 1, 1, 1], (2.2,)),  # a ripple is no absorption
        ([1, 0.6, 0.2, 0.2, 0.6, 1, 1, 1, 1, 1], (2.1,)),  # the first of two equal bands
        ([1, 0.6, 0.5, 0.5, 0.2, 0.6, 1, 1, 1, 1], (2.2,)),  # a shoulder is none
        ([1, 0.95, 1, 0.6, 0.2, 0.6, 1, 1, 1, 1], (2.2,)),  # nor is what is shallow beside the deepest
        ([1.0] * 10, ()),
        ([0.2, 0.5, 0.8, 1, 1, 1, 1, 0.8, 0.5, 0.2], ()),  # the ends of the range
    ],
)
def test_positions_of_absorptions(relative, positions):
    assert absorption_positions(UM, np.array(relative)) == pytest.approx(positions)


def test_spectra_are_scaled_to_the_depth_of_the_whole_hull():
    scaled = equally_deep(np.array([[1, 0.8, 0.9], [1, 1, 1]]))
    assert scaled == pytest.approx(np.array([[1, 0, 0.5], [1, 1, 1]]))


def test_the_surest_pixels_of_a_mineral_stand_first():
    classes = np.array([1, 2, 1, 0, 1])
    settled = Settled(classes, classes, classes > 0, np.array([1, 9, 3, 8, 2], np.float32))
    assert settled.surest(1, 2).tolist() == [2, 4]
    assert settled.surest(1, 20).tolist() == [2, 4, 0]
    assert settled.surest(7, 20).tolist() == []
    assert (settled.pixels, settled.named, settled.named_share) == (5, 4, 0.8)


def test_a_mineral_shows_its_records_and_the_mean_of_its_pixels(library_results):
    first, second, *_, last = mineral_looks(
        library_results.prepared, library_results.model.minerals, library_results.settled
    )
    assert first.records == ("1", "2") and first.pixels == 3 and first.depth == pytest.approx(0.2)
    assert first.positions_um == pytest.approx((2.1,)) and first.spread[1].min() == pytest.approx(0)
    assert first.scene == pytest.approx(first.spread[1], abs=1e-6)
    assert second.pixels == 1  # the pixel is the first mineral's: its absorption stands where the reference has none
    assert second.positions_um == pytest.approx((2.2,)) and int(second.scene.argmin()) == 2
    assert last.scene is None and last.pixels == 0
