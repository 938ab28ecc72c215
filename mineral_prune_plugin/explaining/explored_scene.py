# SPDX-License-Identifier: GPL-2.0-or-later
"""A raster that a window explores pixel by pixel, with a model or without one."""

from dataclasses import dataclass
from typing import Optional

import numpy as np

from ..errors import MineralPruneError, PlaceOutside
from ..raster.source import describe
from .explanation import Explanation
from .pixel_spectra import PixelSpectra, Spectrum
from .polygon_pixels import polygon_pixels


@dataclass(frozen=True)
class Look:
    """What is seen at a place.

    columns, rows : int64 (n,), of the pixels, from 0; one, or those of a polygon
    spectrum      : their mean
    explanation   : None without a model, or where there is no data, or of a mean and a model of patches
    tally         : as of `Explainer.tally`, of a polygon and a model; else ()
    problem       : a MineralPruneError that the model meets here, or None
    """

    columns: np.ndarray
    rows: np.ndarray
    spectrum: Spectrum
    explanation: Optional[Explanation] = None
    tally: tuple = ()
    problem: Optional[MineralPruneError] = None

    @property
    def of_polygon(self):
        return len(self.columns) > 1


class ExploredScene:
    """For one thread; keeps the raster open until it is closed.

    path, wkt, memory : as of `raster.source.describe`
    errors            : those of `describe` and of PixelSpectra
    """

    def __init__(self, path, wkt, memory):
        self.info = describe(path, wkt, memory)
        self.spectra = PixelSpectra(self.info)
        self.explainer = None

    def close(self):
        if self.explainer is not None:
            self.explainer.close()
            self.explainer = None

    def choose_model(self, path, interpolate=False):
        """Explain by the model of a file from here on; by none where it cannot be.

        path        : of the file
        interpolate : as of `bands_for`
        returns     : list of notices
        errors      : ModelFileError, those of Explainer
        """
        from ..models.model_file import load  # here and below, for spectra alone need no torch
        from .explainer import Explainer

        self.close()
        notices = []
        model = load(path, notices.append)
        self.explainer = Explainer(self.info, model, interpolate, self.spectra.reader)
        return [*notices, *self.explainer.notices]

    def look_at(self, x, y):
        """The Look at a point. x, y : in the raster's coordinate system. Errors: PlaceOutside, RasterReadFailed"""
        columns, rows = self.info.grid.pixels([x], [y])
        if not self.info.grid.inside(columns, rows).all():
            raise PlaceOutside(raster=self.info.name)
        spectrum = self.spectra.of(columns[0], rows[0])
        explained, problem = self._explained(lambda: self._of_pixel(columns[0], rows[0]))
        return Look(columns, rows, spectrum, *explained, problem)

    def look_over(self, x, y):
        """The Look at the mean of a polygon. x, y : float (n_vertices,), in the raster's coordinate system.

        errors : PolygonTooLarge, PolygonWithoutPixels, RasterReadFailed
        """
        columns, rows = polygon_pixels(self.info.grid, x, y)
        if len(columns) == 1:
            return self.look_at(*(float(value[0]) for value in self.info.grid.centres(columns, rows)))
        spectrum = self.spectra.mean(columns, rows)
        explained, problem = self._explained(lambda: self._of_mean(columns, rows))
        return Look(columns, rows, spectrum, *explained, problem)

    def centres(self, look):
        """(x, y), float64 (n,), of the centres of a Look's pixels in the raster's coordinate system."""
        return self.info.grid.centres(look.columns, look.rows)

    def _explained(self, explain):
        """((Explanation or None, tally), the error that kept from them or None)."""
        if self.explainer is None:
            return (None, ()), None
        try:
            return explain(), None
        except MineralPruneError as error:
            return (None, ()), error

    def _of_pixel(self, column, row):
        reflectance = self.explainer.reflectance(column, row)
        if not np.isfinite(reflectance).all():
            return None, ()
        self.explainer.check_scale(reflectance)
        return self.explainer.explain(column, row, reflectance), ()

    def _of_mean(self, columns, rows):
        mean = self.explainer.mean_reflectance(columns, rows)
        if np.isfinite(mean).all():
            self.explainer.check_scale(mean)
        return self.explainer.explain_spectrum(mean), tuple(self.explainer.tally(columns, rows))
