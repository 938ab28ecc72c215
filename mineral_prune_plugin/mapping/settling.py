# SPDX-License-Identifier: GPL-2.0-or-later
"""Which pixels of a map are settled: those that keep their class under other noise and with weaker absorptions.

Beside the map, window by window, by the workers that classify: each reads its window a second time, as reflectance.
"""

from contextlib import contextmanager
from dataclasses import dataclass, replace

import numpy as np

from ..classes import UNCLASSIFIED, MineralClass
from ..errors import SettledNeedsPerceptron
from ..models.densenet.network import DenseNetwork
from ..models.settled import kept_in_redraws
from ..progress import silent
from ..raster.spectrum_reader import SpectrumReader
from ..simulation.prepare import SCENE_PIXELS
from ..simulation.scene_sample import read_scene_sample
from ..spectra.hull import upper_hull
from ..spectra.transforms import FLOOR

SETTLED, NOT_SETTLED, NO_DATA = 1, 0, 255
LEGEND = (MineralClass(NOT_SETTLED, "not settled", "#BDBDBD"), MineralClass(SETTLED, "settled", "#1B7837"))
SEED = 1
AT_ONCE = 8_192  # pixels: bounds memory


@dataclass(frozen=True)
class Settling:
    """What redraws need of a scene.

    model : Model of a perceptron
    info  : raster.source.RasterInfo; selection : BandSelection of the model's bands
    root  : float64 (n_bands, n_bands), `noise_root` of the scene
    """

    model: object
    info: object
    selection: object
    root: np.ndarray

    @classmethod
    def of(cls, model, source, progress):
        """The Settling of a model and a raster.

        model    : Model
        source   : piece_readers.Source
        progress : reports and is asked to cancel
        errors   : SettledNeedsPerceptron, SceneTooSmall, RasterReadFailed, Cancelled
        """
        if isinstance(model.network, DenseNetwork):
            raise SettledNeedsPerceptron()
        reader = SpectrumReader(source.info, source.selection)
        scene = read_scene_sample(reader, _centres(model), SCENE_PIXELS, SEED, progress)
        return cls(model, source.info, source.selection, scene.noise_root())

    @contextmanager
    def beside(self, worker):
        """`worker`, a context manager of a function of (window, stopped), whose WindowClasses say what is settled."""
        reader = SpectrumReader(self.info, self.selection)
        with worker() as classify:
            yield lambda window, stopped: self._settled(classify(window, stopped), reader, window, stopped)

    def _settled(self, result, reader, window, stopped):
        spectra = reader.read(window)
        settled = np.where(spectra.valid, NOT_SETTLED, NO_DATA).astype(np.uint8)
        classes = result.classes.ravel()
        named = np.flatnonzero(spectra.valid & (classes != UNCLASSIFIED))
        generator = np.random.default_rng([SEED, window.row, window.column])
        for start in range(0, len(named), AT_ONCE):
            if stopped():
                break
            some = named[start : start + AT_ONCE]
            reflectance = np.maximum(np.ascontiguousarray(spectra.reflectance[:, some]), np.float32(FLOOR))
            pixels = reflectance, upper_hull(reflectance, _centres(self.model))
            settled[some] = kept_in_redraws(self.model, pixels, classes[some], self.root, generator, silent())
        return replace(result, settled=settled.reshape(result.classes.shape))


def _centres(model):
    """float64 (n_bands,): of the model's bands; their numbers where it knows no wavelengths."""
    return np.arange(1.0, model.bands + 1) if model.wavelengths is None else model.wavelengths.array()
