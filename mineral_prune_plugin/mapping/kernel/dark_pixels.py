# SPDX-License-Identifier: GPL-2.0-or-later
"""Which pixels of a piece are too dark to be told, exactly as models.darkness has it of their reflectance.

One band shows that most pixels of most scenes are not; the others are looked at for the rest alone.
"""

import numpy as np

from ...models.darkness import judged_of, mean_of, middle
from ...raster.validity import Scaling
from .inputs import interpolated


class DarkPixels:
    """Read only, as the kernel is."""

    def __init__(self, model, scaling, selection):
        """model : Model whose reject has a limit; scaling, selection : as of `pixels.RawKernel`"""
        judged = judged_of(model)
        self.number, self._limit = model.reject.of_dark, np.float32(model.reject.darkest)
        self._first = _Bands(judged[middle(judged), None], scaling, selection)
        self._all = _Bands(judged, scaling, selection)

    def of(self, raw, valid):
        """Indices of pixels of a piece.

        raw   : (n_bands, height, width), the file's values
        valid : bool (n_pixels,), or None where all are
        """
        dark = self._first.of(raw)[0] < self._limit
        if valid is not None:
            dark &= valid
        pixels = np.flatnonzero(dark)
        return pixels[mean_of(self._all.of(raw, pixels)) < self._limit] if len(pixels) else pixels


class _Bands:
    """Reflectance of some bands of a model."""

    def __init__(self, bands, scaling, selection):
        """bands : their indices in the model"""
        self._weights, self._read = None, bands
        if selection.weights is not None:
            weights = selection.weights[bands]
            self._read = np.flatnonzero(weights.any(axis=0))
            self._weights = weights[:, self._read]
        self._scaling = Scaling(scaling.scales[self._read], scaling.offsets[self._read], (None,) * len(self._read))

    def of(self, raw, pixels=None):
        """float32 (n_bands, n). raw : as of DarkPixels; pixels : indices, None for all"""
        values = np.empty((len(self._read), raw[0].size if pixels is None else len(pixels)), np.float32)
        with np.errstate(over="ignore"):
            for band, read in zip(values, self._read):
                band[:] = raw[read].ravel() if pixels is None else raw[read].ravel()[pixels]
        return interpolated(self._scaling.reflectance(values), self._weights)
