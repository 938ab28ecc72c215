# SPDX-License-Identifier: GPL-2.0-or-later
"""Wavelengths that the user gives: text, a table, the header of a raster, or another raster."""

import os
import re
from dataclasses import dataclass

import numpy as np

from ..errors import MineralPruneError, WavelengthFileUnreadable
from ..raster.envi_text import numbers_of, parse_header
from ..raster.source import describe
from ..raster.wavelengths import to_micrometres, widths_to_micrometres

LARGEST_FILE = 4 * 2**20  # bytes; a list of bands is far smaller
TEXTS = (".txt", ".csv", ".hdr", ".dat", ".asc", ".raw", ".tsv")  # anything else is a raster
NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$", re.ASCII)
CENTRE_WORDS, WIDTH_WORDS = ("wave", "cent", "cw", "lambda", "波长"), ("fwhm", "width", "半高", "宽")
UNIT = re.compile(
    r"(?<![A-Za-z])(nanomet(?:er|re)s?|nm|micromet(?:er|re)s?|microns?|[u\u00b5\u03bc]m)(?![A-Za-z])", re.I
)


@dataclass(frozen=True)
class GivenWavelengths:
    """centres_um, widths_um : float64 (n_bands,), widths NaN where not given; unit : as stated or assumed."""

    centres_um: np.ndarray
    widths_um: np.ndarray
    unit: str


def read_wavelengths(path):
    """The GivenWavelengths of the file at `path`. Errors: WavelengthFileUnreadable and those of a raster's units."""
    name = os.path.basename(path)
    if not path.lower().endswith(TEXTS):
        return _of_raster(path, name)
    try:
        with open(path, "rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise WavelengthFileUnreadable(file=name, reason=error.strerror or str(error)) from error
    if len(data) > LARGEST_FILE:
        raise WavelengthFileUnreadable(file=name, reason="the file is too large for a list of bands")
    text = _decoded(data)
    try:
        entries = parse_header(text)
    except ValueError as error:
        raise WavelengthFileUnreadable(file=name, reason=str(error)) from error
    return _of_header(entries, name) if "wavelength" in entries else _of_lines(text, name)


def _decoded(data):
    """The text of a file that its maker's system wrote, a Chinese one perhaps."""
    for encoding in ("utf-16",) if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")


def _of_raster(path, name):
    try:
        table = describe(path).bands
    except MineralPruneError as error:
        raise WavelengthFileUnreadable(file=name, reason=str(error)) from error
    if not table.has_wavelengths:
        raise WavelengthFileUnreadable(file=name, reason="the raster states none")
    return GivenWavelengths(table.centres_um, table.widths_um, "um")


def _of_header(entries, name):
    try:
        centres, widths = numbers_of(entries, "wavelength"), numbers_of(entries, "fwhm")
    except ValueError as error:
        raise WavelengthFileUnreadable(file=name, reason=str(error)) from error
    if centres is None:
        raise WavelengthFileUnreadable(file=name, reason="the header states none")
    return _in_um(centres, widths, entries.get("wavelength units", ""), name)


def _of_lines(text, name):
    """A line a band: its wavelength, or its number, wavelength and width, or a table with a heading."""
    lines = [_items(line) for line in text.splitlines()]
    rows = [[float(item) for item in items] for items in lines if items and all(map(NUMBER.match, items))]
    words = [items for items in lines if any(items) and not all(map(NUMBER.match, items))]
    if not rows or len({len(row) for row in rows}) > 1:
        reason = f"lines of {sorted({len(row) for row in rows})} numbers" if rows else "no line holds only numbers"
        raise WavelengthFileUnreadable(file=name, reason=reason)
    if len(rows) == 1 and len(rows[0]) > 3:  # all bands in one line
        rows = [[value] for value in rows[0]]
    table = np.array(rows)
    heading = next((items for items in words if len(items) == table.shape[1]), [])
    centre, width = _columns(table, [word.lower() for word in heading])
    unit = UNIT.search(" ".join(" ".join(items) for items in words))
    widths = None if width is None else table[:, width]
    return _in_um(table[:, centre], widths, unit.group(0) if unit else "", name)


def _items(line):
    """What stands in a line between its separators: semicolons, tabs, commas or else blanks."""
    line = line.strip().strip(",;")
    separator = next((mark for mark in (";", "\t", ",") if mark in line), None)
    return [item.strip().strip('"') for item in line.split(separator)]


def _columns(table, heading):
    """(column of the wavelengths, of the widths or None) by the heading, else by what they hold."""
    width, centre = (
        next((at for at, word in enumerate(heading) if any(part in word for part in parts)), None)
        for parts in (WIDTH_WORDS, CENTRE_WORDS)
    )
    if centre is not None and centre != width:
        return centre, width
    count = len(table)
    numbered = any((table[:, 0] == np.arange(first, first + count)).all() for first in (0, 1)) and table.shape[1] > 1
    centre = 1 if numbered else 0
    plausible = table.shape[1] > centre + 1 and (table[:, centre + 1] > 0).all()
    plausible = plausible and (table[:, centre + 1] < table[:, centre] / 2).all()
    return centre, centre + 1 if plausible else None


def _in_um(centres, widths, unit, name):
    centres = np.asarray(centres, dtype=np.float64)
    if (centres <= 0).any() or (widths is not None and len(widths) != len(centres)):
        raise WavelengthFileUnreadable(file=name, reason="wavelengths must be positive, and widths as many")
    in_um, assumed = to_micrometres(centres, unit, name)
    if widths is None:
        return GivenWavelengths(in_um, np.full(len(in_um), np.nan), assumed or unit)
    widths = widths_to_micrometres(np.asarray(widths, dtype=np.float64), centres, unit)
    return GivenWavelengths(in_um, widths, assumed or unit)
