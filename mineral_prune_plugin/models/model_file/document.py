# SPDX-License-Identifier: GPL-2.0-or-later
"""What a model file says beside its network, whatever kind it is: each entry read and checked."""

import re

from ...classes import LARGEST_CLASS, MineralClass
from ...raster.wavelengths import Wavelengths
from ...spectra.features import FEATURES
from ..perceptron.network import Standardisation
from .container import LONGEST_NAME, demand, positive, whole


def standardisation(path, tensors, inputs):
    """The Standardisation of a network's inputs."""
    mean, deviation = tensors["standardisation.mean"], tensors["standardisation.deviation"]
    for name, values in (("standardisation.mean", mean), ("standardisation.deviation", deviation)):
        demand(path, name, f"of shape ({inputs},)", values.shape == (inputs,), f"of shape {values.shape}")
    demand(path, "standardisation.deviation", "above 0", (deviation > 0).all(), f"{deviation.min()}")
    return Standardisation(mean, deviation)


def wavelengths(path, document, inputs):
    """The Wavelengths of the bands, or None."""
    centres, widths = document.get("wavelengths_um"), document.get("widths_um")
    if centres is None:
        blind = not FEATURES[feature(path, document)].needs_wavelengths
        demand(path, "wavelengths_um", "given for this feature", blind, "missing")
        return None
    for field, values in (("wavelengths_um", centres), ("widths_um", widths)):
        numbers = values is None or _numbers(values, inputs)
        demand(path, field, f"{inputs} positive numbers", numbers, values)
    ascending = all(one < other for one, other in zip(centres, centres[1:]))
    demand(path, "wavelengths_um", "ascending", ascending, "not")
    return Wavelengths.from_um(centres, widths)


def feature(path, document):
    """A name of FEATURES."""
    name = document.get("feature")
    known = isinstance(name, str) and name in FEATURES
    demand(path, "feature", " or ".join(FEATURES), known, name)
    return name


def brightness(path, document):
    """A positive float."""
    value = document.get("brightness")
    demand(path, "brightness", "a positive number", positive(value), value)
    return float(value)


def classes(path, document):
    """The MineralClasses, numbered upwards."""
    listed = document.get("classes")
    demand(path, "classes", "a list of 2 or more", isinstance(listed, list) and len(listed) > 1, listed)
    found = tuple(_class(path, entry) for entry in listed)
    numbers = [mineral.number for mineral in found]
    ascending = all(one < other for one, other in zip(numbers, numbers[1:]))
    demand(path, "classes", "numbered upwards", ascending, numbers)
    return found


def record(path, document, field, default):
    """A JSON object, or the default."""
    found = document.get(field, default)
    demand(path, field, "a JSON object", found is default or isinstance(found, dict), type(found).__name__)
    return found


def _numbers(values, count):
    return isinstance(values, list) and len(values) == count and all(positive(value) for value in values)


def _class(path, entry):
    entry = entry if isinstance(entry, dict) else {}
    number, name, colour = entry.get("number"), entry.get("name"), entry.get("colour")
    numbered = whole(number) and 1 <= number <= LARGEST_CLASS
    demand(path, "a class number", f"1 to {LARGEST_CLASS}", numbered, number)
    named = isinstance(name, str) and 0 < len(name) <= LONGEST_NAME and name.isprintable()
    demand(path, "a class name", f"1 to {LONGEST_NAME} printable characters", named, repr(name))
    coloured = isinstance(colour, str) and re.fullmatch("#[0-9A-Fa-f]{6}", colour) is not None
    demand(path, "a class colour", "like #1A2B3C", coloured, colour)
    return MineralClass(number, name, colour)
