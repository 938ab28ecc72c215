# SPDX-License-Identifier: GPL-2.0-or-later
"""Classes of a window by a DenseNet on patches: no patch is cut out, the network runs fully convolutionally.

A window is read with a halo of half a patch (raster/halo.py) and cut into pieces that overlap by a patch less a pixel.
The network has no padding, so that the logits of a piece are those of its patches one by one, but for rounding.
Windows and pieces do not depend on the number of workers, and so the map does not either.
"""

from contextlib import contextmanager

import numpy as np
import torch

from ...classes import UNCLASSIFIED
from ...models.compatibility import SAMPLE
from ...models.densenet.cost import maps_at_a_time, multiply_adds_of_a_pixel
from ...models.densenet.forward import Runner
from ...raster.validity import Scaling
from ...raster.windows import Plan
from ..window import WindowClasses
from .certified_argmax import Decider, softmax_of_largest
from .inputs import FeatureInputs, Scratch, first_spectra
from .pixels import NO_CONFIDENCE

PIECE_BYTES = 2**24  # of the maps of a piece: smaller ones cost more calls and halo, larger ones leave the cache
PIECE_PRODUCTS = 2**31  # multiply-adds of a piece at most, so that cancelling is noticed within a second
CHUNK = 8192  # pixels whose features are transposed while they are in the processor's cache
LEAST_SIDE, MOST_SIDE = 8, 128  # pixels of a piece, without its halo


class PatchKernel:
    """A model on patches, prepared for the raster of a piece_readers.Source. For one thread: it keeps its memory."""

    def __init__(self, model, source, min_confidence=0.0, with_confidence=False):
        self.with_confidence, self.min_confidence = with_confidence, min_confidence
        self.margin = model.patch // 2
        self.side = _piece_side(model.network)
        self._mean, self._deviation = (
            values[:, None] for values in (model.standardisation.mean, model.standardisation.deviation)
        )
        scaling = Scaling.of(source.info.bands, source.selection.numbers)
        self._features = FeatureInputs(model, scaling, source.selection)
        self._run, self._scratch, self._pixels = Runner(model.network), Scratch(), Scratch()
        self._numbers = np.array([mineral.number for mineral in model.classes], dtype=np.uint8)
        self._decider = Decider(self._numbers)

    def inputs(self, raw, unmasked):
        """Standardised features of a piece with its halo.

        raw      : (n_bands, height, width), the file's values
        unmasked : bool (height, width), False outside the raster's mask; None where it has none
        returns  : (float32 (n_inputs, height, width), zero where there is no data; valid, bool (height, width)). The
                   features of a pixel are contiguous (channels last), as the first convolution prefers.
        """
        values, valid = self._reflectance(raw, unmasked)
        pixels = torch.from_numpy(self._pixels.take((values.shape[1], len(self._mean))))
        for start in range(0, len(pixels), CHUNK):
            part = slice(start, start + CHUNK)
            standard = self._features.features(values[:, part])
            standard -= self._mean
            standard /= self._deviation
            pixels[part] = torch.from_numpy(standard).T
        if not valid.all():
            pixels[torch.from_numpy(~valid)] = 0
        height, width = raw.shape[1:]
        return pixels.numpy().reshape(height, width, -1).transpose(2, 0, 1), valid.reshape(height, width)

    def sample(self, raw, unmasked):
        """Reflectance of some valid pixels, float32 (n_bands, n); raw and unmasked as of `inputs`."""

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
        """Of inputs float32 (n_inputs, height, width): (n_classes, height - patch + 1, width - patch + 1)."""
        with torch.no_grad():
            return self._run(torch.from_numpy(inputs)[None])[0].numpy()

    def classify(self, inputs):
        """Argmax and softmax of a piece.

        inputs  : with the halo, float32 (n_inputs, height, width)
        returns : (class numbers uint8, softmax probability of the largest logit float32, whether the logits are
                  finite), each (height - patch + 1, width - patch + 1); the probability is None where it is not used
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
        confidence = softmax_of_largest(logits)
        classes[confidence < self.min_confidence] = UNCLASSIFIED
        return classes.reshape(shape), confidence.reshape(shape), finite


@contextmanager
def classifying_patches(kernel, source, halo):
    """As window.classifying.

    kernel : PatchKernel, of this thread alone
    source : piece_readers.Source, opened here
    halo   : of halo.surroundings, or Overlapping; shared by all threads
    """
    with source.open() as reader:
        yield lambda window, stopped: classify_window(kernel, reader, halo, window, stopped)


def classify_window(kernel, reader, halo, window, stopped):
    """WindowClasses of a window.

    kernel  : PatchKernel
    reader  : of piece_readers.Source.open
    halo    : of halo.surroundings, or Overlapping
    stopped : called between pieces; once it gives True the result no longer matters
    """
    raw, unmasked = halo.read(reader, window, stopped)
    assembly = _Assembly(kernel, window)
    for piece in Plan(window.width, window.height, *_piece(window, kernel.side)):
        if stopped():
            break
        rows = slice(piece.row, piece.row + piece.height + 2 * kernel.margin)
        columns = slice(piece.column, piece.column + piece.width + 2 * kernel.margin)
        assembly.add(piece, raw[:, rows, columns], None if unmasked is None else unmasked[rows, columns])
    return assembly.finished()


class _Assembly:
    """Puts a window together from its pieces."""

    def __init__(self, kernel, window):
        shape = window.height, window.width
        self._kernel, self._valid, self._sample, self._sampled = kernel, 0, [], 0
        self._classes = np.full(shape, UNCLASSIFIED, np.uint8)
        self._confidence = np.full(shape, NO_CONFIDENCE, np.float32) if kernel.with_confidence else None

    def add(self, piece, raw, unmasked):
        """Classify a piece, a Window within the window. raw, unmasked : of the piece with its halo."""
        kernel, margin = self._kernel, self._kernel.margin
        if self._sampled < SAMPLE:  # before the inputs, which reuse the same memory
            self._sample.append(kernel.sample(raw, unmasked))
            self._sampled += self._sample[-1].shape[1]
        inputs, valid = kernel.inputs(raw, unmasked)
        valid = valid[margin : margin + piece.height, margin : margin + piece.width]
        if not valid.any():
            return
        classes, confidence, finite = kernel.classify(inputs)
        valid = valid & finite
        self._valid += int(np.count_nonzero(valid))
        place = slice(piece.row, piece.row + piece.height), slice(piece.column, piece.column + piece.width)
        self._classes[place] = np.where(valid, classes, UNCLASSIFIED)
        if self._confidence is not None:
            self._confidence[place] = np.where(valid, confidence, NO_CONFIDENCE)

    def finished(self):
        counts = np.bincount(self._classes.ravel(), minlength=256)
        sample = np.concatenate(self._sample, axis=1) if self._sampled else None
        return WindowClasses(self._classes, self._confidence, self._valid, counts, sample)


def _piece(window, side):
    """(width, height) of a window's pieces, of about as many pixels as a square of the side: small ones cost more."""
    height = _even(window.height, side)
    return _even(window.width, side * side // height), height


def _even(length, most):
    """The side of pieces of equal length, none above `most`: a narrow remainder would be mostly halo."""
    return -(-length // -(-length // most))


def piece_pixels(network):
    """Pixels of a piece of a network's map, with its halo, about."""
    return (_piece_side(network) + network.patch - 1) ** 2


def _piece_side(network):
    """Pixels a side of a piece: as many as PIECE_BYTES and PIECE_PRODUCTS allow, a multiple of 8."""
    pixels = min(PIECE_BYTES // (4 * maps_at_a_time(network)), PIECE_PRODUCTS // multiply_adds_of_a_pixel(network))
    return int(np.clip(int(pixels**0.5) // 8 * 8, LEAST_SIDE, MOST_SIDE))
