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
        "MineralPrune",
        "{raster} gives no unit for its wavelengths ({first:g} to {last:g}); they are assumed to be {unit}.",
    )


class SamplesOutside(Notice):
    serious = True
    sentence = QT_TRANSLATE_NOOP("MineralPrune", "{samples} samples of {layer} lie outside the raster and are ignored.")


class SamplesNoData(Notice):
    serious = True
    sentence = QT_TRANSLATE_NOOP("MineralPrune", "{samples} samples have no data in {raster} and are ignored.")


class UnlabelledFew(Notice):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{requested} unlabelled pixels of {raster} were requested, but only {found} that resemble the samples were "
        "found; the network learns from these.",
    )


class LabelConflicts(Notice):
    serious = True
    sentence = QT_TRANSLATE_NOOP("MineralPrune", "{pixels} pixels have labels of different classes and are ignored.")


class NothingAboveThreshold(Notice):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune", "Pruning ends after {iteration} iterations: no neuron is above the threshold."
    )


class ScaleUnstated(Notice):
    serious = True
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "The values of {raster} are near {found:g}, so they are not reflectance from 0 to 1, and the file gives no "
        "scale factor. The model will only work with rasters in the same unit.",
    )


class GeoreferenceFitted(Notice):
    serious = True
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{raster} is georeferenced by control points that do not lie on a regular grid. A fitted grid is used, so "
        "positions may be slightly wrong. If that matters, warp the raster first (Raster > Projections > Warp).",
    )
