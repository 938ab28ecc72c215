# SPDX-License-Identifier: GPL-2.0-or-later
"""A map by logarithms whose mean is never computed has the classes of the features that the plugin computes."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from making import random_model

from mineral_prune_plugin.mapping.kernel import log_inputs, torch_pixels
from mineral_prune_plugin.mapping.kernel.certified_argmax import logits64
from mineral_prune_plugin.mapping.kernel.cuda import DeviceKernel
from mineral_prune_plugin.mapping.kernel.folding import Layers, standardised_layers
from mineral_prune_plugin.mapping.kernel.inputs import Scratch
from mineral_prune_plugin.mapping.kernel.log_inputs import LogInputs, log_pass
from mineral_prune_plugin.mapping.kernel.pixels import RawKernel, logarithm
from mineral_prune_plugin.mapping.kernel.torch_pixels import TorchKernel
from mineral_prune_plugin.models.perceptron.network import Standardisation
from mineral_prune_plugin.raster.band_matching import BandSelection
from mineral_prune_plugin.raster.validity import Scaling
from mineral_prune_plugin.spectra.features import compute

BANDS, HEIGHT, WIDTH = 20, 30, 40
UM = tuple(2.0 + 0.01 * band for band in range(BANDS))
SELECTION = BandSelection(tuple(range(1, BANDS + 1)))
UNIT = 2.0**-24


def drawn(low, high, dtype, seed=0):
    return np.random.default_rng(seed).uniform(low, high, (BANDS, HEIGHT, WIDTH)).astype(dtype)


def dark(dtype, shadow):
    """Values of which some are below the floor, 0 or below, and a pixel is nowhere above 0."""
    raw = drawn(500, 6000, dtype)
    raw[3, :, 5], raw[:, 4, 6], raw[::2, 7, 8] = shadow, 0, 0
    return raw


SCENES = {  # raw values, scales, offsets
    "int16": (drawn(500, 6000, np.int16), 1e-4, 0.0),
    "uint16": (drawn(500, 60_000, np.uint16), 1e-4, 0.0),
    "big-endian": (drawn(500, 6000, ">i2"), 1e-4, 0.0),
    "int32": (drawn(1e8, 9e8, np.int32), 1e-9, 0.0),
    "float32": (drawn(0.05, 0.9, np.float32), 1.0, 0.0),
    "float64": (drawn(0.05, 0.9, np.float64), 1.0, 0.0),
    "above 1": (drawn(0.5, 30.0, np.float32), 1.0, 0.0),
    "shadows of integers": (dark(np.int16, -3), 1e-4, 0.0),
    "shadows of floats": (dark(np.float32, 1e-30), 1e-4, 0.0),
    "an offset": (drawn(-4000, 4000, np.int16), 1e-4, 0.45),
    "a scale a band": (drawn(500, 6000, np.int16), np.linspace(1e-4, 2e-4, BANDS), 0.0),
}


def scaling_of(scene):
    _, scale, offset = scene
    return Scaling(
        np.broadcast_to(float(scale) if np.ndim(scale) == 0 else scale, BANDS), np.full(BANDS, offset), (None,) * BANDS
    )


def twins(brightness=0.4, seed=0, hidden=(12,)):
    """A model of three classes; the last weights of 2 and 4 are those of 1, but for a few units of rounding."""
    model, generator = random_model(UM, hidden, (1, 2, 4), "normalised", seed=seed), np.random.default_rng(seed)
    last = model.network.weights[-1].astype(np.float64)
    shares = generator.uniform(1e-7, 6e-7, (2, hidden[-1])) * generator.choice([-1, 1], (2, hidden[-1]))
    weights = (*model.network.weights[:-1], np.float32(np.vstack([last[:1], last[:1] * (1 + shares)])))
    biases = (*model.network.biases[:-1], model.network.biases[-1][[0, 0, 0]])
    return replace(model, network=replace(model.network, weights=weights, biases=biases), brightness=brightness)


def known_classes(model, scene):
    """Class numbers by the features in float32 and sums in float64, 0 where nothing is above 0."""
    raw, _, _ = scene
    scaling = scaling_of(scene)
    reflectance = scaling.reflectance(raw.reshape(BANDS, -1).astype(np.float32))
    valid = (reflectance > 0).any(axis=0)
    features = compute("normalised", reflectance, None).astype(np.float64)
    logits = logits64(standardised_layers(model), features)
    return np.where(valid, np.array([1, 2, 4])[logits.argmax(axis=0)], 0)


def orders(raw):
    by_line = np.ascontiguousarray(raw.transpose(1, 0, 2)).transpose(1, 0, 2)
    return raw, by_line, np.ascontiguousarray(raw.transpose(1, 2, 0)).transpose(2, 0, 1)


def classes_by(kernel, raw):
    piece = kernel.classify(raw, None, kernel.scratch())
    classes = piece.classes.copy()
    classes[piece.doubtful] = kernel.settle(piece.inputs)[0]
    return classes


def on_processor(*parts):
    return DeviceKernel(*parts, device="cpu")


KERNELS = {"numpy": RawKernel, "torch": TorchKernel, "device code": on_processor}


@pytest.mark.parametrize("kind", KERNELS.values(), ids=KERNELS)
@pytest.mark.parametrize("scene", SCENES.values(), ids=SCENES)
def test_near_twins_are_told_apart_as_by_their_features(scene, kind):
    for seed, brightness, hidden in ((0, 0.4, (12,)), (1, 0.02, (9, 5)), (2, 1e9, (12,))):
        model = twins(brightness, seed, hidden)
        known = known_classes(model, scene)
        assert len(np.unique(known[known > 0])) >= 2
        kernel = kind(model, scaling_of(scene), SELECTION)
        for raw in orders(scene[0]):
            assert np.array_equal(classes_by(kernel, raw), known)


@pytest.mark.parametrize("kind", [RawKernel, TorchKernel], ids=["numpy", "torch"])
@pytest.mark.parametrize("scene", SCENES.values(), ids=SCENES)
def test_the_bound_is_no_less_than_the_difference_of_the_logits_from_those_of_features(scene, kind):
    model = random_model(UM, (12, 9), (1, 2, 4), "normalised", seed=3)
    kernel, scaling = kind(model, scaling_of(scene), SELECTION), scaling_of(scene)
    reflectance = scaling.reflectance(scene[0].reshape(BANDS, -1).astype(np.float32))
    known = logits64(standardised_layers(model), compute("normalised", reflectance, None).astype(np.float64))
    for raw in orders(scene[0]):
        inputs = kernel._inputs.of(raw, None, Scratch())
        logits, first, closer = kernel._fast.logits(inputs)
        wrong = logits.astype(np.float64) - known
        wrong = (wrong.max(axis=0) - wrong.min(axis=0))[inputs.valid if inputs.valid is not None else slice(None)]
        closest = first if closer is None else closer(np.arange(first.size))
        assert (first >= 0.999 * closest).all()
        assert (wrong <= closest[inputs.valid if inputs.valid is not None else slice(None)]).all()


@pytest.mark.parametrize("scene", SCENES.values(), ids=SCENES)
def test_logarithms_lie_within_the_bounds_that_are_given_with_them(scene):
    inputs = LogInputs(twins(), scaling_of(scene), SELECTION, logarithm)
    for raw in orders(scene[0]):
        made = inputs.of(raw, None, Scratch())
        values = made.values if made.by_pixel else made.values[:-1]
        assert made.least <= values.min() and values.max() <= made.most
        assert made.most - values.max() < 1e-3 and values.min() - made.least < 1e-3


@pytest.mark.parametrize("logarithm", [torch.log, lambda values: torch.from_numpy(np.log(values.numpy()))])
def test_logarithms_of_torch_and_numpy_are_wrong_by_no_more_than_the_bound_allows(logarithm):
    """For all numbers close to 1, where a logarithm is small, and for many others."""
    steps = np.arange(2**22, dtype=np.int32) - 2**21 + np.float32(1).view(np.int32)
    spread = np.exp(np.random.default_rng(0).uniform(np.log(1e-8), np.log(1e38), 2**21)).astype(np.float32)
    values = np.concatenate([steps.view(np.float32), spread])
    known = np.log(values.astype(np.float64))
    wrong = np.abs(logarithm(torch.from_numpy(values)).numpy() - known)
    assert (wrong <= log_inputs.LOG_UNITS * UNIT * np.abs(known)).all()


def comparison():
    """A model of the second class where band 10 is above band 11 relative to it."""
    model = random_model(UM, (2,), (1, 2), "normalised")
    first = np.zeros((2, BANDS), np.float32)
    first[:, 10:12] = [[1, -1], [-1, 1]]
    network = replace(
        model.network,
        weights=(first, np.eye(2, dtype=np.float32)),
        biases=(np.zeros(2, np.float32), np.zeros(2, np.float32)),
    )
    unscaled = Standardisation(np.zeros(BANDS, np.float32), np.ones(BANDS, np.float32))
    return replace(model, network=network, standardisation=unscaled)


def near_pairs():
    """Reflectance whose bands 10 and 11 differ by some units of rounding."""
    raw = drawn(0.05, 0.9, np.float32)
    raw[11] = raw[10] * (1 + np.random.default_rng(1).uniform(-1e-6, 1e-6, raw[10].shape)).astype(np.float32)
    return raw


@pytest.mark.parametrize("whose", ["torch", "numpy", "features"])
def test_logarithms_that_are_as_wrong_as_they_may_be_change_no_class(monkeypatch, whose):
    """Of the pass in float32, and of the features that define the classes."""
    kinds = {"torch": TorchKernel, "numpy": RawKernel, "features": TorchKernel}
    model, scaling = comparison(), Scaling(np.ones(BANDS), np.zeros(BANDS), (None,) * BANDS)
    signs = np.resize(np.float32([1, -1]), BANDS)[:, None]

    def wrong(values, sign):
        return values + sign * np.abs(values) * np.float32(0.99 * log_inputs.LOG_UNITS * UNIT)

    torch_log, numpy_log = torch.log, np.log
    if whose == "torch":
        flat = torch.from_numpy(np.repeat(signs, HEIGHT * WIDTH, axis=1))

        def log(values, out):
            return out.copy_(wrong(torch_log(values), flat.reshape(values.shape)))

        monkeypatch.setattr(torch_pixels.torch, "log", log)
    elif whose == "numpy":
        flat = np.repeat(signs, HEIGHT * WIDTH, axis=1)

        def log(values):
            np.copyto(values, wrong(numpy_log(values), flat.reshape(values.shape)))

        monkeypatch.setattr(RawKernel, "logarithm", staticmethod(log))
    else:
        monkeypatch.setattr(np, "log", lambda values, out: np.copyto(out, wrong(numpy_log(values), signs)))
    reflectance = near_pairs().reshape(BANDS, -1)
    features = compute("normalised", reflectance, None).astype(np.float64)
    known, kind = logits64(standardised_layers(model), features).argmax(axis=0) + 1, kinds[whose]
    assert np.array_equal(classes_by(kind(model, scaling, SELECTION), near_pairs()), known)
    monkeypatch.setattr(log_inputs, "tolerance", lambda layers, *inputs: np.zeros(BANDS + 1))
    assert (classes_by(kind(model, scaling, SELECTION), near_pairs()) != known).mean() > 0.001


def test_the_bound_in_units_of_rounding_is_two_per_cent_more_than_by_hand():
    """Two bands and 4 for the sum, 8 for the logarithm; of features 8 more, 3 for the mean, 1 for the rest."""
    layers = Layers((np.array([[3.0, 1], [-1, 0]]),), (np.zeros(2),))
    made = log_pass(layers, replace(twins(), brightness=float(np.exp(-1))))
    assert made.layers.weights[0].tolist() == [[1, -1], [-0.5, 0.5]]
    of_features = np.array([8 + 4 * 3 / 2 + 3 + 2, 8 + 4 * 3 / 2 + 1 + 2])
    by_hand = [*(2 * (6 + 8 + of_features) + 4), 2 * (5 * 2 + 8 * 2 + 4 * 3)]
    assert made.bound / UNIT == pytest.approx(1.02 * np.array(by_hand), rel=1e-5)


@pytest.mark.parametrize("brightness", [0.3, 5.0])
@pytest.mark.filterwarnings("ignore:overflow", "ignore:invalid value")
def test_a_pixel_whose_reflectance_float32_cannot_hold_has_no_class_though_its_ratio_to_the_brightness_does(brightness):
    raw = drawn(1e-4, 9e-4, np.float32)
    raw[4, 3, 4] = 5e35
    scaling = Scaling(np.full(BANDS, 1e3), np.zeros(BANDS), (None,) * BANDS)
    model = replace(random_model(UM, (12,), (1, 2, 4), "normalised"), brightness=brightness)
    classes = classes_by(RawKernel(model, scaling, SELECTION), raw).reshape(HEIGHT, WIDTH)
    assert np.flatnonzero(classes == 0).tolist() == [3 * WIDTH + 4]


def test_the_mean_is_part_of_the_first_layer_and_the_rest_is_as_it_was():
    model = twins(hidden=(9, 5))
    layers = standardised_layers(model)
    made = log_pass(layers, model).layers
    assert np.allclose(made.weights[0].sum(axis=1), 0, atol=1e-12)
    spectra = np.log(np.random.default_rng(0).uniform(0.1, 0.9, (BANDS, 50)))
    assert np.allclose(logits64(made, spectra + 3), logits64(layers, spectra - spectra.mean(axis=0)))


@pytest.mark.parametrize("kind", KERNELS.values(), ids=KERNELS)
def test_interpolated_bands_have_the_classes_of_their_features(kind):
    weights = np.eye(BANDS, BANDS + 1, dtype=np.float32) * np.float32(0.25)
    weights += np.eye(BANDS, BANDS + 1, 1, dtype=np.float32) * np.float32(0.75)
    raw = np.random.default_rng(5).integers(500, 6000, (BANDS + 1, HEIGHT, WIDTH)).astype(np.int16)
    scaling = Scaling(np.full(BANDS + 1, 1e-4), np.zeros(BANDS + 1), (None,) * (BANDS + 1))
    values = scaling.reflectance(raw.reshape(BANDS + 1, -1).astype(np.float32))
    reflectance = np.float32(0.25) * values[:-1] + np.float32(0.75) * values[1:]
    features, model = compute("normalised", reflectance, None).astype(np.float64), twins()
    known = np.array([1, 2, 4])[logits64(standardised_layers(model), features).argmax(axis=0)]
    selection = BandSelection(tuple(range(1, BANDS + 2)), weights)
    assert np.array_equal(classes_by(kind(model, scaling, selection), raw), known)


@pytest.mark.parametrize("brightness", [0.4, 1e9, 1e-40])
@pytest.mark.parametrize("gap", [np.nan, -9999.0])
def test_neither_a_pixel_of_no_data_nor_an_absurd_brightness_leaves_others_in_doubt(gap, brightness):
    raw = drawn(0.05, 0.9, np.float32)
    raw[:, 3, 4] = gap
    model = replace(random_model(UM, (12,), (1, 2, 4), "normalised"), brightness=brightness)
    kernel = RawKernel(model, Scaling(np.ones(BANDS), np.zeros(BANDS), (-9999.0,) * BANDS), SELECTION)
    piece = kernel.classify(raw, None, kernel.scratch())
    assert piece.valid == HEIGHT * WIDTH - 1 and len(piece.doubtful) < 0.01 * piece.valid
