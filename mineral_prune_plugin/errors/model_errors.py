# SPDX-License-Identifier: GPL-2.0-or-later
"""Settings, models, maps and processors that cannot be used."""

from .base import QT_TRANSLATE_NOOP, MineralPruneError


class SettingOutOfBounds(MineralPruneError):
    """label : as the dialog shows it; name : as scripts call it."""

    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "'{label}' ({name}) must be from {least} to {most} {unit}, but {found} was given. Choose a value in "
        "that range.",
    )


class NumberOutOfBounds(SettingOutOfBounds):
    """Of a setting without a unit, or whose label says it."""

    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "'{label}' ({name}) must be from {least} to {most}, but {found} was given. Choose a value in that range.",
    )


class EvenNumber(SettingOutOfBounds):
    """Of a side that must have a middle."""

    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "'{label}' ({name}) must be an odd number from {least} to {most}, but {found} was given. Choose another.",
    )


class HiddenUnitsUnreadable(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune", "'Hidden units' (HIDDEN_UNITS) must be like '30', or '64,32' for two layers; '{found}' is not."
    )


class BandsUnreadable(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "'Bands to keep' (BANDS) must be 'all', 'automatic', or a number of bands such as '15'; '{found}' is not.",
    )


class UnitsUnreadable(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "'Hidden units to keep' (UNITS) must be 'rule', a number such as '9', or one for each layer such as '20,10'; "
        "'{found}' is not.",
    )


class UnitsDoNotFit(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "'Hidden units to keep' (UNITS) must give one number for each hidden layer, none larger than the layer; the "
        "model has {expected} hidden units, but {found} was given.",
    )


class BandsOutOfBounds(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "'Bands to keep' (BANDS) must be from {least} to {most} for this model, whose feature is '{feature}', but "
        "{found} was given. Choose a value in that range.",
    )


class BandsNeedWavelengths(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "The model was trained without wavelengths, so the bands that are left could not be found in another raster. "
        "Set 'Bands to keep' (BANDS) to 'all', or train on a raster with wavelengths.",
    )


class OneClassOnly(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune", "Training needs at least two minerals; the training samples contain only {mineral}."
    )


class SplitEmpty(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune", "{layer} has no {split} samples with data, which are needed here. Draw some."
    )


class ClassNotTrained(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune", "{mineral} has {split} samples but no training samples. Draw training samples of it too."
    )


class TrainingDiverged(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "Training failed in epoch {epoch}: the loss is no longer finite. Check the values of the raster.",
    )


class ModelFileError(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{path} is not a usable model of this plugin: {field} should be {expected}, and is {found}. Train the model "
        "again or get a new copy of the file.",
    )


class PerceptronNeeded(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "A perceptron, as made by 'Train model', is needed here; this model is a sparse DenseNet, which was already "
        "pruned during training. Choose another model.",
    )


class SamplesDoNotFitModel(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "The model was trained on {known}, but the samples have {found}. Use the samples that the model was "
        "trained on.",
    )


class NothingIdentified(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "The model identifies none of the {samples} validation samples correctly, so C-APoZ has nothing to count. "
        "Train a better model first.",
    )


class MapHasNoReference(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "No pixel of {map} is both classified and in the reference. Choose a reference for the same area.",
    )


class NoClassInCommon(MineralPruneError):
    """Classes, as "3 = calcite": first of the map, second of the reference."""

    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "Map and reference are matched by the names of their classes, but none is in both: the map has {first}, the "
        "reference {second}. Give the same minerals the same names.",
    )


class ModelClassesDiffer(MineralPruneError):
    """Classes, as "3 = calcite": first of model A, second of model B."""

    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "The models are compared on the minerals that both identify, by name, but there is none: model A has {first}, "
        "model B {second}. Choose models of the same minerals.",
    )


class NoClassNumberLeft(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "The models use all class numbers from 1 to {largest}, so none is left for 'models differ' in the agreement "
        "map. Run the comparison without the map.",
    )


class NoCuda(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "'Device' is set to cuda, but the installed torch {version} finds no CUDA device. Choose auto or cpu, or "
        "install a CUDA build of torch.",
    )


class CudaFails(MineralPruneError):
    """reason : what torch says, without a full stop."""

    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "'Device' is set to cuda, but the installed torch {version} cannot compute on the graphics card: {reason}. "
        "Choose auto or cpu, or install a build of torch for this card.",
    )


class NoNumbersForReject(MineralPruneError):
    """found : the largest class number of the samples."""

    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "To leave pixels unclassified that are unlike all samples, the largest class number may be {most}; the samples "
        "have {found}. Give the minerals lower numbers.",
    )


class SettledNeedsPerceptron(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "'Settled pixels' (SETTLED) needs a perceptron, for it redraws single spectra; this model is a sparse "
        "DenseNet, which looks at neighbourhoods. Leave that output out, or choose another model.",
    )


class ModelNotExportable(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "ONNX graphs compute in single precision, numbers up to 3e38, but the weights of this model are so large that "
        "its sums may be larger, and classes would be wrong. Train the model again.",
    )


class TileTooSmall(MineralPruneError):
    """tile : pixels a side, as chosen; patch : of what the model looks at; least : of a tile"""

    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "The model looks at {patch} x {patch} pixels around each one, so tiles of {tile} x {tile} pixels have none "
        "whose neighbours are all inside. Choose a tile size of {least} or more, or 0 for any.",
    )


class TrainingNeedsMemory(MineralPruneError):
    """needed, most : megabytes."""

    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "Training such a network takes about {needed} MB of memory, and {most} MB are allowed. Allow more under "
        "Settings > Options > Processing > Providers > Mineral Prune, or choose fewer hidden units or samples.",
    )
