# SPDX-License-Identifier: GPL-2.0-or-later
"""A perceptron in a model file.

Tensors, float32: `layers.K.weight` (n_out, n_in) and `layers.K.bias` (n_out,) for K = 0, 1, ...; 2 to 9 layers.
"""

import numpy as np

from ..perceptron.network import Perceptron
from ..training_settings import HIDDEN_LAYERS, HIDDEN_UNITS
from .container import demand

PARTS = ("weight", "bias")


def tensors_of(network):
    """name -> array of a Perceptron."""
    tensors = {}
    for index, pair in enumerate(zip(network.weights, network.biases)):
        for part, array in zip(PARTS, pair):
            tensors[f"layers.{index}.{part}"] = np.ascontiguousarray(array, dtype=np.float32)
    return tensors


def network_of(path, tensors, document):
    """The Perceptron of a model file's `tensors`, name -> array; `document` adds nothing. Errors: ModelFileError.

    path : the name for errors
    """
    count = sum(name.startswith("layers.") for name in tensors) // 2
    names = {f"layers.{index}.{part}" for index in range(count) for part in PARTS}
    names |= {"standardisation.mean", "standardisation.deviation"}
    demand(path, "the tensors", ", ".join(sorted(names)), names == set(tensors), ", ".join(sorted(tensors)))
    most = HIDDEN_LAYERS.most + 1
    demand(path, "the network", f"2 to {most:g} layers", 2 <= count <= most, f"{count} layers")
    weights = tuple(tensors[f"layers.{index}.weight"] for index in range(count))
    biases = tuple(tensors[f"layers.{index}.bias"] for index in range(count))
    inputs = weights[0].shape[-1] if weights[0].ndim else 0
    for index, (weight, bias) in enumerate(zip(weights, biases)):
        outputs = len(bias) if bias.ndim == 1 else 0
        fits = weight.shape == (outputs, inputs) and 1 <= outputs <= HIDDEN_UNITS.most and inputs >= 1
        demand(path, f"layers.{index}.weight", f"of shape ({outputs}, {inputs})", fits, f"of shape {weight.shape}")
        inputs = outputs
    return Perceptron(weights, biases)
