# SPDX-License-Identifier: GPL-2.0-or-later
"""The USGS library as it is delivered: all of its dirt at once, and spectra of an older edition to compare with."""

import numpy as np
import pytest
from making import Watcher

from mineral_prune_plugin.notices import LibraryRecordsLeftOut, SpectrometersOverlap
from mineral_prune_plugin.progress import silent
from mineral_prune_plugin.raster.source import describe
from mineral_prune_plugin.spectral_library.matching import match_records, parse_minerals, records_of
from mineral_prune_plugin.spectral_library.read_library import read_library
from mineral_prune_plugin.spectral_library.resample import resample

MINERALS = "muscovite = muscovite, illite; kaolinite; halloysite; calcite; montmorillonite; alunite; chalcedony"


@pytest.fixture(scope="module")
def watcher():
    return Watcher()


@pytest.fixture(scope="module")
def splib07(libraries, watcher):
    (library,) = read_library(libraries / "s07_AV95_envi.sli", watcher.progress)
    return library


@pytest.fixture(scope="module")
def at_cuprite(splib07, cuprite):
    info = describe(cuprite / "cuprite_replica.int")
    return resample((splib07,), info.bands.wavelengths(range(1, 51)), info.name, silent())


def test_of_3139_records_the_spectra_remain(splib07, watcher):
    overlap, left_out = watcher.notices
    assert isinstance(left_out, LibraryRecordsLeftOut)
    assert left_out.facts == {
        "library": "s07_AV95_envi.sli", "records": 683, "wavelengths": 1, "widths": 1, "error_bars": 680,
        "transmittances": 1, "empty": 0, "spectra": 2456,
    }  # fmt: skip
    assert len(splib07) == 2456 == 3139 - 683
    assert splib07.names[:2] == ("Acmite NMNH133746 Pyroxene BECKa AREF", "Actinolite HS116.1B ASDFRb AREF")


def test_overlapping_spectrometers_become_ascending_bands(splib07, watcher):
    assert isinstance(watcher.notices[0], SpectrometersOverlap) and watcher.notices[0].facts["bands"] == 6
    assert len(splib07.wavelengths_um) == 218 and (np.diff(splib07.wavelengths_um) > 0).all()
    assert np.diff(splib07.wavelengths_um).max() < 0.02
    assert splib07.widths_um.min() > 0.008 and splib07.widths_um.max() < 0.011


def test_deleted_points_are_gaps_and_the_rest_is_reflectance(splib07):
    values = splib07.reflectance[np.isfinite(splib07.reflectance)]
    assert 0.1 < np.isnan(splib07.reflectance).mean() < 0.2
    assert values.min() >= 0 and values.max() < 1.3 and 0.2 < values.mean() < 0.6


def test_the_seven_minerals_of_cuprite_are_matched(splib07):
    matches = match_records(splib07.names, parse_minerals(MINERALS), splib07.title, silent())
    counts = {match.pattern: len(match.records) for match in matches}
    assert counts == {
        "muscovite": 39, "illite": 13, "kaolinite": 20, "halloysite": 9, "calcite": 7, "montmorillonite": 18,
        "alunite": 33, "chalcedony": 3,
    }  # fmt: skip
    kaolinite = [splib07.names[record] for record in records_of(matches, "kaolinite")]
    assert all(name.startswith("Kaolinite ") for name in kaolinite)


def test_spectra_agree_with_those_of_the_older_edition(at_cuprite, cuprite):
    """The same samples on the same spectrometer, resampled by others: each value to 0.015 in reflectance, and in shape
    to a correlation of 0.99 (a flat hematite; the median is above 0.999).

    The older edition holds what the Beckman measured; its names are cut, so samples are paired by mineral and sample
    number, where only one record of each edition has them and it is whole.
    """
    (older,) = read_library(cuprite / "usgs_minerals.sli")
    whole = np.isfinite(at_cuprite.reflectance).all(axis=1)
    newer = by_sample(at_cuprite, [row for row, name in enumerate(at_cuprite.names) if " BECK" in name and whole[row]])
    pairs = [(row, newer[key]) for key, row in by_sample(older, range(len(older))).items() if key in newer]
    assert len(pairs) > 90
    first, second = (older.reflectance[[row for row, _ in pairs]], at_cuprite.reflectance[[row for _, row in pairs]])
    alike = [np.corrcoef(*spectra)[0, 1] for spectra in zip(first, second)]
    assert np.abs(first - second).max() < 0.015 and np.abs(first - second).mean() < 0.002
    assert min(alike) > 0.99 and np.median(alike) > 0.999


def by_sample(library, rows):
    """The rows of a library by (mineral, sample number), where no other row has these."""
    keys = [tuple(library.names[row].split()[:2]) for row in rows]
    return {key: row for key, row in zip(keys, rows) if keys.count(key) == 1}


def test_at_the_bands_of_cuprite_nine_records_in_ten_are_whole(at_cuprite):
    assert at_cuprite.reflectance.shape == (2456, 50)
    assert np.isfinite(at_cuprite.reflectance).all(axis=1).mean() > 0.85
