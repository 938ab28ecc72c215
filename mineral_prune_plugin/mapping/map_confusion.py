# SPDX-License-Identifier: GPL-2.0-or-later
"""A class map against its reference, a raster or samples, window by window."""

from dataclasses import dataclass

import numpy as np

from ..classes import LARGEST_CLASS, UNCLASSIFIED, MineralClass, with_colour
from ..errors import MapClassesDiffer, MapHasNoReference
from ..raster.labels import LABEL_DTYPE, RasterLabels, WindowLabels
from ..raster.opening import open_raster, raster_name
from ..raster.source import describe
from ..raster.windows import plan
from .legend import read_legend


@dataclass(frozen=True)
class SampleLabels:
    """Samples as the reference of a map, read by window like raster.labels.RasterLabels.

    columns, rows : int (n,), pixels of the map's grid; classes : uint8 (n,), class numbers
    """

    columns: np.ndarray
    rows: np.ndarray
    classes: np.ndarray

    def read(self, window):
        """WindowLabels of a window."""
        inside = (self.columns >= window.column) & (self.columns < window.column + window.width)
        inside &= (self.rows >= window.row) & (self.rows < window.row + window.height)
        labels = np.zeros(window.pixels, LABEL_DTYPE)
        places = (self.rows[inside] - window.row) * window.width + self.columns[inside] - window.column
        labels[places] = self.classes[inside]
        return WindowLabels(labels, np.zeros_like(labels))


def map_classes(path) -> tuple[MineralClass, ...]:
    """The classes that a class map names; () where it names none."""
    return read_legend(open_raster(path))


def count_agreement(map_path, reference, named, progress):
    """Pixels of each pair of classes in a class map and in labels that lie on its grid.

    map_path  : of the class map
    reference : anything with `read(window)` that gives WindowLabels
    named     : class number -> name, as the reference names its classes
    progress  : reports each window and is asked to cancel
    returns   : (classes of either, int64 (256, 256) pixels, rows the reference's numbers, columns the map's; 0 is none)
    errors    : MapClassesDiffer, MapHasNoReference, those of reading
    """
    classes = _united(map_classes(map_path), named)
    pairs = _count_pairs(map_path, reference, progress)
    if not pairs[1:, 1:].any():
        raise MapHasNoReference(map=raster_name(map_path))
    occurring = np.flatnonzero(pairs.sum(axis=0) + pairs.sum(axis=1))
    unnamed = set(occurring.tolist()) - {mineral.number for mineral in classes} - {UNCLASSIFIED}
    unnamed = tuple(with_colour(number, f"class {number}") for number in unnamed)
    return tuple(sorted((*classes, *unnamed), key=lambda mineral: mineral.number)), pairs


def _united(mapped, named):
    """The classes of map and reference; a number must not mean two minerals."""
    classes = {mineral.number: mineral for mineral in mapped}
    for number, name in sorted(named.items()):
        mineral = classes.setdefault(number, with_colour(number, name))
        if mineral.name.strip().casefold() != name.strip().casefold():
            raise MapClassesDiffer(number=number, first=mineral.name, second=name)
    return tuple(classes[number] for number in sorted(classes))


def _count_pairs(map_path, reference, progress):
    """int64 (256, 256), pixels of each (reference, map) pair of class numbers; 0 is none and the map's no-data."""
    info = describe(map_path)
    class_map = RasterLabels(map_path, info.grid)
    pairs = np.zeros((LARGEST_CLASS + 1,) * 2, dtype=np.int64)
    windows = plan(info.grid.width, info.grid.height, info.block, bytes_per_pixel=32)
    for done, window in enumerate(windows):
        progress.step(done / len(windows))
        truth = reference.read(window).classes
        identified = class_map.read(window).classes
        counts = np.bincount(truth * (LARGEST_CLASS + 1) + identified, minlength=pairs.size)
        pairs += counts.reshape(pairs.shape)
    return pairs
