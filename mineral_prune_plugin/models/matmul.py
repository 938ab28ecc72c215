# SPDX-License-Identifier: GPL-2.0-or-later
"""The matrix product of maps, by perceptrons and DenseNets: oneDNN's where torch has it, else torch's own.

oneDNN compiles for the processor that it runs on, and takes half the time of the OpenBLAS that stands in for torch's
own sgemm inside QGIS. The operator is the one that torch.compile emits; torch does not promise it, so it is tried
first, and missing or wrong it is not used.
"""

import torch


def torch_product(inputs, weight, bias=None, rectify=False):
    """inputs @ weight.T + bias, then ReLU if `rectify`. Tensors (n, k), (m, k), (m,) -> (n, m)."""
    outputs = torch.nn.functional.linear(inputs, weight, bias)
    return outputs.clamp_(min=0) if rectify else outputs


def fastest_product():
    """The faster of the products that this torch has, with the signature of `torch_product`."""
    return onednn_product if _onednn_agrees() else torch_product


def onednn_product(inputs, weight, bias=None, rectify=False):
    """`torch_product(inputs, weight, bias, rectify)` by oneDNN: of float32 tensors, on the CPU."""
    activation = "relu" if rectify else "none"
    return torch.ops.mkldnn._linear_pointwise(inputs, weight, bias, activation, [], "")


def _onednn_agrees():
    inputs, weight = torch.linspace(-1, 1, 48).reshape(16, 3), torch.linspace(-1, 1, 24).reshape(8, 3)
    bias = torch.linspace(-0.5, 0.5, 8)
    try:
        cases = [
            (onednn_product(inputs, weight, bias, True), torch_product(inputs, weight, bias, True)),
            (onednn_product(weight, inputs.T.contiguous().T), torch_product(weight, inputs)),
        ]
    except (RuntimeError, AttributeError, NotImplementedError):
        return False
    return all(torch.allclose(product, expected, atol=1e-6) for product, expected in cases)
