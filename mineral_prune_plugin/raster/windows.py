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


def plan(width, height, block, bytes_per_pixel, budget=BUDGET_BYTES):
    """Windows that cover width x height pixels row by row, each pixel once.

    block : (width, height) of the file's blocks; a window is whole blocks unless one block exceeds the budget
    """
    most = max(1, budget // max(1, bytes_per_pixel))
    wide = _side(width, block[0], most // min(block[1], height))
    high = _side(height, block[1], most // wide)
    return [
        Window(column, row, min(wide, width - column), min(high, height - row))
        for row in range(0, height, high)
        for column in range(0, width, wide)
    ]


def _side(length, block, most):
    """The longest side up to `most` pixels: whole blocks, or a part of one where a block is too long."""
    block = max(1, min(block, length))
    if most >= length:
        return length
    if most >= block:
        return most // block * block
    return max(1, most)
