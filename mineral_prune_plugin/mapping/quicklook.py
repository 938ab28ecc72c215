# SPDX-License-Identifier: GPL-2.0-or-later
"""The middle of a raster as two models map it, for a report: a small window, read once, at a bounded cost."""

from dataclasses import dataclass

import numpy as np

from ..classes import UNCLASSIFIED
from ..models.darkness import identified_places
from ..models.two_models import readers_for
from ..raster.footprint import footprint
from ..raster.windows import Window
from ..threads import one_thread
from .thumbnail import Thumbnail, upright

SIDE = 250  # pixels
MOST_BYTES = 128 * 2**20  # of the file's blocks: about a second to read and decode


@dataclass(frozen=True)
class Quicklook:
    """The window as two models map it.

    classes       : MineralClasses
    first, second : uint8 (height, width), class numbers; 0 where unclassified or without data
    valid         : bool (height, width), False where either model has no data
    """

    classes: tuple
    first: np.ndarray
    second: np.ndarray
    valid: np.ndarray

    @property
    def agreement(self):
        """Share of the pixels with data that are the same to both models, 0 to 1; NaN without data."""
        return float((self.first == self.second)[self.valid].mean()) if self.valid.any() else float("nan")


def quicklook(models, info):
    """The Quicklook of two models on the middle of a raster.

    models : two Models of perceptrons of the same minerals
    info   : raster.source.RasterInfo
    errors : those of reading
    """
    readers = readers_for(models, info)
    window = middle(info, max(len(reader.selection.numbers) for reader in readers))
    spectra = [readers[0].read(window)]
    spectra.append(spectra[0] if readers[1] is readers[0] else readers[1].read(window))
    valid = spectra[0].valid & spectra[1].valid
    shape = window.height, window.width
    with one_thread():
        maps = [(plain_classes(*pair) * valid).reshape(shape) for pair in zip(models, spectra)]
    place = footprint(info.grid)
    pictures = (upright(each, place)[0] for each in (*maps, valid.reshape(shape)))
    return Quicklook(models[0].minerals, *pictures)


def preview(model, info, place):
    """The Thumbnail of the middle of a raster as a model maps it.

    model  : Model of a perceptron
    info   : raster.source.RasterInfo
    place  : raster.footprint.Footprint of the raster
    errors : of reading
    """
    reader, _ = readers_for((model, model), info)
    window = middle(info, len(reader.selection.numbers))
    spectra = reader.read(window)
    with one_thread():
        numbers = (plain_classes(model, spectra) * spectra.valid).reshape(window.height, window.width)
    whole = (window.width, window.height) == (info.grid.width, info.grid.height)
    width_m = None if place.width_m is None else place.width_m * window.width / info.grid.width
    pixel = place.pixel or (1.0, 1.0)
    numbers, turned = upright(numbers, place)
    return Thumbnail(model.minerals, numbers, width_m, pixel[1] / pixel[0], whole, turned)


def middle(info, bands):
    """The Window in the middle: at most SIDE a side, lower where whole strips of a wide raster are decoded for it.

    info  : raster.source.RasterInfo
    bands : how many are read
    """
    grid, (block_width, _) = info.grid, info.block
    width = min(SIDE, grid.width)
    row_bytes = max(width, min(block_width, grid.width)) * bands * info.dtype.itemsize
    height = max(1, min(SIDE, grid.height, MOST_BYTES // row_bytes))
    return Window((grid.width - width) // 2, (grid.height - height) // 2, width, height)


def plain_classes(model, spectra):
    """Class numbers of a window in float32, without the map engine.

    model   : Model of a perceptron
    spectra : raster.spectrum_reader.Spectra of n_pixels
    returns : uint8 (n_pixels,), 0 where the model rejects the pixel or there is no data
    """
    classes = np.full(len(spectra.valid), UNCLASSIFIED, dtype=np.uint8)
    if spectra.valid.any():
        classes[spectra.valid] = model.mapped_numbers[identified_places(model, spectra.of_valid())]
    return classes
