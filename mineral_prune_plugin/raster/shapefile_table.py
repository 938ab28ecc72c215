# SPDX-License-Identifier: GPL-2.0-or-later
"""Whether the table of a shapefile (.dbf, dBASE) is whole.

It has no checksum, and GDAL reads what its header says: bytes that a damaged disk or an interrupted copy left there
become names of minerals. What a table must have in any case is held against the file.
"""

import os
import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..errors import TableHeaderDamaged, TableRowsDamaged

START, FIELD, WIDTH = 32, 32, 16  # bytes before the fields, of each, and before its width there
END_OF_FIELDS = 0x0D
HOLDS, DELETED = 0x20, 0x2A  # the first byte of a row
PIECE = 2**22  # bytes that are read at a time


@dataclass(frozen=True)
class _Header:
    """rows : their number; size, length, fields : bytes of the header, a row, and its fields as GDAL takes them."""

    rows: int
    size: int
    length: int
    fields: int


def check_table(path, progress):
    """Refuse a vector file whose table is damaged; any other file, and a shapefile without one, is none.

    path     : of the file, or of its table
    progress : is asked to cancel
    errors   : TableHeaderDamaged, TableRowsDamaged
    """
    for table in _tables(Path(path)):
        with open(table, "rb") as file:
            size = os.fstat(file.fileno()).st_size
            header = _header(file.read(min(size, START + FIELD * 2048)))
            whole = header.length == 1 + header.fields and header.size + header.rows * header.length <= size
            if not whole:
                facts = {"rows": header.rows, "length": header.length, "fields": header.fields, "size": size}
                raise TableHeaderDamaged(table=table.name, **facts)
            _check_rows(file, header, table.name, progress)


def _tables(path):
    """The table of a shapefile, however its ending is written; [] of other files."""
    if path.suffix.lower() not in (".shp", ".dbf"):
        return []
    sides = (path.with_suffix(ending) for ending in (".dbf", ".DBF"))
    return [side for side in sides if side.is_file()][:1]


def _header(data):
    rows, size, length = struct.unpack("<IHH", data[4:12].ljust(8, b"\0"))
    fields = [data[start : start + FIELD] for start in range(START, min(size, len(data)) - FIELD + 1, FIELD)]
    ends = [index for index, field in enumerate(fields) if field[0] == END_OF_FIELDS]
    return _Header(rows, size, length, sum(field[WIDTH] for field in fields[: ends[0] if ends else None]))


def _check_rows(file, header, name, progress):
    """Refuse rows that begin otherwise than rows do."""
    each, damaged = max(1, PIECE // header.length), []
    file.seek(header.size)
    for first in range(0, header.rows, each):
        progress.raise_if_cancelled()
        count = min(each, header.rows - first)
        marks = np.frombuffer(file.read(count * header.length), np.uint8)[:: header.length]
        damaged.append(first + np.flatnonzero((marks != HOLDS) & (marks != DELETED)))
    numbers = np.concatenate(damaged) if damaged else ()
    if len(numbers):
        raise TableRowsDamaged(table=name, damaged=len(numbers), rows=header.rows, first=int(numbers[0]) + 1)
