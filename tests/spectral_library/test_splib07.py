# SPDX-License-Identifier: GPL-2.0-or-later
"""The USGS library as ASCII: spectra whose wavelengths and widths stand in files of their own."""

import numpy as np
import pytest
from making import Watcher
from spectra_files import ALUNITE, CALCITE, UM, write_values

from mineral_prune_plugin.errors import LibraryHasNoWavelengths, LibraryNumberUnreadable
from mineral_prune_plugin.spectral_library.read_library import read_library
from mineral_prune_plugin.spectral_library.splib07 import spectrometer

TITLE = " splib07a Record=1142: Alunite GDS84 Na03            BECKb AREF"


def write_bands(folder, kind="Wavelengths", spectrometer_name="BECK Beckman 2.0-2.3 microns", values=UM):
    title = f" splib07a Record=1: {kind} {spectrometer_name}"
    return write_values(folder / f"{kind}_{spectrometer_name}.txt".replace(" ", "_"), title, values)


def test_a_spectrum_finds_its_bands_in_its_folder(tmp_path):
    path = write_values(tmp_path / "alunite.txt", TITLE, ALUNITE)
    write_bands(tmp_path)
    write_bands(tmp_path, "Bandpass (FWHM)", values=(0.01, 0.01, 0.02, 0.02))
    (library,) = read_library(path)
    assert library.names == ("Alunite GDS84 Na03 BECKb AREF",) and library.sources == ("alunite.txt",)
    assert library.wavelengths_um.tolist() == list(UM)
    assert library.widths_um.tolist() == [0.01, 0.01, 0.02, 0.02]
    assert library.reflectance[0].tolist() == pytest.approx(ALUNITE)


def test_the_bands_may_lie_one_folder_above_as_the_usgs_delivers_them(tmp_path):
    (tmp_path / "ChapterM_Minerals").mkdir()
    path = write_values(tmp_path / "ChapterM_Minerals" / "alunite.txt", TITLE, ALUNITE)
    write_bands(tmp_path)
    assert read_library(path)[0].wavelengths_um.tolist() == list(UM)


def test_deleted_points_are_missing(tmp_path):
    path = write_values(tmp_path / "alunite.txt", TITLE, (-1.2300000e34, *ALUNITE[1:]))
    write_bands(tmp_path)
    assert np.isnan(read_library(path)[0].reflectance[0]).tolist() == [True, False, False, False]


def test_of_bands_as_many_those_of_the_spectrometer_in_the_title(tmp_path):
    path = write_values(tmp_path / "alunite.txt", TITLE.replace("BECKb", "ASDFRb"), ALUNITE)
    write_bands(tmp_path, values=[value + 0.05 for value in UM])
    write_bands(tmp_path, spectrometer_name="ASD 2.0-2.3 microns 4 ch")
    for name, width in (("ASDFR StandardResolution", 0.011), ("ASDHR High-Resolution", 0.006)):
        write_bands(tmp_path, "Bandpass (FWHM)", name, (width,) * 4)
    (library,) = read_library(path)
    assert library.wavelengths_um.tolist() == list(UM)
    assert library.widths_um.tolist() == [0.011] * 4


def test_a_folder_of_two_spectrometers_is_two_libraries(tmp_path):
    write_values(tmp_path / "a.txt", TITLE, ALUNITE)
    write_values(tmp_path / "b.txt", TITLE.replace("Alunite GDS84", "Calcite WS272"), CALCITE)
    write_values(tmp_path / "c.txt", TITLE.replace("BECKb", "NIC4b"), (0.1, 0.2, 0.3))
    write_values(tmp_path / "errors.txt", " splib07a Record=1143:  error bars to preceding", (0.01,) * 4)
    write_bands(tmp_path)
    write_bands(tmp_path, spectrometer_name="NIC4 Nicolet microns", values=(1.9, 2.0, 2.5))
    beckman, nicolet = read_library(tmp_path)
    assert beckman.sources == ("a.txt", "b.txt") and nicolet.sources == ("c.txt",)
    assert nicolet.wavelengths_um.tolist() == [1.9, 2.0, 2.5]


@pytest.mark.parametrize(
    "others", [(), (UM[:3],), (UM, (2.0, 2.1, 2.2, 2.4))], ids=["none", "shorter", "two that differ"]
)
def test_no_wavelengths_that_are_sure(tmp_path, others):
    path = write_values(tmp_path / "alunite.txt", TITLE, ALUNITE)
    for number, values in enumerate(others):
        write_bands(tmp_path, spectrometer_name=f"sensor {number}", values=values)
    with pytest.raises(LibraryHasNoWavelengths) as refused:
        read_library(path)
    assert refused.value.facts == {"library": "alunite.txt", "bands": 4}


def test_wavelengths_of_high_resolution_are_no_widths(tmp_path):
    path = write_values(tmp_path / "alunite.txt", TITLE, ALUNITE)
    write_bands(tmp_path, spectrometer_name="BECK high resolution microns")
    watcher = Watcher()
    (library,) = read_library(path, watcher.progress)
    assert library.widths_um is None and watcher.notices == []


def test_a_letter_or_two_in_common_make_no_spectrometer(tmp_path):
    path = write_values(tmp_path / "aspen.txt", TITLE.replace("BECKb", "AVIRISb"), ALUNITE)
    write_bands(tmp_path, spectrometer_name="ASD 4 ch")
    write_bands(tmp_path, spectrometer_name="NIC4 4 ch", values=(2.0, 2.1, 2.2, 2.5))
    with pytest.raises(LibraryHasNoWavelengths):
        read_library(path)


def test_a_word_among_the_values(tmp_path):
    path = write_values(tmp_path / "alunite.txt", TITLE, ALUNITE)
    path.write_text(path.read_text() + "end\n")
    with pytest.raises(LibraryNumberUnreadable) as refused:
        read_library(path)
    assert refused.value.facts == {"library": "alunite.txt", "line": 6, "text": "end"}


@pytest.mark.parametrize(
    ("title", "code"),
    [(TITLE, "BECK"), ("Alunite x ASDFRa AREF", "ASDFR"), ("Aspen AVIRISb RTGC", "AVIRIS"), ("Alunite", "")],
)
def test_the_spectrometer_of_a_title(title, code):
    assert spectrometer(title) == code
