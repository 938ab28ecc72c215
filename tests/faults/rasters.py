# SPDX-License-Identifier: GPL-2.0-or-later
"""Rasters of every layout, as they should be, unusual, and damaged: each value is GDAL's own, or the file is refused.

What counts is what GDAL's ReadAsArray gives of a dataset opened without options. Of a file that was cut short it must
be the values before, too: GDAL gives zeros for what is missing of some.
"""

import random
from dataclasses import replace
from functools import partial

import numpy as np
from faults import raster_files
from faults.outcome import FAULT, REFUSED, RIGHT, Outcome
from osgeo import gdal

from mineral_prune_plugin.errors import MineralPruneError
from mineral_prune_plugin.mapping.kernel.pixels import PIECE
from mineral_prune_plugin.raster.band_matching import BandSelection
from mineral_prune_plugin.raster.piece_readers import Source
from mineral_prune_plugin.raster.source import describe
from mineral_prune_plugin.raster.spectrum_reader import SpectrumReader
from mineral_prune_plugin.raster.windows import Window

LARGEST = 2**25  # values that are compared all; of more a few windows


def run_case(seed, folder):
    """The Outcome of a raster.

    seed   : all that is random comes from it
    folder : Path, empty
    """
    generator = random.Random(seed)
    gdal.PushErrorHandler("CPLQuietErrorHandler")
    try:
        made, cube = raster_files.write(generator, folder), None
        if generator.random() < 0.3:
            whole = read_by_gdal(made.path)
            damage = raster_files.damage(generator, made.path)
            made.done.append(damage)
            cube = whole if damage == raster_files.CUT else None
        outcome = judged(made.path, _kind(made), cube, partial(_chosen, generator))
    finally:
        gdal.PopErrorHandler()
    return replace(outcome, detail=f"{'; '.join([made.form, *made.done])}: {outcome.detail}")


def _kind(made):
    """What was done, of few different."""
    damaged, changed = made.done and made.done[-1] in raster_files.DAMAGES, len(made.done)
    if damaged:
        return f"{made.format}, {made.done[-1]}"
    return f"{made.format}, {'entries unusual or wrong' if changed else 'as it should be'}"


def _chosen(generator, bands):
    """The bands to read: at times some of them, in any order."""
    return generator.sample(bands, generator.randint(1, len(bands))) if generator.random() < 0.5 else bands


def judged(path, what, cube=None, choose=list):
    """The Outcome of a file.

    path   : Path
    what   : was done
    cube   : its values before it was cut short, None where it was not
    choose : list of the numbers of its bands -> those to read
    """
    try:
        info = describe(path)
        source = Source.of(info, BandSelection(tuple(choose(list(range(1, len(info.bands.good) + 1))))), PIECE)
        readings = [(window, reading) for window in windows(info) for reading in _readings(source, window)]
    except MineralPruneError as refusal:
        sentence = str(refusal)
        plain = sentence.rstrip()[-1:] in ".?)" and "\n" not in sentence
        return Outcome(REFUSED if plain else FAULT, what, f"{type(refusal).__name__}: {sentence}")
    by = "read by GDAL" if source.layout is None else "read directly"
    chosen = [number - 1 for number in source.selection.numbers]
    for window, values in readings:
        known = read_by_gdal(path, window, source.selection.numbers)
        if known is None:
            return Outcome(FAULT, what, f"{by}: GDAL reads nothing at {window}")
        if not _same(values, known):
            return Outcome(FAULT, what, f"{by}: {_difference(values, known)}")
    if cube is not None and (len(cube) != len(info.bands.good) or not _same(values, cube[chosen])):
        return Outcome(FAULT, what, f"{by}: a file that was cut short gives other values, without a word")
    return Outcome(RIGHT, what, by)


def windows(info):
    """The whole raster; of a large one its corners. info : RasterInfo"""
    grid, bands = info.grid, len(info.bands.good)
    if grid.width * grid.height * bands <= LARGEST:
        return [Window(0, 0, grid.width, grid.height)]
    wide, high = min(grid.width, 40), min(grid.height, 40)
    places = {(column, row) for column in (0, grid.width - wide) for row in (0, grid.height - high)}
    return [Window(*place, wide, high) for place in sorted(places)]


def read_by_gdal(path, window=None, numbers=None):
    """(n_bands, height, width) as GDAL reads it by default, None where it does not.

    path    : Path
    window  : Window of it; None for all
    numbers : of its bands, from 1; None for all
    """
    place = () if window is None else (window.column, window.row, window.width, window.height)
    try:
        dataset = gdal.Open(str(path))
        values = (
            None
            if dataset is None
            else dataset.ReadAsArray(*place, band_list=None if numbers is None else list(numbers))
        )
    except RuntimeError:  # GDAL's exceptions may be on
        return None
    return values if values is None or values.ndim == 3 else values[None]


def _readings(source, window):
    """(what maps read, by their plan and at once, what training reads) of a window, each (n_bands, height, width)."""
    shape = len(source.selection.numbers), window.height, window.width
    whole = window.pixels == source.info.grid.width * source.info.grid.height
    read = SpectrumReader(source.info, source.selection).raw(window)
    pieced = [
        _pieced(source, window, shape, parts)
        for parts in ((list(source.windows()), [window]) if whole else ([window],))
    ]
    return (*pieced, np.ascontiguousarray(read).reshape(shape))


def _pieced(source, window, shape, parts):
    """Values of a window read by parts of it, each in pieces."""
    values, times = np.zeros(shape, source.info.dtype), np.zeros(shape[1:], np.int64)
    with source.open() as reader:
        for part in parts:
            for piece in reader.pieces(part):
                _, height, width = piece.raw.shape
                row, column = part.row + piece.row - window.row, part.column + piece.column - window.column
                place = slice(row, row + height), slice(column, column + width)
                values[(slice(None), *place)] = piece.raw
                times[place] += 1
    if (times != 1).any():
        raise ValueError("a pixel is not read once")
    return values


def _same(values, known):
    return values.dtype == known.dtype and values.shape == known.shape and values.tobytes() == known.tobytes()


def _difference(values, known):
    if values.dtype != known.dtype or values.shape != known.shape:
        return f"{values.dtype} {values.shape} for {known.dtype} {known.shape}"
    place = tuple(int(axis[0]) for axis in np.nonzero(_bits(values) != _bits(known)))
    return f"{values[place]!r} for {known[place]!r} at {place}"


def _bits(values):
    return np.ascontiguousarray(values).view(f"u{values.itemsize}")
