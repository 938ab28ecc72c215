# SPDX-License-Identifier: GPL-2.0-or-later
"""What teaches where polygons are few sees each spectrum by several features, as far as they can be computed."""

import numpy as np
import pytest

from mineral_prune_plugin.models.from_polygons.teachers import (
    linear_members,
    mean_probabilities,
    network_views,
    views_of,
)
from mineral_prune_plugin.raster.wavelengths import Wavelengths

UM = Wavelengths.from_um([2.0, 2.1, 2.2, 2.3, 2.4])


def spectra(n, seed=0):
    return np.random.default_rng(seed).uniform(0.2, 0.6, (5, n)).astype(np.float32)


@pytest.mark.parametrize(
    "wavelengths, features", [(UM, ["reflectance", "normalised", "continuum"]), (None, ["reflectance", "normalised"])]
)
def test_linear_members_see_the_continuum_where_there_are_wavelengths(wavelengths, features):
    views = views_of(spectra(12), spectra(30, 1), wavelengths)
    assert [view.feature for view in views] == features
    assert all(view.samples.shape == (12, 5) and view.pixels.shape == (30, 5) for view in views)
    assert [view.feature for view in network_views(views)] == ["reflectance", "normalised"]


def test_a_single_band_has_one_feature():
    assert [view.feature for view in views_of(spectra(9)[:1], spectra(9)[:1], None)] == ["reflectance"]


def test_members_learn_the_chosen_samples_alone():
    """Samples outside the mask are labelled otherwise; without them the discriminant is the same."""
    views, chosen = views_of(spectra(40), spectra(30, 1), UM), np.arange(40) < 30
    targets, polygons = np.arange(40) % 2, np.arange(40) // 4
    other = np.where(chosen, targets, 1 - targets)
    seen = [view.samples for view in views]
    first, second = (
        mean_probabilities(linear_members(views, labels, polygons, 2, chosen), seen) for labels in (targets, other)
    )
    np.testing.assert_array_equal(first, second)


def test_pixels_tell_where_a_mineral_is_that_its_polygons_missed():
    """The polygons of the second mineral are unlike most of it: its pixels draw the line between the two to where it
    lies. With many polygons their word counts."""
    generator = np.random.default_rng(5)

    def mineral(level, n):
        return (np.array([[level], [0.4], [0.4], [0.4], [0.5]]) + generator.normal(0, 0.01, (5, n))).astype(np.float32)

    pixels, targets = np.concatenate([mineral(0.30, 500), mineral(0.38, 500)], axis=1), np.repeat([0, 1], 500)
    samples = np.concatenate([mineral(0.30, 20), mineral(0.50, 20)], axis=1)

    def share_right(polygons_each, rounds):
        views = views_of(samples, pixels, None)
        polygons, classes = np.arange(40) // (20 // polygons_each), np.repeat([0, 1], 20)
        members = linear_members(views, classes, polygons, 2, np.ones(40, dtype=bool), rounds)
        probabilities = mean_probabilities(members, [view.pixels for view in views])
        return (probabilities.argmax(axis=1) == targets).mean()

    assert share_right(2, rounds=0) < 0.6 < 0.9 < share_right(2, rounds=2)
    assert share_right(20, rounds=2) < 0.6


def test_a_scene_of_something_that_was_never_taught_takes_no_mineral_s_place():
    """95 of 100 pixels are of a material that lies beyond the second mineral and is far more like it than the first.
    A polygon each: the pixels of both minerals are known with the pixels' say as without it."""
    generator = np.random.default_rng(5)

    def material(level, n):
        return (np.array([[level], [0.4], [0.4], [0.4], [0.5]]) + generator.normal(0, 0.01, (5, n))).astype(np.float32)

    samples, classes = np.concatenate([material(0.30, 20), material(0.40, 20)], axis=1), np.repeat([0, 1], 20)
    minerals, targets = np.concatenate([material(0.30, 50), material(0.40, 50)], axis=1), np.repeat([0, 1], 50)
    views = views_of(samples, np.concatenate([minerals, material(0.60, 1900)], axis=1), None)
    members = linear_members(views, classes, classes, 2, np.ones(40, dtype=bool))
    probabilities = mean_probabilities(members, [view.pixels[:100] for view in views])
    assert (probabilities.argmax(axis=1) == targets).mean() > 0.95
