# SPDX-License-Identifier: GPL-2.0-or-later
"""What a raster states about its bands: wavelength, width, good or bad, scale, offset and no-data value.

The first source that states a value counts: the band's IMAGERY domain (GDAL 3.10 and later, always micrometres), the
band's own metadata, the lists of the ENVI header. GDAL 3.10 derives the domain from such a header, unchecked: it is
ignored where the header lists wavelengths.
"""

import math
from dataclasses import dataclass
from typing import Optional

import numpy as np
from osgeo import gdal

from ..errors import BandListLength
from ..notices import UnitsDecidedByMagnitude
from .wavelengths import Wavelengths, to_micrometres, widths_to_micrometres


@dataclass(frozen=True)
class BandTable:
    """One entry a band, in the file's order; band numbers count from 1.

    centres_um, widths_um : float64, NaN where the file states none
    good                  : bool, False where the bad band list (bbl) says so, and for alpha bands
    scales, offsets       : float64, reflectance = raw * scale + offset
    no_data               : a number, or None
    scale_stated          : whether the file states any scale or offset
    """

    centres_um: np.ndarray
    widths_um: np.ndarray
    good: np.ndarray
    scales: np.ndarray
    offsets: np.ndarray
    no_data: tuple[Optional[float], ...]
    scale_stated: bool

    @property
    def has_wavelengths(self):
        return bool(np.isfinite(self.centres_um).any())

    def wavelengths(self, numbers):
        """Wavelengths of the bands with these numbers (from 1), or None where the raster states none."""
        if not self.has_wavelengths:
            return None
        chosen = np.asarray(numbers) - 1
        return Wavelengths.from_um(self.centres_um[chosen], self.widths_um[chosen])


def read_bands(dataset, raster):
    """What an open GDAL dataset states about its bands.

    raster  : the name for errors and notices
    returns : (BandTable, list of notices of what had to be assumed)
    errors  : WavelengthUnitUnknown, WavelengthsImplausible, BandListLength
    """
    count = dataset.RasterCount
    bands = [dataset.GetRasterBand(number) for number in range(1, count + 1)]
    band_items = [{key.lower(): value for key, value in band.GetMetadata().items()} for band in bands]
    envi = {key.lower(): value for key, value in dataset.GetMetadata("ENVI").items()}
    centres, widths, notices = _stated_wavelengths(bands, band_items, envi, raster)
    scales, offsets, scale_stated = _scaling(bands, envi)
    table = BandTable(
        centres_um=centres,
        widths_um=widths,
        good=_good(band_items, envi, count, raster) & ~_alpha(bands),
        scales=scales,
        offsets=offsets,
        no_data=tuple(band.GetNoDataValue() for band in bands),
        scale_stated=scale_stated,
    )
    return table, notices


def _stated_wavelengths(bands, band_items, envi, raster):
    imagery = [band.GetMetadata("IMAGERY") for band in bands]
    centres = np.array([_number(entry.get("CENTRAL_WAVELENGTH_UM")) for entry in imagery])
    if "wavelength" not in envi and np.isfinite(centres).any():
        return centres, np.array([_number(entry.get("FWHM_UM")) for entry in imagery]), []
    centres = _column("wavelength", band_items, envi, len(bands), raster)
    if not np.isfinite(centres).any():
        return centres, np.full(len(bands), np.nan), []
    unit = next((entry["wavelength_units"] for entry in band_items if "wavelength_units" in entry), "")
    unit = unit or envi.get("wavelength_units", "")
    widths = _widths_or_nan(_column("fwhm", band_items, envi, len(bands), raster), centres, unit)
    in_um, assumed = to_micrometres(centres, unit, raster)
    notices = []
    if assumed:
        first, last = np.nanmin(centres), np.nanmax(centres)
        notices.append(UnitsDecidedByMagnitude(raster=raster, first=first, last=last, unit=assumed))
    return in_um, widths, notices


def _widths_or_nan(widths, centres, unit):
    try:
        return widths_to_micrometres(widths, centres, unit)
    except KeyError:  # an unknown unit: to_micrometres words that error
        return np.full_like(widths, np.nan)


def _column(key, band_items, envi, count, raster):
    """Numbers of one kind, a band each: from the bands' own metadata, else from the ENVI header's list."""
    values = np.array([_number(entry.get(key)) for entry in band_items])
    # A list that does not fit is refused first: GDAL hands as many of its entries to bands as there are.
    listed = _header_list(key, envi[key], count, raster) if key in envi else values
    return values if np.isfinite(values).any() else listed


def _header_list(key, text, count, raster):
    items = [item for item in text.strip().strip("{}").split(",") if item.strip()]
    if len(items) != count:
        raise BandListLength(raster=raster, key=key.replace("_", " "), expected=count, found=len(items))
    return np.array([_number(item) for item in items])


def _alpha(bands):
    """True for bands of transparency, which hold no reflectance."""
    return np.array([band.GetColorInterpretation() == gdal.GCI_AlphaBand for band in bands])


def _good(band_items, envi, count, raster):
    flags = _column("bbl", band_items, envi, count, raster)
    return ~(flags == 0)  # an unreadable or missing flag (NaN) leaves the band in


def _scaling(bands, envi):
    """Scales, offsets and whether the file states any. GDAL does not apply ENVI's `reflectance scale factor`."""
    scales = np.array([_number(band.GetScale(), 1.0) for band in bands])
    offsets = np.array([_number(band.GetOffset(), 0.0) for band in bands])
    if (scales != 1.0).any() or (offsets != 0.0).any():
        return scales, offsets, True
    factor = _number(envi.get("reflectance_scale_factor"))
    if math.isfinite(factor) and factor > 0:
        return scales / factor, offsets, True
    return scales, offsets, False


def _number(value, default=math.nan):
    """A finite number from what metadata hold, else the default."""
    try:
        number = float(value)
    except (TypeError, ValueError):
        return default
    return number if math.isfinite(number) else default
