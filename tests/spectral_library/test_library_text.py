# SPDX-License-Identifier: GPL-2.0-or-later
"""Numbers and units as people write them."""

import math

import pytest

from mineral_prune_plugin.errors import LibraryNumberUnreadable
from mineral_prune_plugin.spectral_library.library_text import is_number, number, unit_in


@pytest.mark.parametrize("text", ["2.5", " -1e3 ", "+.5", "-1.2300000e+034"])
def test_a_number(text):
    assert is_number(text) and number(text, "lib", 1) == float(text)


@pytest.mark.parametrize("text", ["", " ", "NaN", "n/a", "-"])
def test_a_blank_is_no_number_but_may_stand_for_one(text):
    assert not is_number(text) and math.isnan(number(text, "lib", 1))


@pytest.mark.parametrize("text", ["inf", "two", "1,5", "0x10"])
def test_what_is_no_number(text):
    assert not is_number(text)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Wavelength (nm)", "nm"),
        ("wavelength_um", "um"),
        ("Wavelengths in microns 224ch", "microns"),
        ("\u00b5m", "\u00b5m"),
        ("NANOMETERS", "nanometers"),
        ("cm-1", "cm-1"),
        ("Mineral M 1 m", ""),
        ("", ""),
    ],
)
def test_the_unit_in_a_text(text, unit):
    assert unit_in(text) == unit


@pytest.mark.parametrize("text", ["0.4_5", "1_000", "0.\u0664\u0665", "\uff10.45"])
def test_numbers_that_only_python_reads_are_none(text):
    assert not is_number(text)
    with pytest.raises(LibraryNumberUnreadable):
        number(text, "lib.csv", 3)
