# SPDX-License-Identifier: GPL-2.0-or-later
"""How much of a scene a model names, and how much of that survives other noise and weaker absorptions."""

from dataclasses import dataclass

import numpy as np

from ..classes import UNCLASSIFIED
from .train_model import identified_numbers

PIXELS, REDRAWS = 4_000, 8
DILUTION = (0.6, 1.0)  # of all absorptions of a pixel, as by more of a featureless neighbour


@dataclass(frozen=True)
class Settled:
    """pixels : spectra of the scene that were looked at
    named   : of these, those that get a mineral's name
    settled : of the named ones, those that keep it in every redraw
    classes : int64 (pixels,), class numbers, UNCLASSIFIED where none
    """

    pixels: int
    named: int
    settled: int
    classes: np.ndarray

    @property
    def named_share(self):
        """0 to 1."""
        return self.named / self.pixels

    @property
    def settled_share(self):
        """0 to 1; 0 where nothing is named."""
        return self.settled / self.named if self.named else 0.0


def settled_pixels(model, scene, seed, progress):
    """The Settled of a model and a scene.

    model    : Model with a reject
    scene    : simulation.scene_sample.SceneSample in the model's bands
    seed     : 0 or above
    progress : reports and is asked to cancel
    """
    count = min(PIXELS, scene.reflectance.shape[1])
    classes = identified_numbers(model, scene.reflectance[:, :count])
    named = classes != UNCLASSIFIED
    settled, generator = named.copy(), np.random.default_rng(seed)
    for redraw in range(REDRAWS):
        progress.step(redraw / REDRAWS)
        settled &= identified_numbers(model, scene.redrawn(count, DILUTION, generator)) == classes
    return Settled(count, int(named.sum()), int(settled.sum()), classes)
