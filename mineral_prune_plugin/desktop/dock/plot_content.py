# SPDX-License-Identifier: GPL-2.0-or-later
"""What the plot shows of a Look: its spectrum, pinned ones, a library's, absorptions by name, the bands' shares."""

from dataclasses import dataclass

from ...explaining.absorption_marks import absorption_marks
from ...explaining.library_spectra import library_spectrum
from ...explaining.single_hull import continuum_removed
from ...interface.mineral_legends import shown_mineral
from ...interface.translation import translate as tr
from .look_words import label_of, mineral_of
from .spectrum_plot import Content, Curve

CURRENT = "#0072B2"
PINNED = ("#D55E00", "#009E73", "#CC79A7", "#7F5539", "#56B4E9", "#B8860B")
OF_LIBRARY = "#777777"


@dataclass(frozen=True)
class View:
    """continuum : whether spectra are shown without it; library : whether the mineral's library spectrum is too"""

    continuum: bool = False
    library: bool = False


def content_of(look, pins, explainer, view):
    """The Content of a plot.

    look      : Look, or None where there is none
    pins      : (label, Spectrum) pairs, in the order in which they were pinned
    explainer : Explainer of the model, or None
    view      : View
    """
    spectra = [(label, spectrum, PINNED[k % len(PINNED)]) for k, (label, spectrum) in enumerate(pins)]
    if look is not None:
        spectra = [each for each in spectra if each[1].of_bands == look.spectrum.of_bands]
        spectra.append((label_of(look), look.spectrum, CURRENT))
    curves = [_curve(label, spectrum, colour, view) for label, spectrum, colour in spectra if not spectrum.empty]
    if not curves:
        return Content(hint=_hint(look))
    spectrum = spectra[-1][1]
    continuum = view.continuum and not spectrum.of_bands
    return Content(
        curves=tuple([*_of_library(look, view), *curves]),
        marks=() if spectrum.of_bands else _marks(spectrum, look),
        bars=_bars(look, explainer),
        below=tr("Band") if spectrum.of_bands else tr("Wavelength (um)"),
        beside=tr("Relative to the continuum") if continuum else tr("Reflectance"),
        beside_bars=tr("Share (logits)"),
    )


def _hint(look):
    return tr("This pixel has no data.") if look is not None else tr("Click on a pixel of the raster.")


def _curve(label, spectrum, colour, view, dashed=False):
    values = spectrum.reflectance
    if view.continuum and not spectrum.of_bands:
        values = continuum_removed(spectrum.places, values)
    return Curve(label, tuple(spectrum.places.tolist()), tuple(values.tolist()), colour, dashed)


def _of_library(look, view):
    """The library's spectrum of the mineral, as a list of a Curve or of none."""
    if not view.library or look is None or look.explanation is None or look.spectrum.of_bands or look.spectrum.empty:
        return []
    name, places = mineral_of(look.explanation), look.spectrum.places
    values = library_spectrum(name, places, look.spectrum.reflectance)
    if values is None:
        return []
    values = continuum_removed(places, values) if view.continuum else values
    label = tr("library: {mineral}").format(mineral=shown_mineral(name))
    return [Curve(label, tuple(places.tolist()), tuple(values.tolist()), OF_LIBRARY, True)]


def _marks(spectrum, look):
    explanation = None if look is None else look.explanation
    pair = () if explanation is None else (explanation.winner, explanation.rival)
    names = [explanation.classes[place].name for place in pair if place is not None]
    return tuple(
        (mark.centre_um, ", ".join(map(shown_mineral, mark.names))) for mark in absorption_marks(spectrum.places, names)
    )


def _bars(look, explainer):
    explanation = None if look is None else look.explanation
    decided = None if explanation is None else explanation.decided
    if decided is None or decided.bands is None or explainer.of_bands != look.spectrum.of_bands:
        return ()
    return tuple(zip(explainer.places.tolist(), decided.bands.tolist()))
