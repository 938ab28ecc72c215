# SPDX-License-Identifier: GPL-2.0-or-later
"""What a model remembers of the scene that it was trained on, by which a map tells a foreign scene.

Spectra are compared as logarithms less their mean over the bands: brightness is no matter, light and ground are. A
network's confidence tells nothing here: it is highest where a scene is like none that it has met.
"""

from dataclasses import dataclass, replace

import numpy as np

from ..spectra.transforms import normalised
from .densenet.network import DenseNetwork
from .model_notices import SceneForeign, SceneNamedLess

FAR = 0.99  # share of the pixels of the scene itself that lie no further from its mean than `far`
# A scene is foreign beyond the first, or beyond the other two: small clips of the scene itself exceed one now and then.
LARGE_SHIFT, MOST_SHIFT = 1.3, 1.0  # of its mean spectrum, in deviations
MOST_FAR = 0.08  # share of its pixels beyond `far`
LEAST_NAMED = 0.25  # of the share that the training scene's pixels get named
PIXELS, WINDOWS = 256, 32  # looked at, of a window and in all, at most


@dataclass(frozen=True)
class TrainingScene:
    """Of the logarithms of a scene's spectra, each less its mean over the bands.

    mean, deviation : a number a band
    far             : distance from the mean, in deviations, that a share of FAR of its pixels does not exceed
    named           : share of its pixels that the model gives a mineral's name, 0..1
    """

    mean: tuple[float, ...]
    deviation: tuple[float, ...]
    far: float
    named: float


def with_training_scene(model, reflectance):
    """The Model that remembers a scene, as it is where it has a single band.

    reflectance : float32 (n_bands, n), of pixels of the scene in the model's bands
    """
    if len(reflectance) < 2 or not reflectance.size:
        return replace(model, scene=None)
    values = normalised(reflectance, None)
    mean, deviation = values.mean(axis=1, dtype=np.float64), values.std(axis=1, dtype=np.float64)
    deviation = np.maximum(deviation, 1e-3 * max(float(deviation.max()), 1e-3))
    far = float(np.quantile(_distances(values, mean, deviation), FAR))
    numbers = (tuple(round(float(number), 6) for number in numbers) for numbers in (mean, deviation))
    return replace(model, scene=TrainingScene(*numbers, max(round(far, 6), 1e-3), named_share(model, reflectance)))


def named_share(model, reflectance):
    """Share of spectra that a model gives a mineral's name, 0..1.

    model       : Model
    reflectance : float32 (n_bands, n)
    """
    if model.reject is None or isinstance(model.network, DenseNetwork):
        return 1.0
    from .train_model import identified_numbers  # here, for this module is read where torch may not be

    return float((identified_numbers(model, reflectance) > 0).mean())


class SceneCheck:
    """Compares some pixels of a raster, from windows all over it, with the scene of a model.

    raster   : the name for the notices
    progress : is told where the raster is foreign, or much less of it is named
    """

    def __init__(self, model, raster, progress):
        self._model, self._raster, self._progress = model, raster, progress
        self._samples, self._windows, self._every = [], 0, 1

    def add(self, reflectance):
        """Some valid pixels of the next window, (n_bands, n), or None."""
        if self._model.scene is None or reflectance is None or not reflectance.size:
            return
        if self._windows % self._every == 0:
            step = -(-reflectance.shape[1] // PIXELS)
            self._samples.append(reflectance[:, ::step].copy())
        self._windows += 1
        if len(self._samples) > WINDOWS:
            self._samples, self._every = self._samples[::2], 2 * self._every

    def finish(self):
        """The raster has no more windows."""
        if self._samples:
            reflectance = np.ascontiguousarray(np.concatenate(self._samples, axis=1), dtype=np.float32)
            self._progress.tell_all(self._notices(reflectance))

    def _notices(self, reflectance):
        scene = self._model.scene
        shift, far = foreignness(scene, reflectance)
        if shift > LARGE_SHIFT or (shift > MOST_SHIFT and far > MOST_FAR):
            yield SceneForeign(raster=self._raster, shift=shift)
        named = named_share(self._model, reflectance)
        if named < LEAST_NAMED * scene.named:
            yield SceneNamedLess(raster=self._raster, found=100 * named, expected=100 * scene.named)


def foreignness(scene, reflectance):
    """(distance of the mean of some spectra from that of a scene, share of them beyond its `far`).

    scene       : TrainingScene
    reflectance : float32 (n_bands, n)
    """
    values, mean, deviation = normalised(reflectance, None), np.array(scene.mean), np.array(scene.deviation)
    shift = (values.mean(axis=1, dtype=np.float64) - mean) / deviation
    return float(np.sqrt((shift**2).mean())), float((_distances(values, mean, deviation) > scene.far).mean())


def _distances(values, mean, deviation):
    """float64 (n,): root mean square over the bands, in deviations. values : (n_bands, n)"""
    relative = (values - mean[:, None]) / deviation[:, None]
    return np.sqrt(np.einsum("bn,bn->n", relative, relative) / len(relative))
