# SPDX-License-Identifier: GPL-2.0-or-later
"""The model file: one .safetensors file. This module is its specification.

Tensors, little-endian float32: `layers.K.weight` (n_out, n_in) and `layers.K.bias` (n_out,) for K = 0, 1, ...;
`standardisation.mean` and `standardisation.deviation` (n_inputs,).

The header's metadata hold one key, `mineral_prune`, a JSON document (one, because several keys are written in random
order) with sorted keys and without a time stamp, so that the same training gives the same bytes:

  schema          1; a file of another schema is refused
  kind            "perceptron"
  feature         a name of spectra.features.FEATURES
  wavelengths_um  a number a band, micrometres, ascending; null where the model was trained without
  widths_um       likewise, or null
  brightness      mean reflectance of the training samples: tells a raster in other units apart
  classes         [{number 1..255, name, colour "#RRGGBB"}], a row of the last layer each
  training        how it was trained: whatever json holds; shown, never used
  pruning         the trace (pruning.trace), or null

Limits, against files made to harm: 64 MiB, a header of 1 MiB, finite numbers only, positive deviations. Loading reads
tensors and JSON and runs nothing. The whole file is read and closed before it is used, so that a pruned model can
replace the model it came from, on Windows too.
"""

import json
import math
import re
import struct
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Optional

import numpy as np

from ..classes import LARGEST_CLASS, MineralClass
from ..errors import ModelFileError
from ..raster.wavelengths import Wavelengths
from ..spectra.features import FEATURES, NEEDS_WAVELENGTHS
from .network import Perceptron, Standardisation
from .settings import LAYERS, UNITS

SCHEMA = 1
KEY = "mineral_prune"
ENTRIES = ("feature", "wavelengths_um", "widths_um", "brightness", "classes", "training", "pruning")
EXTENSION = ".safetensors"
LARGEST_FILE = 64 * 2**20
LARGEST_HEADER = 2**20
LONGEST_NAME = 200


@dataclass(frozen=True)
class Model:
    """A trained model and all that a map needs to know of it.

    training : a record for people (sizes, seed, versions, accuracy); values that JSON holds
    pruning  : a record like `pruning.trace.as_document`, or None
    """

    network: Perceptron
    standardisation: Standardisation
    feature: str
    wavelengths: Optional[Wavelengths]
    brightness: float
    classes: tuple[MineralClass, ...]
    training: dict
    pruning: Optional[dict] = None

    @property
    def bands(self):
        return len(self.standardisation.mean)


def save(model, path):
    """Write the model to `path`, in place: give the path of `raster.outputs.whole`."""
    from safetensors.numpy import save as to_bytes

    tensors = {"standardisation.mean": model.standardisation.mean}
    tensors["standardisation.deviation"] = model.standardisation.deviation
    for index, (weight, bias) in enumerate(zip(model.network.weights, model.network.biases)):
        tensors[f"layers.{index}.weight"] = np.ascontiguousarray(weight, dtype=np.float32)
        tensors[f"layers.{index}.bias"] = np.ascontiguousarray(bias, dtype=np.float32)
    document = json.dumps(_document(model), sort_keys=True, allow_nan=False)
    Path(path).write_bytes(to_bytes(tensors, metadata={KEY: document}))


def load(path):
    """The whole Model, or ModelFileError(path, field, expected, found)."""
    data = _read(path)
    document = _metadata(path, data)
    tensors = _tensors(path, data)
    classes = _classes(path, document)
    network = _network(path, tensors)
    standardisation = _standardisation(path, tensors, network.inputs)
    wavelengths = _wavelengths(path, document, network.inputs)
    _demand(path, "number of classes", network.outputs, network.outputs == len(classes), len(classes))
    return Model(
        network=network,
        standardisation=standardisation,
        feature=_feature(path, document),
        wavelengths=wavelengths,
        brightness=_brightness(path, document),
        classes=classes,
        training=_record(path, document, "training", {}),
        pruning=_record(path, document, "pruning", None),
    )


def _document(model):
    return {
        "schema": SCHEMA,
        "kind": "perceptron",
        "feature": model.feature,
        "wavelengths_um": None if model.wavelengths is None else model.wavelengths.centres_um,
        "widths_um": None if model.wavelengths is None else model.wavelengths.widths_um,
        "brightness": model.brightness,
        "classes": [asdict(mineral) for mineral in model.classes],
        "training": model.training,
        "pruning": model.pruning,
    }


def _demand(path, field, expected, holds, found):
    """One rule: `field` must be `expected`, and `holds` says whether it is."""
    if not holds:
        raise ModelFileError(path=str(path), field=field, expected=expected, found=str(found)[:LONGEST_NAME])


def _read(path):
    try:
        size = Path(path).stat().st_size
        _demand(path, "the file", f"at most {LARGEST_FILE} bytes", size <= LARGEST_FILE, f"{size} bytes")
        return Path(path).read_bytes()
    except OSError as error:
        raise ModelFileError(path=str(path), field="the file", expected="readable", found=error.strerror) from error


def _metadata(path, data):
    """The JSON document in the header. The format: 8 bytes of header length, the header as JSON, the tensors."""
    _demand(path, "the file", "a .safetensors file", len(data) > 8, f"{len(data)} bytes long")
    length = struct.unpack("<Q", data[:8])[0]
    _demand(path, "the header", f"at most {LARGEST_HEADER} bytes", length <= LARGEST_HEADER, f"{length} bytes")
    _demand(path, "the header", f"{length} bytes long", len(data) >= 8 + length, f"cut off after {len(data) - 8}")
    header = _json(path, "the header", data[8 : 8 + length])
    metadata = header.get("__metadata__")
    ours = isinstance(metadata, dict) and isinstance(metadata.get(KEY), str)
    _demand(path, "the header", f"one with the entry '{KEY}'", ours, "without it: another program's file")
    document = _json(path, KEY, metadata[KEY])
    schema, kind = document.get("schema"), document.get("kind")
    _demand(path, "schema", SCHEMA, schema == SCHEMA, schema)
    _demand(path, "kind", "perceptron", kind == "perceptron", kind)
    missing = [entry for entry in ENTRIES if entry not in document]  # a slip in a name must not read as null
    _demand(path, KEY, "an object with " + ", ".join(ENTRIES), not missing, f"without {', '.join(missing)}")
    return document


def _json(path, field, text):
    try:
        document = json.loads(text, parse_constant=_no_constant, parse_float=_finite)
    except (ValueError, RecursionError) as error:
        raise ModelFileError(path=str(path), field=field, expected="JSON", found=f"not ({error})"[:200]) from error
    _demand(path, field, "a JSON object", isinstance(document, dict), type(document).__name__)
    return document


def _no_constant(name):
    raise ValueError(f"{name} is no JSON number")


def _finite(text):
    """A JSON number such as 1e999 is infinite to Python, and could not be saved again."""
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text} is beyond any float")
    return number


def _tensors(path, data):
    from safetensors import SafetensorError
    from safetensors.numpy import load as from_bytes

    try:
        tensors = from_bytes(data)
    except (SafetensorError, ValueError, KeyError, TypeError) as error:
        raise ModelFileError(path=str(path), field="the tensors", expected="whole", found=str(error)[:200]) from error
    for name, tensor in tensors.items():
        _demand(path, name, "float32", tensor.dtype == np.float32, tensor.dtype)
        _demand(path, name, "finite", np.isfinite(tensor).all(), "not finite in places")
    return tensors


def _network(path, tensors):
    count = sum(name.startswith("layers.") for name in tensors) // 2
    names = {f"layers.{index}.{part}" for index in range(count) for part in ("weight", "bias")}
    names |= {"standardisation.mean", "standardisation.deviation"}
    _demand(path, "the tensors", ", ".join(sorted(names)), names == set(tensors), ", ".join(sorted(tensors)))
    most = LAYERS.most + 1
    _demand(path, "the network", f"2 to {most:g} layers", 2 <= count <= most, f"{count} layers")
    weights = tuple(tensors[f"layers.{index}.weight"] for index in range(count))
    biases = tuple(tensors[f"layers.{index}.bias"] for index in range(count))
    inputs = weights[0].shape[-1] if weights[0].ndim else 0
    for index, (weight, bias) in enumerate(zip(weights, biases)):
        outputs = len(bias) if bias.ndim == 1 else 0
        fits = weight.shape == (outputs, inputs) and 1 <= outputs <= UNITS.most and inputs >= 1
        _demand(path, f"layers.{index}.weight", f"of shape ({outputs}, {inputs})", fits, f"of shape {weight.shape}")
        inputs = outputs
    return Perceptron(weights, biases)


def _standardisation(path, tensors, inputs):
    mean, deviation = tensors["standardisation.mean"], tensors["standardisation.deviation"]
    for name, values in (("standardisation.mean", mean), ("standardisation.deviation", deviation)):
        _demand(path, name, f"of shape ({inputs},)", values.shape == (inputs,), f"of shape {values.shape}")
    _demand(path, "standardisation.deviation", "above 0", (deviation > 0).all(), f"{deviation.min()}")
    return Standardisation(mean, deviation)


def _wavelengths(path, document, inputs):
    centres, widths = document.get("wavelengths_um"), document.get("widths_um")
    if centres is None:
        blind = document.get("feature") not in NEEDS_WAVELENGTHS
        _demand(path, "wavelengths_um", "given for this feature", blind, "missing")
        return None
    for field, values in (("wavelengths_um", centres), ("widths_um", widths)):
        numbers = values is None or _numbers(values, inputs)
        _demand(path, field, f"{inputs} positive numbers", numbers, values)
    ascending = all(one < other for one, other in zip(centres, centres[1:]))
    _demand(path, "wavelengths_um", "ascending", ascending, "not")
    return Wavelengths.from_um(centres, widths)


def _numbers(values, count):
    return isinstance(values, list) and len(values) == count and all(_positive(value) for value in values)


def _positive(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool) and 0 < value < 1e9


def _feature(path, document):
    feature = document.get("feature")
    known = isinstance(feature, str) and feature in FEATURES
    _demand(path, "feature", " or ".join(FEATURES), known, feature)
    return feature


def _brightness(path, document):
    brightness = document.get("brightness")
    _demand(path, "brightness", "a positive number", _positive(brightness), brightness)
    return float(brightness)


def _classes(path, document):
    entries = document.get("classes")
    _demand(path, "classes", "a list of 2 or more", isinstance(entries, list) and len(entries) > 1, entries)
    classes = tuple(_class(path, entry) for entry in entries)
    numbers = [mineral.number for mineral in classes]
    ascending = all(one < other for one, other in zip(numbers, numbers[1:]))
    _demand(path, "classes", "numbered upwards", ascending, numbers)
    return classes


def _class(path, entry):
    entry = entry if isinstance(entry, dict) else {}
    number, name, colour = entry.get("number"), entry.get("name"), entry.get("colour")
    whole = isinstance(number, int) and not isinstance(number, bool) and 1 <= number <= LARGEST_CLASS
    _demand(path, "a class number", f"1 to {LARGEST_CLASS}", whole, number)
    named = isinstance(name, str) and 0 < len(name) <= LONGEST_NAME and name.isprintable()
    _demand(path, "a class name", f"1 to {LONGEST_NAME} printable characters", named, repr(name))
    coloured = isinstance(colour, str) and re.fullmatch("#[0-9A-Fa-f]{6}", colour) is not None
    _demand(path, "a class colour", "like #1A2B3C", coloured, colour)
    return MineralClass(number, name, colour)


def _record(path, document, field, default):
    record = document.get(field, default)
    _demand(path, field, "a JSON object", record is default or isinstance(record, dict), type(record).__name__)
    return record
