# SPDX-License-Identifier: GPL-2.0-or-later
"""Spectra of the ECOSTRESS and ASTER libraries: lines of `Key: value`, then a wavelength and a value a line."""

import os
import re

import numpy as np

from ..classes import one_line
from ..errors import LibraryQuantityUnsuitable, LibraryRowLength, LibraryTooShort
from .library import SpectraTable
from .library_text import is_number, number, read_text

UNIT = re.compile(r"\(([^)]*)\)")


def is_ecostress(start):
    """Whether a text's `start` has the keys of this format."""
    return bool(re.search(r"^\s*X Units\s*:", start, re.MULTILINE | re.IGNORECASE))


def read_ecostress(path):
    """The SpectraTable of one spectrum, its wavelengths in the file's order.

    path   : of its file
    errors : LibraryUnreadable, LibraryTooLarge, LibraryNumberUnreadable, LibraryRowLength,
             LibraryQuantityUnsuitable, LibraryTooShort
    """
    name = os.path.basename(path)
    keys, rows = _parted(read_text(path), name)
    quantity = keys.get("y units", "")
    if "reflect" not in quantity.lower():
        raise LibraryQuantityUnsuitable(library=name, quantity=quantity)
    stated = keys.get("number of x values", "")
    if not rows or (stated.isascii() and stated.isdigit() and len(rows) < int(stated[:12])):
        raise LibraryTooShort(library=name, expected=stated or 1, found=len(rows))
    points = np.array(rows)
    unit = UNIT.search(keys.get("x units", ""))
    return SpectraTable(
        title=name,
        names=(_name(keys, name),),
        sources=(name,),
        values=points[None, :, 1],
        wavelengths=points[:, 0],
        unit=unit[1] if unit else "",
        scale=100.0 if re.search("percent|%", quantity, re.IGNORECASE) else None,
    )


def _parted(text, name):
    """The keys in lower case with their values, and [wavelength, value] rows; a row without its value is NaN."""
    keys, rows = {}, []
    for at, line in enumerate(text.split("\n"), start=1):
        cells = line.split()
        if rows or ("y units" in keys and len(cells) == 2 and all(map(is_number, cells))):
            rows += [_row(cells, name, at)] if cells else []
        elif ":" in line:
            key, value = line.split(":", 1)
            keys[key.strip().lower()] = value.strip()
    return keys, rows


def _row(cells, name, at):
    if len(cells) > 2:
        raise LibraryRowLength(library=name, line=at, expected=2, found=len(cells))
    return [number(cell, name, at) for cell in [*cells, "nan"][:2]]


def _name(keys, file_name):
    """The mineral's name and the sample's number: a mineral has several samples."""
    return one_line(f"{keys.get('name', '')} {keys.get('sample no.', '')}") or file_name
