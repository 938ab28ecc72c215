# SPDX-License-Identifier: GPL-2.0-or-later
"""Whether a file read by its FileLayout gives what GDAL reads: compared at places drawn from the file's own content.

GDAL's default read is what counts. Of a GeoTIFF it takes whole blocks, and of tiles that hold all bands it takes long;
so it is compared in a few bands of as many places as a budget allows, and its shortcut, which finds values by
independent code, in all places, in three of them in all bands.
"""

import os
from hashlib import blake2b

import numpy as np

from ..opening import call_gdal, open_raster, thread_option
from ..windows import Window
from .reader import DirectReader

PLACES, CANDIDATES = 8, 24  # compared, of so many drawn
WIDE, HIGH = 16, 2  # pixels of a place
ALL_BANDS = 3  # of the places, in which all bands are compared by the shortcut: one drawn and both ends
FEW_BANDS, LOOKED_AT = 8, 3  # drawn for the other comparisons; in which it is looked for different values
BUDGET = 8 * 2**20  # bytes of blocks that GDAL's default read takes, about
LARGEST_BLOCK = 256 * 2**20  # bytes, of all bands: for more GDAL would need more memory than the map
SHORTCUT = "GTIFF_DIRECT_IO", "YES"
SPOTS, SPOT = 32, 4096  # of the file, bytes: what the places are drawn from


def proven(layout, info):
    """Whether reading by a FileLayout gives what GDAL reads at both ends of the scene and at places drawn at random.

    Places where all values of a band are equal prove little, and both ends of many a scene are no data: of those drawn
    the others come first.

    layout : FileLayout of the file
    info   : RasterInfo of the same file
    errors : OSError
    """
    generator = np.random.default_rng(_seed(layout.path))
    every = list(range(1, layout.bands + 1))
    with DirectReader(layout, info, _some(every, LOOKED_AT, generator), WIDE * HIGH) as reader:
        windows = _windows(reader, info.grid, generator)
    chosen = [every if place < ALL_BANDS else _some(every, FEW_BANDS, generator) for place in range(len(windows))]
    with thread_option(*SHORTCUT):  # as the file is opened: GDAL decides then
        dataset = open_raster(info.path)
        if not all(_agrees(layout, info, dataset, window, bands) for window, bands in zip(windows, chosen)):
            return False
    dataset = open_raster(info.path)
    if dataset.GetDriver().ShortName != "GTiff":
        return True  # that has no shortcut
    few = [_some(every, FEW_BANDS, generator) for _ in windows[: _affordable(layout, info.block)]]
    return all(_agrees(layout, info, dataset, window, bands) for window, bands in zip(windows, few))


def _seed(path):
    """A number drawn from the content of a file: of its beginning, its end, and spots between."""
    digest, size = blake2b(digest_size=16), os.path.getsize(path)
    with open(path, "rb") as file:
        for spot in range(SPOTS):
            file.seek(max(0, size - SPOT) * spot // (SPOTS - 1))
            digest.update(file.read(SPOT))
    return int.from_bytes(digest.digest(), "big")


def _windows(reader, grid, generator):
    """The places to compare, those that prove most first, then both ends of the scene: the last blocks may be cut."""
    width, height = min(WIDE, grid.width), min(HIGH, grid.height)
    right, bottom = grid.width - width, grid.height - height
    drawn = [
        Window(int(generator.integers(right + 1)), int(generator.integers(bottom + 1)), width, height)
        for _ in range(CANDIDATES)
    ]
    drawn.sort(key=lambda window: not _varied(reader, window))
    first, *others = dict.fromkeys(drawn)
    ends = Window(right, bottom, width, height), Window(0, 0, width, height)
    return list(dict.fromkeys([first, *ends, *others[: PLACES - 3]]))


def _varied(reader, window):
    """Whether a band has different values in a window."""
    pieces = [piece.raw for piece in reader.pieces(window)]
    first = pieces[0][:, :1, :1]
    return any((piece != first).any() for piece in pieces)


def _affordable(layout, block):
    """How many places of a GeoTIFF GDAL's default read may take the blocks of. block : (width, height) of GDAL's"""
    planes = 1 if layout.together else FEW_BANDS
    size = layout.row_bytes(1) * block[1] * planes
    return 0 if size > LARGEST_BLOCK else max(1, min(PLACES, BUDGET // size))


def _some(bands, most, generator):
    """The numbers of a few bands, ascending."""
    return sorted(int(number) for number in generator.choice(bands, min(most, len(bands)), replace=False))


def _agrees(layout, info, dataset, window, bands):
    """Whether GDAL reads the same of a window, in the bands with these numbers, to the last bit."""
    place = window.column, window.row, window.width, window.height
    known, _ = call_gdal(lambda: dataset.ReadRaster(*place, band_list=bands))
    if known is None:
        return False
    known = np.frombuffer(known, info.dtype).reshape(-1, window.height, window.width)
    with DirectReader(layout, info, bands, WIDE * HIGH) as reader:
        return all(
            np.ascontiguousarray(piece.raw, info.dtype).tobytes() == _part(known, piece).tobytes()
            for piece in reader.pieces(window)
        )


def _part(known, piece):
    _, height, width = piece.raw.shape
    return np.ascontiguousarray(known[:, piece.row : piece.row + height, piece.column : piece.column + width])
