# SPDX-License-Identifier: GPL-2.0-or-later
"""Rasters of every layout, as they should be, unusual, and damaged: each value is GDAL's own, or the file is refused.

What counts is what GDAL's ReadAsArray gives of a dataset opened without options. Of a file that was cut short it must
be the values before, too: GDAL gives zeros for what is missing of some.
"""

import random
from dataclasses import dataclass

import numpy as np
from faults import envi_changes, tiff_changes
from faults.tiff_files import plain_tiff
from making import ENVI_TYPES, TO_FILE_ORDER, write_geotiff
from osgeo import gdal

from mineral_prune_plugin.errors import MineralPruneError
from mineral_prune_plugin.mapping.kernel.pixels import PIECE
from mineral_prune_plugin.raster.band_matching import BandSelection
from mineral_prune_plugin.raster.piece_readers import Source
from mineral_prune_plugin.raster.source import describe
from mineral_prune_plugin.raster.spectrum_reader import SpectrumReader
from mineral_prune_plugin.raster.windows import Window

REFUSED, RIGHT, FAULT = "refused", "right", "FAULT"
TYPES = {**ENVI_TYPES, "int64": 14, "uint64": 15}
TIFF_TYPES = (*TYPES, "int8")
LARGEST = 2**25  # values that are compared all; of more a few windows
CODECS = ("DEFLATE", "LZW", "ZSTD", "PACKBITS", "LERC", "LERC_DEFLATE", "LERC_ZSTD", "LZMA", "JPEG", "WEBP", "NONE")


@dataclass(frozen=True)
class Outcome:
    """verdict : REFUSED, RIGHT or FAULT

    what   : what was done, of few different
    detail : who read it, the sentence of a refusal, or how the values differ
    """

    verdict: str
    what: str
    detail: str = ""


def run_case(seed, folder):
    """The Outcome of a raster.

    seed   : all that is random comes from it
    folder : Path, empty
    """
    generator = random.Random(seed)
    write = generator.choice((_envi, _envi, _envi, _tiff, _tiff, _tiff, _gdal_tiff))
    gdal.PushErrorHandler("CPLQuietErrorHandler")
    try:
        path, what = write(generator, folder)
        cube = read_by_gdal(path) if generator.random() < 0.3 else None
        if cube is not None:
            what = f"{what}; {_damaged(generator, path)}"
        if "cut short" not in what:
            cube = None
        return judged(path, what, cube)
    finally:
        gdal.PopErrorHandler()


def judged(path, what, cube=None):
    """The Outcome of a file at a Path. what : was done; cube : its values before it was cut short"""
    try:
        info = describe(path)
        source = Source.of(info, BandSelection(tuple(range(1, len(info.bands.good) + 1))), PIECE)
        values = [(window, *_read(source, window)) for window in windows(info)]
    except MineralPruneError as refusal:
        sentence = str(refusal)
        plain = sentence.rstrip()[-1:] in ".?)" and "\n" not in sentence
        return Outcome(REFUSED if plain else FAULT, what, f"{type(refusal).__name__}: {sentence}")
    by = "read by GDAL" if source.layout is None else "read directly"
    for window, *readings in values:
        known = read_by_gdal(path, window)
        if known is None:
            return Outcome(FAULT, what, f"{by}: GDAL reads nothing at {window}")
        for values in readings:
            if values.dtype != known.dtype or values.tobytes() != known.tobytes():
                return Outcome(FAULT, what, f"{by}: {_difference(values, known)}")
    if cube is not None and (values.shape != cube.shape or values.tobytes() != cube.tobytes()):
        return Outcome(FAULT, what, f"{by}: a file that was cut short gives other values, without a word")
    return Outcome(RIGHT, what, by)


def windows(info):
    """The whole raster; of a large one its corners. info : RasterInfo"""
    grid, bands = info.grid, len(info.bands.good)
    if grid.width * grid.height * bands <= LARGEST:
        return [Window(0, 0, grid.width, grid.height)]
    wide, high = min(grid.width, 40), min(grid.height, 40)
    places = {(column, row) for column in (0, grid.width - wide) for row in (0, grid.height - high)}
    return [Window(*place, wide, high) for place in sorted(places)]


def read_by_gdal(path, window=None):
    """(n_bands, height, width) as GDAL reads it by default, None where it does not.

    path   : Path
    window : Window of it; None for all
    """
    place = () if window is None else (window.column, window.row, window.width, window.height)
    try:
        dataset = gdal.Open(str(path))
        values = None if dataset is None else dataset.ReadAsArray(*place)
    except RuntimeError:  # GDAL's exceptions may be on
        return None
    return values if values is None or values.ndim == 3 else values[None]


def _read(source, window):
    """(what maps read, what training reads) of a window, each (n_bands, height, width)."""
    info, shape = source.info, (len(source.selection.numbers), window.height, window.width)
    values = np.empty(shape, info.dtype)
    with source.open() as reader:
        for piece in reader.pieces(window):
            _, height, width = piece.raw.shape
            values[:, piece.row : piece.row + height, piece.column : piece.column + width] = piece.raw
    return values, np.ascontiguousarray(SpectrumReader(info, source.selection).raw(window)).reshape(shape)


def _difference(values, known):
    if values.dtype != known.dtype or values.shape != known.shape:
        return f"{values.dtype} {values.shape} for {known.dtype} {known.shape}"
    place = tuple(int(axis[0]) for axis in np.nonzero(_bits(values) != _bits(known)))
    return f"{values[place]!r} for {known[place]!r} at {place}"


def _bits(values):
    return np.ascontiguousarray(values).view(f"u{values.itemsize}")


def _cube(generator, kinds):
    """Values over the whole range of a type; at times with a frame of zeros."""
    numbers = np.random.default_rng(generator.getrandbits(64))
    shape = generator.choice((1, 1, 2, 3, 4, 5, 7)), generator.randint(1, 45), generator.randint(1, 45)
    dtype = np.dtype(generator.choice(tuple(kinds)))
    cube = np.frombuffer(numbers.bytes(int(np.prod(shape)) * dtype.itemsize), dtype).reshape(shape).copy()
    if generator.random() < 0.3:
        margin = generator.randint(1, 9)
        cube[:, :margin] = cube[:, -margin:] = cube[:, :, :margin] = cube[:, :, -margin:] = 0
    return cube


def _envi(generator, folder):
    cube, path = _cube(generator, TYPES), folder / generator.choice(("cube.img", "cube.bsq", "cube", "cube.bil"))
    interleave, order, offset = (
        generator.choice(("bsq", "bil", "bip")),
        generator.choice("<>"),
        generator.choice((0, 0, 1, 96)),
    )
    stored = np.ascontiguousarray(cube.transpose(TO_FILE_ORDER[interleave])).astype(cube.dtype.newbyteorder(order))
    path.write_bytes(
        generator.randbytes(offset) + stored.tobytes() + generator.randbytes(generator.choice((0, 0, 7, 4000)))
    )
    bands, height, width = cube.shape
    lines = ["ENVI", f"samples = {width}", f"lines = {height}", f"bands = {bands}", f"header offset = {offset}"]
    lines += ["file type = ENVI Standard", f"data type = {TYPES[cube.dtype.name]}", f"interleave = {interleave}"]
    lines += [f"byte order = {int(order == '>')}", "file compression = 0"]
    what = f"ENVI {interleave}"
    for _ in range(generator.choice((0, 1, 1, 1, 2))):
        if all(any(line.startswith(key) for line in lines) for key in (*envi_changes.NUMBERS, "interleave")):
            what = f"{what}; {generator.choice(envi_changes.CHANGES)(generator, lines)}"
    header = path.with_suffix(".hdr") if generator.random() < 0.7 else path.with_name(f"{path.name}.hdr")
    header.write_bytes(
        "\n".join([*lines, ""]).encode(generator.choice(("utf-8",) * 8 + ("utf-16", "latin-1")), "replace")
    )
    return path, what


def _tiff(generator, folder):
    cube, path = _cube(generator, TIFF_TYPES), folder / "cube.tif"
    tile = generator.choice((None, None, (16, 16), (32, 16), (16, 48)))
    rows, planar = generator.randint(1, cube.shape[1]), generator.choice((1, 2))
    tiff = plain_tiff(cube, generator.choice("<>"), generator.choice((False, True)), tile, rows, planar)
    what = f"TIFF {'tiles' if tile else 'strips'} {'of all bands' if planar == 1 else 'of a band'}"
    for _ in range(generator.choice((0, 1, 1, 1, 2))):
        changes = [change for change in tiff_changes.CHANGES if change is not tiff_changes.sparse or "; " not in what]
        try:
            what = f"{what}; {generator.choice(changes)(generator, tiff)}"
        except (AttributeError, IndexError):  # the second change meets a tag that the first took away
            break
    tiff.write(path)
    return path, what


def _gdal_tiff(generator, folder):
    cube, codec = _cube(generator, TYPES), generator.choice(CODECS)
    options = [f"COMPRESS={codec}", f"INTERLEAVE={generator.choice(('PIXEL', 'BAND'))}"]
    options += [f"BIGTIFF={generator.choice(('YES', 'NO'))}", f"ENDIANNESS={generator.choice(('LITTLE', 'BIG'))}"]
    options += generator.choice(
        (["TILED=YES", "BLOCKXSIZE=16", "BLOCKYSIZE=16"], [f"BLOCKYSIZE={generator.randint(1, 20)}"])
    )
    more = ("SPARSE_OK=TRUE", "PREDICTOR=2", "PREDICTOR=3", "NBITS=7", "NBITS=12", "PIXELTYPE=SIGNEDBYTE", "ALPHA=YES")
    options += generator.sample(
        (*more, "PHOTOMETRIC=MINISWHITE", "PROFILE=BASELINE", "PHOTOMETRIC=RGB"), generator.choice((0, 0, 1, 1, 2))
    )
    path = folder / "cube.tif"
    try:
        write_geotiff(path, cube, options=options)
    except (AttributeError, RuntimeError):  # the codec, or the type, is not for these options
        write_geotiff(path, cube.astype(np.uint8), options=["COMPRESS=DEFLATE"])
        codec = "DEFLATE"
    return path, f"GDAL's TIFF {codec}"


def _damaged(generator, path):
    """Change some bytes of a file, or cut it short; what was done."""
    data = bytearray(path.read_bytes())
    kind = generator.choice(("cut short", "cut short", "bytes flipped", "bytes overwritten", "bytes added"))
    place = generator.choice((generator.randrange(len(data)), generator.randrange(min(64, len(data)))))
    place = max(0, len(data) - 1 - place) if generator.random() < 0.5 else place
    if kind == "cut short":
        del data[max(1, place) :]
    elif kind == "bytes flipped":
        for _ in range(generator.choice((1, 1, 2, 8))):
            data[min(len(data) - 1, place + generator.randrange(16))] ^= 1 << generator.randrange(8)
    elif kind == "bytes overwritten":
        data[place : place + 4] = generator.choice((b"\0\0\0\0", b"\xff\xff\xff\xff", b"\1\0\0\0"))[: len(data) - place]
    else:
        data[place:place] = generator.randbytes(generator.choice((1, 2, 4, 100)))
    path.write_bytes(data)
    return kind
