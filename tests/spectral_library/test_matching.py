# SPDX-License-Identifier: GPL-2.0-or-later
"""Minerals as a geologist writes them, and the records that they match."""

import pytest
from making import Watcher

from mineral_prune_plugin.errors import MineralsUnreadable, MineralTwice, MineralWithoutRecords, RecordOfTwoMinerals
from mineral_prune_plugin.notices import MineralWithOneRecord, MixturesNotMatched, PatternWithoutRecords
from mineral_prune_plugin.progress import silent
from mineral_prune_plugin.spectral_library.matching import Match, Mineral, match_records, parse_minerals, records_of


@pytest.mark.parametrize(
    ("text", "minerals"),
    [
        ("alunite", (Mineral("alunite", ("alunite",)),)),
        (
            "muscovite = muscovite, illite; alunite = alunite",
            (Mineral("muscovite", ("muscovite", "illite")), Mineral("alunite", ("alunite",))),
        ),
        (" White mica=Muscovite GDS107 ,,; ;\nalunite", (Mineral("White mica", ("Muscovite GDS107",)),
                                                          Mineral("alunite", ("alunite",)))),
        ("a = b\uff0cc\uff1bd", (Mineral("a", ("b", "c")), Mineral("d", ("d",)))),
        ("a = b, b", (Mineral("a", ("b",)),)),
        ("al\u200bunite = \ufeffalunite\u200b", (Mineral("alunite", ("alunite",)),)),  # as text from the web has them
        ("white \u200b mica = illite", (Mineral("white mica", ("illite",)),)),
        ("", None),
        (" ;\n", None),
    ],
)  # fmt: skip
def test_a_text_becomes_minerals(text, minerals):
    assert parse_minerals(text) == minerals


@pytest.mark.parametrize("text", ["= alunite", "alunite =", "alunite = ,", "alunite, calcite", "a = b = c"])
def test_what_cannot_be_read_is_refused(text):
    with pytest.raises(MineralsUnreadable) as refused:
        parse_minerals(text)
    assert refused.value.facts == {"text": text}


def test_a_mineral_named_twice_is_refused():
    with pytest.raises(MineralTwice) as refused:
        parse_minerals("alunite; Alunite = alunite")
    assert refused.value.facts == {"mineral": "alunite"}


@pytest.mark.parametrize(
    ("pattern", "name", "matches"),
    [
        ("alunite", "Alunite GDS84 Na03", True),
        ("alunite", "alunite_1", True),
        ("alunite", "ALUNITE", True),
        ("alunite", "alunite-Na", True),
        ("alunite", "Alunite, fine", True),
        ("alunite", "Natroalunite", False),
        ("alunite", "Alunitelike", False),
        ("alunite", "Alunite2", False),
        ("alunite", "Quartz with alunite", False),
        ("halloysite", "Halloysite+Kaolinite CM29", False),
        ("halloysite+kaol", "Halloysite+Kaolinite CM29", False),
        ("halloysite+kaolinite", "Halloysite+Kaolinite CM29", True),
        ("halloysite+", "Halloysite+Kaolinite CM29", True),
        ("kaolin", "Kaolin/Smect KLF511", False),
        ("kaolin", "Kaolinite CM9", False),
        ("muscovite  gds107", "Muscovite   GDS107 ", True),
        ("muscovite gds10", "Muscovite GDS107", False),
        ("illite (", "Illite (1Md)", True),
        ("m.scovite", "Muscovite", False),
    ],
)
def test_a_pattern_is_the_beginning_of_a_name_and_ends_with_a_word(pattern, name, matches):
    minerals = (Mineral("x", (pattern,)), Mineral("other", ("other",)))
    names = [name, "other 1", "other 2"]
    if matches:
        assert match_records(names, minerals, "lib", silent())[0].records == (0,)
    else:
        with pytest.raises(MineralWithoutRecords):
            match_records(names, minerals, "lib", silent())


NAMES = ("Muscovite GDS107", "Illite IMt-1", "Muscovite IL107", "Alunite GDS84", "Halloysite+Kaolinite CM29")


def test_the_table_shows_what_each_pattern_matched():
    watcher = Watcher()
    minerals = parse_minerals("white mica = muscovite, illite, muscovite il107; alunite = alunite, natroalunite")
    matches = match_records(NAMES, minerals, "lib", watcher.progress)
    assert matches == (
        Match("white mica", "muscovite", (0, 2)),
        Match("white mica", "illite", (1,)),
        Match("white mica", "muscovite il107", (2,)),
        Match("alunite", "alunite", (3,)),
        Match("alunite", "natroalunite", ()),
    )
    assert records_of(matches, "white mica") == [0, 1, 2]
    single, without = watcher.notices
    assert isinstance(single, MineralWithOneRecord) and single.facts == {"library": "lib", "mineral": "alunite"}
    assert isinstance(without, PatternWithoutRecords)
    assert without.facts == {"library": "lib", "mineral": "alunite", "pattern": "natroalunite"}


def test_mixtures_that_are_not_matched_are_told():
    watcher = Watcher()
    names = ("Halloysite CM13", "Halloysite CM14", "Halloysite+Kaolinite CM29", "Halloysite0.5+Kaol", "Halloysiteum")
    match_records(names, parse_minerals("halloysite"), "lib", watcher.progress)
    (notice,) = watcher.notices
    assert isinstance(notice, MixturesNotMatched)
    assert notice.facts == {"records": 2, "shown": "Halloysite+Kaolinite CM29, Halloysite0.5+Kaol"}


def test_a_mixture_that_is_named_in_full_is_not_told():
    watcher = Watcher()
    matches = match_records(NAMES[4:] + ("Halloysite CM13",), parse_minerals("x = halloysite, halloysite+kaolinite"),
                            "lib", watcher.progress)  # fmt: skip
    assert records_of(matches, "x") == [0, 1] and watcher.notices == []


def test_a_mineral_without_records_is_refused():
    with pytest.raises(MineralWithoutRecords) as refused:
        match_records(NAMES, parse_minerals("muscovite; zoisite = zoisite, clinozoisite"), "lib", silent())
    assert refused.value.facts == {"library": "lib", "mineral": "zoisite", "patterns": "zoisite, clinozoisite"}


def test_a_record_of_two_minerals_is_refused():
    with pytest.raises(RecordOfTwoMinerals) as refused:
        match_records(NAMES, parse_minerals("mica = muscovite; illite = illite, muscovite il107"), "lib", silent())
    assert refused.value.facts == {"record": "Muscovite IL107", "first": "mica", "second": "illite", "records": 1}


@pytest.mark.parametrize(
    "name", ["Calcite.5+Dolomite.5 COD2", "Alunite_NH4+Jaro ASDFRc", "Calcite/Clay 3", "calcite0.9+ice"]
)
def test_a_name_that_goes_on_as_a_mixture_is_no_record_of_the_mineral(name):
    pattern = name[:7]
    names = (name, f"{pattern} HS48.3B BECKa")
    match = match_records(names, parse_minerals(pattern), "library", silent())[0]
    assert match.records == (1,)
