# SPDX-License-Identifier: GPL-2.0-or-later
"""No output of a run may replace a file that the run reads: every destination of an algorithm against every input."""

import os

from qgis.core import (
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterMapLayer,
    QgsProcessingParameterRasterLayer,
    QgsRasterLayer,
)

from ..outputs import refuse_input_as_output
from .destinations import named_destination
from .layers import crs_set_in_qgis, layer_file, layer_path, raster_path


def inputs_of(algorithm, parameters, context):
    """{name of the input: (GDAL's path of a raster, file of another kind), either None}. For prepareAlgorithm.

    algorithm, parameters, context : as QGIS hands them over
    """
    sources = {}
    for definition in algorithm.parameterDefinitions():
        name = definition.name()
        if isinstance(definition, QgsProcessingParameterRasterLayer):
            sources[name] = raster_path(algorithm, parameters, name, context), None
        elif isinstance(definition, QgsProcessingParameterFeatureSource):
            sources[name] = None, layer_file(algorithm, parameters, name, context)
        elif isinstance(definition, QgsProcessingParameterMapLayer):
            layer = algorithm.parameterAsLayer(parameters, name, context)
            raster = layer_path(layer) if isinstance(layer, QgsRasterLayer) else None
            sources[name] = raster, None if raster else layer_file(algorithm, parameters, name, context)
        elif isinstance(definition, QgsProcessingParameterFile):
            sources[name] = None, algorithm.parameterAsFile(parameters, name, context)
    return sources


def crs_of(algorithm, parameters, context):
    """{name of an input that may be a raster: `crs_set_in_qgis` of its layer, "" where it has none}.

    For prepareAlgorithm. algorithm, parameters, context : as QGIS hands them over
    """
    systems = {}
    for definition in algorithm.parameterDefinitions():
        if isinstance(definition, (QgsProcessingParameterRasterLayer, QgsProcessingParameterMapLayer)):
            layer = algorithm.parameterAsLayer(parameters, definition.name(), context)
            systems[definition.name()] = crs_set_in_qgis(layer) if isinstance(layer, QgsRasterLayer) else ""
    return systems


def refuse_overwriting(algorithm, parameters, context, sources, may_replace):
    """Refuse outputs that would replace what is read.

    algorithm, parameters, context : as QGIS hands them over
    sources                        : of `inputs_of`
    may_replace                    : {name of an output: name of the one input that it may replace}
    errors                         : OutputIsInput
    """
    from ..raster.source import files_of

    for name, path in _destinations(algorithm, parameters, context).items():
        for source, (raster, file) in sources.items():
            if os.path.exists(path) and may_replace.get(name) != source:
                refuse_input_as_output(path, file, *(files_of(raster) if raster else ()))


def _destinations(algorithm, parameters, context):
    """{name of the output: its path, "" for a temporary one}."""
    return {
        definition.name(): algorithm.parameterAsFileOutput(parameters, definition.name(), context)
        if isinstance(definition, QgsProcessingParameterFileDestination)
        else named_destination(parameters, definition.name())
        for definition in algorithm.destinationParameterDefinitions()
    }
