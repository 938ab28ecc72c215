# SPDX-License-Identifier: GPL-2.0-or-later
"""A raster and a model, ready to explain pixels one by one."""

from collections import Counter

import numpy as np

from ..models.compatibility import bands_for, check_brightness
from ..models.darkness import too_dark
from ..models.densenet.network import DenseNetwork
from ..progress import silent
from ..raster.patch_reader import read_patches
from ..raster.pixel_reader import read_pixels
from ..raster.spectrum_reader import SpectrumReader
from ..raster.windows import Window
from .explanation import explained, of_dark, of_patch
from .map_decision import MapDecision


class Explainer:
    """For one thread; keeps the raster open until it is closed, as a context manager or by `close`.

    info        : RasterInfo
    model       : Model
    interpolate : as of `bands_for`
    beside      : as of SpectrumReader
    notices     : of what was taken on trust
    places      : float64 (n_bands of the model,), micrometres; band numbers of the raster where `of_bands`
    errors      : those of `bands_for` and of MapDecision
    """

    def __init__(self, info, model, interpolate=False, beside=None):
        self.info, self.model = info, model
        selection = bands_for(model, info, interpolate)
        self.notices = selection.notices
        self.places, self.of_bands = _places(model, info, selection)
        self.reader = SpectrumReader(info, selection, beside=beside)
        self._decision = MapDecision(info, model, selection, self.reader)

    def __enter__(self):
        return self

    def __exit__(self, *failure):
        self.close()

    def close(self):
        self._decision.close()

    def explain(self, column, row, reflectance=None):
        """The Explanation of a pixel, None where it has no data in the model's bands.

        column, row : from 0, inside the raster
        reflectance : of the pixel, as the method of that name gives it; None reads it
        errors      : RasterReadFailed
        """
        winner = self._decision.class_index(column, row)
        if winner is None:
            return None
        if isinstance(self.model.network, DenseNetwork):
            return of_patch(self.model, self._patch_logits(column, row), winner)
        reflectance = self.reflectance(column, row) if reflectance is None else reflectance
        return self._explained(reflectance, winner)

    def reflectance(self, column, row):
        """float32 (n_bands of the model,) of a pixel, NaN where it has no data.

        column, row : from 0, inside the raster
        errors      : RasterReadFailed
        """
        return self.reader.read(Window(int(column), int(row), 1, 1)).reflectance[:, 0]

    def mean_reflectance(self, columns, rows):
        """float32 (n_bands of the model,), the mean of pixels with data, NaN where none has any.

        columns, rows : int64 (n,), from 0, inside the raster
        errors        : RasterReadFailed
        """
        values = read_pixels(self.reader, columns, rows, silent())
        valid = values[:, np.isfinite(values).all(axis=0)]
        if not valid.shape[1]:
            return np.full(len(values), np.nan, np.float32)
        return valid.mean(axis=1, dtype=np.float64).astype(np.float32)

    def tally(self, columns, rows):
        """[(MineralClass, or None for unclassified and no data; pixels)] of pixels on the map, the most frequent first.

        columns, rows : int64 (n,), from 0, inside the raster, of a place that is small as a whole
        errors        : RasterReadFailed
        """
        left, top = int(columns.min()), int(rows.min())
        window = Window(left, top, int(columns.max()) - left + 1, int(rows.max()) - top + 1)
        numbers = self._decision.class_numbers(window)[rows - top, columns - left]
        by_number = {mineral.number: mineral for mineral in self.model.minerals}
        counts = Counter(numbers.tolist())
        return [(by_number.get(number), count) for number, count in counts.most_common()]

    def check_scale(self, reflectance):
        """Errors: ScaleDiffers where a spectrum in the model's bands, float32 (n_bands,), is in another unit."""
        check_brightness(self.model, reflectance[:, None], self.info.name)

    @property
    def band_names(self):
        """What a sentence calls each band of the model: "2.205 um", or "band 12" where there are no wavelengths."""
        return [f"band {place:.0f}" if self.of_bands else f"{place:.3f} um" for place in self.places]

    def explain_spectrum(self, reflectance):
        """The Explanation of a spectrum in the model's bands, such as a mean; None of a model of patches.

        reflectance : float32 (n_bands of the model,)
        """
        if isinstance(self.model.network, DenseNetwork) or not np.isfinite(reflectance).all():
            return None
        return self._explained(reflectance)

    def features(self, reflectance):
        """The model's feature of a spectrum in its bands, float32 (n_bands,)."""
        return self.model.preprocessing.features(np.ascontiguousarray(reflectance[:, None], np.float32))[:, 0]

    def _explained(self, reflectance, winner=None):
        features = self.features(reflectance)
        if too_dark(self.model, reflectance[:, None])[0]:
            return of_dark(self.model, features)
        return explained(self.model, features, winner)

    def _patch_logits(self, column, row):
        from ..models.densenet.patch_inputs import patch_logits  # here, for other models need less

        places = np.array([column], np.int64), np.array([row], np.int64)
        patches = read_patches(self.reader, *places, self.model.patch, silent())
        return patch_logits(self.model, patches)[0]


def _places(model, info, selection):
    """(Where the model's bands lie, whether these are band numbers)."""
    if model.wavelengths is not None:
        return model.wavelengths.array(), False
    numbers = np.array(selection.numbers, np.float64)
    centres = info.bands.centres_um[np.array(selection.numbers) - 1]
    return (centres, False) if np.isfinite(centres).all() else (numbers, True)
