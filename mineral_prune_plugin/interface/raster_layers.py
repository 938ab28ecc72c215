# SPDX-License-Identifier: GPL-2.0-or-later
"""Raster layers of QGIS as the core knows rasters: a path for GDAL, and the coordinate system that a user set."""

import re

from qgis.core import QgsCoordinateReferenceSystem

from ..errors import RasterIsNotAFile


def gdal_path(layer):
    """The GDAL path of a QgsRasterLayer. Errors: RasterIsNotAFile"""
    if layer.providerType() != "gdal":
        raise RasterIsNotAFile(raster=layer.name(), provider=layer.providerType())
    return re.split(r"\|(?:option|credential):", layer.source())[0]  # a "|" may also stand in a file's name


def crs_set_in_qgis(layer):
    """WKT of the coordinate system that a raster layer has in QGIS, where its file states another one or none; else "".

    For the main thread, where layers live.
    """
    crs, of_file = layer.crs(), layer.dataProvider().crs()
    if not crs.isValid() or crs == of_file:
        return ""
    return crs.toWkt(QgsCoordinateReferenceSystem.WktVariant.WKT_PREFERRED_GDAL)
