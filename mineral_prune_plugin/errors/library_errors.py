# SPDX-License-Identifier: GPL-2.0-or-later
"""Spectral libraries that cannot be read or used, and minerals that they do not hold."""

from .base import QT_TRANSLATE_NOOP, MineralPruneError


class LibraryUnreadable(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP("MineralPrune", "The spectral library {library} cannot be read: {reason}.")


class LibraryTooLarge(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune", "{library} has {found} MB; a text file of spectra may have up to {most} MB."
    )


class LibraryTooLong(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{library} has more than {most} spectra or wavelengths, and a spectral library may have so many of each at "
        "most. Choose a file with those that you need.",
    )


class LibraryFormatUnknown(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{library} is not a spectral library of a known format. Choose an ENVI library (.sli), USGS or ECOSTRESS text, "
        "a table with wavelengths in its first column or row, or a folder of these.",
    )


class LibraryPartMissing(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{library} is one half of an ENVI library: {missing} is not beside it. Put both into one folder.",
    )


class LibraryHeaderInvalid(MineralPruneError):
    """An entry of an ENVI header. value : as it stands there, "" where it is missing; expected : what may stand."""

    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "The header of {library} has '{value}' for '{key}'; possible: {expected}. Correct the header, or choose "
        "another library.",
    )


class LibraryHeaderNumber(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "The header of {library} has '{value}' under '{key}', which is not a number. Correct the header.",
    )


class LibrarySizeDiffers(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{library} has {found} bytes, but its header describes {expected}. The file is damaged, or the header "
        "belongs to another one.",
    )


class LibraryNameCount(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "The header of {library} lists {found} names under 'spectra names' for {expected} spectra. Correct the "
        "header; names with commas must stand one on a line.",
    )


class LibraryNamesMisread(MineralPruneError):
    """name : as it was read."""

    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "The names in {library} are not in UTF-8: one reads '{name}'. Save the file, of an ENVI library its header, as "
        "UTF-8.",
    )


class LibraryNumberUnreadable(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP("MineralPrune", "{library}, line {line}: '{text}' is not a number. Correct the file.")


class LibraryRowLength(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune", "{library}, line {line}: {found} cells instead of {expected}. Correct the file."
    )


class LibraryTableAmbiguous(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{library} does not show whether its wavelengths are in the first column or in the first row. Give every "
        "spectrum a name that is not a number.",
    )


class LibraryTooShort(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune", "{library} should have {expected} values but has {found}. The file is damaged."
    )


class LibraryQuantityUnsuitable(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP("MineralPrune", "{library} holds '{quantity}'. Choose a spectrum of reflectance.")


class LibraryHasNoWavelengths(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{library} gives no wavelengths for its {bands} values. Add them to its header, or put the file of wavelengths "
        "that came with the spectra into the same folder.",
    )


class LibraryWavelengthsDisordered(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "The wavelengths of {library} do not ascend: they fall back {falls} times. Sort its bands by wavelength.",
    )


class LibraryNotReflectance(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{share:.0f} % of the values of {library} are above 2 (up to {largest:g}), so they are not reflectance from 0 "
        "to 1. Give the scale in the file ('reflectance scale factor' in an ENVI header, '(%)' after the names of a "
        "table), or convert the values.",
    )


class LibraryTooDark(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "Divided by the scale of {scale:g} that {library} states, its values reach only {largest:g}. Correct the scale "
        "in the file; values from 0 to 1 have a scale of 1.",
    )


class LibraryEmpty(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP("MineralPrune", "{library} holds no spectra of reflectance. Choose another library.")


class LibraryMissesBands(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "No spectrum of {library} ({lowest:.3f} to {highest:.3f} um) has values close enough to any of the {bands} "
        "bands of {raster} ({first:.3f} to {last:.3f} um). Choose another library or range.",
    )


class BandWidthsImplausible(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{raster} gives a width (FWHM) of {width:g} um for its band at {centre:.3f} um, and implausible ones for "
        "{bands} bands in all. Correct the widths in its header, or remove them.",
    )


class MineralsUnreadable(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "Minerals must be like 'muscovite = muscovite, illite; alunite': a name, then the beginnings of the names of "
        "its spectra; '{text}' is not.",
    )


class MineralsTooLong(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "'{text}...' has {characters} characters; a model file takes up to {most} of the name of a mineral and up to "
        "{most_in_all} of all minerals with the names of their spectra. Shorten it.",
    )


class MineralTwice(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune", "The mineral '{mineral}' is named twice. Write all its spectra after one '='."
    )


class MineralWithoutRecords(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "No spectrum of {library} has a name that begins with {patterns}, so '{mineral}' cannot be learnt. Correct "
        "the names, or leave this mineral out.",
    )


class RecordOfTwoMinerals(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "The spectrum '{record}' belongs to both {first} and {second} ({records} such spectra in all). Write longer "
        "beginnings, so that each spectrum belongs to one mineral.",
    )


class MineralNotCovered(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "None of the {records} spectra of {mineral} in {library} covers all bands from {first:.3f} to {last:.3f} um. "
        "Choose fewer wavelengths, leave the mineral out, or choose another library.",
    )


class MineralFeatureless(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{mineral} has no absorption deeper than {depth:.0f} % between {first:.3f} and {last:.3f} um in {library}, so "
        "it cannot be told from bare ground there. Choose other wavelengths, or leave the mineral out.",
    )


class NothingToIdentify(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{library} has no common mineral with an absorption between {first:.3f} and {last:.3f} um. Name the minerals "
        "to identify, or choose other wavelengths or another library.",
    )


class TooManyMinerals(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune", "A model can identify up to {most} minerals from a library; {requested} are requested."
    )


class LibraryDoesNotFitModel(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "The model identifies {expected}; with {library} and the bands of this scene the minerals are {found}. Choose "
        "the library that the model was trained from.",
    )


class SamplesNeeded(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "This model was trained on samples, so pruning needs samples too. Choose a layer for 'Samples (points or "
        "polygons)'.",
    )
