# SPDX-License-Identifier: GPL-2.0-or-later
"""Classes of a window by a network that sees patches: no patch is cut out, the network runs over whole blocks.

A window is read with a margin of half a patch, real neighbours at a seam between windows and reflected ones at the
raster's edge, and cut into pieces that overlap by a patch less one pixel. Nothing in the network is padded, so that the
logits of a piece are those of its patches one by one, but for rounding. Windows and pieces do not depend on the number
of workers, and so the map does not either.
"""

from contextlib import contextmanager

import numpy as np
import torch

from ..classes import UNCLASSIFIED
from ..models.densenet.cost import maps_at_a_time, multiply_adds_of_a_pixel
from ..models.densenet.forward import Runner
from ..models.meeting import SAMPLE
from ..raster.patches import reflected
from ..raster.reading import SpectrumReader
from ..raster.windows import Plan, Window
from .certified import Decider, softmax_of_largest
from .inputs import FeatureInputs, Scaling, Scratch, first_spectra
from .kernel import NO_CONFIDENCE
from .window import WindowClasses

PIECE_BYTES = 2**24  # of the maps of a piece: smaller ones cost more calls and margin, larger ones leave the cache
PIECE_PRODUCTS = 2**31  # multiply-adds of a piece at most, so that cancelling is noticed within a second
LEAST_SIDE, MOST_SIDE = 8, 128  # pixels of a piece, without its margin


class PatchKernel:
    """A model of patches, ready to classify what a readers.Source gives. For one thread: it keeps its memory."""

    def __init__(self, model, source, min_confidence=0.0, with_confidence=False):
        self.with_confidence, self.min_confidence = with_confidence, min_confidence
        self.margin = model.patch // 2
        self.side = _piece_side(model.network)
        self._mean, self._deviation = (
            values[:, None] for values in (model.standardisation.mean, model.standardisation.deviation)
        )
        scaling = Scaling.of(source.info.bands, source.selection.numbers)
        self._features = FeatureInputs(model, scaling, source.selection)
        self._run, self._scratch = Runner(model.network), Scratch()
        self._numbers = np.array([mineral.number for mineral in model.classes], dtype=np.uint8)
        self._decider = Decider(self._numbers)

    def inputs(self, raw, unmasked):
        """(standardised features, float32 (n_inputs, height, width), zero where there is no data; valid, bool).

        raw : (n_bands, height, width), the file's values; unmasked : bool (height, width), or None
        """
        values, valid = self._reflectance(raw, unmasked)
        standard = self._features.features(values)
        standard -= self._mean
        standard /= self._deviation
        if not valid.all():
            standard[:, ~valid] = 0
        return standard.reshape(len(standard), *raw.shape[1:]), valid.reshape(raw.shape[1:])

    def sample(self, raw, unmasked):
        """Reflectance of some valid pixels, float32 (n_bands, n)."""

        def valid_reflectance(raw, unmasked):
            values, valid = self._reflectance(raw, unmasked)
            return values[:, valid]

        return first_spectra(raw, unmasked, valid_reflectance)

    def _reflectance(self, raw, unmasked):
        """(reflectance, float32 (n_bands, n_pixels), 1 where not valid; valid, bool (n_pixels,))."""
        unmasked = None if unmasked is None else unmasked.ravel()
        whole, valid = self._features.reflectance(raw, unmasked, self._scratch)
        return whole[:-1], np.ones(whole.shape[1], bool) if valid is None else valid

    def logits(self, inputs):
        """float32 (n_inputs, height, width) -> (n_classes, height - patch + 1, width - patch + 1)."""
        with torch.no_grad():
            return self._run(torch.from_numpy(inputs)[None])[0].numpy()

    def classify(self, inputs):
        """(class numbers uint8, probability of the most likely class float32, whether the logits are finite).

        inputs  : a piece with its margin, float32 (n_inputs, height, width)
        returns : each (height - patch + 1, width - patch + 1); the probability is None where nobody asks for it
        """
        logits = self.logits(inputs)
        with np.errstate(all="ignore"):  # infinite logits
            return self._decided(logits.reshape(len(logits), -1), logits.shape[1:])

    def _decided(self, logits, shape):
        classes, tied = self._decider.decide(logits, np.float32(0))
        classes[tied] = self._numbers[logits[:, tied].argmax(axis=0)]  # the first of equal ones
        finite = np.isfinite(logits.max(axis=0)).reshape(shape)
        if not (self.with_confidence or self.min_confidence > 0):
            return classes.reshape(shape), None, finite
        sure = softmax_of_largest(logits)
        classes[sure < self.min_confidence] = UNCLASSIFIED
        return classes.reshape(shape), sure.reshape(shape), finite


def patch_windows(source):
    """The plan of windows for a readers.Source: whole blocks of the file, where those are not too large."""
    return SpectrumReader(source.info, source.selection).windows()


@contextmanager
def classifying_patches(kernel, source):
    """As window.classifying, for a PatchKernel that is this thread's own."""
    with source.open() as reader:
        yield lambda window, stopped: classify_window(kernel, source.info, reader, window, stopped)


def classify_window(kernel, info, reader, window, stopped=lambda: False):
    """WindowClasses of a window.

    reader  : what a readers.Source opens; info : its RasterInfo
    stopped : called between pieces; once it gives True the result no longer matters
    """
    raw, unmasked = _with_margin(info, reader, window, kernel.margin)
    found = _Window(kernel, window)
    sides = (_even(length, kernel.side) for length in (window.width, window.height))
    for piece in Plan(window.width, window.height, *sides):
        if stopped():
            break
        around = slice(piece.row, piece.row + piece.height + 2 * kernel.margin)
        around = around, slice(piece.column, piece.column + piece.width + 2 * kernel.margin)
        masked = None if unmasked is None else unmasked[around]
        found.add(piece, raw[(slice(None), *around)], masked)
    return found.finished()


class _Window:
    """A window in the making."""

    def __init__(self, kernel, window):
        shape = window.height, window.width
        self._kernel, self._valid, self._sample, self._sampled = kernel, 0, [], 0
        self._classes = np.full(shape, UNCLASSIFIED, np.uint8)
        self._confidence = np.full(shape, NO_CONFIDENCE, np.float32) if kernel.with_confidence else None

    def add(self, piece, raw, unmasked):
        """Classify a piece. raw, unmasked : with its margin."""
        kernel, margin = self._kernel, self._kernel.margin
        if self._sampled < SAMPLE:  # before the inputs, which stand in the same memory
            self._sample.append(kernel.sample(raw, unmasked))
            self._sampled += self._sample[-1].shape[1]
        inputs, valid = kernel.inputs(raw, unmasked)
        valid = valid[margin : margin + piece.height, margin : margin + piece.width]
        if not valid.any():
            return
        found, sure, finite = kernel.classify(inputs)
        valid = valid & finite
        self._valid += int(np.count_nonzero(valid))
        place = slice(piece.row, piece.row + piece.height), slice(piece.column, piece.column + piece.width)
        self._classes[place] = np.where(valid, found, UNCLASSIFIED)
        if self._confidence is not None:
            self._confidence[place] = np.where(valid, sure, NO_CONFIDENCE)

    def finished(self):
        counts = np.bincount(self._classes.ravel(), minlength=256)
        sample = np.concatenate(self._sample, axis=1) if self._sampled else None
        return WindowClasses(self._classes, self._confidence, self._valid, counts, sample)


def _with_margin(info, reader, window, margin):
    """Raw values of a window and its margin, (n_bands, height, width), and bool (height, width), or None without mask.

    Read straight into their places; only a window at the raster's edge is put together from what is mirrored.
    """
    columns = reflected(window.column - margin, window.width + 2 * margin, info.grid.width)
    rows = reflected(window.row - margin, window.height + 2 * margin, info.grid.height)
    left, top = int(columns.min()), int(rows.min())
    inside = Window(left, top, int(columns.max()) + 1 - left, int(rows.max()) + 1 - top)
    raw, unmasked = None, None
    for piece in reader.pieces(inside):
        _, height, width = piece.raw.shape
        place = slice(piece.row, piece.row + height), slice(piece.column, piece.column + width)
        if raw is None:
            raw = _like(piece.raw, inside)
        raw[(slice(None), *place)] = piece.raw
        if piece.unmasked is not None:
            unmasked = np.empty(raw.shape[1:], bool) if unmasked is None else unmasked
            unmasked[place] = piece.unmasked.reshape(height, width)
    if (inside.width, inside.height) == (len(columns), len(rows)):
        return raw, unmasked
    rows, columns = rows - top, columns - left
    return raw[:, rows][:, :, columns], None if unmasked is None else unmasked[rows][:, columns]


def _like(raw, window):
    """An array (n_bands, height, width) in the order in memory of a piece's."""
    if abs(raw.strides[0]) < abs(raw.strides[2]):
        return np.empty((window.height, window.width, len(raw)), raw.dtype).transpose(2, 0, 1)
    return np.empty((len(raw), window.height, window.width), raw.dtype)


def _even(length, most):
    """The side of pieces of like length, none above `most`: a narrow rest would be mostly margin."""
    return -(-length // -(-length // most))


def _piece_side(network):
    """Pixels a side of a piece: as much as the memory allows and a part of a second computes; multiples of 8."""
    pixels = min(PIECE_BYTES // (4 * maps_at_a_time(network)), PIECE_PRODUCTS // multiply_adds_of_a_pixel(network))
    return int(np.clip(int(pixels**0.5) // 8 * 8, LEAST_SIDE, MOST_SIDE))
