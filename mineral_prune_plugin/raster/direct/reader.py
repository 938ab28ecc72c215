# SPDX-License-Identifier: GPL-2.0-or-later
"""Reading the pieces of a window straight from the file, by its FileLayout."""

from dataclasses import dataclass
from typing import Optional

import numpy as np

from ...errors import RasterReadFailed
from ..windows import Window, overlap

SLAB_PIECES = 4  # that one read takes of a band: a short read a band and piece would cost as much as the arithmetic
LARGEST_READ = 16 * 2**20  # bytes


@dataclass(frozen=True)
class Piece:
    """Some pixels of a window.

    row, column : of its first pixel, in the window
    raw         : (n_bands, height, width), the file's values; not beyond the next piece
    unmasked    : bool (height * width,), False outside the raster's mask; None where it has none
    """

    row: int
    column: int
    raw: np.ndarray
    unmasked: Optional[np.ndarray] = None


class DirectReader:
    """Reads pieces of windows from a file that it holds open. One reader belongs to one thread; close it."""

    def __init__(self, layout, info, numbers, piece):
        self._layout, self._info, self._piece = layout, info, piece
        self._bands = [number - 1 for number in numbers]
        self._chosen = _as_slice(self._bands)
        self._file = open(layout.path, "rb", buffering=0)  # noqa: SIM115, closed by `close`
        self._memory = np.empty(0, np.uint8)

    def __enter__(self):
        return self

    def __exit__(self, *failure):
        self.close()

    def close(self):
        self._file.close()

    def pieces(self, window: Window):
        """The Pieces of a window, each pixel once. Errors: RasterReadFailed."""
        wide, high = self._layout.block
        for top in range(window.row - window.row % high, window.row + window.height, high):
            for left in range(window.column - window.column % wide, window.column + window.width, wide):
                part = overlap(window, Window(left, top, wide, high))
                block = top // high, left // wide
                yield from self._of_block(window, block, part, part.row - top, part.column - left)

    def _of_block(self, window, block, part, row, column):
        """Pieces of the part of a block that starts at (row, column) of it."""
        layout = self._layout
        step = max(1, self._piece // part.width)
        rows = step if layout.together else max(step, SLAB_PIECES * self._piece // part.width)
        rows = max(1, min(rows, LARGEST_READ // layout.row_bytes(len(self._bands))))
        for start in range(0, part.height, rows):
            count = min(rows, part.height - start)
            place = part.row + start - window.row, part.column - window.column
            read = self._together if layout.together else self._apart
            try:
                values = read(block, row + start, count, column, part.width)
            except OSError as error:
                facts = {"raster": self._info.name, "row": part.row + start, "column": part.column}
                raise RasterReadFailed(**facts, reason=f"{error.strerror or error}.") from error
            for offset in range(0, count, step):
                yield Piece(place[0] + offset, place[1], values[:, offset : offset + step])

    def _together(self, block, row, rows, column, width):
        """(n_bands, rows, width) of a block that holds all bands."""
        layout = self._layout
        line = layout.strides[1]
        start = int(layout.offsets[0, block[0], block[1]]) + row * line
        memory = self._take(rows * line)
        self._read(start, memory)
        shape = layout.bands, rows, layout.block[0]
        values = np.ndarray(shape, layout.dtype, memory, strides=layout.strides)[:, :, column : column + width]
        if isinstance(self._chosen, slice) or not layout.by_pixel:
            return values[self._chosen]
        return np.take(values.transpose(1, 2, 0), self._bands, axis=2).transpose(2, 0, 1)

    def _apart(self, block, row, rows, column, width):
        """(n_bands, rows, width) of a block that holds one band, or of bands one after the other."""
        layout = self._layout
        band_step, line, _ = layout.strides
        across = layout.block[0]
        memory = self._take(len(self._bands) * rows * line)
        whole = memory.reshape(len(self._bands), rows * line)
        for place, band in enumerate(self._bands):
            plane = band if layout.offsets.shape[0] > 1 else 0
            start = int(layout.offsets[plane, block[0], block[1]])
            self._read(start + band * band_step + row * line, whole[place])
        values = whole.view(layout.dtype).reshape(len(self._bands), rows, across)
        return values[:, :, column : column + width]

    def _take(self, size):
        if size > len(self._memory):
            self._memory = np.empty(size, np.uint8)
        return self._memory[:size]

    def _read(self, start, memory):
        """Fill the memory from the file. Errors: OSError."""
        self._file.seek(start)
        done = self._file.readinto(memory)
        while done < len(memory):
            more = self._file.readinto(memory[done:])
            if not more:
                raise OSError("the file ends too early")
            done += more


def _as_slice(bands):
    """The bands as a slice where they are consecutive, else the list."""
    consecutive = bands == list(range(bands[0], bands[0] + len(bands)))
    return slice(bands[0], bands[0] + len(bands)) if consecutive else bands
