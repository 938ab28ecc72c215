# SPDX-License-Identifier: GPL-2.0-or-later
"""One window of a class map: raster, place and model in, classes out. Whoever shares windows out calls this.

Knows nothing of other windows, of threads or of QGIS: a cluster could run it as it is.
"""

from contextlib import contextmanager
from dataclasses import dataclass
from typing import Optional

import numpy as np

from .inputs import Scratch


@dataclass(frozen=True)
class WindowClasses:
    """classes : uint8 (height, width); confidence : float32, likewise, or None; valid : number of valid pixels.

    sample : reflectance (n_bands, n) of the first valid pixels, or None where there is none
    """

    classes: np.ndarray
    confidence: Optional[np.ndarray]
    valid: int
    sample: Optional[np.ndarray]


@contextmanager
def classifying(kernel, source):
    """A function of (window, stopped) that gives its WindowClasses; for one thread.

    kernel  : raw_kernel.RawKernel, which several threads may share
    source  : readers.Source, opened here
    stopped : called between pieces; once it gives True the result no longer matters
    errors  : RasterReadFailed
    """
    scratch = Scratch()
    with source.open() as reader:
        yield lambda window, stopped: _classify(kernel, reader, scratch, window, stopped)


def _classify(kernel, reader, scratch, window, stopped):
    shape = window.height, window.width
    classes = np.empty(shape, np.uint8)
    confidence = np.empty(shape, np.float32) if kernel.with_confidence else None
    valid, sample = 0, None
    for piece in reader.pieces(window):
        if stopped():
            break
        found = kernel.classify(piece.raw, piece.unmasked, scratch)
        _, height, width = piece.raw.shape
        place = slice(piece.row, piece.row + height), slice(piece.column, piece.column + width)
        classes[place] = found.classes.reshape(height, width)
        if confidence is not None:
            confidence[place] = found.confidence.reshape(height, width)
        if not valid and found.valid:
            sample = kernel.sample(piece.raw, piece.unmasked)
        valid += found.valid
    return WindowClasses(classes, confidence, valid, sample)
