# SPDX-License-Identifier: GPL-2.0-or-later
"""A class map as a small picture, for a report: every so many pixels of the file, whatever its size."""

from dataclasses import dataclass
from typing import Optional

import numpy as np

from ..classes import LARGEST_CLASS, UNCLASSIFIED
from ..raster.opening import call_gdal, open_raster, raster_name, read_failed
from ..raster.windows import Window

SIDE = 480  # pixels of a picture at most
TURNED = 0.02  # about a degree


@dataclass(frozen=True, eq=False)
class Thumbnail:
    """What a report draws.

    classes : MineralClasses, of which some may not occur
    numbers : uint8 (height, width), class numbers; 0 where unclassified or without data
    width_m : metres on the ground that its width stands for, None where not known
    aspect  : height of a pixel of `numbers` relative to its width
    whole   : whether it shows all of the map, not only its middle
    turned  : whether north is not up in it, as in the file
    differ  : the number in `numbers` of pixels that two models map as different classes; None in a map of one model
    """

    classes: tuple
    numbers: np.ndarray
    width_m: Optional[float] = None
    aspect: float = 1.0
    whole: bool = True
    turned: bool = False
    differ: Optional[int] = None

    @property
    def occurring(self):
        """The classes that have a pixel in it."""
        present = set(np.unique(self.numbers).tolist())
        return tuple(mineral for mineral in self.classes if mineral.number in present)


def thumbnail(path, classes, footprint):
    """The Thumbnail of a class map.

    path      : of a raster of class numbers, read at its nearest pixels
    classes   : MineralClasses of its legend
    footprint : raster.footprint.Footprint of it
    errors    : RasterUnreadable, RasterReadFailed
    """
    dataset = open_raster(path)
    columns, rows = dataset.RasterXSize, dataset.RasterYSize
    step = max(1.0, max(columns, rows) / SIDE)
    size = {"buf_xsize": max(1, round(columns / step)), "buf_ysize": max(1, round(rows / step))}
    values, reason = call_gdal(lambda: dataset.GetRasterBand(1).ReadAsArray(**size))
    if values is None:
        raise read_failed(raster_name(path), Window(0, 0, columns, rows), reason)
    pixel = footprint.pixel or (1.0, 1.0)
    aspect = pixel[1] / pixel[0] * (rows / values.shape[0]) / (columns / values.shape[1])
    numbers, turned = upright(_numbers(values), footprint)
    return Thumbnail(tuple(classes), numbers, footprint.width_m, aspect, turned=turned)


def upright(numbers, footprint):
    """(Pixels with north above and east at the right, as QGIS shows them; whether they are turned nevertheless).

    numbers   : (height, width), in the order of the file
    footprint : raster.footprint.Footprint of it
    """
    if footprint.geotransform is None:
        return numbers, False
    _, across, down, _, right, high = footprint.geotransform
    numbers = numbers[::-1] if high > 0 else numbers
    numbers = numbers[:, ::-1] if across < 0 else numbers
    return numbers, abs(down) + abs(right) > TURNED * (abs(across) + abs(high))


def _numbers(values):
    """What is no class number is unclassified."""
    with np.errstate(invalid="ignore"):
        known = (values >= 1) & (values <= LARGEST_CLASS) & (values == np.floor(values))
    return np.where(known, values, UNCLASSIFIED).astype(np.uint8)
