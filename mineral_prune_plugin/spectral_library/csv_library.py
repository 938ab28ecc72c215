# SPDX-License-Identifier: GPL-2.0-or-later
"""Tables of spectra as text: wavelengths down the first column and a spectrum a column, or across the first row and a
spectrum a row. Commas, semicolons or tabs part the cells; with the latter two a decimal comma is read too.
"""

import csv
import os
import re

import numpy as np

from ..classes import one_line
from ..errors import LibraryNumberUnreadable, LibraryRowLength, LibraryTableAmbiguous
from .library import SpectraTable
from .library_text import is_number, number, read_text, unit_in

DELIMITERS = "\t;,"
PERCENT = re.compile(r"\s*[(\[]\s*(%|percent)\s*[)\]]\s*$", re.IGNORECASE)


def is_table(start):
    """Whether a text's `start` has two rows of cells, the second with a number after its first cell."""
    lines = [line for line in start.split("\n") if line.strip() and not line.startswith("#")][:2]
    delimiter = _delimiter(lines[0]) if lines else ""
    return len(lines) == 2 and bool(delimiter) and any(map(is_number, _plain(lines[1], delimiter).split(delimiter)[1:]))


def read_csv(path):
    """The SpectraTable of a table of either kind.

    path   : of its file
    errors : LibraryUnreadable, LibraryTooLarge, LibraryRowLength, LibraryNumberUnreadable, LibraryTableAmbiguous
    """
    title = os.path.basename(path)
    rows = _rows(read_text(path), title)
    (_, header), body = rows[0], rows[1:]
    across = len(header) > 1 and all(map(is_number, header[1:]))
    down = all(is_number(row[0]) for _, row in body)
    if across == down:
        raise LibraryTableAmbiguous(library=title)
    read = _spectra_in_rows if across else _spectra_in_columns
    names, wavelengths, values = read(header, body, title)
    percent = all(map(PERCENT.search, names))
    return SpectraTable(
        title=title,
        names=tuple(one_line(PERCENT.sub("", name)) for name in names) if percent else tuple(map(one_line, names)),
        sources=(title,) * len(names),
        values=values,
        wavelengths=wavelengths,
        unit=unit_in(header[0]),
        scale=100.0 if percent else None,
    )


def _rows(text, title):
    """(line number, cells) of each row, all of one length."""
    lines = [(at, line) for at, line in enumerate(text.split("\n"), start=1)]
    lines = [(at, line) for at, line in lines if line.strip() and not line.startswith("#")]
    delimiter = _delimiter(lines[0][1])
    rows = [(at, _cells(line, delimiter, title, at)) for at, line in lines]
    width = len(rows[0][1])
    for at, cells in rows:
        if len(cells) != width:
            raise LibraryRowLength(library=title, line=at, expected=width, found=len(cells))
    return rows


def _cells(line, delimiter, title, at):
    try:
        cells = next(csv.reader([line], delimiter=delimiter))
    except csv.Error as error:  # a cell beyond 128 kB
        raise LibraryNumberUnreadable(library=title, line=at, text=line[:40]) from error
    return [cell.strip() if delimiter == "," else _decimal_point(cell.strip()) for cell in cells]


def _decimal_point(cell):
    return cell.replace(",", ".") if re.fullmatch(r"[-+]?\d*,\d+([eE][-+]?\d+)?", cell) else cell


def _plain(line, delimiter):
    return line if delimiter == "," else line.replace(",", ".")


def _delimiter(line):
    return next((mark for mark in DELIMITERS if mark in line), "")


def _spectra_in_columns(header, body, title):
    points = np.array([[number(cell, title, at) for cell in row] for at, row in body])
    return header[1:], points[:, 0], points[:, 1:].T


def _spectra_in_rows(header, body, title):
    values = np.array([[number(cell, title, at) for cell in row[1:]] for at, row in body])
    return [row[0] for _, row in body], np.array([float(cell) for cell in header[1:]]), values
