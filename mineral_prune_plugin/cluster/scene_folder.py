# SPDX-License-Identifier: GPL-2.0-or-later
"""The folder of a scene's outputs: nothing is replaced in it but outputs of the same scene.

An archive in the folder of its scenes would else write the map of x/x.tif over x/x.tif; runs that do not know each
other's ledgers would write scenes of one name over each other.
"""

import json
import os

from ..errors import SceneFolderTaken
from ..raster.opening import raster_name

ENDINGS = (".tif", ".qml", ".json", ".stac.json", "_confidence.tif")  # of all outputs, after the name of the scene
MOST_BYTES = 2**24  # of the document of a scene


def require_folder_of(scene, place):
    """Errors: SceneFolderTaken where outputs of a scene would replace what is not one of them.

    scene : Scene
    place : Path of its map
    """
    files = [place.with_name(f"{scene.name}{ending}") for ending in ENDINGS]
    there = [file.name for file in files if os.path.lexists(file)]
    if there and scene_of_document(place.with_name(f"{scene.name}.json")) != scene.path:
        raise SceneFolderTaken(folder=str(place.parent), raster=raster_name(scene.path), file=", ".join(there))


def scene_of_document(path):
    """The path of the scene that a map is of, by the document beside it; None where there is none.

    path : Path of NAME.json
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            return None
        document = json.loads(path.read_text(encoding="utf-8", errors="surrogateescape"))
    except (OSError, ValueError, RecursionError):
        return None
    scene = document.get("scene") if isinstance(document, dict) else None
    return scene if isinstance(scene, str) else None
