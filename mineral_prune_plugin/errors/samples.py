# SPDX-License-Identifier: GPL-2.0-or-later
"""Labels and samples that cannot be used."""

from .base import QT_TRANSLATE_NOOP, MineralPruneError


class ClassNumberTooLarge(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune", "Classes must be whole numbers from 1 to {largest}; {labels} holds {found}."
    )


class LabelsDoNotOverlap(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{labels} ({label_extent}) does not overlap the raster ({raster_extent}); choose labels of the same place.",
    )


class LabelsNeedGeoreference(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{labels} ({label_size} pixels) and the raster ({raster_size} pixels) differ in size and are not both "
        "georeferenced; labels without georeference must have the raster's size.",
    )


class LabelsWithoutPixels(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "No labelled pixel has a valid spectrum in {raster}; check that the labels lie on it and are not all 0.",
    )


class LabelsEmpty(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP("MineralPrune", "{labels} has no labelled feature; draw some or choose another layer.")


class ClassFieldMissing(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune", "{labels} needs a field with the mineral of each feature; it has: {fields}. Choose one of them."
    )


class ClassCountUnreadable(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{parameter} must be a number, or like 'muscovite=400, halloysite=240', or both: '{found}' is not.",
    )


class ClassCountMissing(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{parameter} names no number for {mineral}; add '{mineral}=...' or a number without a name for all others.",
    )


class ClassCountUnused(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune", "{parameter} names '{mineral}', which the labels do not hold; they hold: {minerals}."
    )


class NoSamplesAsked(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune", "All numbers of samples are 0; ask for at least one training, validation or test pixel a class."
    )


class TooFewPixels(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "Too few labelled pixels with data: {shortages}. Ask for fewer, label more, or use smaller blocks.",
    )


class SampleFieldsMissing(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "Samples need the fields mineral, class and split; {layer} lacks {missing}. Make them with 'Draw samples'.",
    )


class SampleValueMissing(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{layer}: {samples} samples have no usable value in the field '{field}'; fill it or delete them.",
    )


class HiddenSizesUnreadable(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune", "SIZES must be like '5, 10, 20', with '64-32' for two layers; '{found}' is not."
    )


class SplitUnknown(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune", "{layer} has a split called '{found}'; the splits are {expected}. Correct the field."
    )


class MineralHasTwoNumbers(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune", "{layer} gives {first} and {second}; each mineral needs one class number of its own."
    )


class SamplesOutsideRaster(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune", "None of the {samples} samples of {layer} lies on the raster; choose samples drawn from it."
    )


class SamplePixelTwice(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{layer}: {pixels} samples share a pixel with one of another split or class; keep one sample a pixel.",
    )


class SamplesWithoutSpectra(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP("MineralPrune", "None of the {samples} samples has data in {raster}.")


class TooManyPatchPixels(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "The neighbourhoods of the samples in {raster} take {found} MB, and {most} MB are the most that is held; use "
        "fewer samples or unlabelled pixels, a smaller PATCH_SIZE or fewer bands.",
    )
