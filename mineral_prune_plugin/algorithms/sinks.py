# SPDX-License-Identifier: GPL-2.0-or-later
"""Vector layers as outputs: a file appears whole or not at all, which a sink of QGIS does not see to."""

from pathlib import Path

from qgis.core import QgsFeatureSink, QgsProcessingException, QgsVectorFileWriter, QgsVectorLayer, QgsWkbTypes

from ..errors import OutputFailed
from ..raster.outputs import whole
from .destinations import named_destination


def write_points(algorithm, name, features, fields, crs, parameters, context, style):
    """Write a list of point features to the destination `name`; returns the layer's id or path.

    style  : the text of the .qml beside a file
    errors : OutputFolderMissing, OutputFailed; QgsProcessingException for what is no file
    """
    path = named_destination(parameters, name)
    if Path(path).suffix[1:].lower() not in QgsVectorFileWriter.supportedFormatExtensions():  # memory, a database
        return _write(algorithm, name, features, fields, crs, parameters, context)
    with whole(path) as partial:
        _write(algorithm, name, features, fields, crs, {**parameters, name: str(partial)}, context)
        if QgsVectorLayer(str(partial)).featureCount() != len(features):  # a full disk shows when the file is closed
            raise OutputFailed(output=path, reason="not all features were written")
        partial.with_suffix(".qml").write_text(style, encoding="utf-8")
    return algorithm.parameterAsOutputLayer(parameters, name, context)  # this asks QGIS to load it, where one wants it


def _write(algorithm, name, features, fields, crs, parameters, context):
    sink, output = algorithm.parameterAsSink(parameters, name, context, fields, QgsWkbTypes.Type.Point, crs)
    if sink is None:
        raise QgsProcessingException(algorithm.invalidSinkError(parameters, name))
    for feature in features:
        if not sink.addFeature(feature, QgsFeatureSink.Flag.FastInsert):
            raise QgsProcessingException(algorithm.writeFeatureError(sink, parameters, name))
    del sink  # written to disk here, before anyone reads it
    return output
