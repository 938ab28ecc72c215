# SPDX-License-Identifier: GPL-2.0-or-later
"""What the first layer is given: values, their bounds, which pixels are data, and a sample of them."""

import numpy as np
import pytest
from making import random_model

from mineral_prune_plugin.mapping.kernel.inputs import FeatureInputs, RawInputs, Scratch, first_spectra
from mineral_prune_plugin.mapping.kernel.pixels import RawKernel
from mineral_prune_plugin.models.compatibility import SAMPLE
from mineral_prune_plugin.raster.band_matching import BandSelection
from mineral_prune_plugin.raster.validity import Scaling
from mineral_prune_plugin.spectra.features import compute

BANDS, HEIGHT, WIDTH = 5, 6, 7
UM = tuple(2.0 + 0.01 * band for band in range(BANDS))
SELECTION = BandSelection(tuple(range(1, BANDS + 1)))
SCALING = Scaling(np.full(BANDS, 1e-3), np.zeros(BANDS), (-99.0,) * BANDS)
EMPTY, MASKED = 8, 20  # a pixel of no data, and of data outside the mask


def raw_values():
    values = np.random.default_rng(3).integers(100, 900, (BANDS, HEIGHT * WIDTH)).astype(np.int16)
    values[:, EMPTY] = -99
    return values.reshape(BANDS, HEIGHT, WIDTH)


def mask():
    return np.arange(HEIGHT * WIDTH) != MASKED


def orders(raw):
    return raw, np.ascontiguousarray(raw.transpose(1, 2, 0)).transpose(2, 0, 1)


@pytest.mark.parametrize("unmasked", [None, mask()], ids=["no mask", "mask"])
def test_raw_values_are_zero_where_there_is_no_data_and_outside_the_mask(unmasked):
    valid = np.arange(HEIGHT * WIDTH) != EMPTY
    valid &= True if unmasked is None else unmasked
    for raw in orders(raw_values()):
        inputs = RawInputs(SCALING).of(raw, unmasked, Scratch())
        values = inputs.values.T if inputs.by_pixel else inputs.values[:-1]
        assert np.array_equal(inputs.valid, valid)
        assert np.array_equal(values, raw.reshape(BANDS, -1) * valid)
        assert inputs.by_pixel or (inputs.values[-1] == 1).all()
        assert inputs.least == 0 and inputs.most == values.max()


def feature_inputs(feature, selection=SELECTION, um=UM):
    return FeatureInputs(random_model(um, feature=feature), SCALING, selection)


@pytest.mark.parametrize("unmasked", [None, mask()], ids=["no mask", "mask"])
def test_reflectance_is_1_where_there_is_no_data_and_outside_the_mask(unmasked):
    valid = np.arange(HEIGHT * WIDTH) != EMPTY
    valid &= True if unmasked is None else unmasked
    whole, known = feature_inputs("asai").reflectance(raw_values(), unmasked, Scratch())
    assert np.array_equal(known, valid)
    assert np.allclose(whole[:-1], np.where(valid, raw_values().reshape(BANDS, -1) * 1e-3, 1))
    assert (whole[-1] == 1).all()


def test_a_band_between_two_others_is_their_weighted_mean_and_ones_follow_the_last():
    weights = np.float32([[1, 0, 0, 0, 0], [0, 0.25, 0.75, 0, 0], [0, 0, 0, 0, 1]])
    inputs = feature_inputs("asai", BandSelection(SELECTION.numbers, weights), UM[:3])
    whole, valid = inputs.reflectance(raw_values(), None, Scratch())
    expected = weights @ (raw_values().reshape(BANDS, -1) * 1e-3)
    assert np.allclose(whole[:-1, valid], expected[:, valid]) and (whole[-1] == 1).all()


@pytest.mark.parametrize(("low", "high"), [(-400, 900), (100, 900)])
@pytest.mark.parametrize("feature", ["normalised", "continuum", "asai"])
def test_features_lie_within_the_bounds_that_are_given_with_them(feature, low, high):
    raw = np.random.default_rng(3).integers(low, high, (BANDS, 70, 90)).astype(np.int16)  # more than a chunk
    raw[3, 1, 1] = -5
    inputs = feature_inputs(feature).of(raw, None, Scratch())
    values = inputs.values[:-1]
    assert inputs.least <= values.min() and np.abs(values).max() <= inputs.most
    assert not inputs.by_pixel and (inputs.values[-1] == 1).all()
    reflectance = np.where(inputs.valid, raw.reshape(BANDS, -1) * np.float32(1e-3), 1).astype(np.float32)
    assert np.allclose(values, compute(feature, reflectance, np.array(UM)), rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("feature", ["reflectance", "asai"])
def test_a_sample_is_the_reflectance_of_data_inside_the_mask(feature):
    kernel = RawKernel(random_model(UM, feature=feature), SCALING, SELECTION)
    known = raw_values().reshape(BANDS, -1) * 1e-3
    for unmasked, left_out in ((None, [EMPTY]), (mask(), [EMPTY, MASKED])):
        assert np.allclose(kernel.sample(raw_values(), unmasked), np.delete(known, left_out, axis=1))


@pytest.mark.parametrize("feature", ["reflectance", "asai"])
def test_data_outside_the_mask_has_no_class_even_beside_no_data(feature):
    kernel = RawKernel(random_model(UM, feature=feature), SCALING, SELECTION)
    for raw in orders(raw_values()):
        result = kernel.classify(raw, mask(), kernel.scratch())
        assert np.flatnonzero(result.classes == 0).tolist() == [EMPTY, MASKED] and result.valid == raw[0].size - 2


def rows_read(height, width, empty_rows=0):
    """(heights of the parts that `first_spectra` looks at, how many spectra it gives)."""
    heights, raw = [], np.ones((2, height, width), np.float32)
    raw[:, :empty_rows] = 0

    def valid_reflectance(part, unmasked):
        assert unmasked.shape == (part.shape[1] * width,)
        heights.append(part.shape[1])
        return part.reshape(2, -1)[:, (part[0] > 0).ravel() & unmasked]

    return heights, first_spectra(raw, np.ones(height * width, bool), valid_reflectance).shape[1]


@pytest.mark.parametrize(
    ("piece", "heights", "spectra"),
    [
        ((40, SAMPLE // 8), [8], SAMPLE),
        ((40, SAMPLE), [1], SAMPLE),
        ((40, 2 * SAMPLE), [1], 2 * SAMPLE),
        ((40, SAMPLE // 8, 12), [8, 8, 8], 12 * SAMPLE // 8),
        ((20, SAMPLE // 8, 12), [8, 8, 4], SAMPLE),
        ((3, 5), [3], 15),
        ((3, 5, 3), [3], 0),
    ],
    ids=["a sample's rows", "a row", "half a row", "no data first", "to the end", "all of a small one", "no data"],
)
def test_a_sample_takes_no_more_rows_than_it_needs(piece, heights, spectra):
    assert rows_read(*piece) == (heights, spectra)


def test_memory_is_allocated_anew_only_where_it_is_too_small():
    scratch = Scratch()
    first = scratch.take((4, 5))
    assert np.shares_memory(scratch.take((20,)), first) and np.shares_memory(scratch.take((2, 3)), first)
    assert scratch.take((21, 2)).shape == (21, 2) and not np.shares_memory(scratch.take((20,)), first)
