# SPDX-License-Identifier: GPL-2.0-or-later
"""Drawing samples: an exact number of pixels of each class for each split, from labels read window by window.

Every pixel has a pseudo-random priority that depends on the seed and its place alone, and the pixels of lowest
priority are drawn. So memory is bounded, and neither the windows nor their order matter.
"""

from dataclasses import dataclass, replace
from functools import partial
from typing import Optional

import numpy as np

from ..errors import LabelsContradict, LabelsWithoutPixels, NoSamplesAsked, TooManySamples
from ..progress import awaited
from ..raster.band_data import MANY, tell_gaps
from ..raster.label_notices import LabelledPixels
from ..raster.labels import named_classes
from .allotment import allotted, shortages
from .block_split import assign_groups
from .class_counts import ALL, AT_MOST, EXACT, PROPORTIONAL
from .label_tally import LabelTally
from .no_minerals import no_minerals
from .samples import BLOCK, CLUSTER, POLYGON, SPLITS, Samples

NOTHING = np.empty((2, 0), np.int64)
MOST_SAMPLES = 2_000_000  # points that a layer can hold and a person can wait for


@dataclass(frozen=True)
class DrawSettings:
    """How to draw.

    wanted     : for each split of SPLITS, a function from MineralClass to a number of pixels
    grouped    : True to give whole groups of pixels (blocks, or polygons) to one split each
    by_feature : a group is a polygon or point; else a square block
    block_size : side of a block in pixels
    seed       : 0 or above
    amount     : of class_counts.AMOUNTS, or AT_MOST, what the numbers mean where a class has fewer pixels, or many more
    clusters   : int64 (1 + n_features,), of labelled points that are grouped by feature: the cluster of each
    """

    wanted: tuple
    grouped: bool
    by_feature: bool
    block_size: int
    seed: int
    amount: str = EXACT
    clusters: Optional[np.ndarray] = None


@dataclass(frozen=True)
class Candidates:
    """Labelled pixels with a spectrum. pixels : row * width + column; groups : which block, polygon or point."""

    pixels: np.ndarray
    classes: np.ndarray
    groups: np.ndarray

    def drawable(self, chosen):
        """int64 (2, n): pixels and groups of some of them, as pools hold them."""
        return np.stack([self.pixels[chosen], self.groups[chosen]])


def draw_samples(reader, labels, names, settings, progress):
    """Samples drawn from labels, where the raster has a valid spectrum.

    reader   : SpectrumReader
    labels   : RasterLabels or FeatureLabels
    names    : class number -> name
    settings : DrawSettings
    progress : reports, is asked to cancel, and is told of labels that give no sample, or fewer than requested
    errors   : LabelsWithoutPixels, LabelsContradict, NoSamplesAsked, TooManySamples, TooFewPixels (every class that is
               short, at once)
    """
    in_two_passes = settings.grouped or settings.amount in (PROPORTIONAL, ALL)
    draw = _drawn_after_counting if in_two_passes else _drawn_at_once
    minerals, requested, dealt = draw(reader, labels, names, settings, progress)
    drawn = np.array([[_size(dealt, mineral.number, split) for mineral in minerals] for split in range(len(SPLITS))])
    progress.tell_all(shortages(minerals, requested, drawn, settings.amount, settings.grouped))
    progress.tell_all(no_minerals(minerals, labels.name))
    return _samples(dealt, minerals, settings, reader.info.grid.width)


def _drawn_at_once(reader, labels, names, settings, progress):
    """(minerals, int64 (3, n) pixels requested of each split and class, pools of each class and split), in one pass."""

    def most(number):
        (mineral,) = named_classes([number], names)
        return sum(count(mineral) for count in settings.wanted)

    pools, census = _fill(reader, labels, names, settings, most, progress)
    minerals, requested = _requested(sorted(census), names, settings, reader.info)
    available = [census[mineral.number] for mineral in minerals]
    progress.tell(_labelled(labels, minerals, available))
    wanted = allotted(requested, available, settings.amount)
    return minerals, requested, _dealt(pools, minerals, wanted)


def _drawn_after_counting(reader, labels, names, settings, progress):
    """The same in two passes, where what is drawn depends on how many pixels there are."""
    census = _census(reader, labels, names, settings, progress.part(0.0, 0.5))
    minerals, requested = _requested(sorted({number for _, number in census}), names, settings, reader.info)
    groups = sorted({group for group, _ in census})
    counts = {group: [census.get((group, mineral.number), 0) for mineral in minerals] for group in groups}
    available = np.sum(list(counts.values()), axis=0)
    progress.tell(_labelled(labels, minerals, available))
    wanted = allotted(requested, available, settings.amount)
    if wanted.sum() > MOST_SAMPLES:
        raise TooManySamples(samples=int(wanted.sum()), most=MOST_SAMPLES)
    second_pass = replace(progress.part(0.5, 1.0), tell=lambda notice: None)  # the first told all
    if not settings.grouped:
        totals = dict(zip((mineral.number for mineral in minerals), wanted.sum(axis=0).tolist()))
        pools, _ = _fill(reader, labels, names, settings, totals.get, second_pass)
        return minerals, requested, _dealt(pools, minerals, wanted)
    # Pixels that a split's groups hold beyond its share would serve nothing else.
    most = {ALL: np.broadcast_to(available, wanted.shape), AT_MOST: requested}.get(settings.amount, wanted)
    limits = {mineral.number: column.tolist() for mineral, column in zip(minerals, most.T)}
    split_of = assign_groups(counts, wanted, settings.seed)
    pools, _ = _fill(reader, labels, names, settings, limits.get, second_pass, split_of)
    return minerals, requested, pools


def _labelled(labels, minerals, available):
    pixels = ", ".join(f"{mineral.name} {count}" for mineral, count in zip(minerals, available))
    return LabelledPixels(labels=labels.name, pixels=pixels)


def _size(pools, number, split):
    return pools[number, split].shape[1] if (number, split) in pools else 0


def _requested(numbers, names, settings, info):
    """The classes, and int64 (3, n_classes) pixels requested of each split and class."""
    if not numbers:
        raise LabelsWithoutPixels(raster=info.name)
    minerals = named_classes(numbers, names)
    requested = np.array([[count(mineral) for mineral in minerals] for count in settings.wanted], dtype=np.int64)
    if not requested.any():
        raise NoSamplesAsked()
    return minerals, requested


def _candidates(reader, labels, names, settings, progress):
    """Candidates by window; labels that give none, and bands that make many no data, are told at the end."""
    windows = reader.windows()
    tally, pixels, usable = LabelTally(labels), 0, 0
    for done, window in enumerate(windows):
        progress.step(done / len(windows))
        window_labels = awaited(partial(labels.read, window), progress)
        labelled = window_labels.classes > 0
        if labelled.any():
            pixels += int(labelled.sum())
            labelled &= reader.read(window, progress).valid
            usable += int(labelled.sum())
            yield _in_window(window, window_labels, labelled, reader.info.grid.width, settings)
        tally.count(window_labels, labelled)
    progress.tell_all(tally.notices(names))
    if usable < pixels * (1 - MANY):
        tell_gaps(reader.info, reader.selection, progress)
    if tally.conflicts and not usable:
        facts = {"conflicts": tally.conflicts, "others": pixels, "raster": reader.info.name}
        raise LabelsContradict(labels=labels.name, **facts)


def _in_window(window, window_labels, labelled, raster_width, settings):
    inside = np.flatnonzero(labelled)
    rows, columns = window.row + inside // window.width, window.column + inside % window.width
    if settings.by_feature:
        groups = window_labels.features[inside].astype(np.int64)
        groups = groups if settings.clusters is None else settings.clusters[groups]
    else:
        across = -(-raster_width // settings.block_size)
        groups = (rows // settings.block_size) * across + columns // settings.block_size
    return Candidates(rows * raster_width + columns, window_labels.classes[inside].astype(np.int64), groups)


def _census(reader, labels, names, settings, progress):
    """Number of pixels of each (group, class)."""
    census = {}
    for candidates in _candidates(reader, labels, names, settings, progress):
        pairs, counts = np.unique(np.stack([candidates.groups, candidates.classes]), axis=1, return_counts=True)
        for (group, number), count in zip(pairs.T.tolist(), counts.tolist()):
            census[group, number] = census.get((group, number), 0) + count
    return census


def _fill(reader, labels, names, settings, most, progress, split_of=None):
    """(pools of lowest priority: (class, split) -> int64 (2, n) pixels and their groups, in order; class -> pixels).

    most     : class number -> how many pixels to keep, or a list of as many a split
    split_of : group -> index of its split; None puts all pixels of a class into one pool, of split None
    """
    pools, census = {}, {}
    for candidates in _candidates(reader, labels, names, settings, progress):
        for number in np.unique(candidates.classes).tolist():
            of_class = candidates.classes == number
            census[number] = census.get(number, 0) + int(of_class.sum())
            if split_of is None:
                _pour(pools, (number, None), candidates.drawable(of_class), most(number), settings.seed)
                continue
            splits = np.array([split_of[group] for group in candidates.groups.tolist()])
            for split, limit in enumerate(most(number)):
                _pour(pools, (number, split), candidates.drawable(of_class & (splits == split)), limit, settings.seed)
    return pools, census


def _pour(pools, pool, drawable, most, seed):
    """Keep the `most` pixels of lowest priority of a pool and newcomers, in the order of their priority."""
    together = np.concatenate([pools.get(pool, NOTHING), drawable], axis=1)
    pools[pool] = together[:, np.argsort(_priorities(together[0], seed), kind="stable")[:most]]


def _priorities(pixels, seed):
    """uint64 pseudo-random numbers, one a pixel: the finaliser of SplitMix64 (Steele, Lea and Flood 2014)."""
    mixed = pixels.astype(np.uint64) + np.uint64((seed * 0x9E3779B97F4A7C15 + 0x632BE59BD9B4E019) % 2**64)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor)
    return mixed ^ (mixed >> np.uint64(31))


def _dealt(pools, minerals, wanted):
    """Pools without a split dealt to splits: the first pixels train, the next validate, the last test."""
    dealt = {}
    for mineral, column in zip(minerals, wanted.T):
        parts = np.split(pools[mineral.number, None], np.cumsum(column[:-1]), axis=1)
        dealt.update({(mineral.number, split): part for split, part in enumerate(parts)})
    return dealt


def _samples(pools, minerals, settings, width):
    """Samples in the order of class, split and priority."""
    order = sorted(pools)
    pixels, groups = np.concatenate([pools[key] for key in order], axis=1)
    sizes = [pools[key].shape[1] for key in order]
    classes = np.repeat([number for number, _ in order], sizes).astype(np.uint8)
    splits = np.repeat([split for _, split in order], sizes).astype(np.int8)
    kind = POLYGON if settings.clusters is None else CLUSTER
    kind = kind if settings.by_feature else BLOCK
    named = np.array([f"{kind} {group}" for group in groups.tolist()])
    return Samples(pixels % width, pixels // width, classes, splits, minerals, named)
