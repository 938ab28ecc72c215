# SPDX-License-Identifier: GPL-2.0-or-later
"""Writes small rasters of every layout: as they should be, with unusual and wrong entries, and damages them."""

import gzip
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from faults import envi_changes, tiff_changes
from faults.tiff_files import plain_tiff
from making import ENVI_TYPES, TO_FILE_ORDER, write_geotiff
from osgeo import gdal

TYPES = *ENVI_TYPES, "int64", "uint64"
TIFF_TYPES = *TYPES, "int8"
CODECS = ("DEFLATE", "LZW", "ZSTD", "PACKBITS", "LERC", "LERC_DEFLATE", "LERC_ZSTD", "LZMA", "JPEG", "WEBP", "NONE")
OPTIONS = (
    "SPARSE_OK=TRUE", "PREDICTOR=2", "PREDICTOR=3", "NBITS=7", "NBITS=12", "PIXELTYPE=SIGNEDBYTE", "ALPHA=YES",
    "PHOTOMETRIC=MINISWHITE", "PROFILE=BASELINE", "PHOTOMETRIC=RGB",
)  # fmt: skip
ENCODINGS = (*("utf-8",) * 8, "utf-16", "latin-1")
CUT = "cut short"
DAMAGES = CUT, "bytes flipped", "bytes overwritten", "bytes added"


@dataclass
class Made:
    """A raster at a Path. format, form : what it is; done : what was done to its entries, and to its bytes"""

    path: Path
    format: str
    form: str
    done: list = field(default_factory=list)


def write(random, folder):
    """A raster in a folder, Made. random : random.Random; folder : Path"""
    made = random.choice((_envi, _envi, _envi, _tiff, _tiff, _tiff, _packed_tiff))(random, folder)
    return _virtual(made) if random.random() < 0.05 else made


def damage(random, path):
    """Change some bytes of a file, or cut it short; what was done, of DAMAGES. random : random.Random; path : Path"""
    data = bytearray(path.read_bytes())
    kind = random.choice((CUT, *DAMAGES))
    place = random.choice((random.randrange(len(data)), random.randrange(min(64, len(data)))))
    place = max(0, len(data) - 1 - place) if random.random() < 0.5 else place
    if kind == CUT:
        del data[max(1, place) :]
    elif kind == "bytes flipped":
        for _ in range(random.choice((1, 1, 2, 8))):
            data[min(len(data) - 1, place + random.randrange(16))] ^= 1 << random.randrange(8)
    elif kind == "bytes overwritten":
        data[place : place + 4] = random.choice((b"\0" * 4, b"\xff" * 4, b"\1\0\0\0"))[: len(data) - place]
    else:
        data[place:place] = random.randbytes(random.choice((1, 2, 4, 100)))
    path.write_bytes(data)
    return kind


def _cube(random, kinds):
    """Values over the whole range of a type; at times with a frame of zeros."""
    numbers = np.random.default_rng(random.getrandbits(64))
    shape = random.choice((1, 1, 2, 3, 4, 5, 7)), random.randint(1, 45), random.randint(1, 45)
    dtype = np.dtype(random.choice(tuple(kinds)))
    cube = np.frombuffer(numbers.bytes(int(np.prod(shape)) * dtype.itemsize), dtype).reshape(shape).copy()
    if random.random() < 0.3:
        margin = random.randint(1, 9)
        cube[:, :margin] = cube[:, -margin:] = cube[:, :, :margin] = cube[:, :, -margin:] = 0
    return cube


def _envi(random, folder):
    cube, path = _cube(random, ENVI_TYPES), folder / random.choice(("cube.img", "cube.bsq", "cube", "cube.bil"))
    interleave, order, offset = random.choice(tuple(TO_FILE_ORDER)), random.choice("<>"), random.choice((0, 0, 1, 96))
    stored = np.ascontiguousarray(cube.transpose(TO_FILE_ORDER[interleave])).astype(cube.dtype.newbyteorder(order))
    data = random.randbytes(offset) + stored.tobytes() + random.randbytes(random.choice((0, 0, 7, 4000)))
    packed = random.random() < 0.05
    path.write_bytes(gzip.compress(data) if packed else data)
    bands, height, width = cube.shape
    lines = ["ENVI", f"samples = {width}", f"lines = {height}", f"bands = {bands}", f"header offset = {offset}"]
    lines += ["file type = ENVI Standard", f"data type = {ENVI_TYPES[cube.dtype.name]}", f"interleave = {interleave}"]
    lines += [f"byte order = {int(order == '>')}", f"file compression = {int(packed)}"]
    done = [random.choice(envi_changes.CHANGES)(random, lines) for _ in range(random.choice((0, 1, 1, 1, 2)))]
    header = path.with_suffix(".hdr") if random.random() < 0.7 else path.with_name(f"{path.name}.hdr")
    encoding = random.choice(ENCODINGS)
    header.write_bytes("\n".join([*lines, ""]).encode(encoding, "replace"))
    if encoding != "utf-8":
        done.append(f"the header in {encoding}")
    return Made(path, "ENVI, packed" if packed else "ENVI", interleave, done)


def _tiff(random, folder):
    cube, path = _cube(random, TIFF_TYPES), folder / "cube.tif"
    tile = random.choice((None, None, (16, 16), (32, 16), (16, 48)))
    rows, planar = random.randint(1, cube.shape[1]), random.choice((1, 2))
    tiff, done = plain_tiff(cube, random.choice("<>"), random.choice((False, True)), tile, rows, planar), []
    for _ in range(random.choice((0, 1, 1, 1, 2))):
        try:
            done.append(random.choice(tiff_changes.CHANGES)(random, tiff))
        except (AttributeError, IndexError, ValueError):  # it meets an entry that the first took away
            break
    tiff.write(path)
    return Made(path, "TIFF", f"{'tiles' if tile else 'strips'} of {'all bands' if planar == 1 else 'a band'}", done)


def _packed_tiff(random, folder):
    cube, codec = _cube(random, TYPES), random.choice(CODECS)
    options = [f"COMPRESS={codec}", f"INTERLEAVE={random.choice(('PIXEL', 'BAND'))}"]
    options += [f"BIGTIFF={random.choice(('YES', 'NO'))}", f"ENDIANNESS={random.choice(('LITTLE', 'BIG'))}"]
    tiles, strips = ["TILED=YES", "BLOCKXSIZE=16", "BLOCKYSIZE=16"], [f"BLOCKYSIZE={random.randint(1, 20)}"]
    options += random.choice((tiles, strips)) + random.sample(OPTIONS, random.choice((0, 0, 1, 1, 2)))
    path = folder / "cube.tif"
    try:
        write_geotiff(path, cube, options=options)
    except (AttributeError, RuntimeError):  # the codec, or the type, is not for these options
        write_geotiff(path, cube.astype(np.uint8), options=["COMPRESS=DEFLATE"])
        codec = "DEFLATE"
    return Made(path, "TIFF by GDAL", codec)


def _virtual(made):
    """A virtual raster of a raster; the raster itself where GDAL does not open it."""
    path = made.path.with_name("virtual.vrt")
    try:
        gdal.Translate(str(path), gdal.Open(str(made.path)), format="VRT").FlushCache()
    except (AttributeError, RuntimeError, TypeError, ValueError):  # by the version of GDAL, its exceptions off or on
        return made
    return Made(path, "virtual raster", f"of {made.format}", made.done)
