# SPDX-License-Identifier: GPL-2.0-or-later
"""Which pixels of a map are settled: those that keep their class under other noise and with weaker absorptions.

Beside the map, window by window, by the workers that classify: each reads its window a second time, as reflectance.
"""

from contextlib import contextmanager
from dataclasses import dataclass, replace

import numpy as np

from ..classes import UNCLASSIFIED
from ..errors import SettledNeedsPerceptron
from ..models.densenet.network import DenseNetwork
from ..models.settled import kept_in_redraws
from ..progress import silent
from ..raster.band_matching import BandSelection
from ..raster.block_memory import Blocks
from ..raster.spectrum_reader import SpectrumReader
from ..raster.validity import Scaling
from ..raster.windows import BUDGET_BYTES, shares
from ..simulation.prepare import SCENE_PIXELS
from ..simulation.scene_sample import read_scene_sample
from ..spectra.hull import upper_hull
from ..spectra.transforms import FLOOR
from .kernel.choice import kernel_for
from .legend import NOT_SETTLED, UNKNOWN_IF_SETTLED

SEED = 1
AT_ONCE = 8_192  # pixels: bounds memory
REDRAWS = 8  # arrays of their spectra at a time


@dataclass(frozen=True)
class Settling:
    """What redraws need of a scene.

    model  : Model of a perceptron
    info   : raster.source.RasterInfo; selection : BandSelection of the model's bands
    root   : float64 (n_bands, n_bands), `noise_root` of the scene
    kernel : of kernel.choice, prepared for reflectance in the model's bands
    """

    model: object
    info: object
    selection: object
    root: np.ndarray
    kernel: object

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
        plain = Scaling(np.ones(model.bands), np.zeros(model.bands), (None,) * model.bands)
        bands = BandSelection(tuple(range(1, model.bands + 1)))
        kernel = kernel_for("cpu", source.info.grid, model)(model, plain, bands)
        return cls(model, source.info, source.selection, scene.noise_root(), kernel)

    @contextmanager
    def beside(self, worker):
        """`worker`, a context manager of a function of (window, stopped), whose WindowClasses say what is settled."""
        reader = SpectrumReader(self.info, self.selection)
        with worker() as classify:
            yield lambda window, stopped: self._settled(classify(window, stopped), reader, window, stopped)

    def memory(self):
        """Bytes that a worker takes for it, beside the map."""
        blocks = Blocks() if self.info.blocks.options else self.info.blocks
        return blocks.cached + blocks.decoded + 4 * BUDGET_BYTES + REDRAWS * AT_ONCE * self.model.bands * 8

    def _settled(self, result, reader, window, stopped):
        settled = np.full(result.classes.shape, NOT_SETTLED, np.uint8)
        generator = np.random.default_rng([SEED, window.row, window.column])
        for places, reflectance in self._named(result.classes, settled, reader, window):
            if stopped():
                break
            reflectance = np.maximum(reflectance, np.float32(FLOOR))
            pixels = reflectance, upper_hull(reflectance, _centres(self.model))
            kept = kept_in_redraws(self._identified, pixels, result.classes[places], self.root, generator, silent())
            settled[places] = kept
        return replace(result, settled=settled)

    def _identified(self, reflectance):
        """Class numbers, those of a reject included: uint8 (n,). reflectance : float32 (n_bands, n)"""
        classes, scratch = [], self.kernel.scratch()
        for start in range(0, reflectance.shape[1], self.kernel.piece):
            piece = self.kernel.classify(reflectance[:, None, start : start + self.kernel.piece], None, scratch)
            piece.classes[piece.doubtful] = self.kernel.settle(piece.inputs)[0]
            classes.append(piece.classes)
        return np.concatenate(classes)

    def _named(self, classes, settled, reader, window):
        """((rows, columns), reflectance) of the pixels of a window that have a mineral, AT_ONCE at a time.

        settled : becomes UNKNOWN_IF_SETTLED where there is none
        """
        waiting, count = [], 0
        size = len(self.selection.numbers) * max(4, self.info.dtype.itemsize)
        for share in shares(window, size):
            spectra = reader.read(share)
            row, column = share.row - window.row, share.column - window.column
            inside = slice(row, row + share.height), slice(column, column + share.width)
            settled[inside][~spectra.valid.reshape(share.height, share.width)] = UNKNOWN_IF_SETTLED
            named = np.flatnonzero(spectra.valid & (classes[inside].ravel() != UNCLASSIFIED))
            rows, columns = np.divmod(named, share.width)
            waiting.append((rows + row, columns + column, spectra.reflectance[:, named]))
            count += len(named)
            if count >= AT_ONCE:
                rows, columns, reflectance = (np.concatenate(each, axis=-1) for each in zip(*waiting))
                whole = count - count % AT_ONCE
                for start in range(0, whole, AT_ONCE):
                    some = slice(start, start + AT_ONCE)
                    yield (rows[some], columns[some]), np.ascontiguousarray(reflectance[:, some])
                waiting, count = [(rows[whole:], columns[whole:], reflectance[:, whole:])], count - whole
        if count:
            rows, columns, reflectance = (np.concatenate(each, axis=-1) for each in zip(*waiting))
            yield (rows, columns), np.ascontiguousarray(reflectance)


def _centres(model):
    """float64 (n_bands,): of the model's bands; their numbers where it knows no wavelengths."""
    return np.arange(1.0, model.bands + 1) if model.wavelengths is None else model.wavelengths.array()
