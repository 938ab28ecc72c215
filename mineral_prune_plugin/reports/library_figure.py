# SPDX-License-Identifier: GPL-2.0-or-later
"""The figure of a spectral library: a panel a mineral, with its reference spectra and pixels of the scene like them."""

import textwrap

from .drawing import BLUE, GREY, ORANGE, drawing, legend, plain, svg
from .numbers import percent

COLUMNS, PANEL_HEIGHT, HEAD_HEIGHT = 3, 1.75, 0.3  # inches


def mineral_panels(wavelengths_um, looks, tr):
    """The absorptions of each mineral.

    wavelengths_um : float (n_bands,)
    looks          : MineralLook of each mineral
    tr             : translates an English sentence
    """
    rows = -(-len(looks) // COLUMNS)
    with drawing(HEAD_HEIGHT + PANEL_HEIGHT * rows) as sheet:
        grid = sheet.add_gridspec(rows + 1, COLUMNS, height_ratios=[HEAD_HEIGHT] + [PANEL_HEIGHT] * rows)
        _head(sheet.add_subplot(grid[0, :]), tr)
        for place, look in enumerate(looks):
            row, column = divmod(place, COLUMNS)
            axes = sheet.add_subplot(grid[row + 1, column])
            _panel(axes, wavelengths_um, look, tr)
            if column:
                axes.set_yticklabels([])
        sheet.supxlabel(plain(tr("Wavelength (um)")), fontsize=9)
        sheet.supylabel(plain(tr("Reflectance relative to the continuum, scaled")), fontsize=9)
        return svg(sheet)


def _head(axes, tr):
    """The legend of all panels."""
    axes.axis("off")
    axes.plot([], [], color=BLUE, label=plain(tr("reference spectra: median")))
    axes.fill_between([], [], [], color=BLUE, alpha=0.2, linewidth=0, label=plain(tr("10 to 90 % of them")))
    axes.plot([], [], color=ORANGE, linestyle="--", label=plain(tr("pixels of the scene")))
    axes.plot([], [], color=GREY, linestyle=":", label=plain(tr("deciding absorption")))
    legend(axes, loc="center left", ncol=4, fontsize=8, borderaxespad=0, columnspacing=1, handlelength=1.5)
    axes.get_legend().set_in_layout(False)  # a wide one must not narrow the panels


def _panel(axes, wavelengths_um, look, tr):
    low, median, high = look.spread
    axes.fill_between(wavelengths_um, low, high, color=BLUE, alpha=0.2, linewidth=0)
    axes.plot(wavelengths_um, median, color=BLUE, linewidth=1.3)
    if look.scene is not None:
        axes.plot(wavelengths_um, look.scene, color=ORANGE, linestyle="--", linewidth=1.1)
    for position in look.positions_um:
        axes.axvline(position, color=GREY, linestyle=":", linewidth=1)
    axes.set_ylim(-0.1, 1.1)
    axes.set_yticks([0, 0.5, 1])
    axes.set_xlim(wavelengths_um[0], wavelengths_um[-1])
    axes.locator_params(axis="x", nbins=5)
    axes.tick_params(labelsize=7.5)
    axes.grid(False)
    axes.set_title(plain(textwrap.shorten(look.mineral.name, 28)), loc="left", fontsize=9, pad=14)
    axes.text(0, 1.03, plain(_pixels_text(look, tr)), transform=axes.transAxes, fontsize=7.5, color="#555555")


def _pixels_text(look, tr):
    if look.scene is None:
        return tr("no pixel of the scene")
    depth = percent(look.depth, 0)
    return tr("{pixels} pixels, {depth} % deep").format(pixels=look.pixels, depth=depth)
