# SPDX-License-Identifier: GPL-2.0-or-later
"""A file that is there and holds no layer: QGIS says that it cannot be found, and calls the parameter by its id."""

import os

from qgis.core import (
    QgsProcessingParameterMapLayer,
    QgsProcessingParameterRasterLayer,
    QgsProcessingUtils,
    QgsRasterLayer,
)

from ..errors import LayerUnreadable
from ..interface.translation import sentence_of
from .layers import is_file_alone, is_unopened_file
from .reporting import problem_of
from .texts import OF_LAYERS


def unreadable_layer(algorithm, parameters, context):
    """A sentence where a file is given for a raster or for features that QGIS cannot open, "" where all open.

    algorithm, parameters, context : as QGIS hands them to checkParameterValues
    """
    for definition in algorithm.parameterDefinitions():
        value = parameters.get(definition.name())
        if isinstance(definition, OF_LAYERS) and isinstance(value, str):
            path = value if os.path.isfile(value) else value.split("|")[0]
            if os.path.isfile(path) and not _opens(value, context, definition):
                return _sentence(path, definition)
    return ""


def without_files(algorithm, parameters, context):
    """The parameters with a layer of nothing for each raster that is a file alone: QGIS's checks would open it.

    After `unreadable_layer` has refused nothing.

    algorithm, parameters, context : as QGIS hands them to checkParameterValues
    """
    rasters = [each for each in algorithm.parameterDefinitions() if isinstance(each, QgsProcessingParameterRasterLayer)]
    names = [each.name() for each in rasters if is_unopened_file(parameters.get(each.name()), context)]
    return {**parameters, **{name: QgsRasterLayer() for name in names}}


def _opens(value, context, definition):
    if isinstance(definition, QgsProcessingParameterRasterLayer) and is_file_alone(value, context):
        return True
    kinds = QgsProcessingUtils.LayerHint
    kind = kinds.UnknownType if isinstance(definition, QgsProcessingParameterMapLayer) else kinds.Vector
    kind = kinds.Raster if isinstance(definition, QgsProcessingParameterRasterLayer) else kind
    return QgsProcessingUtils.mapLayerFromString(value, context, True, kind) is not None


def _sentence(path, definition):
    """Of a raster with GDAL's reason, where GDAL cannot open it either."""
    if isinstance(definition, QgsProcessingParameterRasterLayer):
        from ..raster.opening import open_raster

        reason = problem_of(open_raster, path)
        if reason:
            return reason if reason.endswith(".") else f"{reason}."
    return sentence_of(LayerUnreadable(file=os.path.basename(path), label=definition.description()))
