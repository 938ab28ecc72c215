# SPDX-License-Identifier: GPL-2.0-or-later
"""The .safetensors container of a model file: its bytes, the JSON document in its header, its tensors; its checks."""

import hashlib
import json
import math
import struct
from pathlib import Path

import numpy as np

from ...errors import ModelFileError
from ..model_notices import ModelUnchecked
from .tensors import tensors_of

LARGEST_FILE = 64 * 2**20
LARGEST_HEADER = 2**20
LONGEST_NAME = 200
LARGEST_NUMBER = 1e9  # of a tensor: products of a few such are still numbers


def read_bytes(path, most=LARGEST_FILE):
    """The first bytes of the file at `path`, `most` of them. Errors: ModelFileError: too many, or none can be read."""
    try:
        size = Path(path).stat().st_size
        demand(path, "the file", f"at most {LARGEST_FILE} bytes", size <= LARGEST_FILE, f"{size} bytes")
        with open(path, "rb") as file:
            return file.read(min(size, most))  # of more, memory is taken before any is read
    except OSError as error:
        raise ModelFileError(path=str(path), field="the file", expected="readable", found=error.strerror) from error


def sha256_of(path):
    """SHA-256 of the bytes of a file, hexadecimal. path : of the file. Errors: those of `read_bytes`"""
    return hashlib.sha256(read_bytes(path)).hexdigest()


def read_document(path, data, key):
    """The JSON document in the header. The format: 8 bytes of header length, the header as JSON, the tensors.

    path   : the name for errors
    data   : the bytes of the file
    key    : the document's, in the header's metadata
    errors : ModelFileError
    """
    header, _ = _parts(path, data)
    metadata = header.get("__metadata__")
    ours = isinstance(metadata, dict) and isinstance(metadata.get(key), str)
    demand(path, "the header", f"one with the entry '{key}'", ours, "without it: another program's file")
    return _json(path, key, metadata[key])


def read_tensors(path, data):
    """name -> array: finite float32, or int32 where a name ends in ".reads".

    path, data : as in `read_document`
    errors     : ModelFileError
    """
    try:
        tensors = tensors_of(*_parts(path, data))
    except ValueError as error:
        raise ModelFileError(path=str(path), field="the tensors", expected="whole", found=_shown(error)) from error
    for name, tensor in tensors.items():
        dtype = np.dtype(np.int32 if name.endswith(".reads") else np.float32)
        demand(path, name, str(dtype), tensor.dtype == dtype, tensor.dtype)
        least, most = (tensor.min(), tensor.max()) if tensor.size else (0, 0)  # NaN where there is one
        demand(path, name, "finite", np.isfinite(least) and np.isfinite(most), "not finite in places")
        small = dtype == np.int32 or max(-least, most) <= LARGEST_NUMBER
        demand(path, name, f"numbers up to {LARGEST_NUMBER:g}", small, "larger ones")
    return tensors


def _parts(path, data):
    """(The header as JSON, the bytes of the tensors) of a file. path, data : as in `read_document`"""
    demand(path, "the file", "a .safetensors file", len(data) > 8, f"{len(data)} bytes long")
    length = struct.unpack("<Q", data[:8])[0]
    demand(path, "the header", f"at most {LARGEST_HEADER} bytes", length <= LARGEST_HEADER, f"{length} bytes")
    demand(path, "the header", f"{length} bytes long", len(data) >= 8 + length, f"cut off after {len(data) - 8}")
    return _json(path, "the header", bytes(data[8 : 8 + length])), memoryview(data)[8 + length :]


def checksum(document, tensors):
    """SHA-256 of what a model file says, whatever the order in which it says it: 64 hexadecimal digits.

    document : what JSON holds, without the checksum itself
    tensors  : name -> array
    """
    digest = hashlib.sha256(json.dumps(document, sort_keys=True, allow_nan=False).encode())
    for name, tensor in sorted(tensors.items()):
        digest.update(f"{name} {tensor.dtype.str} {tensor.shape}".encode())
        digest.update(np.ascontiguousarray(tensor).reshape(-1).view(np.uint8))  # not copied
    return digest.hexdigest()


def check_unaltered(path, document, tensors, tell):
    """Check the `checksum` of a document, if it has one.

    path              : the name for the error
    document, tensors : all of the file
    tell              : called with ModelUnchecked where an older version wrote the file, which has none
    errors            : ModelFileError where the file is not as it was saved
    """
    stated = document.get("checksum")
    if stated is None:
        tell(ModelUnchecked(model=Path(path).name))
        return
    content = {key: value for key, value in document.items() if key != "checksum"}
    unaltered = stated == checksum(content, tensors)
    demand(path, "the checksum", "that of the content", unaltered, "another: the file was changed after it was saved")


def _json(path, field, text):
    try:
        document = json.loads(text, parse_constant=_no_constant, parse_float=_finite)
    except (ValueError, RecursionError) as error:
        raise ModelFileError(path=str(path), field=field, expected="JSON", found=f"not ({error})"[:200]) from error
    demand(path, field, "a JSON object", isinstance(document, dict), type(document).__name__)
    return document


def _no_constant(name):
    raise ValueError(f"{name} is no JSON number")


def _finite(text):
    """A JSON number such as 1e999 is infinite to Python, and could not be saved again."""
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text} is beyond any float")
    return number


def demand(path, field, expected, holds, actual):
    """Check a rule: `field` must be `expected`, and `holds` tells whether it is. Errors: ModelFileError where not.

    path   : the name for the error
    actual : what the field is, for the error
    """
    if not holds:
        raise ModelFileError(path=str(path), field=_shown(field), expected=_shown(expected), found=_shown(actual))


def _shown(value):
    """A value of a file as a sentence can hold it: in quotes where it is blank, or has what breaks or cuts a line."""
    text = str(value)[:LONGEST_NAME]
    return text if text.strip() and text.isprintable() else repr(text)[:LONGEST_NAME]


def is_positive(value):
    """Whether a value from JSON is a number above 0 that a float holds well."""
    return is_number(value) and value > 0


def is_number(value):
    """Whether a value from JSON is a number that a float holds well."""
    return isinstance(value, (int, float)) and not isinstance(value, bool) and -1e9 < value < 1e9


def is_integer(value):
    """Whether a value from JSON is an integer."""
    return isinstance(value, int) and not isinstance(value, bool)
