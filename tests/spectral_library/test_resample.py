# SPDX-License-Identifier: GPL-2.0-or-later
"""Spectra at the bands of a scene: properties that hold for any bands, gaps, and widths that are not stated."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from making import Watcher
from spectra_files import library

from mineral_prune_plugin.errors import BandWidthsImplausible, Cancelled, LibraryMissesBands, TooFewBands
from mineral_prune_plugin.notices import (
    BandsWithoutSpectra,
    LibraryCoarser,
    LibraryLeftOut,
    MoreRemarks,
    WidthsFromSpacing,
)
from mineral_prune_plugin.progress import silent
from mineral_prune_plugin.raster.wavelengths import Wavelengths
from mineral_prune_plugin.spectral_library.band_response import response_weights
from mineral_prune_plugin.spectral_library.resample import resample, spacing_widths

FINE_UM = np.linspace(1.9, 2.6, 701)  # 1 nm
PER_FWHM = np.sqrt(8 * np.log(2))


def gaussian(um, centre, fwhm):
    return np.exp(-0.5 * ((um - centre) * PER_FWHM / fwhm) ** 2)


def on_bands(reference, centres, widths=None, progress=None):
    return resample((reference,), Wavelengths.from_um(centres, widths), "scene", progress or silent()).reflectance


@st.composite
def bands(draw):
    """Ascending centres of uneven spacing between 2.0 and 2.5 um, with widths."""
    steps = draw(st.lists(st.floats(0.3, 3.0), min_size=2, max_size=60))
    centres = 2.0 + 0.5 * np.cumsum(steps) / np.sum(steps)
    return centres, np.full(len(centres), draw(st.floats(0.002, 0.05)))


@given(bands(), st.floats(0.001, 1.2), st.floats(0.0005, 0.002))
def test_a_constant_stays_constant(target, value, width):
    spectra = library(np.full((1, len(FINE_UM)), value), FINE_UM, width)
    assert np.allclose(on_bands(spectra, *target), np.float32(value), rtol=1e-6, atol=0)


@given(bands(), st.floats(-0.5, 0.5), st.floats(0.2, 0.8))
def test_a_slope_stays_a_slope(target, slope, value):
    spectra = library([value + slope * (FINE_UM - 2.25)], FINE_UM, 0.001)
    centres, widths = target
    inside = (centres > 2.0 + 2 * widths) & (centres < 2.5)
    expected = value + slope * (centres - 2.25)
    assert np.allclose(on_bands(spectra, *target)[0, inside], expected[inside], atol=2e-6)


@given(st.integers(0, 2**32 - 1), bands())
def test_permuted_records_permute(seed, target):
    generator = np.random.default_rng(seed)
    reflectance = generator.random((6, len(FINE_UM)), dtype=np.float32)
    reflectance[generator.random(reflectance.shape) < 0.001] = np.nan
    order = generator.permutation(6)
    spectra = library(reflectance, FINE_UM, 0.001)
    assert np.allclose(
        on_bands(spectra, *target)[order], on_bands(spectra.some(order), *target), atol=1e-6, equal_nan=True
    )


@given(bands(), st.integers(0, 2**32 - 1))
def test_the_same_bands_and_widths_are_the_identity(target, seed):
    centres, widths = target
    widths = np.maximum(widths, np.diff(centres).max())
    reflectance = np.random.default_rng(seed).random((3, len(centres)), dtype=np.float32)
    assert on_bands(library(reflectance, centres, widths), centres, widths).tobytes() == reflectance.tobytes()


@settings(max_examples=30)
@given(st.floats(2.1, 2.4), st.floats(0.02, 0.08), st.floats(0.004, 0.03))
def test_an_absorption_keeps_its_area_and_centre_and_widens_as_it_should(centre, fwhm, width):
    spectra = library([0.6 - 0.3 * gaussian(FINE_UM, centre, fwhm)], FINE_UM, 0.002)
    centres = np.arange(1.95, 2.55, 0.004)
    depth = 0.6 - on_bands(spectra, centres, np.full(len(centres), width))[0].astype(np.float64)
    before = 0.6 - spectra.reflectance[0].astype(np.float64)
    area, mean = depth.sum() * 0.004, (depth * centres).sum() / depth.sum()
    assert area == pytest.approx(before.sum() * 0.001, rel=2e-3)
    assert mean == pytest.approx((before * FINE_UM).sum() / before.sum(), abs=1e-4)
    deviation = np.sqrt((depth * (centres - mean) ** 2).sum() / depth.sum())
    expected = np.sqrt(fwhm**2 + width**2 - 0.002**2) / PER_FWHM
    assert deviation == pytest.approx(expected, rel=0.02)


@given(bands(), st.floats(0.0, 0.05))
def test_weights_are_the_integral_of_a_gaussian_over_straight_lines(target, fwhm):
    points, values = target[0], np.sin(9 * np.arange(len(target[0])))
    centre = points[len(points) // 2] + 0.001
    weights = response_weights(points, np.array([centre]), np.array([fwhm]), np.array([9.0]))[0]
    if fwhm < 0.002:
        expected = np.interp(centre, points, values) if fwhm == 0 and centre <= points[-1] else None
    else:
        fine = np.linspace(points[0], points[-1], 200_001)
        response = gaussian(fine, centre, fwhm)
        expected = (response * np.interp(fine, points, values)).sum() / response.sum()
    if expected is not None and np.isfinite(weights).all():
        assert weights @ values == pytest.approx(expected, abs=2e-3)


def test_what_lies_far_from_the_bands_of_the_scene_is_without_effect():
    near = (FINE_UM > 2.1) & (FINE_UM < 2.3)
    reflectance = np.random.default_rng(0).random((2, len(FINE_UM)), dtype=np.float32)
    whole = on_bands(library(reflectance, FINE_UM, 0.001), [2.19, 2.21], [0.015] * 2)
    cut = on_bands(library(reflectance[:, near], FINE_UM[near], 0.001), [2.19, 2.21], [0.015] * 2)
    assert whole == pytest.approx(cut, abs=1e-6) and np.isfinite(whole).all()


def test_bands_of_no_width_on_the_points_take_these_as_they_are():
    points = np.array([2.0, 2.013, 2.02, 2.05, 2.0501])
    assert np.array_equal(response_weights(points, points, np.zeros(5), np.full(5, 1.0)), np.eye(5))


# Gaps.


def test_a_gap_wider_than_three_bands_stays_a_gap():
    um = np.r_[np.linspace(2.0, 2.1, 101), np.linspace(2.131, 2.2, 70)]
    spectra = library(np.full((1, len(um)), 0.5), um, 0.001)
    centres = [2.05, 2.115, 2.15]
    assert np.isnan(on_bands(spectra, centres, [0.010] * 3)[0]).tolist() == [False, True, False]
    assert np.isnan(on_bands(spectra, centres, [0.011] * 3)[0]).tolist() == [False, False, False]


def test_deleted_points_are_a_gap_of_their_record_only():
    reflectance = np.full((2, len(FINE_UM)), 0.5)
    reflectance[1, (FINE_UM > 2.15) & (FINE_UM < 2.25)] = np.nan
    values = on_bands(library(reflectance, FINE_UM, 0.001), [2.1, 2.2, 2.3], [0.01] * 3)
    assert np.isnan(values).tolist() == [[False] * 3, [False, True, False]]


def test_a_deleted_point_between_others_is_bridged():
    reflectance = np.linspace(0.2, 0.9, len(FINE_UM))[None, :].copy()
    whole = on_bands(library(reflectance, FINE_UM, 0.001), [2.2], [0.01])
    reflectance[0, 300] = np.nan
    assert on_bands(library(reflectance, FINE_UM, 0.001), [2.2], [0.01]) == pytest.approx(whole, abs=1e-6)


def test_a_band_is_missing_where_more_than_half_of_it_lies_beyond_the_spectrum():
    spectra = library([[0.5] * 11], np.linspace(2.0, 2.1, 11), 0.001)
    values = on_bands(spectra, [1.999, 2.0, 2.1, 2.101], [0.02] * 4)
    assert np.isnan(values[0]).tolist() == [True, False, False, True]


def test_a_record_of_a_single_point():
    values = on_bands(library([[np.nan, 0.5, np.nan]], [2.0, 2.1, 2.2], 0.01), [2.0, 2.1, 2.2], [0.01] * 3)
    assert values[0].tolist() == pytest.approx([np.nan, 0.5, np.nan], nan_ok=True)


def test_bands_that_no_spectrum_covers_are_told():
    watcher = Watcher()
    on_bands(library([[0.5] * 11], np.linspace(2.0, 2.1, 11), 0.001), [1.0, 2.05, 2.4], [0.01] * 3, watcher.progress)
    (notice,) = watcher.notices
    assert isinstance(notice, BandsWithoutSpectra)
    assert notice.facts == {
        "library": "lib", "raster": "scene", "bands": 2, "total": 3, "first": 1.0, "last": 2.4
    }  # fmt: skip


def test_a_library_of_other_wavelengths_is_refused():
    with pytest.raises(LibraryMissesBands) as refused:
        on_bands(library([[0.5] * 11], np.linspace(2.0, 2.1, 11), 0.001), [0.5, 0.6], [0.01] * 2)
    assert refused.value.facts == {
        "library": "lib", "raster": "scene", "bands": 2, "first": 0.5, "last": 0.6, "lowest": 2.0, "highest": 2.1
    }  # fmt: skip


# Widths.


def test_a_scene_without_widths_has_those_of_its_spacing_and_it_is_told():
    watcher = Watcher()
    centres = [2.00, 2.01, 2.03, 2.10, 2.12]
    spectra = library([gaussian(FINE_UM, 2.02, 0.03)], FINE_UM, 0.001)
    from_spacing = on_bands(spectra, centres, None, watcher.progress)
    assert np.array_equal(from_spacing, on_bands(spectra, centres, spacing_widths(np.array(centres))))
    assert spacing_widths(np.array(centres)) == pytest.approx([0.01, 0.01, 0.02, 0.02, 0.02])
    (notice,) = watcher.notices
    assert isinstance(notice, WidthsFromSpacing) and notice.facts["raster"] == "scene"
    assert notice.facts["narrowest"] == pytest.approx(0.01) and notice.facts["widest"] == pytest.approx(0.02)


def test_a_library_without_widths_has_those_of_its_spacing_and_it_is_told():
    watcher = Watcher()
    reflectance = gaussian(FINE_UM, 2.2, 0.03)[None, :]
    unstated = on_bands(library(reflectance, FINE_UM), [2.19, 2.2], [0.01] * 2, watcher.progress)
    assert unstated == pytest.approx(on_bands(library(reflectance, FINE_UM, 0.001), [2.19, 2.2], [0.01] * 2), abs=1e-6)
    (notice,) = watcher.notices
    assert isinstance(notice, WidthsFromSpacing) and notice.facts["raster"] == "lib"


def test_a_library_of_wider_bands_is_interpolated_and_told():
    watcher = Watcher()
    spectra = library([[0.5, 0.3, 0.5]], [2.0, 2.02, 2.04], 0.02)
    assert on_bands(spectra, [2.01, 2.02], [0.01] * 2, watcher.progress)[0] == pytest.approx([0.4, 0.3])
    (notice,) = watcher.notices
    assert isinstance(notice, LibraryCoarser)
    assert notice.facts == {"library": "lib", "raster": "scene", "bands": 2, "total": 2}


def test_bands_beyond_the_library_do_not_count_as_narrower():
    watcher = Watcher()
    on_bands(library([[0.5, 0.3, 0.5]], [2.0, 2.02, 2.04], 0.02), [2.01, 2.5], [0.01] * 2, watcher.progress)
    assert watcher.notices_of(LibraryCoarser)[0].facts["bands"] == 1


@pytest.mark.parametrize("width", [0.0, -0.01, 10.0, 1e-5])
def test_a_scene_whose_widths_make_no_sense_is_refused(width):
    with pytest.raises(BandWidthsImplausible) as refused:
        on_bands(library([FINE_UM / 5], FINE_UM, 0.001), [2.1, 2.2], [0.01, width])
    assert refused.value.facts == {"raster": "scene", "width": width, "centre": 2.2, "bands": 1}


def test_a_scene_of_one_band_needs_a_width():
    spectra = library([FINE_UM / 5], FINE_UM, 0.001)
    assert on_bands(spectra, [2.2], [0.01])[0] == pytest.approx([0.44])
    with pytest.raises(TooFewBands):
        on_bands(spectra, [2.2])


# Several libraries.


def test_libraries_become_one_on_the_bands_of_a_scene_and_those_beyond_are_told():
    watcher = Watcher()
    fine, coarse = library([FINE_UM / 5], FINE_UM, 0.001), library([[0.4, 0.5]], [2.0, 2.5], 0.3)
    thermal = library([[0.1, 0.1]], [8.0, 9.0], 0.1)
    target = Wavelengths.from_um([2.1, 2.3], [0.3, 0.3])
    joined = resample((fine, thermal, coarse), target, "scene", watcher.progress)
    assert len(joined) == 2 and joined.wavelengths_um.tolist() == [2.1, 2.3]
    assert joined.reflectance[1] == pytest.approx([0.42, 0.46])
    (notice,) = watcher.notices
    assert isinstance(notice, LibraryLeftOut) and notice.facts == {"library": "lib", "raster": "scene", "spectra": 1}
    with pytest.raises(LibraryMissesBands) as refused:
        resample((thermal, library([[0.1, 0.1]], [9.0, 10.0])), target, "scene", silent())
    assert refused.value.facts["lowest"] == 8.0 and refused.value.facts["highest"] == 10.0


def test_of_many_remarks_of_a_kind_the_first_are_told_and_the_rest_counted():
    watcher = Watcher()
    parts = [library([FINE_UM / 5], FINE_UM) for _ in range(5)]
    resample(parts, Wavelengths.from_um([2.1, 2.2], [0.01, 0.01]), "scene", watcher.progress)
    assert [type(notice) for notice in watcher.notices] == [WidthsFromSpacing] * 3 + [MoreRemarks]
    assert watcher.notices[-1].facts == {"remarks": 2}


def test_a_band_that_one_of_the_libraries_covers_is_not_missing():
    watcher = Watcher()
    left, right = library([[0.5, 0.5]], [2.0, 2.1], 0.1), library([[0.5, 0.5]], [2.2, 2.3], 0.1)
    both = resample((left, right), Wavelengths.from_um([2.05, 2.25], [0.1, 0.1]), "scene", watcher.progress)
    assert np.isnan(both.reflectance).tolist() == [[False, True], [True, False]]
    assert watcher.notices == []


def test_bands_of_spectrometers_that_overlap_are_no_narrower_for_it():
    assert spacing_widths(np.array([2.00, 2.01, 2.02, 2.0205, 2.03, 2.04])) == pytest.approx(
        [0.01, 0.01, 0.005, 0.005, 0.0095, 0.01]
    )


def test_resampling_can_be_cancelled():
    with pytest.raises(Cancelled):
        on_bands(library([FINE_UM / 5], FINE_UM, 0.001), [2.2], [0.01], Watcher(cancel_after=0).progress)
