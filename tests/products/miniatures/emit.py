# SPDX-License-Identifier: GPL-2.0-or-later
"""EMIT L2A surface reflectance (EMITL2ARFL.001, EMIT_L2A_RFL_*.nc), 6 x 5 pixels of all 285 bands.

From public documents (EMIT L2A user guide, LP DAAC; emit-sds-l2a/output_conversion.py and emit-utils/daac_converter.py;
the .dmrpp of a granule): netCDF 4; dimensions downtrack, crosstrack, bands, ortho_y, ortho_x; `reflectance` (downtrack,
crosstrack, bands) float32, fill -9999; sensor_band_parameters/wavelengths and fwhm (float32, nm), good_wavelengths
(uint8, 1 good); location/lon, lat, elev (downtrack, crosstrack) and glt_x, glt_y (ortho_y, ortho_x) int32, counted
from 1, 0 where there is no pixel; root attributes geotransform and spatial_ref, of the ortho grid; the attribute
`easternmost_longitude` holds the WESTERN edge and the other way round, as published. EMIT_L2A_MASK_*.nc: `mask`
(downtrack, crosstrack, bands), sensor_band_parameters/mask_bands.
Our guess: nothing of the layout; wavelengths are evenly spaced here, and the bad bands hold -0.01 as in real granules.
"""

from dataclasses import dataclass, replace

import netCDF4
import numpy as np
from products.miniatures.truth import Miniature, gradient, wkt

NAME = "EMIT_L2A_RFL_001_20230316T045133_2307503_005.nc"
BANDS, ROWS, COLUMNS = 285, 6, 5
GEOTRANSFORM = (-117.25, 0.000542232520256367, 0.0, 37.6, 0.0, -0.000542232520256367)
FILL = -9999.0
MASK_BANDS = (
    "Cloud flag", "Cirrus flag", "Water flag", "Spacecraft Flag", "Dilated Cloud Flag", "AOD550", "H2O (g cm-2)",
    "Aggregate Flag",
)  # fmt: skip


@dataclass(frozen=True)
class Granule:
    """The arrays of a granule, to be changed before they are written; the same names as in the file."""

    reflectance: np.ndarray
    wavelengths: np.ndarray
    fwhm: np.ndarray
    good_wavelengths: np.ndarray
    glt_x: np.ndarray
    glt_y: np.ndarray


def granule(glt=None, shape=(BANDS, ROWS, COLUMNS)):
    """A granule with one pixel without data, and bad bands where water vapour absorbs.

    glt   : (glt_x, glt_y) for another lookup table than the plain one
    shape : (bands, rows, columns)
    """
    wavelengths = np.linspace(381.00558, 2492.9238, shape[0]).astype(np.float32)
    good = np.ones(shape[0], np.uint8)
    good[(wavelengths > 1325) & (wavelengths < 1435)] = 0
    good[(wavelengths > 1770) & (wavelengths < 1962)] = 0
    reflectance = gradient(*shape).transpose(1, 2, 0).astype(np.float32)
    reflectance[:, :, good == 0] = -0.01
    reflectance[2, 3, :] = FILL  # a pixel without data
    fwhm = np.linspace(8.415, 8.8, shape[0]).astype(np.float32)
    return Granule(reflectance, wavelengths, fwhm, good, *(glt or plain_glt()))


def plain_glt(height=9, width=8):
    """A lookup table that turns the image, leaves gaps and repeats pixels: the ortho pixel (i, j) shows the raw pixel
    (5 - i + j // 3, 3 j // 4 - i // 4), where there is such a one.
    """
    row, column = np.mgrid[:height, :width]
    line, sample = ROWS - 1 - row + column // 3, 3 * column // 4 - row // 4
    inside = (line >= 0) & (line < ROWS) & (sample >= 0) & (sample < COLUMNS)
    return np.where(inside, sample + 1, 0).astype(np.int32), np.where(inside, line + 1, 0).astype(np.int32)


def build(folder, made=None, geotransform=GEOTRANSFORM, compressed=True):
    """Write the granule; gives (raw, ortho), the Miniatures of either geometry. The truth of ortho pixel (i, j): its
    upper left corner lies at longitude -117.25 + 0.000542 j, latitude 37.6 - 0.000542 i, WGS 84.
    """
    made = made or granule()
    path = folder / NAME
    with netCDF4.Dataset(path, "w", format="NETCDF4") as file:
        _write_attributes(file, geotransform, made.glt_x.shape)
        sizes = (*made.reflectance.shape, *made.glt_x.shape)
        for name, size in zip(("downtrack", "crosstrack", "bands", "ortho_y", "ortho_x"), sizes):
            file.createDimension(name, size)
        _write_variables(file, made, compressed)
    return truth(path, made, geotransform)


def truth(path, made, geotransform=GEOTRANSFORM):
    """(raw, ortho) of a granule, by counting through the lookup table one pixel after the other."""
    cube = made.reflectance.astype(np.float64).transpose(2, 0, 1)
    values = np.where(cube == FILL, np.nan, cube)
    raw = Miniature(
        path=path,
        values=values,
        centres_um=made.wavelengths.astype(np.float64) / 1000,
        widths_um=made.fwhm.astype(np.float64) / 1000,
        good=made.good_wavelengths == 1,
    )
    placed = np.full((len(values), *made.glt_x.shape), np.nan)
    for i, j in np.ndindex(*made.glt_x.shape):
        if made.glt_x[i, j] > 0 and made.glt_y[i, j] > 0:
            placed[:, i, j] = values[:, made.glt_y[i, j] - 1, made.glt_x[i, j] - 1]
    return raw, replace(raw, values=placed, geotransform=geotransform, epsg=4326)


def build_mask(folder, cloudy):
    """EMIT_L2A_MASK_*.nc beside the granule. cloudy : bool (downtrack, crosstrack), the aggregate flag."""
    with netCDF4.Dataset(folder / NAME.replace("RFL", "MASK"), "w", format="NETCDF4") as file:
        for name, size in zip(("downtrack", "crosstrack", "bands"), (*cloudy.shape, len(MASK_BANDS))):
            file.createDimension(name, size)
        mask = file.createVariable("mask", "f4", ("downtrack", "crosstrack", "bands"), fill_value=FILL)
        mask[:] = np.repeat(cloudy[:, :, None], len(MASK_BANDS), axis=2)
        names = file.createVariable("sensor_band_parameters/mask_bands", str, ("bands",))
        names[:] = np.array(MASK_BANDS, dtype=object)


def _write_attributes(file, geotransform, shape):
    west, step, _, north, _, down = geotransform
    file.setncatts(
        {
            "title": "EMIT L2A Estimated Surface Reflectance 60 m V001",
            "instrument": "EMIT",
            "platform": "ISS",
            "Conventions": "CF-1.63",
            "spatialResolution": step,
            "spatial_ref": wkt(4326),
            "geotransform": np.array(geotransform),
            "easternmost_longitude": west,  # published so: the two are exchanged
            "westernmost_longitude": west + step * shape[1],
            "northernmost_latitude": north,
            "southernmost_latitude": north + down * shape[0],
            "day_night_flag": "Day",
        }
    )


def _write_variables(file, made, compressed):
    def add(name, kind, dimensions, values, long_name, units, fill):
        variable = file.createVariable(name, kind, dimensions, fill_value=fill, zlib=compressed)
        variable.set_auto_maskandscale(False)
        variable.long_name, variable.units = long_name, units
        variable[...] = values

    image, ortho = ("downtrack", "crosstrack"), ("ortho_y", "ortho_x")
    add(
        "reflectance", "f4", (*image, "bands"), made.reflectance,
        "Hemispherical-Directional Reflectance Factor", "unitless", FILL,
    )  # fmt: skip
    bands, centre = "sensor_band_parameters/", "Wavelength Centers"
    add(bands + "wavelengths", "f4", ("bands",), made.wavelengths, centre, "nm", FILL)
    add(bands + "fwhm", "f4", ("bands",), made.fwhm, "Full Width at Half Max", "nm", FILL)
    useable = "Wavelengths where reflectance is useable: 1 = good data, 0 = bad data"
    add(bands + "good_wavelengths", "u1", ("bands",), made.good_wavelengths, useable, "unitless", 241)
    longitude, latitude = _location(made, file.geotransform)
    add("location/lon", "f8", image, longitude, "Longitude (WGS-84)", "degrees east", FILL)
    add("location/lat", "f8", image, latitude, "Latitude (WGS-84)", "degrees north", FILL)
    add("location/elev", "f8", image, np.full(longitude.shape, 1200.0), "Surface Elevation", "m", FILL)
    add("location/glt_x", "i4", ortho, made.glt_x, "GLT Sample Lookup", "pixel location", 0)
    add("location/glt_y", "i4", ortho, made.glt_y, "GLT Line Lookup", "pixel location", 0)


def _location(made, geotransform):
    """Longitude and latitude of raw pixels: the middle of the ortho pixels that show them, FILL where none does."""
    shape = made.reflectance.shape[:2]
    sums, counts = np.zeros((2, *shape)), np.zeros(shape)
    for i, j in np.ndindex(*made.glt_x.shape):
        line, sample = made.glt_y[i, j] - 1, made.glt_x[i, j] - 1
        if 0 <= line < shape[0] and 0 <= sample < shape[1]:
            x, y = geotransform[0] + geotransform[1] * (j + 0.5), geotransform[3] + geotransform[5] * (i + 0.5)
            sums[:, line, sample] += x, y
            counts[line, sample] += 1
    return np.where(counts > 0, sums / np.maximum(counts, 1), FILL)
