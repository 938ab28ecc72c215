# SPDX-License-Identifier: GPL-2.0-or-later
"""No output of a run may replace what the run reads, nor a layer that is being edited: it is the data that counts, a
file or a table in it, however a layer or a destination is written.
"""

import os
from dataclasses import dataclass

from qgis.core import (
    QgsDataSourceUri,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterMapLayer,
    QgsProcessingParameterRasterLayer,
    QgsProviderRegistry,
    QgsRasterLayer,
    QgsVectorLayer,
    QgsVirtualLayerDefinition,
)
from qgis.PyQt.QtCore import QUrl

from ..errors import OutputBeingEdited
from ..interface.raster_layers import crs_set_in_qgis
from ..outputs import refuse_input_as_output
from .destinations import file_of_points, named_destination
from .layers import is_unopened_file, layer_path, raster_path
from .library_file import library_file


@dataclass(frozen=True)
class Place:
    """Where data lie. path : of a file or folder, "" for none; table : of a database in that file, "" for all of it."""

    path: str
    table: str = ""

    def in_same_table(self, other):
        """Whether both may be the same table, once they are in one file."""
        return not self.table or not other.table or self.table.casefold() == other.table.casefold()


def inputs_of(algorithm, parameters, context):
    """{name of the input: (GDAL's path of a raster or None, Places of another kind)}. For prepareAlgorithm.

    algorithm, parameters, context : as QGIS hands them over
    """
    sources = {}
    for definition in algorithm.parameterDefinitions():
        name = definition.name()
        if isinstance(definition, QgsProcessingParameterRasterLayer):
            sources[name] = raster_path(algorithm, parameters, name, context), ()
        elif isinstance(definition, QgsProcessingParameterFeatureSource):
            sources[name] = None, _places_of_features(algorithm, parameters, name, context)
        elif isinstance(definition, QgsProcessingParameterMapLayer):
            layer = algorithm.parameterAsLayer(parameters, name, context)
            raster = layer_path(layer) if isinstance(layer, QgsRasterLayer) else None
            sources[name] = raster, () if raster else _places_of_features(algorithm, parameters, name, context)
        elif isinstance(definition, QgsProcessingParameterFile):
            sources[name] = None, (Place(library_file(algorithm, parameters, context, name)),)
    return sources


def crs_of(algorithm, parameters, context):
    """{name of an input that may be a raster: `crs_set_in_qgis` of its layer, "" where it has none}.

    For prepareAlgorithm, after `inputs_of`. algorithm, parameters, context : as QGIS hands them over
    """
    systems = {}
    for definition in algorithm.parameterDefinitions():
        name, of_raster = definition.name(), isinstance(definition, QgsProcessingParameterRasterLayer)
        if of_raster and is_unopened_file(parameters.get(name), context):
            systems[name] = ""
        elif of_raster or isinstance(definition, QgsProcessingParameterMapLayer):
            layer = algorithm.parameterAsLayer(parameters, name, context)
            systems[name] = crs_set_in_qgis(layer) if isinstance(layer, QgsRasterLayer) else ""
    return systems


def edited_layers(context):
    """[(name, Place)] of the project's layers that are in edit mode. For prepareAlgorithm, which has `context`."""
    layers = context.project().mapLayers().values() if context.project() else ()
    edited = [layer for layer in layers if isinstance(layer, QgsVectorLayer) and layer.isEditable()]
    return [(layer.name(), place_of(layer)) for layer in edited]


def refuse_overwriting(outputs, sources, may_replace):
    """Refuse outputs that would replace what is read.

    outputs     : of `destinations_of`
    sources     : of `inputs_of`
    may_replace : {name of an output: name of the one input that it may replace}
    errors      : OutputIsInput
    """
    from ..raster.source import files_of, files_of_features

    for name, output in outputs.items():
        for source, (raster, places) in sources.items():
            if not os.path.exists(output.path) or may_replace.get(name) == source:
                continue
            if raster and (not output.table or _is_raster(output)):
                refuse_input_as_output(output.path, *files_of(raster))
            for place in filter(output.in_same_table, places):
                files = files_of_features(place.path) if isinstance(place, _FeaturePlace) else ()
                refuse_input_as_output(output.path, place.path, *files)


def refuse_edited(outputs, edited):
    """Refuse outputs onto layers that are being edited: their changes would be lost, or go to other features.

    outputs : of `destinations_of`
    edited  : of `edited_layers`
    errors  : OutputBeingEdited
    """
    for output in outputs.values():
        for layer, place in edited:
            both_exist = os.path.exists(output.path) and os.path.exists(place.path)
            if both_exist and os.path.samefile(output.path, place.path) and output.in_same_table(place):
                raise OutputBeingEdited(output=os.path.basename(output.path), layer=layer)


class _FeaturePlace(Place):
    """Of a vector layer: other files may belong to it, such as the table behind a virtual one."""


def _places_of_features(algorithm, parameters, name, context):
    """The Places of a vector layer, of those whose fields are joined to it and of those that a virtual one reads."""
    value = parameters.get(name)
    value = value.source if isinstance(value, QgsProcessingFeatureSourceDefinition) else value
    layer = algorithm.parameterAsVectorLayer({**parameters, name: value}, name, context)
    if layer is None:
        return ()
    joined = [join.joinLayer() for join in layer.vectorJoins()]
    read = [each for each in (layer, *joined) if each is not None]
    for each in read:  # grows: a virtual layer may read another
        read += [behind for behind in _layers_behind(each, context) if behind not in read]
    return tuple(place for each in read for place in (place_of(each), *_places_embedded(each)))


def _layers_behind(layer, context):
    """The layers of the project that a virtual layer reads; none behind any other."""
    if layer.providerType() != "virtual" or context.project() is None:
        return []
    behind = [context.project().mapLayer(each.layerId()) for each in layer.dataProvider().dependencies()]
    return [each for each in behind if isinstance(each, QgsVectorLayer)]


def _places_embedded(layer):
    """The Places of the sources that a virtual layer has in itself; none of any other."""
    if layer.providerType() != "virtual":
        return []
    definition = QgsVirtualLayerDefinition.fromUrl(QUrl.fromEncoded(layer.source().encode()))
    embedded = [each for each in definition.sourceLayers() if not each.isReferenced()]
    return [place_of(QgsVectorLayer(each.source(), each.name(), each.provider())) for each in embedded]


def place_of(layer):
    """The Place of a vector `layer`; of a GeoPackage that names no table its first."""
    parts = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source())
    table = str(parts.get("layerName") or "")
    if not table and layer.providerType() == "ogr":
        first = (layer.dataProvider().subLayers() or [""])[0].split(layer.dataProvider().sublayerSeparator())
        table = first[1] if len(first) > 1 else ""
    return _FeaturePlace(str(parts.get("path") or ""), table)


def _is_raster(output):
    """Whether the table that is to be written is a raster in a GeoPackage."""
    from ..raster.source import is_raster

    return is_raster(f"GPKG:{output.path}:{output.table}")


def destinations_of(algorithm, parameters, context):
    """{name of the output: its Place, of no path for a temporary one}.

    algorithm, parameters, context : as QGIS hands them over
    """
    return {
        definition.name(): Place(algorithm.parameterAsFileOutput(parameters, definition.name(), context))
        if isinstance(definition, QgsProcessingParameterFileDestination)
        else _named_place(named_destination(parameters, definition.name()))
        for definition in algorithm.destinationParameterDefinitions()
    }


def files_among(places):
    """Paths of the Places that are files of their own: no tables of a database, no layers in memory."""
    return [file_of_points(place.path) for place in places if not place.table]


def _named_place(path):
    """The Place of a path or of such as `ogr:dbname='geology.gpkg' table="drawn"`."""
    provider, _, rest = path.partition(":")
    if provider not in ("ogr", "spatialite"):
        return Place(path)
    uri = QgsDataSourceUri(rest)
    return Place(uri.database(), uri.table())
