# SPDX-License-Identifier: GPL-2.0-or-later
"""The plan of windows in which a raster is read: aligned with the file's own blocks, and small enough for memory."""

from dataclasses import dataclass

BUDGET_BYTES = 16 * 2**20  # of raw values; a window's working arrays are a small multiple of it


@dataclass(frozen=True)
class Window:
    """A rectangle of pixels; column and row count from 0."""

    column: int
    row: int
    width: int
    height: int

    @property
    def pixels(self):
        return self.width * self.height


@dataclass(frozen=True)
class Plan:
    """Windows of one size that cover a raster row by row, each pixel once; made when indexed.

    A list of them would not do: a mosaic of 10^12 pixels has millions.
    """

    width: int
    height: int
    window_width: int
    window_height: int

    def __len__(self):
        return -(-self.width // self.window_width) * -(-self.height // self.window_height)

    def __getitem__(self, place):
        """The Window of a number from 0."""
        if not 0 <= place < len(self):
            raise IndexError(place)
        down, right = divmod(place, -(-self.width // self.window_width))
        column, row = right * self.window_width, down * self.window_height
        wide, high = min(self.window_width, self.width - column), min(self.window_height, self.height - row)
        return Window(column, row, wide, high)

    def __iter__(self):
        return (self[place] for place in range(len(self)))


def plan(width, height, block, bytes_per_pixel, budget=BUDGET_BYTES):
    """The Plan for a raster of width x height pixels.

    block           : (width, height) of the file's blocks; a window is whole blocks unless one exceeds the budget
    bytes_per_pixel : of raw values, of all bands that are read
    budget          : bytes of raw values of a window, at most
    """
    most = max(1, budget // max(1, bytes_per_pixel))
    wide = _side(width, block[0], most // min(block[1], height))
    return Plan(width, height, wide, _side(height, block[1], most // wide))


def parts(window, block, bytes_per_pixel, budget=BUDGET_BYTES):
    """Windows that cover a window of a raster, each pixel once: its share of as many whole blocks as the budget allows.

    window          : of the raster
    block           : (width, height) of the file's blocks; a part spans one at least, for blocks are decoded whole
    bytes_per_pixel : of raw values, of all bands that are read
    budget          : bytes of raw values of a part, at most
    """
    (wide, high), column, row = block, window.column // block[0], window.row // block[1]
    across = -(-(window.column + window.width) // wide) - column
    down = -(-(window.row + window.height) // high) - row
    for blocks in plan(across, down, (1, 1), wide * high * bytes_per_pixel, budget):
        left, top = (column + blocks.column) * wide, (row + blocks.row) * high
        yield overlap(window, Window(left, top, blocks.width * wide, blocks.height * high))


def shares(window, bytes_per_pixel, budget=BUDGET_BYTES):
    """Windows that cover a window, each pixel once, none over the budget: of a block that exceeds it.

    window, bytes_per_pixel, budget : as of `parts`
    """
    for some in plan(window.width, window.height, (window.width, 1), bytes_per_pixel, budget):
        yield Window(window.column + some.column, window.row + some.row, some.width, some.height)


def overlap(first, second):
    """The Window that `first` and `second` share."""
    left, top = max(first.column, second.column), max(first.row, second.row)
    right = min(first.column + first.width, second.column + second.width)
    bottom = min(first.row + first.height, second.row + second.height)
    return Window(left, top, right - left, bottom - top)


def _side(length, block, most):
    """The longest side up to `most` pixels: whole blocks, or a part of one where a block is too long."""
    block = max(1, min(block, length))
    if most >= length:
        return length
    if most >= block:
        return most // block * block
    return max(1, most)
