# SPDX-License-Identifier: GPL-2.0-or-later
"""The entries of a model file that every kind of network has: each read and checked.

In all functions `path` is the name for errors, and `document` the JSON document of the header.
"""

import re

from ...classes import LARGEST_CLASS, MineralClass
from ...raster.band_numbers import BandNumbers
from ...raster.wavelengths import Wavelengths
from ...spectra.features import FEATURES
from ..darkness import DARKEST
from ..perceptron.network import Standardisation
from ..reject import FEATURELESS, LONGEST_MINERALS, REJECT_KINDS, Reject, is_storable
from ..training_scene import TrainingScene
from .container import LONGEST_NAME, demand, is_integer, is_number, is_positive


def standardisation(path, tensors, inputs):
    """The Standardisation of a network's inputs.

    path    : the name for errors
    tensors : name -> array
    inputs  : how many
    errors  : ModelFileError
    """
    mean, deviation = tensors["standardisation.mean"], tensors["standardisation.deviation"]
    for name, values in (("standardisation.mean", mean), ("standardisation.deviation", deviation)):
        demand(path, name, f"of shape ({inputs},)", values.shape == (inputs,), f"of shape {values.shape}")
    demand(path, "standardisation.deviation", "above 0", (deviation > 0).all(), f"{deviation.min()}")
    return Standardisation(mean, deviation)


def wavelengths(path, document, inputs):
    """The Wavelengths of the bands, or None where the document has none.

    path, document : as in every function here
    inputs         : how many bands
    errors         : ModelFileError
    """
    centres, widths = document.get("wavelengths_um"), document.get("widths_um")
    if centres is None:
        optional = not FEATURES[feature(path, document)].needs_wavelengths
        demand(path, "wavelengths_um", "given for this feature", optional, "missing")
        return None
    for field, values in (("wavelengths_um", centres), ("widths_um", widths)):
        numbers = values is None or _numbers(values, inputs)
        demand(path, field, f"{inputs} positive numbers", numbers, values)
    ascending = all(lower < upper for lower, upper in zip(centres, centres[1:]))
    demand(path, "wavelengths_um", "ascending", ascending, "not")
    return Wavelengths.from_um(centres, widths)


def feature(path, document):
    """A name of FEATURES, from the `document`. Errors: ModelFileError, with the `path`."""
    name = document.get("feature")
    known = isinstance(name, str) and name in FEATURES
    demand(path, "feature", " or ".join(FEATURES), known, name)
    return name


def brightness(path, document):
    """A positive float, from the `document`. Errors: ModelFileError, with the `path`."""
    value = document.get("brightness")
    demand(path, "brightness", "a positive number", is_positive(value), value)
    return float(value)


def classes(path, document):
    """The MineralClasses, numbered upwards, from the `document`. Errors: ModelFileError, with the `path`."""
    listed = document.get("classes")
    demand(path, "classes", "a list of 2 or more", isinstance(listed, list) and len(listed) > 1, listed)
    minerals = tuple(_class(path, entry) for entry in listed)
    numbers = [mineral.number for mineral in minerals]
    ascending = all(lower < upper for lower, upper in zip(numbers, numbers[1:]))
    demand(path, "classes", "numbered upwards", ascending, numbers)
    return minerals


def reject(path, document, minerals):
    """The Reject of the `document`, its class numbers ascending.

    path, document : as in every function here
    minerals       : the MineralClasses of the document
    errors         : ModelFileError
    """
    entry = document["reject"]
    demand(path, "reject", "a JSON object", isinstance(entry, dict), type(entry).__name__)
    kinds, text = entry.get("kinds"), entry.get("minerals")
    listed = isinstance(kinds, dict) and len(kinds) > 0
    demand(path, "reject.kinds", "an object of 1 or more class numbers", listed, kinds)
    numbers = {str(mineral.number): mineral.number for mineral in minerals}
    for number, kind in kinds.items():
        demand(path, "a number in reject.kinds", "one of " + ", ".join(numbers), number in numbers, number)
        known = isinstance(kind, str) and kind in REJECT_KINDS
        demand(path, "a kind in reject.kinds", " or ".join(REJECT_KINDS), known, kind)
    demand(path, "reject.kinds", "some of the classes", len(kinds) < len(numbers), "all of them")
    storable = is_storable(text) if isinstance(text, str) else text is None and "minerals" in entry
    demand(path, "reject.minerals", f"at most {LONGEST_MINERALS} printable characters", storable, repr(text))
    return Reject({number: kinds[key] for key, number in numbers.items() if key in kinds}, text, _darkest(path, entry))


def _darkest(path, entry):
    """The limit of a reject's `entry`; 0 of a file that states none."""
    darkest = entry.get("darkest", 0.0)
    stated = is_number(darkest) and 0 <= darkest <= DARKEST
    demand(path, "reject.darkest", f"a reflectance from 0 to {DARKEST}", stated, darkest)
    limited = darkest == 0 or FEATURELESS in entry["kinds"].values()
    demand(path, "reject.darkest", f"0 where no class is {FEATURELESS}", limited, darkest)
    return float(darkest)


def band_names(path, document, inputs):
    """The names of the bands, of a `document` without wavelengths.

    path, document : as in every function here
    inputs         : how many bands
    errors         : ModelFileError
    """
    names = document["band_names"]
    demand(path, "wavelengths_um", "null beside band_names", document.get("wavelengths_um") is None, "numbers")
    texts = isinstance(names, list) and len(names) == inputs and all(isinstance(name, str) for name in names)
    demand(path, "band_names", f"{inputs} names", texts, names)
    printable = all(0 < len(name) <= LONGEST_NAME and name.isprintable() for name in names)
    demand(path, "band_names", f"1 to {LONGEST_NAME} printable characters each", printable, names)
    distinct = len({name.strip().casefold() for name in names}) == len(names)
    demand(path, "band_names", "different names", distinct, names)
    return tuple(names)


def band_numbers(path, document, inputs):
    """The BandNumbers, of a `document` without wavelengths.

    path, document : as in every function here
    inputs         : how many bands
    errors         : ModelFileError
    """
    entry = document["band_numbers"]
    demand(path, "wavelengths_um", "null beside band_numbers", document.get("wavelengths_um") is None, "numbers")
    demand(path, "band_numbers", "a JSON object", isinstance(entry, dict), type(entry).__name__)
    numbers, total = entry.get("numbers"), entry.get("total")
    whole = isinstance(numbers, list) and all(map(is_integer, numbers))
    demand(path, "band_numbers.numbers", f"{inputs} whole numbers", whole and len(numbers) == inputs, numbers)
    ascending = numbers[0] > 0 and all(lower < upper for lower, upper in zip(numbers, numbers[1:]))
    demand(path, "band_numbers.numbers", "ascending from 1 on", ascending, numbers)
    more = is_integer(total) and len(numbers) < total and numbers[-1] <= total
    demand(path, "band_numbers.total", "a number of bands that holds these and more", more, total)
    return BandNumbers(tuple(numbers), total)


def scene(path, document, bands):
    """The TrainingScene, or None where the document has none.

    path, document : as in every function here
    bands          : how many
    errors         : ModelFileError
    """
    entry = document.get("scene")
    if entry is None:
        return None
    demand(path, "scene", "a JSON object", isinstance(entry, dict), type(entry).__name__)
    mean, deviation, far, named = (entry.get(key) for key in ("mean", "deviation", "far", "named"))
    finite = isinstance(mean, list) and len(mean) == bands and all(is_number(value) for value in mean)
    demand(path, "scene.mean", f"{bands} numbers", finite, mean)
    demand(path, "scene.deviation", f"{bands} positive numbers", _numbers(deviation, bands), deviation)
    demand(path, "scene.far", "a positive number", is_positive(far), far)
    demand(path, "scene.named", "from 0 to 1", is_number(named) and 0 <= named <= 1, named)
    return TrainingScene(tuple(map(float, mean)), tuple(map(float, deviation)), float(far), float(named))


def record(path, document, field, default):
    """The JSON object at `field` of the `document`, or the `default`. Errors: ModelFileError, with the `path`."""
    value = document.get(field, default)
    demand(path, field, "a JSON object", value is default or isinstance(value, dict), type(value).__name__)
    return value


def _numbers(values, count):
    return isinstance(values, list) and len(values) == count and all(is_positive(value) for value in values)


def _class(path, entry):
    entry = entry if isinstance(entry, dict) else {}
    number, name, colour = entry.get("number"), entry.get("name"), entry.get("colour")
    numbered = is_integer(number) and 1 <= number <= LARGEST_CLASS
    demand(path, "a class number", f"1 to {LARGEST_CLASS}", numbered, number)
    named = isinstance(name, str) and 0 < len(name) <= LONGEST_NAME and name.isprintable()
    demand(path, "a class name", f"1 to {LONGEST_NAME} printable characters", named, repr(name))
    coloured = isinstance(colour, str) and re.fullmatch("#[0-9A-Fa-f]{6}", colour) is not None
    demand(path, "a class colour", "like #1A2B3C", coloured, colour)
    return MineralClass(number, name, colour)
