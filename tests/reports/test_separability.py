# SPDX-License-Identifier: GPL-2.0-or-later
"""Which minerals cannot be told apart, and how deep an absorption must be, against spectra counted by hand."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from mineral_prune_plugin.assessment.confusion import Confusion
from mineral_prune_plugin.classes import with_colours
from mineral_prune_plugin.reports.library import library_report
from mineral_prune_plugin.reports.separability import (
    confused_pairs,
    half_named_depth,
    separability_section,
    told_minerals,
    warnings_of,
)
from mineral_prune_plugin.simulation.simulation_notices import MineralsMissed, MineralsMistaken

THREE = with_colours([(1, "alunite"), (2, "dickite"), (3, "kaolinite")])


def test_a_pair_stands_once_with_the_worse_way_first_and_unnamed_spectra_do_not_count():
    counts = np.array([[90, 0, 10], [2, 80, 18], [0, 40, 60]])
    pairs = confused_pairs(Confusion(THREE, counts, np.array([500, 0, 0])), least=0.05)
    shares = [
        (pair.first.name, pair.second.name, pair.first_as_second.value, pair.second_as_first.value) for pair in pairs
    ]
    assert shares == [("kaolinite", "dickite", 0.4, 0.18), ("alunite", "kaolinite", 0.1, 0.0)]


@pytest.mark.parametrize(("alunite", "dickite", "kaolinite", "few", "said_apart"), [
    (90, 80, 5, None, True),
    (90, 80, 4, "kaolinite", True),
    (0, 0, 0, "alunite, dickite, kaolinite", False),
])  # fmt: skip
def test_minerals_that_are_hardly_named_are_not_said_to_be_told_apart(alunite, dickite, kaolinite, few, said_apart):
    matrix = Confusion(THREE, np.diag([alunite, dickite, kaolinite]), np.full(3, 100))
    nothing = np.zeros(0)
    page = separability_section(SimpleNamespace(confusion=matrix, reference=nothing, identified=nothing,
                                                depths=nothing), str)  # fmt: skip
    assert ("No two of these minerals are confused often" in page) == said_apart
    assert (f"named to say what they are taken for: {few}." in page) == (few is not None)
    assert ("Too few" in page) == (few is not None)


def test_a_pair_at_the_least_share_is_not_listed():
    counts = np.array([[85, 15, 0], [0, 84, 16], [0, 0, 0]])
    pairs = confused_pairs(Confusion(THREE, counts, np.zeros(3, int)))
    assert [(pair.first.name, pair.second.name) for pair in pairs] == [("dickite", "kaolinite")]
    assert np.isnan(pairs[0].second_as_first.value)  # no spectrum of kaolinite is named


@pytest.mark.parametrize(
    "depths, named, depth",
    [
        ([0.1, 0.2, 0.3, 0.4], [False, False, True, True], 0.3),
        ([0.4, 0.1, 0.3, 0.2], [True, True, True, True], 0.1),
        ([0.1, 0.2, 0.3, 0.4, 0.5, 0.6], [False, False, True, False, True, True], 0.5),  # 0.3 and 0.4 are half named
        ([0.1, 0.2], [True, False], None),
        ([], [], None),
    ],
)
def test_the_depth_down_to_which_half_are_named(depths, named, depth):
    result = half_named_depth(np.array(depths), np.array(named, dtype=bool))
    assert result == depth


def test_the_page_says_which_pair_cannot_be_told_apart(library_results, parse):
    texts = parse(
        library_report(renamed(library_results, [[6, 2, 0, 0], [0, 9, 0, 0], [0, 0, 9, 0], [0, 0, 0, 9]]))
    ).texts
    sentence = (
        "alunite cannot be told from dickite with these bands (25 % of the simulated spectra of alunite are taken"
    )
    assert sentence + " for dickite)." in texts
    assert not [text for text in texts if text.startswith("No two")]


def test_the_page_says_so_where_all_can_be_told_apart(library_results, parse):
    texts = parse(library_report(renamed(library_results, np.diag([9, 9, 9, 9])))).texts
    assert [text for text in texts if text.startswith("No two of these minerals are confused often")]
    assert not [text for text in texts if "cannot be told from" in text]


def test_the_page_gives_the_depth_of_each_mineral(library_results, parse):
    simulated = library_results.simulated
    eleven = simulated.depths[simulated.reference == 2]  # eight are named, then three are not
    assert f"{100 * eleven[7]:.1f}" in parse(library_report(library_results)).texts


def simulated(*rows):
    """Simulated spectra of THREE. rows : (number of the mineral, number that it is named, how many, depth)"""
    counts = [row[2] for row in rows]
    reference, identified, depths = (np.repeat([row[at] for row in rows], counts) for at in (0, 1, 3))
    return SimpleNamespace(
        confusion=Confusion(THREE, np.eye(3, dtype=int), np.zeros(3, int)),
        reference=reference,
        identified=identified,
        depths=depths,
    )


def test_how_well_a_mineral_is_told_is_counted_on_deep_absorptions():
    spectra = simulated(
        (1, 1, 6, 0.3), (1, 0, 4, 0.3), (1, 3, 90, 0.09), (2, 1, 2, 0.1), (2, 2, 8, 0.1), (3, 3, 5, 0.2)
    )
    alunite, dickite, kaolinite = told_minerals(spectra)
    assert (alunite.named.successes, alunite.named.n, alunite.right.n) == (6, 10, 8)
    assert (dickite.named.successes, dickite.named.n, dickite.right.n) == (8, 10, 8)
    assert (kaolinite.named.value, kaolinite.right.value) == (1.0, 1.0)
    assert warnings_of(spectra) == ()


def test_minerals_that_cannot_be_told_are_warned_of_with_their_share():
    """Of ten of dickite four get its name; of twelve with the name alunite six are alunite."""
    spectra = simulated((1, 1, 6, 0.2), (1, 0, 4, 0.2), (2, 2, 4, 0.2), (2, 1, 6, 0.2), (3, 3, 10, 0.2))
    missed, mistaken = warnings_of(spectra)
    assert isinstance(missed, MineralsMissed) and isinstance(mistaken, MineralsMistaken)
    assert missed.serious and mistaken.serious
    assert missed.facts == {"minerals": "dickite (40 %)", "depth": "10", "least": "60"}
    assert mistaken.facts == {"minerals": "alunite (50 %)", "depth": "10", "least": "60"}
    page = separability_section(spectra, str)
    assert str(missed) in page and str(mistaken) in page


def test_a_mineral_with_hardly_a_deep_spectrum_is_not_warned_of():
    assert warnings_of(simulated((1, 2, 4, 0.2), (2, 2, 9, 0.2), (3, 3, 9, 0.2))) == ()
    assert len(warnings_of(simulated((1, 2, 5, 0.2), (2, 2, 9, 0.2), (3, 3, 9, 0.2)))) == 1


def renamed(results, counts):
    """The same results with four minerals of plain names and a matrix of the given counts."""
    minerals = with_colours([(1, "alunite"), (2, "dickite"), (5, "calcite"), (7, "opal")])
    matrix = Confusion(minerals, np.array(counts), np.zeros(4, int))
    return replace(results, simulated=SimpleNamespace(**{**vars(results.simulated), "confusion": matrix}))
