# SPDX-License-Identifier: GPL-2.0-or-later
"""What is dirty in real libraries: records that are no spectra, deleted marks, units, overlaps."""

import numpy as np
import pytest
from making import Watcher
from spectra_files import ALUNITE, CALCITE, UM, table

from mineral_prune_plugin.errors import (
    LibraryEmpty,
    LibraryHasNoWavelengths,
    LibraryNotReflectance,
    LibraryTooDark,
    LibraryWavelengthsDisordered,
    WavelengthsImplausible,
    WavelengthUnitUnknown,
)
from mineral_prune_plugin.notices import (
    LibraryRecordsLeftOut,
    LibraryValuesImplausible,
    LibraryWidthsUnusable,
    SpectrometersOverlap,
    UnitsDecidedByMagnitude,
)
from mineral_prune_plugin.progress import silent
from mineral_prune_plugin.spectral_library.clean import clean, kind_of
from mineral_prune_plugin.spectral_library.spectrometers import ascending_bands


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Wavelengths in microns 224ch AVIRIS95.1", "wavelengths"),
        ("wavelength", "wavelengths"),
        ("Waves_CRISM", "wavelengths"),
        ("Resolution in microns", "widths"),
        ("Bandpass (FWHM) ASDFR", "widths"),
        ("fwhm", "widths"),
        ("error bars to preceding", "error_bars"),
        ("errors to previous data", "error_bars"),
        ("errorbars for splib07a", "error_bars"),
        ("Mylar_1-way_trans RefStd NIC4aa TRAN", "transmittances"),
        ("Aspen YNP-AS-1 forest AVIRISb RTGC", "spectrum"),
        ("Wavellite GDS21", "spectrum"),
        ("Resolutionite 1", "spectrum"),
        ("Erionite+Merlinoit GDS144", "spectrum"),
        ("Alunite GDS84 wavelengths checked", "spectrum"),
    ],
)
def test_the_kind_of_a_record_is_told_by_the_beginning_of_its_name(name, kind):
    assert kind_of(name) == kind


def test_records_that_are_no_spectra_are_left_out_and_counted():
    names = ["Wavelengths", "FWHM", "Alunite", "error bars to preceding", "Mica x TRAN", "Empty"]
    values = [UM, [0.01] * 4, ALUNITE, [0.01] * 4, CALCITE, [np.nan] * 4]
    watcher = Watcher()
    library = clean(table(values, names, wavelengths=None), watcher.progress)
    assert library.names == ("Alunite",) and library.widths_um.tolist() == [0.01] * 4
    (notice,) = watcher.notices
    assert isinstance(notice, LibraryRecordsLeftOut)
    assert notice.facts == {
        "library": "lib", "records": 5, "wavelengths": 1, "widths": 1, "error_bars": 1, "transmittances": 1,
        "empty": 1, "spectra": 1,
    }  # fmt: skip


@pytest.mark.parametrize("mark", [-1.23e34, -1.23000002e34, np.inf, -np.inf, np.nan, 1e35])
def test_a_mark_of_deletion_is_a_gap_without_a_remark(mark):
    watcher = Watcher()
    library = clean(table([[0.5, mark, 0.4, 0.6]]), watcher.progress)
    assert np.isnan(library.reflectance[0]).tolist() == [False, True, False, False]
    assert watcher.notices == []


def test_the_files_own_mark_is_a_gap_even_where_it_could_be_reflectance():
    library = clean(table([[0.5, 0.0, 0.4, 0.6]], ignore=0.0), silent())
    assert np.isnan(library.reflectance[0]).tolist() == [False, True, False, False]


def test_the_mark_may_be_rounded_as_single_precision_rounds_it():
    library = clean(table(np.float32([[0.5, 0.1, 0.4, 0.6]]), ignore=0.1), silent())
    assert np.isnan(library.reflectance[0]).tolist() == [False, True, False, False]


def test_implausible_values_are_gaps_and_told():
    values = np.full((10, 4), 0.5)
    values[3, 1], values[4, 2] = -9999, 30
    watcher = Watcher()
    library = clean(table(values), watcher.progress)
    assert np.argwhere(np.isnan(library.reflectance)).tolist() == [[3, 1], [4, 2]]
    (notice,) = watcher.notices_of(LibraryValuesImplausible)
    assert notice.facts == {"library": "lib", "values": 2, "records": 2}


def test_a_little_below_0_and_above_1_is_kept():
    library = clean(table([[-0.02, 1.21, 0.4, 0.6]]), silent())
    assert library.reflectance[0].tolist() == pytest.approx([-0.02, 1.21, 0.4, 0.6])


def test_a_stated_scale_is_applied():
    library = clean(table([[50, 25, 40, 60]], scale=100.0), silent())
    assert library.reflectance[0].tolist() == pytest.approx(ALUNITE)


@pytest.mark.parametrize("scale", [None, 1.0])
def test_percent_that_the_file_does_not_state_are_refused(scale):
    with pytest.raises(LibraryNotReflectance) as refused:
        clean(table([[50, 25, 40, 60], [1, 1, 1, 1]], scale=scale), silent())
    assert refused.value.facts == {"library": "lib", "share": 50.0, "largest": 60.0}


def test_reflectance_that_is_scaled_twice_is_refused():
    with pytest.raises(LibraryTooDark) as refused:
        clean(table([ALUNITE], scale=10000.0), silent())
    assert refused.value.facts == {"library": "lib", "scale": 10000.0, "largest": pytest.approx(6e-5)}


def test_a_unit_that_is_not_stated_is_decided_by_magnitude_and_told():
    watcher = Watcher()
    library = clean(table(wavelengths=np.array(UM) * 1000, unit=""), watcher.progress)
    assert library.wavelengths_um == pytest.approx(UM)
    (notice,) = watcher.notices
    assert isinstance(notice, UnitsDecidedByMagnitude) and notice.facts["unit"] == "nanometres"


def test_the_unit_of_a_record_of_wavelengths_is_in_its_name():
    values = [np.array(UM) * 1000, ALUNITE]
    watcher = Watcher()
    library = clean(table(values, ["Wavelengths (nanometers)", "Alunite"], None, unit=""), watcher.progress)
    assert library.wavelengths_um == pytest.approx(UM)
    assert watcher.notices_of(UnitsDecidedByMagnitude) == []


@pytest.mark.parametrize(
    ("facts", "error"),
    [
        ({"unit": "furlongs"}, WavelengthUnitUnknown),
        ({"unit": "nm"}, WavelengthsImplausible),
        ({"wavelengths": None}, LibraryHasNoWavelengths),
        ({"wavelengths": [0, 0, 0, 0]}, LibraryHasNoWavelengths),
        ({"names": ["error bars to preceding"]}, LibraryEmpty),
        ({"values": [[np.nan] * 4]}, LibraryEmpty),
    ],
)
def test_what_cannot_be_decided_is_refused(facts, error):
    with pytest.raises(error):
        clean(table(**facts), silent())


def test_two_records_of_wavelengths_that_differ_are_none():
    values = [UM, [2.0, 2.1, 2.2, 2.4], ALUNITE]
    with pytest.raises(LibraryHasNoWavelengths):
        clean(table(values, ["Wavelengths A", "Wavelengths B", "Alunite"], None), silent())


@pytest.mark.parametrize("width", [0.0, -0.01, np.nan, 10.0, 1e-5])
def test_widths_that_make_no_sense_are_not_used_and_told(width):
    watcher = Watcher()
    library = clean(table(widths=np.array([0.01, 0.01, width, 0.01])), watcher.progress)
    assert library.widths_um is None
    assert len(watcher.notices_of(LibraryWidthsUnusable)) == 1


def test_a_band_without_a_wavelength_is_left_out():
    library = clean(table(wavelengths=[2.0, np.nan, 2.2, 2.3]), silent())
    assert library.wavelengths_um.tolist() == [2.0, 2.2, 2.3]
    assert library.reflectance[0].tolist() == pytest.approx([0.5, 0.4, 0.6])


# Spectrometers that overlap.


@pytest.mark.parametrize(
    ("centres", "kept"),
    [
        ([1.0, 1.1, 1.2, 1.3], [1.0, 1.1, 1.2, 1.3]),
        (np.arange(20.0, 0.0, -1.0), list(np.arange(1.0, 21.0))),
        ([1.0, 1.1, 1.2, 1.3, 1.15, 1.26, 1.4], [1.0, 1.1, 1.2, 1.26, 1.4]),  # the middle is 1.225
        ([2.0, 2.1, 2.2, 1.0, 1.1, 1.2], [1.0, 1.1, 1.2, 2.0, 2.1, 2.2]),
        ([1.0, 1.1, 1.2, 1.2, 1.3], [1.0, 1.1, 1.2, 1.3]),
        ([1.0, 1.1, 1.2, 1.3, 1.05, 1.15], [1.0, 1.1, 1.2, 1.3]),
        ([1.0, np.nan, 1.2], [1.0, 1.2]),
    ],
    ids=["ascending", "descending", "overlapping", "swapped", "touching", "inside", "unknown"],
)
def test_bands_are_put_into_ascending_order(centres, kept):
    centres = np.array(centres)
    bands, left_out = ascending_bands(centres, "lib")
    assert centres[bands].tolist() == kept
    assert left_out == np.isfinite(centres).sum() - len(kept)


def test_spectrometers_that_overlap_are_told():
    watcher = Watcher()
    library = clean(table([[0.1, 0.2, 0.3, 0.4, 0.5]], wavelengths=[1.0, 1.1, 1.2, 1.14, 1.3]), watcher.progress)
    assert library.wavelengths_um.tolist() == [1.0, 1.1, 1.3]
    assert library.reflectance[0].tolist() == pytest.approx([0.1, 0.2, 0.5])
    (notice,) = watcher.notices
    assert isinstance(notice, SpectrometersOverlap) and notice.facts == {"library": "lib", "bands": 2}


def test_wavelengths_in_no_order_are_refused():
    centres = np.tile([1.0, 1.1, 1.2], 20) + np.arange(60) / 1000
    with pytest.raises(LibraryWavelengthsDisordered) as refused:
        ascending_bands(centres, "lib")
    assert refused.value.facts == {"library": "lib", "falls": 19}
