# SPDX-License-Identifier: GPL-2.0-or-later
"""Spectra as comma-separated values, to be pasted into a spreadsheet."""

import csv
import io

import numpy as np

from .single_hull import continuum_removed

SAME_UM = 1e-6


def spectra_table(spectra, bands=(), shares=()):
    """Text, a band a row: wavelength or number, then of each spectrum the reflectance and the same without continuum.

    spectra : (label, Spectrum) pairs of one raster, one at least
    bands   : float (n_bands of a model,), where the model's bands lie
    shares  : float (n_bands of a model,), what each adds to the margin, logits; a last column
    """
    first = spectra[0][1]
    headings, columns = ["band" if first.of_bands else "wavelength_um"], [[f"{place:.6g}" for place in first.places]]
    for label, spectrum in spectra:
        headings.append(f"reflectance {label}")
        columns.append(_texts(spectrum.reflectance))
        if not spectrum.of_bands:
            headings.append(f"continuum removed {label}")
            columns.append(_texts(continuum_removed(spectrum.places, spectrum.reflectance)))
    if len(shares):
        headings.append(f"share {spectra[-1][0]} (logits)")
        columns.append(_texts(_at(first.places, bands, shares)))
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([headings, *zip(*columns)])
    return text.getvalue()


def _texts(values):
    return [f"{value:.6g}" if np.isfinite(value) else "" for value in values]


def _at(places, bands, shares):
    """The shares at the places of a raster's bands, NaN where the model has no band just there."""
    values = np.full(len(places), np.nan)
    for band, share in zip(bands, shares):
        nearest = int(np.abs(places - band).argmin())
        if abs(places[nearest] - band) <= max(SAME_UM, 0.5 * _step(places)):
            values[nearest] = share
    return values


def _step(places):
    return float(np.abs(np.diff(places)).min()) if len(places) > 1 else 0.0
