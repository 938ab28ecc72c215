# SPDX-License-Identifier: GPL-2.0-or-later
"""A library is told by its content; a folder is all the libraries in it."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from making import Watcher
from spectra_files import ALUNITE, CALCITE, UM, write_ecostress, write_sli, write_values

from mineral_prune_plugin.errors import (
    Cancelled,
    LibraryEmpty,
    LibraryFormatUnknown,
    LibraryPartMissing,
    LibraryTooLarge,
    LibraryUnreadable,
    MineralPruneError,
)
from mineral_prune_plugin.notices import LibraryFilesSkipped
from mineral_prune_plugin.spectral_library import library_text
from mineral_prune_plugin.spectral_library.read_library import read_library


def folder_of_all(folder):
    (folder / "b").mkdir()
    write_sli(folder / "one.sli", np.array([ALUNITE], np.float32), ["Alunite"], wavelength=UM, wavelength_units="um")
    write_ecostress(folder / "b" / "two.spectrum.txt", [(2.0, 50), (2.1, 40)])
    write_values(folder / "three.txt", " splib07a Record=7: Calcite WS272 BECKb AREF", CALCITE)
    write_values(folder / "bands.txt", " splib07a Record=1: Wavelengths BECK microns", UM)
    (folder / "b" / "four.csv").write_text("um,Quartz\n2.0,0.5\n2.1,0.4\n")
    return folder


def test_a_folder_and_those_below_in_one_order(tmp_path):
    watcher = Watcher()
    libraries = read_library(folder_of_all(tmp_path), watcher.progress)
    assert [library.sources for library in libraries] == [
        ("four.csv",),
        ("two.spectrum.txt",),
        ("one.sli",),
        ("three.txt",),
    ]
    assert watcher.notices == [] and watcher.shown == sorted(watcher.shown)


def test_spectra_with_the_same_bands_are_one_library(tmp_path):
    for name, percent in (("a", 10), ("b", 20), ("c", 30)):
        write_ecostress(tmp_path / f"{name}.txt", [(2.0, percent), (2.1, 40)], name=f"mineral {name}")
    (library,) = read_library(tmp_path)
    assert library.reflectance[:, 0].tolist() == pytest.approx([0.1, 0.2, 0.3])
    assert library.title == tmp_path.name and library.sources == ("a.txt", "b.txt", "c.txt")
    assert library.names == ("mineral a SO-4A", "mineral b SO-4A", "mineral c SO-4A")
    some = library.some([2, 0])
    assert some.names == ("mineral c SO-4A", "mineral a SO-4A") and some.sources == ("c.txt", "a.txt")
    assert some.reflectance[:, 0].tolist() == pytest.approx([0.3, 0.1])


def test_as_many_bands_elsewhere_are_another_library(tmp_path):
    write_ecostress(tmp_path / "a.txt", [(2.0, 50), (2.1, 40)])
    write_ecostress(tmp_path / "b.txt", [(2.0, 50), (2.2, 40)])
    first, second = read_library(tmp_path)
    assert first.wavelengths_um.tolist() == [2.0, 2.1] and second.wavelengths_um.tolist() == [2.0, 2.2]


def test_files_that_are_no_spectra_of_reflectance_are_told(tmp_path):
    folder_of_all(tmp_path)
    (tmp_path / "README.md").write_text("Spectra of minerals.\nMany.\n")
    (tmp_path / "one.txt").write_text("About one.sli\n")
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8\0\0")
    write_ecostress(tmp_path / "b" / "glass.txt", [(2.0, 50), (2.1, 40)], Y_Units="Transmittance (percent)")
    watcher = Watcher()
    assert len(read_library(tmp_path, watcher.progress)) == 4
    (notice,) = watcher.notices_of(LibraryFilesSkipped)
    assert notice.facts["files"] == 4 and "README.md" in notice.facts["shown"]


def test_a_folder_without_spectra(tmp_path):
    with pytest.raises(LibraryEmpty) as refused:
        read_library(tmp_path)
    assert refused.value.facts == {"library": tmp_path.name}


def test_cancelling_stops_between_files(tmp_path):
    watcher = Watcher(cancel_after=2)
    with pytest.raises(Cancelled):
        read_library(folder_of_all(tmp_path), watcher.progress)
    assert len(watcher.shown) == 2


@pytest.mark.parametrize(
    "data", [b"", b"word", b"two\nlines\n", b"\x89PNG\0\0", b"1\n2\n3\n", b"x,a\n1,2\n2,3\n\0", b"a,b\nc,d\n"]
)
def test_any_other_file(tmp_path, data):
    (tmp_path / "lib.txt").write_bytes(data)
    with pytest.raises(LibraryFormatUnknown) as refused:
        read_library(tmp_path / "lib.txt")
    assert refused.value.facts == {"library": "lib.txt"}


def test_a_sli_without_a_header_says_what_is_missing(tmp_path):
    (tmp_path / "lib.sli").write_bytes(b"\0" * 16)
    with pytest.raises(LibraryPartMissing) as refused:
        read_library(tmp_path / "lib.sli")
    assert refused.value.facts == {"library": "lib.sli", "missing": "lib.hdr"}


def test_a_text_beside_an_envi_library_of_the_same_name_is_not_its_numbers(tmp_path):
    write_sli(tmp_path / "lib.sli", np.array([ALUNITE], np.float32), ["Alunite"], wavelength=UM)
    (tmp_path / "lib.csv").write_text("um,Quartz\n2.0,0.5\n2.1,0.4\n")
    assert read_library(tmp_path / "lib.csv")[0].names == ("Quartz",)


WHOLE = {
    "sli": lambda path: write_sli(path, np.array([ALUNITE], "f4"), ["Alunite, {a}"], fwhm=[0.01] * 4, wavelength=UM),
    "txt": lambda path: write_ecostress(path, [(2.0, 50), (2.1, 40)]),
    "asc": lambda path: write_values(path, " splib07a Record=7: Calcite WS272 BECKb AREF", CALCITE),
    "csv": lambda path: Path(path).write_text("um,Quartz (%),B (%)\n2.0,0.5,1\n2.1,0.4,1\n"),
}


@pytest.mark.parametrize("ending", WHOLE)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_damaged_file_is_read_or_refused_in_a_sentence(tmp_path, ending, data):
    write_values(tmp_path / "bands.txt", "Wavelengths BECK microns", UM)
    WHOLE[ending](tmp_path / f"lib.{ending}")
    path = tmp_path / ("lib.hdr" if ending == "sli" else f"lib.{ending}")
    whole = path.read_bytes()
    place = data.draw(st.integers(0, len(whole)))
    part = data.draw(
        st.one_of(st.binary(max_size=4), st.sampled_from([b"\n", b"{", b"}", b",", b"=", b"-", b"9" * 20, b"\xb2"]))
    )
    damaged = whole[:place] + part + whole[place + data.draw(st.integers(0, 30)) :]
    path.write_bytes(damaged)
    try:
        libraries = read_library(path)
    except MineralPruneError as refused:
        assert str(refused)
    else:
        assert all(np.all(np.diff(library.wavelengths_um) > 0) for library in libraries)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(LibraryUnreadable) as refused:
        read_library(tmp_path / "lib.sli")
    assert refused.value.facts["reason"] == "No such file or directory"


def test_a_text_that_is_too_large(tmp_path, monkeypatch):
    (tmp_path / "lib.csv").write_text("um,Quartz\n2.0,0.5\n2.1,0.4\n" + " " * 2**20)
    with pytest.raises(LibraryTooLarge) as refused:
        library_text.read_text(tmp_path / "lib.csv", most_mb=1)
    assert refused.value.facts == {"library": "lib.csv", "found": 2, "most": 1}


def test_names_in_the_western_code_page_of_windows(tmp_path):
    (tmp_path / "lib.csv").write_bytes("\u00b5m,Cer\u00e9tite\n2.0,0.5\n2.1,0.4\n".encode("cp1252"))
    (library,) = read_library(tmp_path / "lib.csv")
    assert library.names == ("Cer\u00e9tite",)
