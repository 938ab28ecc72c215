# SPDX-License-Identifier: GPL-2.0-or-later
"""Writes uncompressed TIFF files byte by byte, so that every entry of the directory can be wrong."""

import struct
from dataclasses import dataclass

import numpy as np

KINDS = 1, 2, 3, 4, 5, 6, 8, 9, 11, 12, 13, 16
BYTE, ASCII, SHORT, LONG, RATIONAL, SBYTE, SSHORT, SLONG, FLOAT, DOUBLE, IFD, LONG8 = KINDS
FORMS = {BYTE: "B", ASCII: "B", SHORT: "H", LONG: "I", SBYTE: "b", SSHORT: "h", SLONG: "i", FLOAT: "f", DOUBLE: "d"}
FORMS |= {IFD: "I", LONG8: "Q"}
WHOLE = {"B": (0, 2**8 - 1), "H": (0, 2**16 - 1), "I": (0, 2**32 - 1), "Q": (0, 2**64 - 1)}
WHOLE |= {"b": (-(2**7), 2**7 - 1), "h": (-(2**15), 2**15 - 1), "i": (-(2**31), 2**31 - 1)}


@dataclass
class Entry:
    """An entry of a directory. kind : TIFF's number of a type; count : None for as many as there are values"""

    tag: int
    kind: int
    values: list
    count: int = None


@dataclass
class Tiff:
    """order : "<" or ">"; big : BigTIFF; entries : of the directory, as they are written; blocks : bytes each"""

    order: str
    big: bool
    entries: list
    blocks: list
    head: bytes = b""

    def entry(self, tag):
        """The first Entry of a tag, None where there is none."""
        return next((entry for entry in self.entries if entry.tag == tag), None)

    def write(self, path):
        """Blocks, then what does not fit into the directory, then the directory. path : Path"""
        head = self.head or (b"II" if self.order == "<" else b"MM")
        head += struct.pack(self.order + ("HHH" if self.big else "H"), *((43, 8, 0) if self.big else (42,)))
        place, offsets = len(head) + (8 if self.big else 4), []
        for block in self.blocks:
            offsets.append(place if block else 0)
            place += len(block) + len(block) % 2
        for entry in self.entries:
            if entry.tag in (273, 324) and entry.values == ["offsets"]:
                entry.values = offsets
        place, listed, beside = self._directory(place)
        pointer = struct.pack(self.order + ("Q" if self.big else "I"), place)
        blocks = b"".join(block + bytes(len(block) % 2) for block in self.blocks)
        path.write_bytes(head + pointer + blocks + beside + listed)

    def _directory(self, place):
        """(where it begins, its bytes, the bytes before it that its entries point to)."""
        room, word = (8, "Q") if self.big else (4, "I")
        listed, beside = struct.pack(self.order + ("Q" if self.big else "H"), len(self.entries)), b""
        for entry in self.entries:
            data = packed(self.order, entry)
            count = len(entry.values) if entry.count is None else entry.count
            listed += struct.pack(f"{self.order}HH{word}", entry.tag, entry.kind, count)
            if len(data) <= room:
                listed += data.ljust(room, b"\0")
            else:
                listed += struct.pack(self.order + word, place + len(beside))
                beside += data + bytes(len(data) % 2)
        return place + len(beside), listed + bytes(8 if self.big else 4), beside


def packed(order, entry):
    """The values of an Entry as bytes, cut to what its type holds. order : "<" or ">" """
    if entry.kind == RATIONAL:
        return b"".join(struct.pack(order + "II", max(0, int(value)) % 2**32, 1) for value in entry.values)
    form = FORMS.get(entry.kind, "I")
    if form in WHOLE:
        low, high = WHOLE[form]
        return b"".join(struct.pack(order + form, min(high, max(low, int(value)))) for value in entry.values)
    return b"".join(struct.pack(order + form, value) for value in entry.values)


def plain_tiff(cube, order="<", big=False, tile=None, rows=1, planar=1):
    """The Tiff of a cube, as its writers agree on.

    cube   : (n_bands, height, width)
    order  : "<" or ">"
    big    : BigTIFF
    tile   : (width, height), multiples of 16; None for strips
    rows   : of a strip
    planar : 1 for all bands in a block, 2 for one
    """
    bands, height, width = cube.shape
    stored = cube.astype(cube.dtype.newbyteorder(order))
    wide, high = tile or (width, rows)
    blocks = []
    for plane in [stored] if planar == 1 else [stored[band : band + 1] for band in range(bands)]:
        for top in range(0, height, high):
            for left in range(0, width, wide):
                part = plane[:, top : top + high, left : left + wide]
                if tile:
                    padded = np.zeros((len(plane), high, wide), stored.dtype)
                    padded[:, : part.shape[1], : part.shape[2]] = part
                    part = padded
                blocks.append(np.ascontiguousarray(part.transpose(1, 2, 0)).tobytes())
    kind, size = {"u": 1, "i": 2, "f": 3}[cube.dtype.kind], LONG8 if big else LONG
    lengths = [len(block) for block in blocks]
    entries = [Entry(256, LONG, [width]), Entry(257, LONG, [height]), Entry(258, SHORT, [8 * cube.itemsize] * bands)]
    entries += [Entry(259, SHORT, [1]), Entry(262, SHORT, [1]), Entry(277, SHORT, [bands]), Entry(284, SHORT, [planar])]
    entries += [Entry(339, SHORT, [kind] * bands)]
    if bands > 1:
        entries.append(Entry(338, SHORT, [0] * (bands - 1)))
    if tile:
        entries += [Entry(322, LONG, [wide]), Entry(323, LONG, [high])]
        entries += [Entry(324, size, ["offsets"]), Entry(325, size, lengths)]
    else:
        entries += [Entry(273, size, ["offsets"]), Entry(278, LONG, [rows]), Entry(279, size, lengths)]
    return Tiff(order, big, sorted(entries, key=lambda entry: entry.tag), blocks)
