# SPDX-License-Identifier: GPL-2.0-or-later
"""Remarks that a run makes beside its result, worded like the errors: a sentence with named places for its facts."""

from .errors import QT_TRANSLATE_NOOP
from .errors.wording import readable_facts


class Notice:
    """A remark. `serious` ones are shown as warnings."""

    sentence = ""
    serious = False

    def __init__(self, **facts):
        self.facts = facts

    def __str__(self):
        return self.sentence.format(**readable_facts(self.facts))


class UnitsDecidedByMagnitude(Notice):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{raster} gives no unit for its wavelengths ({first:g} to {last:g}); they are assumed to be {unit}.",
    )


class SamplesOutside(Notice):
    serious = True
    sentence = QT_TRANSLATE_NOOP("MineralPrune", "{samples} samples of {layer} lie outside the raster and are ignored.")


class PointsOutside(Notice):
    serious = True
    sentence = QT_TRANSLATE_NOOP("MineralPrune", "{points} points of {layer} lie outside the raster and are ignored.")


class PointsNotShown(Notice):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "The report shows the first {shown} of {points} points; all of them are in the table.",
    )


class SamplesNoData(Notice):
    serious = True
    sentence = QT_TRANSLATE_NOOP("MineralPrune", "{samples} samples have no data in {raster} and are ignored.")


class ValidationSamplesUnused(Notice):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{samples} validation samples of {layer} are not used: simulated spectra take their place. Only training and "
        "test samples are.",
    )


class ScenePixelsFew(Notice):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{requested} unlabelled pixels were requested, but the sample of the scene holds only {found}; the network "
        "learns from these.",
    )


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


class LibraryRecordsLeftOut(Notice):
    """Of each kind how many; empty : without a single value."""

    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{library}: {records} records that are not spectra of reflectance are left out ({wavelengths} of wavelengths, "
        "{widths} of widths, {error_bars} of error bars, {transmittances} of transmittance, {empty} empty); {spectra} "
        "spectra remain.",
    )


class LibraryValuesImplausible(Notice):
    serious = True
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{library}: {values} values of {records} spectra are below -0.5 or above 2, which reflectance cannot be; they "
        "count as missing.",
    )


class SpectrometersOverlap(Notice):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{library}: its spectrometers overlap. Each is used up to the middle of the overlap; {bands} bands are "
        "left out.",
    )


class LibraryWidthsUnusable(Notice):
    serious = True
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "The band widths (FWHM) that {library} gives are missing in part or implausible; they are not used.",
    )


class MoreRemarks(Notice):
    sentence = QT_TRANSLATE_NOOP("MineralPrune", "{remarks} more remarks like these concern other spectra.")


class LibraryFilesSkipped(Notice):
    serious = True
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune", "{library}: {files} files hold no spectra of reflectance and are left out ({shown})."
    )


class PatternWithoutRecords(Notice):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune", "No spectrum of {library} has a name that begins with '{pattern}' ({mineral})."
    )


class MineralWithOneRecord(Notice):
    serious = True
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{library} has a single spectrum of {mineral}, so how much this mineral varies in nature is not known.",
    )


class MixturesNotMatched(Notice):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{records} spectra are named as mixtures of a mineral with something else and are not used ({shown}). To use "
        "one, write its name in full.",
    )


class WidthsFromSpacing(Notice):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{raster} gives no band widths (FWHM); they are taken from the spacing of its bands ({narrowest:.4f} to "
        "{widest:.4f} um).",
    )


class LibraryLeftOut(Notice):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune", "{library}: {spectra} spectra cover none of the bands of {raster} and are left out."
    )


class LibraryCoarser(Notice):
    serious = True
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{library} has wider bands than {raster} at {bands} of its {total} bands. There the spectra are interpolated, "
        "and narrow absorptions look shallower than the scene would show them.",
    )


class BandsWithoutSpectra(Notice):
    serious = True
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "No spectrum of {library} covers {bands} of the {total} bands of {raster}, between {first:.3f} and "
        "{last:.3f} um. They are not used.",
    )


class MineralsLeftOut(Notice):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{library} has no usable spectrum of these minerals in the bands of the scene, so they cannot be identified: "
        "{minerals}.",
    )


class LibraryTitleDiffers(Notice):
    serious = True
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "The model was trained from {expected}, but is pruned with {found}. Choose the same library if you still have "
        "it.",
    )


class SurfacesNotCovered(Notice):
    serious = True
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "The bands of the scene go beyond the plugin's own spectra ({first:.2f} to {last:.2f} um), so only the "
        "surfaces in {library}, such as vegetation or water, can be told from minerals. Choose wavelengths within that "
        "range to have all of them.",
    )


class SamplesNotUsed(Notice):
    serious = True
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "The model was trained from a spectral library and is pruned on spectra simulated from it; the samples are not "
        "used.",
    )


class LibraryNotUsed(Notice):
    serious = True
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune", "The model was trained on samples and is pruned on them; the spectral library is not used."
    )
