# SPDX-License-Identifier: GPL-2.0-or-later
"""Legends of maps that are added to the project: names that are within the file alone, names in the reader's language.

QGIS asks GDAL for the names, which does not know those within the file. So it is where a .tif was copied without the
files beside it.
"""

import os

from qgis.core import QgsPalettedRasterRenderer, QgsRasterLayer, QgsVectorLayer

from ..classes import is_number
from ..errors import MineralPruneError
from ..interface.mineral_legends import set_classes, shown_mineral, translate_legend
from .layers import layer_path

FIELDS = ("mineral", "class")  # of samples and of polygons of minerals


class NamedMaps:
    """Names the classes of layers as they are added to a QgsProject, until `leave`."""

    def __init__(self, project):
        self._project = project
        project.layersAdded.connect(self._name)

    def leave(self):
        """Take no more notice of layers."""
        self._project.layersAdded.disconnect(self._name)

    def _name(self, layers):
        for layer in layers:
            name_classes(layer)
            if _is_of_plugin(layer):
                translate_legend(layer)


def name_classes(layer):
    """Give the classes of a raster layer the names that are within its file, where its legend shows numbers.

    layer : QgsMapLayer
    """
    classes = _classes(layer)
    if not all(is_number(shown.label) for shown in classes):
        return
    names = _names(layer_path(layer)) if classes else {}
    named = [shown for shown in classes if shown.value in names]
    if named:
        for shown in named:
            shown.label = names[int(shown.value)]
        set_classes(layer, named)


def _classes(layer):
    """What the legend of a raster of classes lists, [] of any other layer."""
    renderer = layer.renderer() if isinstance(layer, QgsRasterLayer) and layer.providerType() == "gdal" else None
    paletted = isinstance(renderer, QgsPalettedRasterRenderer) and renderer.usesBands() == [1]
    return renderer.classes() if paletted else []


def _is_of_plugin(layer):
    """Legends of others, such as maps of land cover, stay as they are."""
    if isinstance(layer, QgsVectorLayer):
        return all(layer.fields().lookupField(name) >= 0 for name in FIELDS)
    known = any(shown_mineral(shown.label) != shown.label for shown in _classes(layer))
    return known and bool(_names(layer_path(layer), of_plugin=True))


def _names(path, of_plugin=False):
    """{class number: name} of a file, {} where it has none or cannot be read: a legend is no place for errors.

    of_plugin : those alone that the plugin keeps within its files
    """
    from ..raster.category_names import category_names, names_within
    from ..raster.opening import open_raster

    if not os.path.isfile(path):  # one on the network would keep the window waiting
        return {}
    try:
        dataset = open_raster(path)
        return names_within(dataset.GetRasterBand(1).GetMetadata()) if of_plugin else category_names(dataset)
    except MineralPruneError:
        return {}
