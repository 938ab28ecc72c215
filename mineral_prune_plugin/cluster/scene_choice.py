# SPDX-License-Identifier: GPL-2.0-or-later
"""Which of the rasters that a person named are scenes to map, each once: a pattern such as **/*.tif also names the maps
of the last run, where the archive lies in the folder of the scenes, and a file again by every link to it.
"""

import os
from pathlib import Path

from ..errors import NoScenes
from .archive_notices import OutputsNoScenes, ScenesByLinks
from .scene_folder import scene_of_document


def chosen(scenes, mosaic, tell):
    """Scenes that are to be mapped.

    scenes : Scenes, each path once
    mosaic : Path of the virtual raster in the folder of the archive
    tell   : called with a Notice of what is left out
    errors : NoScenes
    """
    folder = os.path.realpath(mosaic.parent)
    places = {scene: _place(scene.path) for scene in scenes}
    inputs = [scene for scene in scenes if not _is_output(places[scene], scene.path, folder, mosaic.name)]
    distinct = {}
    for scene in inputs:
        first = distinct.setdefault(places[scene], scene)
        if scene.path == places[scene] and not first.name:  # a link may lead elsewhere tomorrow
            distinct[places[scene]] = scene
    if len(inputs) < len(scenes):
        tell(OutputsNoScenes(files=len(scenes) - len(inputs), folder=str(mosaic.parent)))
    if len(distinct) < len(inputs):
        tell(ScenesByLinks(scenes=len(inputs) - len(distinct)))
    if not distinct:
        raise NoScenes(listed=str(mosaic.parent))
    return tuple(distinct.values())


def _place(path):
    """What two names of one file share."""
    return os.path.realpath(path) if os.path.isabs(path) and os.path.exists(path) else path


def _is_output(place, path, folder, mosaic):
    """Whether a raster is an output of the archive: the document beside it tells of another scene."""
    if not place.startswith(folder + os.sep):
        return False
    file = Path(place)
    if file.parent == Path(folder):
        return file.name == mosaic
    scene = scene_of_document(file.with_name(f"{file.parent.name}.json"))
    return file.parent.parent == Path(folder) and scene not in (None, path, place)
