# SPDX-License-Identifier: GPL-2.0-or-later
"""Tables of spectra in both directions, with every mark between cells."""

import tracemalloc

import numpy as np
import pytest

from mineral_prune_plugin.errors import (
    LibraryNumberUnreadable,
    LibraryRowLength,
    LibraryTableAmbiguous,
    LibraryTooLong,
)
from mineral_prune_plugin.spectral_library.csv_library import read_csv
from mineral_prune_plugin.spectral_library.library_text import MOST
from mineral_prune_plugin.spectral_library.read_library import read_library, read_table

DOWN = "wavelength_um,Alunite 1,Calcite 1\n2.0,0.5,0.7\n2.1,0.25,0.71\n2.2,0.4,0.3\n"
ACROSS = "name,2.0,2.1,2.2\nAlunite 1,0.5,0.25,0.4\nCalcite 1,0.7,0.71,0.3\n"


def written(folder, text):
    path = folder / "lib.csv"
    path.write_bytes(text.encode("utf-8"))
    return path


@pytest.mark.parametrize("text", [DOWN, ACROSS], ids=["down", "across"])
@pytest.mark.parametrize(
    "change",
    [
        lambda text: text,
        lambda text: text.replace(",", ";"),
        lambda text: text.replace(",", "\t"),
        lambda text: text.replace(",", ";").replace(".", ","),
        lambda text: "\ufeff" + text.replace("\n", "\r\n"),
        lambda text: text.replace("\n", "\r"),
        lambda text: "# made by hand\n\n" + text + "\n\n",
    ],
    ids=["commas", "semicolons", "tabs", "decimal commas", "Windows", "old Macintosh", "comments and blank lines"],
)
def test_both_directions_with_every_mark(tmp_path, text, change):
    (library,) = read_library(written(tmp_path, change(text)))
    assert library.names == ("Alunite 1", "Calcite 1")
    assert library.wavelengths_um.tolist() == [2.0, 2.1, 2.2]
    assert library.reflectance.tolist() == np.float32([[0.5, 0.25, 0.4], [0.7, 0.71, 0.3]]).tolist()


def test_what_is_written_is_read_to_the_last_bit(tmp_path):
    values = np.random.default_rng(0).random((5, 7), dtype=np.float32)
    um = np.linspace(0.4, 2.5, 7)
    lines = ["name;" + ";".join(map(repr, um.tolist()))]
    lines += [f"mineral {row};" + ";".join(map(repr, line)) for row, line in enumerate(values.tolist())]
    (library,) = read_library(written(tmp_path, "\n".join(lines)))
    assert library.reflectance.tobytes() == values.tobytes() and library.wavelengths_um.tobytes() == um.tobytes()


def test_a_row_of_thousands_of_wavelengths(tmp_path):
    um = np.linspace(0.35, 2.5, 2151).round(6)
    text = "name," + ",".join(map(str, um)) + "\nAlunite," + ",".join(["0.5"] * 2151) + "\n"
    assert read_library(written(tmp_path, text))[0].wavelengths_um.tolist() == um.tolist()


@pytest.mark.parametrize("cell", ["Wavelength (nm)", "wavelength_nm", "nm", "lambda [Nanometers]"])
def test_the_first_cell_may_name_the_unit(tmp_path, cell):
    table = read_table(str(written(tmp_path, f"{cell},Alunite\n350,0.5\n400,0.4\n")))
    assert table.unit in ("nm", "nanometers")


def test_a_quoted_name_keeps_its_comma(tmp_path):
    text = DOWN.replace("Alunite 1", '"Alunite, fine"')
    assert read_table(str(written(tmp_path, text))).names == ("Alunite, fine", "Calcite 1")


def test_percent_where_every_name_says_so(tmp_path):
    text = "um,Alunite (%),Calcite [percent]\n2.0,50,70\n2.1,25,71\n"
    (library,) = read_library(written(tmp_path, text))
    assert library.names == ("Alunite", "Calcite")
    assert library.reflectance == pytest.approx(np.array([[0.5, 0.25], [0.7, 0.71]]))


def test_percent_of_some_names_only_are_no_unit(tmp_path):
    table = read_table(str(written(tmp_path, "um,Alunite (%),Calcite\n2.0,50,70\n2.1,25,71\n")))
    assert table.names == ("Alunite (%)", "Calcite") and table.scale is None


def test_a_share_in_a_name_is_no_unit(tmp_path):
    text = DOWN.replace("Alunite 1", "Hematite 2%+98%Qtz")
    assert read_table(str(written(tmp_path, text))).scale is None


def test_blank_cells_are_missing(tmp_path):
    (library,) = read_library(written(tmp_path, ACROSS.replace("0.25", "").replace("0.71", "NA")))
    assert np.isnan(library.reflectance).tolist() == [[False, True, False]] * 2


def test_ragged_row(tmp_path):
    with pytest.raises(LibraryRowLength) as refused:
        read_library(written(tmp_path, DOWN + "2.3,0.1\n"))
    assert refused.value.facts == {"library": "lib.csv", "line": 5, "expected": 3, "found": 2}


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_word_for_a_number(tmp_path, line_end):
    with pytest.raises(LibraryNumberUnreadable) as refused:
        read_library(written(tmp_path, DOWN.replace("0.71", "bright").replace("\n", line_end)))
    assert refused.value.facts == {"library": "lib.csv", "line": 3, "text": "bright"}


@pytest.mark.parametrize("text", ["2.0,0.5\n2.1,0.4\n", "x,1,2\n2.0,0.5,0.6\n2.1,0.4,0.6\n", "x,y\nz,0.4\n"])
def test_a_table_that_does_not_show_where_its_wavelengths_are(tmp_path, text):
    with pytest.raises(LibraryTableAmbiguous):
        read_library(written(tmp_path, text))


def test_a_table_of_many_records_takes_no_more_memory_than_a_few_times_its_text(tmp_path):
    path = tmp_path / "many.csv"
    path.write_text("wavelength (um),2.0,2.1,2.2\n" + "".join(f"alunite {n},0.51,0.52,0.53\n" for n in range(40_000)))
    tracemalloc.start()
    table = read_csv(path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert table.values.shape == (40_000, 3) and peak < 13 * path.stat().st_size


@pytest.mark.parametrize("across", [True, False])
def test_a_table_of_more_spectra_or_wavelengths_than_any_library_has_is_refused(tmp_path, across):
    path = tmp_path / "library.csv"
    rows = [f"alunite {row},0.5,0.4" if across else f"{2 + row * 1e-6:.6f},0.5,0.4" for row in range(MOST + 1)]
    path.write_text("\n".join(["wavelength (um),2.1,2.2" if across else "wavelength (um),alunite,kaolinite", *rows]))
    with pytest.raises(LibraryTooLong, match="library.csv has more than 100000 spectra or wavelengths"):
        read_csv(path)
    path.write_text("\n".join(path.read_text().split("\n")[:-1]))
    assert read_csv(path).values.shape == ((MOST, 2) if across else (2, MOST))
