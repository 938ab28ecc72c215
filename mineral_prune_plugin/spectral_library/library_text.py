# SPDX-License-Identifier: GPL-2.0-or-later
"""Text files of spectra: read whole, within a limit; numbers and units as people write them."""

import math
import os
import re

from ..errors import LibraryNumberUnreadable, LibraryTooLarge, LibraryTooLong, LibraryUnreadable
from ..raster.number_text import number_in
from ..raster.wavelengths import UNITS_UM, WAVENUMBER_UNITS

LARGEST_TEXT_MB = 72  # which takes up to 500 MB of memory; the whole of splib07 as one table is about 60 MB
MOST = 100_000  # spectra or wavelengths: what is done with a million short ones takes a gigabyte
START = 2**20  # bytes that tell a format: a table's first row may hold thousands of wavelengths
BLANKS = ("", "na", "n/a", "nan", "null", "none", "-")


def file_size(path):
    """Bytes of the file at `path`. Errors: LibraryUnreadable."""
    try:
        return os.path.getsize(path)
    except OSError as error:
        raise LibraryUnreadable(library=str(path), reason=_why(error)) from error


def read_start(path, count=START):
    """The first `count` bytes of the file at `path`. Errors: LibraryUnreadable."""
    try:
        with open(path, "rb") as file:
            return file.read(count)
    except OSError as error:
        raise LibraryUnreadable(library=str(path), reason=_why(error)) from error


def check_count(count, title):
    """Errors: LibraryTooLong where there are more than MOST spectra, or wavelengths.

    count : of either
    title : of the library, for the error
    """
    if count > MOST:
        raise LibraryTooLong(library=title, most=MOST)


def read_text(path, most_mb=LARGEST_TEXT_MB):
    """The text of a file of at most `most_mb` MB: UTF-8, else the Windows code page of Western Europe, which differs
    in names only. path : of the file. Errors: LibraryUnreadable, LibraryTooLarge.
    """
    size = file_size(path)
    if size > most_mb * 2**20:
        raise LibraryTooLarge(library=os.path.basename(path), found=math.ceil(size / 2**20), most=most_mb)
    return decoded(read_start(path, size))


def decoded(data):
    """Bytes as text with line ends of one kind."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def number(text, library, line):
    """The float that `text` holds, NaN for a blank. library, line : for the error. Errors: LibraryNumberUnreadable."""
    text = text.strip()
    if text.lower() in BLANKS:
        return math.nan
    try:
        return number_in(text)
    except ValueError as error:
        raise LibraryNumberUnreadable(library=library, line=line, text=text[:40]) from error


def is_number(text):
    """Whether a cell holds a finite number."""
    try:
        return math.isfinite(number_in(text))
    except ValueError:
        return False


def unit_in(text):
    """The first unit of wavelength that a text such as "Wavelength (nm)" names, "" where it names none."""
    words = re.findall(r"[^\W\d_]+(?:-1)?", text.lower())
    known = (word for word in words if word in WAVENUMBER_UNITS or (word in UNITS_UM and word != "m"))
    return next(known, "")


def _why(error):
    return error.strerror or str(error)
