# SPDX-License-Identifier: GPL-2.0-or-later
"""The document of a model file is the one that its specification states, entry by entry; names at their bounds."""

import json
import re
import struct
from dataclasses import replace

import pytest
from densenets import patch_model
from making import random_model
from safetensors.numpy import load as tensors_of

from mineral_prune_plugin.classes import MineralClass
from mineral_prune_plugin.errors import ModelFileError
from mineral_prune_plugin.models.model_file import load, save


def document_of(model, path):
    save(model, path)
    data = path.read_bytes()
    metadata = json.loads(data[8 : 8 + struct.unpack("<Q", data[:8])[0]])["__metadata__"]
    assert list(metadata) == ["mineral_prune"]
    document = json.loads(metadata["mineral_prune"])
    assert re.fullmatch("[0-9a-f]{64}", document.pop("checksum"))
    return document


def test_the_document_of_a_perceptron_is_that_of_the_specification(tmp_path):
    model = replace(
        random_model((2.0, 2.25), numbers=(1, 255), feature="normalised"),
        classes=(MineralClass(1, "alunite", "#a0B1c2"), MineralClass(255, "m\u00fcscovite", "#000000")),
        pruning={"kept": 3},
    )
    path = tmp_path / "model.safetensors"
    assert document_of(model, path) == {
        "schema": 1,
        "kind": "perceptron",
        "feature": "normalised",
        "wavelengths_um": [2.0, 2.25],
        "widths_um": [0.01, 0.01],
        "brightness": 0.4,
        "classes": [
            {"number": 1, "name": "alunite", "colour": "#a0B1c2"},
            {"number": 255, "name": "m\u00fcscovite", "colour": "#000000"},
        ],
        "training": {"hidden_units": [5], "epochs": 20, "seed": 0},
        "pruning": {"kept": 3},
    }
    shapes = {name: (tensor.shape, tensor.dtype.name) for name, tensor in tensors_of(path.read_bytes()).items()}
    assert shapes == {
        "layers.0.weight": ((5, 2), "float32"),
        "layers.0.bias": ((5,), "float32"),
        "layers.1.weight": ((2, 5), "float32"),
        "layers.1.bias": ((2,), "float32"),
        "standardisation.mean": ((2,), "float32"),
        "standardisation.deviation": ((2,), "float32"),
    }
    assert (load(path).patch, load(path).bands) == (1, 2)


def test_what_a_model_lacks_is_null_and_a_densenet_has_a_patch(tmp_path):
    document = document_of(random_model(um=None), tmp_path / "plain")
    assert [document[entry] for entry in ("wavelengths_um", "widths_um", "pruning")] == [None, None, None]
    of_patches = document_of(patch_model(patch=5), tmp_path / "patches")
    assert (of_patches["kind"], of_patches["patch"]) == ("sparse-densenet", 5)
    assert load(tmp_path / "patches").patch == 5


@pytest.mark.parametrize("length", [1, 200])
def test_a_name_may_have_1_to_200_characters(tmp_path, length):
    classes = (MineralClass(1, "x" * length, "#000000"), *random_model().classes[1:])
    save(replace(random_model(), classes=classes), tmp_path / "model")
    assert load(tmp_path / "model").classes == classes


@pytest.mark.parametrize("units", [1, 4096])
def test_a_layer_may_have_1_to_4096_units(tmp_path, units):
    save(random_model(hidden=(units,)), tmp_path / "model")
    assert load(tmp_path / "model").network.hidden_units == (units,)


def test_a_single_band_is_enough(tmp_path):
    save(random_model((2.0,)), tmp_path / "model")
    assert load(tmp_path / "model").bands == 1


def flat(network):
    return replace(network, biases=(network.biases[0][:, None], network.biases[1]))


def without_bands(network):
    return replace(network, weights=(network.weights[0][:, :0], network.weights[1]))


@pytest.mark.parametrize(
    ("network", "field", "expected", "found"),
    [
        (random_model(hidden=(4097,)).network, "layers.0.weight", "(4097, 4)", "(4097, 4)"),
        (flat(random_model().network), "layers.0.weight", "(0, 4)", "(5, 4)"),
        (without_bands(random_model().network), "layers.0.weight", "(5, 0)", "(5, 0)"),
    ],
    ids=["too_wide", "a_bias_of_two_axes", "no_bands"],
)
def test_layers_of_other_sizes_are_refused(tmp_path, network, field, expected, found):
    model = replace(random_model(), network=network)
    save(model, tmp_path / "model")
    with pytest.raises(ModelFileError) as refused:
        load(tmp_path / "model")
    assert refused.value.facts["field"] == field
    assert (refused.value.facts["expected"], refused.value.facts["found"]) == (
        f"of shape {expected}",
        f"of shape {found}",
    )
