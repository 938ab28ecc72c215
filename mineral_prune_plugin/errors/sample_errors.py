# SPDX-License-Identifier: GPL-2.0-or-later
"""Labels and samples that cannot be used."""

from .base import QT_TRANSLATE_NOOP, MineralPruneError


class ClassNumberTooLarge(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune", "Classes must be whole numbers from 1 to {largest}; {labels} contains {found}."
    )


class LabelsDoNotOverlap(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{labels} ({label_extent}) does not overlap the raster ({raster_extent}). Choose labels for the same area.",
    )


class LabelsNeedGeoreference(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{labels} ({label_size} pixels) and the raster ({raster_size} pixels) differ in size and are not both "
        "georeferenced. Labels that are not georeferenced must have the size of the raster.",
    )


class LabelsWithoutPixels(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "No labelled pixel has a valid spectrum in {raster}. Check that the labels lie on the raster and are not "
        "all 0.",
    )


class LabelsContradict(MineralPruneError):
    """conflicts : pixels with labels of different minerals; others : labelled pixels without a valid spectrum"""

    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "No labelled pixel of {labels} can be used: {conflicts} lie in polygons or points of different minerals, which "
        "are left out since no pixel can be both, and {others} have no valid spectrum in {raster}. Draw the labels so "
        "that those of different minerals do not overlap, or give those that overlap the same mineral.",
    )


class LabelsEmpty(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune", "{labels} has no labelled features. Draw some, or choose another layer."
    )


class ClassFieldMissing(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune", "{labels} needs a field with the mineral of each feature. Choose one of its fields: {fields}."
    )


class ClassFieldUnsuitable(MineralPruneError):
    """found : a value, or the kind of all of them"""

    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "The field '{field}' of {labels} holds {found}, which is neither a name nor a whole number. Choose a field of "
        "mineral names, or of their numbers from 1.",
    )


class TooManyNames(MineralPruneError):
    """found, largest : how many"""

    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "The field '{field}' of {labels} has {found} different names; a map has at most {largest} classes. Choose the "
        "field of the minerals, or join some of them.",
    )


class ClassCountUnreadable(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "'{parameter}' must be a number, a list such as 'muscovite=400, halloysite=240', or both; '{found}' is not.",
    )


class ClassCountMissing(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "'{parameter}' has no number for {mineral}. Add '{mineral}=...', or a number without a name for all "
        "other minerals.",
    )


class ClassCountUnused(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune", "'{parameter}' names '{mineral}', which is not among the minerals of the labels: {minerals}."
    )


class NoSamplesAsked(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "All numbers of samples are 0. Give at least one training, validation or test pixel per class.",
    )


class TooManySamples(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{samples} samples would be drawn, and a layer of points holds at most {most}. Choose 'up to' or "
        "'proportional' under 'Numbers', or fewer pixels per class.",
    )


class TooFewPixels(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "Too few labelled pixels with data: {shortages}. Draw fewer samples, label more pixels, use smaller blocks, or "
        "choose 'up to' under 'Numbers'.",
    )


class SampleFieldsMissing(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "Samples need the fields mineral, class and split; {layer} lacks {missing}. Use 'Draw samples' to make them.",
    )


class SamplesNotPoints(MineralPruneError):
    """kind : QGIS's name of the geometry that was there."""

    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "Samples must be points; {layer} has other features ({kind}). Draw points from them with 'Draw samples'.",
    )


class CategoryNamesMisread(MineralPruneError):
    """name : as it was read."""

    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "The class names of {raster} are not in UTF-8: one reads '{name}'. Save its header or side file (.hdr, "
        ".aux.xml) as UTF-8.",
    )


class SampleValueMissing(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{layer}: {samples} samples have no usable value in the field '{field}'. Fill it in, or delete these samples.",
    )


class HiddenSizesUnreadable(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "'Hidden sizes' (SIZES) must be like '5, 10, 20', with '64-32' for two layers; '{found}' is not.",
    )


class SplitUnknown(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune", "{layer} has a split called '{found}'; it must be one of {expected}. Correct the field."
    )


class MineralHasTwoNumbers(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune", "{layer} has {first} and {second}; each mineral needs one class number of its own."
    )


class SampleThereAlready(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{layer} has a sample of {mineral} in this pixel already, in the split {split}. Delete that one first.",
    )


class SamplesOutsideRaster(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune", "None of the {samples} samples of {layer} lies on the raster. Choose samples drawn from it."
    )


class SamplePixelTwice(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{layer}: {pixels} samples share a pixel with a sample of another split or class. Keep one sample per pixel.",
    )


class SamplesWithoutSpectra(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune", "None of the {samples} samples has data in {raster}. Choose samples drawn from it."
    )


class TooManyPatchPixels(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "The neighbourhoods of the samples in {raster} need {found} MB, but no more than {most} MB is held in memory. "
        "Use fewer samples or unlabelled pixels, a smaller neighbourhood or fewer bands.",
    )


class SampleMineralNotRequested(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{layer} has samples of {mineral}, which is not among the minerals to identify ({minerals}). Add it to them, "
        "or give the samples the name used there.",
    )


class LabelsNotDrawn(MineralPruneError):
    """reason : GDAL's, without a full stop"""

    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "The labels cannot be laid over the pixels of the scene: {reason}. Repair their geometries with 'Fix "
        "geometries', or save them to a GeoPackage in the scene's coordinate system.",
    )


class PolygonsUnknown(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "To leave polygons out, every sample of {layer} must say in the field 'group' which polygon it comes from, as "
        "those that 'Draw samples' draws from polygons do. Draw them so, or choose 'test samples' under 'Accuracy "
        "from'.",
    )


class PolygonsTooFew(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "Every mineral of {layer} has a single polygon, so none can be left out. Label a second polygon of each; or "
        "make samples with 'Draw samples', which can divide a polygon, and choose 'test samples' under 'Accuracy "
        "from'.",
    )


class PolygonsNotDealt(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{layer} has too few polygons to keep some of them for validation and test. Label at least three polygons of "
        "each mineral; or make samples with 'Draw samples', which can divide a polygon.",
    )


class RejectNeedsTest(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "With 'Leave pixels unclassified that are unlike all samples' no polygons can be left out. Choose 'automatic' "
        "or 'test samples' under 'Accuracy from', or untick it.",
    )
