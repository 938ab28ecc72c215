# SPDX-License-Identifier: GPL-2.0-or-later
"""Features against values worked by hand and a plain hull; what must hold of any spectrum."""

import importlib.util
import math
import threading
import warnings

import numpy as np
import pytest
import torch  # noqa: F401, here and not within the time that a test may take
from hypothesis import given
from hypothesis import strategies as st

from mineral_prune_plugin.errors import FeatureShapeDiffers
from mineral_prune_plugin.spectra import hull, transforms
from mineral_prune_plugin.spectra.features import FEATURES, Feature, compute
from mineral_prune_plugin.spectra.hull import upper_hull
from mineral_prune_plugin.spectra.transforms import FLOOR, asai, continuum

um_axes = st.lists(st.integers(1, 400), min_size=2, max_size=40, unique=True).map(
    lambda steps: 0.4 + np.array(sorted(steps)) / 160.0
)
reflectances = st.floats(2**-10, 1.0, width=32)


@st.composite
def spectra(draw, fewest=2):
    """(reflectance float32 (n_bands, n_pixels), wavelengths), some with plateaus and repeated values."""
    um = draw(um_axes.filter(lambda axis: len(axis) >= fewest))
    values = st.one_of(reflectances, st.sampled_from([0.25, 0.5, 1.0]))
    pixels = draw(st.lists(st.lists(values, min_size=len(um), max_size=len(um)), min_size=1, max_size=3))
    return np.array(pixels, np.float32).T.copy(), um


def plain_hull(values, um):
    """Andrew's monotone chain of one spectrum in float64, interpolated at the bands."""
    chain = []
    for point in zip(um.tolist(), values.astype(np.float64).tolist()):
        while len(chain) > 1 and _turns_left_or_straight(*chain[-2:], point):
            chain.pop()
        chain.append(point)
    return np.interp(um, *zip(*chain))


def _turns_left_or_straight(a, b, c):
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]) >= 0


@given(spectra())
def test_the_hull_equals_a_plain_monotone_chain(case):
    reflectance, um = case
    hull = upper_hull(reflectance, um)
    assert hull.dtype == np.float32
    for pixel in range(reflectance.shape[1]):
        assert hull[:, pixel] == pytest.approx(plain_hull(reflectance[:, pixel], um), abs=4e-6)


@given(spectra())
def test_the_hull_is_nowhere_below_the_spectrum_and_equals_it_at_both_ends(case):
    reflectance, um = case
    hull = upper_hull(reflectance, um)
    assert (hull >= reflectance).all()
    assert np.array_equal(hull[0], reflectance[0])
    assert np.array_equal(hull[-1], reflectance[-1])


@given(spectra())
def test_the_hull_does_not_depend_on_how_many_pixels_are_computed_at_a_time(case):
    reflectance, um = case
    wide, known = np.tile(reflectance, 300)[:, : 3 * hull.LANES + 1], upper_hull(reflectance, um)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hull, "CHUNK_VALUES", 1)
        assert hull.chunk_of(len(um)) == hull.LANES
        assert np.array_equal(upper_hull(wide, um), np.tile(known, 300)[:, : wide.shape[1]])


@given(spectra(fewest=3))
def test_the_hull_is_concave(case):
    reflectance, um = case
    hull = upper_hull(reflectance, um).astype(np.float64)
    share = ((um[1:-1] - um[:-2]) / (um[2:] - um[:-2]))[:, None]
    assert (hull[1:-1] >= hull[:-2] + share * (hull[2:] - hull[:-2]) - 4e-6).all()


@given(spectra(), st.sampled_from([0.25, 0.5, 2.0, 4.0]))
def test_the_hull_scales_with_the_spectrum(case, factor):
    reflectance, um = case
    factor = np.float32(factor)
    assert np.array_equal(upper_hull(reflectance * factor, um), upper_hull(reflectance, um) * factor)


@given(spectra(), st.sampled_from(sorted(FEATURES)))
def test_a_pixel_does_not_depend_on_its_neighbours(case, feature):
    reflectance, um = case
    together = compute(feature, reflectance, um)
    alone = [compute(feature, np.ascontiguousarray(reflectance[:, [k]]), um) for k in range(reflectance.shape[1])]
    assert np.allclose(together, np.concatenate(alone, axis=1), rtol=0, atol=1e-6)


@given(spectra(), st.floats(0.1, 10))
def test_brightness_is_no_matter_to_all_but_reflectance(case, factor):
    reflectance, um = case
    reflectance = np.maximum(reflectance, np.float32(2e-2))  # stays above the floor
    for feature in ("normalised", "continuum", "asai"):
        brighter = compute(feature, reflectance * np.float32(factor), um)
        assert brighter == pytest.approx(compute(feature, reflectance, um), abs=3e-5)


@given(spectra())
def test_asai_is_minus_the_logarithm_of_the_continuum_removed(case):
    reflectance, um = case
    removed = continuum(reflectance, um)
    assert (removed > 0).all() and (removed <= 1).all()
    assert (asai(reflectance, um) >= 0).all()
    assert asai(reflectance, um) == pytest.approx(-np.log(removed.astype(np.float64)), abs=1e-5)


@given(spectra())
def test_normalised_spectra_have_mean_zero(case):
    assert compute("normalised", *case).mean(axis=0, dtype=np.float64) == pytest.approx(0, abs=1e-5)


# Five bands, unevenly spaced; the hull's vertices are bands 1, 4 and 5, found with pencil and ruler.
UM = np.array([2.0, 2.1, 2.3, 2.4, 2.5])
SPECTRUM = np.array([[0.4, 0.3, 0.2, 0.6, 0.5]], np.float32).T
HULL = [0.4, 0.45, 0.55, 0.6, 0.5]


@pytest.mark.parametrize(
    ("feature", "expected"),
    [
        ("reflectance", [0.4, 0.3, 0.2, 0.6, 0.5]),
        ("continuum", [1, 0.3 / 0.45, 0.2 / 0.55, 1, 1]),
        ("asai", [0, math.log(1.5), math.log(2.75), 0, 0]),
        ("normalised", [math.log(r) - math.log(0.4 * 0.3 * 0.2 * 0.6 * 0.5) / 5 for r in (0.4, 0.3, 0.2, 0.6, 0.5)]),
    ],
)
def test_a_spectrum_worked_by_hand(feature, expected):
    assert upper_hull(SPECTRUM, UM)[:, 0] == pytest.approx(HULL, abs=1e-6)
    assert compute(feature, SPECTRUM, UM)[:, 0] == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize("feature", ["normalised", "continuum", "asai"])
def test_negative_reflectance_is_floored_before_a_logarithm_or_division(feature):
    noisy = np.array([[0.4, -0.2, 0.0, FLOOR / 2, 0.5]], np.float32).T
    floored = np.array([[0.4, FLOOR, FLOOR, FLOOR, 0.5]], np.float32).T
    assert np.array_equal(compute(feature, noisy, UM), compute(feature, floored, UM))
    assert np.isfinite(compute(feature, noisy, UM)).all()


# Reflectance of a chord from 0.4 to 0.5 with one dark band below it, and what that band counts as.
CHORD = (0.4, 0.42, 0.46, 0.48, 0.5)


@pytest.mark.parametrize(
    ("dark", "counts_as"),
    [(-1e30, 1e-4), (-0.2, 1e-4), (-0.0, 1e-4), (0.0, 1e-4), (1e-30, 1e-4), (9.9e-5, 1e-4), (1.01e-4, 1.01e-4),
     (2e-4, 2e-4), (9e-4, 9e-4)],
)  # fmt: skip
def test_what_is_darker_than_a_ten_thousandth_counts_as_a_ten_thousandth(dark, counts_as):
    spectrum = np.array([CHORD], np.float32).T
    spectrum[2] = dark
    assert asai(spectrum, UM)[:, 0] == pytest.approx([0, 0, math.log(0.46 / counts_as), 0, 0], abs=1e-5)
    assert continuum(spectrum, UM)[:, 0] == pytest.approx([1, 1, counts_as / 0.46, 1, 1], rel=1e-5)
    others = sum(math.log(value) for value in (0.4, 0.42, 0.48, 0.5))
    mean = (others + math.log(counts_as)) / 5
    assert compute("normalised", spectrum, UM)[2, 0] == pytest.approx(math.log(counts_as) - mean, abs=1e-5)
    assert np.array_equal(compute("reflectance", spectrum, UM), spectrum)


def test_the_hull_rests_on_the_floor_where_a_spectrum_ends_in_the_dark():
    ends = np.array([[-0.3, 0.2, 0.2, 0.2, 0.0]], np.float32).T
    assert asai(ends, UM)[:, 0] == pytest.approx(0, abs=1e-5)
    black = np.full((5, 1), -0.1, np.float32)
    assert asai(black, UM)[:, 0].tolist() == [0.0] * 5 and continuum(black, UM)[:, 0].tolist() == [1.0] * 5


@pytest.mark.parametrize("feature", FEATURES)
def test_a_feature_leaves_its_input_alone_and_keeps_type_and_shape(feature):
    before = SPECTRUM.repeat(3, axis=1)
    given_values = before.copy()
    values = compute(feature, given_values, UM)
    assert np.array_equal(given_values, before)
    assert values.dtype == np.float32 and values.shape == (5, 3)


@pytest.mark.parametrize("feature", FEATURES)
def test_a_feature_differs_between_spectra_from_its_fewest_bands_on(feature):
    bands = FEATURES[feature].fewest_bands
    um = np.linspace(2.0, 2.1, max(bands, 2))[:bands]
    two = np.array([[0.5] * bands, [0.5, 0.2, 0.5][:bands]], np.float32).T
    if bands == 1:
        two[0, 1] = 0.3
    values = compute(feature, two, um)
    assert not np.allclose(values[:, 0], values[:, 1])


@pytest.mark.parametrize("feature", ["continuum", "asai"])
def test_the_hull_of_a_pixel_does_not_depend_on_its_neighbours(feature):
    generator = np.random.default_rng(3)
    values = generator.uniform(0.1, 0.9, (20, 333)).astype(np.float32)
    place = np.linspace(2.0, 2.4, 20)
    whole = compute(feature, values, place)
    for start, stop in ((0, 1), (5, 12), (100, 333), (332, 333)):
        assert np.array_equal(compute(feature, values[:, start:stop], place), whole[:, start:stop])


@pytest.mark.parametrize("feature", FEATURES)
def test_spectra_are_left_alone_unless_they_may_be_overwritten(feature):
    spectra = np.random.default_rng(0).normal(0.2, 0.2, (5, 99)).astype(np.float32)
    kept = spectra.copy()
    values = compute(feature, spectra, UM).copy()
    assert np.array_equal(spectra, kept)
    assert np.array_equal(compute(feature, spectra, UM, overwrite=True), values)


# A feature that is added later.


@pytest.mark.parametrize(
    ("values", "found"),
    [
        (lambda r: r[1:] / r[:-1], (4, 3)),  # ratios of neighbours
        (lambda r: r.mean(axis=0, keepdims=True), (1, 3)),  # numpy would spread it over all bands of a map
        (lambda r: np.concatenate([r, r]), (10, 3)),
        (lambda r: r[:, :1], (5, 1)),
        (lambda r: r.mean(axis=0), (3,)),
    ],
)
def test_a_feature_that_gives_other_than_a_value_a_band_is_refused(monkeypatch, values, found):
    monkeypatch.setitem(FEATURES, "later", Feature("later", False, 1, False, ""))
    monkeypatch.setattr(
        transforms, "later", lambda reflectance, wavelengths, overwrite: values(reflectance), raising=False
    )
    with pytest.raises(FeatureShapeDiffers) as refused:
        compute("later", SPECTRUM.repeat(3, axis=1), UM)
    assert refused.value.facts == {"feature": "later", "expected": (5, 3), "found": found}
    assert "'later'" in str(refused.value) and str(found) in str(refused.value)


def test_a_row_of_the_table_is_found_by_its_name():
    """A model file and a Processing script hold the name, a saved dialog its place in the list."""
    assert list(FEATURES) == ["reflectance", "normalised", "continuum", "asai"]
    assert all(row.name == name and row.help for name, row in FEATURES.items())


@pytest.mark.parametrize("feature", [name for name, row in FEATURES.items() if not row.needs_wavelengths])
def test_a_feature_that_needs_no_wavelengths_does_without(feature):
    assert np.isfinite(compute(feature, SPECTRUM, None)).all()


@pytest.mark.parametrize("feature", [name for name, row in FEATURES.items() if row.of_hull])
def test_a_feature_of_the_hull_is_nowhere_below_zero(feature):
    assert (compute(feature, np.random.default_rng(0).normal(0.2, 0.2, (5, 999)).astype(np.float32), UM) >= 0).all()


def test_workers_that_ask_for_the_first_hull_at_once_leave_the_warnings_of_the_process_alone():
    values, um = np.random.default_rng(0).uniform(0.1, 0.9, (6, 64)).astype(np.float32), np.linspace(2.0, 2.5, 6)
    expected, before = upper_hull(values, um), list(warnings.filters)
    for _ in range(20):
        fresh, hulls, together = _fresh_hull(), [], threading.Barrier(8)

        def work(fresh=fresh, hulls=hulls, together=together):
            together.wait()
            hulls.append(fresh.upper_hull(values, um))

        threads = [threading.Thread(target=work) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(hulls) == 8 and all(np.array_equal(computed, expected) for computed in hulls)
    assert warnings.filters == before


def _fresh_hull():
    """The module as it is before its first hull."""
    place = importlib.util.spec_from_file_location(f"{hull.__package__}.fresh_hull", hull.__file__)
    module = importlib.util.module_from_spec(place)
    place.loader.exec_module(module)
    return module


@pytest.mark.parametrize("feature", FEATURES)
def test_a_spectrum_alone_has_the_feature_that_it_has_among_others_to_the_last_digit(feature):
    spectra = np.random.default_rng(0).uniform(0.05, 0.9, (50, 40)).astype(np.float32)
    wavelengths = np.linspace(2.0, 2.49, 50)
    known = compute(feature, spectra, wavelengths)
    for pixels in (1, 2, 3, 9):
        for start in range(0, 40 - pixels):
            some = np.ascontiguousarray(spectra[:, start : start + pixels])
            assert np.array_equal(compute(feature, some, wavelengths), known[:, start : start + pixels])
