# SPDX-License-Identifier: GPL-2.0-or-later
"""Samples: pixels of known mineral, each in one split, and their spectra."""

from dataclasses import dataclass, replace
from typing import Optional

import numpy as np

from ..classes import LARGEST_CLASS, MineralClass, with_colours
from ..errors import (
    ClassNumberTooLarge,
    MineralHasTwoNumbers,
    SamplePixelTwice,
    SamplesOutsideRaster,
    SamplesWithoutSpectra,
    SplitUnknown,
)
from ..notices import SamplesNoData, SamplesOutside
from ..raster.patch_reader import Patches, read_patches
from ..raster.pixel_reader import read_pixels

SPLITS = ("train", "validation", "test")
POLYGON, CLUSTER, BLOCK = "polygon", "cluster", "block"  # what groups are called, with a number
LONGEST_GROUP = 100  # characters that tell groups apart: an array of texts is as wide as the longest


@dataclass(frozen=True)
class Samples:
    """Pixels of known mineral.

    columns, rows : int64 (n,), from 0
    classes       : uint8 (n,), class numbers
    splits        : int8 (n,), index into SPLITS
    minerals      : the classes that occur, by number
    groups        : text (n,), the polygon, cluster of points or block that each was drawn from, such as "polygon 3", ""
                    where that is not known; None where it is known of none
    """

    columns: np.ndarray
    rows: np.ndarray
    classes: np.ndarray
    splits: np.ndarray
    minerals: tuple[MineralClass, ...]
    groups: Optional[np.ndarray] = None

    def __len__(self):
        return len(self.classes)

    def where(self, keep):
        """The samples for which the mask `keep` is True."""
        groups = None if self.groups is None else self.groups[keep]
        columns, rows, classes, splits = self.columns[keep], self.rows[keep], self.classes[keep], self.splits[keep]
        return Samples(columns, rows, classes, splits, self.minerals, groups)

    def counts(self):
        """int64 (3, n_minerals): samples of each split and mineral."""
        return np.array(
            [
                [int(((self.splits == split) & (self.classes == mineral.number)).sum()) for mineral in self.minerals]
                for split in range(len(SPLITS))
            ]
        )


@dataclass(frozen=True)
class Unlabelled:
    """Pixels of the scene that are no sample.

    reflectance   : float32 (n_bands, n), 0..1
    probabilities : float32 (n, n_classes), soft labels of a teacher; None before it has predicted them
    columns, rows : int64 (n,), from 0
    patches       : the neighbourhood of each, where requested
    """

    reflectance: np.ndarray
    probabilities: Optional[np.ndarray] = None
    columns: Optional[np.ndarray] = None
    rows: Optional[np.ndarray] = None
    patches: Optional[Patches] = None


@dataclass(frozen=True)
class SampleSpectra:
    """Samples that have a spectrum, and unlabelled pixels where there are any.

    reflectance : float32 (n_bands, n_samples), 0..1
    patches     : the neighbourhood of each sample, where requested
    """

    samples: Samples
    reflectance: np.ndarray
    unlabelled: Optional[Unlabelled] = None
    patches: Optional[Patches] = None

    def where(self, keep):
        """The same for the samples for which the mask `keep` is True; without unlabelled pixels."""
        patches = None if self.patches is None else self.patches.where(keep)
        return SampleSpectra(self.samples.where(keep), self.reflectance[:, keep], patches=patches)

    def split(self, name):
        """(reflectance float32 (n_bands, n), classes uint8 (n,)) of one split."""
        chosen = self.samples.splits == SPLITS.index(name)
        return self.reflectance[:, chosen], self.samples.classes[chosen]

    def split_patches(self, name):
        """(Patches, classes uint8 (n,)) of one split; of one pixel each where no neighbourhood was requested."""
        chosen = self.samples.splits == SPLITS.index(name)
        patches = Patches.single(self.reflectance) if self.patches is None else self.patches
        return patches.where(chosen), self.samples.classes[chosen]

    def in_bands(self, bands):
        """The same samples in some of the bands, numbered from 0."""
        chosen = np.asarray(bands)
        unlabelled = self.unlabelled
        if unlabelled is not None:
            unlabelled = replace(unlabelled, reflectance=np.ascontiguousarray(unlabelled.reflectance[chosen]))
        return SampleSpectra(self.samples, np.ascontiguousarray(self.reflectance[chosen]), unlabelled)

    def all_in_training(self):
        """The same with all samples in the training split, unlabelled pixels too."""
        splits = np.zeros_like(self.samples.splits)
        return replace(self, samples=replace(self.samples, splits=splits))

    def with_soft_labels(self, probabilities):
        """The same with a teacher's soft labels of the unlabelled pixels, float32 (n, n_classes)."""
        return replace(self, unlabelled=replace(self.unlabelled, probabilities=probabilities))

    def class_means(self, name):
        """(the classes that have samples in a split, float64 (n_classes, n_bands) mean reflectance of each)."""
        reflectance, classes = self.split(name)
        minerals = tuple(mineral for mineral in self.samples.minerals if (classes == mineral.number).any())
        means = [reflectance[:, classes == mineral.number].mean(axis=1, dtype=np.float64) for mineral in minerals]
        return minerals, np.array(means)


@dataclass(frozen=True)
class PointTable:
    """A layer of sample points as it stands, in the raster's coordinate system.

    x, y     : float64 (n,)
    classes  : int64 (n,)
    minerals : a name for each point
    splits   : a split name for each point
    groups   : the polygon or block of each point, or () where the layer has no such field
    """

    x: np.ndarray
    y: np.ndarray
    classes: np.ndarray
    minerals: tuple[str, ...]
    splits: tuple[str, ...]
    groups: tuple[str, ...] = ()


def place(points, grid, layer, progress):
    """The Samples of points on a raster's grid; points outside are left out, with a notice.

    points   : PointTable
    grid     : Grid of the raster
    layer    : the points' name for errors and notices
    progress : receives the notice
    returns  : (Samples, number of points outside)
    errors   : SplitUnknown, ClassNumberTooLarge, MineralHasTwoNumbers, SamplesOutsideRaster, SamplePixelTwice
    """
    splits = _split_codes(points.splits, layer)
    minerals = _minerals(points, layer)
    columns, rows = grid.pixels(points.x, points.y)
    inside = grid.inside(columns, rows)
    if not inside.any():
        raise SamplesOutsideRaster(layer=layer, samples=len(inside))
    if not inside.all():
        progress.tell(SamplesOutside(layer=layer, samples=int((~inside).sum())))
    groups = np.array([group[:LONGEST_GROUP] for group in points.groups]) if any(points.groups) else None
    placed = Samples(columns, rows, points.classes.astype(np.int64), splits, minerals, groups).where(inside)
    return _each_pixel_once(placed, grid.width, layer), int((~inside).sum())


def read_sample_spectra(reader, samples, progress, patch=1):
    """SampleSpectra of the samples with a valid spectrum; those without are left out, with a notice.

    reader   : SpectrumReader
    samples  : Samples of its raster
    progress : reports, receives the notice and is asked to cancel
    patch    : pixels a side of the neighbourhood that is read of each, odd; 1 for none
    errors   : SamplesWithoutSpectra where none is left; TooManyPatchPixels
    """
    from ..raster.band_data import MANY, tell_gaps  # needs GDAL, which who only has samples does without

    if patch == 1:
        reflectance, patches = read_pixels(reader, samples.columns, samples.rows, progress), None
    else:
        patches = read_patches(reader, samples.columns, samples.rows, patch, progress)
        reflectance = patches.pixels[:, patches.places[:, patch * patch // 2]]
    valid = np.isfinite(reflectance).all(axis=0)
    if valid.mean() < 1 - MANY:
        tell_gaps(reader.info, reader.selection, progress)
    if not valid.any():
        raise SamplesWithoutSpectra(raster=reader.info.name, samples=len(samples))
    if not valid.all():
        progress.tell(SamplesNoData(raster=reader.info.name, samples=int((~valid).sum())))
    spectra = SampleSpectra(samples, reflectance, patches=patches).where(valid)
    return replace(spectra, reflectance=np.ascontiguousarray(spectra.reflectance))


def _split_codes(names, layer):
    unknown = sorted(set(names) - set(SPLITS))
    if unknown:
        raise SplitUnknown(layer=layer, found=unknown[0], expected=", ".join(SPLITS))
    return np.array([SPLITS.index(name) for name in names], dtype=np.int8)


def _minerals(points, layer):
    """One class for each number, and one number for each name."""
    pairs = sorted(set(zip(points.classes.tolist(), points.minerals)))
    for number, _ in pairs:
        if not 1 <= number <= LARGEST_CLASS:
            raise ClassNumberTooLarge(labels=layer, found=number, largest=LARGEST_CLASS)
    for (number, name), (next_number, next_name) in zip(pairs, pairs[1:]):
        if number == next_number:
            raise MineralHasTwoNumbers(layer=layer, first=f"{name} = {number}", second=f"{next_name} = {next_number}")
    check_numbers(pairs, layer)
    return with_colours(pairs)


def check_numbers(pairs, layer):
    """Refuse a mineral of two class numbers: two classes of one name would be trained, and told apart by nothing.

    pairs  : (class number, name) of the minerals
    layer  : the name of their layer for the error
    errors : MineralHasTwoNumbers
    """
    number_of = {}
    for number, name in pairs:
        if number_of.setdefault(name, number) != number:
            raise MineralHasTwoNumbers(layer=layer, first=f"{name} = {number_of[name]}", second=f"{name} = {number}")


def _each_pixel_once(samples, width, layer):
    """The samples without repeats. A pixel in two splits would leak, one of two classes would contradict itself."""
    pixels = samples.rows * width + samples.columns
    _, first, place_of = np.unique(pixels, return_index=True, return_inverse=True)
    differs = samples.splits != samples.splits[first][place_of]
    differs |= samples.classes != samples.classes[first][place_of]
    if differs.any():
        raise SamplePixelTwice(layer=layer, pixels=int(differs.sum()))
    kept = np.zeros(len(pixels), dtype=bool)
    kept[first] = True
    unique = samples.where(kept)
    return replace(unique, classes=unique.classes.astype(np.uint8))
