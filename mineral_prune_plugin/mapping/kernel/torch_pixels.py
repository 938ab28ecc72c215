# SPDX-License-Identifier: GPL-2.0-or-later
"""The inner loop of class maps by torch, on the processor: the same classes, faster where torch is loaded anyway."""

import torch

from ...models.matmul import fastest_product
from ...spectra.hull import upper_hull
from .folding import exact_pass
from .hull_inputs import NearHullInputs, hull_pass
from .inputs import FeatureInputs
from .pixels import RawKernel


def torch_logarithm(values):
    """In place; numpy's take half as long again. values : float32 array"""
    values = torch.from_numpy(values)
    torch.log(values, out=values)


class TorchLayers:
    """As pixels.NumpyLayers."""

    def __init__(self, weights):
        """weights : of `pixels.padded`"""
        self._weights = [torch.from_numpy(weight) for weight in weights]
        self._first, self._product = first_of(self._weights), fastest_product()

    def __call__(self, values, by_pixel):
        """As `NumpyLayers.__call__` of the same values and by_pixel."""
        values = torch.from_numpy(values)
        with torch.no_grad():
            return (self._by_pixel(values) if by_pixel else self._by_class(values)).numpy()

    def _by_pixel(self, values):
        """(n, n_inputs) -> (n_outputs, n): the last layer transposes, for classes are compared along pixels."""
        values = self._product(values, *self._first, True)
        for weight in self._weights[1:-1]:
            values = self._product(values, weight, None, True)
        return self._product(self._weights[-1], values)

    def _by_class(self, values):
        """(n_inputs + 1, n) -> (n_outputs, n)."""
        for weight in self._weights[:-1]:
            values = self._product(weight, values.T, None, True)
        return self._product(self._weights[-1], values.T)


def array_product():
    """The fastest product, of float32 arrays (m, k) and (k, n)."""
    product = fastest_product()

    def multiplied(left, right):
        with torch.no_grad():
            return product(torch.from_numpy(left), torch.from_numpy(right).T).numpy()

    return multiplied


def first_of(weights):
    """(weight, bias) of the first of `pixels.padded` layers, as tensors, for inputs without the 1."""
    return weights[0][:, :-1].contiguous(), weights[0][:, -1].contiguous()


class TorchHullInputs(NearHullInputs):
    """NearHullInputs by the hull that defines the features: only torch's logarithm differs."""

    def hull(self, values):
        """As `NearHullInputs.hull` of the same values."""
        return upper_hull(values, self.wavelengths)


class TorchKernel(RawKernel):
    """A RawKernel whose float32 pass is torch's, as is the hull that defines its features."""

    layers_of, logarithm = TorchLayers, staticmethod(torch_logarithm)
    product_of = staticmethod(array_product)

    def _of_hull(self, model, scaling, selection):
        if model.feature == "continuum":
            return FeatureInputs(model, scaling, selection), exact_pass(self._layers)
        return TorchHullInputs(model, scaling, selection, self.logarithm), hull_pass(self._layers, step_units=0)
