# SPDX-License-Identifier: GPL-2.0-or-later
"""A model from samples that leaves pixels unclassified which are unlike all of them.

Beside the samples it learns what is none of them: other materials of the plugin's library in the light of the scene,
spectra whose absorptions are the samples' altered, and spectra without absorptions.
"""

from dataclasses import dataclass, replace

import numpy as np

from ..classes import UNCLASSIFIED
from .darkness import darkest_for, identified_places, judged_bands
from .ensemble import soft_labels
from .from_library.featureless_floor import SPECTRA
from .from_samples.measured_reject import with_measured_reject
from .from_samples.reject_outputs import new_outputs
from .from_samples.spectra_beside import shuffled, with_rejects
from .reject import Reject
from .train_model import (
    check_feature,
    class_indices,
    identified_numbers,
    mean_brightness,
    record_of,
    train_classes,
    trained_classes,
)
from .training_scene import with_training_scene


@dataclass(frozen=True)
class RejectMeasured:
    """What a reject does, in shares from 0 to 1.

    pixels      : of the scene that were looked at, at random
    named       : of these, those that get a mineral's name
    kinds       : kind of reject -> share of these, in the order of models.reject
    validation  : number of validation samples
    lost        : of these, those that are left unclassified
    featureless : of spectra with the scene's continua and noise alone, those that get a mineral's name all the same
    """

    pixels: int
    named: float
    kinds: dict
    validation: int
    lost: float
    featureless: float


def train_with_reject(spectra, simulation, recipe, raster, progress):
    """Train a model on samples and on what is unlike them.

    spectra    : samples.samples.SampleSpectra
    simulation : simulation.draws.Simulation of `simulation.prepare_samples`
    recipe     : train_model.Recipe
    raster     : the name for errors
    progress   : reports, and is asked to cancel
    returns    : (Model, History, RejectMeasured)
    errors     : those of `train_model`, NoNumbersForReject
    """
    check_feature(spectra, recipe, raster)
    outputs = new_outputs(simulation, trained_classes(spectra, raster))
    together, hard_labels = with_rejects(spectra, simulation, outputs, progress.part(0.0, 0.1))
    labels = _soft_labels(together, hard_labels, outputs, recipe.settings, progress.part(0.1, 0.7))
    together = shuffled(together.with_soft_labels(labels), recipe.settings.seed)
    seeds, part = [recipe.settings.seed], progress.part(0.7, 1.0)
    ((model, history),) = train_classes(together, outputs.classes, recipe, seeds, raster, part)
    record = record_of(spectra, recipe.settings, history, model.training["validation_oa"])
    reject = Reject(outputs.kinds, None, _darkest(spectra, recipe.wavelengths))
    model = replace(model, reject=reject, brightness=mean_brightness(spectra), training=record)
    featureless = simulation.draw_featureless(SPECTRA)
    model = with_measured_reject(model, spectra.split("validation")[0], featureless)
    model = with_training_scene(model, simulation.scene.reflectance)
    return model, history, measured(model, spectra, simulation, featureless)


def measured(model, spectra, simulation, featureless):
    """The RejectMeasured of a model.

    spectra     : SampleSpectra of the samples
    simulation  : as of `train_with_reject`
    featureless : float32 (n_bands, n)
    """
    lost, empty = (
        float((identified_numbers(model, each) == UNCLASSIFIED).mean())
        for each in (spectra.split("validation")[0], featureless)
    )
    scene = simulation.scene.reflectance
    numbers = np.array([each.number for each in model.classes])
    counts = np.bincount(numbers[identified_places(model, scene)], minlength=256)
    pixels = scene.shape[1]
    kinds = {kind: count / pixels for kind, count in model.reject.pixels(counts).items()}
    validation = spectra.split("validation")[0].shape[1]
    return RejectMeasured(pixels, 1 - sum(kinds.values()), kinds, validation, lost, 1 - empty)


def _darkest(spectra, wavelengths):
    """Of `darkness.darkest_for`, by the training samples. wavelengths : of their bands, or None"""
    reflectance, numbers = spectra.split("train")
    judged = judged_bands(None if wavelengths is None else wavelengths.array(), len(reflectance))
    return darkest_for((reflectance[:, numbers == number] for number in np.unique(numbers)), judged)


def _soft_labels(spectra, hard_labels, outputs, settings, progress):
    """float32 (n, n_outputs) of the unlabelled spectra, by an ensemble that learns the first of them too."""
    indices = class_indices(outputs.classes)
    training, validation = (
        (reflectance, indices[numbers]) for reflectance, numbers in map(spectra.split, ("train", "validation"))
    )
    pixels = spectra.unlabelled.reflectance
    known = pixels[:, : len(hard_labels)], hard_labels
    return soft_labels(training, validation, pixels, settings, progress, known)
