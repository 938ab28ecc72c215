# SPDX-License-Identifier: GPL-2.0-or-later
"""Unlabelled pixels of a scene, drawn at random: training material where samples are few."""

from dataclasses import replace

import numpy as np

from ..notices import UnlabelledFew
from ..raster.patch_reader import read_patches
from .samples import Unlabelled

MOST_WINDOWS = 64  # a scene of many gigabytes is not read whole for a few thousand pixels


def draw_unlabelled(reader, spectra, count, seed, progress):
    """Pixels of the scene at random, each equally likely among those of the windows that are read.

    No sample of any split is among them, nor a pixel unlike all training samples: an undeclared fill value or a cloud
    would distort the training. Where there are fewer pixels than `count` a notice says so.

    reader   : SpectrumReader
    spectra  : SampleSpectra of the scene
    count    : pixels to draw, 0 or above
    seed     : 0 or above
    progress : reports, receives the notice and is asked to cancel
    returns  : Unlabelled without soft labels, or None where `count` is 0 or no pixel qualifies
    errors   : RasterReadFailed, Cancelled
    """
    known = spectra.split("train")[0]
    if count == 0 or not known.size:
        return None
    generator = np.random.default_rng([seed, count])
    windows = reader.windows()
    chosen = generator.choice(len(windows), min(MOST_WINDOWS, len(windows)), replace=False)
    low, high = _span(known)
    bands, width = len(spectra.reflectance), reader.info.grid.width
    pixels, keys, places = np.empty((bands, 0), dtype=np.float32), np.empty(0), np.empty(0, np.int64)
    for done, place in enumerate(np.sort(chosen)):
        progress.step(done / len(chosen))
        window = windows[int(place)]
        reflectance = reader.read(window, progress).reflectance
        with np.errstate(invalid="ignore"):  # NaN is no pixel of any kind
            free = ((reflectance >= low) & (reflectance <= high)).all(axis=0)
        free[_places(window, spectra.samples)] = False
        pixels = np.concatenate([pixels, reflectance[:, free]], axis=1)
        keys = np.append(keys, generator.random(int(free.sum())))
        places = np.append(places, _numbers(window, free, width))
        pixels, keys, places = _lowest(pixels, keys, places, count)
    if len(keys) < count:
        progress.tell(UnlabelledFew(raster=reader.info.name, requested=count, found=len(keys)))
    if not len(keys):
        return None
    return Unlabelled(np.ascontiguousarray(pixels), columns=places % width, rows=places // width)


def with_patches(reader, unlabelled, side, progress):
    """The same unlabelled pixels with the neighbourhood of each.

    reader     : SpectrumReader of the raster that they were drawn from
    unlabelled : Unlabelled
    side       : pixels a side of a neighbourhood, odd
    progress   : reports and is asked to cancel
    errors     : TooManyPatchPixels, RasterReadFailed, Cancelled
    """
    return replace(unlabelled, patches=read_patches(reader, unlabelled.columns, unlabelled.rows, side, progress))


def _span(reflectance):
    """(lowest, highest) of each band, (n_bands, 1), with as much again on either side."""
    low, high = reflectance.min(axis=1, keepdims=True), reflectance.max(axis=1, keepdims=True)
    return low - (high - low), high + (high - low)


def _lowest(pixels, keys, places, count):
    """The `count` pixels of lowest key, in the order of their keys: a fair draw, whatever a window held."""
    order = np.argsort(keys, kind="stable")[:count]
    return pixels[:, order], keys[order], places[order]


def _numbers(window, free, width):
    """The numbers, row by row of the raster, of the pixels of a window that are `free`."""
    inside = np.flatnonzero(free)
    return (window.row + inside // window.width) * width + window.column + inside % window.width


def _places(window, samples):
    """The samples' places among the pixels of a window, row by row."""
    columns, rows = samples.columns - window.column, samples.rows - window.row
    inside = (columns >= 0) & (columns < window.width) & (rows >= 0) & (rows < window.height)
    return rows[inside] * window.width + columns[inside]
