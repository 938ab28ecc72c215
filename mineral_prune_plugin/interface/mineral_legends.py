# SPDX-License-Identifier: GPL-2.0-or-later
"""Legends of mineral layers in the reader's language. Only the label of an entry changes, never what it stands for.

`raster.labels` reads such a label as the name that it shows, so a translated legend renames no class.
"""

from qgis.core import QgsCategorizedSymbolRenderer, QgsPalettedRasterRenderer, QgsRasterLayer, QgsVectorLayer

from ..mineral_names import data_name, shown_name
from .translation import translate


def shown_mineral(name):
    """A class's name as a reader of the interface's language knows it."""
    return shown_name(data_name(name), translate("en"))


def translate_legend(layer):
    """Have a layer's legend show known minerals in the interface's language.

    layer : QgsMapLayer, of which classes of pixels or categories of minerals change their labels
    """
    if isinstance(layer, QgsRasterLayer):
        _translate_classes(layer)
    elif isinstance(layer, QgsVectorLayer):
        _translate_categories(layer)


def set_classes(layer, classes):
    """Give a paletted raster layer other classes; it stays as opaque as it is.

    layer   : QgsRasterLayer
    classes : QgsPalettedRasterRenderer.Class each
    """
    before = layer.renderer()
    renderer = QgsPalettedRasterRenderer(layer.dataProvider(), 1, classes)
    renderer.setOpacity(before.opacity())
    renderer.setAlphaBand(before.alphaBand())
    layer.setRenderer(renderer)


def _translate_classes(layer):
    renderer = layer.renderer()
    if not isinstance(renderer, QgsPalettedRasterRenderer) or renderer.usesBands() != [1]:
        return
    classes = renderer.classes()
    labels = [shown_mineral(entry.label) for entry in classes]
    if labels != [entry.label for entry in classes]:
        for entry, label in zip(classes, labels):
            entry.label = label
        set_classes(layer, classes)


def _translate_categories(layer):
    renderer = layer.renderer()
    if not isinstance(renderer, QgsCategorizedSymbolRenderer) or renderer.classAttribute().strip('"') != "mineral":
        return
    renderer = renderer.clone()  # set anew, so that the legend is drawn anew
    for index, category in enumerate(renderer.categories()):
        renderer.updateCategoryLabel(index, shown_mineral(category.label()))
    layer.setRenderer(renderer)
