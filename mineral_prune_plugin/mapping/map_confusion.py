# SPDX-License-Identifier: GPL-2.0-or-later
"""A class map against its reference, a raster or samples, window by window."""

from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from ..classes import LARGEST_CLASS, UNCLASSIFIED, MineralClass, name_key, numbers_beside, with_colour
from ..errors import MapHasNoReference, NoClassInCommon, NoClassNumberLeft
from ..models.model_notices import ClassesMatchedByName, MapOfLearntSamples
from ..progress import awaited
from ..raster.block_memory import BUDGET
from ..raster.labels import LABEL_DTYPE, RasterLabels, WindowLabels
from ..raster.opening import open_raster, raster_name
from ..raster.source import describe
from ..raster.windows import plan
from .legend import is_learnt_from_all, read_legend


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


def tell_learnt(path, layer, progress):
    """Tell `progress` where the model of a class map has met all of its samples: the reference may be these.

    path, layer : of the map; the reference's name
    """
    if is_learnt_from_all(open_raster(path)):
        progress.tell(MapOfLearntSamples(map=raster_name(path), layer=layer))


def count_agreement(map_path, reference, named, progress, memory=BUDGET):
    """Pixels of each pair of classes in a class map and in labels that lie on its grid.

    map_path  : of the class map
    reference : anything with `read(window)` that gives WindowLabels
    named     : class number -> name, as the reference names its classes
    progress  : reports each window, is asked to cancel, and told where numbers differ and names decide
    memory    : bytes that reading may take
    returns   : (classes of either, int64 (256, 256) pixels: rows the reference's classes, columns the map's, both under
                the numbers of the classes returned; 0 is none)
    errors    : NoClassInCommon, NoClassNumberLeft, MapHasNoReference, those of reading
    """
    mapped = map_classes(map_path)
    pairs = _count_pairs(map_path, reference, progress, memory)
    pairs, classes = _by_name(pairs, mapped, named, progress)
    if not pairs[1:, 1:].any():
        raise MapHasNoReference(map=raster_name(map_path))
    occurring = np.flatnonzero(pairs.sum(axis=0) + pairs.sum(axis=1))
    unnamed = set(occurring.tolist()) - {mineral.number for mineral in classes} - {UNCLASSIFIED}
    unnamed = tuple(with_colour(number, f"class {number}") for number in unnamed)
    return tuple(sorted((*classes, *unnamed), key=lambda mineral: mineral.number)), pairs


def _by_name(pairs, mapped, named, progress):
    """(the pairs with the reference's classes under the numbers of the map's of the same name, the classes of either).

    Where a number means two minerals or a mineral has two numbers, names decide, and `progress` is told. Numbers of
    the reference without a name are then classes of their own: which of the two numberings they follow is not known.

    pairs  : of `_count_pairs`
    mapped : MineralClasses of the map
    named  : class number -> name of the reference
    """
    referenced = tuple(with_colour(number, name) for number, name in sorted(named.items()))
    if not mapped or not referenced or _agree(mapped, named):
        return pairs, tuple({mineral.number: mineral for mineral in (*referenced, *mapped)}.values())
    shared = {name_key(mineral.name) for mineral in mapped} & {name_key(name) for name in named.values()}
    if not shared:
        raise NoClassInCommon(first=_listed(mapped), second=_listed(referenced))
    occurring = (int(number) for number in np.flatnonzero(pairs.sum(axis=1)))
    unnamed = tuple(with_colour(number, f"class {number}") for number in occurring if number and number not in named)
    on_map = [int(number) for number in np.flatnonzero(pairs.sum(axis=0)) if number]
    numbers = numbers_beside(mapped, (*referenced, *unnamed), on_map)
    if numbers is None:
        raise NoClassNumberLeft(largest=LARGEST_CLASS)
    _tell_matched(mapped, referenced, shared, progress)
    renumbered = np.zeros_like(pairs)
    np.add.at(renumbered, [numbers.get(number, number) for number in range(len(pairs))], pairs)
    moved = (replace(mineral, number=numbers[mineral.number]) for mineral in (*referenced, *unnamed))
    return renumbered, tuple({mineral.number: mineral for mineral in (*moved, *mapped)}.values())


def _agree(mapped, named):
    """Whether no number means two minerals and no mineral has two numbers."""
    names = {mineral.number: name_key(mineral.name) for mineral in mapped}
    numbers = {name: number for number, name in names.items()}
    keys = {number: name_key(name) for number, name in named.items()}
    return all(names.get(number, key) == key and numbers.get(key, number) == number for number, key in keys.items())


def _tell_matched(mapped, referenced, shared, progress):
    numbers = {name_key(mineral.name): mineral.number for mineral in referenced}
    matched = [(mineral, numbers[name_key(mineral.name)]) for mineral in mapped if name_key(mineral.name) in shared]
    pairs = ", ".join(f"{mineral.name} {number} = {mineral.number}" for mineral, number in matched)
    alone = ([each for each in classes if name_key(each.name) not in shared] for classes in (mapped, referenced))
    first, second = (_listed(classes) or "-" for classes in alone)
    progress.tell(ClassesMatchedByName(matched=pairs, first=first, second=second))


def _listed(classes):
    return ", ".join(f"{mineral.number} = {mineral.name}" for mineral in classes)


def _count_pairs(map_path, reference, progress, memory):
    """int64 (256, 256), pixels of each (reference, map) pair of class numbers; 0 is none and the map's no-data."""
    info = describe(map_path, memory=memory)
    class_map = RasterLabels(map_path, info.grid, memory=memory)
    pairs = np.zeros((LARGEST_CLASS + 1,) * 2, dtype=np.int64)
    windows = plan(info.grid.width, info.grid.height, info.block, bytes_per_pixel=32)
    for done, window in enumerate(windows):
        progress.step(done / len(windows))
        truth, identified = awaited(partial(_read_both, reference, class_map, window), progress)
        counts = np.bincount(truth * (LARGEST_CLASS + 1) + identified, minlength=pairs.size)
        pairs += counts.reshape(pairs.shape)
    return pairs


def _read_both(reference, class_map, window):
    return reference.read(window).classes, class_map.read(window).classes
