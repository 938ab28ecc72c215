# SPDX-License-Identifier: GPL-2.0-or-later
"""Model files that were changed by accident or by design: refused, or the map is that of the untouched file.

A file whose checksum was removed may map otherwise, if the log says that nobody can tell whether it was changed. One
whose checksum was made anew is another model: its map must be what its own weights give in double precision.
"""

import functools
import json
import random
import struct
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from densenets import patch_model
from faults import world
from faults.hostile_values import doctored, spoilt
from faults.outcome import fault, refused, right
from making import random_model, write_geotiff
from osgeo import gdal

UM = (2.0, 2.1, 2.2, 2.3)
KEY = "mineral_prune"
ABSURD = (1e9, -1e9, 1.1e9, 3e38, 1e-38, 1e-45, float("nan"), float("inf"), 0.0, -1.0)
UNCHECKED = "checksum"  # in the sentence that says that the file has none
CLEAR = 1e-3  # of the largest logit: two that are closer may change places by rounding


@dataclass(frozen=True)
class Base:
    """data : bytes of a model file; shown : of its map, as of `shown`; plain : a perceptron of plain reflectance"""

    data: bytes
    shown: tuple
    plain: bool


def run_case(seed, folder):
    """seed, folder : as of outcome.py"""
    generator = random.Random(seed)
    scene, bases = fixtures()
    base = generator.choice(bases)
    change = generator.choice(CHANGES)
    what, data = change(generator, base.data)
    path, output = folder / "model.safetensors", folder / "map.tif"
    path.write_bytes(data)
    answer = world.run("mapminerals", {"INPUT": str(scene), "MODEL": str(path), "OUTPUT": str(output)})
    if answer.crash:
        return fault(what, f"raised {answer.crash}")
    if answer.results is None:
        return refused(what, answer.sentence) if not output.exists() else fault(what, "refused, and an output is there")
    if "made anew" in what:
        return judged_by_itself(what, data, base, scene, output)
    if shown(output) == base.shown:
        return right(what, "the same map")
    told = [notice for notice in answer.notices if UNCHECKED in notice]
    return right(what, told[0]) if told else fault(what, "another map without a word")


def judged_by_itself(what, data, base, scene, output):
    """The Outcome of a file that is sound by its checksum, whatever it says: the map shows what the file says.

    what   : of the Outcome
    data   : bytes of the file
    base   : Base that it was made of
    scene  : Path of the raster
    output : Path of its map
    """
    classes, names, _ = shown(output)
    document = parts_of(data)[1]
    numbers = {entry["number"]: entry["name"] for entry in document["classes"]}
    if not set(np.frombuffer(classes, np.uint8).tolist()) <= {0, *numbers}:
        return fault(what, "classes that the model does not have")
    if any(
        names[number] != name for number, name in numbers.items() if number < len(names) and not document.get("reject")
    ):
        return fault(what, f"names {names} of {numbers}")
    if base.plain and "tensor" in what:
        wrong = wrong_pixels(data, scene, np.frombuffer(classes, np.uint8))
        if wrong:
            return fault(what, f"{wrong} pixels are not what the weights give")
    return right(what, "what the file says")


def wrong_pixels(data, scene, classes):
    """How many pixels differ from the classes by the weights, computed here in double precision and at leisure.

    data, scene : as of `judged_by_itself`
    classes     : uint8 (n_pixels,)
    """
    from safetensors.numpy import load

    document, tensors = parts_of(data)[1], {name: array.astype(np.float64) for name, array in load(data).items()}
    values = gdal.Open(str(scene)).ReadAsArray().reshape(len(UM), -1).astype(np.float64)
    signal = (values.T - tensors["standardisation.mean"]) / tensors["standardisation.deviation"]
    layers = sum(name.endswith(".weight") for name in tensors)
    for index in range(layers):
        signal = signal @ tensors[f"layers.{index}.weight"].T + tensors[f"layers.{index}.bias"]
        signal = np.maximum(signal, 0) if index < layers - 1 else signal
    ordered = np.sort(signal, axis=1)
    clear = ordered[:, -1] - ordered[:, -2] > CLEAR * np.abs(signal).max(axis=1)
    numbers = np.array([entry["number"] for entry in document["classes"]])
    return int((numbers[signal.argmax(axis=1)] != classes)[clear & np.isfinite(values).all(axis=0)].sum())


def shown(path):
    """(bytes of the classes, category names, colours) of a class map. path : Path"""
    dataset = gdal.Open(str(path))
    band = dataset.GetRasterBand(1)
    band.GetMetadata()
    table = band.GetColorTable()
    colours = tuple(table.GetColorEntry(number) for number in range(table.GetCount())) if table else ()
    return band.ReadAsArray().astype(np.uint8).tobytes(), tuple(band.GetRasterCategoryNames() or ()), colours


@functools.cache
def fixtures():
    """(Path of the scene, Bases): made once a process, in its temporary folder."""
    from mineral_prune_plugin.models.model_file import save
    from mineral_prune_plugin.models.reject import FEATURELESS, Reject

    folder = Path(tempfile.mkdtemp())
    values = np.random.default_rng(0).uniform(0.05, 0.9, (len(UM), 10, 12)).astype(np.float32)
    values[:, 3, 4] = np.nan
    scene = write_geotiff(folder / "scene.tif", values, UM)
    models = (
        random_model(UM),
        random_model(UM, hidden=(6, 4), seed=1),
        random_model(UM, hidden=(7,), feature="normalised", seed=2),
        replace(random_model(UM, seed=3), reject=Reject({4: FEATURELESS}, "alunite; kaolinite")),
        patch_model(3, seed=4),
    )
    bases = []
    for index, model in enumerate(models):
        path, output = folder / f"{index}.safetensors", folder / f"{index}.tif"
        save(model, path)
        answer = world.run("mapminerals", {"INPUT": str(scene), "MODEL": str(path), "OUTPUT": str(output)})
        if answer.results is None:
            raise RuntimeError(f"the untouched model does not map: {answer}")
        bases.append(Base(path.read_bytes(), shown(output), plain=index < 2))
    return scene, tuple(bases)


prepare = lambda folder: fixtures()  # noqa: E731, before the first case, whose memory is watched


def parts_of(data):
    """(header, our document in it, bytes of the tensors) of a whole file's bytes, data."""
    length = struct.unpack("<Q", data[:8])[0]
    header = json.loads(data[8 : 8 + length])
    return header, json.loads(header["__metadata__"][KEY]), data[8 + length :]


def joined(header, document, tail):
    """The bytes of a file. header, document, tail : as of `parts_of`; None leaves the document in the header"""
    if document is not None:
        header["__metadata__"][KEY] = json.dumps(document, sort_keys=True)
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    return struct.pack("<Q", len(text)) + text + tail


def with_checksum(data):
    """The bytes of a file, its checksum made anew; as they are where it cannot be. data : bytes"""
    from safetensors.numpy import load

    from mineral_prune_plugin.models.model_file.container import checksum

    header, document, tail = parts_of(data)
    document.pop("checksum", None)
    try:
        document["checksum"] = checksum(document, load(data))
    except ValueError:  # NaN in the document, or tensors that do not fit
        return data
    return joined(header, document, tail)


# --- the changes: each (random, bytes) -> (what was done, bytes)


def bytes_spoilt(generator, data):
    return spoilt(generator, data)


def header_spoilt(generator, data):
    length = struct.unpack("<Q", data[:8])[0]
    what, text = spoilt(generator, data[8 : 8 + length])
    return f"header: {what}", struct.pack("<Q", len(text)) + text + data[8 + length :]


def document_doctored(generator, data):
    header, document, tail = parts_of(data)
    _, document = doctored(generator, document)
    what = generator.choice(("", ", its checksum removed", ", its checksum made anew"))
    if "removed" in what:
        document.pop("checksum", None)
    data = joined(header, document, tail)
    return f"document changed{what}", with_checksum(data) if "anew" in what else data


def tensor_changed(generator, data):
    header, document, tail = parts_of(data)
    changed = bytearray(tail)
    floats = [entry for name, entry in header.items() if name != "__metadata__" and entry["dtype"] == "F32"]
    for _ in range(generator.choice((1, 1, 3))):
        start, end = generator.choice(floats)["data_offsets"]
        place = generator.randrange(start, end, 4)
        (old,) = struct.unpack("<f", changed[place : place + 4])
        new = generator.choice((old * 1.0001, -old, old * 1000, old + 1, generator.choice(ABSURD)))
        with_number = struct.pack("<f", np.float32(np.clip(new, -3.4e38, 3.4e38)) if np.isfinite(new) else new)
        changed[place : place + 4] = with_number
    data = joined(header, document, bytes(changed))
    return (
        ("tensor changed, checksum made anew", with_checksum(data))
        if generator.random() < 0.5
        else ("tensor changed", data)
    )


def all_tensors_scaled(generator, data):
    header, document, tail = parts_of(data)
    start, end = header["layers.0.weight" if "layers.0.weight" in header else "first.weight"]["data_offsets"]
    factor = generator.choice((1e3, 1e6, 1e8, 1e-8, 1e-30, -1))
    weights = np.frombuffer(tail[start:end], "<f4") * np.float32(factor)
    data = joined(header, document, tail[:start] + weights.astype("<f4").tobytes() + tail[end:])
    return "tensor scaled, checksum made anew", with_checksum(data)


def shape_lies(generator, data):
    header, document, tail = parts_of(data)
    name = generator.choice([name for name in header if name != "__metadata__"])
    entry = header[name]
    kind = generator.choice(("shape", "dtype", "data_offsets", "name", "extra"))
    if kind == "shape":
        shape = entry["shape"]
        entry["shape"] = generator.choice(
            (shape[::-1], [*shape, 1], [1, *shape], [], [2**31, 2**33], [0], [-1, 2], shape[:1])
        )
    elif kind == "dtype":
        entry["dtype"] = generator.choice(("F16", "BF16", "F64", "I32", "U8", "I64", "BOOL", "F8_E4M3", "X", 7))
    elif kind == "data_offsets":
        start, end = entry["data_offsets"]
        entry["data_offsets"] = generator.choice(
            (
                [end, start],
                [0, 4],
                [start, end + 4],
                [start + 4, end + 4],
                [-4, end],
                [0, 2**63],
                [start],
                [start, end, end],
            )
        )
    elif kind == "name":
        header[generator.choice(("", "layers.99.weight", "__metadata", name + " ", name.upper()))] = header.pop(name)
    else:
        header[generator.choice(("layers.7.weight", "extra", "blocks.0.0.0.9.reads"))] = dict(entry)
    return f"header: {kind} lies", joined(header, document, tail)


def entry_twice(generator, data):
    """A key of the header or of the document stands twice: parsers take the first or the last."""
    header, document, tail = parts_of(data)
    if generator.random() < 0.5:
        _, other = doctored(generator, document)
        first, last = (json.dumps(part, sort_keys=True)[1:-1] for part in (document, other))
        if generator.random() < 0.5:
            first, last = last, first
        header["__metadata__"][KEY] = "{" + ", ".join(filter(None, (first, last))) + "}"
        return "document: entries twice", joined(header, None, tail)
    names = [name for name in header if name != "__metadata__"]
    name, other = generator.choice(names), generator.choice(names)
    text = json.dumps(header)[:-1] + f", {json.dumps(name)}: {json.dumps(header[other])}}}"
    return "header: entries twice", struct.pack("<Q", len(text)) + text.encode() + tail


def size_lies(generator, data):
    sizes = (0, 1, 7, 2**20 + 1, 2**32, 2**63, 2**64 - 1, len(data), len(data) - 8, len(data) - 7)
    return "header: its length lies", struct.pack("<Q", generator.choice(sizes)) + data[8:]


def nested(generator, data):
    header, document, tail = parts_of(data)
    text = generator.choice(("[" * 90_000, '{"a":' * 90_000, "9" * 5_000, '"' + "x" * 900_000, "{}", "null", "[1]", ""))
    if generator.random() < 0.5:
        header["__metadata__"][KEY] = text
        return "document: nested or long", joined(header, None, tail)
    return "header: nested or long", struct.pack("<Q", len(text)) + text.encode() + tail


CHANGES = (
    bytes_spoilt, bytes_spoilt, header_spoilt, document_doctored, document_doctored, document_doctored, tensor_changed,
    tensor_changed, all_tensors_scaled, shape_lies, entry_twice, size_lies, nested,
)  # fmt: skip
