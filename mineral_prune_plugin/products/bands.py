# SPDX-License-Identifier: GPL-2.0-or-later
"""What bands state, in the words that GDAL, QGIS and our readers share."""

import math

import numpy as np
from osgeo import gdal_array

from ..raster.gdal_versions import set_imagery


def band_items(band):
    """Items of the default metadata domain of a Band: wavelengths, width, bad band flag."""
    items = {}
    if math.isfinite(band.wavelength_um):
        items["wavelength"] = f"{band.wavelength_um:.9g}"
        items["wavelength_units"] = "micrometers"
        if math.isfinite(band.fwhm_um):
            items["fwhm"] = f"{band.fwhm_um:.9g}"
    if not band.good:
        items["bbl"] = "0"
    elif items:
        items["bbl"] = "1"
    return items


def imagery_items(band):
    """Items of the IMAGERY domain of a Band, which GDAL 3.10 and later use for wavelengths."""
    items = {}
    if math.isfinite(band.wavelength_um):
        items["CENTRAL_WAVELENGTH_UM"] = f"{band.wavelength_um:.9g}"
        if math.isfinite(band.fwhm_um):
            items["FWHM_UM"] = f"{band.fwhm_um:.9g}"
    return items


def describe_bands(dataset, bands, no_data=None):
    """Put what `bands`, Bands, state into those of an open GDAL `dataset`; `no_data`, where given, is that of all."""
    for number, band in enumerate(bands, start=1):
        raster = dataset.GetRasterBand(number)
        raster.SetDescription(band.name)
        raster.SetMetadata(band_items(band))
        set_imagery(raster, imagery_items(band))
        value = band.no_data if no_data is None else no_data
        if value is not None:
            _set_no_data(raster, float(value))
        if band.scale != 1.0 or band.offset != 0.0:
            raster.SetScale(band.scale)
            raster.SetOffset(band.offset)


def _set_no_data(raster, value):
    """Give a GDAL band its no-data value; none where its pixels cannot hold it. value : float"""
    kind = np.dtype(gdal_array.GDALTypeCodeToNumericTypeCode(raster.DataType))
    if kind.kind in "iu" and kind.itemsize == 8:  # GDAL's Python takes whole numbers alone there
        if value.is_integer() and np.iinfo(kind).min <= value <= np.iinfo(kind).max:
            raster.SetNoDataValue(int(value))
        return
    raster.SetNoDataValue(value)


def shown_wavelengths(bands, most=12):
    """The wavelengths of some `bands` for a sentence, `most` of them at most."""
    texts = [f"{band.wavelength_um:.3f}" for band in bands[:most] if math.isfinite(band.wavelength_um)]
    return ", ".join(texts) + (", ..." if len(bands) > most else "") if texts else "-"


def ascending(bands):
    """The Bands `bands` by wavelength, those without one last, as they stood where equal."""
    return tuple(sorted(bands, key=lambda band: np.nan_to_num(band.wavelength_um, nan=np.inf)))


def wavelength_name(number, centre_um):
    """What QGIS lists for a band, by its `number` from 0 and its centre `centre_um`: "Band 12 (0.463 um)"."""
    return f"Band {number + 1} ({centre_um:.4f} um)" if math.isfinite(centre_um) else f"Band {number + 1}"
