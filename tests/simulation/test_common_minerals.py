# SPDX-License-Identifier: GPL-2.0-or-later
"""What is identified where nothing is requested, by a small library."""

import numpy as np

from mineral_prune_plugin.progress import silent
from mineral_prune_plugin.simulation.endmembers import endmembers_of
from mineral_prune_plugin.spectral_library.library import Library

UM = np.linspace(2.0, 2.4, 9)


def library(*names):
    """Records with one absorption, each at a place of its own."""
    reflectance = np.full((len(names), 9), 0.5, np.float32)
    for record in range(len(names)):
        reflectance[record, 2 + record % 5] = 0.3
    return Library("small", names, names, UM, None, reflectance)


def test_a_match_names_the_synonym_that_matched():
    small = library("Chert 1", "Chalcedony 2", "Alunite 3", "Natroalunite 4", "Chert 5")
    endmembers, matches = endmembers_of(small, None, small, silent())
    assert [(match.mineral, match.pattern, match.records) for match in matches] == [
        ("alunite", "alunite", (2,)),
        ("alunite", "natroalunite", (3,)),
        ("chalcedony", "chalcedony", (1,)),
        ("chalcedony", "chert", (0, 4)),
    ]
    assert {each.name: each.records for each in endmembers}["chalcedony"] == ("Chert 1", "Chalcedony 2", "Chert 5")
