# SPDX-License-Identifier: GPL-2.0-or-later
"""The second look at the doubtful pixels of wide networks: its bound by hand, its classes those of the definition."""

from dataclasses import replace

import numpy as np
import pytest
from making import random_model

from mineral_prune_plugin.mapping.kernel import closer_pass
from mineral_prune_plugin.mapping.kernel.certified_argmax import logits64
from mineral_prune_plugin.mapping.kernel.closer_pass import PART, CloserPass, running_bounds
from mineral_prune_plugin.mapping.kernel.cuda import DeviceKernel
from mineral_prune_plugin.mapping.kernel.folding import FastPass, Layers
from mineral_prune_plugin.mapping.kernel.inputs import Inputs
from mineral_prune_plugin.mapping.kernel.pixels import RawKernel
from mineral_prune_plugin.mapping.kernel.torch_pixels import TorchKernel
from mineral_prune_plugin.raster.band_matching import BandSelection
from mineral_prune_plugin.raster.validity import Scaling
from mineral_prune_plugin.threads import one_thread

UNIT = 2.0**-24  # of float32
KERNELS = {"numpy": RawKernel, "torch": TorchKernel}
HEIGHT, WIDTH, NUMBERS = 30, 40, (1, 2, 4)


def layers_of(*pairs):
    weights, biases = zip(*pairs)
    return Layers(tuple(np.array(weight, float) for weight in weights), tuple(np.array(bias, float) for bias in biases))


def bounds_of(layers, *inexact):
    return running_bounds(FastPass(layers, None, inexact or (1, 0.0, 0.0)))


def in_turn(left, right):
    """The product of a machine that sums one term after the other, in float32."""
    terms = left.T[:, :, None] * right[:, None, :]
    return np.cumsum(terms, axis=0, dtype=np.float32)[-1]


def all_inputs(values, by_pixel=False):
    """Inputs of (n_inputs, n)."""
    held = np.ascontiguousarray(values.T) if by_pixel else np.vstack([values, np.ones((1, values.shape[1]))])
    return Inputs(held.astype(np.float32), by_pixel, float(values.min()), float(values.max()), None, None)


# Of each layer its inputs, one part and 4 more units of the sizes it sums; twice that, and 4 of the logits' size.
@pytest.mark.parametrize(
    ("layers", "inexact", "units", "constant"),
    [
        (layers_of(([[3], [-1]], [0.5, -2])), (), [[2 * (6 + 1) * 3 + 4 * 3]], 2 * 6 * 2 + 4 * 2),
        (
            layers_of(([[3, 0], [-1, 0]], [0.5, -2])),
            (16, 7 * UNIT, 0.0),
            [[2 * (7 + 16) * 3 + 4 * 3, 0]],
            2 * (7 * 3 + 7 * 0.5) + 4 * 2,
        ),
        (
            layers_of(([[2], [-5]], [1, 0]), ([[1, 0], [-3, 0]], [0.5, 0.25])),
            (),
            [[2 * (6 + 1) * 6], [2 * 7 * 3 + 4 * 3, 0]],
            2 * (6 * 3 * 1 + 7 * 0.25) + 4 * 0.5,
        ),
        (
            layers_of(([[2], [-5]], [0, 0]), ([[1, 0], [-3, 0]], [0, 0])),
            (1, 0.0, np.array([[10 * UNIT, 100 * UNIT], [1, 1]])),
            [[2 * ((6 + 1) * 6 + 3 * 10)], [2 * 7 * 3 + 4 * 3, 0]],
            2 * 3 * 100,
        ),
    ],
    ids=["a layer", "inputs less exact", "two layers", "first sums less exact"],
)
def test_the_bound_in_units_of_rounding_is_two_per_cent_more_than_by_hand(layers, inexact, units, constant):
    bounds, rest = bounds_of(layers, *inexact)
    for bound, known in zip(bounds, units):
        assert bound / UNIT == pytest.approx(1.02 * np.array(known), rel=1e-5)
    assert rest / UNIT == pytest.approx(1.02 * constant, rel=1e-5)


def test_a_long_sum_is_of_parts_and_so_is_its_bound():
    (bound,), _ = bounds_of(layers_of((np.ones((1, 3 * PART + 1)), [0])))
    units = PART + 4 + 4
    assert bound / UNIT == pytest.approx(np.full(3 * PART + 1, 1.02 * (2 * (units + 1) + 4)), rel=1e-4)


def test_logits_of_zero_may_be_wrong_by_a_thousand_of_the_smallest_numbers():
    _, constant = bounds_of(layers_of((np.zeros((2, 3)), np.zeros(2))))
    assert constant == pytest.approx(1020 * float(np.finfo(np.float32).tiny), rel=1e-6)


@pytest.mark.parametrize("where", ["in the only layer", "in the first of two", "in the second of two"])
def test_the_bound_covers_sums_that_round_down_at_every_step(where):
    """After 1 a half of float32's step is lost each time; 1 begins each part, so all parts are wrong."""
    steps = np.tile([1.0, *[UNIT] * (PART - 1)], 3)
    weights = {
        "in the only layer": [np.vstack([np.ones(steps.size), -np.ones(steps.size)])],
        "in the first of two": [np.ones((1, steps.size)), [[1], [-1]]],
        "in the second of two": [steps[:, None], np.vstack([np.ones(steps.size), -np.ones(steps.size)])],
    }[where]
    layers = layers_of(*((weight, np.zeros(len(weight))) for weight in weights))
    values = np.ones((1, 2)) if where == "in the second of two" else np.repeat(steps[:, None], 2, axis=1)
    ((_, logits, bound),) = CloserPass(FastPass(layers, None), in_turn).of(all_inputs(values), np.arange(2))
    true = logits64(layers, values)
    missing = np.ptp(logits - true, axis=0)
    assert (missing > 3 * 1.9 * (PART - 1) * UNIT).all() and (missing <= bound).all()
    assert (bound < 4 * missing).all()


@pytest.mark.parametrize("by_pixel", [False, True])
def test_every_doubtful_pixel_has_its_logits_whatever_their_number(by_pixel, monkeypatch):
    monkeypatch.setattr(closer_pass, "AT_ONCE", 200)
    generator = np.random.default_rng(1)
    layers = layers_of(*((generator.normal(size=shape), np.ones(shape[0])) for shape in ((5, 300), (3, 5))))
    values = generator.uniform(-1, 1, (300, 700)).astype(np.float32)
    look, pixels = CloserPass(FastPass(layers, None), np.matmul), np.arange(3, 700, 2)
    places, logits, bounds = zip(*look.of(all_inputs(values, by_pixel), pixels))
    assert [len(each) for each in places] == [200, 149] and np.array_equal(np.concatenate(places), pixels)
    errors = np.abs(np.hstack(logits) - logits64(layers, values[:, pixels].astype(np.float64)))
    assert (errors.max(axis=0) < np.concatenate(bounds) / 2).all() and np.concatenate(bounds).max() < 0.02


def test_inputs_that_float32_may_not_hold_are_left_in_doubt():
    layers = layers_of((np.full((2, 3), 2.0), np.zeros(2)))
    look = CloserPass(FastPass(layers, None), np.matmul)
    assert not list(look.of(all_inputs(np.full((3, 2), 1e30)), np.arange(2)))
    assert list(look.of(all_inputs(np.full((3, 2), 1e20)), np.arange(2)))


def wide(kind, feature="reflectance", bands=50, hidden=(1000,), least=0.0):
    um = np.linspace(2.0, 2.4, bands)
    model = random_model(um, hidden=hidden, numbers=NUMBERS, feature=feature)
    weights = (model.network.weights[0], *(weight / 10 for weight in model.network.weights[1:]))  # closer logits
    model = replace(model, network=replace(model.network, weights=weights))
    scaling = Scaling(np.full(bands, 1e-4), np.zeros(bands), (None,) * bands)
    return kind(model, scaling, BandSelection(tuple(range(1, bands + 1))), least, least > 0)


def scene(bands=50):
    return np.random.default_rng(3).integers(2000, 7000, (bands, HEIGHT, WIDTH)).astype(np.int16)


def looks(kernel, raw):
    """(Classified, its classes settled, its confidence settled)."""
    with one_thread():
        piece = kernel.classify(raw, None, kernel.scratch())
        classes, confidence = piece.classes.copy(), piece.confidence
        classes[piece.doubtful], settled, _ = kernel.settle(piece.inputs)
        if confidence is not None:
            confidence[piece.doubtful] = settled
    return piece, classes, confidence


@pytest.mark.parametrize(
    ("feature", "least"),
    [("reflectance", 0), ("reflectance", 0.5), ("normalised", 0), ("normalised", 0.5), ("asai", 0)],
)
@pytest.mark.parametrize("kind", KERNELS.values(), ids=KERNELS)
def test_wide_networks_leave_few_pixels_to_float64_and_give_the_classes_without_the_look(kind, feature, least):
    kernel, plain = wide(kind, feature, least=least), wide(kind, feature, least=least)
    plain._closer = None
    for raw in (scene(), np.ascontiguousarray(scene().transpose(1, 2, 0)).transpose(2, 0, 1)):
        piece, classes, confidence = looks(kernel, raw)
        before, known, sure = looks(plain, raw)
        assert np.array_equal(classes, known) and len(np.unique(classes)) > 1
        assert len(piece.doubtful) * (1 if feature == "asai" else 2) < len(before.doubtful)  # a quick hull is far off
        assert least == 0 or np.allclose(confidence, sure, rtol=1e-4)


def test_a_pixel_that_is_looked_at_again_has_the_confidence_of_that_look():
    kernel, pixels = wide(RawKernel, least=0.5), np.arange(0, HEIGHT * WIDTH, 3)
    inputs = kernel._inputs.of(scene(), None, kernel.scratch())
    classes, confidence = np.zeros(HEIGHT * WIDTH, np.uint8), np.full(HEIGHT * WIDTH, np.nan, np.float32)
    left = kernel._looked_at_again(inputs, classes, confidence, pixels)
    assert len(left) < len(pixels) and np.array_equal(np.flatnonzero(np.isfinite(confidence)), pixels)


@pytest.mark.parametrize(("bands", "hidden"), [(50, (299,)), (299, (30,)), (300, (30,)), (50, (30, 300))])
def test_only_wide_networks_are_looked_at_again(bands, hidden):
    assert (wide(RawKernel, bands=bands, hidden=hidden)._closer is not None) == (300 in (bands, *hidden))


def test_the_code_for_devices_whose_inputs_are_elsewhere_does_without():
    kernel = wide(lambda *arguments: DeviceKernel(*arguments, device="cpu"), "asai")
    _, classes, _ = looks(kernel, scene())
    assert kernel._closer is None and np.array_equal(classes, looks(wide(TorchKernel, "asai"), scene())[1])
