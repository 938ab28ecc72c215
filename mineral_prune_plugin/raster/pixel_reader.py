# SPDX-License-Identifier: GPL-2.0-or-later
"""The spectra of some pixels of a raster, wherever they lie: read a block of the file at a time, never the whole."""

import numpy as np

from .windows import BUDGET_BYTES, Window


def read_pixels(reader, columns, rows, progress):
    """Reflectance of pixels, float32 (n_bands, n); NaN where there is no data.

    reader        : SpectrumReader
    columns, rows : int64 (n,), from 0, inside the raster
    progress      : reports and is asked to cancel
    errors        : RasterReadFailed, Cancelled
    """
    reflectance = np.full((band_count(reader.selection), len(columns)), np.nan, dtype=np.float32)
    for window, members, done in _by_window(reader, columns, rows):
        progress.step(done / len(columns))
        spectra = reader.read(window, progress)
        inside = (rows[members] - window.row) * window.width + columns[members] - window.column
        reflectance[:, members] = spectra.reflectance[:, inside]
    return reflectance


def band_count(selection):
    """How many bands a BandSelection gives."""
    return len(selection.numbers) if selection.weights is None else len(selection.weights)


def _by_window(reader, columns, rows):
    """(window, indices of the pixels in it, how many came before), a block of the file at a time, row by row."""
    grid, (block_width, block_height) = reader.info.grid, reader.info.block
    bands = len(reader.selection.numbers) * max(4, reader.info.dtype.itemsize)
    width = min(block_width, grid.width, max(1, BUDGET_BYTES // bands))
    height = min(block_height, grid.height, max(1, BUDGET_BYTES // (bands * width)))
    across = -(-grid.width // width)
    blocks = (rows // height) * across + columns // width
    order = np.argsort(blocks, kind="stable")
    names, starts = np.unique(blocks[order], return_index=True)
    for name, start, members in zip(names, starts, np.split(order, starts[1:])):
        row, column = int(name // across) * height, int(name % across) * width
        window = Window(column, row, min(width, grid.width - column), min(height, grid.height - row))
        yield window, members, int(start)
