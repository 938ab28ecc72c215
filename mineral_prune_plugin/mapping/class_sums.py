# SPDX-License-Identifier: GPL-2.0-or-later
"""Area and mean confidence of each class of a map, summed window by window while it is written.

What it costs does not depend on the pixels: the area is that of a window's pixels times its counts, and confidences
are those of evenly spaced rows.
"""

import numpy as np

from ..errors import PlaceNotOnEarth
from ..raster.ground_area import PLANE, ground_of

CONFIDENT = 2**20  # pixels, about, whose confidence is averaged


class ClassSums:
    """m2 : square metres of each class number, float64 (256,), None where they are not known"""

    def __init__(self, info):
        """info : RasterInfo of the scene"""
        self._ground = _ground_or_none(info)
        self.m2 = None if self._ground is None else np.zeros(256)
        self._confidence, self._confident = np.zeros((2, 256))
        self._step = 1 + info.grid.width * info.grid.height // CONFIDENT

    def add(self, window, result):
        """window : Window of the map; result : its WindowClasses"""
        if self.m2 is not None:
            area = _pixel_area(self._ground, window)
            self.m2 = None if area is None else self.m2 + area * result.counts
        if result.confidence is not None:
            rows = slice(-window.row % self._step, None, self._step)
            classes, confidence = (values[rows].ravel() for values in (result.classes, result.confidence))
            self._confidence += np.bincount(classes, confidence, minlength=256)
            self._confident += np.bincount(classes, minlength=256)

    def mean_confidence(self, number):
        """Of a class number, 0 to 1, None where nobody knows."""
        return float(self._confidence[number] / self._confident[number]) if self._confident[number] else None


def _ground_or_none(info):
    try:
        return ground_of(info.grid, info.name)
    except PlaceNotOnEarth:  # no reason to do without the map
        return None


def _pixel_area(ground, window):
    """Square metres of the pixels of a window, None where they differ by more than PLANE or lie nowhere."""
    places = (
        np.array([first, first + size // 2, first + size - 1])
        for first, size in ((window.column, window.width), (window.row, window.height))
    )
    areas = ground.areas_at(*np.meshgrid(*places))
    if not np.isfinite(areas).all() or areas.max() > (1 + PLANE) * areas.min():
        return None
    return float(areas.mean())
