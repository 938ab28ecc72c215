# SPDX-License-Identifier: GPL-2.0-or-later
"""One window of a class map: raster, window and model in, classes out; called by the workers.

Knows nothing of other windows, of threads or of QGIS: a cluster could run it as it is.
"""

from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Optional

import numpy as np

from ..classes import UNCLASSIFIED
from ..models.compatibility import SAMPLE

SETTLE, SETTLE_VALUES = 4096, 2**20  # doubtful pixels at a time, and their inputs, which are copied


@dataclass(frozen=True)
class WindowClasses:
    """classes : uint8 (height, width); confidence : float32, likewise, or None; valid : number of valid pixels.

    counts   : int64 (256,), pixels of each class number that the network gives, those of a reject included
    sample   : reflectance (n_bands, n) of the first valid pixels, some SAMPLE of them, or None where there is none
    settled  : uint8 (height, width), of settling.py, or None where nobody asks
    rejected : bool (height, width), pixels of a reject class, which are UNCLASSIFIED in `classes`; None where there
               are none
    """

    classes: np.ndarray
    confidence: Optional[np.ndarray]
    valid: int
    counts: np.ndarray
    sample: Optional[np.ndarray]
    rejected: Optional[np.ndarray] = None
    settled: Optional[np.ndarray] = None


def rejecting(result, numbers):
    """WindowClasses whose pixels of reject classes are unclassified and have a confidence of 0: no mineral has one.

    result  : WindowClasses with all classes of the network; its arrays are changed
    numbers : the class numbers of the reject
    """
    rejected = None
    for first, count in _runs(number for number in numbers if result.counts[number]):
        inside = result.classes - np.uint8(first) < np.uint8(count)  # below `first` it wraps around: one comparison
        rejected = inside if rejected is None else np.logical_or(rejected, inside, out=rejected)
    if rejected is None:
        return result
    np.bitwise_and(result.classes, rejected.view(np.uint8) - np.uint8(1), out=result.classes)  # with 0, else with 255
    if result.confidence is not None:
        np.copyto(result.confidence, 0, where=rejected)
    return replace(result, rejected=rejected)


def _runs(numbers):
    """(first, count) of each run of consecutive numbers. numbers : in any order"""
    runs = []
    for number in sorted(numbers):
        if runs and number == sum(runs[-1]):
            runs[-1] = runs[-1][0], runs[-1][1] + 1
        else:
            runs.append((number, 1))
    return runs


@contextmanager
def classifying(kernel, source):
    """A function of (window, stopped) that gives its WindowClasses; for one thread.

    kernel : kernel.pixels.RawKernel, which several threads may share
    source : piece_readers.Source, opened here
    errors : RasterReadFailed

    The function calls `stopped` between pieces; once that gives True the result no longer matters.
    """
    scratch = kernel.scratch()
    with source.open() as reader:
        yield lambda window, stopped: _classify(kernel, reader, scratch, window, stopped)


def _classify(kernel, reader, scratch, window, stopped):
    assembly = _Assembly(kernel, window)
    for piece in reader.pieces(window):
        if stopped():
            break
        assembly.add(piece, scratch)
    return assembly.finished()


class _Assembly:
    """Puts a window together from its pieces. Doubtful pixels are settled in batches: fewer calls cost less."""

    def __init__(self, kernel, window):
        shape = window.height, window.width
        self._kernel, self._doubtful = kernel, []
        self._classes = np.empty(shape, np.uint8)
        self._confidence = np.empty(shape, np.float32) if kernel.computes_confidence else None
        self._valid, self._sample, self._waiting = 0, [], 0

    def add(self, piece, scratch):
        result = self._kernel.classify(piece.raw, piece.unmasked, scratch)
        _, height, width = piece.raw.shape
        place = slice(piece.row, piece.row + height), slice(piece.column, piece.column + width)
        self._classes[place] = result.classes.reshape(height, width)
        if self._confidence is not None:
            self._confidence[place] = result.confidence.reshape(height, width)
        if self._valid < SAMPLE and result.valid:
            self._sample.append(self._kernel.sample(piece.raw, piece.unmasked))
        self._valid += result.valid
        if len(result.doubtful):
            rows, columns = np.divmod(result.doubtful, width)
            self._doubtful.append((rows + piece.row, columns + piece.column, result.inputs))
            self._waiting += len(rows)
            if self._waiting > min(SETTLE, self._kernel.piece, SETTLE_VALUES // len(result.inputs)):
                self._settle()

    def finished(self):
        self._settle()
        confidence = self._confidence if self._kernel.with_confidence else None
        sample = np.concatenate(self._sample, axis=1) if self._sample else None
        return WindowClasses(self._classes, confidence, self._valid, _counts(self._classes, self._kernel), sample)

    def _settle(self):
        if not self._doubtful:
            return
        rows, columns, inputs = (np.concatenate(parts, axis=-1) for parts in zip(*self._doubtful))
        self._doubtful, self._waiting = [], 0
        classes, confidence, finite = self._kernel.settle(inputs)
        self._classes[rows, columns] = classes
        if confidence is not None:
            self._confidence[rows, columns] = confidence
        self._valid -= len(finite) - np.count_nonzero(finite)


def _counts(classes, kernel):
    """Pixels of each class number, int64 (256,). For few classes a comparison for each is faster than counting."""
    if len(kernel.numbers) > 20:
        return np.bincount(classes.ravel(), minlength=256)
    counts = np.zeros(256, np.int64)
    for number in kernel.numbers:
        counts[number] = np.count_nonzero(classes == number)
    counts[UNCLASSIFIED] = classes.size - counts.sum()
    return counts
