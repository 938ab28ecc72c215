# SPDX-License-Identifier: GPL-2.0-or-later
"""ASTER L2 surface reflectance (AST_07XT), exported to GeoTIFF: 12 x 10 pixels of 15 m (VNIR), 6 x 5 of 30 m (SWIR).

The published file is HDF-EOS2 with the swaths SurfaceReflectanceVNIR (Band1, Band2, Band3N) and SurfaceReflectanceSWIR
(Band4 to Band9): aster_hdf.py. This is the form that LP DAAC's script and its data pool make of it: a GeoTIFF a band,
AST_07XT_*.SurfaceReflectanceVNIR.Band1.tif and so on.
From public documents (AST_07XT user guide, LP DAAC; Abrams, ASTER user handbook): int16, scale factor 0.001, 15 and
30 m, UTM; centres and widths of the bands.
Our guess: 0 is no data.
"""

import numpy as np
from osgeo import gdal
from products.miniatures.truth import Miniature, numbers, wkt

SCENE = "AST_07XT_00305152002062311_20190805061316_8698"
ORIGIN, EPSG = (598_515.0, 4_165_515.0), 32642
BANDS = {
    "VNIR": {"Band1": (0.556, 0.08), "Band2": (0.661, 0.06), "Band3N": (0.807, 0.10)},
    "SWIR": {
        "Band4": (1.656, 0.10), "Band5": (2.167, 0.04), "Band6": (2.209, 0.04), "Band7": (2.262, 0.05),
        "Band8": (2.336, 0.07), "Band9": (2.400, 0.07),
    },
}  # fmt: skip
SIZES = {"VNIR": (15, 12, 10), "SWIR": (30, 6, 5)}


def build(folder):
    """Write the folder; gives {"VNIR": Miniature, "SWIR": Miniature}, whose path is the folder. The truth: the upper
    left corner of pixel (row, column) of r metres lies at x = 598515 + r column, y = 4165515 - r row, UTM zone 42 N.
    """
    folder = folder / SCENE
    folder.mkdir()
    made = {}
    for part, bands in BANDS.items():
        step, height, width = SIZES[part]
        geotransform = (ORIGIN[0], float(step), 0.0, ORIGIN[1], 0.0, -float(step))
        stored = digital_numbers(part)
        for name, values in zip(bands, stored):
            path = folder / f"{SCENE}.SurfaceReflectance{part}.{name}.tif"
            dataset = gdal.GetDriverByName("GTiff").Create(str(path), width, height, 1, gdal.GDT_Int16)
            dataset.SetGeoTransform(geotransform)
            dataset.SetProjection(wkt(EPSG))
            dataset.GetRasterBand(1).WriteArray(values)
            dataset = None
        centres, widths = np.array(list(bands.values())).T
        made[part] = Miniature(
            path=folder,
            values=np.where(stored == 0, np.nan, stored * 0.001),
            centres_um=centres,
            widths_um=widths,
            good=np.ones(len(centres), bool),
            geotransform=geotransform,
            epsg=EPSG,
        )
    return made


def digital_numbers(part):
    """int16 (bands, rows, columns) as stored; one corner 0, no data."""
    _, height, width = SIZES[part]
    stored = numbers(len(BANDS[part]), height, width, 120, 41, 17, 3).astype(np.int16)
    stored[:, 0, -1] = 0
    return stored
