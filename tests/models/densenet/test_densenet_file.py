# SPDX-License-Identifier: GPL-2.0-or-later
"""A sparse DenseNet in a model file: given back whole, or one sentence on what is wrong with it."""

import json
import struct
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from densenets import patch_model
from hypothesis import given, settings
from hypothesis import strategies as st
from safetensors.numpy import load as from_bytes
from safetensors.numpy import save as to_bytes

from mineral_prune_plugin.errors import ModelFileError
from mineral_prune_plugin.models.densenet.forward import logits
from mineral_prune_plugin.models.densenet.network import Convolution, Group
from mineral_prune_plugin.models.model_file import load, save

SHAPES = {
    "plain": {},
    "spectral": {"patch": 1},
    "wide_patch": {"patch": 15, "blocks": (8,)},
    "bottleneck": {"bottleneck": True, "compression": 0.5, "blocks": (2, 1, 2)},
    "one_block": {"blocks": (3,)},
    "hull_feature": {"feature": "asai"},
}
NONE = np.zeros(0, np.float32)


def two_groups():
    """The outputs of each layer in two groups, each with inputs of its own."""
    model = patch_model()
    blocks = tuple(tuple((_halved(layer[0]),) for layer in layers) for layers in model.network.blocks)
    return replace(model, network=replace(model.network, blocks=blocks))


def _halved(convolution):
    (group,) = convolution.groups
    half = len(group.weight) // 2
    return Convolution((replace(group, weight=group.weight[:half]), replace(group, weight=group.weight[half:])))


def an_unread_layer():
    """A layer without maps keeps its kernel's size: what is left is cropped all the same."""
    model = patch_model(blocks=(1, 1), compression=1.0)
    unread = Convolution((Group(np.zeros(0, np.int64), NONE, NONE, np.zeros((0, 0, 3, 3), np.float32)),))
    (group,) = model.network.transitions[0].groups
    few = group.reads < len(model.network.first)
    between = Convolution((Group(group.reads[few], group.scale[few], group.shift[few], group.weight[:, few].copy()),))
    blocks = ((unread,),), model.network.blocks[1]
    return replace(model, network=replace(model.network, blocks=blocks, transitions=(between,)))


MODELS = {name: (lambda shape=shape: patch_model(**shape)) for name, shape in SHAPES.items()}
MODELS |= {"two_groups": two_groups, "an_unread_layer": an_unread_layer}


@pytest.mark.parametrize("name", MODELS)
def test_a_saved_network_is_loaded_equal(tmp_path, name):
    model = MODELS[name]()
    save(model, tmp_path / "first")
    again = load(tmp_path / "first")
    save(again, tmp_path / "second")
    assert (tmp_path / "first").read_bytes() == (tmp_path / "second").read_bytes()
    assert again.patch == model.patch and again.network.patch == model.network.patch
    side = max(1, model.patch)
    patches = np.random.default_rng(0).normal(size=(3, model.bands, side, side)).astype(np.float32)
    assert np.array_equal(logits(again.network, patches), logits(model.network, patches))
    assert replace(again, network=None, standardisation=None) == replace(model, network=None, standardisation=None)


def parts(folder):
    """(tensors, document) of a right file, to be spoilt."""
    path = Path(folder) / "right"
    save(patch_model(), path)
    data = path.read_bytes()
    length = struct.unpack("<Q", data[:8])[0]
    return dict(from_bytes(data)), json.loads(json.loads(data[8 : 8 + length])["__metadata__"]["mineral_prune"])


def spoilt(name, change):
    def spoil(tensors, document):
        tensors[name] = np.ascontiguousarray(change(tensors[name]))

    return spoil


def entry(**values):
    return lambda tensors, document: document.update(values)


def renamed(old, new):
    def spoil(tensors, document):
        for name in [name for name in tensors if name.startswith(old)]:
            tensors[new + name[len(old) :]] = tensors.pop(name)

    return spoil


def added(name, array):
    return lambda tensors, document: tensors.update({name: array})


def _put(place, value):
    def change(tensor):
        tensor = tensor.copy()
        tensor.flat[place] = value
        return tensor

    return change


def millions_of_maps(tensors, document):
    """Cheap to say: kernels that read nothing."""
    tensors["blocks.1.1.0.0.weight"] = np.zeros((2**20, 0, 1, 1), np.float32)
    tensors["blocks.1.1.0.0.reads"] = np.zeros(0, np.int32)
    tensors["blocks.1.1.0.0.scale"] = tensors["blocks.1.1.0.0.shift"] = np.zeros(0, np.float32)


GROUP = "blocks.0.0.0.0"
WRONG = {  # defect : (what spoils it, the field named, in expected, in found)
    "patch_even": (entry(patch=4), "patch", "odd, 1 to 15", "4"),
    "patch_17": (entry(patch=17), "patch", "odd, 1 to 15", "17"),
    "patch_zero": (entry(patch=0), "patch", "odd", "0"),
    "patch_true": (entry(patch=True), "patch", "odd", "True"),
    "patch_text": (entry(patch="5"), "patch", "odd", "5"),
    "reject": (
        entry(schema=2, reject={"kinds": {"1": "unlike"}, "minerals": ""}), "reject", "perceptron", "sparse-densenet"
    ),
    "patch_null": (entry(patch=None), "patch", "odd", "None"),
    "patch_missing": (lambda tensors, document: document.pop("patch"), "mineral_prune", "patch", "without patch"),
    "patch_smaller_than_the_kernels": (entry(patch=3), "the kernels", "3 pixels", "4 pixels"),
    "said_to_be_a_perceptron": (entry(kind="perceptron"), "the tensors", "standardisation", "blocks"),
    "reads_beyond": (spoilt(f"{GROUP}.reads", _put(-1, 6)), f"{GROUP}.reads", "0 to 5", "6"),
    "reads_far_beyond": (spoilt(f"{GROUP}.reads", _put(-1, 2**31 - 1)), f"{GROUP}.reads", "0 to 5", str(2**31 - 1)),
    "reads_negative": (spoilt(f"{GROUP}.reads", _put(0, -1)), f"{GROUP}.reads", "0 to 5", "-1"),
    "reads_twice": (spoilt(f"{GROUP}.reads", lambda reads: reads[[0, 0, 2]]), f"{GROUP}.reads", "ascending", ""),
    "reads_backwards": (spoilt(f"{GROUP}.reads", lambda reads: reads[::-1]), f"{GROUP}.reads", "ascending", ""),
    "reads_a_matrix": (spoilt(f"{GROUP}.reads", lambda reads: reads[None]), f"{GROUP}.reads", "a list", "(1, 3)"),
    "reads_floats": (spoilt(f"{GROUP}.reads", np.float32), f"{GROUP}.reads", "int32", "float32"),
    "weight_whole_numbers": (spoilt(f"{GROUP}.weight", np.int32), f"{GROUP}.weight", "float32", "int32"),
    "weight_nan": (spoilt(f"{GROUP}.weight", _put(3, np.nan)), f"{GROUP}.weight", "finite", "not finite"),
    "scale_short": (spoilt(f"{GROUP}.scale", lambda a: a[:2]), f"{GROUP}.scale", "(3,)", "(2,)"),
    "shift_infinite": (spoilt(f"{GROUP}.shift", _put(0, np.inf)), f"{GROUP}.shift", "finite", ""),
    "kernel_of_two": (spoilt(f"{GROUP}.weight", lambda w: w[:, :, :2, :2]), f"{GROUP}.weight", "k 1 or 3", "2, 2"),
    "kernel_not_square": (spoilt(f"{GROUP}.weight", lambda w: w[:, :, :1]), f"{GROUP}.weight", "k 1 or 3", "1, 3"),
    "kernel_flat": (spoilt(f"{GROUP}.weight", np.ravel), f"{GROUP}.weight", "k 1 or 3", ""),
    "inputs_too_few": (spoilt(f"{GROUP}.weight", lambda w: w[:, :2]), f"{GROUP}.weight", "(n, 3, k, k)", "2, 3, 3"),
    "outputs_too_few": (spoilt(f"{GROUP}.weight", lambda w: w[:3]), "transitions.0.0.reads", "0 to 12", "13"),
    "transition_of_3": (
        spoilt("transitions.0.0.weight", lambda w: np.tile(w, (1, 1, 3, 3))), "transitions.0.0.weight", "k 1", "3, 3"
    ),
    "first_flat": (spoilt("first.weight", np.ravel), "first.weight", "bands", ""),
    "first_empty": (spoilt("first.weight", lambda w: w[:0]), "first.weight", "bands", "(0,"),
    "first_kernel_of_5": (spoilt("first.weight", lambda w: np.tile(w, (1, 1, 2, 2))), "first.weight", "k 1 or 3", "6"),
    "bands_differ": (spoilt("first.weight", lambda w: w[:, :3]), "standardisation.mean", "(3,)", "(4,)"),
    "classifier_short": (spoilt("classifier.weight", lambda w: w[:, 1:]), "classifier.weight", "", ""),
    "classes_differ": (spoilt("classifier.bias", lambda b: b[:2]), "classifier.weight", "(2, ", "(3, "),
    "bias_matrix": (spoilt("classifier.bias", lambda b: b[None]), "classifier.weight", "(0, ", ""),
    "first_missing": (lambda tensors, document: tensors.pop("first.weight"), "the tensors", "", "first.weight"),
    "part_missing": (lambda tensors, document: tensors.pop(f"{GROUP}.shift"), GROUP, "shift", "without shift"),
    "block_missing": (renamed("blocks.0", "blocks.2"), "the network", "1 to 8 blocks", "0"),
    "layer_skipped": (renamed("blocks.1.0", "blocks.1.7"), "transitions", "0", "1"),
    "layer_beyond": (renamed("blocks.1.1", "blocks.1.3"), "the tensors", "sparse-densenet", "blocks.1.3.0"),
    "second_convolution_alone": (renamed("blocks.1.1.0", "blocks.1.1.1"), "the tensors", "", "blocks.1.1.1"),
    "transition_missing": (renamed("transitions.0", "transitions.4"), "transitions", "1", "0"),
    "group_skipped": (renamed("blocks.0.0.0.0", "blocks.0.0.0.1"), "blocks.0.0.0", "from 0", "[1]"),
    "tensor_unknown": (added("extra", np.zeros(2, np.float32)), "the tensors", "sparse-densenet", "extra"),
    "name_that_is_a_path": (added("blocks.0.0.0.0/x", np.zeros(2, np.float32)), "the tensors", "", "/x"),
    "millions_of_maps": (millions_of_maps, "the network", "at most 16384 maps", "1048"),
}  # fmt: skip


@pytest.mark.parametrize("defect", WRONG)
def test_a_wrong_file_is_refused_by_what_is_wrong(tmp_path, defect):
    spoil, field, expected, found = WRONG[defect]
    tensors, document = parts(tmp_path)
    assert len(tensors[f"{GROUP}.reads"]) == 3
    tensors = dict(tensors)
    spoil(tensors, document)
    path = tmp_path / "wrong"
    path.write_bytes(to_bytes(tensors, metadata={"mineral_prune": json.dumps(document)}))
    with pytest.raises(ModelFileError) as error:
        load(path)
    facts = error.value.facts
    assert facts["field"] == field, error.value
    assert expected in str(facts["expected"]) and found in facts["found"], error.value
    assert len(str(error.value)) < 1000


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_tampered_file_gives_a_whole_network_or_a_sentence(tmp_path_factory, data):
    path = tmp_path_factory.getbasetemp() / "tampered"
    save(patch_model(), path)
    right = bytearray(path.read_bytes())
    places = st.tuples(st.integers(0, len(right) - 1), st.integers(0, 255))
    for place, value in data.draw(st.lists(places, min_size=1, max_size=6)):
        right[place] = value
    path.write_bytes(bytes(right))
    try:
        model = load(path)
    except ModelFileError:
        return
    patch = np.ones((1, model.bands, model.patch, model.patch), np.float32)
    assert logits(model.network, patch).shape == (1, len(model.classes))
