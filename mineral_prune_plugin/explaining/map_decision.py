# SPDX-License-Identifier: GPL-2.0-or-later
"""The class that a mineral map gives a pixel, by the very code that writes the map."""

from contextlib import ExitStack

import numpy as np

from ..mapping.classifiers import classifier
from ..mapping.kernel.pixels import PIECE
from ..raster.cache import small_cache
from ..raster.piece_readers import Source
from ..raster.windows import Plan, Window


class MapDecision:
    """What 'Map minerals' decides of single pixels; for one thread. Keeps the raster open until it is closed.

    info      : RasterInfo
    model     : Model
    selection : BandSelection that gives the model its bands
    beside    : as of SpectrumReader
    errors    : those of `piece_readers.Source.of`
    """

    def __init__(self, info, model, selection, beside=None):
        source = Source.of(info, selection, PIECE, beside)
        pixel_by_pixel = Plan(info.grid.width, info.grid.height, 1, 1)
        plan = classifier(model, source, "cpu", windows=pixel_by_pixel)
        self._places = {mineral.number: place for place, mineral in enumerate(model.classes)}
        self._opened = ExitStack()
        self._classify = self._opened.enter_context(plan.worker())

    def close(self):
        self._opened.close()

    def class_numbers(self, window):
        """uint8 (height, width), what the map shows in a Window of the raster: UNCLASSIFIED without data, too.

        errors : RasterReadFailed
        """
        with small_cache():
            return self._classify(window, lambda: False).classes

    def class_index(self, column, row):
        """The index among the model's classes of what the network gives a pixel, None where it has no data.

        column, row : from 0, inside the raster
        errors      : RasterReadFailed
        """
        with small_cache():  # a pixel needs no threads, and to limit them takes longer than to decide
            result = self._classify(Window(int(column), int(row), 1, 1), lambda: False)
        if not result.valid:
            return None
        return self._places[int(np.flatnonzero(result.counts[1:])[0]) + 1]
