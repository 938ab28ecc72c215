# SPDX-License-Identifier: GPL-2.0-or-later
"""Windows with their halo, the pixels around them that a network of patches needs: what is read when, how often.

Real neighbours at a seam between windows; beyond the raster's edge the pixels are mirrored.
"""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from .patch_reader import reflected
from .source import Grid
from .windows import BUDGET_BYTES, Plan, Window, plan

ROWS = 128  # of a window, about: a piece of patches.py is no higher, and even a small scene keeps some cores busy
PIXELS = 2**18  # of a window of whole blocks, about, for the same reason
ROWS_BYTES = 2**25  # of raw values of a window of a raster that is read straight from its file
STRIP_BYTES = 2**26  # of raw values of a strip of whole blocks, at most
POLL_EVERY_S = 0.1  # whether the run has been stopped, while a worker waits for another


def surroundings(source, margin):
    """How the windows of a raster are read with their halo.

    source  : piece_readers.Source
    margin  : width of the halo, pixels
    returns : Strips where blocks are decoded, for that is most of the work and a window of one block has its halo in
              eight others; else Overlapping
    """
    grid, (_, high) = source.info.grid, source.info.block
    size = len(source.selection.numbers) * source.info.dtype.itemsize
    if source.layout is not None:
        wide = source.layout.block[0]  # whole blocks: of a part of one row all of it would be read
        wide = min(grid.width, wide * max(1, ROWS_BYTES // (ROWS * wide * size)))
        rows = min(ROWS, max(1, ROWS_BYTES // (wide * size)))
        return Overlapping(grid, margin, Plan(grid.width, grid.height, wide, rows))
    rows = high * max(1, min(ROWS, BUDGET_BYTES // (grid.width * size)) // high)
    if min(rows, grid.height) * grid.width * size <= STRIP_BYTES and rows >= 2 * margin:
        return Strips(grid, margin, rows)
    size = max(size, BUDGET_BYTES // PIXELS)
    return Overlapping(grid, margin, plan(grid.width, grid.height, source.info.block, size))


@dataclass(frozen=True)
class Overlapping:
    """Each window is read with its halo, for itself; what two of them share is read twice.

    margin  : width of the halo, pixels
    windows : of the raster, each pixel once
    """

    grid: Grid
    margin: int
    windows: Sequence

    def read(self, reader, window, stopped):
        """Raw values of a window and its halo, and where the raster's mask leaves them.

        reader  : what piece_readers.Source.open gives, the worker's own
        window  : one of `windows`
        stopped : called without arguments, whether the result no longer matters
        returns : (n_bands, height, width) and bool (height, width), None where there is no mask; no raw values, None,
                  once it is stopped
        """
        canvas = Canvas(self.grid, window, self.margin)
        if not canvas.fill(reader, canvas.inside, stopped):
            return None, None
        return canvas.finished()


class Edges:
    """The last rows of strips on their way from the worker that has read them to the one that goes on below."""

    def __init__(self):
        self._rows, self._arrival = {}, threading.Condition()

    def give(self, number, rows):
        """Hand over the last rows of strip `number` (from 0); rows : as `Canvas.rows` returns them."""
        with self._arrival:
            self._rows[number] = rows
            self._arrival.notify_all()

    def wait_for(self, number, stopped):
        """The rows of strip `number` (from 0), once; None where `stopped()` is true before they come."""
        with self._arrival:
            while number not in self._rows:
                if stopped():
                    return None
                self._arrival.wait(POLL_EVERY_S)
            return self._rows.pop(number)


@dataclass(frozen=True)
class Strips:
    """Strips of whole blocks, each read once: the last rows of a strip are handed to the worker of the next one.

    A strip's window ends a margin before its blocks do. Windows must be read in their order.
    margin : width of the halo, pixels
    rows   : of a strip, twice the margin or more
    """

    grid: Grid
    margin: int
    rows: int
    _edges: Edges = field(default_factory=Edges, init=False, compare=False)

    @property
    def windows(self):
        return StripWindows(self.grid.width, self.grid.height, self.rows, self.margin)

    def read(self, reader, window, stopped):
        """reader, window, stopped and what is returned: as of `Overlapping.read`."""
        number = (window.row + self.margin) // self.rows
        strip = Window(0, number * self.rows, self.grid.width, min(self.rows, self.grid.height - number * self.rows))
        canvas, shared = Canvas(self.grid, window, self.margin), 2 * self.margin
        if not canvas.fill(reader, strip, stopped):
            return None, None
        if number + 1 < len(self.windows):
            self._edges.give(number, canvas.rows(strip.row + strip.height - shared, shared))
        if number:
            above = self._edges.wait_for(number - 1, stopped)
            if above is None:
                return None, None
            canvas.put(Window(0, strip.row - shared, strip.width, shared), *above)
        return canvas.finished()


@dataclass(frozen=True)
class StripWindows:
    """The windows of Strips, a sequence like windows.Plan. rows, margin : as of Strips, pixels."""

    width: int
    height: int
    rows: int
    margin: int

    def __len__(self):
        return -(-self.height // self.rows)

    def __getitem__(self, number):
        if not 0 <= number < len(self):
            raise IndexError(number)
        top = number * self.rows - self.margin if number else 0
        bottom = (number + 1) * self.rows - self.margin if number + 1 < len(self) else self.height
        return Window(0, top, self.width, bottom - top)


class Canvas:
    """The array of a window and its halo, being filled. Bands lie in memory as the reader hands them over."""

    def __init__(self, grid, window, margin):
        self._columns = reflected(window.column - margin, window.width + 2 * margin, grid.width)
        self._rows = reflected(window.row - margin, window.height + 2 * margin, grid.height)
        self._left, self._top = window.column - margin, window.row - margin
        self._raw, self._unmasked = None, None

    @property
    def inside(self):
        """The Window of all raster pixels that occur."""
        left, top = int(self._columns.min()), int(self._rows.min())
        return Window(left, top, int(self._columns.max()) + 1 - left, int(self._rows.max()) + 1 - top)

    def fill(self, reader, window, stopped):
        """Read raster pixels into their place.

        reader  : what piece_readers.Source.open gives
        window  : of the raster, inside this canvas
        stopped : called between pieces, whether the result no longer matters
        returns : False once it is stopped
        """
        for piece in reader.pieces(window):
            if stopped():
                return False
            _, height, width = piece.raw.shape
            place = Window(window.column + piece.column, window.row + piece.row, width, height)
            self.put(place, piece.raw, None if piece.unmasked is None else piece.unmasked.reshape(height, width))
        return True

    def put(self, window, raw, unmasked):
        """Copy raster pixels into their place.

        window   : of the raster, where they belong
        raw      : (n_bands, height, width), the file's values
        unmasked : bool (height, width), False outside the raster's mask; None where it has none
        """
        if self._raw is None:
            self._raw = _like(raw, len(self._rows), len(self._columns))
        place = self._place(window)
        self._raw[(slice(None), *place)] = raw
        if unmasked is not None:
            if self._unmasked is None:
                self._unmasked = np.empty(self._raw.shape[1:], bool)
            self._unmasked[place] = unmasked

    def rows(self, first, count):
        """A copy of `count` rows from `first`, a row of the raster, all its columns: (raw, unmasked) as of `put`."""
        inside = self.inside
        place = self._place(Window(inside.column, first, inside.width, count))
        unmasked = None if self._unmasked is None else self._unmasked[place].copy()
        return self._raw[(slice(None), *place)].copy(order="K"), unmasked

    def finished(self):
        """(raw, unmasked) with what lies beyond the raster mirrored."""
        for array in (self._raw, self._unmasked):
            if array is not None:
                for place in np.flatnonzero(self._columns != self._left + np.arange(len(self._columns))):
                    array[..., place] = array[..., self._columns[place] - self._left]
                for place in np.flatnonzero(self._rows != self._top + np.arange(len(self._rows))):
                    array[..., place, :] = array[..., self._rows[place] - self._top, :]
        return self._raw, self._unmasked

    def _place(self, window):
        row, column = window.row - self._top, window.column - self._left
        return slice(row, row + window.height), slice(column, column + window.width)


def _like(raw, height, width):
    """An array (n_bands, height, width) in the order in memory of `raw`."""
    if abs(raw.strides[0]) < abs(raw.strides[2]):
        return np.empty((height, width, len(raw)), raw.dtype).transpose(2, 0, 1)
    return np.empty((len(raw), height, width), raw.dtype)
