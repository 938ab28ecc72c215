# SPDX-License-Identifier: GPL-2.0-or-later
"""Areal mixtures are linear; intimate ones are not, and are themselves where both materials are the same."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mineral_prune_plugin.simulation.mixing import LEAST, albedo, areal, diffusive_reflectance, intimate

PART = st.floats(0.05, 0.95)


@given(st.lists(st.floats(0.001, 1.0), min_size=1, max_size=9))
def test_albedo_and_reflectance_are_inverse(values):
    reflectance = np.array(values)
    assert diffusive_reflectance(albedo(reflectance)) == pytest.approx(reflectance, abs=1e-9)
    assert albedo(diffusive_reflectance(reflectance)) == pytest.approx(reflectance, abs=1e-9)


def test_grains_that_swallow_all_light_are_black_and_those_that_swallow_none_are_white():
    assert albedo(np.array([0.0, 1.0])).tolist() == [0.0, 1.0]
    assert albedo(0.5) == pytest.approx(8 / 9)  # 1 - (1/3)^2


@given(PART, PART, PART)
def test_areal_mixtures_are_linear(first, second, share):
    """Two pixels of pure materials, side by side, by their absorptions."""
    mixture = areal(np.array([[share * first]]), np.array([[(1 - share) * second]]))
    assert mixture[0, 0] == pytest.approx(max(share * (1 - first) + (1 - share) * (1 - second), LEAST))


def test_no_mixture_is_black():
    deep = np.full((1, 2), 0.9)
    assert areal(deep, deep).tolist() == [[LEAST, LEAST]]
    assert (intimate(deep, deep, np.full((1, 2), 0.3), np.array([[0.5]])) >= LEAST).all()


@given(st.floats(0.0, 0.9), PART, st.floats(0.05, 0.95))
def test_an_intimate_mixture_of_a_material_with_itself_is_itself(absorption, share, continuum):
    parts = np.array([[share * absorption]]), np.array([[(1 - share) * absorption]])
    mixture = intimate(*parts, np.array([[continuum]]), np.array([[share]]))
    assert mixture[0, 0] == pytest.approx(1 - absorption, abs=1e-6)


@given(st.floats(0.2, 0.9), st.floats(0.0, 0.1), st.floats(0.3, 0.7), st.floats(0.1, 0.9))
def test_an_intimate_mixture_is_darker_than_an_areal_one(first, second, share, continuum):
    """Light that meets several grains meets the dark ones too."""
    parts = np.array([[share * first]]), np.array([[(1 - share) * second]])
    mixture = intimate(*parts, np.array([[continuum]]), np.array([[share]]))
    pure = sorted((1 - first, 1 - second))
    assert pure[0] - 1e-9 <= mixture[0, 0] < areal(*parts)[0, 0]


def test_each_mixture_has_its_continuum_and_share():
    first, second = np.array([[0.3, 0.0], [0.1, 0.2]]), np.array([[0.0, 0.2], [0.05, 0.1]])
    continuum, share = np.array([[0.2, 0.3], [0.7, 0.6]]), np.array([[0.4], [0.6]])
    both = intimate(first, second, continuum, share)
    for row in range(2):
        at = slice(row, row + 1)
        assert np.array_equal(both[at], intimate(first[at], second[at], continuum[at], share[at]))
