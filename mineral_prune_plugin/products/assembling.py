# SPDX-License-Identifier: GPL-2.0-or-later
"""What every family of products needs after its files are read: given wavelengths, overlaps, order of the bands."""

import os
from dataclasses import replace

import numpy as np
from osgeo import osr

from ..errors import ProductNotPlaced, WavelengthCount, WavelengthsImplausible
from ..raster.opening import call_gdal
from ..raster.wavelengths import PLAUSIBLE_UM
from .bands import ascending, wavelength_name
from .overlap import without_overlap
from .product_notices import (
    BandsWithoutWavelength,
    BandsWithoutWidth,
    MasksNone,
    ScaleGiven,
    WavelengthsFromFile,
    WavelengthsReplaced,
)
from .wavelength_file import read_wavelengths


def assemble(product, choices, spectrometers=None):
    """The Product as the `choices` want it.

    product       : Product with all bands, in the order of its files
    choices       : Choices
    spectrometers : a number, 0 or 1, for each band, where two spectrometers may overlap; None where there is one
    errors        : WavelengthCount, and those of `read_wavelengths`
    """
    if choices.wavelengths:
        product = with_given_wavelengths(product, choices.wavelengths)
    if choices.scale:
        product = with_given_scale(product, choices.scale)
    product = _without_impossible_widths(_without_impossible(product))
    if product.grid.wkt and not _is_readable(product.grid.wkt):
        raise ProductNotPlaced(product=product.name, reason="its coordinate system cannot be read")
    bands, notices = without_overlap(product, choices.overlap, spectrometers)
    if choices.masks and not product.masks:
        notices = (*notices, MasksNone(product=product.name))
    return replace(product, bands=ascending(bands), notices=(*product.notices, *notices))


def _is_readable(wkt):
    return call_gdal(lambda: osr.SpatialReference().ImportFromWkt(wkt))[0] == 0


def _without_impossible(product):
    """Bands whose stated wavelength cannot be lose it and are marked as bad, and that is said."""
    wrong = {
        number
        for number, band in enumerate(product.bands)
        if not PLAUSIBLE_UM[0] <= band.wavelength_um <= PLAUSIBLE_UM[1] and band.good  # NaN too
    }
    if not wrong:
        return product
    if len(wrong) == sum(band.good for band in product.bands):
        centres = [band.wavelength_um for band in product.bands]
        raise WavelengthsImplausible(raster=product.name, first=np.nanmin(centres), last=np.nanmax(centres), unit="um")
    bands = tuple(
        replace(band, wavelength_um=np.nan, fwhm_um=np.nan, good=False) if number in wrong else band
        for number, band in enumerate(product.bands)
    )
    shown = f"{product.bands[min(wrong)].wavelength_um:g} um"
    notice = BandsWithoutWavelength(product=product.name, bands=len(wrong), shown=shown)
    return replace(product, bands=bands, notices=(*product.notices, notice))


def _without_impossible_widths(product):
    """Bands with a wavelength whose stated width cannot be lose it, and that is said; none may have a width."""
    numbers = [number for number, band in enumerate(product.bands) if np.isfinite(band.wavelength_um)]
    wrong = {number for number in numbers if not _has_width(product.bands[number])}
    stated = [number for number in numbers if not np.isnan(product.bands[number].fwhm_um)]
    if not wrong or not stated:
        return product
    bands = tuple(
        replace(band, fwhm_um=np.nan) if number in wrong else band for number, band in enumerate(product.bands)
    )
    shown = f"{product.bands[min(wrong)].fwhm_um:g} um"
    notice = BandsWithoutWidth(product=product.name, bands=len(wrong), shown=shown)
    return replace(product, bands=bands, notices=(*product.notices, notice))


def _has_width(band):
    return 0 < band.fwhm_um < band.wavelength_um


def with_given_wavelengths(product, path):
    """The Product `product`, its bands in the order of its files, with the wavelengths of the file at `path`.

    errors : WavelengthCount, and those of `read_wavelengths`
    """
    given, file = read_wavelengths(path), os.path.basename(path)
    if len(given.centres_um) != len(product.bands):
        raise WavelengthCount(file=file, found=len(given.centres_um), product=product.name, expected=len(product.bands))
    stated = np.isfinite([band.wavelength_um for band in product.bands]).any()
    notice = WavelengthsReplaced if stated else WavelengthsFromFile
    bands = tuple(
        replace(band, name=wavelength_name(number, centre), wavelength_um=float(centre), fwhm_um=float(width))
        for number, (band, centre, width) in enumerate(zip(product.bands, given.centres_um, given.widths_um))
    )
    notices = (*product.notices, notice(product=product.name, file=file, unit=given.unit))
    return replace(product, bands=bands, notices=notices)


def with_given_scale(product, scale):
    """The Product `product` whose reflectance is the stored value times `scale`, whatever it states itself."""
    stated = sorted({plane.scale for band in product.bands for plane in band.planes})
    bands = tuple(
        replace(band, planes=tuple(replace(plane, scale=scale, offset=0.0) for plane in band.planes))
        for band in product.bands
    )
    shown = ", ".join(f"{each:g}" for each in stated[:3]) + (", ..." if len(stated) > 3 else "")
    notice = ScaleGiven(product=product.name, scale=scale, stated=shown)
    return replace(product, bands=bands, notices=(*product.notices, notice))
