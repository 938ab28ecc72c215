# SPDX-License-Identifier: GPL-2.0-or-later
"""Unlabelled pixels of a scene, drawn at random: a network learns from them what its samples are too few to show."""

from itertools import islice

import numpy as np

from .samples import Unlabelled

MOST_WINDOWS = 64  # a scene of many gigabytes is not read whole for a few thousand pixels
SPARE = 4  # times the pixels a window should give: windows without data give none


def draw_unlabelled(reader, samples, count, seed, progress):
    """Unlabelled with up to `count` valid pixels of the scene, no sample of any split among them.

    reader  : SpectrumReader
    samples : Samples
    returns : Unlabelled, or None where the scene has no such pixel or none is asked for
    errors  : RasterReadFailed, Cancelled
    """
    if count == 0:
        return None
    generator = np.random.default_rng([seed, count])
    windows = reader.windows()
    chosen = np.sort(generator.permutation(len(windows))[:MOST_WINDOWS])
    share = -(-SPARE * count // len(chosen))
    found = []
    for done, window in enumerate(_at(windows, chosen)):
        progress.step(done / len(chosen))
        spectra = reader.read(window)
        free = np.flatnonzero(spectra.valid & ~_taken(window, samples))
        found.append(spectra.reflectance[:, generator.permutation(free)[:share]])
    pool = np.concatenate(found, axis=1)
    pool = pool[:, np.isfinite(pool).all(axis=0)]
    if not pool.shape[1]:
        return None
    return Unlabelled(np.ascontiguousarray(pool[:, generator.permutation(pool.shape[1])[:count]]))


def _at(windows, places):
    """The windows at these places, ascending, of a plan that makes its windows as they are asked for."""
    before = 0
    rest = iter(windows)
    for place in places:
        yield next(islice(rest, int(place) - before, None))
        before = int(place) + 1


def _taken(window, samples):
    """bool (n_pixels,), True where a pixel of the window is a sample."""
    columns, rows = samples.columns - window.column, samples.rows - window.row
    inside = (columns >= 0) & (columns < window.width) & (rows >= 0) & (rows < window.height)
    taken = np.zeros(window.pixels, dtype=bool)
    taken[rows[inside] * window.width + columns[inside]] = True
    return taken
