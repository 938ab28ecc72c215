# SPDX-License-Identifier: GPL-2.0-or-later
"""Maps whose names are within the file alone get them in QGIS's legend too, which asks GDAL, which does not know them.

So it is where a .tif was copied without the files beside it.
"""

import os

from qgis.core import QgsPalettedRasterRenderer, QgsRasterLayer

from ..classes import is_number
from ..errors import MineralPruneError
from .layers import layer_path


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


def name_classes(layer):
    """Give the classes of a raster layer the names that are within its file, where its legend shows numbers.

    layer : QgsMapLayer
    """
    renderer = layer.renderer() if isinstance(layer, QgsRasterLayer) and layer.providerType() == "gdal" else None
    if not isinstance(renderer, QgsPalettedRasterRenderer) or renderer.usesBands() != [1]:
        return
    classes = renderer.classes()
    if not all(is_number(shown.label) for shown in classes):
        return
    names = _names(layer_path(layer))
    named = [shown for shown in classes if shown.value in names]
    if named:
        for shown in named:
            shown.label = names[int(shown.value)]
        new = QgsPalettedRasterRenderer(layer.dataProvider(), 1, named)
        new.setOpacity(renderer.opacity())
        new.setAlphaBand(renderer.alphaBand())
        layer.setRenderer(new)


def _names(path):
    """{class number: name} within a file, {} where it has none or cannot be read: a legend is no place for errors."""
    from ..raster.category_names import category_names
    from ..raster.opening import open_raster

    if not os.path.isfile(path):  # one on the network would keep the window waiting
        return {}
    try:
        return category_names(open_raster(path))
    except MineralPruneError:
        return {}
