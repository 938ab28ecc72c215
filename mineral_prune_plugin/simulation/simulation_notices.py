# SPDX-License-Identifier: GPL-2.0-or-later
"""Remarks on what is simulated beside samples."""

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
