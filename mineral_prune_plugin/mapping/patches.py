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
from ..models.densenet.forward import Runner
from ..raster.patches import read_with_margin
from ..raster.reading import SpectrumReader
from ..raster.windows import Plan
from ..spectra.features import compute
from .kernel import NO_CONFIDENCE
from .window import WindowClasses

PIECE_BYTES = 2**21  # of the maps of a piece: about what stays in a core's cache
PIECE_PRODUCTS = 2**31  # multiply-adds of a piece at most, so that cancelling is noticed within a second
LEAST_SIDE, MOST_SIDE = 8, 128  # pixels of a piece, without its margin
SHOWN = 4096  # pixels whose brightness is looked at


class PatchKernel:
    """A model of patches, ready to classify. Several threads may share it."""

    def __init__(self, model, min_confidence=0.0, with_confidence=False):
        self.model, self.with_confidence = model, with_confidence
        self.min_confidence = min_confidence
        self.margin = model.patch // 2
        self.side = _piece_side(model.network)
        self._run = Runner(model.network)
        self._numbers = np.array([mineral.number for mineral in model.classes], dtype=np.uint8)

    def inputs(self, spectra, width):
        """Standardised features as an image, float32 (n_inputs, height, width), zero where there is no data.

        spectra : raster.reading.Spectra of whole rows of `width` pixels
        """
        model, valid = self.model, spectra.valid
        wavelengths = None if model.wavelengths is None else model.wavelengths.array()
        every = bool(valid.all())
        reflectance = spectra.reflectance if every else spectra.reflectance[:, valid]
        features = compute(model.feature, reflectance, wavelengths)
        standard = (features - model.standardisation.mean[:, None]) / model.standardisation.deviation[:, None]
        if not every:
            found = np.zeros((len(standard), len(valid)), np.float32)
            found[:, valid] = standard
            standard = found
        return standard.reshape(len(standard), -1, width)

    def logits(self, inputs):
        """float32 (n_inputs, height, width) -> (n_classes, height - patch + 1, width - patch + 1)."""
        with torch.no_grad():
            return self._run(torch.from_numpy(inputs)[None])[0].numpy()

    def classify(self, inputs):
        """(class numbers uint8, probability of the most likely class float32, whether the logits are finite).

        inputs  : a piece with its margin, float32 (n_inputs, height, width)
        returns : each (height - patch + 1, width - patch + 1); the probability is None where nobody asks for it
        """
        with torch.no_grad():
            logits = self._run(torch.from_numpy(inputs)[None])[0]
            largest, places = logits.max(0)
            finite = torch.isfinite(largest).numpy()
            classes = self._numbers[places.numpy()]
            if not (self.with_confidence or self.min_confidence > 0):
                return classes, None, finite
            sure = (logits - largest).exp_().sum(0).reciprocal_().numpy()
        classes[sure < self.min_confidence] = UNCLASSIFIED
        return classes, sure, finite


def patch_windows(source):
    """The plan of windows for a readers.Source: whole blocks of the file, where those are not too large."""
    return SpectrumReader(source.info, source.selection).windows()


@contextmanager
def classifying_patches(kernel, source):
    """As window.classifying, for a PatchKernel."""
    reader = SpectrumReader(source.info, source.selection)
    yield lambda window, stopped: classify_window(kernel, reader, window, stopped)


def classify_window(kernel, reader, window, stopped=lambda: False):
    """WindowClasses of a window. stopped : called between pieces; once it gives True the result no longer matters."""
    margin = kernel.margin
    spectra = read_with_margin(reader, window, margin)
    width = window.width + 2 * margin
    inputs = kernel.inputs(spectra, width)
    inside = slice(margin, margin + window.height), slice(margin, margin + window.width)
    valid = spectra.valid.reshape(-1, width)[inside].copy()
    classes = np.full(valid.shape, UNCLASSIFIED, np.uint8)
    confidence = np.full(valid.shape, NO_CONFIDENCE, np.float32) if kernel.with_confidence else None
    for piece in Plan(window.width, window.height, kernel.side, kernel.side):
        place = slice(piece.row, piece.row + piece.height), slice(piece.column, piece.column + piece.width)
        if stopped():
            break
        if not valid[place].any():
            continue
        rows, columns = (slice(part.start, part.stop + 2 * margin) for part in place)
        found, sure, finite = kernel.classify(np.ascontiguousarray(inputs[:, rows, columns]))
        valid[place] &= finite
        classes[place] = np.where(valid[place], found, UNCLASSIFIED)
        if confidence is not None:
            confidence[place] = np.where(valid[place], sure, NO_CONFIDENCE)
    shown = spectra.reflectance[:, spectra.valid][:, :SHOWN] if valid.any() else None
    counts = np.bincount(classes.ravel(), minlength=256)
    return WindowClasses(classes, confidence, int(valid.sum()), counts, shown)


def _piece_side(network):
    """Pixels a side of a piece: as much as the cache holds and a second computes; multiples of 8."""
    maps, products = _size(network)
    pixels = min(PIECE_BYTES // (4 * maps), PIECE_PRODUCTS // products)
    return int(np.clip(int(pixels**0.5) // 8 * 8, LEAST_SIDE, MOST_SIDE))


def _size(network):
    """(maps that stand at a time, multiply-adds of a pixel of the map), both at most."""
    layers = [convolution for block in network.blocks for layer in block for convolution in layer]
    weights = [group.weight for convolution in (*layers, *network.transitions) for group in convolution.groups]
    weights += [network.first, network.weight]
    standing = sum(len(weight) for weight in weights) + max(weight.shape[1] for weight in weights)
    return max(1, standing), max(1, sum(weight.size for weight in weights))
