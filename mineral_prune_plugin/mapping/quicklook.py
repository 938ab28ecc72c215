# SPDX-License-Identifier: GPL-2.0-or-later
"""The middle of a raster as two models map it, for a report: a small window, read once, at a bounded cost."""

from dataclasses import dataclass, replace

import numpy as np

from ..classes import UNCLASSIFIED
from ..models.darkness import identified_places
from ..models.densenet.cost import multiply_adds_of_a_pixel
from ..models.densenet.network import DenseNetwork
from ..models.two_models import readers_for
from ..raster.footprint import footprint
from ..raster.piece_readers import Source
from ..raster.windows import Window
from ..threads import one_thread
from .classifiers import classifier
from .kernel.pixels import PIECE
from .thumbnail import Thumbnail, upright

SIDE = 250  # pixels
MOST_BYTES = 128 * 2**20  # of the file's blocks: about a second to read and decode
MOST_PRODUCTS = 2 * 10**10  # multiply-adds of a DenseNet over the window: about a second


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

    model  : Model of either kind of network
    info   : raster.source.RasterInfo
    place  : raster.footprint.Footprint of the raster
    errors : of reading
    """
    reader, _ = readers_for((model, model), info)
    window = middle(info, len(reader.selection.numbers), most_pixels(model))
    if isinstance(model.network, DenseNetwork):
        numbers, _ = mapped(model, reader, window)
    else:
        spectra = reader.read(window)
        with one_thread():
            numbers = (plain_classes(model, spectra) * spectra.valid).reshape(window.height, window.width)
    return _thumbnail(model.minerals, numbers, window, info, place)


def compared_previews(models, readers, minerals, differ):
    """Thumbnails of the middle of a raster: as each of two models maps it, and where they agree.

    models   : two Models of either kind, of the same class numbers
    readers  : a SpectrumReader for each
    minerals : MineralClasses of both
    differ   : class number, of none of them, of pixels that the models map as different classes
    errors   : of reading
    """
    info = readers[0].info
    bands, most = max(len(reader.selection.numbers) for reader in readers), min(map(most_pixels, models))
    window, place = middle(info, bands, most), footprint(info.grid)
    (first, first_valid), (second, second_valid) = (mapped(*pair, window) for pair in zip(models, readers))
    valid = first_valid & second_valid
    agreement = np.where(first == second, first, np.uint8(differ)) * valid
    maps = (_thumbnail(minerals, numbers, window, info, place) for numbers in (first, second, agreement))
    first, second, agreement = maps
    return first, second, replace(agreement, differ=differ)


def mapped(model, reader, window):
    """(class numbers uint8 (height, width), 0 where unclassified; bool likewise, where there is data), as on a map.

    model  : Model of either kind of network
    reader : SpectrumReader of its bands
    window : raster.windows.Window
    errors : of reading
    """
    source = Source.of(reader.info, reader.selection, PIECE)
    with one_thread(), classifier(model, source, "cpu", windows=(window,)).worker() as classify:
        result = classify(window, lambda: False)
    known = result.classes != UNCLASSIFIED
    return result.classes, known if result.rejected is None else known | result.rejected


def most_pixels(model):
    """Pixels of a window that a `model` maps in about a second."""
    is_dense = isinstance(model.network, DenseNetwork)
    return max(1, MOST_PRODUCTS // multiply_adds_of_a_pixel(model.network)) if is_dense else SIDE**2


def _thumbnail(minerals, numbers, window, info, place):
    whole = (window.width, window.height) == (info.grid.width, info.grid.height)
    width_m = None if place.width_m is None else place.width_m * window.width / info.grid.width
    pixel = place.pixel or (1.0, 1.0)
    numbers, turned = upright(numbers, place)
    return Thumbnail(minerals, numbers, width_m, pixel[1] / pixel[0], whole, turned)


def middle(info, bands, most=SIDE**2):
    """The Window in the middle: at most SIDE a side, lower where whole strips of a wide raster are decoded for it.

    info  : raster.source.RasterInfo
    bands : how many are read
    most  : pixels in it
    """
    grid, (block_width, _) = info.grid, info.block
    side = max(1, min(SIDE, int(most**0.5)))
    width = min(side, grid.width)
    row_bytes = max(width, min(block_width, grid.width)) * bands * info.dtype.itemsize
    height = max(1, min(side, grid.height, MOST_BYTES // row_bytes))
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
