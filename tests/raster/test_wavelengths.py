# SPDX-License-Identifier: GPL-2.0-or-later
"""Wavelengths become micrometres, whatever the unit."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mineral_prune_plugin.errors import WavelengthsImplausible
from mineral_prune_plugin.raster.wavelengths import UNITS_UM, WAVENUMBER_UNITS, Wavelengths, to_micrometres

some_um = st.lists(st.floats(0.2, 90.0), min_size=1, max_size=8).map(np.array)
spellings = st.sampled_from([str.upper, str.title, str.lower, lambda unit: f" {unit} "])


@given(some_um, st.sampled_from(sorted(UNITS_UM)), spellings)
def test_every_unit_and_spelling_gives_the_same_micrometres(um, unit, spelt):
    centres, assumed = to_micrometres(um / UNITS_UM[unit], spelt(unit), "raster")
    assert assumed is None
    assert centres == pytest.approx(um, rel=1e-12)


@given(some_um, st.sampled_from(WAVENUMBER_UNITS))
def test_wavenumbers_are_reciprocal(um, unit):
    assert to_micrometres(1e4 / um, unit, "raster")[0] == pytest.approx(um, rel=1e-12)


@pytest.mark.parametrize(("largest", "taken_as"), [(99.9, "micrometres"), (100.0, "nanometres"), (14.0, "micrometres")])
def test_numbers_without_a_unit_below_100_are_micrometres(largest, taken_as):
    values = np.array([np.nan, largest])
    if largest == 100.0:
        values[0] = 400.0
    assert to_micrometres(values, "", "raster")[1] == taken_as


@pytest.mark.parametrize("value", [0.0, -2.0, 0.09, 101.0])
def test_what_no_sensor_measures_is_refused_with_its_facts(value):
    with pytest.raises(WavelengthsImplausible) as refused:
        to_micrometres(np.array([2.0, value]), "um", "dull.img")
    low, high = sorted((2.0, value))
    assert refused.value.facts == {"raster": "dull.img", "first": low, "last": high, "unit": "um"}


def test_nanometres_and_micrometres_make_equal_wavelengths():
    assert Wavelengths.from_nm([2000, 2100], [9, 10]) == Wavelengths.from_um([2.0, 2.1], [0.009, 0.010])


def test_widths_are_known_for_every_band_or_for_none():
    assert Wavelengths.from_um([2.0, 2.1], [0.01, np.nan]).widths_um is None
    assert Wavelengths.from_um([2.0, 2.1]).widths_um is None
