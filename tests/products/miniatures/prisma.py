# SPDX-License-Identifier: GPL-2.0-or-later
"""PRISMA L2D (PRS_L2D_STD_*.he5), 6 x 5 pixels of all 66 + 173 bands.

From public documents (PRISMA Products Specification Document, issue 2.3, ASI; prismaread): HDF-EOS5;
HDFEOS/SWATHS/PRS_L2D_HCO/Data Fields/VNIR_Cube (rows, 66, columns) and SWIR_Cube (rows, 173, columns) uint16,
VNIR_PIXEL_L2_ERR_MATRIX and its twin of the SWIR (the same shape, uint8, 0 good), Geolocation Fields/Latitude and
Longitude (rows, columns), Geometric Fields/Solar_Zenith_Angle; attributes of the root: List_Cw_Vnir, List_Fwhm_Vnir
(nm, descending, 0 for bands that were not acquired), List_Cw_Vnir_Flags, the same of the Swir; L2ScaleVnirMin and Max,
L2ScaleSwirMin and Max: reflectance = min + DN (max - min) / 65535, DN 0 where there is none; Epsg_Code, Projection_Id,
Product_ULcorner_easting, _northing and the other three corners; Processing_Level.
Our guess: which bands were not acquired (the first three of the VNIR, the last two of the SWIR). Readers in public
disagree on whether the corners are centres of the corner pixels or their outer edges; Latitude and Longitude are of the
pixels' centres, and both kinds can be built here: the truth on the ground is the same. One reader names the axes
(easting, band, northing); the others have rows first, as here.
"""

import h5py
import numpy as np
from products.miniatures.truth import Miniature, longitudes_latitudes, numbers

NAME = "PRS_L2D_STD_20201107101404_20201107101408_0001.he5"
HEIGHT, WIDTH = 6, 5
GEOTRANSFORM, EPSG = (702_300.0, 30.0, 0.0, 4_650_900.0, 0.0, -30.0), 32632
SWATH = "HDFEOS/SWATHS/PRS_L2D_HCO/"
SCALES = {"Vnir": (0.0, 0.97), "Swir": (0.01, 1.05)}


def bands_of(spectrometer):
    """(centres, widths) in nm, float32, in the order of the file: descending, 0 for bands that were not acquired."""
    if spectrometer == "Vnir":
        centres, widths = np.linspace(977.366, 406.993, 63), np.linspace(11.5, 9.8, 63)
        return np.r_[0, 0, 0, centres].astype(np.float32), np.r_[0, 0, 0, widths].astype(np.float32)
    centres, widths = np.linspace(2497.11, 943.35, 171), np.linspace(8.9, 11.1, 171)
    return np.r_[centres, 0, 0].astype(np.float32), np.r_[widths, 0, 0].astype(np.float32)


def cube_of(spectrometer):
    """uint16 (bands, rows, columns): a gradient, 0 in bands that were not acquired and in two corners."""
    centres, _ = bands_of(spectrometer)
    first, step = (7_000, 401) if spectrometer == "Vnir" else (9_001, 203)
    cube = numbers(len(centres), HEIGHT, WIDTH, first, step, 701, 97).astype(np.uint16)
    cube[centres == 0] = 0
    cube[:, 0, :2] = 0
    cube[:, -1, -1] = 0
    return cube


def build(folder, corners="centres", cubes=None, scales=None, unreliable=()):
    """Write the product; gives its Miniature. The truth: the upper left corner of pixel (row, column) lies at
    x = 702300 + 30 column, y = 4650900 - 30 row in UTM zone 32 north.

    corners    : "centres" or "edges", what the Product_..corner_.. attributes are
    cubes      : {"Vnir": uint16 (66, 6, 5), "Swir": uint16 (173, 6, 5)}, other numbers to be stored
    scales     : {"Vnir": (min, max), "Swir": (min, max)}
    unreliable : (spectrometer, band, row, column), each a cell that the error matrix marks
    """
    scales = scales or SCALES
    cubes = cubes or {name: cube_of(name) for name in scales}
    path = folder / NAME
    with h5py.File(path, "w") as file:
        _write_attributes(file, corners, scales)
        for name, cube in cubes.items():
            fields = file.require_group(SWATH + "Data Fields")
            fields.create_dataset(f"{name.upper()}_Cube", data=cube.transpose(1, 0, 2))
            errors = np.zeros((HEIGHT, len(cube), WIDTH), np.uint8)
            for _, band, row, column in (cell for cell in unreliable if cell[0] == name):
                errors[row, band, column] = 1
            fields.create_dataset(f"{name.upper()}_PIXEL_L2_ERR_MATRIX", data=errors)
        longitude, latitude = longitudes_latitudes(GEOTRANSFORM, EPSG, HEIGHT, WIDTH)
        file[SWATH + "Geolocation Fields/Latitude"] = latitude.astype(np.float32)
        file[SWATH + "Geolocation Fields/Longitude"] = longitude.astype(np.float32)
        outside = (cubes["Swir"] == 0).all(axis=0)
        file[SWATH + "Geometric Fields/Solar_Zenith_Angle"] = np.where(outside, 0, 61.5).astype(np.float32)
        file["HDFEOS/SWATHS/PRS_L2D_PCO/Data Fields/Cube"] = np.full((6 * HEIGHT, 6 * WIDTH), 9_000, np.uint16)
        file["HDFEOS INFORMATION/StructMetadata.0"] = np.bytes_("GROUP=SwathStructure\nEND_GROUP=SwathStructure\nEND\n")
    return _truth(path, cubes, scales, unreliable)


def _truth(path, cubes, scales, unreliable):
    values, centres, widths, masks = [], [], [], {}
    masks["error"] = np.zeros((HEIGHT, WIDTH), bool)
    for name, cube in cubes.items():
        least, most = np.float32(scales[name]).astype(np.float64)  # as the file holds them
        acquired = bands_of(name)[0] > 0
        values.append(np.where(cube == 0, np.nan, least + cube * (most - least) / 65535)[acquired])
        centres.append(bands_of(name)[0][acquired].astype(np.float64))
        widths.append(bands_of(name)[1][acquired].astype(np.float64))
    for _, _, row, column in unreliable:
        masks["error"][row, column] = True
    centres = np.concatenate(centres)
    vnir = np.arange(len(centres)) < 63
    twice = (centres >= centres[~vnir].min()) & (centres <= centres[vnir].max())
    return Miniature(
        path=path,
        values=np.concatenate(values),
        centres_um=centres / 1000,
        widths_um=np.concatenate(widths) / 1000,
        good=np.ones(len(centres), bool),
        geotransform=GEOTRANSFORM,
        epsg=EPSG,
        masks=masks,
        overlap=tuple(tuple(np.flatnonzero(twice & side)) for side in (vnir, ~vnir)),
    )


def _write_attributes(file, corners, scales):
    x, step, _, y, _, down = GEOTRANSFORM
    inset = 0.5 if corners == "centres" else 0.0
    east, west = x + step * (WIDTH - inset), x + step * inset
    south, north = y + down * (HEIGHT - inset), y + down * inset
    places = {"UL": (west, north), "UR": (east, north), "LL": (west, south), "LR": (east, south)}
    for name, (easting, northing) in places.items():
        file.attrs[f"Product_{name}corner_easting"] = np.float32(easting)
        file.attrs[f"Product_{name}corner_northing"] = np.float32(northing)
    for name, (least, most) in scales.items():
        centres, widths = bands_of(name)
        file.attrs[f"List_Cw_{name}"], file.attrs[f"List_Fwhm_{name}"] = centres, widths
        file.attrs[f"List_Cw_{name}_Flags"] = (centres > 0).astype(np.uint8)
        file.attrs[f"L2Scale{name}Min"], file.attrs[f"L2Scale{name}Max"] = np.float32(least), np.float32(most)
    file.attrs["Epsg_Code"], file.attrs["Projection_Id"] = np.uint32(EPSG), np.bytes_("UTM")
    file.attrs["Projection_Name"], file.attrs["Reference_Ellipsoid"] = np.bytes_("UTM"), np.bytes_("WGS84")
    file.attrs["Processing_Level"] = np.bytes_("2D")
    file.attrs["Product_StartTime"] = np.bytes_("2020-11-07T10:14:04.000000")
