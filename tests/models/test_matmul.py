# SPDX-License-Identifier: GPL-2.0-or-later
"""Both matrix products give what numpy gives; oneDNN's is used where it is there and right, and nowhere else."""

import numpy as np
import pytest
import torch

from mineral_prune_plugin.models import matmul
from mineral_prune_plugin.models.matmul import fastest_product, onednn_product, torch_product

HAS_ONEDNN = torch.backends.mkldnn.is_available() and hasattr(torch.ops.mkldnn, "_linear_pointwise")
needs_onednn = pytest.mark.skipif(not HAS_ONEDNN, reason="this torch has no oneDNN")
GENERATOR = torch.Generator().manual_seed(5)
INPUTS, WEIGHT, BIAS = (torch.randn(*shape, generator=GENERATOR) for shape in ((20, 7), (5, 7), (5,)))
INPUTS[0] = 0.0  # whose products are the biases


@pytest.mark.parametrize("product", [torch_product, pytest.param(onednn_product, marks=needs_onednn)])
def test_a_product_adds_its_bias_and_rectifies_on_request(product):
    plain = INPUTS.double().numpy() @ WEIGHT.double().numpy().T
    biased = plain + BIAS.double().numpy()
    assert product(INPUTS, WEIGHT).numpy() == pytest.approx(plain, abs=1e-5)
    assert product(INPUTS, WEIGHT, BIAS).numpy() == pytest.approx(biased, abs=1e-5)
    assert product(INPUTS, WEIGHT, BIAS, True).numpy() == pytest.approx(np.maximum(biased, 0), abs=1e-5)


@needs_onednn
def test_onednn_is_used_where_torch_has_it():
    assert fastest_product() is onednn_product


def raises(error):
    def product(*_):
        raise error

    return product


UNUSABLE = {
    "missing": raises(AttributeError("'_OpNamespace' 'mkldnn' object has no attribute '_linear_pointwise'")),
    "of_another_signature": raises(RuntimeError("mkldnn::_linear_pointwise() is missing value for argument 'weight'")),
    "not_for_this_processor": raises(NotImplementedError("Could not run 'mkldnn::_linear_pointwise'")),
    "without_bias": lambda inputs, weight, bias=None, rectify=False: torch_product(inputs, weight, None, rectify),
    "never_rectified": lambda inputs, weight, bias=None, rectify=False: torch_product(inputs, weight, bias),
    "always_rectified": lambda inputs, weight, bias=None, rectify=False: torch_product(inputs, weight, bias, True),
    "of_reversed_features": lambda inputs, weight, *more: torch_product(inputs.flip(1), weight, *more),
    "of_reversed_samples": lambda inputs, *more: torch_product(inputs.flip(0), *more),
    "of_reversed_neurons": lambda inputs, weight, *more: torch_product(inputs, weight.flip(0), *more),
    "with_reversed_biases": lambda inputs, weight, bias=None, rectify=False: torch_product(
        inputs, weight, None if bias is None else bias.flip(0), rectify
    ),
    "off_by_a_thousandth": lambda *arguments: torch_product(*arguments) + 1e-3,
    "of_memory_as_it_lies": lambda inputs, weight, *more: torch_product(
        inputs, weight if weight.is_contiguous() else weight.T.reshape(weight.shape), *more
    ),
}


@pytest.mark.parametrize("defect", UNUSABLE)
def test_an_operator_that_is_missing_or_wrong_is_not_used(monkeypatch, defect):
    monkeypatch.setattr(matmul, "onednn_product", UNUSABLE[defect])
    assert fastest_product() is torch_product
