# SPDX-License-Identifier: GPL-2.0-or-later
"""A product as it is downloaded, chosen where a raster is wanted: what it is, and that 'Open product' comes first."""

import os
import re

from qgis.core import QgsProcessingParameterRasterLayer, QgsRasterLayer

from ..errors import ProductIsNotARaster
from ..interface.translation import sentence_of

CONTAINERS = (".nc", ".he5", ".h5", ".hdf5", ".hdf", ".zip", ".xml")
# How GDAL names one array of a file, such as NETCDF:"emit.nc":reflectance: a layer that QGIS made of a product.
SUBDATASET = re.compile(r'^(?:NETCDF|HDF5|HDF4_EOS:EOS_[A-Z_]+|HDF4_SDS:[A-Z]+):"*([^"]+?)"*:/?/?[^:"]*(?::[^:"]*)?$')


def product_instead_of_raster(algorithm, parameters, context):
    """A sentence where a raster parameter is a product, "" where none is: GDAL reads its arrays with axes exchanged.

    algorithm, parameters, context : as QGIS hands them to checkParameterValues
    """
    for definition in algorithm.parameterDefinitions():
        if isinstance(definition, QgsProcessingParameterRasterLayer):
            path = _path(parameters.get(definition.name()), context)
            title = _title(path)
            if title:
                return sentence_of(ProductIsNotARaster(product=os.path.basename(path.rstrip("/\\")), title=title))
    return ""


def _path(value, context):
    """The file behind the value of a parameter: a path, a layer or its id; "" for what is none."""
    project = context.project()
    if isinstance(value, str) and project is not None:
        value = project.mapLayer(value) or value
    source = value.source() if isinstance(value, QgsRasterLayer) else value
    if not isinstance(source, str):
        return ""
    match = SUBDATASET.match(source)
    return match.group(1) if match else source


def _title(path):
    """What the product at a path is, "" for none."""
    if not os.path.isdir(path) and not (path.lower().endswith(CONTAINERS) and os.path.isfile(path)):
        return ""
    from ..products.recognise import title_of

    return title_of(path)
