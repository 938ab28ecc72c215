# SPDX-License-Identifier: GPL-2.0-or-later
"""Where the blocks of an uncompressed GeoTIFF lie in its file, read from its first directory (TIFF 6.0, BigTIFF).

GDAL gives the same, a block a call; a file of strips has hundreds of thousands. Whatever is unusual gives None: the
general path then reads the file through GDAL. So does whatever GDAL's library might read in another way: a tag that
stands twice, tags out of order, numbers of another type or count, bits in reverse.
"""

import math
import os
import struct
from dataclasses import dataclass

import numpy as np

WIDTH, HEIGHT, BITS, COMPRESSION, SAMPLES, ROWS, PLANAR = 256, 257, 258, 259, 277, 278, 284
STRIPS, STRIP_BYTES, TILE_WIDTH, TILE_HEIGHT, TILES, TILE_BYTES = 273, 279, 322, 323, 324, 325
PHOTOMETRIC, FILL_ORDER, PREDICTOR, FORMAT, IMAGE_DEPTH, TILE_DEPTH = 262, 266, 317, 339, 32997, 32998
OF_STRIPS, OF_TILES = {STRIPS, ROWS, STRIP_BYTES}, {TILE_WIDTH, TILE_HEIGHT, TILES, TILE_BYTES}
ALWAYS_ONE = COMPRESSION, FILL_ORDER, PREDICTOR, IMAGE_DEPTH, TILE_DEPTH  # where values lie in the file as they are
OF_BLOCKS = {STRIPS, STRIP_BYTES, TILES, TILE_BYTES}  # a number a block
OF_SAMPLES = {BITS, FORMAT}  # a number a sample
SINGLE = {WIDTH, HEIGHT, PHOTOMETRIC, SAMPLES, ROWS, PLANAR, TILE_WIDTH, TILE_HEIGHT, *ALWAYS_ONE}
SHRINKS_TO_NOTHING = (5, 8, 32946, 34925, 50000)  # LZW, deflate (two codes), LZMA, ZSTD: what is the same throughout
TYPES = {1: "u1", 3: "u2", 4: "u4", 16: "u8"}  # of the fields that are read
SHORT, LONG, LONG8 = 3, 4, 16
MOST_ENTRIES = 1000  # of a directory
BLOCK_HEAD = 100  # bytes that a compressed block may take however empty it is
UNSIGNED, SIGNED, FLOAT = 1, 2, 3
READ = {*SINGLE, *OF_SAMPLES, *OF_BLOCKS}
GREY_TO_INKS = 0, 1, 2, 3, 5  # photometric: values stand for themselves; not so YCbCr, CIE L*a*b* and masks


@dataclass(frozen=True)
class TiffBlocks:
    """The blocks (tiles or strips) of a file.

    dtype    : with its byte order
    size     : (width, height, samples) of the image
    block    : (width, height) in pixels
    by_pixel : whether a block holds all bands, side by side for each pixel
    offsets  : int64, bytes; (1 or n_bands, blocks down, blocks across)
    """

    dtype: np.dtype
    size: tuple[int, int, int]
    block: tuple[int, int]
    by_pixel: bool
    offsets: np.ndarray


def tiff_blocks(path):
    """TiffBlocks, or None where the file is not plainly uncompressed. Errors: OSError."""
    with open(path, "rb") as file:
        try:
            directory = _directory(file, os.fstat(file.fileno()).st_size)
            return _blocks(directory) if _plain(directory) else None
        except (IndexError, KeyError, TypeError, ValueError, ZeroDivisionError, struct.error):  # nonsensical fields
            return None


def tiff_claims(path):
    """What a TIFF's first directory says of its blocks, compressed or not.

    returns : (blocks that a raster of its size needs, blocks that the directory lists, the byte after the last one's
              data); None where there is no such directory
    errors  : OSError
    """
    with open(path, "rb") as file:
        try:
            return _claims(_directory(file, os.fstat(file.fileno()).st_size).fields)
        except (IndexError, KeyError, TypeError, ValueError, ZeroDivisionError, struct.error):  # nonsensical fields
            return None


def tiff_shares(path):
    """float64 (n_bands,): what share of its room each band takes in a compressed TIFF, by its first directory.

    returns : None where bands are not compressed one by one, or in another way
    errors  : OSError
    """
    with open(path, "rb") as file:
        try:
            return _shares(_directory(file, os.fstat(file.fileno()).st_size).fields)
        except (IndexError, KeyError, TypeError, ValueError, ZeroDivisionError, struct.error):  # nonsensical fields
            return None


@dataclass(frozen=True)
class _Directory:
    """order : of bytes; big : whether a BigTIFF; entries : (tag, type, count) as listed; fields : tag -> values"""

    order: str
    big: bool
    entries: tuple
    fields: dict


def _directory(file, size):
    """The first _Directory."""
    head = file.read(16)
    order = {b"II": "<", b"MM": ">"}[head[:2]]
    version = struct.unpack(order + "H", head[2:4])[0]
    big = {42: False, 43: True}[version]
    if big and struct.unpack(order + "HH", head[4:8]) != (8, 0):
        raise ValueError
    start = struct.unpack(order + ("Q" if big else "I"), head[8:16] if big else head[4:8])[0]
    file.seek(start)
    count = struct.unpack(order + ("Q" if big else "H"), file.read(8 if big else 2))[0]
    if count > MOST_ENTRIES:
        raise ValueError
    length = 20 if big else 12
    entries = file.read(length * count)
    listed, fields = [], {}
    for place in range(0, length * count, length):
        tag, kind, number = struct.unpack_from(order + ("HHQ" if big else "HHI"), entries, place)
        listed.append((tag, kind, number))
        if kind in TYPES and tag in READ and tag not in fields:  # of a tag that stands twice GDAL takes the first
            inline = entries[place + (12 if big else 8) : place + length]
            fields[tag] = _values(file, size, order, TYPES[kind], number, inline)
    return _Directory(order, big, tuple(listed), fields)


def _plain(directory):
    """Whether no reader of TIFF could take the entries on the place of values, or on their bits, for something else."""
    fields, tags = directory.fields, [tag for tag, _, _ in directory.entries]
    if any(tag >= after for tag, after in zip(tags, tags[1:])) or OF_STRIPS & set(tags) and OF_TILES & set(tags):
        return False
    whole = {SHORT, LONG, LONG8} if directory.big else {SHORT, LONG}
    if any(tag in READ and (kind not in whole or not number) for tag, kind, number in directory.entries):
        return False
    if any(tag in SINGLE and number != 1 for tag, _, number in directory.entries):
        return False
    samples = int(fields[SAMPLES][0]) if SAMPLES in fields else 1
    if any(tag in OF_SAMPLES and number not in (1, samples) for tag, _, number in directory.entries):
        return False
    if any(int(fields[tag][0]) != 1 for tag in ALWAYS_ONE if tag in fields):
        return False
    return int(fields[PHOTOMETRIC][0]) in GREY_TO_INKS and (PLANAR not in fields or int(fields[PLANAR][0]) in (1, 2))


def _values(file, size, order, kind, number, inline):
    """The values of an entry: in it where they fit, else where it points; never more than the file holds."""
    kind = np.dtype(order + kind)
    room = len(inline)
    if kind.itemsize * number <= room:
        return np.frombuffer(inline[: kind.itemsize * number], kind).astype(np.int64)
    place = struct.unpack(order + ("Q" if room == 8 else "I"), inline[:room])[0]
    if kind.itemsize * number > size - place:
        raise ValueError
    file.seek(place)
    return np.frombuffer(file.read(kind.itemsize * number), kind).astype(np.int64)


def _shape(fields):
    """(size of a block, how many there are: (1 or samples, down, across), samples of a block's pixel)."""
    width, height = int(fields[WIDTH][0]), int(fields[HEIGHT][0])
    samples = int(fields[SAMPLES][0]) if SAMPLES in fields else 1
    by_pixel = PLANAR not in fields or int(fields[PLANAR][0]) == 1
    if TILES in fields:
        block = int(fields[TILE_WIDTH][0]), int(fields[TILE_HEIGHT][0])
    else:
        block = width, min(height, int(fields[ROWS][0])) if ROWS in fields else height
    down, across = -(-height // block[1]), -(-width // block[0])
    return block, (1 if by_pixel else samples, down, across), samples if by_pixel else 1


def _places(fields):
    """(offsets, lengths), bytes, of the blocks."""
    return tuple(fields[tag] for tag in ((TILES, TILE_BYTES) if TILES in fields else (STRIPS, STRIP_BYTES)))


def _claims(fields):
    block, shape, together = _shape(fields)
    offsets, lengths = _places(fields)
    needed = math.prod(shape)
    if len(offsets) < needed or len(lengths) < needed:
        return needed, len(offsets), 0
    offsets, lengths = offsets[:needed], lengths[:needed]
    if int(fields[COMPRESSION][0]) == 1:  # more than a block takes is padding, which may be missing
        bits = int(fields[BITS].max()) if BITS in fields else 1
        lengths = np.minimum(lengths, _rows(fields, block, shape).ravel() * -(-block[0] * bits * together // 8))
    there = (offsets > 0) & (lengths > 0)  # a sparse file has blocks that are nowhere
    return needed, len(offsets), int((offsets + lengths)[there].max()) if there.any() else 0


def _shares(fields):
    block, shape, together = _shape(fields)
    _, lengths = _places(fields)
    if together > 1 or int(fields[COMPRESSION][0]) not in SHRINKS_TO_NOTHING or len(lengths) != math.prod(shape):
        return None
    pixels = int(fields[WIDTH][0]) * int(fields[HEIGHT][0])
    lengths = np.maximum(lengths - BLOCK_HEAD, 0).reshape(shape[0], -1).sum(axis=1)
    return lengths / (pixels * int(fields[BITS].max()) / 8)


def _rows(fields, block, shape):
    """int64 `shape`: rows of each block; the last strip ends with the image."""
    rows = np.full(shape, block[1], np.int64)
    if TILES not in fields:
        rows[:, -1] = int(fields[HEIGHT][0]) - (shape[1] - 1) * block[1]
    return rows


def _blocks(directory):
    fields = directory.fields
    block, shape, together = _shape(fields)
    offsets, lengths = _places(fields)
    dtype = _dtype(directory.order, fields)
    if COMPRESSION not in fields or len(offsets) != math.prod(shape) or len(lengths) != len(offsets):
        return None
    whole = _rows(fields, block, shape) * (block[0] * dtype.itemsize * together)
    if (offsets <= 0).any() or (lengths.reshape(shape) < whole).any():  # a sparse file has blocks that are nowhere
        return None
    size = int(fields[WIDTH][0]), int(fields[HEIGHT][0]), together * shape[0]
    return TiffBlocks(dtype, size, block, shape[0] == 1, offsets.reshape(shape))


def _dtype(order, fields):
    bits = fields.get(BITS, np.array([1]))
    formats = fields.get(FORMAT, np.array([UNSIGNED]))
    if len(set(bits.tolist())) != 1 or len(set(formats.tolist())) != 1 or bits[0] not in (8, 16, 32, 64):
        raise ValueError
    kind = {UNSIGNED: "u", SIGNED: "i", FLOAT: "f"}[int(formats[0])]
    return np.dtype(f"{order}{kind}{int(bits[0]) // 8}")
