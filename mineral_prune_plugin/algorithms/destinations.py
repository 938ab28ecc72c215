# SPDX-License-Identifier: GPL-2.0-or-later
"""Where outputs go: the path that is named, whether it ends as its kind of file must, and features written whole.

A vector file appears whole or not at all, which a sink of QGIS does not see to.
"""

import re
from pathlib import Path

from qgis.core import (
    QgsFeatureSink,
    QgsProcessing,
    QgsProcessingException,
    QgsProcessingOutputLayerDefinition,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterRasterDestination,
    QgsProcessingUtils,
    QgsProperty,
    QgsVectorLayer,
    QgsWkbTypes,
)

from ..errors import OutputExtension, OutputFailed, OutputNotNamed
from ..interface.layer_styles import apply_style
from ..interface.translation import sentence_of
from ..outputs import whole

GEOTIFF = (".tif", ".tiff")
NOT_WRITTEN = "not all features were written"
# Of points, which keep fields and places too. KML loses its fields where GDAL was made without libkml (3.13 of Debian).
POINTS = (".gpkg", ".shp", ".geojson", ".fgb", ".gml", ".tab")


def named_destination(parameters, name):
    """The path that the layer destination `name` has in `parameters`, "" for a temporary one or none.

    Asking QGIS with parameterAsOutputLayer is for the one time when the layer is made: every time it is asked it
    announces a layer for loading, a temporary one under a new name.
    """
    value = parameters.get(name)
    value = value.sink if isinstance(value, QgsProcessingOutputLayerDefinition) else value
    value = value.staticValue() if isinstance(value, QgsProperty) else value
    return value if isinstance(value, str) and value != QgsProcessing.TEMPORARY_OUTPUT else ""


def file_of_points(path):
    """The `path` of a destination of points, "" where it is no file but `memory:` or a table in a database."""
    return "" if re.match(r"\w\w+:", path) else path  # C:\... is a file


def missing_destination(algorithm, parameters):
    """A sentence where an output of an `algorithm` must have a place and has none in `parameters`, else ""."""
    optional = QgsProcessingParameterDefinition.Flag.FlagOptional
    for definition in algorithm.destinationParameterDefinitions():
        if not definition.flags() & optional and parameters.get(definition.name()) in (None, ""):
            return sentence_of(OutputNotNamed(parameter=definition.description(), name=definition.name()))
    return ""


def wrong_file_name(algorithm, parameters, context):
    """A sentence where an output path of an algorithm does not end as it must, "" where all do.

    QGIS adds no ending to a path. parameters, context : as QGIS hands them to checkParameterValues
    """
    for definition in algorithm.destinationParameterDefinitions():
        path, endings = "", ()
        if isinstance(definition, QgsProcessingParameterFileDestination):
            path = algorithm.parameterAsFileOutput(parameters, definition.name(), context)
            endings = re.findall(r"\*(\.\w+)", definition.fileFilter())
        elif isinstance(definition, QgsProcessingParameterRasterDestination):
            path, endings = named_destination(parameters, definition.name()), algorithm.RASTERS
        elif isinstance(definition, QgsProcessingParameterFeatureSink):
            path, endings = file_of_points(named_destination(parameters, definition.name())), POINTS
        if path and Path(path).suffix.lower() not in endings:
            return sentence_of(OutputExtension(output=Path(path).name, expected=" / ".join(endings)))
    return ""


def write_features(
    algorithm, name, features, fields, crs, parameters, context, style, progress, kind=QgsWkbTypes.Type.Point
):
    """Write features to the destination `name` of an algorithm; returns the layer's id or path.

    features            : of which the len() is known; read once, so that they need not be in memory together
    fields, crs         : the QgsFields and the coordinate system of the layer
    parameters, context : as QGIS hands them to processAlgorithm
    style               : the text of the .qml beside a file
    progress            : is asked to cancel until a file is moved into place, and told of what killed runs left
    kind                : QgsWkbTypes.Type of the features
    errors              : OutputFolderMissing, OutputFailed; QgsProcessingException for what is no file
    """
    path = file_of_points(named_destination(parameters, name))
    if not path:
        written = _write(algorithm, name, features, fields, crs, parameters, context, kind)
        if not written:
            raise QgsProcessingException(algorithm.invalidSinkError(parameters, name))
        _colour_in_memory(written, style, context)
        return written
    with whole(path, progress) as partial:
        try:
            to_partial = {**parameters, name: str(partial)}
            written = _write(algorithm, name, features, fields, crs, to_partial, context, kind)
        except QgsProcessingException as error:  # with the SQL that failed, the hidden path and the id of the parameter
            raise OutputFailed(output=path, reason=NOT_WRITTEN) from error
        whole_layer = written and QgsVectorLayer(str(partial)).featureCount() == len(features)
        if not whole_layer:  # a full disk shows when the file is closed
            raise OutputFailed(output=path, reason=NOT_WRITTEN)
        partial.with_suffix(".qml").write_text(style, encoding="utf-8")
    return algorithm.parameterAsOutputLayer(parameters, name, context)  # this asks QGIS to load it, where one wants it


def _colour_in_memory(written, style, context):
    """A layer in memory has its colours at once: the next step of a model takes them from it."""
    layer = QgsProcessingUtils.mapLayerFromString(written, context, False)
    if layer is not None and layer.providerType() == "memory":
        apply_style(layer, style)


def _write(algorithm, name, features, fields, crs, parameters, context, kind):
    """The layer's id or path, "" where it could not be made or not all features could be written to it."""
    sink, output = algorithm.parameterAsSink(parameters, name, context, fields, kind, crs)
    try:
        added = sink is not None and all(sink.addFeature(each, QgsFeatureSink.Flag.FastInsert) for each in features)
    finally:
        del sink  # written to disk here, before anyone reads it, or let go before a cancelled run removes it
    return output if added else ""
