# SPDX-License-Identifier: GPL-2.0-or-later
"""Remarks on what is simulated, and on what the simulated spectra show."""

from ..errors import QT_TRANSLATE_NOOP
from ..notices import Notice


class LibraryNotBeside(Notice):
    serious = True
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{raster} gives no wavelengths, or none at which the plugin's own spectra ({first:.2f} to {last:.2f} um) show "
        "anything: pixels are left unclassified only where they resemble altered or featureless spectra of samples.",
    )


class ClassesTakenBySpectra(Notice):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "The plugin knows no mineral called {mineral}. Its samples resemble {materials} most, so these are not "
        "learnt as something else.",
    )


class MineralsBarelyShown(Notice):
    """minerals : each with how many of its spectra have an absorption, of how many; depth : in percent"""

    serious = True
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "In the bands of the scene, fewer than half of the spectra of these minerals in {library} have an absorption "
        "of {depth} % or more: {minerals}. The model knows them by these few, which may show an impurity instead. "
        "Leave them out, or choose wavelengths in which they absorb.",
    )


class MineralsMissed(Notice):
    """minerals : each with its share in brackets; depth, least : in percent"""

    serious = True
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "With the bands and the noise of this scene these minerals cannot be recognised: {minerals}. In brackets is "
        "the share of their simulated spectra with absorptions of {depth} % or more that get the right name; it is "
        "below {least} %. Leave them out, or make one class of those that the report says are taken for each other.",
    )


class MineralsMistaken(Notice):
    """minerals : each with its share in brackets; depth, least : in percent"""

    serious = True
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "With the bands and the noise of this scene other minerals are taken for these: {minerals}. In brackets is the "
        "share that is right of the simulated spectra with absorptions of {depth} % or more that get the name; it is "
        "below {least} %. Where a map shows one of them, do not trust it.",
    )
