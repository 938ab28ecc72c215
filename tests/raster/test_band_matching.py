# SPDX-License-Identifier: GPL-2.0-or-later
"""Bands are chosen by range and matched by wavelength, in whatever order a raster has them."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mineral_prune_plugin.errors import (
    BandCountDiffers,
    BandNamesMissing,
    BandNumbersDiffer,
    BandsMissing,
    BandsNotBridged,
    NoBandInRange,
    RangeNeedsWavelengths,
    RasterHasNoWavelengths,
)
from mineral_prune_plugin.raster.band_matching import choose_bands, match_bands
from mineral_prune_plugin.raster.band_numbers import BandNumbers
from mineral_prune_plugin.raster.band_table import BandTable
from mineral_prune_plugin.raster.raster_notices import (
    BandsBeyondEnds,
    BandsOfZerosUsed,
    BandsShifted,
    BandsTakenInOrder,
)
from mineral_prune_plugin.raster.wavelengths import Wavelengths


def table(centres, bad=(), names=()):
    centres = np.array(centres, dtype=np.float64)
    n = len(centres)
    good = ~np.isin(np.arange(1, n + 1), bad)
    nan = np.full(n, np.nan)
    return BandTable(centres, nan, good, np.ones(n), np.zeros(n), (None,) * n, False, names)


def needs(*centres):
    return Wavelengths.from_um(centres)


# Choosing.


def test_a_range_includes_both_its_ends():
    assert choose_bands(table([1.9, 2.0, 2.1, 2.2, 2.3]), "r", (2.0, 2.2)).numbers == (2, 3, 4)


def test_bands_are_sorted_by_wavelength_and_each_wavelength_is_taken_once():
    assert choose_bands(table([2.3, 2.1, 2.2, 2.1, np.nan]), "r").numbers == (2, 3, 1)


def test_bad_bands_are_not_chosen():
    assert choose_bands(table([2.0, 2.1, 2.2], bad=(2,)), "r").numbers == (1, 3)


def test_a_raster_without_wavelengths_gives_its_good_bands_in_order():
    assert choose_bands(table([np.nan] * 4, bad=(1,)), "r").numbers == (2, 3, 4)


def test_a_range_needs_wavelengths():
    with pytest.raises(RangeNeedsWavelengths) as refused:
        choose_bands(table([np.nan] * 3), "r", (2.0, 2.5))
    assert refused.value.facts == {"raster": "r", "lowest": 2.0, "highest": 2.5}


def test_a_range_without_a_good_band_is_refused():
    with pytest.raises(NoBandInRange) as refused:
        choose_bands(table([2.0, 2.1, 2.2], bad=(2,)), "r", (2.05, 2.15))
    assert refused.value.facts == {"raster": "r", "lowest": 2.05, "highest": 2.15, "bands": 3}
    with pytest.raises(NoBandInRange):
        choose_bands(table([np.nan, np.nan], bad=(1, 2)), "r")


# Meeting.


def test_each_needed_band_takes_the_nearest_within_tolerance():
    selection = match_bands(needs(2.0, 2.1, 2.2), table([2.004, 1.999, 2.1049, 2.196]), "r", 3)
    assert selection.numbers == (2, 3, 4) and selection.weights is None


def test_a_band_just_beyond_the_tolerance_is_missing():
    with pytest.raises(BandsMissing) as refused:
        match_bands(needs(2.0, 2.1, 2.2), table([2.0, 2.1051, 2.2]), "scene.tif", 3)
    assert type(refused.value) is BandsMissing
    assert refused.value.facts == {
        "bands": 3, "first": 2.0, "last": 2.2, "raster": "scene.tif", "found": 2, "missing": "2.100"
    }  # fmt: skip


def test_a_message_lists_five_missing_bands_at_most():
    with pytest.raises(BandsMissing) as refused:
        match_bands(needs(*np.arange(2.0, 2.6, 0.1)), table([1.0]), "r", 6)
    assert refused.value.facts["missing"] == "2.000, 2.100, 2.200, 2.300, 2.400, ..."


def test_a_bad_band_does_not_stand_for_a_needed_one():
    with pytest.raises(BandsMissing) as refused:
        match_bands(needs(2.0, 2.1), table([2.0, 2.1], bad=(2,)), "r", 2)
    assert refused.value.facts["missing"] == "2.100"
    with pytest.raises(BandsMissing) as refused:
        match_bands(needs(2.0, 2.1), table([2.0, 2.1], bad=(1, 2)), "r", 2, interpolate=True)
    assert refused.value.facts["found"] == 0


@given(st.permutations(range(6)))
def test_the_order_of_a_rasters_bands_is_no_matter(order):
    centres = np.array([2.0, 2.05, 2.1, 2.15, 2.2, 2.25])
    selection = match_bands(needs(*centres), table(centres[order]), "r", 6)
    assert [order[number - 1] for number in selection.numbers] == [0, 1, 2, 3, 4, 5]


@given(st.permutations(range(9)), st.lists(st.floats(2.0, 2.32), min_size=1, max_size=6), st.floats(-5, 5))
def test_interpolation_is_exact_for_linear_spectra(order, wanted, slope):
    centres = (2.0 + 0.04 * np.arange(9))[order]
    wanted = np.sort(wanted)
    selection = match_bands(needs(*wanted), table(centres), "r", len(wanted), interpolate=True, tolerance_um=1e-9)
    line = (3.0 + slope * centres).astype(np.float32)[:, None]
    read = line[np.array(selection.numbers) - 1]
    assert selection.apply(read)[:, 0] == pytest.approx(3.0 + slope * wanted, abs=2e-5)


def test_bands_within_tolerance_are_taken_as_they_are_even_when_others_are_interpolated():
    selection = match_bands(needs(2.0, 2.12), table([2.003, 2.1, 2.14]), "r", 2, interpolate=True)
    values = np.array([[10.0], [20.0], [40.0]], np.float32)
    assert selection.numbers == (1, 2, 3)
    assert selection.apply(values)[:, 0] == pytest.approx([10.0, 30.0])


def test_a_gap_wider_than_50_nm_is_not_bridged():
    match_bands(needs(2.02), table([2.0, 2.05]), "r", 1, interpolate=True)
    with pytest.raises(BandsNotBridged) as refused:
        match_bands(needs(2.02), table([2.0, 2.051]), "r", 1, interpolate=True)
    assert (refused.value.facts["found"], refused.value.facts["missing"]) == (0, "2.020")


@pytest.mark.parametrize("wanted", [1.9799, 2.1401])
def test_nothing_is_extrapolated_by_half_the_spacing_or_more(wanted):
    with pytest.raises(BandsNotBridged):
        match_bands(needs(wanted), table([2.0, 2.04, 2.08, 2.12]), "r", 1, interpolate=True)


@pytest.mark.parametrize(
    "wanted, widths, centres, taken",
    [
        (1.992, (0.02, 0.02), (2.0, 2.02, 2.04), True),  # 8 nm before the first band, of 20 nm
        (2.049, (0.02, 0.02), (2.0, 2.02, 2.04), True),
        (2.0501, (0.02, 0.02), (2.0, 2.02, 2.04), False),  # half a width
        (1.992, (0.015, 0.015), (2.0, 2.02, 2.04), False),
        (1.992, None, (2.0, 2.02, 2.04), True),  # no widths: half the spacing of the raster's last two bands
        (1.992, None, (2.0, 2.012, 2.04), False),
        (2.052, None, (2.0, 2.012, 2.04), True),
        (2.110, (0.2, 0.2), (2.0, 2.02, 2.08), False),  # never by more than half of what is bridged
    ],
)
def test_just_beyond_the_ends_the_end_is_taken_and_it_is_said(wanted, widths, centres, taken):
    needed = Wavelengths.from_um(sorted((wanted, 2.02)), widths)
    if not taken:
        with pytest.raises(BandsNotBridged):
            match_bands(needed, table(centres), "r", 2, interpolate=True)
        return
    selection = match_bands(needed, table(centres), "r", 2, interpolate=True)
    (notice,) = selection.notices
    assert isinstance(notice, BandsBeyondEnds) and notice.facts["bands"] == 1
    assert f"{min(abs(wanted - centres[0]), abs(wanted - centres[-1])):.4f} um beyond" in str(notice)
    values = np.array([centres[number - 1] for number in selection.numbers])
    made = selection.weights @ values  # of a spectrum that is its own wavelength
    assert made[0 if wanted < 2.02 else 1] == pytest.approx(centres[0] if wanted < 2.02 else centres[-1])
    with pytest.raises(BandsMissing):
        match_bands(needed, table(centres), "r", 2)


def test_two_bands_of_one_wavelength_do_not_break_interpolation():
    selection = match_bands(needs(2.02), table([2.0, 2.0, 2.04, 2.04]), "r", 1, interpolate=True)
    values = np.array([[1.0], [1.0], [3.0], [3.0]], np.float32)
    assert selection.apply(values[np.array(selection.numbers) - 1])[0, 0] == pytest.approx(2.0)


def test_a_raster_without_wavelengths_cannot_meet_a_model_that_has_them():
    with pytest.raises(RasterHasNoWavelengths) as refused:
        match_bands(needs(2.0, 2.4), table([np.nan] * 2), "plain.tif", 2)
    assert refused.value.facts == {"raster": "plain.tif", "bands": 2, "first": 2.0, "last": 2.4}


def test_a_model_without_wavelengths_goes_by_the_number_of_good_bands():
    assert match_bands(None, table([np.nan] * 4, bad=(2,)), "r", 3).numbers == (1, 3, 4)
    with pytest.raises(BandCountDiffers) as refused:
        match_bands(None, table([np.nan] * 4, bad=(2,)), "r", 4)
    assert refused.value.facts == {"raster": "r", "expected": 4, "found": 3}


# By name.


def named(*names, bad=()):
    return table([np.nan] * len(names), bad, names)


@pytest.mark.parametrize("needed", [("B2", "B3", "B11"), ("B11", "b3", "B2")])
def test_a_model_that_knows_names_takes_the_bands_that_have_them(needed):
    raster = named("B11", "B2", "B3", "B4", "")
    expected = {"b11": 1, "b2": 2, "b3": 3}
    selection = match_bands(None, raster, "r", 3, names=needed)
    assert selection.numbers == tuple(expected[name.lower()] for name in needed) and selection.notices == ()


@pytest.mark.parametrize(
    ("names", "missing"),
    [(("B2", "B3", "B8"), "B11"), (("B2", "", "B3"), "B11"), (("x", "y", "z"), "B2, B3, B11"),
     (("B2", "B3", "B11", "B11"), "B11"), (("B2", "B3 ", "band 3"), "B11"),
     (("Band 2", "Band 1", "Band 3"), "B2, B3, B11")],
)  # fmt: skip
def test_a_raster_with_other_names_is_refused(names, missing):
    with pytest.raises(BandNamesMissing) as refused:
        match_bands(None, named(*names), "r", 3, names=("B2", "B3", "B11"))
    facts = refused.value.facts
    assert (facts["raster"], facts["bands"], facts["missing"]) == ("r", 3, missing) and names[0] in facts["names"]


def test_a_named_band_that_is_bad_is_missing():
    with pytest.raises(BandNamesMissing):
        match_bands(None, named("B2", "B3", bad=(2,)), "r", 1, names=("B3",))


@pytest.mark.parametrize("names", [("", "", ""), ("Band 1", "band_2", "Band 3"), ()])
def test_without_names_on_either_side_bands_are_taken_in_order_and_it_is_said(names):
    for known, raster in ((("B2", "B3", "B11"), named(*names) if names else table([np.nan] * 3)),
                          (None, named("B2", "B3", "B11"))):  # fmt: skip
        selection = match_bands(None, raster, "r", 3, names=known)
        assert selection.numbers == (1, 2, 3)
        (notice,) = selection.notices
        assert isinstance(notice, BandsTakenInOrder) and notice.facts == {"raster": "r", "bands": 3}


def test_names_are_those_that_tell_bands_apart():
    assert named("B2", " B3 ", "B4").names_of([3, 2]) == ("B4", "B3")
    assert named("Band 8", "Band 4", "B2").names_of([1, 2, 3]) == ("Band 8", "Band 4", "B2")
    for names in (("B2", ""), ("B2", "b2"), ("B2", "Band 2"), ("Layer_1", "x"), ("B2", "02")):
        assert named(*names).names_of([1, 2]) is None


def test_bands_that_are_called_by_number_are_found_by_it():
    names = ("Band 8", "Band 4", "Band 2")
    raster = named(*(f"Band {number}" for number in range(1, 10)))
    assert match_bands(None, raster, "r", 3, names=names).numbers == (8, 4, 2)


# Numbers.


def trained_on(*numbers, total):
    return {"numbers": BandNumbers(numbers, total)}


def test_a_model_that_left_bands_out_takes_the_bands_with_its_numbers_and_says_so():
    for bad in ((), (3,)):
        selection = match_bands(None, table([np.nan] * 5, bad), "r", 4, **trained_on(1, 2, 4, 5, total=5))
        assert selection.numbers == (1, 2, 4, 5)
        assert [type(notice) for notice in selection.notices] == [BandsTakenInOrder]


def test_a_raster_of_the_models_bands_alone_gives_them_in_order():
    assert match_bands(None, table([np.nan] * 4), "r", 4, **trained_on(1, 2, 4, 5, total=5)).numbers == (1, 2, 3, 4)


@pytest.mark.parametrize(
    ("bands", "bad", "unusable"),
    [(5, (5,), "5"), (5, (3, 4), "3, 4"), (6, (), "-"), (6, (6, 2), "2, 6"), (4, (1,), "1")],
)
def test_a_raster_without_one_of_the_bands_that_the_model_knows_by_number_is_refused(bands, bad, unusable):
    with pytest.raises(BandNumbersDiffer) as refused:
        match_bands(None, table([np.nan] * bands, bad), "r", 4, **trained_on(1, 2, 4, 5, total=5))
    facts = {"raster": "r", "bands": 4, "total": 5, "without": "3", "found": bands, "unusable": unusable}
    assert refused.value.facts == facts


# Bands that are 0 at all pixels of a small raster.


def of_zeros(*zeros, um=(2.0, 2.1, 2.2, 2.3), **kind):
    return replace(table(um, bad=zeros, **kind), zeros=zeros)


def test_a_band_of_zeros_is_taken_where_the_model_needs_it_and_that_is_said():
    assert choose_bands(of_zeros(2, 4), "r").numbers == (1, 3)
    selection = match_bands(needs(2.0, 2.1, 2.2), of_zeros(2, 4), "r", 3)
    assert selection.numbers == (1, 2, 3)
    (notice,) = selection.notices
    assert isinstance(notice, BandsOfZerosUsed) and notice.serious
    assert notice.facts == {"raster": "r", "bands": 1, "shown": "2.100 um"}
    with pytest.raises(BandsMissing):
        match_bands(needs(2.0, 2.1, 2.2), table((2.0, 2.1, 2.2, 2.3), bad=(2,)), "r", 3)


def test_a_good_band_of_the_same_wavelength_goes_before_one_of_zeros():
    selection = match_bands(needs(2.0, 2.1), of_zeros(2, um=(2.0, 2.1, 2.103)), "r", 2)
    assert selection.numbers == (1, 3) and selection.notices == ()


def test_who_interpolates_makes_the_band_from_its_neighbours():
    selection = match_bands(needs(2.0, 2.025), of_zeros(2, um=(2.0, 2.025, 2.05)), "r", 2, interpolate=True)
    assert selection.numbers == (1, 3) and selection.notices == ()


@pytest.mark.parametrize("known", [{"names": ("b2", "b3")}, {"numbers": BandNumbers((2, 3), 3)}])
def test_bands_of_zeros_are_known_by_name_and_number_too(known):
    raster = of_zeros(3, um=[np.nan] * 3, names=("b1", "b2", "b3"))
    selection = match_bands(None, raster, "r", 2, **known)
    assert selection.numbers == (2, 3)
    assert selection.notices[-1].facts == {"raster": "r", "bands": 1, "shown": "band 3"}


def test_a_model_that_used_all_bands_takes_a_band_of_zeros_in_its_order():
    assert match_bands(None, of_zeros(3, um=[np.nan] * 3), "r", 3).numbers == (1, 2, 3)
    assert match_bands(None, of_zeros(3, um=[np.nan] * 3), "r", 2).numbers == (1, 2)


# Wide bands.

S2A, S2B = (1.6137, 2.2024), (1.6104, 2.1857)  # bands 11 and 12
WIDTHS = (0.091, 0.175)


def test_wide_bands_may_lie_further_off_and_it_is_said():
    selection = match_bands(Wavelengths.from_um(S2A, WIDTHS), table(S2B), "r", 2)
    assert selection.numbers == (1, 2) and selection.weights is None
    (notice,) = selection.notices
    assert isinstance(notice, BandsShifted) and notice.facts["bands"] == 1
    assert notice.facts["most"] == pytest.approx(0.0167)
    assert match_bands(Wavelengths.from_um(S2A, WIDTHS), table(S2A), "r", 2).notices == ()


@pytest.mark.parametrize(("widths", "found"), [(None, 1), ((0.091, 0.13), 1), ((0.01, 0.01), 1)])
def test_narrow_bands_and_bands_of_unknown_width_may_not(widths, found):
    with pytest.raises(BandsMissing) as refused:
        match_bands(Wavelengths.from_um(S2A, widths), table(S2B), "r", 2)
    assert refused.value.facts["found"] == found and refused.value.facts["missing"] == "2.202"


def test_a_band_of_the_raster_stands_for_one_band_of_the_model_where_it_lies_off():
    with pytest.raises(BandsMissing):
        match_bands(Wavelengths.from_um((2.10, 2.13), (0.2, 0.2)), table([2.115]), "r", 2)
    with pytest.raises(BandsMissing):
        match_bands(Wavelengths.from_um((2.10, 2.115), (0.2, 0.2)), table([2.115]), "r", 2)
