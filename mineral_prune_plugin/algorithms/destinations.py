# SPDX-License-Identifier: GPL-2.0-or-later
"""Where outputs go: the path that is named, and whether it ends as its kind of file must."""

import re
from pathlib import Path

from qgis.core import (
    QgsProcessing,
    QgsProcessingOutputLayerDefinition,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterRasterDestination,
    QgsProperty,
)

from ..errors import OutputExtension
from .translation import sentence_of

GEOTIFF = (".tif", ".tiff")


def named_destination(parameters, name):
    """The path that a layer destination names, "" for a temporary one or none.

    Asking QGIS with parameterAsOutputLayer is for the one time when the layer is made: every time it is asked it
    announces a layer for loading, a temporary one under a new name.
    """
    value = parameters.get(name)
    value = value.sink if isinstance(value, QgsProcessingOutputLayerDefinition) else value
    value = value.staticValue() if isinstance(value, QgsProperty) else value
    return value if isinstance(value, str) and value != QgsProcessing.TEMPORARY_OUTPUT else ""


def wrong_file_name(algorithm, parameters, context):
    """A sentence where an output path does not end as it must, "" where all do: QGIS adds no ending to a path."""
    for definition in algorithm.destinationParameterDefinitions():
        path, endings = "", ()
        if isinstance(definition, QgsProcessingParameterFileDestination):
            path = algorithm.parameterAsFileOutput(parameters, definition.name(), context)
            endings = re.findall(r"\*(\.\w+)", definition.fileFilter())
        elif isinstance(definition, QgsProcessingParameterRasterDestination):
            path, endings = named_destination(parameters, definition.name()), GEOTIFF
        if path and Path(path).suffix.lower() not in endings:
            return sentence_of(OutputExtension(output=Path(path).name, expected=" / ".join(endings)))
    return ""
