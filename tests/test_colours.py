# SPDX-License-Identifier: GPL-2.0-or-later
"""A mineral has one colour, whatever its number and language, and colour-blind eyes tell all of them apart."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mineral_prune_plugin.classes import COLOUR, MineralClass, repainted, with_colour, with_colours
from mineral_prune_plugin.colours import KNOWN_COLOURS, OF_CUPRITE, OTHER_COLOURS, SAME_AS, colour_of, colours_of

# Machado, Oliveira and Fernandes 2009, Table 1, severity 1.0, on linear RGB.
EYES = {
    "normal": np.eye(3),
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
}
XYZ_OF_SRGB = [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
WHITE = np.array([0.95047, 1.0, 1.08883])  # D65
LEAST_DISTANCE = 17.0  # CIE 1976; about 2.3 is just noticeable


def lab(colour, eyes):
    """CIE Lab, float64 (3,), of what such eyes see of an sRGB colour."""
    srgb = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    linear = np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
    seen = np.clip(np.array(EYES[eyes]) @ linear, 0, 1)
    x, y, z = (_cube_root(value) for value in np.array(XYZ_OF_SRGB) @ seen / WHITE)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def _cube_root(value):
    return np.cbrt(value) if value > 216 / 24389 else (24389 / 27 * value + 16) / 116


def test_the_conversion_is_right():
    assert lab("#FFFFFF", "normal") == pytest.approx([100, 0, 0], abs=0.01)
    assert lab("#FF0000", "normal") == pytest.approx([53.24, 80.09, 67.20], abs=0.02)
    assert lab("#808080", "deuteranopia") == pytest.approx(lab("#808080", "normal"), abs=0.01)  # greys stay grey


@pytest.mark.parametrize("eyes", EYES)
def test_all_colours_are_told_apart_and_seen_on_white_and_black(eyes):
    seen = {name: lab(colour, eyes) for name, colour in KNOWN_COLOURS.items()}
    seen |= {"white": lab("#FFFFFF", eyes), "black": lab("#000000", eyes)}
    nearest = min((np.linalg.norm(seen[a] - seen[b]), a, b) for a, b in combinations(seen, 2))
    assert nearest[0] >= LEAST_DISTANCE, nearest


def test_every_mineral_of_cuprite_has_its_own_and_every_other_name_leads_to_one():
    assert len(OF_CUPRITE) == 7 and len(set(KNOWN_COLOURS.values())) == len(KNOWN_COLOURS) == 23
    assert set(SAME_AS.values()) <= set(KNOWN_COLOURS)
    chinese = {mineral for name, mineral in SAME_AS.items() if not name.isascii()}
    assert chinese == set(KNOWN_COLOURS)


@pytest.mark.parametrize("name", ["Alunite", " alunite ", "ALUNITE", "\u660e\u77fe\u77f3"])
@pytest.mark.parametrize("number", [1, 2, 255])
def test_case_blanks_language_and_number_are_no_matter(name, number):
    assert with_colour(number, name).colour == OF_CUPRITE["alunite"]


def test_an_unknown_name_has_the_same_colour_always():
    assert colour_of("lapis lazuli") == colour_of(" Lapis Lazuli") == "#3322AA"  # in every version to come
    assert [colour_of(f"class {number}") for number in (1, 2, 17)] == [*OTHER_COLOURS[:2], OTHER_COLOURS[0]]


@given(st.lists(st.text(min_size=1), unique_by=str.casefold, max_size=16))
def test_no_two_of_a_map_share_a_colour_and_their_order_is_no_matter(names):
    colours = dict(zip(names, colours_of(names)))
    assert len(set(colours.values())) == len(names)
    assert all(COLOUR.fullmatch(colour) for colour in colours.values())
    assert dict(zip(names[::-1], colours_of(names[::-1]))) == colours


def test_who_has_a_colour_of_its_own_keeps_it_and_two_names_of_one_mineral_differ():
    classes = with_colours([(1, "sericite"), (2, "muscovite"), (3, "quartz")])
    assert [classes[1].colour, classes[2].colour] == [KNOWN_COLOURS["muscovite"], KNOWN_COLOURS["quartz"]]
    assert len({mineral.colour for mineral in classes}) == 3


def test_more_minerals_than_colours_still_have_one_each():
    assert len(with_colours([(number, f"rock {number}") for number in range(1, 41)])) == 40


def test_colours_of_a_user_are_taken_by_name_or_number_when_they_tell_all_apart():
    classes = with_colours([(1, "alunite"), (2, "calcite")])
    assert [one.colour for one in repainted(classes, {"alunite": "#112233", "2": "#445566"})] == ["#112233", "#445566"]
    assert repainted(classes, {"calcite": "#112233"})[0] == classes[0]
    assert repainted(classes, {}) == classes
    for useless in ({"1": "#000000", "2": "#000000"}, {"1": "red"}, {"alunite": classes[1].colour}):
        assert repainted(classes, useless) == classes
    assert repainted((MineralClass(3, "x", "#FFFFFF"),), {"3": "#000000"}) == (MineralClass(3, "x", "#000000"),)
