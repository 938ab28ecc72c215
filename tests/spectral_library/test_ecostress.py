# SPDX-License-Identifier: GPL-2.0-or-later
"""Spectra of the ECOSTRESS and ASTER libraries."""

import numpy as np
import pytest
from making import Watcher
from spectra_files import write_ecostress

from mineral_prune_plugin.errors import (
    LibraryNumberUnreadable,
    LibraryQuantityUnsuitable,
    LibraryRowLength,
    LibraryTooShort,
)
from mineral_prune_plugin.spectral_library.read_library import read_library

POINTS = [(2.0, 50.0), (2.1, 25.0), (2.2, 40.0)]


@pytest.mark.parametrize("points", [POINTS, POINTS[::-1]], ids=["ascending", "descending"])
def test_percent_become_reflectance_in_ascending_order(tmp_path, points):
    (library,) = read_library(write_ecostress(tmp_path / "alunite.spectrum.txt", points))
    assert library.names == ("Alunite KAl3(SO4)2(OH)6 SO-4A",)
    assert library.wavelengths_um.tolist() == [2.0, 2.1, 2.2]
    assert library.reflectance[0].tolist() == pytest.approx([0.5, 0.25, 0.4])


@pytest.mark.parametrize("unit", ["Reflectance (percentage)", "reflectence (percent)", "Reflectance (%)"])
def test_percent_are_spelt_in_several_ways(tmp_path, unit):
    (library,) = read_library(write_ecostress(tmp_path / "a.txt", POINTS, Y_Units=unit))
    assert library.reflectance[0, 0] == pytest.approx(0.5)


def test_another_unit_of_wavelength_is_heeded(tmp_path):
    points = [(2000, 0.5), (2100, 0.25)]
    keys = {"X_Units": "Wavelength (nanometers)", "Y_Units": "Reflectance"}
    watcher = Watcher()
    (library,) = read_library(write_ecostress(tmp_path / "a.txt", points, **keys), watcher.progress)
    assert watcher.notices == []
    assert library.wavelengths_um == pytest.approx([2.0, 2.1]) and library.reflectance[0, 0] == pytest.approx(0.5)


def test_a_mark_of_byte_order_is_no_part_of_the_first_key(tmp_path):
    path = write_ecostress(tmp_path / "a.txt", POINTS)
    path.write_text("\ufeff" + path.read_text(), encoding="utf-8")
    assert read_library(path)[0].names == ("Alunite KAl3(SO4)2(OH)6 SO-4A",)


def test_a_description_that_begins_with_a_number_is_no_point(tmp_path):
    path = write_ecostress(tmp_path / "a.txt", POINTS)
    path.write_text(path.read_text().replace("Type: mineral\n", "Type: mineral\n2.5 60\n"))
    assert read_library(path)[0].wavelengths_um.tolist() == [2.0, 2.1, 2.2]


def test_a_point_without_its_value_is_missing_and_one_at_zero_is_left_out(tmp_path):
    path = write_ecostress(tmp_path / "a.txt", [(0.0, 9.0), *POINTS, (2.3,)])
    (library,) = read_library(path)
    assert library.wavelengths_um.tolist() == [2.0, 2.1, 2.2, 2.3]
    assert np.isnan(library.reflectance[0]).tolist() == [False, False, False, True]


def test_short_file(tmp_path):
    with pytest.raises(LibraryTooShort) as refused:
        read_library(write_ecostress(tmp_path / "a.txt", POINTS, count=2100))
    assert refused.value.facts == {"library": "a.txt", "expected": "2100", "found": 3}


@pytest.mark.parametrize("quantity", ["Transmittance (percent)", "Emissivity"])
def test_another_quantity(tmp_path, quantity):
    with pytest.raises(LibraryQuantityUnsuitable) as refused:
        read_library(write_ecostress(tmp_path / "a.txt", POINTS, Y_Units=quantity))
    assert refused.value.facts == {"library": "a.txt", "quantity": quantity}


def test_a_word_and_a_third_number_among_the_points(tmp_path):
    with pytest.raises(LibraryNumberUnreadable) as refused:
        read_library(write_ecostress(tmp_path / "a.txt", [*POINTS, ("x", 3)]))
    assert refused.value.facts["text"] == "x"
    with pytest.raises(LibraryRowLength) as refused:
        read_library(write_ecostress(tmp_path / "a.txt", [*POINTS, (2.3, 3, 4)]))
    assert refused.value.facts["expected"] == 2 and refused.value.facts["found"] == 3
