# SPDX-License-Identifier: GPL-2.0-or-later
"""Spectra of a library at the bands of a scene, as its sensor would see them.

Where a scene's band is wider than the library's, the spectrum is folded with a Gaussian of the difference,
sqrt(fwhm_scene^2 - fwhm_library^2). Where the library's is wider, nothing can sharpen it: it is interpolated, and told.
Widths that are not stated are taken from the spacing of the bands, and told.
"""

from dataclasses import replace

import numpy as np

from ..errors import BandWidthsImplausible, LibraryMissesBands, TooFewBands
from ..notices import BandsWithoutSpectra, LibraryCoarser, LibraryLeftOut, WidthsFromSpacing
from .band_response import REACH, response_weights
from .clean import plausible_widths
from .library import joined
from .remarks import few_of_each

LARGEST_GAP = 3.0  # widths of a band, the scene's or the library's; a wider gap stays a gap
COARSER = 1.1  # times as wide: told


def resample(libraries, target, raster, progress):
    """Libraries at the bands of a scene, as one Library; those that reach none of the bands are left out.

    libraries : Library each, at least one
    target    : Wavelengths of the scene's bands, strictly ascending
    raster    : the scene's name for errors and notices
    progress  : Progress, told of widths assumed, of spectra left out and of bands that no spectrum covers
    returns   : Library whose reflectance, float32 (n_records, n_target), is NaN where a record has a gap or ends
    errors    : TooFewBands, BandWidthsImplausible, LibraryMissesBands, Cancelled
    """
    centres, widths = target.array(), target_widths(target, raster, progress)
    few = few_of_each(progress)
    covering = [_at_bands(library, centres, widths, raster, few) for library in libraries]
    covering = [library for library in covering if library is not None]
    few.tell_rest()
    if not covering:
        raise LibraryMissesBands(
            library=libraries[0].title, raster=raster, bands=len(centres), first=centres[0], last=centres[-1],
            lowest=min(library.wavelengths_um[0] for library in libraries),
            highest=max(library.wavelengths_um[-1] for library in libraries),
        )  # fmt: skip
    result = joined(covering, covering[0].title)
    without = centres[~np.isfinite(result.reflectance).any(axis=0)]
    if len(without):
        facts = {"bands": len(without), "total": len(centres), "first": without[0], "last": without[-1]}
        progress.tell(BandsWithoutSpectra(library=result.title, raster=raster, **facts))
    return result


def _at_bands(library, centres, widths, raster, progress):
    """A Library at the bands of the scene; None, told, where it covers none of them."""
    kernel, library_widths = _kernel(library, centres, widths, raster, progress)
    gaps = LARGEST_GAP * np.maximum(widths, library_widths)  # a gap of a coarse library is no wider than its bands
    reflectance = resampled(library, centres, kernel, gaps, progress)
    if not np.isfinite(reflectance).any():
        progress.tell(LibraryLeftOut(library=library.title, raster=raster, spectra=len(library)))
        return None
    return replace(library, wavelengths_um=centres, widths_um=widths, reflectance=reflectance)


def resampled(library, centres_um, fwhm_um, largest_gap_um, progress):
    """float32 (n_records, n_target): the records folded with Gaussians. Records with the same gaps share their weights.

    library        : Library
    centres_um     : float64 (n_target,), micrometres, ascending
    fwhm_um        : float64 (n_target,), widths of the Gaussians; 0 interpolates
    largest_gap_um : float64 (n_target,), wider gaps are not bridged
    progress       : Progress, asked whether to stop
    """
    result = np.full((len(library), len(centres_um)), np.nan, dtype=np.float32)
    reach = REACH * fwhm_um.max() + largest_gap_um.max()
    near = (library.wavelengths_um > centres_um[0] - reach) & (library.wavelengths_um < centres_um[-1] + reach)
    points, values = library.wavelengths_um[near], library.reflectance[:, near]
    present = np.isfinite(values)
    _, first, pattern_of = np.unique(np.packbits(present, axis=1), axis=0, return_index=True, return_inverse=True)
    for number, bands in enumerate(present[first]):
        progress.raise_if_cancelled()
        records = np.flatnonzero(pattern_of.reshape(-1) == number)
        if bands.any():
            weights = response_weights(points[bands], centres_um, fwhm_um, largest_gap_um)
            result[records] = values[records][:, bands].astype(np.float64) @ weights.T
    return result


def target_widths(target, raster, progress):
    """float64 (n_bands,), full widths at half maximum, micrometres: as stated, else from the spacing.

    target   : Wavelengths
    raster   : the name for errors and the notice
    progress : Progress, told where they are from the spacing
    errors   : TooFewBands, BandWidthsImplausible
    """
    centres = target.array()
    if target.widths_um is None:
        if len(centres) < 2:
            raise TooFewBands(raster=raster, expected=2, found=len(centres))
        return _told_spacing(centres, raster, progress)
    widths = np.array(target.widths_um)
    wrong = np.flatnonzero(~plausible_widths(widths, centres))
    if len(wrong):
        band = wrong[0]
        raise BandWidthsImplausible(raster=raster, width=widths[band], centre=centres[band], bands=len(wrong))
    return widths


def spacing_widths(centres_um):
    """float64 (n_bands,): the nearer neighbour's distance, for a gap makes no band wider, but at least half of the
    usual one, for bands of two spectrometers that overlap are no narrower.

    centres_um : float64 (n_bands,), at least two, ascending
    """
    gaps = np.diff(centres_um)
    nearer = np.minimum(np.append(gaps, gaps[-1]), np.insert(gaps, 0, gaps[0]))
    return np.maximum(nearer, np.median(gaps) / 2)


def _told_spacing(centres, name, progress):
    widths = spacing_widths(centres)
    progress.tell(WidthsFromSpacing(raster=name, narrowest=widths.min(), widest=widths.max()))
    return widths


def _kernel(library, centres, widths, raster, progress):
    """Widths of the Gaussians that make the library's bands as wide as the scene's, 0 for none, and the library's own.

    Both float64 (n_target,).
    """
    points, library_widths = library.wavelengths_um, library.widths_um
    if library_widths is None and len(points) > 1:
        library_widths = _told_spacing(points, library.title, progress)
    if library_widths is None:
        return np.zeros_like(widths), np.zeros_like(widths)
    at_centres = np.interp(centres, points, library_widths)
    inside = (centres >= points[0]) & (centres <= points[-1])
    coarser = int((inside & (at_centres > COARSER * widths)).sum())
    if coarser:
        progress.tell(LibraryCoarser(library=library.title, raster=raster, bands=coarser, total=len(centres)))
    return np.sqrt(np.maximum(widths**2 - at_centres**2, 0.0)), at_centres
