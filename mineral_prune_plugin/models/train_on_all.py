# SPDX-License-Identifier: GPL-2.0-or-later
"""A model that is trained on all samples there are, and judged by others that were trained without some polygons.

Where polygons are few, none can be spared for a test, and few would say little. Every polygon is left out in turn
instead, as in leave-one-group-out cross-validation, and the model that is handed over has met them all.
"""

import numpy as np

from ..errors import OneClassOnly
from .from_polygons.calibration import calibration_of, cooled
from .from_polygons.cross_validation import Known, LeftOut, chosen_teacher, labels_of, left_out_logits
from .from_polygons.fold_data import data_of_fold
from .model_file import Model
from .perceptron.training import SoftLabels, initial, train
from .preprocessing import Preprocessing
from .train_model import check_feature, class_indices, mean_brightness, record_of, tell_scale
from .training_scene import with_training_scene


def train_on_all(spectra, folds, recipe, raster, progress):
    """Train a new model on all samples, whatever their split.

    spectra  : samples.samples.SampleSpectra
    folds    : samples.folds.Folds of its samples, some of them left out in some fold
    recipe   : train_model.Recipe
    raster   : the name for errors
    progress : reports, and is asked to cancel
    returns  : (Model, History, LeftOut)
    errors   : OneClassOnly, FeatureNeedsWavelengths, TooFewBands, TrainingDiverged, Cancelled
    """
    check_feature(spectra, recipe, raster)
    spectra = spectra.all_in_training()
    classes, settings = _classes(spectra.samples), recipe.settings
    known = _known(spectra, classes, recipe.wavelengths, folds)
    preprocessing = Preprocessing(recipe.feature, recipe.wavelengths).fitted(spectra.reflectance)
    kind, teachers, labels = chosen_teacher(known, settings, progress.part(0.0, 0.2))
    outputs = left_out_logits(known, preprocessing, labels, settings, progress.part(0.2, 0.8))[folds.judged]
    calibration = calibration_of(outputs, known.targets[folds.judged])
    soft = labels_of(kind, known, settings, progress.part(0.8, 0.9))
    network, history = _student(known, preprocessing, soft, settings, progress.part(0.9, 1.0))
    brightness = mean_brightness(spectra)
    tell_scale(brightness, raster, progress)
    record = _record(spectra, settings, history, kind, len(folds))
    model = Model.of(cooled(network, calibration.temperature), preprocessing, brightness, classes, record)
    model = with_training_scene(model, np.concatenate([spectra.reflectance, known.pixels], axis=1))
    numbers = np.array([mineral.number for mineral in classes])
    reference, identified = numbers[known.targets[folds.judged]], numbers[outputs.argmax(axis=1)]
    polygons, tried = folds.polygons[folds.judged], (kind, teachers)
    return model, history, LeftOut(reference, identified, polygons, len(folds), folds.alone, *tried, calibration)


def _classes(samples):
    classes = tuple(mineral for mineral in samples.minerals if (samples.classes == mineral.number).any())
    if len(classes) < 2:
        raise OneClassOnly(mineral=classes[0].name)
    return classes


def _known(spectra, classes, wavelengths, folds):
    """Known; without unlabelled pixels the samples' own spectra take their place, labelled like them by the teacher."""
    others = spectra.unlabelled is not None
    pixels = spectra.unlabelled.reflectance if others else spectra.reflectance
    targets = class_indices(classes)[spectra.samples.classes]
    return Known(spectra.reflectance, pixels, wavelengths, targets, len(classes), folds, others)


def _student(known, preprocessing, labels, settings, progress):
    """(Perceptron, History) of all samples and all pixels."""
    inputs = preprocessing.inputs(known.reflectance)
    soft_labels = SoftLabels(preprocessing.inputs(known.pixels), labels)
    data = data_of_fold(inputs, known.targets, np.arange(len(inputs)), soft_labels)
    start = initial(inputs.shape[1], settings.hidden, known.classes, settings.seed)
    return train(start, data, settings, progress)


def _record(spectra, settings, history, kind, folds):
    """How the model came about; it has no accuracy of its own, for there is no sample that it has not met."""
    record = record_of(spectra, settings, history, None)
    return {**record, "learnt_from_all": True, "folds": folds, "labelled_by": kind}
