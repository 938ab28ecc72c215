# SPDX-License-Identifier: GPL-2.0-or-later
"""Labels by an ensemble that learnt a library, corrected by how the scene itself shows the minerals.

No library has quite the minerals of a scene. But where the ensemble names thousands of the scene's pixels, most of them
rightly, their means show how each mineral looks there, and a pixel near one of these and far from another is more
likely the one. So likelihoods of a linear discriminant of the scene's pixels (Fisher 1936), fitted by two rounds of
expectation and maximisation, are multiplied with the ensemble's. A mineral that few or no pixels show keeps the
library's mean, but for what all minerals of the scene deviate from the library by.

Compared are directions: logarithms of reflectance less their mean, less those of the scene's spectra without an
absorption and in units of their deviation, at unit length, so that neither brightness nor depth is any matter.
"""

from dataclasses import dataclass, replace

import numpy as np

from ...spectra.transforms import FLOOR

LIBRARY_PIXELS = 400  # so many pixels of the scene weigh as much as the library
SAMPLE_PIXELS = 20  # so many pixels of the scene weigh as much as a labelled sample
ROUNDS = 2
SHRINKAGE = 0.2  # of the covariance, towards the same in all directions
FEWEST = 10  # directions: with fewer there is nothing to correct by
LEAST_VARIANCE = 1e-9  # relative to the largest: less is rounding
LEAST_SHARE = 1e-9
CHUNK = 5_000


class Background:
    """What a scene's spectra without absorptions look like.

    featureless : float32 (n_bands, n)
    whitener    : float64 (n_directions, n_bands); it gives such spectra, as `logarithms` less `mean`, unit covariance
    mean        : float64 (n_bands, 1), of their logarithms
    """

    def __init__(self, featureless):
        spectra = logarithms(featureless)
        self.mean = spectra.mean(axis=1, keepdims=True)
        values, vectors = np.linalg.eigh(np.cov(spectra).reshape(len(featureless), -1))
        kept = values > LEAST_VARIANCE * max(values[-1], 0.0)
        self.whitener = (vectors[:, kept] / np.sqrt(values[kept])).T

    def directions(self, reflectance):
        """float32 (n_directions, n): of unit length, shorter where nothing but noise is seen.

        reflectance : float32 (n_bands, n)
        """
        result = np.empty((len(self.whitener), reflectance.shape[1]), np.float32)
        for start in range(0, reflectance.shape[1], CHUNK):
            chunk = slice(start, start + CHUNK)
            whitened = self.whitener @ (logarithms(reflectance[:, chunk]) - self.mean)
            result[:, chunk] = whitened / np.maximum(np.linalg.norm(whitened, axis=0), 1.0)
        return result


@dataclass(frozen=True)
class Likeness:
    """Logarithms of the likelihoods of minerals, linear in the direction of a spectrum; all but what they share.

    weights : float64 (n_minerals, n_directions)
    offsets : float64 (n_minerals, 1)
    """

    weights: np.ndarray
    offsets: np.ndarray

    def corrected(self, shares, directions):
        """float32 (n, n_outputs): shares of outputs, the minerals' distributed anew; what they have together stays.

        shares     : float32 (n, n_outputs), minerals first
        directions : float32 (n_directions, n)
        """
        count = len(self.weights)
        minerals = shares[:, :count].astype(np.float64)
        scores = (self.weights @ directions + self.offsets).T + np.log(np.maximum(minerals, LEAST_SHARE))
        likelihoods = np.exp(scores - scores.max(axis=1, keepdims=True))
        together = minerals.sum(axis=1, keepdims=True)
        result = shares.copy()
        result[:, :count] = likelihoods / likelihoods.sum(axis=1, keepdims=True) * together
        return result


@dataclass(frozen=True)
class Classes:
    """Sums over spectra of each mineral.

    weights : float64 (n_minerals,), their number
    sums    : float64 (n_directions, n_minerals), of their directions
    squares : float64 (n_directions, n_directions), of the products of these, over all minerals
    """

    weights: np.ndarray
    sums: np.ndarray
    squares: np.ndarray

    @classmethod
    def of(cls, directions, shares):
        """directions : float32 (n_directions, n); shares : float (n, n_minerals), of each spectrum"""
        wide, shares = directions.astype(np.float64), shares.astype(np.float64)
        return cls(shares.sum(axis=0), wide @ shares, (wide * shares.sum(axis=1)) @ wide.T)

    def __add__(self, other):
        return Classes(self.weights + other.weights, self.sums + other.sums, self.squares + other.squares)

    def scatter(self, means):
        """float64 (n_directions, n_directions), about the `means` of the minerals, (n_directions, n_minerals)."""
        crossed = self.sums @ means.T
        return self.squares - crossed - crossed.T + (means * self.weights) @ means.T


def likeness_of(scene, library):
    """The Likeness that both give together.

    scene   : Classes of its pixels; a mineral may have none
    library : Classes of simulated spectra, of the same minerals
    """
    known = library.sums / np.maximum(library.weights, 1.0)
    number = scene.weights.sum() + LIBRARY_PIXELS
    shift = (scene.sums - known * scene.weights).sum(axis=1, keepdims=True) / number
    means = (scene.sums + LIBRARY_PIXELS * (known + shift)) / (scene.weights + LIBRARY_PIXELS)
    spread = library.scatter(known) / max(library.weights.sum(), 1.0)
    covariance = (scene.scatter(means) + LIBRARY_PIXELS * spread) / number
    sphere = np.eye(len(covariance)) * np.trace(covariance) / len(covariance)
    weights = np.linalg.solve((1 - SHRINKAGE) * covariance + SHRINKAGE * sphere, means).T
    return Likeness(weights, -0.5 * np.einsum("kd,dk->k", weights, means)[:, None])


class SceneLabels:
    """Corrected labels of spectra.

    simulation : simulation.draws.Simulation
    outputs    : library_outputs.Outputs
    teacher    : function of float32 (n_bands, n) that gives float32 (n, n_outputs), probabilities, minerals first
    draws      : simulated_samples.Draws: simulated spectra, for the library's means, and labelled samples in the batch
    floor      : float32 (n_bands, n), spectra of the scene without absorptions
    """

    def __init__(self, simulation, outputs, teacher, draws, floor):
        self._teacher, self._background, self._likeness = teacher, Background(floor), None
        count = len(outputs.minerals)
        directions = self._background.directions(simulation.scene.reflectance)
        if len(directions) < FEWEST:
            return
        of_class = np.eye(len(outputs.classes))[outputs.of, :count]
        library = self._classes(draws.training.reflectance, of_class[draws.training.classes])
        samples, share = _samples(draws)
        samples = self._classes(samples[0], SAMPLE_PIXELS * share * of_class[samples[1]])
        shares = named = teacher(simulation.scene.reflectance)
        for _ in range(ROUNDS):
            self._likeness = likeness_of(Classes.of(directions, named[:, :count]) + samples, library)
            named = self._likeness.corrected(shares, directions)

    def _classes(self, reflectance, shares):
        return Classes.of(self._background.directions(reflectance), shares)

    def of(self, reflectance):
        """float32 (n, n_outputs), rows sum to 1. reflectance : float32 (n_bands, n)"""
        shares = self._teacher(reflectance)
        if self._likeness is None:
            return shares
        return self._likeness.corrected(shares, self._background.directions(reflectance))

    def relabelled(self, draws):
        """The Draws whose simulated minerals, in the batch and in validation, are those that the labels say.

        A network cannot follow the scene where its soft labels do, and the library where its hard ones do.
        """
        validation = draws.validation
        batch, classes = draws.batch
        classes = classes.copy()
        simulated = slice(draws.simulated)
        classes[simulated] = self._hard(batch[:, simulated], classes[simulated])
        validation = replace(validation, classes=self._hard(validation.reflectance, validation.classes))
        return replace(draws, batch=(batch, classes), validation=validation)

    def _hard(self, reflectance, classes):
        """The classes of the simulation, of which minerals have the numbers of their outputs."""
        if self._likeness is None:
            return classes
        count = len(self._likeness.weights)
        return np.where(classes < count, self.of(reflectance)[:, :count].argmax(axis=1), classes)


def _samples(draws):
    """((reflectance, classes) of the labelled samples in the batch, what one of their repetitions counts)."""
    reflectance, classes = draws.batch
    return (reflectance[:, draws.simulated :], classes[draws.simulated :]), 1 / draws.repeated


def logarithms(reflectance):
    """float64 (n_bands, n), less the mean of each spectrum. reflectance : float (n_bands, n)"""
    values = np.log(np.maximum(reflectance, FLOOR), dtype=np.float64)
    return values - values.mean(axis=0)
