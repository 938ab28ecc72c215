# SPDX-License-Identifier: GPL-2.0-or-later
"""Remarks that a run makes beside its result, worded like the errors: a sentence with named places for its facts."""

from .errors import QT_TRANSLATE_NOOP


class Notice:
    """A remark. `serious` ones are shown as warnings."""

    sentence = ""
    serious = False

    def __init__(self, **facts):
        self.facts = facts

    def __str__(self):
        return self.sentence.format(**self.facts)


class UnitsDecidedByMagnitude(Notice):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune", "{raster} states no unit for its wavelengths ({first:g} to {last:g}): they are taken as {unit}."
    )


class SamplesOutside(Notice):
    serious = True
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune", "{samples} samples of {layer} lie outside the raster and were left out."
    )


class SamplesNoData(Notice):
    serious = True
    sentence = QT_TRANSLATE_NOOP("MineralPrune", "{samples} samples have no data in {raster} and were left out.")


class UnlabelledFew(Notice):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{requested} unlabelled pixels of {raster} were asked for and {found} were found that are like the samples; "
        "the network learns from those.",
    )


class LabelConflicts(Notice):
    serious = True
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune", "{pixels} pixels are claimed by labels of different classes and were left out."
    )


class NothingAboveThreshold(Notice):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune", "After {iteration} iterations no neuron is above the threshold: pruning ends here."
    )


class ScaleUnstated(Notice):
    serious = True
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "The values of {raster} are near {found:g}, so they are not reflectance from 0 to 1, and no scale factor says "
        "what they are. The model will fit rasters in the same unit only.",
    )


class GeoreferenceFitted(Notice):
    serious = True
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{raster} is georeferenced by control points that no straight grid meets: a fitted grid is used, and places "
        "may be off. Warp the raster first (Raster > Projections > Warp) where that matters.",
    )
