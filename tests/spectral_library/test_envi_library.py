# SPDX-License-Identifier: GPL-2.0-or-later
"""ENVI spectral libraries, whole and damaged, one defect a test."""

import numpy as np
import pytest
from making import Watcher
from spectra_files import ALUNITE, CALCITE, UM, write_sli

from mineral_prune_plugin.errors import (
    BandListLength,
    LibraryFormatUnknown,
    LibraryHeaderInvalid,
    LibraryHeaderNumber,
    LibraryNameCount,
    LibraryPartMissing,
    LibrarySizeDiffers,
    LibraryTooLarge,
    LibraryTooLong,
)
from mineral_prune_plugin.spectral_library.read_library import read_library, read_table

VALUES = np.array([ALUNITE, CALCITE], dtype=np.float32)
NAMES = ("Alunite GDS84", "Calcite WS272")


def written(folder, values=VALUES, names=NAMES, **header):
    header = {"wavelength": UM, "wavelength_units": "Micrometers", **header}
    return write_sli(folder / "lib.sli", values, names, **header)


@pytest.mark.parametrize("header_name", ["lib.hdr", "lib.sli.hdr", "lib.HDR"])
@pytest.mark.parametrize("choose", ["data", "header"])
def test_either_of_the_two_files_may_be_chosen(tmp_path, header_name, choose):
    path = written(tmp_path, header_name=header_name)
    table = read_table(str(path if choose == "data" else tmp_path / header_name))
    assert table.names == NAMES and table.title == "lib.sli"
    assert np.array_equal(table.values, VALUES)


def test_what_is_written_is_read_to_the_last_bit(tmp_path):
    values = np.random.default_rng(0).random((40, 4), dtype=np.float32)
    path = written(tmp_path, values, [f"record {number}" for number in range(40)], reflectance_scale_factor="1.0")
    (library,) = read_library(path)
    assert library.reflectance.dtype == np.float32 and library.reflectance.tobytes() == values.tobytes()
    assert library.wavelengths_um.tolist() == list(UM)


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("kind", ["u1", "i2", "i4", "f4", "f8", "u2", "u4", "i8", "u8"])
def test_every_type_of_number_in_either_byte_order(tmp_path, kind, order):
    values = np.array([[10, 20, 30, 100], [1, 2, 3, 4]], dtype=kind)
    (library,) = read_library(written(tmp_path, values, order=order, reflectance_scale_factor=100))
    assert np.array_equal(library.reflectance, (values / 100).astype(np.float32))


def test_numbers_begin_after_the_header_offset(tmp_path):
    path = written(tmp_path, header_offset=7, data=b"\xff" * 7 + VALUES.tobytes())
    assert np.array_equal(read_table(str(path)).values, VALUES)


def test_widths_and_the_deleted_mark_come_from_the_header(tmp_path):
    values = VALUES.copy()
    values[1, 2] = -1.23e34
    path = written(tmp_path, values, fwhm=[9, 9, 10, 10], wavelength=[2000, 2100, 2200, 2300],
                   wavelength_units="Nanometers", data_ignore_value="-1.23000002e+034")  # fmt: skip
    (library,) = read_library(path)
    assert library.widths_um == pytest.approx([0.009, 0.009, 0.010, 0.010])
    assert library.wavelengths_um == pytest.approx(UM)
    assert np.isnan(library.reflectance[1, 2]) and np.isfinite(library.reflectance).sum() == 7


def test_wavelengths_and_widths_that_are_records_only(tmp_path):
    widths = [0.01, 0.01, 0.011, 0.012]
    values = np.array([UM, widths, ALUNITE, (0.01,) * 4], dtype=np.float32)
    names = ["Wavelengths in microns 4ch", "Resolution  in microns 4ch", "Alunite", "  error bars to preceding   "]
    watcher = Watcher()
    path = write_sli(tmp_path / "lib.sli", values, names)
    (library,) = read_library(path, watcher.progress)
    assert library.names == ("Alunite",)
    assert library.wavelengths_um == pytest.approx(UM) and library.widths_um == pytest.approx(widths)
    (notice,) = watcher.notices
    assert notice.facts["records"] == 3 and notice.facts["error_bars"] == 1 and notice.facts["spectra"] == 1


@pytest.mark.parametrize(
    "names",
    [
        ["Illite GDS4 (Marblehead), fine", "Calcite, {pure}"],
        ["Hematite {coarse", "Calcite = CaCO3"],
        ["wavelength = { 1, 2 }", "ends with }"],
    ],
)
def test_names_keep_their_commas_braces_and_equal_signs(tmp_path, names):
    assert read_table(str(written(tmp_path, names=names))).names == tuple(names)


def test_names_side_by_side_with_odd_blanks_and_a_last_comma(tmp_path):
    path = written(tmp_path, spectra_names="{ Alunite   GDS84\tNa03 , Calcite WS272  ,\n}")
    assert read_table(str(path)).names == ("Alunite GDS84 Na03", "Calcite WS272")


def test_a_comment_may_follow_a_list(tmp_path):
    path = written(tmp_path)
    header = path.with_suffix(".hdr")
    header.write_text(header.read_text().replace("wavelength =", "; bands of the scene\nwavelength ="))
    assert read_table(str(path)).names == NAMES


@pytest.mark.parametrize("difference", [-1, 1, -len(VALUES.tobytes())])
def test_lying_size(tmp_path, difference):
    data = (VALUES.tobytes() + b"\0")[: len(VALUES.tobytes()) + difference]
    with pytest.raises(LibrarySizeDiffers) as refused:
        read_table(str(written(tmp_path, data=data)))
    assert refused.value.facts == {"library": "lib.sli", "expected": 32, "found": 32 + difference}


def test_a_header_that_claims_a_terabyte_is_refused_before_memory_is_taken(tmp_path):
    with pytest.raises(LibrarySizeDiffers) as refused:
        read_table(str(written(tmp_path, lines=10**11)))
    assert refused.value.facts["expected"] == 16 * 10**11


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("samples", "0"), ("samples", "four"), ("samples", ""), ("lines", "-2"), ("bands", "3"),
        ("header offset", "-4"),
        ("byte order", "2"), ("data type", "6"), ("data type", "99"), ("file compression", "1"),
        ("reflectance scale factor", "0"), ("reflectance scale factor", "-1"),
    ],
)  # fmt: skip
def test_an_impossible_entry_is_refused_with_its_key(tmp_path, key, value):
    with pytest.raises(LibraryHeaderInvalid) as refused:
        read_table(str(written(tmp_path, **{key.replace(" ", "_"): value})))
    assert refused.value.facts["key"] == key


def test_a_list_without_its_closing_brace(tmp_path):
    path = write_sli(tmp_path / "lib.sli", VALUES, NAMES, spectra_names="{Alunite, Calcite")
    with pytest.raises(LibraryHeaderInvalid) as refused:
        read_table(str(path))
    assert refused.value.facts == {"library": "lib.sli", "key": "spectra names", "value": "{", "expected": "}"}


def test_names_without_their_closing_brace_do_not_take_the_next_list_for_a_name(tmp_path):
    with pytest.raises(LibraryNameCount):
        read_table(str(written(tmp_path, spectra_names="{Alunite, Calcite")))


@pytest.mark.parametrize("key", ["wavelength", "fwhm"])
def test_a_list_of_another_length_than_the_bands(tmp_path, key):
    with pytest.raises(BandListLength) as refused:
        read_table(str(written(tmp_path, **{key: [2.0, 2.1, 2.2]})))
    assert refused.value.facts == {"raster": "lib.sli", "key": key, "expected": 4, "found": 3}


def test_a_word_among_the_wavelengths(tmp_path):
    with pytest.raises(LibraryHeaderNumber) as refused:
        read_table(str(written(tmp_path, wavelength=[2.0, "two", 2.2, 2.3])))
    assert refused.value.facts == {"library": "lib.sli", "key": "wavelength", "value": "two"}


@pytest.mark.parametrize(("names", "count"), [(["Alunite"], 1), (["a", "b", "c"], 3), ([], 0)])
def test_fewer_or_more_names_than_spectra(tmp_path, names, count):
    with pytest.raises(LibraryNameCount) as refused:
        read_table(str(written(tmp_path, names=names)))
    assert refused.value.facts == {"library": "lib.sli", "expected": 2, "found": count}


def test_numbers_without_a_header(tmp_path):
    path = written(tmp_path)
    path.with_suffix(".hdr").unlink()
    with pytest.raises(LibraryPartMissing) as refused:
        read_table(str(path))
    assert refused.value.facts == {"library": "lib.sli", "missing": "lib.hdr"}


def test_a_header_without_numbers(tmp_path):
    written(tmp_path).unlink()
    with pytest.raises(LibraryPartMissing) as refused:
        read_table(str(tmp_path / "lib.hdr"))
    assert refused.value.facts == {"library": "lib.hdr", "missing": "lib.sli"}


def test_a_scene_is_no_library(tmp_path):
    path = written(tmp_path, leave_out=("spectra names",), file_type="ENVI Standard", bands=4)
    with pytest.raises(LibraryFormatUnknown):
        read_table(str(path))


def test_numbers_that_would_take_all_the_memory_are_refused_before_they_are_read(tmp_path):
    path = write_sli(tmp_path / "lib.sli", np.array([ALUNITE], np.float32), ["alunite"], lines=5_000_000)
    with open(path, "r+b") as file:
        file.truncate(5_000_000 * 16)
    with pytest.raises(LibraryTooLarge) as refused:
        read_library(path)
    assert refused.value.facts == {"library": "lib.sli", "found": 77, "most": 72}


def test_more_spectra_than_any_library_has_are_refused_before_they_are_read(tmp_path):
    path = write_sli(tmp_path / "lib.sli", np.array([ALUNITE], np.float32), ["alunite"], lines=100_001)
    with open(path, "r+b") as file:
        file.truncate(100_001 * 4 * len(ALUNITE))
    with pytest.raises(LibraryTooLong):
        read_library(path)
