# SPDX-License-Identifier: GPL-2.0-or-later
"""What a raster states about its bands: wavelength, width, good or bad, scale, offset and no-data value.

The first source that states a value counts: the band's IMAGERY domain (see gdal_versions.py), the band's own metadata,
the lists of the ENVI header. The domain is ignored where such a header lists wavelengths.
"""

import math
import re
from dataclasses import dataclass
from typing import Optional

import numpy as np
from osgeo import gdal

from ..errors import BandListLength, MineralPruneError
from ..notices import UnitsDecidedByMagnitude
from .gdal_versions import bad_by_gdal
from .header import read_statements, statements_of_gdal
from .number_text import number_in
from .raster_notices import BandsWithoutWavelength, HeaderBesideTiff, TiffDiffersFromHeader, WavelengthsFromNames
from .wavelengths import WAVENUMBER_UNITS, Wavelengths, to_micrometres, wavelength_in, widths_to_micrometres

MOST_SHOWN = 12  # bands that a sentence lists
NANOMETRE = 1e-3  # micrometres; to a nanometre GDAL rounds what it copies of a header


@dataclass(frozen=True)
class BandTable:
    """One entry a band, in the file's order; band numbers count from 1.

    centres_um, widths_um : float64, NaN where the file states none
    good                  : bool, False where the bad band list (bbl) says so, and for alpha bands
    scales, offsets       : float64, reflectance = raw * scale + offset
    no_data               : a number, or None
    scale_stated          : whether the file states any scale or offset
    names                 : what the file calls each band, "" where it has no name
    zeros                 : numbers of bands that are not good for being 0 at every pixel of a small raster: of a few
                            pixels of water or shadow that may be what was measured, and a model that needs them reads
                            them
    """

    centres_um: np.ndarray
    widths_um: np.ndarray
    good: np.ndarray
    scales: np.ndarray
    offsets: np.ndarray
    no_data: tuple[Optional[float], ...]
    scale_stated: bool
    names: tuple[str, ...] = ()
    zeros: tuple[int, ...] = ()

    @property
    def has_wavelengths(self):
        return bool(np.isfinite(self.centres_um).any())

    def wavelengths(self, numbers):
        """Wavelengths of the bands with these numbers (from 1), or None where the raster states none."""
        if not self.has_wavelengths:
            return None
        chosen = np.asarray(numbers) - 1
        return Wavelengths.from_um(self.centres_um[chosen], self.widths_um[chosen])

    def names_of(self, numbers):
        """The names of the bands with these numbers (from 1), or None where these do not tell bands apart.

        "Band 3" is no name of the third band: programs call it so, whatever it is.
        """
        names = [self.names[number - 1].strip() for number in numbers] if self.names else []
        named = names and all(name and not _numbered(name, number) for name, number in zip(names, numbers))
        return tuple(names) if named and len({name.casefold() for name in names}) == len(names) else None


def band_labels(table, numbers):
    """What a sentence calls some bands: "1.363, 1.373 um", or "bands 3, 5" where there are no wavelengths.

    table   : BandTable
    numbers : of the bands, from 1
    """
    centres = [table.centres_um[number - 1] for number in numbers]
    if not np.isfinite(centres).all():
        return f"{'band' if len(numbers) == 1 else 'bands'} {listed(numbers)}"
    return listed([f"{centre:.3f}" for centre in centres]) + " um"


def listed(things):
    """ "3, 5, 8" for a sentence, of numbers or names; of many `things` only the first."""
    return ", ".join(map(str, list(things)[:MOST_SHOWN])) + (", ..." if len(things) > MOST_SHOWN else "")


def read_bands(dataset, raster):
    """What an open GDAL dataset states about its bands.

    raster  : the name for errors and notices
    returns : (BandTable, list of notices of what had to be assumed)
    errors  : WavelengthUnitUnknown, WavelengthsImplausible, BandListLength
    """
    stated, notices = read_statements(dataset, raster)
    centres, widths, remarks = _stated_wavelengths(stated, raster)
    if not np.isfinite(centres).any():
        centres, remarks = _named_wavelengths(stated.names, raster)
    good = _good(stated, raster) & ~_alpha(dataset)
    nowhere = np.flatnonzero(good & ~np.isfinite(centres)) + 1
    if len(nowhere) and np.isfinite(centres).any():
        remarks = [*remarks, BandsWithoutWavelength(raster=raster, bands=len(nowhere), shown=listed(nowhere))]
    scales, offsets, scale_stated = _scaling(stated)
    table = BandTable(
        centres_um=centres,
        widths_um=widths,
        good=good,
        scales=scales,
        offsets=offsets,
        no_data=stated.no_data,
        scale_stated=scale_stated,
        names=stated.names,
    )
    headers = [notice.facts["header"] for notice in notices if isinstance(notice, HeaderBesideTiff)]
    told = [notice for header in headers for notice in _of_tiff(dataset, stated, table, (raster, header))]
    return table, [*notices, *told, *remarks]


def _of_tiff(dataset, stated, table, names):
    """A notice where a GeoTIFF says otherwise than the header beside it. names : of the two"""
    within = statements_of_gdal(dataset)
    differing = [entry for entry, differs in _contradictions(within, stated, table, names[0]) if differs]
    if differing:
        yield TiffDiffersFromHeader(raster=names[0], header=names[1], entries=", ".join(differing))


def _contradictions(within, stated, table, raster):
    """(entry, whether it differs) of a GeoTIFF's Statements and those that count, of which the BandTable is."""
    try:
        centres, _, _ = _stated_wavelengths(within, raster)
        flags = _column("bbl", within, raster)
    except MineralPruneError:  # of what makes no sense the header is the better
        centres, flags = np.full((2, len(table.good)), np.nan)
    yield "wavelength", bool((np.abs(centres - table.centres_um) > NANOMETRE).any())
    yield "bbl", bool(((flags == 0) & table.good | (flags == 1) & ~table.good).any())
    scales, offsets, scale_stated = _scaling(within)
    gains = ("data gain values", scales, table.scales), ("data offset values", offsets, table.offsets)
    for entry, before, after in gains:
        yield entry, scale_stated and not np.allclose(before, after, rtol=1e-6, atol=0)
    factor = _number(stated.envi.get("reflectance_scale_factor"))
    yield "reflectance scale factor", factor > 0 and not np.allclose(table.scales * factor, 1, rtol=1e-6)
    ignored = _number(stated.envi.get("data_ignore_value"))
    yield "data ignore value", ignored == ignored and not np.allclose(table.no_data, ignored, rtol=1e-6)


def _stated_wavelengths(stated, raster):
    centres = np.array([_number(entry.get("CENTRAL_WAVELENGTH_UM")) for entry in stated.imagery])
    if "wavelength" not in stated.envi and np.isfinite(centres).any():
        return centres, np.array([_number(entry.get("FWHM_UM")) for entry in stated.imagery]), []
    centres = _column("wavelength", stated, raster)
    if not np.isfinite(centres).any():
        return centres, np.full(len(centres), np.nan), []
    unit = next((entry["wavelength_units"] for entry in stated.items if "wavelength_units" in entry), "")
    unit = unit or stated.envi.get("wavelength_units", "")
    widths = _widths_or_nan(_column("fwhm", stated, raster), centres, unit)
    if unit.strip().lower() not in WAVENUMBER_UNITS and (centres > 0).any():
        centres = np.where(centres > 0, centres, np.nan)  # 0 is written for bands that are switched off
    in_um, assumed = to_micrometres(centres, unit, raster)
    notices = []
    if assumed:
        first, last = np.nanmin(centres), np.nanmax(centres)
        notices.append(UnitsDecidedByMagnitude(raster=raster, first=first, last=last, unit=assumed))
    return in_um, widths, notices


def _named_wavelengths(names, raster):
    """(float64 (n_bands,), micrometres by names such as "band 1 (1990.000 Nanometers)", NaN without; notices)."""
    centres = np.array([wavelength_in(name) for name in names])
    named = np.isfinite(centres)
    if 2 * named.sum() <= len(centres):  # a chance number in a name or two
        return np.full(len(centres), np.nan), []
    return centres, [WavelengthsFromNames(raster=raster, first=np.nanmin(centres), last=np.nanmax(centres))]


def _widths_or_nan(widths, centres, unit):
    try:
        return widths_to_micrometres(widths, centres, unit)
    except KeyError:  # an unknown unit: to_micrometres words that error
        return np.full_like(widths, np.nan)


def _column(key, stated, raster):
    """Numbers of one kind, a band each: from the bands' own metadata, else from the ENVI header's list."""
    values = np.array([_number(entry.get(key)) for entry in stated.items])
    # A list that does not fit is refused first: GDAL hands as many of its entries to bands as there are.
    listed = _header_list(key, stated.envi[key], len(values), raster) if key in stated.envi else values
    return values if np.isfinite(values).any() else listed


def _header_list(key, text, count, raster):
    items = [item for item in text.strip().strip("{}").split(",") if item.strip()]
    if len(items) != count:
        raise BandListLength(raster=raster, key=key.replace("_", " "), expected=count, found=len(items))
    return np.array([_number(item) for item in items])


def _alpha(dataset):
    """True for bands of transparency, which hold no reflectance."""
    bands = [dataset.GetRasterBand(number) for number in range(1, dataset.RasterCount + 1)]
    return np.array([band.GetColorInterpretation() == gdal.GCI_AlphaBand for band in bands])


def _good(stated, raster):
    flags = _column("bbl", stated, raster)
    bad = bad_by_gdal(stated.items) if np.isnan(flags).all() else None
    return ~(flags == 0) if bad is None else ~np.array(bad)  # an unreadable or missing flag (NaN) leaves the band in


def _scaling(stated):
    """Scales, offsets and whether the file states any. GDAL does not apply ENVI's `reflectance scale factor`."""
    scales = np.array([_number(scale, 1.0) for scale in stated.scales])
    offsets = np.array([_number(offset, 0.0) for offset in stated.offsets])
    if (scales != 1.0).any() or (offsets != 0.0).any():
        return scales, offsets, True
    factor = _number(stated.envi.get("reflectance_scale_factor"))
    if math.isfinite(factor) and factor > 0:
        return scales / factor, offsets, True
    return scales, offsets, False


def _numbered(name, number):
    """Whether a name is but a band's number, such as "Band 3" or "3"."""
    match = re.fullmatch(r"(?:band|layer)?[ _#]*0*([0-9]+)", name, re.IGNORECASE)
    return match is not None and match.group(1) == str(number)


def _number(value, default=math.nan):
    """A finite number from what metadata hold, else the default."""
    try:
        number = number_in(str(value))
    except ValueError:
        return default
    return number if math.isfinite(number) else default
