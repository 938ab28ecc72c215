# SPDX-License-Identifier: GPL-2.0-or-later
"""The figure of an explained pixel: its spectrum with and without continuum, and what each band adds below."""

from ..explaining.absorption_marks import absorption_marks
from ..explaining.single_hull import continuum_removed
from .drawing import BLUE, GREEN, GREY, ORANGE, drawing, label_axes, legend_above, plain, svg

WIDTH_OF_BARS = 0.8  # of the room for a band
SHALLOW = 0.95  # a spectrum without absorptions is shown as a line near 1, not as its noise


def explained_spectrum(pixel, bands, tr):
    """The figure of a point.

    pixel : ExplainedPixel with a spectrum and an explanation
    bands : (float (n_bands of the model,) wavelengths or band numbers, whether they are numbers)
    tr    : translates an English sentence
    """
    decided = pixel.explanation.decided
    with_bars = decided is not None and decided.bands is not None
    height = 4.4 if with_bars else 2.9
    with drawing(height) as sheet:
        sheet.set_layout_engine("none")  # to lay out three axes takes as long as to draw them
        above = below = sheet.add_axes(_frame(height, 1.75 if with_bars else 0.5, height - 0.35))
        if with_bars:
            below = sheet.add_axes(_frame(height, 0.5, 1.6), sharex=above)
            above.tick_params(labelbottom=False)
            _bars(below, bands, decided.bands, tr)
        right = _spectrum(above, pixel.spectrum, tr)
        if not pixel.spectrum.of_bands:
            _marks(above, pixel, tr)
        legend_above(above, 3, right)
        below.set_xlabel(plain(_axis(bands[1], tr)))
        return svg(sheet)


def _frame(height, bottom, top):
    """Where axes stand, in shares of a figure. height, bottom, top : inches"""
    return 0.1, bottom / height, 0.8, (top - bottom) / height


def _axis(of_bands, tr):
    return tr("Band") if of_bands else tr("Wavelength (um)")


def _spectrum(axes, spectrum, tr):
    """The axes of the continuum-removed spectrum, None where there are no wavelengths."""
    axes.plot(spectrum.places, spectrum.reflectance, color=BLUE, label=plain(tr("reflectance")))
    label_axes(axes, "", tr("Reflectance"))
    if spectrum.of_bands:
        return None
    right = axes.twinx()
    right.grid(False)
    right.spines["right"].set_visible(True)
    removed = continuum_removed(spectrum.places, spectrum.reflectance)
    right.plot(spectrum.places, removed, color=GREEN, linestyle="--", label=plain(tr("without continuum")))
    right.set_ylim(min(SHALLOW, min(removed[removed == removed], default=1.0)) - 0.02, 1.01)
    label_axes(right, "", tr("Relative to the continuum"))
    return right


def _marks(axes, pixel, tr):
    """The absorptions of the winner and the rival, where the plugin knows these by name."""
    explanation = pixel.explanation
    names = {explanation.classes[place].name for place in (explanation.winner, explanation.rival) if place is not None}
    known = {name.strip().casefold() for name in names}
    marks = [mark for mark in absorption_marks(pixel.spectrum.places, names) if set(mark.names) <= known]
    for mark in marks:
        axes.axvline(mark.centre_um, color=GREY, linestyle=":", linewidth=1)
        axes.annotate(plain(", ".join(mark.names)), (mark.centre_um, 0.02), xycoords=("data", "axes fraction"),
                      rotation=90, fontsize=7, color="#555555", ha="right", va="bottom")  # fmt: skip
    if marks:
        axes.plot([], [], color=GREY, linestyle=":", label=plain(tr("absorption of the mineral")))


def _bars(axes, bands, shares, tr):
    """As lines, one collection: a patch for each band takes longer than all the rest of a figure."""
    places, _ = bands
    width = min(6.0, WIDTH_OF_BARS * 340 / max(1, len(places)))  # points; a figure is some 340 wide inside
    axes.axhline(0, color=GREY, linewidth=0.8)
    axes.vlines(places, 0, shares, colors=[BLUE if share > 0 else ORANGE for share in shares], linewidth=width)
    label_axes(axes, "", tr("Share (logits)"))
