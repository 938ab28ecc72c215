# SPDX-License-Identifier: GPL-2.0-or-later
"""Tables of spectra as text: wavelengths down the first column and a spectrum a column, or across the first row and a
spectrum a row. Commas, semicolons or tabs part the cells; with the latter two a decimal comma is read too.
"""

import csv
import os
import re
from array import array

import numpy as np

from ..classes import one_line
from ..errors import LibraryNumberUnreadable, LibraryRowLength, LibraryTableAmbiguous
from .library import SpectraTable
from .library_text import check_count, is_number, number, read_text, unit_in

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
    errors : LibraryUnreadable, LibraryTooLarge, LibraryTooLong, LibraryRowLength, LibraryNumberUnreadable,
             LibraryTableAmbiguous
    """
    title = os.path.basename(path)
    rows = _rows(read_text(path), title)
    _, header = next(rows)
    check_count(len(header) - 1, title)
    firsts, values, unreadable = _body(rows, len(header), title)
    across = len(header) > 1 and all(map(is_number, header[1:]))
    if across == all(map(is_number, firsts)):
        raise LibraryTableAmbiguous(library=title)
    if unreadable is not None:
        raise unreadable
    names = firsts if across else header[1:]
    wavelengths = np.array([number(cell, title, 1) for cell in (header[1:] if across else firsts)])
    values = values if across else values.T
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
    """(line number, cells) of each row, one after the other, all of one length."""
    delimiter, width = None, None
    for at, line in enumerate(text.split("\n"), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        delimiter = _delimiter(line) if delimiter is None else delimiter
        cells = _cells(line, delimiter, title, at)
        width = len(cells) if width is None else width
        if len(cells) != width:
            raise LibraryRowLength(library=title, line=at, expected=width, found=len(cells))
        yield at, cells


def _body(rows, width, title):
    """(first cells, float64 (n_rows, width - 1), the error of the first cell that is no number, or None).

    Eight bytes a cell: the text of a million rows would take a gigabyte.
    """
    firsts, values, unreadable = [], array("d"), None
    for at, cells in rows:
        firsts.append(cells[0])
        check_count(len(firsts), title)
        try:
            values.extend([number(cell, title, at) for cell in cells[1:]])
        except LibraryNumberUnreadable as error:
            unreadable = unreadable or error
    table = None if unreadable else np.frombuffer(values, np.float64).reshape(len(firsts), width - 1)
    return firsts, table, unreadable


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
