# SPDX-License-Identifier: GPL-2.0-or-later
"""Classes by a CUDA device, where there is one and the scene is large enough to pay; the same classes.

The device computes hulls and logits in float32, in whatever order: that is within the bound of `folding.tolerance`, and
pixels that float32 cannot decide are settled on the processor. Workers check and convert the raw values into
page-locked memory, each with its CUDA stream, so that copies overlap with arithmetic.

Where there is no device tests run this code on the processor: it is the same but for the copies.
"""

import threading
from contextlib import nullcontext

import numpy as np
import torch

from ...spectra.hull import compiled_hull, step_shares
from ...spectra.transforms import FLOOR
from .folding import largest_input
from .hull_inputs import hull_pass
from .inputs import MOST_OF_FEATURE, FeatureInputs, Inputs, Scratch
from .padding import padded
from .pixels import FEATURE_PIECE
from .torch_pixels import TorchKernel, first_of

DEVICE_PIECE = 2**18  # pixels at most: a device is started hundreds of times for a piece
DEVICE_VALUES = DEVICE_PIECE * 50  # numbers that a layer of a piece takes or gives: 50 MB, a hull five times as much
STEP_UNITS = 4  # of rounding that a step of the hull may add: a device may fuse multiplication and sum of `lerp`


class DeviceKernel(TorchKernel):
    """A TorchKernel whose float32 pass runs on a device."""

    def __init__(self, *arguments, device="cuda"):
        super().__init__(*arguments)
        if self.piece >= FEATURE_PIECE:
            widest = max(self._layers.inputs, *(len(weight) for weight in self._layers.weights))
            self.piece = min(DEVICE_PIECE, DEVICE_VALUES // widest)
        if isinstance(self._inputs, FeatureInputs) and self._inputs.of_hull:
            self._inputs = DeviceFeatureInputs(self._inputs)
        self._fast, self._closer = DeviceLayers(self._pass, self._inputs, device), None

    def scratch(self):
        return Scratch(_page_locked if self._fast.device.type == "cuda" else _pageable)


class DeviceFeatureInputs:
    """Inputs whose values are still reflectance: the device computes features, `exactly` those of a few pixels."""

    def __init__(self, plain):
        self.plain = plain

    def of(self, raw, unmasked, scratch):
        """As `FeatureInputs.of`, of the same raw, unmasked and scratch, but with reflectance as the values."""
        values, valid = self.plain.reflectance(raw, unmasked, scratch)

        def exactly(pixels):
            return self.plain.features(values[:-1, pixels]).astype(np.float64)

        return Inputs(values, False, 0.0, MOST_OF_FEATURE, valid, exactly)

    def finished(self, values):
        """As `RawInputs.finished` of the same values."""
        return values


class DeviceLayers:
    """As float32_layers.Float32Layers, on a device."""

    def __init__(self, parts, inputs, device):
        """parts : folding.FastPass; inputs : what makes the inputs; device : of torch"""
        self.device, layers, bound = torch.device(device), parts.layers, parts.bound
        self._classes = layers.outputs
        self._features = inputs.plain if isinstance(inputs, DeviceFeatureInputs) else None
        if self._features is not None:
            bound = hull_pass(layers, STEP_UNITS).bound
        self._limit = largest_input(layers)
        # Where CUDA may round factors to 10 bits the bound would not hold; float64 is never rounded so.
        self._dtype = torch.float64 if may_round_factors() else torch.float32
        self._streams = threading.local()
        weights = [torch.from_numpy(weight) for weight in padded(layers, bound)]
        self._first, self._weights = self._there(first_of(weights)), self._there(weights[1:])
        (self._sizes,) = self._there([torch.from_numpy(bound[:-1])])

    def _there(self, tensors):
        """Tensors of the processor on the device. They are there on return: workers' streams wait for no other."""
        return [tensor.to(self.device, self._dtype) for tensor in tensors]

    def _stream(self):
        """The stream of this worker; on the processor nothing. Memory of a stream is used again by it alone."""
        if self.device.type != "cuda":
            return nullcontext()
        if not hasattr(self._streams, "of_thread"):
            self._streams.of_thread = torch.cuda.Stream(self.device)
        return torch.cuda.stream(self._streams.of_thread)

    def logits(self, inputs):
        """As `float32_layers.Float32Layers.logits` of the same inputs; there is never a closer bound."""
        with torch.no_grad(), self._stream():
            values = torch.from_numpy(inputs.values).to(self.device, non_blocking=True)
            values = values.T if inputs.by_pixel else values[:-1]
            if self._features is not None:
                values = device_features(self._features.feature, values, self._features.wavelengths)
            values = values.to(self._dtype)
            outputs = self._forward(values)
            if inputs.least < 0:
                outputs[self._classes] += bound_of_negative(self._sizes, values)
            outputs = outputs.float().cpu().numpy()
        if not max(inputs.most, -inputs.least) <= self._limit:
            outputs[:] = np.nan  # decides nothing
        return outputs[: self._classes], outputs[self._classes], None

    def _forward(self, values):
        """(n_inputs, n) -> (n_outputs, n)."""
        weight, bias = self._first
        values = torch.addmm(bias[:, None], weight, values)
        for weight in self._weights:
            values = weight @ values.clamp_(min=0)
        return values


def may_round_factors():
    """Whether this process lets CUDA round the factors of float32 products to 10 bits (TF32).

    torch has two settings for it. Once the newer one was used, by another plugin perhaps, reading the older one raises
    an error, and products obey the newer.
    """
    settings = torch.backends.cuda.matmul
    precision = getattr(settings, "fp32_precision", None)  # missing before torch 2.9
    return settings.allow_tf32 if precision is None else precision == "tf32"


def device_features(feature, reflectance, wavelengths):
    """Features of a hull on a device: the steps of `spectra.transforms` in their order, but rounded in another way.

    feature     : "continuum" or "asai"
    reflectance : float32 tensor (n_bands, n) on the device
    wavelengths : float64 (n_bands,), micrometres
    returns     : float32 tensor (n_bands, n)
    """
    floored = reflectance.clamp(min=float(np.float32(FLOOR)))
    shares = torch.from_numpy(step_shares(wavelengths)).to(reflectance.device)
    hull = compiled_hull()(floored, shares, max(1, floored.shape[1]))
    return floored / hull if feature == "continuum" else (hull / floored).log()


def bound_of_negative(sizes, values):
    """What the bound of a pixel lacks: it is of the sizes of the inputs, and its unit sums the inputs themselves.

    sizes   : tensor (n_inputs,), the bound of a unit of each input
    values  : tensor (n_inputs, n), of the same type and device
    returns : tensor (n,)
    """
    return (-2 * sizes) @ values.clamp(max=0)


def _page_locked(size):
    return torch.empty(size, dtype=torch.float32, pin_memory=True).numpy()


def _pageable(size):
    return np.empty(size, np.float32)
