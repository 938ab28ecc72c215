# SPDX-License-Identifier: GPL-2.0-or-later
"""A picture of class numbers as a PNG with a palette (ISO/IEC 15948), without a library: a map needs no matplotlib."""

import struct
import zlib

SIGNATURE = b"\x89PNG\r\n\x1a\n"
PALETTE_TYPE, BITS = 3, 8


def palette_png(numbers, palette):
    """The bytes of a PNG.

    numbers : uint8 (height, width), an entry of the palette each
    palette : (red, green, blue) of 0 to 255, up to 256 of them
    """
    height, width = numbers.shape
    head = struct.pack(">IIBBBBB", width, height, BITS, PALETTE_TYPE, 0, 0, 0)
    rows = b"".join(b"\x00" + row.tobytes() for row in numbers)  # each row says first that it is not filtered
    colours = b"".join(bytes(colour) for colour in palette)
    parts = (b"IHDR", head), (b"PLTE", colours), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b"")
    return SIGNATURE + b"".join(_chunk(name, content) for name, content in parts)


def _chunk(name, content):
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
