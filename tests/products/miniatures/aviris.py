# SPDX-License-Identifier: GPL-2.0-or-later
"""AVIRIS-3 L2A orthorectified reflectance (AV3*_RFL_ORT.nc; AVIRIS-5 the same), 7 x 5 pixels of all 284 bands.

From public documents (AVIRIS-3 L2A Orthocorrected Surface Reflectance, ORNL DAAC, doi 10.3334/ORNLDAAC/2357, and public
readers of it): netCDF 4; group reflectance with reflectance (wavelength, northing, easting) float32, fill -9999,
wavelength and fwhm (nm); northing and easting (pixels' centres) and transverse_mercator, with spatial_ref, crs_wkt and
GeoTransform (of edges), in the root; grid_mapping = transverse_mercator.
Our guess: the attributes' exact types, and that wavelength is a coordinate variable of its group's dimension.
"""

import netCDF4
import numpy as np
from products.miniatures.truth import Miniature, gradient, wkt

NAME = "AV320231005t181518_001_L2A_OE_1a2b3c4d_RFL_ORT.nc"
BANDS, HEIGHT, WIDTH = 284, 7, 5
GEOTRANSFORM, EPSG = (359_004.5, 2.9, 0.0, 3_774_316.4, 0.0, -2.9), 32611
FILL = -9999.0


def build(folder, epsg=EPSG):
    """Write the product; gives its Miniature. The truth: the upper left corner of pixel (row, column) lies at
    x = 359004.5 + 2.9 column, y = 3774316.4 - 2.9 row in UTM zone 11 north.

    epsg : of the coordinate system
    """
    path = folder / NAME
    centres = np.linspace(390.603, 2492.26, BANDS).astype(np.float32)
    widths = np.linspace(8.4, 8.9, BANDS).astype(np.float32)
    cube = gradient(BANDS, HEIGHT, WIDTH).astype(np.float32)
    cube[:, 0, 1:3] = cube[:, 5, 0] = FILL
    with netCDF4.Dataset(path, "w", format="NETCDF4") as file:
        file.setncatts({"Conventions": "CF-1.6", "title": "AVIRIS-3 L2A Orthocorrected Surface Reflectance"})
        _write_grid(file, epsg)
        group = file.createGroup("reflectance")
        group.createDimension("wavelength", BANDS)
        for name, values in (("wavelength", centres), ("fwhm", widths)):
            variable = group.createVariable(name, "f4", ("wavelength",))
            variable.units, variable[:] = "nm", values
        dimensions = ("wavelength", "northing", "easting")
        reflectance = group.createVariable("reflectance", "f4", dimensions, fill_value=FILL, zlib=True)
        reflectance.setncatts({"grid_mapping": "transverse_mercator", "units": "unitless"})
        reflectance.set_auto_maskandscale(False)
        reflectance[:] = cube
    return Miniature(
        path=path,
        values=np.where(cube == np.float32(FILL), np.nan, cube.astype(np.float64)),
        centres_um=centres.astype(np.float64) / 1000,
        widths_um=widths.astype(np.float64) / 1000,
        good=np.ones(BANDS, bool),
        geotransform=GEOTRANSFORM,
        epsg=epsg,
    )


def _write_grid(file, epsg):
    x, step, _, y, _, down = GEOTRANSFORM
    for name, size, first, each in (("northing", HEIGHT, y, down), ("easting", WIDTH, x, step)):
        file.createDimension(name, size)
        variable = file.createVariable(name, "f8", (name,))
        along = "y" if name == "northing" else "x"
        variable.setncatts({"standard_name": f"projection_{along}_coordinate", "units": "m"})
        variable[:] = first + each * (np.arange(size) + 0.5)
    mercator = file.createVariable("transverse_mercator", "S1")
    geotransform = " ".join(f"{number:.10g}" for number in GEOTRANSFORM)
    mercator.setncatts({"grid_mapping_name": "transverse_mercator", "GeoTransform": geotransform})
    mercator.setncatts({"spatial_ref": wkt(epsg), "crs_wkt": wkt(epsg)})
