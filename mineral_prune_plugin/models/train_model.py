# SPDX-License-Identifier: GPL-2.0-or-later
"""From sample spectra to a trained model, and how a model identifies samples."""

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
from .darkness import identified_places
from .densenet.network import DenseNetwork
from .densenet.patch_inputs import identify_patches
from .ensemble import soft_labels
from .model_file import Model
from .perceptron.forward import accuracy, probabilities
from .perceptron.training import SoftLabels, TrainingData, initial, train_many
from .preprocessing import Preprocessing
from .training_scene import with_training_scene

LARGEST_REFLECTANCE = 2.0  # bright snow and glint exceed 1; values above this are not reflectance from 0 to 1


@dataclass(frozen=True)
class Recipe:
    """What kind of model to train.

    feature     : a name of FEATURES
    wavelengths : Wavelengths of the spectra's bands, or None
    settings    : TrainingSettings of a perceptron, or SparseSettings of a sparse DenseNet
    """

    feature: str
    wavelengths: object
    settings: object


def train_model(spectra, recipe, raster, progress):
    """Train a new model on the training samples; validation samples choose its epoch.

    spectra  : samples.samples.SampleSpectra; unlabelled pixels without soft labels get those of an ensemble
    recipe   : Recipe
    raster   : the name for errors
    progress : reports, and is asked to cancel
    returns  : (Model, History)
    errors   : SplitEmpty, OneClassOnly, ClassNotTrained, FeatureNeedsWavelengths, TooFewBands, TrainingDiverged,
               Cancelled
    """
    return train_models(spectra, recipe, [recipe.settings.seed], raster, progress)[0]


def train_models(spectra, recipe, seeds, raster, progress):
    """A (Model, History) from each of `seeds`, trained side by side, with one ensemble for all of them.

    spectra, recipe, raster, progress : as in `train_model`; the ensemble takes the seed of the recipe
    """
    check_feature(spectra, recipe, raster)
    return train_classes(spectra, trained_classes(spectra, raster), recipe, seeds, raster, progress)


def train_classes(spectra, classes, recipe, seeds, raster, progress):
    """The same with an output for each of the MineralClasses `classes`, whether or not it has training samples.

    spectra, recipe, seeds, raster, progress : as in `train_models`; the feature has been checked
    """
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
        settings = replace(recipe.settings, seed=seed)
        record = record_of(spectra, settings, history, oa)
        model = Model.of(network, preprocessing, brightness, classes, record)
        models.append(with_training_scene(model, pixels_of_scene(spectra)))
    return list(zip(models, trained[1]))


def labelled_by_ensemble(spectra, classes, settings, progress):
    """The SampleSpectra `spectra` with soft labels, by an ensemble that is trained on its samples.

    classes  : the MineralClasses of the soft labels, in the order of their columns
    settings : TrainingSettings of the student, see `soft_labels`
    progress : reports, and is asked to cancel
    """
    indices = class_indices(classes)
    training, validation = (
        (reflectance, indices[numbers]) for reflectance, numbers in map(spectra.split, ("train", "validation"))
    )
    return spectra.with_soft_labels(
        soft_labels(training, validation, spectra.unlabelled.reflectance, settings, progress)
    )


def labelled_by(model, spectra):
    """The SampleSpectra `spectra` with soft labels by `model`; as it is where it has no unlabelled pixels."""
    if spectra.unlabelled is None:
        return spectra
    return spectra.with_soft_labels(probabilities(model.network, model.inputs_of(spectra.unlabelled.reflectance)))


def trained_classes(spectra, layer):
    """The classes that have training samples; every sample must be of one of them.

    spectra : samples.samples.SampleSpectra
    layer   : the name for errors
    errors  : SplitEmpty, OneClassOnly, ClassNotTrained
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

    feature, wavelengths : as of Preprocessing
    """
    return Preprocessing(feature, wavelengths).fitted(spectra.split("train")[0])


def pixels_of_scene(spectra):
    """float32 (n_bands, n): the training samples and the unlabelled pixels among SampleSpectra."""
    unlabelled = () if spectra.unlabelled is None else (spectra.unlabelled.reflectance,)
    return np.concatenate([spectra.split("train")[0], *unlabelled], axis=1)


def mean_brightness(spectra):
    """Mean absolute reflectance of the training samples."""
    return float(np.abs(spectra.split("train")[0]).mean())


def tell_scale(brightness, raster, progress):
    """Tell `progress` where the values of the training samples cannot be reflectance from 0 to 1.

    brightness : `mean_brightness` of the samples
    raster     : the name for the notice
    """
    if brightness > LARGEST_REFLECTANCE:
        progress.tell(ScaleUnstated(raster=raster, found=brightness))


def training_data(spectra, preprocessing, classes):
    """TrainingData of the training and validation samples, and of the unlabelled pixels where they have soft labels.

    spectra       : samples.samples.SampleSpectra
    preprocessing : a Preprocessing of spectra in the same bands
    classes       : the MineralClasses of the network, in the order of its outputs
    """
    inputs, targets = split_inputs(spectra, "train", preprocessing, classes)
    validation = split_inputs(spectra, "validation", preprocessing, classes)
    unlabelled = spectra.unlabelled
    if unlabelled is not None:
        unlabelled = SoftLabels(preprocessing.inputs(unlabelled.reflectance), unlabelled.probabilities)
    return TrainingData(inputs, targets, *validation, unlabelled)


def identify_samples(model, spectra, split):
    """The classes of the samples of a split, as labelled and as the model identifies them.

    spectra : samples.samples.SampleSpectra; read with the model's `patch`, where that is more than the pixel
    split   : one of SPLITS
    returns : (reference, identified), int64 (n,) class numbers, UNCLASSIFIED for classes of the model's reject
    """
    if isinstance(model.network, DenseNetwork):
        return identify_patches(model, *spectra.split_patches(split))
    reflectance, reference = spectra.split(split)
    numbers = model.mapped_numbers.astype(np.int64)
    targets = class_indices(model.classes)[reference]
    return numbers[targets], identified_numbers(model, reflectance) if len(targets) else numbers[targets]


def identified_numbers(model, reflectance):
    """int64 (n,): the class numbers of spectra, UNCLASSIFIED for a reject.

    model       : Model of a perceptron
    reflectance : float32 (n_bands, n)
    """
    numbers = model.mapped_numbers.astype(np.int64)
    return numbers[identified_places(model, reflectance)]


def check_samples_fit(model, samples):
    """Errors: SamplesDoNotFitModel where a mineral of the `samples` is not one of the `model`, by number and name."""
    known = {mineral.number: mineral.name for mineral in model.minerals}
    for mineral in samples.minerals:
        if known.get(mineral.number, "").casefold() != mineral.name.casefold():
            listed = ", ".join(f"{number} = {name}" for number, name in known.items())
            raise SamplesDoNotFitModel(known=listed, found=f"{mineral.number} = {mineral.name}")


def split_inputs(spectra, split, preprocessing, classes):
    """(inputs of a network float32 (n, n_features), targets int64 (n,) as indices of `classes`).

    spectra, preprocessing, classes : as in `training_data`
    split                           : one of SPLITS
    """
    reflectance, numbers = spectra.split(split)
    return preprocessing.inputs(reflectance), class_indices(classes)[numbers]


def class_indices(classes):
    """int64 (256,): the index in `classes` of each class number."""
    index = np.zeros(256, dtype=np.int64)
    index[[mineral.number for mineral in classes]] = np.arange(len(classes))
    return index


def check_feature(spectra, recipe, raster):
    """Errors: FeatureNeedsWavelengths, TooFewBands where the recipe's feature cannot be computed of the spectra.

    raster : the name for the errors
    """
    if FEATURES[recipe.feature].needs_wavelengths and recipe.wavelengths is None:
        raise FeatureNeedsWavelengths(feature=recipe.feature, raster=raster)
    bands, fewest = len(spectra.reflectance), FEATURES[recipe.feature].fewest_bands
    if bands < fewest:
        raise TooFewBands(raster=raster, expected=fewest, found=bands)


def record_of(spectra, settings, history, oa):
    """How a model came about, for the people who read its file: values that JSON holds.

    spectra  : SampleSpectra that it learnt from
    settings : TrainingSettings
    history  : History of the run
    oa       : overall accuracy on the validation samples, 0 to 1
    """
    return {
        "hidden_units": list(settings.hidden),
        "epochs": history.epochs[-1],
        "kept_epoch": history.kept_epoch,
        "seed": settings.seed,
        "unlabelled_pixels": 0 if spectra.unlabelled is None else spectra.unlabelled.reflectance.shape[1],
        "samples": {name: int(count) for name, count in zip(SPLITS, spectra.samples.counts().sum(axis=1))},
        "validation_oa": oa,
        "versions": {"python": sys.version.split()[0], "numpy": np.__version__, "torch": torch.__version__},
    }
