# SPDX-License-Identifier: GPL-2.0-or-later
"""Settings, models, maps and processors that cannot be used."""

from .base import QT_TRANSLATE_NOOP, MineralPruneError


class SettingOutOfBounds(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune", "{name} must be from {least} to {most} {unit}, and {found} was given; choose one in between."
    )


class HiddenUnitsUnreadable(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune", "HIDDEN_UNITS must be like '30', or '64,32' for two layers; '{found}' is not."
    )


class BandsUnreadable(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune", "BANDS must be 'all', 'automatic', or a number of bands such as '15'; '{found}' is not."
    )


class UnitsUnreadable(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "UNITS must be 'rule', or a number of hidden units such as '9', or one for each layer such as '20,10'; "
        "'{found}' is not.",
    )


class UnitsDoNotFit(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "UNITS must name a number for each hidden layer, none above what it has; the model has {expected} hidden "
        "units, and {found} was asked for.",
    )


class BandsOutOfBounds(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "BANDS must be from {least} to {most} for this model, whose feature is '{feature}', and {found} was given; "
        "choose one in between.",
    )


class BandsNeedWavelengths(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "The model knows no wavelengths, so a raster could not be told which of its bands are left; give "
        "'all' to BANDS, or train on a raster with wavelengths.",
    )


class OneClassOnly(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune", "At least two minerals are needed to tell apart; the training samples hold only {mineral}."
    )


class SplitEmpty(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune", "{layer} has no {split} samples with data; draw some, they are needed here."
    )


class ClassNotTrained(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune", "{mineral} has {split} samples but no training samples; draw training samples of it too."
    )


class TrainingDiverged(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune", "Training broke down in epoch {epoch}: the loss is not finite. Check the raster's values."
    )


class ModelFileError(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{path} is not a usable model of this plugin: {field} should be {expected}, and is {found}. Train it again or "
        "fetch it again.",
    )


class PerceptronNeeded(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "A perceptron is needed here, as 'Train model' makes it; the model is a sparse DenseNet, which was pruned "
        "while it was trained. Choose another model.",
    )


class SamplesDoNotFitModel(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "The model knows {known}; the samples say {found}. Use the samples that the model was trained on.",
    )


class NothingIdentified(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "The model identifies none of the {samples} validation samples correctly, so C-APoZ has nothing to count; "
        "train "
        "a better model first.",
    )


class MapHasNoReference(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "No pixel of {map} is both classified and in the reference; choose a reference of the same place.",
    )


class MapClassesDiffer(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune", "Class {number} is {first} in the map and {second} in the reference; they must agree."
    )


class ModelClassesDiffer(MineralPruneError):
    """Classes, as "3 = calcite", that one of two models has and the other has not; "-" for none."""

    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "The two models do not identify the same minerals: model A alone has {first}, model B alone has {second}. "
        "Compare models whose class numbers and names agree.",
    )


class NoClassNumberLeft(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "The models use all class numbers from 1 to {largest}, so that the map has none left for 'models differ'; "
        "leave the map out.",
    )


class NoCuda(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "CUDA was asked for; the torch {version} installed here finds no CUDA device. Choose the device 'auto' or "
        "'cpu', or install a CUDA build of torch.",
    )
