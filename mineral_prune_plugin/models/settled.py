# SPDX-License-Identifier: GPL-2.0-or-later
"""How much of a scene a model names, how much of that survives other noise and weaker absorptions, and how surely."""

from dataclasses import dataclass
from functools import partial

import numpy as np

from ..classes import UNCLASSIFIED
from ..simulation.scene_sample import redrawn
from .darkness import with_dark

PIXELS, REDRAWS = 4_000, 8
DILUTION = (0.8, 1.0)  # of all absorptions of a pixel, as by more of a featureless neighbour
ADDED_NOISE = 0.5  # of the deviation of the scene's noise, which the pixel has already


@dataclass(frozen=True)
class Settled:
    """Pixels of a scene, as a model sees them.

    outputs : int64 (n,), the number of the class with the largest output: a mineral's or a reject's
    classes : int64 (n,), the same for minerals, UNCLASSIFIED for rejects
    kept    : bool (n,), whether the pixel is named and keeps its mineral in every redraw
    margins : float32 (n,), the largest output less the next one
    """

    outputs: np.ndarray
    classes: np.ndarray
    kept: np.ndarray
    margins: np.ndarray

    @property
    def pixels(self):
        """Spectra of the scene that were looked at."""
        return len(self.classes)

    @property
    def named(self):
        """Of these, those that get a mineral's name."""
        return int((self.classes != UNCLASSIFIED).sum())

    @property
    def settled(self):
        """Of the named ones, those that keep it in every redraw."""
        return int(self.kept.sum())

    @property
    def named_share(self):
        """0 to 1."""
        return self.named / self.pixels

    @property
    def settled_share(self):
        """0 to 1; 0 where nothing is named."""
        return self.settled / self.named if self.named else 0.0

    def surest(self, number, count):
        """int64 (at most `count`,): the pixels that get a class's `number` by the largest margins, surest first."""
        pixels = np.flatnonzero(self.classes == number)
        return pixels[np.argsort(-self.margins[pixels], kind="stable")[:count]]


def kept_in_redraws(identify, pixels, classes, root, generator, progress):
    """bool (n,): whether each pixel keeps its class in every redraw.

    identify  : a function of reflectance, float32 (n_bands, n), that gives class numbers (n,)
    pixels    : (reflectance, continua), float32 (n_bands, n) each
    classes   : integers (n,), the classes of the pixels, none UNCLASSIFIED
    root      : float64 (n_bands, n_bands), `noise_root` of the scene
    generator : numpy Generator
    progress  : reports and is asked to cancel
    """
    left = np.arange(len(classes))  # those that have kept theirs so far
    for redraw in range(REDRAWS):
        progress.step(redraw / REDRAWS)
        drawn = redrawn(tuple(values[:, left] for values in pixels), ADDED_NOISE * root, DILUTION, generator)
        left = left[identify(drawn) == classes[left]] if len(left) else left
    kept = np.zeros(len(classes), dtype=bool)
    kept[left] = True
    return kept


def settled_pixels(model, scene, seed, progress):
    """The Settled of a model and a scene.

    model    : Model with a reject
    scene    : simulation.scene_sample.SceneSample in the model's bands
    seed     : 0 or above
    progress : reports and is asked to cancel
    """
    from .perceptron.forward import logits  # here, for a report reads this module and must not load torch
    from .train_model import identified_numbers

    count = min(PIXELS, scene.reflectance.shape[1])
    scores = logits(model.network, model.inputs_of(scene.reflectance[:, :count]))
    places = with_dark(model, scene.reflectance[:, :count], scores.argmax(axis=1))
    classes = model.mapped_numbers.astype(np.int64)[places]
    named, kept = np.flatnonzero(classes != UNCLASSIFIED), np.zeros(count, dtype=bool)
    pixels = scene.reflectance[:, named], scene.continua[:, named]
    generator = np.random.default_rng(seed)
    identify = partial(identified_numbers, model)
    kept[named] = kept_in_redraws(identify, pixels, classes[named], scene.noise_root(), generator, progress)
    highest = np.sort(scores, axis=1)
    outputs = np.array([each.number for each in model.classes], dtype=np.int64)[places]
    return Settled(outputs, classes, kept, highest[:, -1] - highest[:, -2])
