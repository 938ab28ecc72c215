# SPDX-License-Identifier: GPL-2.0-or-later
"""The study of sensors: samples stay together, and what must not be offered follows from counts made by hand."""

import numpy as np
import pytest

from benchmarks.library.sensors import COLUMNS, RANGES_UM, SWIR, WHOLE, in_range, parted, sample_of, sensors
from benchmarks.library.sensors_page import sensors_page
from mineral_prune_plugin.simulation.endmembers import MINERAL, SURFACE, Endmember

RECORDS = (
    "Alunite HS295.1B ASDFR",
    "Alunite HS295.3B BECKb",
    "Alunite GDS84 Na03",
    "Alunite GDS84 NIC4",
    "Alunite AL706",
)


@pytest.mark.parametrize(
    ("record", "sample"),
    [
        ("Alunite HS295.1B ASDFR", "HS295"),
        ("Hematite_Coatd_Qtz BR93-25B W1R1", "BR93-25B"),
        ("Goethite WS222", "WS222"),
    ],
)
def test_grain_sizes_of_a_sample_are_one(record, sample):
    assert sample_of(record) == sample


@pytest.mark.parametrize("seed", range(5))
def test_no_sample_of_a_mineral_is_both_learnt_and_held_out(seed):
    spectra = np.arange(5.0)[:, None]
    alunite = Endmember("alunite", MINERAL, True, RECORDS, spectra, spectra)
    water = Endmember("water", SURFACE, False, ("Water A", "Water B"), spectra[:2], spectra[:2])
    (learnt, first), (held_out, second) = parted((alunite, water), np.random.default_rng(seed))
    samples = [{sample_of(record) for record in each.records} for each in (learnt, held_out)]
    assert [len(each) for each in samples] == [2, 1] and not samples[0] & samples[1]
    assert sorted(learnt.records + held_out.records) == sorted(RECORDS)
    assert [RECORDS[int(row[0])] for row in learnt.absorptions] == list(learnt.records)
    assert first is second is water


def test_the_bands_are_those_that_the_air_lets_through():
    bands = sensors()
    assert {name: len(each) for name, each in bands.items()} == {
        "EMIT": 285, "EnMAP": 224, "PRISMA": 233, "AVIRIS-NG": 432, "AVIRIS-Classic": 218, "Sentinel-2": 13, "ASTER": 9
    }  # fmt: skip
    assert 1.3735 not in in_range(bands["Sentinel-2"], RANGES_UM[WHOLE]).centres_um
    assert in_range(bands["ASTER"], RANGES_UM[SWIR]).centres_um == pytest.approx((2.165, 2.205, 2.26, 2.33, 2.395))


def test_the_page_says_what_must_not_be_offered():
    """Of ten spectra of dickite four get its name; of the three samples of alunite these bands show one."""
    counts = [
        ("alunite", "alunite", 10),
        ("dickite", "dickite", 4),
        ("dickite", "kaolinite", 6),
        ("kaolinite",) * 2 + (10,),
    ]
    facts = [("alunite", 1), ("dickite", 2), ("kaolinite", 2)]
    rows = [("ASTER", WHOLE, 1, "facts", "bands", "", 9, 0)]
    rows += [("ASTER", WHOLE, 1, "facts", name, "samples", samples, samples) for name, samples in facts]
    rows += [
        ("EMIT", WHOLE, 1, "facts", "bands", "", 285, 120),
        ("EMIT", WHOLE, 1, "facts", "alunite", "samples", 3, 3),
    ]
    rows += [("ASTER", WHOLE, 1, "held out", *pair, 2 * count, count) for *pair, count in counts]
    page = sensors_page([dict(zip(COLUMNS, map(str, row))) for row in rows])
    assert "| alunite (3) | (100 / 100) |" in page and "| dickite (2) | **40 / 100** |" in page
    assert "| kaolinite (2) | 100 / 62 |" in page
    assert "| ASTER | dickite; alunite (absorb in few samples) | dickite for kaolinite 60 |" in page
