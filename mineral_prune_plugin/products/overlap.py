# SPDX-License-Identifier: GPL-2.0-or-later
"""Bands where two spectrometers see the same wavelengths: kept, those of one taken, or averaged."""

from dataclasses import replace

import numpy as np

from .bands import wavelength_name
from .product_notices import OverlapAveraged, OverlapChosen, OverlapKept, OverlapNone


def without_overlap(product, overlap, spectrometers):
    """The bands of a product as `overlap` wants them, and the notices of it.

    product       : Product with all bands
    overlap       : one of choices.OVERLAPS
    spectrometers : 0 (VNIR) or 1 (SWIR) for each band, None where there is one spectrometer only
    returns       : (list of Bands, tuple of notices)
    """
    bands, (first, second) = list(product.bands), _overlapping(product.bands, spectrometers)
    if not first or not second:
        return bands, () if overlap == "keep" else (OverlapNone(product=product.name),)
    centres = [bands[number].wavelength_um for number in (*first, *second)]
    facts = {"product": product.name, "first": min(centres), "last": max(centres)}
    if overlap == "keep":
        return bands, (OverlapKept(**facts, bands=len(centres)),)
    if overlap == "average":
        means = {number: _mean(bands, first, number) for number in second}
        kept = [means.get(number, band) for number, band in enumerate(bands) if number not in first]
        return kept, (OverlapAveraged(**facts, vnir=len(first), swir=len(second), bands=len(means)),)
    dropped = second if overlap == "vnir" else first
    kept = [band for number, band in enumerate(bands) if number not in dropped]
    return kept, (OverlapChosen(**facts, choice=overlap.upper(), dropped=len(dropped)),)


def _overlapping(bands, spectrometers):
    """Numbers of the bands of either spectrometer that lie in the overlap, from 0."""
    if spectrometers is None:
        return (), ()
    centres, which = np.array([band.wavelength_um for band in bands]), np.array(spectrometers)
    known = np.isfinite(centres)
    if not (known & (which == 0)).any() or not (known & (which == 1)).any():
        return (), ()
    begins, ends = centres[known & (which == 1)].min(), centres[known & (which == 0)].max()
    within = known & (centres >= begins) & (centres <= ends)
    return tuple(set(np.flatnonzero(within & (which == side)).tolist()) for side in (0, 1))


def _mean(bands, others, number):
    """Band `number` averaged with the nearest of `others`; alone where that or itself is no good."""
    band = bands[number]
    nearest = min(others, key=lambda other: abs(bands[other].wavelength_um - band.wavelength_um))
    other = bands[nearest]
    if not band.good or not other.good:
        return other if other.good else band
    centre = (band.wavelength_um + other.wavelength_um) / 2
    return replace(
        band,
        name=wavelength_name(number, centre),
        planes=(*other.planes, *band.planes),
        wavelength_um=centre,
        fwhm_um=(band.fwhm_um + other.fwhm_um) / 2,
    )
