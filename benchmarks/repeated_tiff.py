# SPDX-License-Identifier: GPL-2.0-or-later
"""A GeoTIFF of any number of pixels, all of them data, that takes little disk: its directory lists strips repeatedly.

TIFF says where each strip lies, and nothing forbids two to lie in the same place. So a raster of 100 GB is a file of
256 MB; whatever reads it reads every pixel, and never a hole.
"""

import math
import struct

import numpy as np

DISTINCT = 256 * 2**20  # bytes of strips, at most, that differ
STRIP_PIXELS, MOST_ROWS = 2**17, 256
SHORT, LONG = (3, "<u2"), (4, "<u4")
KINDS = 7


def write_repeated(path, pixels, bands):
    """Write a raster, about square, of int16 values from 1,600 to 7,900, uncompressed, the bands side by side.

    path   : Path of the file to make
    pixels : about so many, in rows of the same length
    bands  : how many
    """
    width = math.isqrt(pixels)
    height = -(-pixels // width)
    rows = 2 ** int(math.log2(min(MOST_ROWS, max(1, STRIP_PIXELS // width))))  # so that rows of output tiles fit
    size, needed = rows * width * bands * 2, -(-height // rows)
    distinct = min(needed, max(1, DISTINCT // size))
    offsets = 8 + size * (np.arange(needed) % distinct)
    entries = [
        (256, LONG, [width]), (257, LONG, [height]), (258, SHORT, [16] * bands), (259, SHORT, [1]), (262, SHORT, [1]),
        (273, LONG, offsets), (277, SHORT, [bands]), (278, LONG, [rows]), (279, LONG, [size] * needed),
        (284, SHORT, [1]), (338, SHORT, [0] * (bands - 1)), (339, SHORT, [2] * bands),
    ]  # fmt: skip
    with open(path, "wb") as file:
        directory, beside = _directory([entry for entry in entries if len(entry[2])], 8 + size * distinct)
        file.write(struct.pack("<2sHI", b"II", 42, 8 + size * distinct + len(beside)))
        for strip in range(distinct):
            file.write(_spectra(strip, rows * width, bands))
        file.write(beside + directory)


def _directory(entries, place):
    """(bytes of the directory, bytes of the values that it points to). place : in the file, of the latter"""
    directory, beside = struct.pack("<H", len(entries)), b""
    for tag, (code, kind), values in entries:
        packed = np.asarray(values, kind).tobytes()
        if len(packed) > 4:
            packed, beside = struct.pack("<I", place + len(beside)), beside + packed + b"\0" * (len(packed) % 2)
        directory += struct.pack("<HHI", tag, code, len(values)) + packed.ljust(4, b"\0")
    return directory + struct.pack("<I", 0), beside


def _spectra(strip, pixels, bands):
    """The bytes of a strip: a few spectra under changing light, with noise; of a number always the same."""
    spectra = np.random.default_rng(1).uniform(2_000, 7_000, (KINDS, bands)).astype(np.float32)
    generator = np.random.default_rng([2, strip])
    kinds, light = generator.integers(0, KINDS, pixels), generator.uniform(0.9, 1.1, (pixels, 1)).astype(np.float32)
    noise = generator.integers(-200, 200, (pixels, bands), np.int16)
    return (spectra[kinds] * light).astype("<i2") + noise
