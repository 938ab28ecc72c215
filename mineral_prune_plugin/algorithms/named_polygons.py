# SPDX-License-Identifier: GPL-2.0-or-later
"""Polygons with their names, in a raster's coordinate system."""

from qgis.core import QgsProcessingFeatureSourceDefinition

from ..errors import LayerHasNoPolygons, NoPolygonsSelected
from ..raster.label_notices import FeaturesWithoutGeometry
from .vector_features import features_on, text_of


def read_named_polygons(algorithm, parameters, grid, context, progress):
    """((name, well-known binary) of each feature of POLYGONS, the layer's name); ((), "") where no layer is set.

    algorithm, parameters, context : as QGIS hands them over
    grid                           : Grid of the raster, in whose coordinate system they are wanted
    progress                       : is told of features left out
    errors                         : NoPolygonsSelected, LayerHasNoPolygons, those of `features_on`
    """
    source, value = algorithm.parameterAsSource(parameters, "POLYGONS", context), parameters.get("POLYGONS")
    if source is None:
        return (), ""
    layer = source.sourceName()
    selected_only = isinstance(value, QgsProcessingFeatureSourceDefinition) and value.selectedFeaturesOnly
    if selected_only and not source.featureCount():
        raise NoPolygonsSelected(layer=layer)
    field = algorithm.parameterAsString(parameters, "NAME_FIELD", context)
    features = features_on(source, grid, context, progress)
    placed = [feature for feature in features if not feature.geometry().isEmpty()]
    if not placed:
        raise LayerHasNoPolygons(layer=layer)
    if len(placed) < len(features):
        progress.tell(FeaturesWithoutGeometry(features=len(features) - len(placed), labels=layer))
    return tuple((_name(feature, field), bytes(feature.geometry().asWkb())) for feature in placed), layer


def _name(feature, field):
    return (text_of(feature[field]) if field else "") or str(feature.id())
