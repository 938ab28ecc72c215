# SPDX-License-Identifier: GPL-2.0-or-later
"""The colours and names that a user gave the classes of a layer: samples take them from labels, models from samples."""

from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsPalettedRasterRenderer,
    QgsProcessingFeatureSourceDefinition,
    QgsRasterLayer,
    QgsVectorLayer,
)

from ..classes import is_number, one_line

FIELDS = ("mineral", "class")


def colours_of_parameter(algorithm, parameters, name, context, field=""):
    """`layer_colours` of the layer that a parameter names. For prepareAlgorithm: layers live in the main thread.

    algorithm, parameters, context : as QGIS hands them over
    name                           : of the parameter
    field                          : as in layer_colours
    """
    value = parameters.get(name)
    value = value.source if isinstance(value, QgsProcessingFeatureSourceDefinition) else value
    return layer_colours(algorithm.parameterAsLayer({**parameters, name: value}, name, context), field)


def names_in_legend(algorithm, parameters, name, context):
    """{class number: name} as the legend of a paletted raster layer shows them, {} of any other. For prepareAlgorithm.

    algorithm, parameters, context : as QGIS hands them over
    name                           : of the parameter
    """
    layer = algorithm.parameterAsLayer(parameters, name, context)
    renderer = layer.renderer() if isinstance(layer, QgsRasterLayer) else None
    if not isinstance(renderer, QgsPalettedRasterRenderer) or renderer.usesBands() != [1]:
        return {}
    whole = [each for each in renderer.classes() if float(each.value).is_integer() and each.value > 0]
    shown = {int(each.value): one_line(each.label) for each in whole}
    return {number: label for number, label in shown.items() if label and not is_number(label)}


def layer_colours(layer, field=""):
    """ "#RRGGBB" by class name, or by class number as text; {} where the layer shows no classes.

    layer : QgsRasterLayer or QgsVectorLayer, or None
    field : the field with the mineral; "" takes `mineral` or `class`
    """
    if isinstance(layer, QgsRasterLayer):
        return _of_raster(layer.renderer())
    if not isinstance(layer, QgsVectorLayer):
        return {}
    fields = (field,) if field else FIELDS
    stored = QgsVectorLayer(layer.source(), layer.name(), layer.providerType())  # held: its renderer dies with it
    # With the style that is stored with its file, for Processing loads files without.
    return _of_features(layer.renderer(), fields) or _of_features(stored.renderer(), fields)


def _of_raster(renderer):
    """A paletted raster; of a file that has a colour table QGIS makes one by itself."""
    if not isinstance(renderer, QgsPalettedRasterRenderer):
        return {}
    return {f"{shown.value:g}": shown.color.name().upper() for shown in renderer.classes()}


def _of_features(renderer, fields):
    if not isinstance(renderer, QgsCategorizedSymbolRenderer) or renderer.classAttribute().strip('"') not in fields:
        return {}
    shown = [entry for entry in renderer.categories() if entry.symbol() is not None and entry.value() is not None]
    return {str(entry.value()).strip(): entry.symbol().color().name().upper() for entry in shown}
