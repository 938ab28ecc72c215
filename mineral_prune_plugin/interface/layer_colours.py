# SPDX-License-Identifier: GPL-2.0-or-later
"""The colours that a user gave the classes of a layer; samples take them from labels, and models from samples."""

from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsPalettedRasterRenderer,
    QgsProcessingFeatureSourceDefinition,
    QgsRasterLayer,
    QgsVectorLayer,
)

from ..classes import one_line

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


def legend_names(layer):
    """Class number -> name, of the legend of a paletted raster layer; {} for others. A legend's number is no name."""
    renderer = layer.renderer() if isinstance(layer, QgsRasterLayer) else None
    if not isinstance(renderer, QgsPalettedRasterRenderer):
        return {}
    shown = {int(entry.value): one_line(entry.label) for entry in renderer.classes() if entry.value == int(entry.value)}
    return {number: label for number, label in shown.items() if number > 0 and label and not _is_number(label)}


def _is_number(text):
    try:
        float(text)
        return True
    except ValueError:
        return False


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
