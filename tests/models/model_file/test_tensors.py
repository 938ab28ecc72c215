# SPDX-License-Identifier: GPL-2.0-or-later
"""Tensors as the package safetensors reads them, and refused where it refuses them."""

import json
import struct

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from safetensors import SafetensorError
from safetensors.numpy import load as by_package
from safetensors.numpy import save as to_bytes

from mineral_prune_plugin.models.model_file.tensors import tensors_of

TENSORS = {
    "weight": np.arange(12, dtype=np.float32).reshape(3, 4),
    "kernel": np.arange(24, dtype=np.float32).reshape(2, 3, 2, 2),
    "reads": np.array([3, -1], np.int32),
    "scalar": np.array(2.5, np.float64),
    "none": np.zeros((0, 5), np.float16),
    "flags": np.array([True, False, True]),
}


def split(data):
    """(header, tensors' bytes) of a file's bytes."""
    length = struct.unpack("<Q", data[:8])[0]
    return json.loads(data[8 : 8 + length]), data[8 + length :]


def joined(header, tensors):
    text = json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + tensors


def test_tensors_of_every_type_and_shape_are_those_of_the_package():
    data = to_bytes(TENSORS, metadata={"mineral_prune": "{}"})
    known, read = by_package(data), tensors_of(*split(data))
    assert set(read) == set(known) == set(TENSORS)
    for name, tensor in read.items():
        assert (tensor.dtype, tensor.shape) == (known[name].dtype, known[name].shape)
        assert np.array_equal(tensor, TENSORS[name]) and tensor.flags.writeable and tensor.dtype.isnative


COUNTS = st.one_of(st.integers(-2, 60), st.sampled_from([2**31, 2**40, 2**64, True, None, 1.0, "4"]))
CHANGES = st.one_of(
    st.tuples(st.just("dtype"), st.sampled_from(["F32", "F64", "I32", "U8", "BOOL", "X", "", None, 7, ["F32"]])),
    st.tuples(st.just("shape"), st.one_of(st.lists(COUNTS, max_size=4), st.none(), st.just("12"), st.just({}))),
    st.tuples(st.just("data_offsets"), st.one_of(st.lists(COUNTS, max_size=3), st.none(), st.just("0"))),
)


@given(st.lists(st.tuples(st.sampled_from(sorted(TENSORS)), CHANGES), min_size=1, max_size=3), st.integers(-5, 5))
def test_a_changed_header_is_refused_or_read_as_by_the_package(changes, more):
    header, tensors = split(to_bytes(TENSORS))
    for name, (key, value) in changes:
        header[name] = {**header[name], key: value}
    tensors = tensors[: len(tensors) + min(0, more)] + bytes(max(0, more))
    try:
        known = by_package(joined(header, tensors))
    except (SafetensorError, ValueError, KeyError, TypeError, OverflowError):
        known = None
    try:
        read = tensors_of(header, tensors)
    except ValueError:
        read = None
    assert (read is None) == (known is None)
    for name in known or ():
        assert (read[name].shape, read[name].tobytes()) == (known[name].shape, known[name].tobytes())


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"dtype": "F64"}, "weight at 46 to 94, where 96 bytes from 46 were due"),
        ({"data_offsets": [0, 48]}, "where"),
        ({"shape": [3, 5]}, "60 bytes"),
        ({"shape": [1, 1, 1, 3, 4]}, "weight with 5 axes, where 4 are the maximum"),
        ({"shape": [True, 12]}, "weight of shape [True, 12]"),
        ({"shape": [-3, -4]}, "weight of shape [-3, -4]"),
        ({"data_offsets": [0, 10**12]}, "weight at 0 to 1000000000000"),
        ({"data_offsets": [46]}, "weight at [46]"),
        ({"dtype": "BF16"}, "weight of type BF16"),
    ],
)
def test_a_wrong_entry_is_refused_by_what_is_wrong(change, reason):
    header, tensors = split(to_bytes({**TENSORS}))
    place = header["weight"]["data_offsets"]
    reason = reason.replace("46", str(place[0])).replace("94", str(place[1]))
    change = {key: [place[0]] if value == [46] else value for key, value in change.items()}
    header["weight"] = {**header["weight"], **change}
    with pytest.raises(ValueError) as refused:
        tensors_of(header, tensors)
    assert reason in str(refused.value)


@pytest.mark.parametrize("entry", [None, [], "F32", 7])
def test_an_entry_that_is_no_object_is_refused(entry):
    with pytest.raises(ValueError, match="a is no JSON object"):
        tensors_of({"a": entry}, b"")


def test_bytes_that_no_tensor_has_are_refused():
    with pytest.raises(ValueError, match="4 bytes of tensors, where 0 were due"):
        tensors_of({"__metadata__": {}}, bytes(4))
