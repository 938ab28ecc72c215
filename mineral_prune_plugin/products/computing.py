# SPDX-License-Identifier: GPL-2.0-or-later
"""The pixels of a product, window by window: looked up, masked, averaged, and otherwise unchanged."""

from dataclasses import dataclass

import numpy as np

from ..errors import ProductInconsistent
from ..raster.geotiff import TILE
from ..raster.windows import Plan, Window
from .product import MEAN_NO_DATA
from .reading import open_cube

WINDOW_BYTES = 80 * 2**20  # of the source's values; a window's arrays are two or three times as large
SOURCE_BYTES = 64 * 2**20  # that are read at once for pixels that are looked up
GROUP = 16  # bands that are handed on at once
TURNED = 256  # spectra


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
    saturated : values, of all bands, that were and became no data
    """

    def __init__(self, product):
        self.product = product
        self.bands = product.bands
        grid = None if product.lookup else product.grid
        self._cubes = [open_cube(cube, product.name, grid) for cube in product.cubes]
        self._layers = [_layer(mask, product.name) for mask in product.masks]
        for layer in self._layers:
            self._check_size(layer)
        self._lookup = product.lookup and [
            open_cube(cube, product.name) for cube in (product.lookup.columns, product.lookup.rows)
        ]
        self._has_means = any(band.is_mean for band in product.bands)
        used = {plane.cube for band in product.bands for plane in band.planes}
        types = [self._cubes[number].dtype for number in used]
        self.dtype = np.result_type(np.float32, *types) if self._has_means else np.result_type(*types)
        self.no_data = self._common_no_data()
        self._check_no_data()
        marks = {(plane.no_data, plane.saturated) for band in product.bands for plane in band.planes}
        self._is_unchanged = not self._has_means and marks == {(self.no_data, None)} and len(set(types)) == 1
        self.masked = {layer.mask.name: 0 for layer in self._layers}
        self.hidden = self.placed = self.saturated = 0

    def close(self):
        """Let go of the files, which Windows neither deletes nor overwrites while they are held."""
        self._cubes, self._layers, self._lookup = [], [], None

    def _common_no_data(self):
        """A GeoTIFF has one no-data value for all bands."""
        marks = {plane.no_data for band in self.bands for plane in band.planes} - {None}
        if self._has_means or (len(marks) > 1 and self.dtype.kind == "f"):
            return MEAN_NO_DATA
        return marks.pop() if len(marks) == 1 else min(marks, default=None)

    def _check_no_data(self):
        """Pixels without a place or under a mask become the no-data value. Errors: ProductInconsistent."""
        if self.no_data is None or self.dtype.kind not in "iu" or not (self._lookup or self._layers):
            return
        limits = np.iinfo(self.dtype)
        if not limits.min <= self.no_data <= limits.max:
            raise ProductInconsistent(
                product=self.product.name, what="its no-data value", found=f"{self.no_data:g}", other="its image",
                expected=f"{limits.min} to {limits.max}",
            )  # fmt: skip

    def _check_size(self, layer):
        """A mask lies on its cube's pixels, plane by plane where it marks planes. Errors: ProductInconsistent."""
        _, rows, columns = layer.cube.shape
        planes, height, width = self._cubes[layer.mask.of_cube or 0].shape
        if (rows, columns) != (height, width) or (layer.mask.of_cube is not None and layer.cube.shape[0] != planes):
            raise ProductInconsistent(
                product=self.product.name,
                what=layer.mask.name,
                found=" x ".join(map(str, layer.cube.shape)),
                other="its image",
                expected=f"{planes} x {height} x {width}",
            )

    def windows(self):
        """The Plan of windows that cover the grid: whole rows where the source stores those, else tiles."""
        grid, bytes_each = self.product.grid, sum(cube.shape[0] * cube.dtype.itemsize for cube in self._cubes)
        in_rows = not self._lookup and all(not 0 < cube.block_width < grid.width for cube in self._cubes)
        wide = grid.width if in_rows else min(TILE, grid.width)
        high = TILE
        while high > 1 and wide * high * bytes_each > WINDOW_BYTES:
            high //= 2
        return Plan(grid.width, grid.height, wide, min(high, grid.height))

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
                blocks[number] = self._pixels(self._cubes[number], window, places, self.no_data)
            yield start, self._values(bands, blocks, hidden, window)
            later = {plane.cube for band in self.bands[start + GROUP :] for plane in band.planes}
            blocks = {number: block for number, block in blocks.items() if number in later}
        self.placed += window.pixels if places is None else int(places[2].sum())

    def _values(self, bands, blocks, hidden, window):
        """(n_bands, height, width) of some bands; not copied where they lie as they are to be written."""
        shape = len(bands), window.height, window.width
        cube, first = bands[0].planes[0].cube, bands[0].planes[0].number
        places = [(band.planes[0].cube, band.planes[0].number) for band in bands]
        if self._is_unchanged and not hidden and places == [(cube, first + step) for step in range(len(bands))]:
            return blocks[cube][first : first + len(bands)].reshape(shape)
        values = np.empty(shape, dtype=self.dtype)
        for band, into in zip(bands, values):
            self._fill(into, band, blocks, hidden)
        return values

    def _fill(self, into, band, blocks, hidden):
        """A band's values, (height, width), from the blocks of the cubes, but where masks hide them."""
        layers = [blocks[plane.cube][plane.number].reshape(into.shape) for plane in band.planes]
        for plane, layer in zip(band.planes, layers):
            self.saturated += 0 if plane.saturated is None else int((layer == plane.saturated).sum())
        if not band.is_mean:
            into[...] = layers[0]
            if hidden or (band.planes[0].no_data, band.planes[0].saturated) != (self.no_data, None):
                into[_unusable(band.planes[0], layers[0], hidden)] = self.no_data
            return
        total, count = np.zeros(into.shape), np.zeros(into.shape)
        for plane, layer in zip(band.planes, layers):
            valid = np.isfinite(layer) & ~_unusable(plane, layer, hidden)
            total += np.where(valid, layer * float(plane.scale) + plane.offset, 0.0)
            count += valid
        into[...] = np.where(count > 0, total / np.maximum(count, 1), self.no_data)

    def _pixels(self, cube, window, places, fill):
        """(planes, pixels) of a cube in a window of the grid, `fill` where the lookup table names no pixel."""
        if places is None:
            return cube.planes(window)
        columns, rows, there = (part.ravel() for part in places)
        looked_up = np.empty((cube.shape[0], window.pixels), dtype=cube.dtype)
        self._gather(cube, columns, rows, there, looked_up)
        if not there.all():
            looked_up[:, ~there] = fill
        return looked_up

    def _gather(self, cube, columns, rows, there, into):
        """Copy the spectra that pixels look up, (planes, pixels); in parts, where they lie far apart."""
        if not there.any():
            return
        source = _around(columns[there], rows[there])
        if source.pixels * cube.shape[0] * cube.dtype.itemsize > SOURCE_BYTES and len(there) > 1:
            half = len(there) // 2
            self._gather(cube, columns[:half], rows[:half], there[:half], into[:, :half])
            self._gather(cube, columns[half:], rows[half:], there[half:], into[:, half:])
            return
        block = cube.spectra(source)
        x, y = np.where(there, columns - source.column, 0), np.where(there, rows - source.row, 0)
        for start in range(0, len(there), TURNED):  # turned while the processor's cache holds them
            part = slice(start, start + TURNED)
            into[:, part] = block[y[part], x[part]].T

    def _places(self, window):
        """(columns, rows, there is one) of the cubes' pixels, from 0, for a window of the grid; None if the same."""
        if not self._lookup:
            return None
        shape = window.height, window.width
        columns, rows = (cube.planes(window)[0].reshape(shape).astype(np.int64) for cube in self._lookup)
        there = columns != 0  # a column without a row is no gap, but a table that is damaged
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
            marks = np.isin(self._pixels(layer.cube, window, places, 0), layer.bad_values)
            marks = marks.reshape(-1, window.height, window.width)
            marks = marks[mask.plane][None] if mask.of_cube is None else marks
            shown = marks.any(axis=0) & there
            self.masked[mask.name] = self.masked.get(mask.name, 0) + int(shown.sum())
            union |= shown
            hidden[mask.of_cube] = hidden.get(mask.of_cube, False) | marks
        self.hidden += int(union.sum())
        return hidden


def _around(columns, rows):
    """The smallest Window that holds pixels at `columns` and `rows`, from 0."""
    left, top = int(columns.min()), int(rows.min())
    return Window(left, top, int(columns.max()) - left + 1, int(rows.max()) - top + 1)


def _unusable(plane, layer, hidden):
    """Where a plane's `layer`, (height, width), has no data or is hidden."""
    unusable = np.zeros(layer.shape, dtype=bool) if plane.no_data is None else layer == plane.no_data
    if plane.saturated is not None:
        unusable |= layer == plane.saturated
    if None in hidden:
        unusable |= hidden[None][0]
    if plane.cube in hidden:
        unusable |= hidden[plane.cube][plane.number]
    return unusable


def _layer(mask, name):
    return Layer(mask, open_cube(mask.cube, name), np.array(sorted(mask.bad_values)))
