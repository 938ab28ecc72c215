# SPDX-License-Identifier: GPL-2.0-or-later
"""What raw values mean, and which pixels hold a spectrum: finite, not no-data in any band, positive in one."""

from dataclasses import dataclass
from typing import Optional

import numpy as np

LARGEST = float(np.finfo(np.float32).max)  # beyond it a float64 becomes infinite as a float32, and so not valid


@dataclass(frozen=True)
class Scaling:
    """What the raw values of the bands that are read mean: reflectance = raw * scale + offset.

    scales, offsets : float64 (n_bands,)
    no_data         : a number, or None, a band
    """

    scales: np.ndarray
    offsets: np.ndarray
    no_data: tuple[Optional[float], ...]

    @classmethod
    def of(cls, table, numbers):
        """table : BandTable of the raster; numbers : from 1, of the bands that are read."""
        chosen = np.asarray(numbers) - 1
        return cls(table.scales[chosen], table.offsets[chosen], tuple(table.no_data[index] for index in chosen))

    def reflectance(self, values):
        """float32 (n_bands, n_pixels) raw values -> reflectance, in place."""
        if (self.scales != 1).any():
            values *= self.scales.astype(np.float32)[:, None]
        if self.offsets.any():
            values += self.offsets.astype(np.float32)[:, None]
        return values


class Validity:
    """Which pixels hold a spectrum, by the raw values of the bands that are read."""

    def __init__(self, scaling):
        self._scaling = scaling
        self._marks = {mark for mark in scaling.no_data if mark is not None and mark == mark}
        self._plain = bool((scaling.scales > 0).all() and (scaling.offsets == 0).all())
        self._rising = bool((scaling.scales > 0).all() and (scaling.offsets >= 0).all())

    def certain(self, raw, least, most):
        """Whether `least` and `most`, bounds of `raw`, (n_bands, height, width), show that no pixel is invalid."""
        if not (least > 0 and most <= LARGEST and self._rising):  # a NaN is neither
            return False
        near = [mark for mark in self._marks if _as(mark, raw.dtype) >= least]
        if not near:
            return True
        most = raw.max()  # for integers the caller gives a bound only
        return all(_as(mark, raw.dtype) > most for mark in near)

    def of(self, raw, values):
        """Which pixels hold a spectrum.

        raw     : (n_bands, height, width), the file's values
        values  : the same as float32, (n_bands, n_pixels), not yet scaled
        returns : bool (n_pixels,)
        """
        pixels = raw.shape[1] * raw.shape[2]
        valid = self._positive(values)
        if raw.dtype.kind == "f":
            valid &= np.isfinite(values).all(axis=0)
        if len(self._marks) == 1 and self._marks == set(self._scaling.no_data):  # one number for every band
            (mark,) = self._marks
            valid &= ~(raw == _as(mark, raw.dtype)).any(axis=0).reshape(pixels)
        else:
            for band, mark in zip(raw, self._scaling.no_data):
                if mark is not None:
                    valid &= (band != _as(mark, raw.dtype)).reshape(pixels)
        return valid

    def of_each_band(self, raw, values):
        """Where a band holds data, whatever the others hold.

        raw     : (n_bands, n_pixels), the file's values
        values  : the same as float32, not yet scaled
        returns : bool (n_bands, n_pixels)
        """
        data = np.isfinite(values)
        for band, held, mark in zip(raw, data, self._scaling.no_data):
            if mark is not None:
                held &= band != _as(mark, raw.dtype)
        return data

    def _positive(self, values):
        if self._plain:
            return (values > 0).any(axis=0)
        return (self._scaling.reflectance(values.copy()) > 0).any(axis=0)


def _as(no_data, dtype):
    """The no-data number as the raw values hold it: a float32 file's -3.4e38 is stated in double precision."""
    return dtype.type(no_data) if dtype.kind == "f" else no_data
