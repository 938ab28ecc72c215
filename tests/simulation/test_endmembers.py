# SPDX-License-Identifier: GPL-2.0-or-later
"""Which materials are simulated, by small libraries whose records have one absorption or none."""

import numpy as np
import pytest

from mineral_prune_plugin.errors import (
    MineralFeatureless,
    MineralNotCovered,
    MineralWithoutRecords,
    NothingToIdentify,
    RecordOfTwoMinerals,
)
from mineral_prune_plugin.notices import MineralsLeftOut
from mineral_prune_plugin.progress import Progress, silent
from mineral_prune_plugin.simulation.endmembers import MINERAL, OTHER_MINERAL, SURFACE, endmembers_of
from mineral_prune_plugin.simulation.simulation_notices import MineralsBarelyShown
from mineral_prune_plugin.spectral_library.library import Library
from mineral_prune_plugin.spectral_library.matching import parse_minerals

UM = np.linspace(2.0, 2.4, 9)


def library(*names, title="small", depth=0.4, **changes):
    """Records with one absorption, each at a place of its own. changes : name -> reflectance (9,)"""
    reflectance = np.full((len(names), 9), 0.5, np.float32)
    for record, name in enumerate(names):
        reflectance[record, 2 + record % 5] = 0.5 * (1 - depth)
        reflectance[record] = changes.get(name, reflectance[record])
    return Library(title, names, names, UM, None, reflectance)


def listed(endmembers):
    return [(each.name, each.role, each.records) for each in endmembers]


def test_requested_ones_stand_first_in_their_order_then_minerals_then_surfaces():
    small = library("topaz 1", "alunite 1", "kaolinite 1", "water 1", "calcite 1", "calcite 2")
    endmembers, matches = endmembers_of(small, parse_minerals("calcite; alunite"), small, silent())
    assert listed(endmembers) == [
        ("calcite", MINERAL, ("calcite 1", "calcite 2")),
        ("alunite", MINERAL, ("alunite 1",)),
        ("kaolinite", OTHER_MINERAL, ("kaolinite 1",)),
        ("topaz", OTHER_MINERAL, ("topaz 1",)),
        ("water", SURFACE, ("water 1",)),
    ]
    assert [(match.mineral, match.records) for match in matches] == [("calcite", (4, 5)), ("alunite", (1,))]
    assert {each.name: each.common for each in endmembers} == {
        "calcite": True, "alunite": True, "kaolinite": True, "topaz": False, "water": False
    }  # fmt: skip


@pytest.mark.parametrize("request_text", ["alunite; calcite; kaolinite", ""])
def test_minerals_of_which_few_records_have_an_absorption_are_told(request_text):
    """Of three records of alunite two are flat; of two of calcite one is; the third of kaolinite is not covered."""
    flat, gap = np.full(9, 0.5, np.float32), np.full(9, np.nan, np.float32)
    names = ("alunite 1", "alunite 2", "alunite 3", "calcite 1", "calcite 2", "kaolinite 1", "kaolinite 2")
    changes = {"alunite 1": flat, "alunite 3": flat, "calcite 2": flat, "kaolinite 2": gap}
    small, told = library(*names, **changes), []
    progress = Progress(lambda done: None, told.append, lambda: False)
    endmembers, _ = endmembers_of(small, parse_minerals(request_text), small, progress)
    assert ("alunite", MINERAL, ("alunite 2",)) in listed(endmembers)
    (notice,) = [each for each in told if isinstance(each, MineralsBarelyShown)]
    assert notice.serious and notice.facts == {"library": "small", "depth": "5", "minerals": "alunite (1 / 3)"}


def test_surfaces_that_the_library_lacks_are_brought():
    small = library("alunite 1", "snow of the user")
    brought = library("water 1", "snow 1", "calcite 1", title="brought", depth=0.2)
    endmembers, _ = endmembers_of(small, parse_minerals("alunite"), brought, silent())
    assert listed(endmembers)[1:] == [("snow", SURFACE, ("snow of the user",)), ("water", SURFACE, ("water 1",))]
    assert endmembers[2].absorptions.max() == pytest.approx(0.2)


@pytest.mark.parametrize("request_text", ["water", "Water", "wet = water", "sea = seawater"])
def test_a_requested_surface_is_not_brought_again_as_one_that_must_not_be_named(request_text):
    small = library("water 1", "seawater 1", "alunite 1", "snow 1")
    endmembers, _ = endmembers_of(small, parse_minerals(f"{request_text}; alunite"), small, silent())
    requested, surfaces = endmembers[0], [each for each in endmembers if each.role == SURFACE]
    assert requested.role == MINERAL
    assert not {record for each in surfaces for record in each.records} & set(requested.records)
    users = library("water 1", "seawater 1", "alunite 1", title="of the user")
    endmembers, _ = endmembers_of(users, parse_minerals("w = water, seawater; alunite"), small, silent())
    assert [each.name for each in endmembers] == ["w", "alunite", "snow"]


def test_a_record_counts_by_its_absorption_below_the_hull():
    slope = np.linspace(0.4, 0.8, 9, dtype=np.float32)
    dipped = slope.copy()
    dipped[4] *= 0.7
    small = library("alunite 1", **{"alunite 1": dipped})
    (alunite,), _ = endmembers_of(small, None, small, silent())
    assert alunite.absorptions[0] == pytest.approx([0, 0, 0, 0, 0.3, 0, 0, 0, 0], abs=1e-6)
    assert np.array_equal(alunite.reflectance[0], dipped)


def test_records_without_an_absorption_or_data_or_light_are_left_out():
    flat, gap, dark = (np.full(9, 0.5, np.float32) for _ in range(3))
    gap[3:5], dark[4] = (np.nan, 0.2), 0.004
    small = library("alunite 1", "alunite 2", "alunite 3", "alunite 4",
                    **{"alunite 2": flat, "alunite 3": gap, "alunite 4": dark})  # fmt: skip
    (alunite,), _ = endmembers_of(small, parse_minerals("alunite"), small, silent())
    assert alunite.records == ("alunite 1",)


def test_a_requested_mineral_without_absorptions_is_refused():
    small = library("alunite 1", "calcite 1", depth=0.04)
    with pytest.raises(MineralFeatureless, match="alunite has no absorption deeper than 5 % between 2.000 and 2.400"):
        endmembers_of(small, parse_minerals("alunite"), small, silent())


def test_a_requested_mineral_that_does_not_cover_the_bands_is_refused():
    gap = np.full(9, np.nan, np.float32)
    gap[:8] = 0.5
    small = library("alunite 1", "alunite 2", "calcite 1", **{"alunite 1": gap, "alunite 2": gap})
    with pytest.raises(MineralNotCovered, match="None of the 2 spectra of alunite in small covers all bands"):
        endmembers_of(small, parse_minerals("alunite"), small, silent())


def test_a_requested_mineral_without_records_is_refused():
    small = library("alunite 1")
    with pytest.raises(MineralWithoutRecords, match="'calcite'"):
        endmembers_of(small, parse_minerals("alunite; calcite"), small, silent())


def test_no_record_is_two_materials():
    small = library("sericite 1", "illite 1", "kaolinite 1")
    endmembers, _ = endmembers_of(small, parse_minerals("mica = sericite, illite"), small, silent())
    assert [(each.name, each.records) for each in endmembers] == [
        ("mica", ("sericite 1", "illite 1")), ("kaolinite", ("kaolinite 1",))
    ]  # fmt: skip
    with pytest.raises(RecordOfTwoMinerals, match="'illite 1' belongs to both mica and illite"):
        endmembers_of(small, parse_minerals("mica = sericite, illite; illite"), small, silent())


def test_a_name_of_the_request_is_no_other_mineral_too():
    small = library("alunite 1", "natroalunite 1", "calcite 1")
    endmembers, _ = endmembers_of(small, parse_minerals("Alunite"), small, silent())
    assert [each.name for each in endmembers] == ["Alunite", "calcite"]


def test_without_a_request_the_common_minerals_are_told_that_are_not_there(watcher):
    small = library("alunite 1", "topaz 1")
    endmembers, _ = endmembers_of(small, None, small, watcher.progress)
    assert [(each.name, each.role) for each in endmembers] == [("alunite", MINERAL), ("topaz", OTHER_MINERAL)]
    (notice,) = watcher.notices_of(MineralsLeftOut)
    assert "kaolinite" in str(notice) and "alunite" not in str(notice) and "topaz" not in str(notice)


def test_a_library_without_a_common_mineral_has_nothing_to_identify():
    small = library("topaz 1", "water 1")
    with pytest.raises(NothingToIdentify, match="small has no common mineral"):
        endmembers_of(small, None, small, silent())
