# SPDX-License-Identifier: GPL-2.0-or-later
"""The code for a CUDA device gives the same classes; run on the processor where there is no device."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from making import random_model

from mineral_prune_plugin.errors import CudaFails, NoCuda
from mineral_prune_plugin.mapping.kernel import choice, hull_inputs
from mineral_prune_plugin.mapping.kernel import cuda as device_module
from mineral_prune_plugin.mapping.kernel.choice import CUDA_PAYS, kernel_for
from mineral_prune_plugin.mapping.kernel.cuda import DeviceKernel
from mineral_prune_plugin.mapping.kernel.folding import tolerance
from mineral_prune_plugin.mapping.kernel.torch_pixels import TorchKernel
from mineral_prune_plugin.raster.band_matching import BandSelection
from mineral_prune_plugin.raster.validity import Scaling

UM = tuple(2.0 + 0.01 * band for band in range(20))
DEVICE = "cuda" if torch.cuda.is_available() else "cpu"
SMALL, LARGE = (SimpleNamespace(width=side, height=side) for side in (10, int(CUDA_PAYS**0.5) + 1))


def raw(seed=0):
    values = np.random.default_rng(seed).integers(500, 9500, (20, 70, 60)).astype(np.int16)
    values[:, 3, 4], values[:, 5, 6], values[2, 7, 8] = 0, -9999, -9999
    return values


def settled(kernel, values):
    result = kernel.classify(values, None, kernel.scratch())
    classes = result.classes.copy()
    classes[result.doubtful], _, _ = kernel.settle(result.inputs)
    return classes


@pytest.mark.parametrize("feature", ["reflectance", "normalised", "continuum", "asai"])
@pytest.mark.parametrize("least", [0.0, 0.6])
def test_a_device_gives_the_classes_of_the_processor(feature, least):
    model = random_model(UM, hidden=(12, 9), numbers=(1, 2, 4, 9), feature=feature, seed=4)
    parts = model, Scaling(np.full(20, 1e-4), np.zeros(20), (-9999.0,) * 20), BandSelection(tuple(range(1, 21)))
    plain, device = TorchKernel(*parts, least), DeviceKernel(*parts, least, device=DEVICE)
    for order in (raw(), np.ascontiguousarray(raw().transpose(1, 2, 0)).transpose(2, 0, 1)):
        classes = settled(plain, order)
        assert np.array_equal(settled(device, order), classes)
        assert len(np.unique(classes)) > 2 and not classes.reshape(70, 60)[[3, 5, 7], [4, 6, 8]].any()


def test_auto_takes_a_device_only_for_large_scenes_with_a_hull():
    plain, hull = random_model(UM), random_model(UM, feature="asai")
    for grid, model in ((SMALL, plain), (SMALL, hull), (LARGE, plain)):
        assert kernel_for("auto", grid, model) is TorchKernel
    expected = DeviceKernel if torch.cuda.is_available() else TorchKernel
    assert kernel_for("auto", LARGE, hull) is expected
    assert kernel_for("cpu", LARGE, hull) is TorchKernel


@pytest.mark.parametrize(
    ("width", "height", "feature", "takes"),
    [
        (4000, 5000, "asai", True),
        (4000, 5000, "continuum", True),
        (4000, 5000, "normalised", False),
        (19_999_999, 1, "asai", False),
        (10, 10, "reflectance", False),
    ],
)
def test_where_there_is_a_device_auto_takes_it_for_a_hull_of_20_million_pixels(
    monkeypatch, width, height, feature, takes
):
    grid, model = SimpleNamespace(width=width, height=height), random_model(UM, feature=feature)
    monkeypatch.setattr(choice, "fault_of_card", lambda torch: "")
    for present in (True, False):
        monkeypatch.setattr(torch.cuda, "is_available", lambda present=present: present)
        assert kernel_for("auto", grid, model) is (DeviceKernel if takes and present else TorchKernel)
        assert kernel_for("cpu", grid, model) is TorchKernel
    with pytest.raises(NoCuda):
        kernel_for("cuda", grid, model)
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    assert kernel_for("cuda", grid, model) is DeviceKernel


@pytest.mark.skipif(torch.cuda.is_available(), reason="there is a CUDA device")
def test_a_device_that_torch_finds_and_cannot_compute_on_is_left_to_who_asks_for_it(monkeypatch):
    """As an old card under a build of torch without code for it; here torch itself has none for any card."""
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    assert kernel_for("auto", LARGE, random_model(UM, feature="asai")) is TorchKernel
    with pytest.raises(CudaFails) as raised:
        kernel_for("cuda", SMALL, random_model(UM))
    assert raised.value.facts["version"] == torch.__version__
    assert "CUDA" in raised.value.facts["reason"] and not raised.value.facts["reason"].endswith(".")


@pytest.mark.skipif(torch.cuda.is_available(), reason="there is a CUDA device")
def test_a_missing_device_that_was_requested_is_an_error():
    with pytest.raises(NoCuda) as raised:
        kernel_for("cuda", SMALL, random_model(UM))
    assert raised.value.facts == {"version": torch.__version__}


def near_pair(seed=0):
    """(reflectance, float32 (20, 70, 60), under a flat hull, whose two bands 10 and 11 differ by 2e-5 at most)."""
    generator = np.random.default_rng(seed)
    values = generator.uniform(0.2, 0.8, (20, 70, 60))
    values[0] = values[-1] = 0.9
    values[11] = values[10] * (1 + generator.uniform(-2e-5, 2e-5, (70, 60)))
    return values.astype(np.float32)


@pytest.mark.parametrize("feature", ["continuum", "asai"])
def test_a_device_that_rounds_as_badly_as_it_may_gives_the_classes_of_the_processor(monkeypatch, feature):
    """Of each step of the hull 4 units of rounding, and 16 of the feature."""
    model = random_model(UM, hidden=(2,), numbers=(1, 2), feature=feature)
    first = np.zeros((2, 20), np.float32)
    first[:, 10:12] = [[1, -1], [-1, 1]]
    network = replace(
        model.network, weights=(first, np.eye(2, dtype=np.float32)), biases=(np.zeros(2, np.float32),) * 2
    )
    parts = replace(model, network=network), Scaling(np.ones(20), np.zeros(20), (None,) * 20)
    parts = *parts, BandSelection(tuple(range(1, 21)))
    known = settled(TorchKernel(*parts), near_pair())
    plain, worst = device_module.device_features, (4 * 20 + 16) * 2.0**-24
    wrong = np.random.default_rng(1).choice(np.float32([-worst, worst]), (20, 70 * 60))
    monkeypatch.setattr(device_module, "device_features", lambda *spectra: plain(*spectra) + torch.from_numpy(wrong))
    assert np.array_equal(settled(DeviceKernel(*parts, device="cpu"), near_pair()), known)
    monkeypatch.setattr(hull_inputs, "tolerance", lambda layers, dtype, *inputs: tolerance(layers, dtype))
    assert (settled(DeviceKernel(*parts, device="cpu"), near_pair()) != known).mean() > 0.01


@pytest.mark.parametrize(("allowed", "dtype"), [(True, torch.float64), (False, torch.float32)])
def test_where_the_process_lets_a_device_round_factors_to_ten_bits_it_computes_in_float64(allowed, dtype):
    model = random_model(UM, hidden=(12,), numbers=(1, 2, 4))
    parts = model, Scaling(np.full(20, 1e-4), np.zeros(20), (-9999.0,) * 20), BandSelection(tuple(range(1, 21)))
    before = torch.backends.cuda.matmul.allow_tf32
    torch.backends.cuda.matmul.allow_tf32 = allowed
    try:
        kernel = DeviceKernel(*parts, device=DEVICE)
        assert np.array_equal(settled(kernel, raw()), settled(TorchKernel(*parts), raw()))
    finally:
        torch.backends.cuda.matmul.allow_tf32 = before
    assert {weight.dtype for weight in (*kernel._fast._first, *kernel._fast._weights)} == {dtype}


@pytest.mark.skipif(not hasattr(torch.backends, "fp32_precision"), reason="this torch has allow_tf32 alone")
@pytest.mark.parametrize("of", [torch.backends, torch.backends.cuda.matmul], ids=["of all", "of products"])
def test_ten_bits_that_are_allowed_in_torchs_newer_way_are_noticed_too(of):
    """Reading allow_tf32 raises an error then."""
    model, products = random_model(UM, hidden=(12,), numbers=(1, 2, 4)), torch.backends.cuda.matmul
    parts = model, Scaling(np.full(20, 1e-4), np.zeros(20), (-9999.0,) * 20), BandSelection(tuple(range(1, 21)))
    before = torch.backends.fp32_precision, products.fp32_precision
    products.fp32_precision = "none"  # as all
    of.fp32_precision = "tf32"
    try:
        kernel = DeviceKernel(*parts, device=DEVICE)
    finally:
        torch.backends.fp32_precision, products.fp32_precision = before
    assert {weight.dtype for weight in (*kernel._fast._first, *kernel._fast._weights)} == {torch.float64}


@pytest.mark.parametrize(("bands", "units", "pixels"), [(20, 12, 2**18), (400, 12, 2**18 // 8), (20, 400, 2**18 // 8)])
def test_a_piece_takes_as_much_memory_of_a_device_whatever_the_bands_and_units(bands, units, pixels):
    um = tuple(2.0 + 0.001 * band for band in range(bands))
    model = random_model(um, hidden=(units,), numbers=(1, 2, 4), feature="asai")
    parts = model, Scaling(np.ones(bands), np.zeros(bands), (None,) * bands), BandSelection(tuple(range(1, bands + 1)))
    assert DeviceKernel(*parts, device=DEVICE).piece == pixels
