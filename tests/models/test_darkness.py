# SPDX-License-Identifier: GPL-2.0-or-later
"""What counts as too dark: a few bands beyond 1 um, noise averaged out, and never a mineral that is as dark itself."""

from dataclasses import replace

import numpy as np
import pytest
from making import random_model

from mineral_prune_plugin.models.darkness import (
    BANDS,
    DARKEST,
    brightness,
    darkest_for,
    judged_bands,
    too_dark,
)
from mineral_prune_plugin.models.reject import FEATURELESS, Reject


@pytest.mark.parametrize("count", [1, 2, 7, 8, 9, 50, 431])
def test_the_judged_bands_are_few_in_order_and_spread_over_all_of_those_beyond_1_um(count):
    um = np.concatenate([np.linspace(0.4, 0.99, 30), np.linspace(1.0, 2.5, count)])
    judged = judged_bands(um, len(um))
    assert len(judged) == min(BANDS, count) and (np.diff(judged) > 0).all()
    assert (um[judged] >= 1).all()
    gaps = np.diff([29, *judged, len(um)])
    assert gaps.max() <= count / len(judged) + 1


def test_without_wavelengths_or_without_any_beyond_1_um_all_bands_count():
    assert judged_bands(None, 40)[[0, -1]].tolist() == [2, 37]
    assert judged_bands(np.linspace(0.4, 0.9, 4), 4).tolist() == [0, 1, 2, 3]


def test_water_is_dark_though_it_shines_in_the_visible_and_dry_ground_is_not():
    um = np.linspace(0.4, 2.5, 100)
    model = random_model(tuple(um), numbers=(1, 2, 4), bands=100)
    model = replace(model, reject=Reject({4: FEATURELESS}, "", DARKEST))
    generator = np.random.default_rng(0)
    water = np.where(um < 0.75, 0.15, 0.025)[:, None] + generator.normal(0, 0.008, (100, 500))
    asphalt = np.full((100, 500), 0.08) + generator.normal(0, 0.008, (100, 500))
    assert too_dark(model, water.astype(np.float32)).all() and not too_dark(model, asphalt.astype(np.float32)).any()
    assert not too_dark(replace(model, reject=Reject({4: FEATURELESS})), water.astype(np.float32)).any()
    assert not too_dark(replace(model, reject=None), water.astype(np.float32)).any()


def test_a_mineral_that_is_dark_itself_lowers_the_limit():
    bright, dark = np.full((8, 200), 0.3, np.float32), np.full((8, 200), 0.02, np.float32)
    dark[:, 0] = 0.001  # of two hundred one may be darker
    judged = np.arange(8)
    assert darkest_for([bright], judged) == darkest_for([], judged) == DARKEST
    limit = darkest_for([bright, dark], judged)
    assert 0 < limit <= 0.02 and (brightness(dark, judged) < np.float32(limit)).sum() <= 2
    assert darkest_for([bright, -dark], judged) == 0


def test_no_spectrum_is_judged_by_its_neighbours():
    values = np.random.default_rng(1).uniform(0, 0.1, (8, 3000)).astype(np.float32)
    alone = np.array([brightness(values[:, [index]], np.arange(8))[0] for index in range(0, 3000, 7)])
    assert np.array_equal(brightness(values, np.arange(8))[::7], alone)
