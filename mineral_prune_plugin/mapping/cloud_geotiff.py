# SPDX-License-Identifier: GPL-2.0-or-later
"""A finished map as a cloud-optimised GeoTIFF: the same pixels, names and colours, with overviews, its header first."""

from osgeo import gdal

from ..raster.geotiff import gdal_failures_as_errors
from ..raster.opening import open_raster

OPTIONS = ("BIGTIFF=IF_SAFER", "OVERVIEW_RESAMPLING=NEAREST")
CLASSES = (
    "COMPRESS=DEFLATE",
    "LEVEL=1",
    "BLOCKSIZE=512",
)  # class numbers: a higher level takes thrice as long for a tenth
FLOATS = ("COMPRESS=DEFLATE", "LEVEL=1", "PREDICTOR=YES", "BLOCKSIZE=512")


def write_cloud_geotiff(source, path, threads=1):
    """Write the raster at `source` as a cloud-optimised GeoTIFF; the bytes do not depend on the threads.

    source  : Path of a GeoTIFF of one band
    path    : Path of the file to create
    threads : that compress
    errors  : RasterUnreadable, OutputFailed
    """
    dataset = open_raster(source)
    floats = dataset.GetRasterBand(1).DataType == gdal.GDT_Float32
    options = [*OPTIONS, *(FLOATS if floats else CLASSES), f"NUM_THREADS={threads}"]
    with gdal_failures_as_errors(path):
        copy = gdal.GetDriverByName("COG").CreateCopy(str(path), dataset, options=options)
        if copy is not None:
            copy.FlushCache()
        del copy
