# SPDX-License-Identifier: GPL-2.0-or-later
"""A file that is there and holds no layer: QGIS says that it cannot be found, and calls the parameter by its id."""

import os

from qgis.core import QgsProcessingParameterFeatureSource, QgsProcessingParameterMapLayer, QgsProcessingUtils

from ..errors import LayerUnreadable
from ..interface.translation import sentence_of

OF_LAYERS = (QgsProcessingParameterFeatureSource, QgsProcessingParameterMapLayer)


def unreadable_layer(algorithm, parameters, context):
    """A sentence where a file is given for features or labels that QGIS cannot open, "" where all open.

    algorithm, parameters, context : as QGIS hands them to checkParameterValues
    """
    for definition in algorithm.parameterDefinitions():
        value = parameters.get(definition.name())
        if isinstance(definition, OF_LAYERS) and isinstance(value, str):
            path = value.split("|")[0]
            if os.path.isfile(path) and QgsProcessingUtils.mapLayerFromString(value, context) is None:
                return sentence_of(LayerUnreadable(file=os.path.basename(path), label=definition.description()))
    return ""
