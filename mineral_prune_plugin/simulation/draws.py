# SPDX-License-Identifier: GPL-2.0-or-later
"""Simulated spectra: a material and perhaps a second one, the continuum of two pixels of the scene, its noise.

The classes are the endmembers in their order, then `unlike` (see unlike.py), then `featureless`: continuum and noise.
Made in chunks that each have a seed of their own, so that memory is bounded and a longer run begins with the same.
"""

from dataclasses import dataclass

import numpy as np

from ..spectra.transforms import FLOOR
from .endmembers import MINERAL, SURFACE
from .mixing import areal, intimate
from .unlike import unlike_absorptions

CHUNK = 5_000
UNLIKE_RECORDS = 1_200
UNLIKE_STREAM, DRAW_STREAM, FEATURELESS_STREAM = range(3)


@dataclass(frozen=True)
class Simulated:
    """reflectance : float32 (n_bands, n), 0..1
    classes     : int64 (n,), of the endmembers, then of `unlike` and of `featureless`
    depths      : float32 (n,), of the deepest absorption of the class's material, 1 - reflectance / continuum
    """

    reflectance: np.ndarray
    classes: np.ndarray
    depths: np.ndarray


class Simulation:
    """What is drawn from, prepared once.

    endmembers     : tuple of Endmember
    scene          : scene_sample.SceneSample
    wavelengths_um : float64 (n_bands,), micrometres, ascending
    settings       : SimulationSettings
    """

    def __init__(self, endmembers, scene, wavelengths_um, settings):
        self.endmembers, self.scene, self.settings = endmembers, scene, settings
        self._position = np.linspace(-1, 1, len(wavelengths_um)) if len(wavelengths_um) > 1 else np.zeros(1)
        self._root = scene.noise_root()
        minerals = np.concatenate([each.absorptions for each in endmembers if each.role == MINERAL])
        generator = np.random.default_rng([settings.seed, UNLIKE_STREAM])
        unlike = unlike_absorptions(minerals, wavelengths_um, UNLIKE_RECORDS, generator)
        self._absorptions = [each.absorptions for each in endmembers] + [unlike]
        weights = [_weight(each, settings) for each in endmembers]
        self._partners = np.array(weights) / sum(weights)
        drawn = [
            weight * settings.requested if each.role == MINERAL else weight for each, weight in zip(endmembers, weights)
        ]
        self._weights = np.array([*drawn, settings.unlike]) / (sum(drawn) + settings.unlike)

    @property
    def featureless(self):
        """The class of continuum and noise alone; `unlike` is the one before."""
        return len(self._absorptions)

    def draw(self, count, stream, progress):
        """Simulated spectra in random order.

        count    : how many
        stream   : 0 or above; another one gives other spectra
        progress : reports and is asked to cancel
        """
        parts = []
        for start in range(0, count, CHUNK):
            progress.step(start / count)
            seed = [self.settings.seed, DRAW_STREAM, stream, start]
            parts.append(self._chunk(min(CHUNK, count - start), np.random.default_rng(seed)))
        columns = zip(*((part.reflectance.T, part.classes, part.depths) for part in parts))
        reflectance, classes, depths = (np.concatenate(column) for column in columns)
        return Simulated(np.ascontiguousarray(reflectance.T), classes, depths)

    def draw_featureless(self, count):
        """float32 (n_bands, count): spectra of the scene's brightness and noise without any absorption."""
        generator = np.random.default_rng([self.settings.seed, FEATURELESS_STREAM])
        return self._seen(1.0, self._continua(count, generator), generator)

    def _chunk(self, count, generator):
        settings = self.settings
        classes = generator.choice(len(self._weights), count, p=self._weights)
        depths = np.exp(generator.uniform(*np.log(settings.depths), count))
        continua = self._continua(count, generator)
        relative = self._mixed(classes, depths[:, None], continua, generator)
        empty = generator.random(count) < settings.featureless
        relative[empty], classes[empty], depths[empty] = 1.0, self.featureless, 0.0
        return Simulated(self._seen(relative, continua, generator), classes, depths.astype(np.float32))

    def _mixed(self, classes, depths, continua, generator):
        """float64 (n, n_bands): reflectance relative to the continuum of the classes' material and a partner."""
        settings, count = self.settings, len(classes)
        first = depths * self._pure(classes, generator)
        partners = generator.choice(len(self._partners), count, p=self._partners)
        present = generator.random((count, 1)) < settings.partners
        second = depths * settings.partner_depth * generator.random((count, 1)) * self._pure(partners, generator)
        second *= present
        share = generator.uniform(0.3, 0.7, (count, 1))
        grains = present[:, 0] & (generator.random(count) < settings.intimate)
        relative = areal(first, second)
        relative[grains] = intimate(first[grains], second[grains], continua[grains], share[grains])
        return relative

    def _pure(self, classes, generator):
        """float64 (n, n_bands): absorptions of a random mixture of the class's records, 1 at their deepest."""
        result = np.empty((len(classes), len(self._position)))
        for number in np.unique(classes):
            places, records = np.flatnonzero(classes == number), self._absorptions[number]
            shares = generator.dirichlet(np.full(len(records), self.settings.concentration), len(places))
            result[places] = shares @ records
        return result / np.maximum(result.max(axis=1, keepdims=True), 1e-6)

    def _continua(self, count, generator):
        """float64 (n, n_bands): blends of the continua of two random pixels, tilted and bent a little."""
        pool = self.scene.continua
        first, second = generator.integers(0, pool.shape[1], (2, count))
        share = generator.random((count, 1))
        blend = share * pool[:, first].T + (1 - share) * pool[:, second].T
        tilt = generator.normal(0, self.settings.slope, (count, 1)) * self._position
        bend = generator.normal(0, self.settings.bend, (count, 1)) * (self._position**2 - 1 / 3)
        return blend * np.exp(tilt + bend)

    def _seen(self, relative, continua, generator):
        """float32 (n_bands, n): with the scene's noise, nowhere below FLOOR."""
        count, bands = continua.shape
        noise = generator.standard_normal((count, bands)) @ self._root.T
        amount = np.exp(generator.uniform(*np.log(self.settings.noise), (count, 1)))
        return np.ascontiguousarray(np.maximum(relative * continua + amount * noise, FLOOR).T, dtype=np.float32)


def _weight(endmember, settings):
    if endmember.role == MINERAL:
        return 1.0
    if endmember.role == SURFACE:
        return settings.surface
    return settings.common if endmember.common else settings.rare
