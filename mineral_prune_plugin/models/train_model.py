# SPDX-License-Identifier: GPL-2.0-or-later
"""From sample spectra to a trained model, and what a model says of samples."""

import sys
from dataclasses import dataclass, replace

import numpy as np
import torch

from ..errors import (
    ClassNotTrained,
    FeatureNeedsWavelengths,
    OneClassOnly,
    SamplesDoNotFitModel,
    SplitEmpty,
    TooFewBands,
)
from ..notices import ScaleUnstated
from ..samples.samples import SPLITS
from ..spectra.features import FEATURES
from .densenet.network import DenseNetwork
from .densenet.patch_inputs import identify_patches
from .ensemble import soft_labels
from .model_file import Model
from .perceptron.forward import accuracy, identified, probabilities
from .perceptron.training import SoftLabels, TrainingData, initial, train_many
from .preprocessing import Preprocessing

LARGEST_REFLECTANCE = 2.0  # bright snow and glint exceed 1; values above this are not reflectance from 0 to 1


@dataclass(frozen=True)
class Recipe:
    """What kind of model to train. feature : a name of FEATURES; wavelengths : of the spectra's bands, or None."""

    feature: str
    wavelengths: object
    settings: object


def train_model(spectra, recipe, raster, progress):
    """Train a new model on the training samples; validation samples choose its epoch.

    spectra : raster.samples.SampleSpectra; where it has unlabelled pixels that no teacher has judged, a committee does
    raster  : the name for errors
    returns : (Model, History)
    errors  : SplitEmpty, OneClassOnly, ClassNotTrained, FeatureNeedsWavelengths, TooFewBands, TrainingDiverged,
              Cancelled
    """
    return train_models(spectra, recipe, [recipe.settings.seed], raster, progress)[0]


def train_models(spectra, recipe, seeds, raster, progress):
    """A (Model, History) from each seed, trained side by side; as `train_model`, but one committee for all of them."""
    check_feature(spectra, recipe, raster)
    classes = trained_classes(spectra, raster)
    if spectra.unlabelled is not None and spectra.unlabelled.probabilities is None:
        spectra = labelled_by_ensemble(spectra, classes, recipe.settings, progress.part(0.0, 0.5))
        progress = progress.part(0.5, 1.0)
    preprocessing = preprocessing_of(spectra, recipe.feature, recipe.wavelengths)
    data = training_data(spectra, preprocessing, classes)
    starts = [initial(data.inputs.shape[1], recipe.settings.hidden, len(classes), seed) for seed in seeds]
    trained = train_many(starts, [data] * len(seeds), recipe.settings, progress)
    brightness = mean_brightness(spectra)
    tell_scale(brightness, raster, progress)
    models = []
    for seed, network, history in zip(seeds, *trained):
        oa = accuracy(network, data.validation_inputs, data.validation_targets)
        own = replace(recipe, settings=replace(recipe.settings, seed=seed))
        record = _record(spectra, own, history, oa)
        models.append(Model.of(network, preprocessing, brightness, classes, record))
    return list(zip(models, trained[1]))


def labelled_by_ensemble(spectra, classes, settings, progress):
    """The SampleSpectra with what a committee, trained on its samples, says of its unlabelled pixels."""
    place = class_indices(classes)
    training, validation = (
        (reflectance, place[numbers]) for reflectance, numbers in map(spectra.split, ("train", "validation"))
    )
    return spectra.with_soft_labels(
        soft_labels(training, validation, spectra.unlabelled.reflectance, settings, progress)
    )


def labelled_by(model, spectra):
    """The SampleSpectra with what a model says of its unlabelled pixels; as it is where there are none."""
    if spectra.unlabelled is None:
        return spectra
    return spectra.with_soft_labels(probabilities(model.network, model.inputs_of(spectra.unlabelled.reflectance)))


def trained_classes(spectra, layer):
    """The classes that have training samples; every sample must be of one of them.

    errors : SplitEmpty, OneClassOnly, ClassNotTrained
    """
    counts = spectra.samples.counts()
    for split in ("train", "validation"):
        if not counts[SPLITS.index(split)].any():
            raise SplitEmpty(layer=layer, split=split)
    minerals = spectra.samples.minerals
    trained = tuple(mineral for mineral, count in zip(minerals, counts[0]) if count)
    if len(trained) < 2:
        raise OneClassOnly(mineral=trained[0].name)
    for index, mineral in enumerate(minerals):
        for split in (1, 2):
            if counts[split, index] and mineral not in trained:
                raise ClassNotTrained(mineral=mineral.name, split=SPLITS[split])
    return trained


def preprocessing_of(spectra, feature, wavelengths):
    """The Preprocessing that the training samples of `spectra` fit.

    feature     : a name of FEATURES
    wavelengths : of the bands of the spectra, or None
    """
    return Preprocessing(feature, wavelengths).fitted(spectra.split("train")[0])


def mean_brightness(spectra):
    """Mean absolute reflectance of the training samples."""
    return float(np.abs(spectra.split("train")[0]).mean())


def tell_scale(brightness, raster, progress):
    """Tell where the values of training samples, `mean_brightness`, cannot be reflectance from 0 to 1."""
    if brightness > LARGEST_REFLECTANCE:
        progress.tell(ScaleUnstated(raster=raster, found=brightness))


def training_data(spectra, preprocessing, classes):
    """TrainingData of the training and validation samples, and of the unlabelled pixels where they have soft labels.

    spectra       : samples.samples.SampleSpectra, in the bands of the Preprocessing
    classes       : the MineralClasses of the network, in the order of its outputs
    """
    inputs, targets = split_inputs(spectra, "train", preprocessing, classes)
    validation = split_inputs(spectra, "validation", preprocessing, classes)
    unlabelled = spectra.unlabelled
    if unlabelled is not None:
        unlabelled = SoftLabels(preprocessing.inputs(unlabelled.reflectance), unlabelled.probabilities)
    return TrainingData(inputs, targets, *validation, unlabelled)


def identify_samples(model, spectra, split):
    """What the model says of the samples of a split: (reference, identified), int64 (n,) class numbers.

    spectra : of a model that sees neighbourhoods, read with its `patch`
    """
    if isinstance(model.network, DenseNetwork):
        return identify_patches(model, *spectra.split_patches(split))
    inputs, targets = split_inputs(spectra, split, model.preprocessing, model.classes)
    numbers = np.array([mineral.number for mineral in model.classes])
    return numbers[targets], numbers[identified(model.network, inputs)] if len(targets) else numbers[targets]


def check_samples_fit(model, samples):
    """Errors: SamplesDoNotFitModel where a mineral of the samples is not one of the model's, by number and name."""
    known = {mineral.number: mineral.name for mineral in model.classes}
    for mineral in samples.minerals:
        if known.get(mineral.number, "").casefold() != mineral.name.casefold():
            listed = ", ".join(f"{number} = {name}" for number, name in known.items())
            raise SamplesDoNotFitModel(known=listed, found=f"{mineral.number} = {mineral.name}")


def split_inputs(spectra, split, preprocessing, classes):
    """(inputs of a network float32 (n, n_features), targets int64 (n,) as indices of `classes`).

    spectra, preprocessing : as in `training_data`; split : one of SPLITS
    """
    reflectance, numbers = spectra.split(split)
    return preprocessing.inputs(reflectance), class_indices(classes)[numbers]


def class_indices(classes):
    """int64 (256,): the index in `classes` of each class number."""
    index = np.zeros(256, dtype=np.int64)
    index[[mineral.number for mineral in classes]] = np.arange(len(classes))
    return index


def check_feature(spectra, recipe, raster):
    """Errors: FeatureNeedsWavelengths, TooFewBands where the feature cannot be computed of the spectra."""
    if FEATURES[recipe.feature].needs_wavelengths and recipe.wavelengths is None:
        raise FeatureNeedsWavelengths(feature=recipe.feature, raster=raster)
    found, expected = len(spectra.reflectance), FEATURES[recipe.feature].fewest_bands
    if found < expected:
        raise TooFewBands(raster=raster, expected=expected, found=found)


def _record(spectra, recipe, history, oa):
    """How the model came about, for the people who read its file."""
    return {
        "hidden_units": list(recipe.settings.hidden),
        "epochs": history.epochs[-1],
        "kept_epoch": history.kept_epoch,
        "seed": recipe.settings.seed,
        "unlabelled_pixels": 0 if spectra.unlabelled is None else spectra.unlabelled.reflectance.shape[1],
        "samples": {name: int(count) for name, count in zip(SPLITS, spectra.samples.counts().sum(axis=1))},
        "validation_oa": oa,
        "versions": {"python": sys.version.split()[0], "numpy": np.__version__, "torch": torch.__version__},
    }
