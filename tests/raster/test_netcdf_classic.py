# SPDX-License-Identifier: GPL-2.0-or-later
"""The end of the values of a classic netCDF file, of fixed size and in records, by headers written by hand."""

import struct

import pytest

from mineral_prune_plugin.raster.netcdf_classic import values_end

SHORT, FLOAT = (3, 2), (5, 4)  # type, bytes of a value
X, LENGTH, RECORDS = 1, 5, 4


def word(number, wide=False):
    return struct.pack(">Q" if wide else ">I", number)


def named(text, wide):
    return word(len(text), wide) + text + bytes(-len(text) % 4)


def header(version, variables, records=RECORDS):
    """A header: dimension 0 of records, 1 of LENGTH; variables : (dimensions, (type, size), first byte)."""
    wide, offset = version == 5, version > 1
    parts = [b"CDF", bytes([version]), word(records, wide), word(10), word(2, wide)]
    parts += [named(b"time", wide), word(0, wide), named(b"x", wide), word(LENGTH, wide)]
    text = named(b"note", wide) + word(2) + word(3, wide) + b"abc\0"
    parts += [word(12), word(1, wide), text, word(11), word(len(variables), wide)]
    for dimensions, (kind, _), begin in variables:
        parts += [named(b"z", wide), word(len(dimensions), wide), *(word(each, wide) for each in dimensions)]
        parts += [word(0), word(0, wide), word(kind), word(0, wide), word(begin, offset)]
    return b"".join(parts)


@pytest.mark.parametrize("version", [1, 2, 5])
@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ([((X,), SHORT, 1000)], 1000 + 5 * 2),
        ([((X, X), FLOAT, 1000), ((X,), SHORT, 2000)], 2010),
        ([((), FLOAT, 1000)], 1004),
        ([((0, X), SHORT, 1000)], 1000 + 4 * 10),  # records of one variable are not padded
        ([((0, X), SHORT, 1000), ((0,), FLOAT, 1012)], 1012 + 3 * 16 + 4),
        ([((X,), SHORT, 9000), ((0, X), SHORT, 1000)], 9010),
        ([], 0),
    ],
)
def test_the_values_end_with_the_last_variable_or_record(tmp_path, version, variables, expected):
    path = tmp_path / "file.nc"
    path.write_bytes(header(version, variables))
    assert values_end(path) == expected


def test_records_that_are_none_or_not_counted_hold_no_values(tmp_path):
    path = tmp_path / "file.nc"
    for records in (0, 2**32 - 1):
        path.write_bytes(header(1, [((X,), SHORT, 500), ((0, X), SHORT, 1000)], records))
        assert values_end(path) == 510


def test_another_file_or_a_header_that_is_cut_says_nothing(tmp_path):
    path, whole = tmp_path / "file.nc", header(2, [((X,), SHORT, 1000)])
    for data in (b"", b"\x89HDF", b"CDF\x03" + whole[4:], *(whole[:length] for length in range(8, len(whole), 7))):
        path.write_bytes(data)
        assert values_end(path) is None
