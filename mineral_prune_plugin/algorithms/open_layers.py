# SPDX-License-Identifier: GPL-2.0-or-later
"""Layers of the project that show a file which a run has replaced: they read it anew, data and style together."""

import os
from pathlib import Path

from qgis.core import QgsDataProvider, QgsRasterLayer, QgsVectorLayer

from ..interface.mineral_legends import translate_legend
from .layers import layer_path
from .overwriting import Place, place_of


def reload_open_layers(project, places):
    """Have the layers that show one of `places` show what is there now. For the main thread.

    A raster would otherwise keep the old file open, and show its pixels in the colours of the new one.

    project : QgsProject, or None
    places  : Places that were written
    """
    written = [place for place in places if os.path.exists(place.path)]
    for layer in project.mapLayers().values() if project and written else ():
        shown = _shown(layer)
        if any(_same(shown, place) for place in written):
            _reload(layer, shown.path)


def _shown(layer):
    """The Place of a layer of pixels or features, of no path for any other."""
    if isinstance(layer, QgsRasterLayer):
        return Place(layer_path(layer) if layer.providerType() == "gdal" else "")
    return place_of(layer) if isinstance(layer, QgsVectorLayer) else Place("")


def _same(shown, written):
    there = os.path.exists(shown.path) and os.path.samefile(shown.path, written.path)
    return there and shown.in_same_table(written)


def _reload(layer, path):
    options = QgsDataProvider.ProviderOptions()
    options.transformContext = layer.transformContext()
    layer.setDataSource(layer.source(), layer.name(), layer.providerType(), options, False)
    style = Path(path).with_suffix(".qml")
    if style.is_file():
        layer.loadNamedStyle(str(style))
        translate_legend(layer)
    layer.triggerRepaint()
