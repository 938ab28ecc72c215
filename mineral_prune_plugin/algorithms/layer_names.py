# SPDX-License-Identifier: GPL-2.0-or-later
"""Layers that a run adds to the project are called after the files that the user named."""

import os
from pathlib import Path

from qgis.core import QgsProcessingUtils


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


def _is_temporary(path):
    """Of a model's steps too: QGIS names their files."""
    return Path(QgsProcessingUtils.tempFolder()).resolve() in Path(path).resolve().parents
