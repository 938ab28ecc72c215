# SPDX-License-Identifier: GPL-2.0-or-later
"""The pixels of a product, window by window: looked up, masked, averaged, and otherwise unchanged."""

from dataclasses import dataclass

import numpy as np

from ..errors import ProductInconsistent
from ..raster.windows import Window
from .product import MEAN_NO_DATA
from .reading import open_cube

SOURCE_BYTES = 128 * 2**20  # that are read at once for pixels that are looked up
GROUP = 16  # bands that are turned at once: their rows of a tile stay in the processor's cache


@dataclass(frozen=True)
class Layer:
    """A QualityMask whose cube is open."""

    mask: object
    cube: object
    bad_values: np.ndarray


class Computation:
    """Gives the values of windows of a product's grid.

    dtype   : numpy's, of all bands
    no_data : of all bands, a number or None
    masked  : {name of a mask: pixels that it hides}; hidden : pixels that any hides; placed : pixels that are given
    """

    def __init__(self, product):
        self.product = product
        self.bands = product.bands
        grid = None if product.lookup else product.grid
        self._cubes = [open_cube(cube, product.name, grid) for cube in product.cubes]
        self._layers = [_layer(mask, product.name) for mask in product.masks]
        self._lookup = product.lookup and [
            open_cube(cube, product.name) for cube in (product.lookup.columns, product.lookup.rows)
        ]
        self._has_means = any(band.is_mean for band in product.bands)
        used = {plane.cube for band in product.bands for plane in band.planes}
        types = [self._cubes[number].dtype for number in used]
        self.dtype = np.result_type(np.float32, *types) if self._has_means else np.result_type(*types)
        self.no_data = self._common_no_data()
        self.masked = {layer.mask.name: 0 for layer in self._layers}
        self.hidden = self.placed = 0

    def _common_no_data(self):
        """A GeoTIFF has one no-data value for all bands."""
        marks = {plane.no_data for band in self.bands for plane in band.planes} - {None}
        if self._has_means or (len(marks) > 1 and self.dtype.kind == "f"):
            return MEAN_NO_DATA
        return marks.pop() if len(marks) == 1 else min(marks, default=None)

    def groups(self, window):
        """Pairs of (number of the first band, values (n_bands, height, width)) that cover all bands of a Window.

        Nothing where the lookup table gives the window no pixel. errors : ProductUnreadable, ProductInconsistent
        """
        places = self._places(window)
        if places is not None and not places[2].any():
            return
        hidden = self._hidden(window, places)
        blocks = {}
        for start in range(0, len(self.bands), GROUP):
            bands = self.bands[start : start + GROUP]
            for number in {plane.cube for band in bands for plane in band.planes} - set(blocks):
                blocks[number] = self._pixels(self._cubes[number], window, places)
            values = np.empty((len(bands), window.height, window.width), dtype=self.dtype)
            for band, into in zip(bands, values):
                self._fill(into, band, blocks, hidden)
            if places is not None:
                values[:, ~places[2]] = self.no_data
            yield start, values
            later = {plane.cube for band in self.bands[start + GROUP :] for plane in band.planes}
            blocks = {number: block for number, block in blocks.items() if number in later}
        self.placed += window.pixels if places is None else int(places[2].sum())

    def _fill(self, into, band, blocks, hidden):
        """A band's values, (height, width), from the blocks of the cubes, but where masks hide them."""
        layers = [blocks[plane.cube][plane.number].reshape(into.shape) for plane in band.planes]
        unusable = [_unusable(plane, layer, hidden) for plane, layer in zip(band.planes, layers)]
        if not band.is_mean:
            into[...] = layers[0]
            if unusable[0] is not None and (hidden or band.planes[0].no_data != self.no_data):
                into[unusable[0]] = self.no_data
            return
        total, count = np.zeros(into.shape), np.zeros(into.shape)
        for plane, layer, missing in zip(band.planes, layers, unusable):
            valid = np.isfinite(layer) if missing is None else np.isfinite(layer) & ~missing
            total += np.where(valid, layer * float(plane.scale) + plane.offset, 0.0)
            count += valid
        into[...] = np.where(count > 0, total / np.maximum(count, 1), self.no_data)

    def _pixels(self, cube, window, places):
        """(planes, pixels) of a cube in a window of the grid, the planes turned to the front."""
        if places is None:
            return cube.read(range(cube.shape[0]), window).reshape(cube.shape[0], -1)
        gathered = np.zeros((window.pixels, cube.shape[0]), dtype=cube.dtype)
        self._gather(cube, places, gathered, np.flatnonzero(places[2].ravel()))
        return _turned(gathered)

    def _gather(self, cube, places, gathered, some):
        """Copy the spectra that some pixels of a window look up; in parts, where they lie far apart."""
        columns, rows = places[0].ravel()[some], places[1].ravel()[some]
        source = Window(int(columns.min()), int(rows.min()), int(np.ptp(columns)) + 1, int(np.ptp(rows)) + 1)
        if source.pixels * cube.shape[0] * cube.dtype.itemsize > SOURCE_BYTES and len(some) > 1:
            half = len(some) // 2
            self._gather(cube, places, gathered, some[:half])
            self._gather(cube, places, gathered, some[half:])
            return
        block = cube.spectra(source)
        gathered[some] = block[rows - source.row, columns - source.column]

    def _places(self, window):
        """(columns, rows, there is one) of the cubes' pixels, from 0, for a window of the grid; None if the same."""
        if not self._lookup:
            return None
        columns, rows = (cube.read([0], window)[0].astype(np.int64) for cube in self._lookup)
        there = (columns != 0) & (rows != 0)
        _, height, width = self._cubes[0].shape
        named_columns, named_rows = columns[there], rows[there]
        outside = (named_columns < 1) | (named_columns > width) | (named_rows < 1) | (named_rows > height)
        if outside.any():
            raise ProductInconsistent(
                product=self.product.name,
                what="its lookup table",
                found=f"column {named_columns[outside][0]} and row {named_rows[outside][0]}",
                other="its image",
                expected=f"{width} columns and {height} rows",
            )
        return columns - 1, rows - 1, there

    def _hidden(self, window, places):
        """{number of a cube, or None for all of them: bool (planes, height, width)}, True where masks hide cells."""
        hidden, union = {}, np.zeros((window.height, window.width), dtype=bool)
        there = True if places is None else places[2]
        for layer in self._layers:
            mask = layer.mask
            marks = np.isin(self._pixels(layer.cube, window, places), layer.bad_values)
            marks = marks.reshape(-1, window.height, window.width)
            marks = marks[mask.plane][None] if mask.of_cube is None else marks
            shown = marks.any(axis=0) & there
            self.masked[mask.name] = self.masked.get(mask.name, 0) + int(shown.sum())
            union |= shown
            hidden[mask.of_cube] = hidden.get(mask.of_cube, False) | marks
        self.hidden += int(union.sum())
        return hidden


def _unusable(plane, layer, hidden):
    """Where a plane's `layer`, (height, width), has no data or is hidden, bool; None for nowhere."""
    parts = [] if plane.no_data is None else [layer == plane.no_data]
    if None in hidden:
        parts.append(hidden[None][0])
    if plane.cube in hidden:
        parts.append(hidden[plane.cube][plane.number])
    return np.logical_or.reduce(parts) if parts else None


def _layer(mask, name):
    return Layer(mask, open_cube(mask.cube, name), np.array(sorted(mask.bad_values)))


def _turned(spectra, step=256):
    """(planes, pixels) from (pixels, planes): a few pixels at a time, which the processor's cache holds."""
    turned = np.empty(spectra.shape[::-1], dtype=spectra.dtype)
    for start in range(0, len(spectra), step):
        turned[:, start : start + step] = spectra[start : start + step].T
    return turned
