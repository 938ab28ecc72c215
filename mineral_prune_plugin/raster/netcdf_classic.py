# SPDX-License-Identifier: GPL-2.0-or-later
"""Where the values of a classic netCDF file end by its header (NetCDF Classic Format Specification; CDF-1, 2 and 5)."""

import math
import struct
from dataclasses import dataclass

SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 4, 6: 8, 7: 1, 8: 2, 9: 4, 10: 8, 11: 8}  # bytes of a value, by type
MOST_HEADER = 2**22  # bytes


@dataclass
class Header:
    """A place in the header. version : 1, 2 or 5, which says how wide numbers are"""

    data: bytes
    version: int
    place: int = 4

    def number(self, wide):
        """The next whole number, of 8 bytes where `wide`."""
        (value,) = struct.unpack_from(">Q" if wide else ">I", self.data, self.place)
        self.place += 8 if wide else 4
        return value

    def count(self):
        """The next number, of the width that the version has."""
        return self.number(self.version == 5)

    def skip(self, size):
        """Pass over `size` bytes and what pads them to four."""
        self.place += -(-size // 4) * 4

    def entries(self):
        """How many entries the list has that begins here."""
        self.number(False)  # its tag
        return self.count()

    def skip_attributes(self):
        """Pass over a list of attributes."""
        for _ in range(self.entries()):
            self.skip(self.count())
            size = SIZES[self.number(False)]
            self.skip(size * self.count())


def values_end(path):
    """The byte after the last value of any variable, None where the header cannot be read.

    path   : of the file
    errors : OSError
    """
    with open(path, "rb") as file:
        data = file.read(MOST_HEADER)
    if data[:3] != b"CDF" or data[3:4] not in (b"\x01", b"\x02", b"\x05"):
        return None
    try:
        return _end(Header(data, data[3]))
    except (struct.error, KeyError, IndexError):  # a header that is longer, or cut
        return None


def _end(header):
    records, lengths = header.count(), []
    for _ in range(header.entries()):
        header.skip(header.count())
        lengths.append(header.count())
    header.skip_attributes()
    fixed, recorded = [], []
    for _ in range(header.entries()):
        header.skip(header.count())
        shape = [lengths[header.count()] for _ in range(header.count())]
        header.skip_attributes()
        size = SIZES[header.number(False)]
        header.count()  # its size, padded, and of no use where it is large
        of_records = bool(shape) and shape[0] == 0
        variable = header.number(header.version > 1), size * math.prod(shape[1:] if of_records else shape)
        (recorded if of_records else fixed).append(variable)
    if records >= 2**32 - 1:  # not stated
        records = 0
    step = sum(-(-size // 4) * 4 for _, size in recorded) if len(recorded) > 1 else sum(size for _, size in recorded)
    ends = [begin + size for begin, size in fixed]
    ends += [begin + (records - 1) * step + size for begin, size in recorded if records]
    return max(ends, default=0)
