# SPDX-License-Identifier: GPL-2.0-or-later
"""How a raster is read for a map: straight from its file where its layout is known and proven, else through GDAL."""

from dataclasses import dataclass, replace
from typing import Optional

from ..threads import cores
from .band_matching import BandSelection
from .block_memory import READER, Blocks, check_blocks, readers_within
from .direct.layouts import FileLayout, find_layout
from .direct.proof import proven
from .direct.reader import DirectReader, Piece
from .geotiff import TILE
from .opening import open_raster
from .source import RasterInfo
from .spectrum_reader import SpectrumReader
from .windows import BUDGET_BYTES, Plan, parts, plan, shares

FEWEST, MOST = 2**17, 2**22  # pixels of a window that is read directly: a step of the progress, and of memory
DECODED_BY_THREADS = ("DEFLATE", "LZW", "ZSTD", "LZMA", "PACKBITS")  # correctly; others not (see `_decoding`)


@dataclass(frozen=True)
class Source:
    """A raster and the bands to read of it: what a worker needs to open it.

    selection : the bands to read
    layout    : of the file; None for the general path
    piece     : pixels that are handed over at a time, about
    beside    : as of SpectrumReader
    """

    info: RasterInfo
    selection: BandSelection
    layout: Optional[FileLayout]
    piece: int = 0
    beside: Optional[SpectrumReader] = None

    @classmethod
    def of(cls, info, selection, piece, beside=None):
        """The Source, with a layout if the file has one that reads the same values as GDAL.

        info      : RasterInfo
        selection : BandSelection
        piece     : pixels that are handed over at a time, about
        beside    : as of SpectrumReader
        errors    : RasterBlocksTooLarge where GDAL must read it and may not take so much memory
        """
        layout = find_layout(info)
        use = layout is not None and proven(layout, info)
        if not use:
            check_blocks(info.blocks, info.name, info.memory)
        return cls(info, selection, layout if use else None, piece, beside)

    def windows(self):
        """The plan of windows: whole blocks, unless these are too large even piece by piece; of a direct reader also
        whole rows of the output's tiles where memory allows, so that these are compressed meanwhile and workers do not
        wait for each other."""
        grid, size = self.info.grid, len(self.selection.numbers) * self.info.dtype.itemsize
        if self.layout is None:
            wide, high = self.info.block
            if self.info.blocks.large and wide * high <= MOST:  # else each worker would unpack each block
                return Plan(grid.width, grid.height, min(wide, grid.width), min(high, grid.height))
            return plan(grid.width, grid.height, self.info.block, size)  # of raw values: they are converted piecewise
        wide, high = self.layout.block
        pixels = min(MOST, max(FEWEST, TILE * grid.width))
        rows = TILE if high >= TILE or TILE % high == 0 else high
        while rows > 1 and rows * wide > pixels:  # a part of a block's width would read all of it
            rows //= 2
        return plan(grid.width, grid.height, (wide, rows), BUDGET_BYTES // pixels)

    def workers(self, memory=READER, shared=0):
        """How many workers keep the cores busy: one more where GDAL's threads decode, for a worker waits for them.

        Fewer where the memory for so many is not allowed, 1 at least.
        memory : bytes that each of them takes beside the raster's blocks
        shared : bytes that are taken however many there are
        """
        options, _ = _decoding(self.info) if self.layout is None else ((), False)
        info = self.info if self.layout is None else replace(self.info, blocks=Blocks())
        return readers_within(info, cores() + (1 if options else 0), memory, shared)

    def open(self):
        """A reader for one thread, with `pieces(window)`; a context manager."""
        return GdalReader(self) if self.layout is None else MaskedDirectReader(self)


class GdalReader:
    """The general path: GDAL reads a window, whatever and wherever the raster is."""

    def __init__(self, source):
        self._piece, self._block = source.piece, source.info.block
        self._size = len(source.selection.numbers) * source.info.dtype.itemsize
        options, by_pixel = _decoding(source.info)
        self._reader = SpectrumReader(source.info, source.selection, options, by_pixel, source.beside)

    def __enter__(self):
        return self

    def __exit__(self, *failure):
        self._reader = None

    def pieces(self, window):
        """The Pieces of a window, each pixel once; of a large one some blocks are read at a time, or a part of one.

        errors : RasterReadFailed
        """
        whole = parts(window, self._block, self._size)
        for part in (share for each in whole for share in shares(each, self._size)):
            raw = self._reader.raw(part).reshape(-1, part.height, part.width)
            unmasked = _unmasked(self._reader, part) if self._reader.info.masked else None
            wide = min(part.width, max(1, self._piece))  # of a wide row a piece is a part
            for some in Plan(part.width, part.height, wide, max(1, self._piece // wide)):
                inside = slice(some.row, some.row + some.height), slice(some.column, some.column + some.width)
                mask = None if unmasked is None else unmasked[inside].ravel()
                place = part.row + some.row - window.row, part.column + some.column - window.column
                yield Piece(*place, raw[(slice(None), *inside)], mask)


class MaskedDirectReader:
    """The fast path: values straight from the file; a mask, if there is one, through GDAL."""

    def __init__(self, source):
        self._mask = SpectrumReader(source.info, source.selection) if source.info.masked else None
        self._direct = DirectReader(source.layout, source.info, source.selection.numbers, source.piece)

    def __enter__(self):
        return self

    def __exit__(self, *failure):
        self._direct.close()
        self._mask = None

    def pieces(self, window):
        """The Pieces of a window, as of `GdalReader.pieces`."""
        if self._mask is None:
            yield from self._direct.pieces(window)
            return
        unmasked = _unmasked(self._mask, window)
        for piece in self._direct.pieces(window):
            _, height, width = piece.raw.shape
            part = unmasked[piece.row : piece.row + height, piece.column : piece.column + width]
            yield Piece(piece.row, piece.column, piece.raw, part.ravel())


def _decoding(info):
    """(options for GDAL's driver, whether to read pixel by pixel) for a raster that is read through GDAL.

    A GeoTIFF that holds pixel after pixel is decoded by as many threads as there are cores, straight into the buffer.
    Of one that holds band after band GDAL's threads give wrong data, or end the process, where only some bands are
    read; and they take a last strip of LERC_DEFLATE and LERC_ZSTD for damaged (GDAL 3.6.2).
    """
    if info.blocks.large:  # each thread would hold a block
        return (), False
    dataset = open_raster(info.path)
    structure = dataset.GetMetadata("IMAGE_STRUCTURE")
    by_pixel = dataset.GetDriver().ShortName == "GTiff" and dataset.RasterCount > 1
    by_pixel = by_pixel and structure.get("INTERLEAVE") == "PIXEL"
    threads = by_pixel and structure.get("COMPRESSION") in DECODED_BY_THREADS
    return (f"NUM_THREADS={cores()}",) if threads else (), by_pixel


def _unmasked(reader, window):
    return reader.unmasked(window).reshape(window.height, window.width)
