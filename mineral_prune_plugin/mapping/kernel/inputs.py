# SPDX-License-Identifier: GPL-2.0-or-later
"""From the raw values of a piece to the inputs of the first layer, and which of its pixels are no data.

Most pieces of most scenes are all data. That is certified by the smallest value, one fast pass; only a piece that
fails is looked at band by band.
"""

from dataclasses import dataclass
from typing import Callable, Optional

import numpy as np

from ...models.compatibility import SAMPLE
from ...raster.validity import Validity
from ...spectra.features import FEATURES, compute

MOST_OF_FEATURE = 100.0  # no feature is larger than ln(3e38 / 1e-4); those of a hull are not negative


@dataclass(frozen=True)
class Inputs:
    """What the first layer takes.

    values  : float32, (n_pixels, n_inputs) where `by_pixel`, else (n_inputs + 1, n_pixels) with a last row of ones, for
              the bias; zero where not valid
    least   : a lower bound of the values
    most    : an upper bound of the values
    valid   : bool (n_pixels,), or None where all are
    exactly : indices of pixels -> (n_inputs, n), float32 or float64, of which `finished` makes their inputs in float64
    """

    values: np.ndarray
    by_pixel: bool
    least: float
    most: float
    valid: Optional[np.ndarray]
    exactly: Callable


class RawInputs:
    """Raw values as they are, for models of plain reflectance: the scale is in the first layer already."""

    def __init__(self, scaling):
        self._validity = Validity(scaling)

    def of(self, raw, unmasked, scratch):
        """Inputs of a piece.

        raw      : (n_bands, height, width), any number type, byte order and strides; the file's values
        unmasked : bool (n_pixels,), False outside the raster's mask; None where it has none
        scratch  : Scratch of the worker, which holds the inputs until its next call
        """
        pixelwise = is_by_pixel(raw)
        whole, values = by_pixel(scratch, raw) if pixelwise else by_band(scratch, raw)
        order = raw.transpose(1, 2, 0) if pixelwise else raw
        with np.errstate(over="ignore"):  # what float32 cannot hold becomes infinite, and so not valid
            np.copyto(values.reshape(order.shape), order, casting="unsafe")
        least, most = float(raw.min()), _most(raw)
        valid = unmasked
        if not self._validity.certain(raw, least, most):
            bandwise = values.T if pixelwise else values
            valid = self._validity.of(raw, bandwise)
            valid = valid if unmasked is None else valid & unmasked
            bandwise[:, ~valid] = 0
            least, most = float(values.min()), float(values.max())
        return Inputs(whole, pixelwise, least, most, valid, lambda pixels: _exactly(raw, values, pixelwise, pixels))

    def finished(self, values):
        """The inputs of doubtful pixels, float64 (n_inputs, n), of the `values` that `Inputs.exactly` gave."""
        return values


class FeatureInputs:
    """Features of the spectrum. Computed without any matrix product, so a pixel's never depend on its neighbours."""

    CHUNK = 8192  # pixels; fewer make more of the hull's short calls

    def __init__(self, model, scaling, selection):
        self.feature, self.of_hull = model.feature, FEATURES[model.feature].of_hull
        self._weights = selection.weights
        self.wavelengths = model.preprocessing.centres_um
        self._validity, self._scaling = Validity(scaling), scaling

    def of(self, raw, unmasked, scratch):
        """Inputs of a piece; raw, unmasked and scratch as of `RawInputs.of`."""
        whole, valid = self.reflectance(raw, unmasked, scratch)
        values, least = whole[:-1], 0.0 if self.of_hull else -MOST_OF_FEATURE
        for start in range(0, values.shape[1], self.CHUNK):
            chunk = values[:, start : start + self.CHUNK]
            features = compute(self.feature, chunk, self.wavelengths, overwrite=True)
            if features is not chunk:
                chunk[:] = features
        return Inputs(whole, False, least, MOST_OF_FEATURE, valid, lambda pixels: values[:, pixels].astype(np.float64))

    def finished(self, values):
        """As `RawInputs.finished` of the same values."""
        return values

    def features(self, reflectance):
        """The model's feature of spectra, float32 (n_bands, n)."""
        return compute(self.feature, reflectance, self.wavelengths)

    def reflectance(self, raw, unmasked, scratch):
        """Reflectance of the model's bands; raw, unmasked and scratch as of `RawInputs.of`.

        returns : (float32 (n_bands + 1, n_pixels), 1 where not valid, with a last row of ones; valid as of Inputs)
        """
        whole, values = by_band(scratch, raw)
        with np.errstate(over="ignore"):
            np.copyto(values.reshape(raw.shape), raw, casting="unsafe")
        valid = unmasked
        if not self._validity.certain(raw, float(raw.min()), _most(raw)):
            valid = self._validity.of(raw, values)
            valid = valid if unmasked is None else valid & unmasked
        self._scaling.reflectance(values)
        if valid is not None:
            values[:, ~valid] = 1
        return self._interpolated(whole), valid

    def features_of_raw(self, values):
        """The model's feature of pixels with data. values : float32 (n_bands, n), the file's"""
        return self.features(interpolated(self._scaling.reflectance(values.copy()), self._weights))

    def _interpolated(self, whole):
        if self._weights is None:
            return whole
        bands = np.ones((len(self._weights) + 1, whole.shape[1]), np.float32)
        bands[:-1] = interpolated(whole[:-1], self._weights)
        return bands


def interpolated(reflectance, weights):
    """Each band of a model from the one or two around it; not by a matrix product, so no pixel depends on another.

    reflectance : float32 (n_read, n)
    weights     : of raster.band_matching.BandSelection, (n_bands, n_read), or None where the bands are those read
    returns     : float32 (n_bands, n)
    """
    if weights is None:
        return reflectance
    bands = np.zeros((len(weights), reflectance.shape[1]), np.float32)
    for band, shares in zip(bands, weights):
        for source in np.flatnonzero(shares):
            band += shares[source] * reflectance[source]
    return bands


def first_spectra(raw, unmasked, valid_reflectance):
    """Reflectance of the first valid pixels of a piece, some SAMPLE of them: float32 (n_bands, n).

    raw, unmasked     : as of `RawInputs.of`
    valid_reflectance : (raw, unmasked) of some rows -> reflectance of their valid pixels. Called for as many rows as
                        are needed; all of a piece would cost as much as classifying it.
    """
    height, width = raw.shape[1:]
    rows, spectra = max(1, SAMPLE // width), []
    for row in range(0, height, rows):
        mask = None if unmasked is None else unmasked.reshape(height, width)[row : row + rows].ravel()
        spectra.append(valid_reflectance(raw[:, row : row + rows], mask))
        if sum(values.shape[1] for values in spectra) >= SAMPLE:
            break
    return np.concatenate(spectra, axis=1)


class Scratch:
    """Memory of one worker, reused for every piece: to allocate it anew costs as much as the conversion into it."""

    def __init__(self, new=lambda size: np.empty(size, np.float32)):
        self._new, self._memory = new, new(0)

    def take(self, shape):
        """A float32 array of this shape with any content, until the next call."""
        size = int(np.prod(shape))
        if size > len(self._memory):
            self._memory = self._new(size)
        return self._memory[:size].reshape(shape)


def is_by_pixel(raw):
    """Whether the bands of a pixel lie side by side. raw : (n_bands, height, width)"""
    return len(raw) > 1 and abs(raw.strides[0]) < abs(raw.strides[2])


def by_pixel(scratch, raw):
    """(n_pixels, n_bands) of the scratch to fill, twice; `scratch` and `raw` as of `RawInputs.of`."""
    values = scratch.take((raw.shape[1] * raw.shape[2], len(raw)))
    return values, values


def by_band(scratch, raw):
    """((n_bands + 1, n_pixels) of the scratch that ends with a row of ones, what is to be filled of it).

    scratch, raw : as of `by_pixel`
    """
    whole = scratch.take((len(raw) + 1, raw.shape[1] * raw.shape[2]))
    whole[-1] = 1
    return whole, whole[:-1]


def _most(raw):
    """An upper bound of the raw values; of integers the largest of their type, which costs nothing to know."""
    if raw.dtype.kind == "f":
        return float(raw.max())
    return float(np.iinfo(raw.dtype).max)


def raw_of(raw, pixels):
    """Raw values of some pixels, float32 (n_bands, n). raw : as of `RawInputs.of`; pixels : their indices"""
    rows, columns = np.divmod(pixels, raw.shape[2])
    with np.errstate(over="ignore"):
        return raw[:, rows, columns].astype(np.float32)


def _exactly(raw, values, pixelwise, pixels):
    """Raw values of some pixels, float64: from the float32 ones, which lie close together, where those are exact."""
    if raw.dtype.itemsize <= 2 or raw.dtype.newbyteorder("=") == np.float32:
        return (values[pixels].T if pixelwise else values[:, pixels]).astype(np.float64)
    rows, columns = np.divmod(pixels, raw.shape[2])
    return raw[:, rows, columns].astype(np.float64)
