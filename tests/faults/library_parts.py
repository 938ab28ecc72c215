# SPDX-License-Identifier: GPL-2.0-or-later
"""What the files of a spectral library state, read without the plugin: numbers, as strictly as they are written."""

import re
import struct
from pathlib import Path

import numpy as np

NUMBER = re.compile(r"(?<![\w.])[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?(?![\w.])", re.ASCII)
COMMA = re.compile(r"(?<![\w.,])[-+]?\d*,\d+(?:[eE][-+]?\d+)?(?![\w.,])", re.ASCII)
KINDS = {"1": "u1", "2": "i2", "3": "i4", "4": "f4", "5": "f8", "12": "u2", "13": "u4", "14": "i8", "15": "u8"}


def numbers(folder):
    """float64, sorted: every finite number in the files below a folder, of text or as an ENVI header says."""
    stated = [np.zeros(2)]
    for path in sorted(each for each in Path(folder).rglob("*") if each.is_file()):
        data = path.read_bytes()
        header = path.with_suffix(".hdr")
        if header.is_file() and path != header:
            stated.append(_binary(data, _text(header.read_bytes())))
        text = _text(data)
        with np.errstate(all="ignore"):
            stated.append(np.array([float(each) for each in NUMBER.findall(text)], np.float64))
        stated.append(np.array([float(each.replace(",", ".")) for each in COMMA.findall(text)], np.float64))
    stated = np.concatenate(stated)
    return np.unique(stated[np.isfinite(stated)])


def _text(data):
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _binary(data, header):
    entries = dict(re.findall(r"(?m)^\s*([a-z ]+?)\s*=\s*([^{\s]+)\s*$", header))
    kind, offset = KINDS.get(entries.get("data type"), "u1"), entries.get("header offset", "0")
    start = int(offset) if offset.isdigit() else 0
    order = ">" if entries.get("byte order") == "1" else "<"
    size = struct.calcsize(np.dtype(kind).char)
    part = data[start:]
    with np.errstate(all="ignore"):
        return np.frombuffer(part[: len(part) // size * size], order + kind).astype(np.float64)


def unstated(values, stated, factors):
    """The first finite one of some values that is no stated number times a factor; None where all are.

    values  : numbers
    stated  : as of `numbers`
    factors : of units
    """
    values = np.unique(np.asarray(values, np.float64))
    values, known = values[np.isfinite(values)], np.sort(np.concatenate([stated * factor for factor in factors]))
    place = np.clip(np.searchsorted(known, values), 1, len(known) - 1)
    near = np.minimum(np.abs(known[place - 1] - values), np.abs(known[place] - values))
    return next(iter(values[near > 2e-6 * np.abs(values) + 1e-12]), None)
