# SPDX-License-Identifier: GPL-2.0-or-later
"""ENVI spectral libraries: a header of text, a file of numbers, a spectrum a line.

Read by this module: GDAL refuses the file type "ENVI Spectral Library" (3.6.2), and where a header calls itself
"ENVI Standard" it reads a short file as zeros; Spectral Python would be a package to install and parts names at each
comma. The header's sizes are held against the file's before a number is read.
"""

import os

import numpy as np

from ..classes import one_line
from ..errors import (
    BandListLength,
    LibraryFormatUnknown,
    LibraryHeaderInvalid,
    LibraryHeaderNumber,
    LibraryNameCount,
    LibraryPartMissing,
    LibrarySizeDiffers,
    LibraryTooLarge,
)
from ..raster.envi_text import UnclosedList, parse_header
from .library import SpectraTable
from .library_text import BLANKS, check_count, file_size, is_number, read_start, read_text

MAGIC = b"ENVI"
LARGEST_HEADER_MB = 64
LARGEST_DATA_MB = 72  # of numbers, which are copied while they are cleaned; all of splib07 is about 21 MB
TYPES = {1: "u1", 2: "i2", 3: "i4", 4: "f4", 5: "f8", 12: "u2", 13: "u4", 14: "i8", 15: "u8"}  # 6 and 9 are complex
DATA_ENDINGS = ("", ".sli", ".slb", ".lib", ".img", ".dat", ".bin")


def is_header(path):
    """Whether the file at `path` begins as an ENVI header does."""
    return read_start(path, len(MAGIC)) == MAGIC


def header_of(path):
    """The header beside a file of numbers, `x.hdr` or `x.sli.hdr`; None where there is none. path : of the numbers."""
    stem = os.path.splitext(os.path.basename(path))[0]
    of_data = os.path.splitext(path)[1].lower() in DATA_ENDINGS  # x.txt beside x.hdr is another file
    for name in (os.path.basename(path), *([stem] if of_data else ())):
        beside = _beside(path, name, ".hdr")
        if beside and is_header(beside):
            return beside
    return None


def data_of(path):
    """The file of numbers of a header. path : of the header. Errors: LibraryPartMissing."""
    stem = os.path.splitext(os.path.basename(path))[0]
    candidates = (_beside(path, stem, ending) for ending in DATA_ENDINGS)
    data = next((file for file in candidates if file), None)
    if data is None:
        raise LibraryPartMissing(library=os.path.basename(path), missing=f"{stem}.sli")
    return data


def read_envi(data_path, header_path):
    """The SpectraTable of an ENVI spectral library.

    data_path, header_path : its two files
    errors                 : LibraryUnreadable, LibraryTooLarge, LibraryTooLong, LibraryFormatUnknown,
                             LibraryHeaderInvalid, LibraryHeaderNumber, LibrarySizeDiffers, LibraryNameCount,
                             BandListLength
    """
    title = os.path.basename(data_path)
    header = _entries(read_text(header_path, LARGEST_HEADER_MB), title)
    if "library" not in header.get("file type", "").lower() and "spectra names" not in header:
        raise LibraryFormatUnknown(library=title)
    values = _values(data_path, header, title)
    records, bands = values.shape
    return SpectraTable(
        title=title,
        names=_names(header.get("spectra names", ""), records, title),
        sources=(title,) * records,
        values=values,
        wavelengths=_numbers(header, "wavelength", bands, title),
        unit=header.get("wavelength units", ""),
        widths=_numbers(header, "fwhm", bands, title),
        scale=_positive(header, "reflectance scale factor", title),
        ignore=_optional(header, "data ignore value", title),
    )


def _entries(text, title):
    """The entries of a header. Errors: LibraryHeaderInvalid."""
    try:
        return parse_header(text)
    except UnclosedList as error:
        raise LibraryHeaderInvalid(library=title, key=error.key, value="{", expected="}") from error


def _values(path, header, title):
    """(n_records, n_bands) in the file's type, in this machine's byte order."""
    bands, records = _count(header, "samples", title), _count(header, "lines", title)
    if header.get("bands", "1") != "1":
        raise LibraryHeaderInvalid(library=title, key="bands", value=header["bands"], expected="1")
    if header.get("file compression", "0") != "0":
        raise LibraryHeaderInvalid(library=title, key="file compression", value="1", expected="0")
    offset = _whole(header.get("header offset", "0"), "header offset", title)
    order = header.get("byte order", "0")
    if order not in ("0", "1"):
        raise LibraryHeaderInvalid(library=title, key="byte order", value=order[:40], expected="0, 1")
    kind = np.dtype("<>"[int(order)] + _type(header.get("data type", ""), title))
    expected, size = offset + bands * records * kind.itemsize, file_size(path)
    if size != expected:
        raise LibrarySizeDiffers(library=title, expected=expected, found=size)
    if size > LARGEST_DATA_MB * 2**20:
        raise LibraryTooLarge(library=title, found=-(-size // 2**20), most=LARGEST_DATA_MB)
    check_count(max(bands, records), title)
    values = np.frombuffer(read_start(path, size), kind, offset=offset).reshape(records, bands)
    return values.astype(kind.newbyteorder("="))


def _type(text, title):
    code = TYPES.get(_whole(text, "data type", title))
    if code is None:
        expected = ", ".join(map(str, TYPES))
        raise LibraryHeaderInvalid(library=title, key="data type", value=text, expected=expected)
    return code


def _whole(text, key, title):
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise LibraryHeaderInvalid(library=title, key=key, value=text[:40], expected="0, 1, 2, ...")
    return int(text)


def _count(header, key, title):
    count = _whole(header.get(key, ""), key, title)
    if count < 1:
        raise LibraryHeaderInvalid(library=title, key=key, value="0", expected="1, 2, ...")
    return count


def _names(text, records, title):
    """A name a record. Where a name holds a comma, the names must stand a line each."""
    by_comma = text.split(",")
    if text.rstrip().endswith(",") and len(by_comma) == records + 1:
        by_comma = by_comma[:-1]
    lines = [line.strip() for line in text.strip().split("\n")]
    by_line = [line.removesuffix(",") for line in lines] if all(line.endswith(",") for line in lines[:-1]) else []
    for names in (by_comma, by_line):
        if len(names) == records and text.strip():
            return tuple(map(one_line, names))
    raise LibraryNameCount(library=title, expected=records, found=len(by_comma) if text.strip() else 0)


def _numbers(header, key, bands, title):
    """float64 (n_bands,), or None where the header has no such list."""
    items = [item for item in header.get(key, "").split(",") if item.strip()]
    if not items:
        return None
    if len(items) != bands:
        raise BandListLength(raster=title, key=key, expected=bands, found=len(items))
    return np.array([_number(item, key, title) for item in items])


def _optional(header, key, title):
    return _number(header[key], key, title) if key in header else None


def _number(text, key, title):
    text = text.strip()
    if text.lower() in BLANKS:
        return np.nan
    if not is_number(text):
        raise LibraryHeaderNumber(library=title, key=key, value=text[:40])
    return float(text)


def _positive(header, key, title):
    value = _optional(header, key, title)
    if value is not None and not 0 < value < np.inf:
        raise LibraryHeaderInvalid(library=title, key=key, value=header[key][:40], expected="> 0")
    return value


def _beside(path, stem, ending):
    """A file in the folder of `path`, its `ending` in small or capital letters; None where it is not there."""
    names = (os.path.join(os.path.dirname(path), stem + letters) for letters in (ending, ending.upper()))
    return next((name for name in names if os.path.isfile(name)), None)
