# SPDX-License-Identifier: GPL-2.0-or-later
"""Remarks on labels and samples that are left out. Heavy imports stay out of here: forms read it at the start."""

from ..errors import QT_TRANSLATE_NOOP
from ..notices import Notice


class FeaturesNotConverted(Notice):
    serious = True
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{features} of the {total} features of {layer} cannot be converted from its coordinate system ({layer_crs}) to "
        "that of the raster ({raster_crs}) and are left out. Check their coordinates.",
    )


class InvalidGeometriesSkipped(Notice):
    serious = True
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{features} features of {layer} have an invalid geometry and are left out, as Processing is set to; the id of "
        "the first is {first}.",
    )


class LegendNamesUsed(Notice):
    """file_name, legend_name : of the class `number`"""

    serious = True
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "The legend of {labels} names class {number} '{legend_name}', but its file '{file_name}'. The names of the "
        "legend are used.",
    )


class FeaturesOutside(Notice):
    serious = True
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune", "{features} features of {labels} lie outside the raster and give no sample: {minerals}."
    )


class SmallPolygonsLabel(Notice):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{polygons} polygons of {labels} hold no pixel's centre; each labels the pixel that it lies in: {minerals}.",
    )


class SmallPolygonsLeftOut(Notice):
    serious = True
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{polygons} polygons of {labels} hold no pixel's centre and give no sample: {minerals}. To use the pixel that "
        "each lies in, tick 'Small polygons label a pixel'.",
    )


class FeaturesWithoutPixel(Notice):
    serious = True
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{features} features of {labels} give no sample, for the raster has no data there or other labels lie on the "
        "same pixels: {minerals}.",
    )


class MineralsWithoutPixel(Notice):
    serious = True
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune", "No labelled pixel with data is left of these minerals of {labels}: {minerals}."
    )


class FeaturesUnnamed(Notice):
    serious = True
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune", "{features} features of {labels} have nothing in the field '{field}' and are left out."
    )


class FeaturesWithoutGeometry(Notice):
    serious = True
    sentence = QT_TRANSLATE_NOOP("MineralPrune", "{features} features of {labels} have no geometry and are left out.")


class FeaturesOfClassZero(Notice):
    serious = True
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{features} features of {labels} have a class number below 1 ({found}) and are left out: 0 stands for unknown. "
        "Number the minerals from 1.",
    )


class SpellingsJoined(Notice):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune", "Spellings that differ in case or blanks are one mineral in {labels}: {minerals}."
    )


class ClassesOfNoMineral(Notice):
    serious = True
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "By their names, these classes of {labels} are no minerals: {classes}. They are learnt like minerals all the "
        "same, and mapped wherever a pixel resembles them. If that is not meant, take them out of the labels (in a "
        "class raster, give them the number 0).",
    )


class LabelledPixels(Notice):
    sentence = QT_TRANSLATE_NOOP("MineralPrune", "Labelled pixels of {labels} with data: {pixels}.")


class PixelsOfPolygons(Notice):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{samples} labelled pixels in {polygons} polygons of {labels} are the samples: at most {most} of each mineral, "
        "drawn at random.",
    )


class PolygonsDealt(Notice):
    """train, validation, test : samples of each split"""

    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{samples} labelled pixels of {labels} are the samples, at most {most} of each mineral: {train} for training, "
        "{validation} for validation and {test} for test. All pixels of a polygon serve the same purpose.",
    )


class FewerSamples(Notice):
    serious = True
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "These minerals have fewer labelled pixels with data than requested, and give fewer samples (training / "
        "validation / test): {minerals}.",
    )


class SplitWithoutMineral(Notice):
    serious = True
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "There is no {split} sample of {minerals}: label more pixels or polygons of it, or draw at random.",
    )


class PolygonsShared(Notice):
    serious = True
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{shared} of the {test} test samples of {layer} lie in polygons that also hold training samples, so the test "
        "accuracy will be too high. Draw the samples with 'Split' set to 'blocks': then a whole polygon belongs to one "
        "split.",
    )


class ClustersShared(Notice):
    serious = True
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{shared} of the {test} test samples of {layer} come from clusters of labelled points that also gave training "
        "samples, so the test accuracy will be too high. Draw the samples with 'Split' set to 'blocks', or choose "
        "'polygons' under 'Accuracy from', which leaves the clusters out in turn.",
    )


class PointsClustered(Notice):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "The labelled points of {labels} form {clusters} clusters: points of a mineral within {reach} pixels of each "
        "other are one place, and 'Train model' leaves it out as it does a polygon.",
    )


class ClustersLeftOut(Notice):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "The samples of {layer} come from {clusters} clusters of labelled points, which count as polygons.",
    )


class SamplesTouch(Notice):
    serious = True
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{touching:.0f} % of the test samples of {layer} touch a training sample. Neighbouring pixels are alike, so "
        "the test accuracy will be too high. Keep test samples apart, for example in polygons of their own.",
    )
