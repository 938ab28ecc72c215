# SPDX-License-Identifier: GPL-2.0-or-later
"""Layers that a run adds are called after the files that the user named; so are rasters in reports."""

import os
from pathlib import Path

from qgis.core import QgsProcessingParameterRasterLayer, QgsProcessingUtils

from ..interface.translation import translate as tr


def call_after_files(context, places):
    """Name the layers that a QgsProcessingContext is to load after their files; temporary ones keep their output's.

    context : QgsProcessingContext of the run
    places  : Places of its outputs
    """
    names = {os.path.abspath(place.path): place.table or Path(place.path).stem for place in places if place.path}
    for source in context.layersToLoadOnCompletion():
        path = os.path.abspath(source.partition("|")[0])
        if path in names and not _is_temporary(path):
            context.layerToLoadOnCompletionDetails(source).name = names[path]


def shown_names(algorithm, parameters, context, sources):
    """{name of a raster input: what a report calls it}: its file's name, or its layer's where QGIS named the file.

    For prepareAlgorithm, which has `algorithm`, `parameters` and `context`; sources : of `overwriting.inputs_of`.
    """
    rasters = [each for each in algorithm.parameterDefinitions() if isinstance(each, QgsProcessingParameterRasterLayer)]
    names = {}
    for name in (each.name() for each in rasters if sources[each.name()][0]):
        path = sources[name][0]
        names[name] = os.path.basename(path) or path
        if _is_temporary(path):
            layer = algorithm.parameterAsRasterLayer(parameters, name, context)
            called = "" if layer is None else layer.name()
            names[name] = called if called not in ("", Path(path).stem) else tr("temporary raster")
    return names


def shown_file(path):
    """What a report calls a file: its name, or that QGIS keeps it until it closes. path : of an input or an output"""
    return tr("temporary file") if path and _is_temporary(path) else Path(path).name


def lasting_name(name, path):
    """`name`, or "" where what it names, the file at `path`, is gone when QGIS closes."""
    return "" if _is_temporary(path) else name


def _is_temporary(path):
    """Of a model's steps too: QGIS names their files."""
    return Path(QgsProcessingUtils.tempFolder()).resolve() in Path(path).resolve().parents
