# SPDX-License-Identifier: GPL-2.0-or-later
"""A table as a file gives it -> a Library: spectra only, reflectance 0..1, ascending bands, deleted points NaN.

Every library is dirty in its own way; what is left out or assumed is told in a notice, and what cannot be decided is
refused.
"""

import re

import numpy as np

from ..classes import misread
from ..errors import (
    LibraryEmpty,
    LibraryHasNoWavelengths,
    LibraryNamesMisread,
    LibraryNotReflectance,
    LibraryTooDark,
)
from ..notices import (
    LibraryRecordsLeftOut,
    LibraryValuesImplausible,
    LibraryWidthsUnusable,
    SpectrometersOverlap,
    UnitsDecidedByMagnitude,
)
from ..raster.wavelengths import to_micrometres, widths_to_micrometres
from .library import Library
from .library_text import unit_in
from .spectrometers import ascending_bands

_END = r"(?![^\W_])"  # of a word: a blank, a mark or an underline follows
NO_SPECTRA = {  # what a record is that its name begins so
    "wavelengths": re.compile(rf"wave(s|lengths?|numbers?){_END}", re.IGNORECASE),
    "widths": re.compile(rf"(resolution|bandpass|bandwidths?|fwhm){_END}", re.IGNORECASE),
    "error_bars": re.compile(rf"errors?[ _]?(bars?{_END}|.*(preceding|previous))", re.IGNORECASE),
    "transmittances": re.compile(r".* TRAN$"),  # the USGS's code beside AREF, RREF and RTGC, which are reflectance
}
DELETED = 1e30  # the USGS marks deleted points by -1.23e34
PLAUSIBLE = (-0.5, 2.0)  # reflectance: noise below 0; grass, frost and glints above 1
MOST_ABOVE = 0.05  # a larger share of values above 2 is another unit, not a few bad points
DARKEST = 0.01  # a whole library below that has been scaled twice
NARROWEST_UM, WIDEST = 1e-4, 0.5  # of a band: 0.1 nm, and half of its wavelength


def clean(table, progress):
    """The Library of a table.

    table    : SpectraTable
    progress : Progress, told what was left out or assumed
    errors   : LibraryNamesMisread, LibraryHasNoWavelengths, LibraryWavelengthsDisordered, LibraryNotReflectance,
               LibraryTooDark, LibraryEmpty, WavelengthUnitUnknown, WavelengthsImplausible
    """
    for name in table.names:
        if misread(name):
            raise LibraryNamesMisread(library=table.title, name=name)
    kinds = np.array([kind_of(name) for name in table.names])
    centres, widths = _bands(table, kinds, progress)
    bands, overlapping = ascending_bands(centres, table.title)
    if overlapping:
        progress.tell(SpectrometersOverlap(library=table.title, bands=overlapping))
    reflectance = _reflectance(table, kinds == "spectrum", progress)[:, bands]
    filled = np.isfinite(reflectance).any(axis=1)
    spectra = np.flatnonzero(kinds == "spectrum")[filled]
    _tell_left_out(table, kinds, int((~filled).sum()), progress)
    if not len(spectra):
        raise LibraryEmpty(library=table.title)
    return Library(
        title=table.title,
        names=tuple(table.names[record] for record in spectra),
        sources=tuple(table.sources[record] for record in spectra),
        wavelengths_um=centres[bands],
        widths_um=None if widths is None else widths[bands],
        reflectance=reflectance[filled],
    )


def kind_of(name):
    """ "spectrum", or what else a record of this name is: a key of NO_SPECTRA."""
    return next((kind for kind, pattern in NO_SPECTRA.items() if pattern.match(name)), "spectrum")


def plausible_widths(widths_um, centres_um):
    """bool (n_bands,), True where a band is wider than 0.1 nm and narrower than half its wavelength.

    widths_um, centres_um : float64 (n_bands,), micrometres
    """
    with np.errstate(invalid="ignore"):
        return (widths_um > NARROWEST_UM) & (widths_um < WIDEST * centres_um)


def _bands(table, kinds, progress):
    """Centres and widths, float64 (n_bands,) in micrometres: as the file states them, else from records of that kind.

    Centres are NaN where unknown; widths are None where they are unknown or make no sense.
    """
    stated, unit = table.wavelengths, table.unit
    if stated is None:
        stated, name = _record(table, kinds == "wavelengths")
        unit = unit or unit_in(name)
    if stated is None or not (known := np.isfinite(stated) & (stated > 0)).any():
        raise LibraryHasNoWavelengths(library=table.title, bands=table.values.shape[1])
    stated = np.where(known, stated, np.nan)
    centres, assumed = to_micrometres(stated, unit, table.title)
    if assumed:
        first, last = np.nanmin(stated), np.nanmax(stated)
        progress.tell(UnitsDecidedByMagnitude(raster=table.title, first=first, last=last, unit=assumed))
    widths = table.widths if table.widths is not None else _record(table, kinds == "widths")[0]
    if widths is None:
        return centres, None
    widths = widths_to_micrometres(widths, stated, unit)
    if not plausible_widths(widths, centres)[known].all():
        progress.tell(LibraryWidthsUnusable(library=table.title))
        return centres, None
    return centres, widths


def _record(table, chosen):
    """The values, float64 (n_bands,), and the name of the chosen records, if they are equal; else None and ""."""
    records = np.flatnonzero(chosen)
    if not len(records):
        return None, ""
    values = table.values[records].astype(np.float64)
    values = np.where(_deleted(values, table.ignore), np.nan, values)
    if not all(np.array_equal(values[0], other, equal_nan=True) for other in values):
        return None, ""
    return values[0], table.names[records[0]]


def _deleted(values, ignore):
    """bool, as `values`: infinite, marked as the USGS does, or equal to the file's own mark but for its rounding."""
    with np.errstate(invalid="ignore"):
        marked = np.abs(values) >= DELETED
        return marked if ignore is None else marked | np.isclose(values, ignore, rtol=1e-6, atol=0)


def _reflectance(table, chosen, progress):
    """float32 (n_chosen, n_bands), NaN where deleted or implausible."""
    values = table.values[chosen].astype(np.float64)
    values[_deleted(values, table.ignore)] = np.nan
    if table.scale is not None:
        values /= table.scale
    _check_scale(table, values[np.isfinite(values)])
    with np.errstate(invalid="ignore"):
        implausible = (values > PLAUSIBLE[1]) | (values < PLAUSIBLE[0])
    if implausible.any():
        records = int(implausible.any(axis=1).sum())
        progress.tell(LibraryValuesImplausible(library=table.title, values=int(implausible.sum()), records=records))
        values[implausible] = np.nan
    return values.astype(np.float32)


def _check_scale(table, values):
    """values : those that are not deleted, scaled."""
    if not len(values):
        return
    above, largest = float((values > PLAUSIBLE[1]).mean()), float(values.max())
    if above > MOST_ABOVE:
        raise LibraryNotReflectance(library=table.title, share=100 * above, largest=largest)
    if table.scale not in (None, 1.0) and largest < DARKEST:
        raise LibraryTooDark(library=table.title, scale=table.scale, largest=largest)


def _tell_left_out(table, kinds, empty, progress):
    counts = {kind: int((kinds == kind).sum()) for kind in NO_SPECTRA}
    left_out = sum(counts.values()) + empty
    if left_out:
        spectra = len(kinds) - left_out
        notice = LibraryRecordsLeftOut(library=table.title, records=left_out, empty=empty, spectra=spectra, **counts)
        progress.tell(notice)
