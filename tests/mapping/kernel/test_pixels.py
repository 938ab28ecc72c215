# SPDX-License-Identifier: GPL-2.0-or-later
"""From raw values to classes, on networks whose answer is known beforehand."""

import tracemalloc
from dataclasses import replace

import numpy as np
import pytest
from making import random_model

from mineral_prune_plugin.mapping.kernel.certified_argmax import logits64
from mineral_prune_plugin.mapping.kernel.cuda import DeviceKernel
from mineral_prune_plugin.mapping.kernel.folding import Layers, tolerance
from mineral_prune_plugin.mapping.kernel.padding import padded
from mineral_prune_plugin.mapping.kernel.pixels import RawKernel
from mineral_prune_plugin.mapping.kernel.torch_pixels import TorchKernel
from mineral_prune_plugin.models.perceptron.network import Perceptron, Standardisation
from mineral_prune_plugin.raster.band_matching import BandSelection
from mineral_prune_plugin.raster.validity import Scaling

MIDDLE = 1000  # the value where all three classes tie


def sorter():
    """Classes 1, 2 and 4; logits 0, x and -x, x being the value of the only band less MIDDLE, by way of two neurons."""
    weights = np.array([[1], [-1]], np.float32), np.array([[0, 0], [1, -1], [-1, 1]], np.float32)
    network = Perceptron(weights, (np.zeros(2, np.float32), np.zeros(3, np.float32)))
    less_middle = Standardisation(np.full(1, MIDDLE, np.float32), np.ones(1, np.float32))
    return replace(random_model((2.0,), hidden=(2,)), network=network, standardisation=less_middle)


def classified(values, *confidence):
    """(class numbers, confidences or None) of pixels whose values are MIDDLE and so much more."""
    kernel = RawKernel(sorter(), Scaling(np.ones(1), np.zeros(1), (None,)), BandSelection((1,)), *confidence)
    raw = MIDDLE + np.array(values, np.float32).reshape(1, 1, -1)
    result = kernel.classify(raw, None, kernel.scratch())
    classes, settled, _ = kernel.settle(result.inputs)
    result.classes[result.doubtful] = classes
    if settled is not None:
        result.confidence[result.doubtful] = settled
    return result.classes, result.confidence


def test_classes_are_the_models_numbers_and_the_first_wins_a_tie():
    classes, confidence = classified([3, -3, np.nan, 0])
    assert classes.dtype == np.uint8 and classes.tolist() == [2, 4, 0, 1]
    assert confidence is None


def test_confidence_is_the_softmax_of_the_winner_and_minus_one_without_data():
    _, confidence = classified([3, np.nan, 0, 800], 0.0, True)
    assert confidence == pytest.approx([1 / (1 + np.exp(-3) + np.exp(-6)), -1, 1 / 3, 1])
    assert confidence.dtype == np.float32


@pytest.mark.parametrize(
    ("least", "expected"), [(0.0, [2, 1, 2]), (0.34, [2, 0, 2]), (0.99, [0, 0, 2]), (1.0, [0, 0, 2])]
)
def test_a_pixel_is_unclassified_below_the_least_confidence_and_classified_at_it(least, expected):
    classes, confidence = classified([3, 0, 800], least, True)
    assert classes.tolist() == expected
    assert confidence[2] == 1.0


def test_a_piece_without_data_is_nothing_but_no_data():
    classes, confidence = classified([np.nan, np.nan], 0.5, True)
    assert classes.tolist() == [0, 0] and confidence.tolist() == [-1, -1]


def kernel_of(bands=4, hidden=(5,), feature="reflectance", numbers=(1, 2, 4), kind=RawKernel, seed=0, least=0.0):
    """A kernel of a random model, which takes reflectance of `bands` bands as it is."""
    um = tuple(2.0 + 0.001 * band for band in range(bands))
    model = random_model(um, hidden, numbers, feature, seed=seed)
    scaling = Scaling(np.ones(bands), np.zeros(bands), (None,) * bands)
    return kind(model, scaling, BandSelection(tuple(range(1, bands + 1))), *([least] if least else []))


def on_processor(*parts):
    return DeviceKernel(*parts, device="cpu")


KERNELS = {"numpy": RawKernel, "torch": TorchKernel, "device code": on_processor}


@pytest.mark.parametrize(
    ("parts", "pixels"),
    [
        ({"bands": 4}, 32768),
        ({"bands": 40}, 20480),
        ({"bands": 50}, 16384),
        ({"bands": 100}, 8192),
        ({"bands": 300}, 4096),
        ({"bands": 4, "feature": "asai"}, 8192),
        ({"bands": 50, "feature": "normalised"}, 16384),
        ({"bands": 300, "feature": "normalised"}, 4096),
        ({"bands": 300, "feature": "continuum"}, 8192),
        ({"bands": 50, "kind": on_processor}, 262144),
        ({"bands": 16000}, 262),
        ({"bands": 4, "hidden": (1000,)}, 4194),
        ({"bands": 4, "hidden": (5, 60000)}, 256),
        ({"bands": 50, "hidden": (1000,), "kind": on_processor}, 4194),
    ],
)
def test_a_piece_has_the_more_pixels_the_fewer_bands_and_units_there_are(parts, pixels):
    assert kernel_of(**parts).piece == pixels


@pytest.mark.parametrize(
    ("units", "sizes"),
    [
        ((5, 3), [8, 8]),
        ((6, 7), [8, 8]),
        ((7, 8), [16, 16]),
        ((14, 15, 7), [16, 24, 8]),
        ((1, 30, 8, 4), [8, 32, 16, 8]),
    ],
)
def test_layers_are_padded_to_a_multiple_of_8_that_holds_the_bound_and_before_the_last_layer_a_1(units, sizes):
    pairs = list(zip((4, *units), units))
    layers = Layers(tuple(np.ones(pair[::-1]) for pair in pairs), tuple(np.ones(count) for _, count in pairs))
    weights = padded(layers, tolerance(layers, np.float32))
    assert [len(weight) for weight in weights] == sizes
    assert [weight.shape[1] for weight in weights] == [5, *sizes[:-1]]


@pytest.mark.parametrize("hidden", [(1,), (6,), (7,), (8,), (3, 6), (7, 7, 7), (2, 14, 3, 8)])
@pytest.mark.parametrize("kind", KERNELS.values(), ids=KERNELS)
def test_networks_of_any_depth_and_width_give_the_classes_and_confidences_of_their_definition(kind, hidden):
    """And leave hardly a pixel to the slow passes."""
    values = np.random.default_rng(1).uniform(0.05, 0.9, (4, 30, 40)).astype(np.float32)
    for seed, numbers in enumerate([(1, 2), (1, 2, 3, 4, 5)]):
        kernel = kernel_of(hidden=hidden, numbers=numbers, kind=kind, seed=seed, least=0.5)
        logits = logits64(kernel._layers, values.reshape(4, -1).astype(np.float64))
        confidence = 1 / np.exp(logits - logits.max(axis=0)).sum(axis=0)
        known = np.where(confidence < 0.5, 0, np.array(numbers)[logits.argmax(axis=0)])
        for raw in (values, np.ascontiguousarray(values.transpose(1, 2, 0)).transpose(2, 0, 1)):
            result = kernel.classify(raw, None, kernel.scratch())
            sure = np.setdiff1d(np.arange(known.size), result.doubtful)
            assert np.array_equal(result.classes[sure], known[sure])
            assert np.allclose(result.confidence[sure], confidence[sure], rtol=1e-4)
            assert len(result.doubtful) < 0.01 * known.size
        classes, settled, has_data = kernel.settle(values.reshape(4, -1).astype(np.float64))
        assert np.array_equal(classes, known) and has_data.all()
        assert np.allclose(settled, confidence, rtol=1e-6)


def test_without_a_least_confidence_none_is_computed_and_every_pixel_has_a_class():
    kernel = kernel_of()
    result = kernel.classify(np.full((4, 2, 3), 0.5, np.float32), None, kernel.scratch())
    classes, confidence, _ = kernel.settle(np.full((4, 3), 0.5))
    assert result.confidence is None and confidence is None
    assert result.classes.all() and classes.all()


def closest_bound(kernel, raw):
    """(n_pixels,), of the pixels that are left in doubt at first."""
    _, bound, closer = kernel._fast.logits(kernel._inputs.of(raw, None, kernel.scratch()))
    return bound if closer is None else closer(np.arange(bound.size))


@pytest.mark.parametrize("kind", KERNELS.values(), ids=KERNELS)
def test_a_dark_pixel_leaves_the_certainty_of_its_neighbours_alone(kind):
    """The bound is of the sizes of the inputs; with the most negative of a piece for all, a shadow costs them all."""
    kernel = kernel_of(bands=50, hidden=(30,), feature="normalised", kind=kind)
    raw = np.random.default_rng(0).uniform(0.39, 0.41, (50, 40, 50)).astype(np.float32)
    bound = closest_bound(kernel, raw).copy()
    raw[::2, 0, 0] = 1e-6
    shaded = closest_bound(kernel, raw)
    assert np.allclose(shaded[1:], bound[1:], rtol=1e-3) and shaded[0] > 10 * bound[0]


def test_a_model_of_many_bands_costs_memory_in_proportion_to_its_weights():
    tracemalloc.start()
    kernel_of(bands=5000)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 20_000_000  # a square matrix of its inputs takes 200 MB
