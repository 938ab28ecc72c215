# SPDX-License-Identifier: GPL-2.0-or-later
"""A model file gives back the very model, or a sentence that tells what is wrong with it: a wrong file a rule."""

import json
import pickle
import struct
import tempfile
import warnings
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from making import random_model
from safetensors.numpy import save as to_bytes

from mineral_prune_plugin.classes import MineralClass
from mineral_prune_plugin.errors import ModelFileError
from mineral_prune_plugin.models.model_file import LARGEST_FILE, LARGEST_HEADER, Model, load, names_densenet, save
from mineral_prune_plugin.models.model_notices import ModelUnchecked
from mineral_prune_plugin.models.perceptron.forward import logits
from mineral_prune_plugin.models.reject import (
    FEATURELESS,
    LONGEST_MINERALS,
    OTHER_MINERAL,
    SURFACE,
    UNLIKE,
    Reject,
    storable,
)
from mineral_prune_plugin.outputs import whole
from mineral_prune_plugin.raster.band_numbers import BandNumbers

MODEL = random_model()
DARK = replace(MODEL, reject=Reject({1: SURFACE, 4: FEATURELESS}, "", 0.03))
REJECTING = replace(MODEL, reject=Reject({1: SURFACE, 4: UNLIKE}, "kaolinite = kaolinite, dickite;\nalunite"))


def saved(folder, model=MODEL, name="model.safetensors"):
    path = Path(folder) / name
    save(model, path)
    return path


def same(first, second):
    """True where two Models are equal in every number."""
    arrays = [
        (*model.network.weights, *model.network.biases, model.standardisation.mean, model.standardisation.deviation)
        for model in (first, second)
    ]
    rest = [replace(model, network=None, standardisation=None) for model in (first, second)]
    return rest[0] == rest[1] and all(np.array_equal(a, b) and a.dtype == b.dtype for a, b in zip(*arrays))


MODELS = {
    "plain": MODEL,
    "deep": random_model(hidden=(7, 3, 2)),
    "without_wavelengths": random_model(um=None, bands=6),
    "hull_feature": random_model(feature="asai"),
    "without_widths": replace(MODEL, wavelengths=replace(MODEL.wavelengths, widths_um=None)),
    "pruned": replace(MODEL, pruning={"neurons": [[0, 2, 5, 6, 9]], "rows": [], "kept": 0}),
    "nine_layers": random_model(hidden=(2,) * 8),
    "class_255": random_model(numbers=(1, 255)),
    "rejecting": REJECTING,
    "rejecting_the_dark": DARK,
    "rejecting_the_dark_and_bands_by_name": replace(
        MODEL, wavelengths=None, band_names=("B1", "B2", "B3", "B4"), reject=Reject({4: FEATURELESS}, None, 0.05)
    ),
    "rejecting_of_many_numbers": replace(
        random_model(numbers=(2, 9, 10, 100)), reject=Reject({9: SURFACE, 10: SURFACE, 100: OTHER_MINERAL})
    ),
    "bands_by_name": replace(random_model(um=None), band_names=("B2", "B3", "B8A", "\u7ea2")),
    "bands_by_number": replace(random_model(um=None), band_numbers=BandNumbers((1, 2, 4, 7), 7)),
    "rejecting_bands_by_name_and_number": replace(
        REJECTING, wavelengths=None, band_names=("B2", "B3", "B8A", "B11"), band_numbers=BandNumbers((2, 3, 4, 5), 5)
    ),
    "name_beyond_ascii": replace(
        MODEL, classes=(*MODEL.classes, MineralClass(9, "m\u00fcscovite \u767d\u4e91\u6bcd", "#abCDef"))
    ),
}  # fmt: skip
MODELS["name_beyond_ascii"] = replace(MODELS["name_beyond_ascii"], network=random_model(numbers=(1, 2, 4, 9)).network)


@pytest.mark.parametrize("name", MODELS)
def test_a_saved_model_is_loaded_equal(tmp_path, name):
    assert same(load(saved(tmp_path, MODELS[name])), MODELS[name])


@pytest.mark.parametrize("name", MODELS)
def test_one_model_has_one_file_byte_for_byte(tmp_path, name):
    first = saved(tmp_path, MODELS[name], "a").read_bytes()
    assert all(saved(tmp_path, MODELS[name], "b").read_bytes() == first for _ in range(10))
    assert saved(tmp_path, load(tmp_path / "a"), "c").read_bytes() == first


def test_the_order_in_which_a_record_was_filled_is_no_matter(tmp_path):
    reversed_order = replace(MODEL, training=dict(reversed(MODEL.training.items())))
    assert saved(tmp_path, reversed_order, "a").read_bytes() == saved(tmp_path, MODEL, "b").read_bytes()


def test_a_model_can_replace_the_file_that_it_came_from(tmp_path):
    path = saved(tmp_path)
    smaller = replace(load(path), network=random_model(hidden=(2,)).network)
    with whole(path) as partial:
        save(smaller, partial)
    assert same(load(path), smaller)


def test_a_loaded_model_runs_without_a_remark(tmp_path):
    model = load(saved(tmp_path))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        outputs = logits(model.network, np.zeros((2, 4), np.float32))
    assert outputs.shape == (2, 3)


# Files that were changed after they were saved.


def changed(folder, old, new):
    """The facts of the error that a saved file gives in which bytes are replaced by as many others."""
    data = saved(folder).read_bytes()
    assert data.count(old) == 1 and len(old) == len(new)
    return refused(folder, data.replace(old, new))


def test_a_file_in_which_a_digit_was_changed_is_refused(tmp_path):
    centre = f"{MODEL.wavelengths.centres_um[-1]}]".encode()
    other = centre[:-2] + b"9]"
    assert changed(tmp_path, centre, other)["field"] == "the checksum"


def test_a_file_in_which_a_bit_of_a_weight_was_changed_is_refused(tmp_path):
    data = bytearray(saved(tmp_path).read_bytes())
    data[-2] ^= 1
    assert refused(tmp_path, bytes(data))["field"] == "the checksum"


def test_a_file_of_an_earlier_version_has_no_checksum_and_that_is_said(tmp_path):
    path, told = tmp_path / "earlier.safetensors", []
    path.write_bytes(file_of(*parts()))
    assert same(load(path, told.append), MODEL)
    assert [type(notice) for notice in told] == [ModelUnchecked] and "earlier.safetensors" in str(told[0])
    told.clear()
    load(saved(tmp_path), told.append)
    assert told == []


@pytest.mark.parametrize("number", [1e30, -2e9, 3e38])
def test_weights_that_no_training_gives_are_refused(tmp_path, number):
    tensors, document = parts()
    tensors["layers.0.weight"][0, 0] = number
    assert refused(tmp_path, file_of(tensors, document))["field"] == "layers.0.weight"


@pytest.mark.parametrize("text", ["", " ", "\n", "\x00", "red\u2028blue", "\ud800"])
def test_a_refusal_is_one_whole_sentence_whatever_text_is_in_the_file(tmp_path, text):
    tensors, document = parts()
    document["classes"][0]["colour"] = text
    facts = refused(tmp_path, file_of(tensors, document))
    assert facts["found"] == repr(text)


def test_names_of_tensors_do_not_break_a_refusal(tmp_path):
    tensors, document = parts()
    facts = refused(tmp_path, file_of({**tensors, "layers\n": np.array([np.nan], np.float32)}, document))
    assert facts["field"] == repr("layers\n")


# Wrong files, each built from a right one.


def parts(model=MODEL):
    """(tensors, document) of a file without a checksum, to be spoilt."""
    with tempfile.TemporaryDirectory() as folder:
        data = saved(folder, model).read_bytes()
    length = struct.unpack("<Q", data[:8])[0]
    document = json.loads(json.loads(data[8 : 8 + length])["__metadata__"]["mineral_prune"])
    document.pop("checksum")
    tensors = {"standardisation.mean": model.standardisation.mean}
    tensors["standardisation.deviation"] = model.standardisation.deviation
    for index, (weight, bias) in enumerate(zip(model.network.weights, model.network.biases)):
        tensors[f"layers.{index}.weight"], tensors[f"layers.{index}.bias"] = weight.copy(), bias.copy()
    return {name: tensor.copy() for name, tensor in tensors.items()}, document


def file_of(tensors, document):
    text = document if isinstance(document, str) else json.dumps(document)
    return to_bytes(tensors, metadata={"mineral_prune": text})


def refused(folder, data):
    """The facts of the error that a file of these bytes gives; its sentence names them all."""
    path = Path(folder) / "wrong.safetensors"
    path.write_bytes(data)
    with pytest.raises(ModelFileError) as error:
        load(path)
    assert error.value.facts["path"] == str(path)
    assert all(str(fact) in str(error.value) for fact in error.value.facts.values())
    return error.value.facts


def spoilt_document(**entries):
    def build():
        tensors, document = parts()
        for key, value in entries.items():
            document.pop(key, None) if value is ... else document.__setitem__(key, value)
        return file_of(tensors, document)

    return build


def spoilt_reject(model=REJECTING, **entries):
    def build():
        tensors, document = parts(model)
        document["reject"].update(entries)
        return file_of(tensors, document)

    return build


def darkest_in_an_old_schema():
    tensors, document = parts(DARK)
    return file_of(tensors, {**document, "schema": 2})


def spoilt_names(names):
    return spoilt_document(schema=3, wavelengths_um=None, widths_um=None, band_names=names)


def spoilt_numbers(numbers, total=9, **entries):
    listed = {"numbers": numbers, "total": total}
    return spoilt_document(schema=4, wavelengths_um=None, widths_um=None, **{"band_numbers": listed, **entries})


def reject_in_an_old_schema():
    tensors, document = parts(REJECTING)
    return file_of(tensors, {**document, "schema": 1})


def spoilt_class(**entries):
    def build():
        tensors, document = parts()
        document["classes"][1].update(entries)
        return file_of(tensors, document)

    return build


def spoilt_tensor(name, change):
    def build():
        tensors, document = parts()
        tensors[name] = change(tensors[name])
        return file_of(tensors, document)

    return build


def one_number(value):
    def change(tensor):
        tensor.flat[1] = value
        return tensor

    return change


def without(name):
    tensors, document = parts()
    del tensors[name]
    return file_of(tensors, document)


def nested_document(depth):
    tensors, document = parts()
    text = json.dumps({**document, "training": "HERE"})
    return file_of(tensors, text.replace('"HERE"', '{"a":' * depth + "1" + "}" * depth))


def raw_document(old, new):
    tensors, document = parts()
    text = json.dumps(document, sort_keys=True)
    assert old in text
    return file_of(tensors, text.replace(old, new))


def swapped_classes():
    tensors, document = parts()
    document["classes"].reverse()
    return file_of(tensors, document)


def classes_of_one_number():
    tensors, document = parts()
    document["classes"][1]["number"] = document["classes"][0]["number"]
    return file_of(tensors, document)


def hull_feature_without_wavelengths():
    return spoilt_document(feature="asai", wavelengths_um=None)()


def ten_layers():
    model = random_model(hidden=(2,) * 9)
    return file_of(*parts(model))


def one_layer():
    return file_of(*parts(random_model(hidden=())))


def header_with(change):
    tensors, document = parts()
    data = file_of(tensors, document)
    length = struct.unpack("<Q", data[:8])[0]
    header = change(json.loads(data[8 : 8 + length]))
    text = (header if isinstance(header, str) else json.dumps(header)).encode()
    return struct.pack("<Q", len(text)) + text + data[8 + length :]


def lying_shape(header):
    header["layers.0.weight"]["shape"] = [5, 3]
    return header


def overlapping_tensors(header):
    header["layers.0.bias"]["data_offsets"] = header["layers.1.bias"]["data_offsets"]
    return header


def lying_offsets(header):
    header["layers.0.bias"]["data_offsets"] = [0, 10**12]
    return header


def big_header():
    return header_with(lambda header: {**header, "__metadata__": {**header["__metadata__"], "more": "x" * 2**21}})


def scalar_tensor():
    tensors, document = parts()
    tensors["layers.0.weight"] = np.array(1.0, np.float32)
    return file_of(tensors, document)


def empty_layer():
    tensors, document = parts()
    tensors["layers.0.weight"], tensors["layers.0.bias"] = np.zeros((0, 4), np.float32), np.zeros(0, np.float32)
    tensors["layers.1.weight"] = np.zeros((3, 0), np.float32)
    return file_of(tensors, document)


class Harmful:
    def __reduce__(self):
        return (Path.touch, (Path("/tmp/mineral_prune_was_here"),))


WRONG = {  # defect : (bytes or a function that builds them, the field named, what must be in expected, in found)
    "empty": (b"", "the file", "safetensors", "0 bytes"),
    "eight_bytes": (struct.pack("<Q", 2), "the file", "safetensors", "8 bytes"),
    "lying_header_length": (struct.pack("<Q", 900) + b"{}", "the header", "900 bytes", "cut off after 2"),
    "huge_header_length": (struct.pack("<Q", 2**63) + b"{}", "the header", str(LARGEST_HEADER), str(2**63)),
    "big_header": (big_header, "the header", str(LARGEST_HEADER), "bytes"),
    "header_is_no_json": (struct.pack("<Q", 4) + b"oops", "the header", "JSON", "not"),
    "header_is_no_text": (struct.pack("<Q", 4) + b"\xff\xfe\xfd\xfc", "the header", "JSON", "not"),
    "header_is_a_list": (struct.pack("<Q", 2) + b"[]", "the header", "object", "list"),
    "header_nests_deep": (struct.pack("<Q", 200_000) + b"[" * 200_000, "the header", "JSON", "not"),
    "pickle": (lambda: pickle.dumps(Harmful()), "the header", "at most", "bytes"),
    "geotiff": (b"II*\x00" + bytes(200), "the header", "", ""),
    "another_programs_safetensors": (
        lambda: to_bytes({"a": np.zeros(3, np.float32)}), "the header", "mineral_prune", ""
    ),
    "another_programs_metadata": (
        lambda: to_bytes({"a": np.zeros(3, np.float32)}, metadata={"format": "pt"}), "the header", "mineral_prune", ""
    ),
    "metadata_no_text": (
        lambda: header_with(lambda h: {**h, "__metadata__": {"mineral_prune": {}}}), "the header", "mineral_prune", ""
    ),
    "document_is_no_json": (lambda: file_of(parts()[0], "{"), "mineral_prune", "JSON", "not"),
    "document_is_a_list": (lambda: file_of(parts()[0], "[]"), "mineral_prune", "object", "list"),
    "document_nests_deep": (lambda: nested_document(100_000), "mineral_prune", "JSON", "not"),
    "nan_in_the_document": (
        lambda: raw_document('"brightness": 0.4', '"brightness": NaN'), "mineral_prune", "JSON", "NaN"
    ),
    "infinity_in_the_document": (
        lambda: raw_document('"epochs": 20', '"epochs": -Infinity'), "mineral_prune", "JSON", "Infinity"
    ),
    "number_beyond_float_in_the_document": (
        lambda: raw_document('"epochs": 20', '"epochs": 1e999'), "mineral_prune", "JSON", "1e999"
    ),
    "other_schema": (spoilt_document(schema=6), "schema", "1 or 2 or 3 or 4 or 5", "6"),
    "names_missing": (spoilt_document(schema=3), "mineral_prune", "band_names", "without band_names"),
    "names_in_an_old_schema": (spoilt_document(band_names=["a"] * 4), "band_names", "schema 3", "there"),
    "names_and_wavelengths": (spoilt_document(schema=3, band_names=list("abcd")), "wavelengths_um", "null", "numbers"),
    "too_few_names": (spoilt_names(list("abc")), "band_names", "4 names", "a"),
    "names_no_list": (spoilt_names("abcd"), "band_names", "4 names", "abcd"),
    "names_of_numbers": (spoilt_names([1, 2, 3, 4]), "band_names", "4 names", "1"),
    "empty_name": (spoilt_names(["a", "", "c", "d"]), "band_names", "printable", "a"),
    "long_name": (spoilt_names(["a" * 201, "b", "c", "d"]), "band_names", "printable", "a"),
    "unprintable_name": (spoilt_names(["a\n", "b", "c", "d"]), "band_names", "printable", "a"),
    "name_twice": (spoilt_names(["B2", "b2 ", "c", "d"]), "band_names", "different", "B2"),
    "numbers_missing": (spoilt_document(schema=4), "mineral_prune", "band_numbers", "without band_numbers"),
    "numbers_in_an_old_schema": (spoilt_document(band_numbers={}), "band_numbers", "schema 4", "there"),
    "numbers_and_wavelengths": (spoilt_document(schema=4, band_numbers={}), "wavelengths_um", "null", "numbers"),
    "numbers_no_object": (spoilt_numbers([], band_numbers=[1]), "band_numbers", "object", "list"),
    "too_few_numbers": (spoilt_numbers([1, 2, 3]), "band_numbers.numbers", "4 whole", "[1, 2, 3]"),
    "numbers_no_list": (spoilt_numbers("1234"), "band_numbers.numbers", "4 whole", "1234"),
    "numbers_in_part": (spoilt_numbers([1, 2.5, 3, 4]), "band_numbers.numbers", "4 whole", "2.5"),
    "numbers_from_0": (spoilt_numbers([0, 1, 2, 3]), "band_numbers.numbers", "ascending", "0"),
    "number_twice": (spoilt_numbers([1, 2, 2, 3]), "band_numbers.numbers", "ascending", "2, 2"),
    "number_beyond": (spoilt_numbers([1, 2, 3, 10]), "band_numbers.total", "holds these", "9"),
    "numbers_of_all": (spoilt_numbers([1, 2, 3, 4], 4), "band_numbers.total", "more", "4"),
    "total_missing": (spoilt_numbers([1, 2, 3, 4], None), "band_numbers.total", "more", "None"),
    "no_schema": (spoilt_document(schema=...), "schema", "1 or 2", "None"),
    "reject_in_an_old_schema": (reject_in_an_old_schema, "reject", "schema 2", "there"),
    "reject_missing": (spoilt_document(schema=2), "mineral_prune", "reject", "without reject"),
    "reject_null": (spoilt_document(schema=2, reject=None), "reject", "object", "NoneType"),
    "reject_a_list": (spoilt_document(schema=2, reject=[1]), "reject", "object", "list"),
    "reject_without_kinds": (spoilt_document(schema=2, reject={"minerals": ""}), "reject.kinds", "1 or more", "None"),
    "reject_of_nothing": (spoilt_reject(kinds={}), "reject.kinds", "1 or more", "{}"),
    "reject_kinds_a_list": (spoilt_reject(kinds=[1, 4]), "reject.kinds", "1 or more", "[1, 4]"),
    "darkest_in_an_old_schema": (darkest_in_an_old_schema, "reject.darkest", "above 0 of schema 5", "0.03"),
    "darkest_missing": (spoilt_reject(DARK, darkest=0), "reject.darkest", "above 0 of schema 5", "0.0"),
    "darkest_negative": (spoilt_reject(DARK, darkest=-0.01), "reject.darkest", "0 to 0.05", "-0.01"),
    "darkest_too_bright": (spoilt_reject(DARK, darkest=0.3), "reject.darkest", "0 to 0.05", "0.3"),
    "darkest_no_number": (spoilt_reject(DARK, darkest="0.03"), "reject.darkest", "0 to 0.05", "0.03"),
    "darkest_true": (spoilt_reject(DARK, darkest=True), "reject.darkest", "0 to 0.05", "True"),
    "darkest_of_no_featureless_class": (
        spoilt_reject(DARK, kinds={"1": SURFACE, "4": UNLIKE}),
        "reject.darkest",
        "0 where no class is featureless",
        "0.03",
    ),
    "reject_of_a_class_that_is_none": (spoilt_reject(kinds={"3": UNLIKE}), "a number in reject.kinds", "1, 2, 4", "3"),
    "reject_number_in_other_digits": (spoilt_reject(kinds={"04": UNLIKE}), "a number in reject.kinds", "4", "04"),
    "reject_of_no_kind": (spoilt_reject(kinds={"4": "road"}), "a kind in reject.kinds", "featureless", "road"),
    "reject_kind_no_text": (spoilt_reject(kinds={"4": ["unlike"]}), "a kind in reject.kinds", "unlike", "['unlike']"),
    "reject_of_every_class": (
        spoilt_reject(kinds={"1": UNLIKE, "2": UNLIKE, "4": UNLIKE}), "reject.kinds", "some", "all of them"
    ),
    "reject_without_minerals": (
        spoilt_document(schema=2, reject={"kinds": {"4": UNLIKE}}), "reject.minerals", "printable", "None"
    ),
    "reject_minerals_no_text": (spoilt_reject(minerals=["a"]), "reject.minerals", "printable", "['a']"),
    "reject_minerals_with_control_characters": (
        spoilt_reject(minerals="cal\x1b[31mcite"), "reject.minerals", "printable", "\\x1b"
    ),
    "reject_minerals_too_long": (
        spoilt_reject(minerals="x" * (LONGEST_MINERALS + 1)), "reject.minerals", "at most 20000", "xxx"
    ),
    "other_kind": (spoilt_document(kind="densenet"), "kind", "perceptron", "densenet"),
    "unknown_feature": (spoilt_document(feature="derivative"), "feature", "asai", "derivative"),
    "feature_no_text": (spoilt_document(feature=[1]), "feature", "asai", "[1]"),
    "wavelengths_missing_for_a_hull": (hull_feature_without_wavelengths, "wavelengths_um", "given", "missing"),
    "wavelengths_too_few": (spoilt_document(wavelengths_um=[2.0, 2.1, 2.2]), "wavelengths_um", "4 positive", "2.2"),
    "wavelengths_descending": (spoilt_document(wavelengths_um=[2.3, 2.2, 2.1, 2.0]), "wavelengths_um", "ascending", ""),
    "wavelengths_equal": (spoilt_document(wavelengths_um=[2.0, 2.1, 2.1, 2.2]), "wavelengths_um", "ascending", ""),
    "wavelengths_negative": (spoilt_document(wavelengths_um=[-2, 2.1, 2.2, 2.3]), "wavelengths_um", "positive", "-2"),
    "wavelengths_no_numbers": (spoilt_document(wavelengths_um=["2", 2.1, 2.2, 2.3]), "wavelengths_um", "positive", "2"),
    "wavelengths_true": (spoilt_document(wavelengths_um=[True, 2.1, 2.2, 2.3]), "wavelengths_um", "positive", "True"),
    "wavelengths_a_text": (spoilt_document(wavelengths_um="2345"), "wavelengths_um", "positive", "2345"),
    "widths_too_many": (spoilt_document(widths_um=[0.01] * 5), "widths_um", "4 positive", "0.01"),
    "brightness_zero": (spoilt_document(brightness=0), "brightness", "positive", "0"),
    "brightness_missing": (spoilt_document(brightness=...), "mineral_prune", "brightness", "without brightness"),
    "wavelengths_missing": (spoilt_document(wavelengths_um=...), "mineral_prune", "wavelengths_um", "without wave"),
    "brightness_null": (spoilt_document(brightness=None), "brightness", "positive", "None"),
    "no_classes": (spoilt_document(classes=[]), "classes", "2 or more", "[]"),
    "one_class": (spoilt_document(classes=parts()[1]["classes"][:1]), "classes", "2 or more", "alunite"),
    "classes_no_list": (spoilt_document(classes={"1": "calcite"}), "classes", "list", "calcite"),
    "classes_no_objects": (spoilt_document(classes=[1, 2, 3]), "a class number", "1 to 255", "None"),
    "classes_fewer_than_outputs": (
        lambda: file_of(parts()[0], {**parts()[1], "classes": parts()[1]["classes"][:2]}), "number of classes", "3", "2"
    ),
    "classes_descending": (swapped_classes, "classes", "upwards", "[4, 2, 1]"),
    "classes_of_one_number": (classes_of_one_number, "classes", "upwards", "[1, 1, 4]"),
    "class_zero": (spoilt_class(number=0), "a class number", "1 to 255", "0"),
    "class_256": (spoilt_class(number=256), "a class number", "1 to 255", "256"),
    "class_number_true": (spoilt_class(number=True), "a class number", "1 to 255", "True"),
    "class_number_half": (spoilt_class(number=2.5), "a class number", "1 to 255", "2.5"),
    "class_number_huge": (spoilt_class(number=10**4000), "a class number", "1 to 255", "1000"),
    "name_empty": (spoilt_class(name=""), "a class name", "1 to 200", "''"),
    "name_huge": (spoilt_class(name="x" * 201), "a class name", "1 to 200", "xxx"),
    "name_with_control_characters": (spoilt_class(name="cal\x1b[31mcite"), "a class name", "printable", "\\x1b"),
    "name_with_a_line_break": (spoilt_class(name="cal\ncite"), "a class name", "printable", "\\n"),
    "name_written_backwards": (spoilt_class(name="cal\u202ecite"), "a class name", "printable", "\\u202e"),
    "name_half_a_character": (spoilt_class(name="\ud800"), "a class name", "printable", "\\ud800"),
    "name_no_text": (spoilt_class(name=7), "a class name", "printable", "7"),
    "colour_by_name": (spoilt_class(colour="red"), "a class colour", "#1A2B3C", "red"),
    "colour_with_more": (spoilt_class(colour='#000000" onload="x'), "a class colour", "#1A2B3C", "onload"),
    "colour_line_break": (spoilt_class(colour="#000000\n"), "a class colour", "#1A2B3C", "#000000"),
    "training_no_object": (spoilt_document(training=[1]), "training", "object", "list"),
    "training_null": (spoilt_document(training=None), "training", "object", "NoneType"),
    "pruning_no_object": (spoilt_document(pruning="c-apoz"), "pruning", "object", "str"),
    "nan_weight": (spoilt_tensor("layers.0.weight", one_number(np.nan)), "layers.0.weight", "finite", "not finite"),
    "infinite_bias": (spoilt_tensor("layers.1.bias", one_number(np.inf)), "layers.1.bias", "finite", "not finite"),
    "nan_mean": (spoilt_tensor("standardisation.mean", one_number(np.nan)), "standardisation.mean", "finite", ""),
    "double_precision": (spoilt_tensor("layers.0.bias", np.float64), "layers.0.bias", "float32", "float64"),
    "whole_numbers": (
        spoilt_tensor("layers.0.bias", lambda b: b.astype(np.int32)), "layers.0.bias", "float32", "int32"
    ),
    "weights_transposed": (spoilt_tensor("layers.0.weight", lambda w: w.T.copy()), "layers.0.weight", "(5, ", "(4, 5)"),
    "weights_flat": (spoilt_tensor("layers.0.weight", np.ravel), "layers.0.weight", "(5, 20)", "(20,)"),
    "weights_scalar": (scalar_tensor, "layers.0.weight", "(5, 0)", "()"),
    "bias_too_long": (spoilt_tensor("layers.0.bias", lambda b: np.tile(b, 2)), "layers.0.weight", "(10, 4)", "(5, 4)"),
    "layers_do_not_meet": (
        spoilt_tensor("layers.1.weight", lambda w: w[:, :4].copy()), "layers.1.weight", "(3, 5)", "(3, 4)"
    ),
    "empty_layer": (empty_layer, "layers.0.weight", "(0, 4)", "(0, 4)"),
    "mean_too_short": (
        spoilt_tensor("standardisation.mean", lambda m: m[:3].copy()), "standardisation.mean", "(4,)", "(3,)"
    ),
    "deviation_zero": (
        spoilt_tensor("standardisation.deviation", one_number(0)), "standardisation.deviation", "above 0", "0.0"
    ),
    "deviation_negative": (
        spoilt_tensor("standardisation.deviation", one_number(-0.2)), "standardisation.deviation", "above 0", "-0.2"
    ),
    "no_layers": (
        lambda: file_of({k: v for k, v in parts()[0].items() if k[0] == "s"}, parts()[1]), "the network", "2 to 9", "0"
    ),
    "one_layer": (one_layer, "the network", "2 to 9", "1 layers"),
    "ten_layers": (ten_layers, "the network", "2 to 9", "10 layers"),
    "bias_missing": (lambda: without("layers.1.bias"), "the tensors", "layers.0.bias", "layers.1.weight"),
    "deviation_missing": (lambda: without("standardisation.deviation"), "the tensors", "standardisation.deviation", ""),
    "tensor_too_many": (
        lambda: file_of({**parts()[0], "extra": np.zeros(2, np.float32)}, parts()[1]), "the tensors", "", "extra"
    ),
    "lying_shape": (lambda: header_with(lying_shape), "the tensors", "whole", ""),
    "overlapping_tensors": (lambda: header_with(overlapping_tensors), "the tensors", "whole", ""),
    "lying_offsets": (lambda: header_with(lying_offsets), "the tensors", "whole", ""),
    "more_behind_the_tensors": (lambda: file_of(*parts()) + b"more", "the tensors", "whole", ""),
}  # fmt: skip


@pytest.mark.parametrize("defect", WRONG)
def test_a_wrong_file_is_refused_by_what_is_wrong(tmp_path, defect):
    data, field, expected, found = WRONG[defect]
    facts = refused(tmp_path, data() if callable(data) else data)
    assert facts["field"] == field
    assert expected in str(facts["expected"])
    assert found in facts["found"] and len(facts["found"]) <= 210
    assert not Path("/tmp/mineral_prune_was_here").exists()


def test_only_a_model_that_rejects_or_knows_its_bands_has_a_file_that_an_older_version_refuses():
    """And a file of any other model has the entries that it always had."""
    entries = {"schema", "kind", "feature", "wavelengths_um", "widths_um", "brightness", "classes", "training"}
    plain, rejecting = (parts(model)[1] for model in (MODEL, REJECTING))
    assert set(plain) == entries | {"pruning"} and plain["schema"] == 1
    assert set(rejecting) == entries | {"pruning", "reject"} and rejecting["schema"] == 2
    named = parts(MODELS["bands_by_name"])[1]
    assert set(named) == entries | {"pruning", "band_names"} and named["schema"] == 3
    numbered = parts(MODELS["bands_by_number"])[1]
    assert set(numbered) == entries | {"pruning", "band_numbers"} and numbered["schema"] == 4
    assert rejecting["reject"]["kinds"] == {"1": "no mineral", "4": "unlike"}


def test_a_model_knows_its_minerals_from_what_it_rejects():
    assert [mineral.number for mineral in REJECTING.minerals] == [2]
    assert REJECTING.mapped_numbers.tolist() == [0, 2, 0] and REJECTING.mapped_numbers.dtype == np.uint8
    assert MODEL.minerals == MODEL.classes and MODEL.mapped_numbers.tolist() == [1, 2, 4]


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("alunite;\tcalcite\u3000= calcite", "alunite; calcite = calcite"),
        ("alunite\r\n\ncal\u200bcite", "alunite\n\ncalcite"),
        ("", ""),
    ],
)
def test_a_text_of_minerals_is_stored_without_what_a_file_does_not_take(tmp_path, text, stored):
    assert storable(text) == stored
    model = replace(REJECTING, reject=replace(REJECTING.reject, minerals=stored))
    assert load(saved(tmp_path, model)).reject.minerals == stored


def test_the_longest_text_of_minerals_is_read(tmp_path):
    text = "\n" + "x" * (LONGEST_MINERALS - 1)
    model = replace(REJECTING, reject=replace(REJECTING.reject, minerals=text))
    assert load(saved(tmp_path, model)).reject.minerals == text


def test_the_unspoilt_parts_make_a_right_file(tmp_path):
    (tmp_path / "right").write_bytes(file_of(*parts()))
    assert same(load(tmp_path / "right"), MODEL)


@pytest.mark.parametrize("share", [k / 40 for k in range(40)])
def test_a_truncated_file_is_refused_wherever_it_ends(tmp_path, share):
    data = saved(tmp_path).read_bytes()
    assert refused(tmp_path, data[: int(len(data) * share)])["field"] in ("the file", "the header", "the tensors")


def test_a_file_that_is_too_large_is_refused_unread(tmp_path):
    path = tmp_path / "large.safetensors"
    with open(path, "wb") as file:
        file.truncate(LARGEST_FILE + 1)
    with pytest.raises(ModelFileError) as error:
        load(path)
    assert error.value.facts["expected"] == f"at most {LARGEST_FILE} bytes"
    assert error.value.facts["found"] == f"{LARGEST_FILE + 1} bytes"


@pytest.mark.parametrize("name", ["missing.safetensors", "."])
def test_what_cannot_be_read_is_refused(tmp_path, name):
    with pytest.raises(ModelFileError) as error:
        load(tmp_path / name)
    assert error.value.facts["expected"] == "readable"
    assert error.value.facts["found"] in ("No such file or directory", "Is a directory")


RIGHT = file_of(*parts())
flips = st.lists(st.tuples(st.integers(0, len(RIGHT) - 1), st.integers(0, 255)), min_size=1, max_size=6)
in_header = st.lists(st.tuples(st.integers(0, 8 + struct.unpack("<Q", RIGHT[:8])[0]), st.integers(32, 126)), max_size=4)


def whole_model_or_refusal(data):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "tampered.safetensors"
        path.write_bytes(data)
        try:
            model = load(path)
        except ModelFileError as error:
            assert set(error.facts) == {"path", "field", "expected", "found"}
            return
        assert isinstance(model, Model) and len(model.classes) == model.network.outputs
        assert np.isfinite(logits(model.network, np.ones((1, model.bands), np.float32) * 1e-30)).all()
        assert model.wavelengths is None or min(model.wavelengths.centres_um) > 0
        save(model, path)
        assert same(load(path), model)


@settings(max_examples=150)
@given(st.one_of(flips, in_header), st.one_of(st.none(), st.integers(0, len(RIGHT))))
def test_a_tampered_file_gives_a_whole_model_or_a_sentence(changes, end):
    data = bytearray(RIGHT)
    for place, value in changes:
        data[place] = value
    whole_model_or_refusal(bytes(data[:end]))


json_values = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(-(10**30), 10**30), st.floats(allow_nan=False), st.text(max_size=5)
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.text(max_size=5), inner, max_size=3)),
    max_leaves=6,
)


@settings(max_examples=150)
@given(st.sampled_from(["reject", "kinds", "minerals", "schema", "kind"]), json_values)
def test_anything_in_a_reject_gives_a_whole_model_or_a_sentence(field, value):
    tensors, document = parts(REJECTING)
    (document["reject"] if field in document["reject"] else document)[field] = value
    whole_model_or_refusal(file_of(tensors, document))


@settings(max_examples=150)
@given(st.sampled_from(sorted(parts()[1])), json_values)
def test_anything_in_a_field_of_the_document_gives_a_whole_model_or_a_sentence(field, value):
    tensors, document = parts()
    if field != "wavelengths_um" or value is not None:
        whole_model_or_refusal(file_of(tensors, {**document, field: value}))


def test_whether_a_file_holds_a_densenet_is_read_from_its_header_alone(tmp_path):
    """A form asks it whenever something is chosen, and must not wait for 60 MB of tensors."""
    path = tmp_path / "model.safetensors"
    save(random_model(hidden=(400, 400)), path)
    data = path.read_bytes()
    length = struct.unpack("<Q", data[:8])[0]
    for kind in ("perceptron", "sparse-densenet"):
        header = data[8 : 8 + length].replace(b"perceptron", kind.encode())
        path.write_bytes(struct.pack("<Q", len(header)) + header)  # without a tensor
        assert names_densenet(path) == (kind != "perceptron")
    path.write_bytes(struct.pack("<Q", length) + data[8:100])
    with pytest.raises(ModelFileError, match="cut off"):
        names_densenet(path)
