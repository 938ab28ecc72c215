# SPDX-License-Identifier: GPL-2.0-or-later
"""How outputs look when QGIS loads them into a project."""

from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsProcessingLayerPostProcessorInterface,
    QgsRendererCategory,
    QgsSymbol,
)
from qgis.PyQt.QtGui import QColor


class _Styler(QgsProcessingLayerPostProcessorInterface):
    """Calls `apply(layer)` once the layer is loaded."""

    def __init__(self, apply):
        super().__init__()
        self._apply = apply

    def postProcessLayer(self, layer, context, feedback):
        self._apply(layer)


def style_when_loaded(context, output, apply):
    """Have `apply(layer)` called for an output, if it is to be loaded."""
    if context.willLoadLayerOnCompletion(output):
        context.layerToLoadOnCompletionDetails(output).setPostProcessor(_Styler(apply))


def samples_styler(minerals):
    """Points in the colour of their mineral."""

    def apply(layer):
        categories = []
        for mineral in minerals:
            symbol = QgsSymbol.defaultSymbol(layer.geometryType())
            symbol.setColor(QColor(mineral.colour))
            categories.append(QgsRendererCategory(mineral.name, symbol, mineral.name))
        layer.setRenderer(QgsCategorizedSymbolRenderer("mineral", categories))

    return apply


def map_styler(style_path):
    """The style beside a class map."""

    def apply(layer):
        layer.loadNamedStyle(style_path)

    return apply
