# SPDX-License-Identifier: GPL-2.0-or-later
"""What the file around a model may be, at the very bounds: of the file, its header, its words, its numbers."""

import json
import struct
import tracemalloc
from dataclasses import replace

import pytest
from making import random_model

from mineral_prune_plugin.errors import ModelFileError
from mineral_prune_plugin.models.model_file import load, save


@pytest.fixture(scope="module")
def parts(tmp_path_factory):
    """(header, tensors' bytes) of a right file."""
    path = tmp_path_factory.mktemp("model") / "right.safetensors"
    save(random_model(), path)
    data = path.read_bytes()
    length = struct.unpack("<Q", data[:8])[0]
    return json.loads(data[8 : 8 + length]), data[8 + length :]


def framed(header, tensors=b""):
    """The bytes of a file. header : text of JSON, or what JSON is written of."""
    text = (header if isinstance(header, str) else json.dumps(header)).encode()
    return struct.pack("<Q", len(text)) + text + tensors


def with_document(header, change):
    """The header with its document's text changed, and without the checksum."""
    document = json.loads(header["__metadata__"]["mineral_prune"])
    document.pop("checksum")
    text = change(json.dumps(document, sort_keys=True))
    return {**header, "__metadata__": {"mineral_prune": text}}


@pytest.fixture
def refused(tmp_path):
    """(field, expected, found) of the error that a file of these bytes gives."""

    def facts_of(data):
        (tmp_path / "wrong.safetensors").write_bytes(data)
        with pytest.raises(ModelFileError) as error:
            load(tmp_path / "wrong.safetensors")
        return tuple(str(error.value.facts[name]) for name in ("field", "expected", "found"))

    return facts_of


@pytest.mark.parametrize(("size", "field"), [(67_108_864, "the header"), (67_108_865, "the file")])
def test_a_file_may_have_64_mib_and_not_a_byte_more(tmp_path, size, field):
    path = tmp_path / "large.safetensors"
    with open(path, "wb") as file:
        file.truncate(size)  # zeros: an empty header, once the size is accepted
    with pytest.raises(ModelFileError) as error:
        load(path)
    assert error.value.facts["field"] == field
    if field == "the file":
        assert error.value.facts["expected"] == "at most 67108864 bytes"


def test_a_header_may_have_1_mib_and_not_a_byte_more(tmp_path, parts, refused):
    header, tensors = parts
    (tmp_path / "large.safetensors").write_bytes(framed(json.dumps(header).ljust(2**20), tensors))
    assert load(tmp_path / "large.safetensors").classes == random_model().classes
    facts = refused(framed(json.dumps(header).ljust(2**20 + 1), tensors))
    assert facts == ("the header", "at most 1048576 bytes", "1048577 bytes")


def test_eight_bytes_of_length_need_a_header_behind_them(refused):
    assert refused(struct.pack("<Q", 2)) == ("the file", "a .safetensors file", "8 bytes long")
    assert refused(struct.pack("<Q", 1) + b"{")[:2] == ("the header", "JSON")


def test_a_header_that_ends_with_the_file_is_whole_and_one_that_lacks_a_byte_is_not(parts, refused):
    without_tensors = framed({"__metadata__": parts[0]["__metadata__"]})
    assert refused(without_tensors)[0] == "the tensors"
    length = len(without_tensors) - 8
    assert refused(without_tensors[:-1]) == ("the header", f"{length} bytes long", f"cut off after {length - 1}")


BEYOND_NUMPY = {
    "a_type_that_numpy_lacks": ({"dtype": "BF16", "shape": [2], "data_offsets": [0, 4]}, "BF16"),
    "more_axes_than_numpy_has": ({"dtype": "F32", "shape": [1] * 70, "data_offsets": [0, 4]}, "maximum"),
    "an_unknown_type": ({"dtype": "A" * 500, "shape": [1], "data_offsets": [0, 4]}, "AAA"),
}


@pytest.mark.parametrize("defect", BEYOND_NUMPY)
def test_a_tensor_that_numpy_cannot_hold_is_refused_in_a_sentence(parts, refused, defect):
    tensor, reason = BEYOND_NUMPY[defect]
    field, expected, found = refused(framed({"__metadata__": parts[0]["__metadata__"], "a": tensor}, bytes(4)))
    assert (field, expected) == ("the tensors", "whole") and reason in found


def test_what_is_wrong_is_quoted_in_200_characters(parts, refused):
    header, tensors = parts
    unknown = {"__metadata__": header["__metadata__"], "a": BEYOND_NUMPY["an_unknown_type"][0]}
    huge = with_document(header, lambda text: text.replace('"epochs": 20', '"epochs": ' + "9" * 500 + ".0"))
    named = with_document(header, lambda text: text.replace('"alunite"', '"' + "x" * 500 + '"'))
    for data in (framed(unknown, bytes(4)), framed(huge, tensors), framed(named, tensors)):
        assert len(refused(data)[2]) == 200


@pytest.mark.parametrize(("value", "fits"), [("999999999.5", True), ("1e9", False), ("1000000000.5", False)])
def test_a_number_is_positive_and_below_a_thousand_million(tmp_path, parts, refused, value, fits):
    header, tensors = parts
    data = framed(
        with_document(header, lambda text: text.replace('"brightness": 0.4', f'"brightness": {value}')), tensors
    )
    if fits:
        (tmp_path / "right.safetensors").write_bytes(data)
        assert load(tmp_path / "right.safetensors").brightness == float(value)
    else:
        assert refused(data)[:2] == ("brightness", "a positive number")


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_a_record_that_json_cannot_hold_is_not_written(tmp_path, number):
    with pytest.raises(ValueError):
        save(replace(random_model(), training={"validation_oa": number}), tmp_path / "model.safetensors")
    assert not (tmp_path / "model.safetensors").exists()


def test_a_large_file_is_loaded_without_copies_of_its_bytes(tmp_path):
    """What is read and the tensors made of it are in memory, and no third time the same."""
    path = tmp_path / "large.safetensors"
    save(random_model(hidden=(1500, 1500)), path)
    tracemalloc.start()
    load(path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 2.4 * path.stat().st_size
