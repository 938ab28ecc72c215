# SPDX-License-Identifier: GPL-2.0-or-later
"""The map is the same to the last pixel: classes too close for float32 are those of float64, and of nothing else.

The classes of these networks are near twins: their last weights differ by a few units of float32's rounding. Float32
alone takes the wrong one of them in some pixels of a hundred, which every test shows first; a map may in none.
"""

from dataclasses import replace

import numpy as np
import pytest
from making import random_model, write_geotiff
from osgeo import gdal

from mineral_prune_plugin.mapping.class_map import MapJob, map_minerals
from mineral_prune_plugin.mapping.kernel.cuda import DeviceKernel
from mineral_prune_plugin.mapping.kernel.folding import SAFE, Layers, largest_input, tolerance
from mineral_prune_plugin.mapping.kernel.pixels import RawKernel
from mineral_prune_plugin.mapping.kernel.torch_pixels import TorchKernel
from mineral_prune_plugin.models.perceptron.forward import probabilities
from mineral_prune_plugin.models.perceptron.network import Standardisation
from mineral_prune_plugin.progress import silent
from mineral_prune_plugin.raster.band_matching import BandSelection
from mineral_prune_plugin.raster.validity import Scaling
from mineral_prune_plugin.spectra.features import compute
from mineral_prune_plugin.threads import one_thread

BANDS, HEIGHT, WIDTH = 30, 50, 60
UM = tuple(2.0 + 0.01 * band for band in range(BANDS))
NUMBERS = (1, 2, 4)
SELECTION = BandSelection(tuple(range(1, BANDS + 1)))
FEATURES = ("reflectance", "normalised", "continuum", "asai")


def drawn(low, high, dtype, seed=0):
    return np.random.default_rng(seed).uniform(low, high, (BANDS, HEIGHT, WIDTH)).astype(dtype)


SCENES = {  # raw values, scale, offset
    "float32": (drawn(0.05, 0.95, np.float32), 1.0, 0.0),
    "int16": (drawn(500, 9500, np.int16), 1e-4, 0.0),
    "noise": (drawn(-0.5, 0.5, np.float32), 1.0, 0.0),  # the sum of a pixel's values is near zero
    "both signs": (drawn(-4500, 4500, np.int16), 1e-4, 0.5),
    "all negative": (drawn(-9500, -500, np.int16), 1e-4, 1.0),
    "int32": (drawn(-9e8, -1e8, np.int32), 1e-9, 1.0),
}


def plain(feature="reflectance", hidden=(12,), seed=4):
    return random_model(UM, hidden=hidden, numbers=NUMBERS, feature=feature, seed=seed)


def twins(feature="reflectance", hidden=(12,)):
    """A model whose classes 2 and 4 are near twins of class 1."""
    generator, model = np.random.default_rng(4), plain(feature, hidden)
    shares = generator.uniform(1e-7, 6e-7, (2, hidden[-1])) * generator.choice([-1, 1], (2, hidden[-1]))
    return with_last(model, lambda weight, bias: (np.vstack([weight[0], weight[0] * (1 + shares)]), bias[[0, 0, 0]]))


def with_last(model, change):
    """The model with another last layer. change : (weight, bias) in float64 -> the same, of the new one."""
    network = model.network
    weight, bias = change(network.weights[-1].astype(np.float64), network.biases[-1].astype(np.float64))
    weights = (*network.weights[:-1], weight.astype(np.float32))
    return replace(model, network=replace(network, weights=weights, biases=(*network.biases[:-1], np.float32(bias))))


def reflectance_of(scene):
    raw, scale, offset = scene
    return (raw.astype(np.float32) * np.float32(scale) + np.float32(offset)).reshape(BANDS, -1)


def inputs_of(model, scene):
    """Standardised inputs, float64 (n_inputs, n_pixels). Features are those that the plugin computes in float32."""
    raw, scale, offset = scene
    if model.feature == "reflectance":
        values = raw.astype(np.float64).reshape(BANDS, -1) * scale + offset
    else:
        values = compute(model.feature, reflectance_of(scene), np.array(UM)).astype(np.float64)
    mean, deviation = model.standardisation.mean[:, None], model.standardisation.deviation[:, None]
    return (values - mean.astype(np.float64)) / deviation


def summed(weight, bias, values):
    """A layer by its definition: float64, in the order of the inputs."""
    logits = np.repeat(bias[:, None], values.shape[1], axis=1)
    for column, value in zip(weight.T, values):
        logits += column[:, None] * value
    return logits


def multiplied(weight, bias, values):
    """A layer by a matrix product, which sums in an order of its own."""
    return weight @ values + bias[:, None]


def logits_of(model, scene, layer=summed):
    """float64 (n_classes, n_pixels)."""
    values = inputs_of(model, scene)
    for weight, bias in zip(model.network.weights, model.network.biases):
        logits = layer(weight.astype(np.float64), bias.astype(np.float64), values)
        values = np.maximum(logits, 0)
    return logits


def true_classes(logits, least=0.0):
    """Class numbers (n_pixels,) of float64 logits, 0 where the softmax, as a map stores it, is below `least`."""
    classes = np.array(NUMBERS)[logits.argmax(axis=0)]
    return np.where(true_confidence(logits) < np.float32(least), 0, classes)


def true_confidence(logits):
    return np.float32(1 / np.exp(logits - logits.max(axis=0)).sum(axis=0))


def float32_alone(model, scene, least=0.0):
    reflectance = reflectance_of(scene)
    shares = probabilities(model.network, model.inputs_of(reflectance))
    return np.where(shares.max(axis=1) < least, 0, np.array(NUMBERS)[shares.argmax(axis=1)])


def classified(model, scene, least=0.0, kernel=RawKernel):
    """Class numbers (n_pixels,) by a kernel called directly, the scene held band by band and pixel by pixel."""
    raw, scale, offset = scene
    scaling = Scaling(np.full(BANDS, scale), np.full(BANDS, offset), (None,) * BANDS)
    kernel = kernel(model, scaling, SELECTION, least)
    orders = raw, np.ascontiguousarray(raw.transpose(1, 2, 0)).transpose(2, 0, 1)
    return [settled(kernel, order) for order in orders]


def bounds_of(kernel, raw):
    """(the bound that decides at first, the closest that the kernel has), (n_pixels,)."""
    _, bound, closer = kernel._fast.logits(kernel._inputs.of(raw, None, kernel.scratch()))
    return bound, bound if closer is None else closer(np.arange(bound.size))


def settled(kernel, raw):
    with one_thread():  # as in a worker
        piece = kernel.classify(raw, None, kernel.scratch())
        classes = piece.classes.copy()
        classes[piece.doubtful] = kernel.settle(piece.inputs)[0]
    return classes


def by_device_code(*arguments):
    return DeviceKernel(*arguments, device="cpu")


KERNELS = {"numpy": RawKernel, "torch": TorchKernel, "device code": by_device_code}


def mapped(folder, model, scene, interleave="PIXEL", **job):
    """Class numbers (n_pixels,) of the map of a GeoTIFF."""
    raw, scale, offset = scene
    options = (f"INTERLEAVE={interleave}", "BLOCKYSIZE=7")
    raster = write_geotiff(folder / "scene.tif", raw, UM, scale=scale, offset=offset, options=options)
    map_minerals(MapJob(str(raster), model, str(folder / "map.tif"), **job), silent())
    return gdal.Open(str(folder / "map.tif")).ReadAsArray().ravel()


def assert_hard(alone, known):
    """A pass that trusts its own precision would be wrong in one pixel of a hundred at least."""
    assert (alone != known).mean() > 0.01


def known_classes(model, scene):
    """What float64 says without a doubt, and float32 alone does not."""
    logits = logits_of(model, scene)
    second, first = np.sort(logits, axis=0)[-2:]
    assert ((first == second) | (first - second > 1e-13 * np.abs(logits).max())).all()
    known = true_classes(logits)
    assert_hard(float32_alone(model, scene), known)
    assert len(np.unique(known)) == len(NUMBERS)
    return known


@pytest.mark.parametrize("scene", SCENES.values(), ids=SCENES)
@pytest.mark.parametrize("kernel", KERNELS.values(), ids=KERNELS)
def test_classes_of_raw_values_are_those_of_float64(kernel, scene):
    model = twins()
    known = known_classes(model, scene)
    for classes in classified(model, scene, kernel=kernel):
        assert np.array_equal(classes, known)


def faint():
    """Logits of some 1e-44, of which float32 holds a digit."""
    network, small = plain().network, np.float32(3e-23)
    weights, biases = [weight * small for weight in network.weights], (network.biases[0] * small, network.biases[1] * 0)
    return replace(plain(), network=replace(network, weights=tuple(weights), biases=biases))


def far_from_zero():
    return with_last(twins(), lambda weight, bias: (weight, bias + 300))


@pytest.mark.parametrize("make", [faint, far_from_zero])
def test_classes_of_logits_of_any_size_are_those_of_float64(tmp_path, make):
    model, scene = make(), SCENES["int16"]
    known = known_classes(model, scene)
    for kernel in KERNELS.values():
        for classes in classified(model, scene, kernel=kernel):
            assert np.array_equal(classes, known)
    assert np.array_equal(mapped(tmp_path, model, scene), known)


def boundless(feature):
    """A model of which float32 can hold neither the first unit's weights nor their products, but all that is true.

    That unit, of the third class, is infinity less infinity in float32, which a ReLU may take for 0; the next two, of
    the first class, are the size of a band.
    """
    model = plain(feature)
    first, last = np.zeros((12, BANDS), np.float32), np.zeros((3, 12), np.float32)
    first[0], first[1:3, 10] = np.repeat([3e38, -3e38], BANDS // 2), (3e36, -3e36)
    last[2, 0], last[0, 1:3] = 1e-2, 1e-2
    biases = np.zeros(12, np.float32), np.zeros(3, np.float32)
    network = replace(model.network, weights=(first, last), biases=biases)
    return replace(
        model, network=network, standardisation=replace(model.standardisation, mean=biases[0][:1].repeat(BANDS))
    )


@pytest.mark.parametrize(
    ("feature", "scene"),
    [
        *((feature, SCENES["int16"]) for feature in FEATURES),
        ("reflectance", SCENES["noise"]),
        ("reflectance", SCENES["all negative"]),
        ("reflectance", (drawn(1, 10, np.int16), 1.0, 0.0)),
    ],
    ids=[*FEATURES, "noise", "all negative", "small integers"],
)
def test_numbers_that_float32_cannot_hold_are_left_to_float64(tmp_path, feature, scene):
    model = boundless(feature)
    known = true_classes(logits_of(model, scene))
    assert 0.2 < (known == 4).mean() < 0.8
    for kernel in KERNELS.values():
        for classes in classified(model, scene, kernel=kernel):
            assert np.array_equal(classes, known)
    assert np.array_equal(mapped(tmp_path, model, scene), known)


def comparison():
    """A model of the second class where the first band is above the second."""
    model = random_model(UM, hidden=(2,), numbers=NUMBERS)
    first = np.zeros((2, BANDS), np.float32)
    first[0, :2], first[1, :2] = (1, -1), (-1, 1)
    last, biases = np.float32([[0, 1], [1, 0], [-1, -1]]), (np.zeros(2, np.float32), np.zeros(3, np.float32))
    unscaled = Standardisation(np.zeros(BANDS, np.float32), np.ones(BANDS, np.float32))
    return replace(
        model, network=replace(model.network, weights=(first, last), biases=biases), standardisation=unscaled
    )


@pytest.mark.parametrize(
    ("dtype", "scale"), [("int32", 2.0**-31), ("uint32", 2.0**-32), ("float64", 1.0), (">i4", 2.0**-31), (">f8", 1.0)]
)
def test_digits_of_raw_values_that_float32_drops_count(tmp_path, dtype, scale):
    raw = np.full((BANDS, HEIGHT, WIDTH), 900_000_001.0)
    raw[0] += np.random.default_rng(1).integers(-5, 6, (HEIGHT, WIDTH))
    raw *= 2.0**-31 / scale
    scene = raw.astype(dtype), scale, 0.0
    known = np.where(raw[0] > raw[1], 2, 1).ravel()
    assert_hard(float32_alone(comparison(), scene), known)
    for kernel in KERNELS.values():
        for classes in classified(comparison(), scene, kernel=kernel):
            assert np.array_equal(classes, known)
    if np.dtype(dtype).isnative:
        assert np.array_equal(mapped(tmp_path, comparison(), scene), known)


@pytest.mark.parametrize("feature", ["reflectance", "asai"])
@pytest.mark.parametrize("dtype", [np.int16, np.float32])
@pytest.mark.parametrize(("zero", "offset"), [(0, 0.0), (5000, -0.5)])
def test_a_pixel_that_is_nowhere_above_zero_is_no_data(tmp_path, zero, offset, dtype, feature):
    raw = drawn(6000, 9000, dtype)
    raw[:, 3, 4] = raw[:, 5, 6] = zero
    raw[2, 5, 6] = zero + 1  # in one band it is
    known = np.ones((HEIGHT, WIDTH), bool)
    known[3, 4] = False
    classes = mapped(tmp_path, plain(feature), (raw, 1e-4, offset)).reshape(HEIGHT, WIDTH)
    assert np.array_equal(classes > 0, known)


@pytest.mark.filterwarnings("ignore:overflow", "ignore:invalid value")
@pytest.mark.parametrize("feature", FEATURES[1:])
def test_a_pixel_whose_reflectance_float32_cannot_hold_has_no_feature_and_no_class(tmp_path, feature):
    raw = drawn(1e-4, 9e-4, np.float32)
    raw[4, 3, 4] = raw[:, 5, 6] = 1e38
    known = np.ones((HEIGHT, WIDTH), bool)
    known[3, 4] = known[5, 6] = False
    classes = mapped(tmp_path, plain(feature), (raw, 1e3, 0.0)).reshape(HEIGHT, WIDTH)
    assert np.array_equal(classes > 0, known)


@pytest.mark.parametrize("feature", FEATURES)
@pytest.mark.parametrize("hidden", [(12,), (16, 9)])
@pytest.mark.parametrize("kernel", KERNELS.values(), ids=KERNELS)
def test_classes_of_features_are_those_of_float64(kernel, hidden, feature):
    model, scene = twins(feature, hidden), SCENES["int16"]
    known = known_classes(model, scene)
    for classes in classified(model, scene, kernel=kernel):
        assert np.array_equal(classes, known)


@pytest.mark.parametrize("scene", SCENES.values(), ids=SCENES)
def test_a_map_of_raw_values_is_that_of_float64(tmp_path, scene):
    model = twins()
    assert np.array_equal(mapped(tmp_path, model, scene), known_classes(model, scene))


@pytest.mark.parametrize("feature", FEATURES)
@pytest.mark.parametrize("interleave", ["PIXEL", "BAND"])
def test_a_map_of_features_is_that_of_float64(tmp_path, interleave, feature):
    model, scene = twins(feature), SCENES["int16"]
    assert np.array_equal(mapped(tmp_path, model, scene, interleave), known_classes(model, scene))


# Confidences that crowd around the least that is asked for.


def unsure(feature):
    """All confidences are a third, but for the last digits."""
    return with_last(plain(feature), lambda weight, bias: (weight * 1e-8, bias * 1e-8))


def loud(feature):
    """Logits of hundreds, the first a step above its twins: float32 knows that step to a few digits."""
    return with_last(twins(feature), lambda weight, bias: (weight * 100, np.array([1.0, 0, 0])))


@pytest.mark.parametrize("make", [unsure, loud])
@pytest.mark.parametrize("feature", FEATURES)
def test_who_is_below_the_least_confidence_is_settled_by_float64(tmp_path, feature, make):
    model, scene = make(feature), SCENES["int16"]
    logits = logits_of(model, scene)
    least = float(np.median(true_confidence(logits)))
    known = true_classes(logits, least)
    assert_hard(float32_alone(model, scene, least), known)
    assert 0.1 < (known == 0).mean() < 0.9
    for kernel in KERNELS.values():
        for classes in classified(model, scene, least, kernel):
            assert np.array_equal(classes, known)
    assert np.array_equal(mapped(tmp_path, model, scene, min_confidence=least), known)
    confidence = str(tmp_path / "confidence.tif")
    assert np.array_equal(mapped(tmp_path, model, scene, min_confidence=least, confidence=confidence), known)


# Where float64 leaves a doubt, the order of the sum decides: it is part of the definition.


def mirrored(scale=1.0, bias=0.3, step=0.0, blur=0.0):
    """A model whose two classes are the same number, summed in another order: its hidden units stand twice.

    step : by which the first class is above the second; blur : by which share the second unit of a pair is larger.
    Nothing in it needs folding, which would round.
    """
    model = random_model(UM, hidden=(40,), numbers=(1, 2))
    first, last = (weight.copy() for weight in model.network.weights)
    first[20:] = first[:20] * np.float32(1 + blur)
    last = np.float32(last * scale)
    last[1] = np.roll(last[0], 20)
    biases = model.network.biases[0] * 0, np.array([bias + step, bias], np.float32)
    network = replace(model.network, weights=(first, last), biases=biases)
    plain = Standardisation(np.zeros(BANDS, np.float32), np.ones(BANDS, np.float32))
    return replace(model, network=network, standardisation=plain)


@pytest.mark.parametrize("near", [{}, {"bias": 1e9, "blur": 2e-7}])
@pytest.mark.parametrize("scene", ["float32", "noise"])
def test_ties_of_float64_are_settled_by_the_order_of_the_inputs(tmp_path, scene, near):
    model, scene = mirrored(**near), SCENES[scene]
    known = true_classes(logits_of(model, scene))
    assert_hard(true_classes(logits_of(model, scene, multiplied)), known)
    for kernel in (RawKernel, TorchKernel):
        for classes in classified(model, scene, kernel=kernel):
            assert np.array_equal(classes, known)
    assert np.array_equal(mapped(tmp_path, model, scene), known)


@pytest.mark.parametrize("scale", [1e9, 1e12])
def test_a_confidence_that_float64_does_not_know_is_settled_by_the_order_of_the_inputs(tmp_path, scale):
    model, scene = mirrored(scale, step=1.0), SCENES["float32"]
    logits = logits_of(model, scene)
    least = float(np.median(true_confidence(logits)))
    known = true_classes(logits, least)
    assert_hard(true_classes(logits_of(model, scene, multiplied), least), known)
    for kernel in (RawKernel, TorchKernel):
        for classes in classified(model, scene, least, kernel):
            assert np.array_equal(classes, known)
    assert np.array_equal(mapped(tmp_path, model, scene, min_confidence=least), known)


# The bound itself, where the matrix libraries of today are kinder than it has to allow.


def bound_of(layers, values, dtype=np.float32, **inputs):
    bound = tolerance(layers, dtype, **inputs)
    return bound[:-1] @ np.abs(values) + bound[-1]


HALF = 2.0**-24  # of the step of float32 after 1
STEPS = np.array([1.0, *[HALF] * 199])  # summed one by one, float32 stays at 1


@pytest.mark.parametrize(
    ("weights", "values"),
    [
        ([np.ones((1, 200))], STEPS),
        ([np.ones((1, 200)), np.eye(1)], STEPS),
        ([np.ones((1, 200)), np.eye(1), np.eye(1)], STEPS),
        ([STEPS[:, None], np.ones((1, 200))], np.ones(1)),
    ],
    ids=["in the only layer", "in the first of two", "in the first of three", "in the second of two"],
)
def test_the_bound_covers_a_sum_that_rounds_down_at_every_step(weights, values):
    assert np.cumsum(STEPS.astype(np.float32), dtype=np.float32)[-1] == 1 < STEPS.sum()
    weights = (*weights[:-1], np.vstack([weights[-1], -weights[-1]]))  # both logits are wrong, each its way
    layers = Layers(weights, tuple(np.zeros(len(weight)) for weight in weights))
    assert 2 * (STEPS.sum() - 1) <= bound_of(layers, values) < 3 * (STEPS.sum() - 1)


def test_the_bound_covers_inputs_that_are_wrong_themselves():
    layers = Layers((np.array([[3.0, -1], [-3.0, 1]]),), (np.zeros(2),))
    unit, values = 2.0**-24, np.array([0.5, 0.25])
    wrong = values + [16 * unit * 0.5 + 7 * unit, -16 * unit * 0.25 - 7 * unit]
    errors = layers.weights[0] @ (wrong - values)
    assert errors[0] - errors[1] <= bound_of(layers, values, rounded=16, absolute=7 * unit)


@pytest.mark.parametrize("low", [500, -5000, -20_010])
@pytest.mark.parametrize("kind", KERNELS.values(), ids=KERNELS)
def test_the_bound_that_a_kernel_computes_on_the_way_is_no_less(kind, low):
    """Negative inputs lower it; what makes up for them must suffice where all bands but one are as low as the least."""
    raw = drawn(low, low + 20, np.int16)
    raw[7] = 30_000
    kernel = kind(twins(), Scaling(np.full(BANDS, 1e-4), np.full(BANDS, 2.5), (None,) * BANDS), SELECTION)
    values = raw.reshape(BANDS, -1).astype(np.float64)
    known = bound_of(kernel._layers, values)
    for order in (raw, np.ascontiguousarray(raw.transpose(1, 2, 0)).transpose(2, 0, 1)):
        first, closest = bounds_of(kernel, order)
        assert (first > 0.999 * known).all() and (first < 9 * known).all()
        assert (closest > 0.999 * known).all()
        assert kind is by_device_code or (closest < 1.001 * known).all()
    assert kernel._bound(values) == pytest.approx(bound_of(kernel._layers, values, np.float64), rel=1e-6, abs=0)


@pytest.mark.parametrize(
    ("feature", "raw"),
    [
        ("reflectance", drawn(0.05, 0.95, np.float32)),
        ("reflectance", np.full((BANDS, 4, 5), -0.1, np.float32)),
        ("continuum", drawn(0.05, 0.95, np.float32)),
        ("asai", drawn(0.05, 0.95, np.float32)),
    ],
    ids=["positive", "negative", "continuum", "asai"],
)
@pytest.mark.parametrize("hidden", [(12,), (9, 5, 7)])
@pytest.mark.parametrize("kind", KERNELS.values(), ids=KERNELS)
def test_the_bound_that_a_kernel_computes_on_the_way_is_no_more_where_all_bands_have_a_sign(kind, hidden, feature, raw):
    """Features of a hull may be wrong by 16 units of rounding, and by 4 or 5 for each step; torch here has but another
    logarithm."""
    kernel = kind(twins(feature, hidden), Scaling(np.ones(BANDS), np.full(BANDS, 2.5), (None,) * BANDS), SELECTION)
    bound, _ = bounds_of(kernel, raw)
    values, wrong = raw.reshape(BANDS, -1).astype(np.float64), {}
    if feature != "reflectance":
        values = compute(feature, np.float32(values + 2.5), np.array(UM)).astype(np.float64)
    if feature == "asai" or (feature == "continuum" and kind is not TorchKernel):
        steps = 0 if kind is TorchKernel else 4 if kind is by_device_code else 5
        wrong = {"rounded": 16, "absolute": (steps * BANDS + 16) * HALF}
    assert bound == pytest.approx(bound_of(kernel._layers, values, **wrong), rel=1e-3)


@pytest.mark.parametrize(("bias", "safe"), [(0.0, True), (0.9e30, True), (1.1e30, False)])
def test_up_to_the_largest_input_no_sum_can_pass_what_float32_holds(bias, safe):
    generator = np.random.default_rng(0)
    weights = tuple(generator.normal(0, 1e6, shape) for shape in ((9, 5), (7, 9), (3, 7)))
    biases = tuple(np.full(len(weight), bias if place == 2 else 1.0) for place, weight in enumerate(weights))
    largest = largest_input(Layers(weights, biases))
    assert (largest > 0) == safe
    sizes = np.full(5, max(0.0, largest))
    for weight, bias in zip(weights, biases):
        sizes = np.abs(weight) @ sizes + bias
        assert not safe or sizes.max() <= SAFE * 1.0001 < np.finfo(np.float32).max / 1e6
    assert not safe or sizes.max() > 0.99 * SAFE
