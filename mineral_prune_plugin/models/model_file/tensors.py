# SPDX-License-Identifier: GPL-2.0-or-later
"""The tensors of a .safetensors file, read without the package of that name, which QGIS lacks.

Each entry of the header but `__metadata__` is a tensor: its type, its shape and the first and last place of its bytes
behind the header. The rules of the format, each against a file made to harm: a tensor takes as many bytes as its shape
and type say; the tensors lie one after the other, without gap or overlap, and end with the file. So what they take in
memory is what the file has.
"""

import math

import numpy as np

MOST_AXES = 4  # of weights of convolutions
LONGEST_AXIS = 2**31
TYPES = {  # of numpy; a model file has F32 and I32 alone, and of the others one says what was there
    "BOOL": "?",
    **{f"I{8 * size}": f"<i{size}" for size in (1, 2, 4, 8)},
    **{f"U{8 * size}": f"<u{size}" for size in (1, 2, 4, 8)},
    **{f"F{8 * size}": f"<f{size}" for size in (2, 4, 8)},
}


def tensors_of(header, data):
    """name -> array, a copy in this machine's byte order.

    header : dict, of JSON
    data   : bytes, what follows the header
    errors : ValueError with what is wrong
    """
    entries = {name: _entry(name, entry) for name, entry in header.items() if name != "__metadata__"}
    end = 0
    for name, (dtype, shape, place) in sorted(entries.items(), key=lambda each: each[1][2]):
        size = dtype.itemsize * math.prod(shape)
        if place != (end, end + size):
            raise ValueError(f"{name} at {place[0]} to {place[1]}, where {size} bytes from {end} were due")
        end += size
    if end != len(data):
        raise ValueError(f"{len(data)} bytes of tensors, where {end} were due")
    return {name: _array(data, *entry) for name, entry in entries.items()}


def _array(data, dtype, shape, place):
    values = np.frombuffer(data, dtype, math.prod(shape), place[0])
    return values.reshape(shape).astype(dtype.newbyteorder("="))


def _entry(name, entry):
    """(numpy type, shape, (first byte, byte after the last)) as the header states them."""
    if not isinstance(entry, dict):
        raise ValueError(f"{name} is no JSON object")
    dtype, shape, place = (entry.get(key) for key in ("dtype", "shape", "data_offsets"))
    if not (isinstance(dtype, str) and dtype in TYPES):
        raise ValueError(f"{name} of type {dtype}")
    if not _counts(shape, LONGEST_AXIS):
        raise ValueError(f"{name} of shape {shape}")
    if len(shape) > MOST_AXES:
        raise ValueError(f"{name} with {len(shape)} axes, where {MOST_AXES} are the maximum")
    if not (_counts(place, math.inf) and len(place) == 2):
        raise ValueError(f"{name} at {place}")
    return np.dtype(TYPES[dtype]), tuple(shape), tuple(place)


def _counts(value, most):
    """Whether a value from JSON is a list of integers from 0 to `most`."""
    return isinstance(value, list) and all(type(count) is int and 0 <= count <= most for count in value)
