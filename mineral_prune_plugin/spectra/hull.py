# SPDX-License-Identifier: GPL-2.0-or-later
"""The upper convex hull of spectra: the arithmetic that a map of a hull feature mostly consists of.

From a point of the hull at band k the steepest line to a later band is the hull's next edge, so the hull at k + 1 is
the highest of the lines there. No test whether a band is a vertex is needed; such a test goes wrong by rounding.

Where no usable torch is loaded numpy computes the same (numpy_hull.py), several times as long: torch has a `lerp`.

The loop runs as TorchScript where this torch has it: a chunk is about a hundred short steps, and between Python calls
the interpreter's lock would pass from worker to worker, so that two are no faster than one.
"""

import functools
import threading
import warnings

import numpy as np

from ..threads import usable_torch
from .numpy_hull import exact_hull

LANES = 64  # pixels: torch rounds the last few that do not fill its vectors in another way, so there must be none
CHUNK_VALUES = 2**14 * 50  # numbers; fewer pixels at a time make more calls, and more leave the processor's cache

_compiling = threading.Lock()


def upper_hull(values, wavelengths):
    """The upper convex hull of each spectrum, evaluated at its bands.

    values      : float32 (n_bands, n_pixels), finite
    wavelengths : float64 (n_bands,), strictly ascending
    returns     : float32 (n_bands, n_pixels), nowhere below `values`
    """
    shares, torch, pixels = step_shares(wavelengths), usable_torch(), values.shape[1]
    if torch is None:
        return exact_hull(values, shares)
    with torch.inference_mode():  # else each of the short steps would also look whether a gradient is wanted
        lanes = torch.from_numpy(_whole_lanes(values))
        return compiled_hull()(lanes, torch.from_numpy(shares), chunk_of(len(values))).numpy()[:, :pixels]


def chunk_of(bands):
    """Pixels that are computed at a time, a multiple of LANES. bands : how many"""
    return max(1, CHUNK_VALUES // bands // LANES) * LANES


def _whole_lanes(values):
    """The values, and ones after them up to a multiple of LANES pixels."""
    count, pixels = values.shape
    if pixels % LANES == 0:
        return values
    whole = np.ones((count, -(-pixels // LANES) * LANES), np.float32)
    whole[:, :pixels] = values
    return whole


def step_shares(wavelengths):
    """float32 (n_bands, n_bands): [j, k] is the share that the step from band k to the next has of that to j, j > k."""
    place = np.asarray(wavelengths, dtype=np.float64)
    steps = np.append(np.diff(place), 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):  # on the diagonal, which nobody reads
        return (steps / (place[:, None] - place)).astype(np.float32)


def compiled_hull():
    """A function of (bands, shares, chunk), tensors on any device: TorchScript, or plain where torch has none."""
    with _compiling:  # all workers call it at once, and warning filters belong to the whole process
        return _compiled()


@functools.lru_cache(maxsize=1)
def _compiled():
    import torch

    loop = _loop()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        try:
            script = torch.jit.script(loop)
        except (AttributeError, NotImplementedError, OSError, RuntimeError):
            return loop

    def unoptimised(bands, shares, chunk):
        """Without torch's optimiser, which is slow on this loop and gains nothing."""
        with torch.jit.optimized_execution(False):
            return script(bands, shares, chunk)

    return unoptimised


def _loop():
    import torch

    def hull_of(bands: torch.Tensor, shares: torch.Tensor, chunk: int):
        """bands (n_bands, n_pixels), shares (n_bands, n_bands) -> hull (n_bands, n_pixels)."""
        hull = torch.empty_like(bands)
        lines = torch.empty_like(bands[:, :chunk])
        for start in range(0, bands.size(1), chunk):
            values, edge = bands[:, start : start + chunk], hull[:, start : start + chunk]
            edge[0].copy_(values[0])
            for band in range(1, bands.size(0)):
                ends = lines[band:, : values.size(1)]
                torch.lerp(edge[band - 1], values[band:], shares[band:, band - 1 : band], out=ends)
                torch.amax(ends, [0], out=edge[band])
        return hull

    return hull_of
