# SPDX-License-Identifier: GPL-2.0-or-later
"""How outputs look when QGIS loads them into a project."""

from qgis.core import (
    QgsContrastEnhancement,
    QgsProcessingLayerPostProcessorInterface,
    QgsRasterMinMaxOrigin,
)

from .samples_style import apply_style, samples_style

_waiting = []  # stylers whose layer is not loaded yet: QGIS keeps only the C++ half of them alive


class _Styler(QgsProcessingLayerPostProcessorInterface):
    """Calls `apply(layer)` once the layer is loaded."""

    def __init__(self, apply):
        super().__init__()
        self._apply = apply
        _waiting.append(self)

    def postProcessLayer(self, layer, context, feedback):
        if self in _waiting:
            _waiting.remove(self)
        self._apply(layer)


def style_when_loaded(context, output, apply):
    """Have `apply(layer)` called for an output, if it is to be loaded."""
    if context.willLoadLayerOnCompletion(output):
        context.layerToLoadOnCompletionDetails(output).setPostProcessor(_Styler(apply))


def samples_styler(minerals):
    """Points in the colour of their mineral and the shape of their split."""

    def apply(layer):
        apply_style(layer, samples_style(minerals))

    return apply


def false_colour_styler(red, green, blue):
    """Band numbers in three colours, stretched; QGIS 3.22 shows the first three whatever the file says."""

    def apply(layer):
        renderer = layer.renderer()
        renderer.setRedBand(red)
        renderer.setGreenBand(green)
        renderer.setBlueBand(blue)
        stretch = QgsContrastEnhancement.ContrastEnhancementAlgorithm.StretchToMinimumMaximum
        layer.setContrastEnhancement(stretch, QgsRasterMinMaxOrigin.Limits.CumulativeCut)

    return apply


def map_styler(style_path):
    """The style beside a class map."""

    def apply(layer):
        layer.loadNamedStyle(style_path)

    return apply
