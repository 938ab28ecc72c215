# SPDX-License-Identifier: GPL-2.0-or-later
"""What lies beside a map of an archive: a JSON document of how it was made, and a STAC item.

Neither holds the time of the run: the same scene, model and versions give the same bytes.
"""

import json
import time

from ..raster.outline import outline
from .versions import versions

STAC_VERSION = "1.0.0"
EXTENSIONS = (
    "https://stac-extensions.github.io/classification/v2.0.0/schema.json",
    "https://stac-extensions.github.io/projection/v1.1.0/schema.json",
    "https://stac-extensions.github.io/processing/v1.2.0/schema.json",
)
CLOUD_GEOTIFF = "image/tiff; application=geotiff; profile=cloud-optimized"
NANOSECONDS = 10**9


def write_documents(file, scene, job, made):
    """Write NAME.json and NAME.stac.json.

    file  : Path of the map in its draft; they lie beside it
    scene : Scene
    job   : ArchiveJob
    made  : (Grid, Model, SceneOutcome) of the map
    """
    grid, model, outcome = made
    facts = {
        "scene": scene.path,
        "inputs": [{"path": path, "bytes": size} for path, size, _ in outcome.inputs],
        "model": {"name": job.model_name, "sha256": job.model_hash, "feature": model.feature, "bands": model.bands},
        "parameters": job.parameters,
        "versions": versions(),
        "pixels": outcome.pixels,
        "notices": list(outcome.notices),
    }
    _write(file.with_suffix(".json"), facts)
    item = stac_item(scene, facts, grid, model.minerals)
    item["properties"].update(_time_of(scene, outcome.inputs))
    _write(file.with_name(f"{file.stem}.stac.json"), item)


def stac_item(scene, facts, grid, minerals):
    """A STAC item of a map, but for its time.

    scene    : Scene
    facts    : of NAME.json
    grid     : Grid
    minerals : MineralClasses
    """
    place = outline(grid)
    geometry = place and {"type": "Polygon", "coordinates": [[list(corner) for corner in place.ring]]}
    a, b, c, d, e, f = grid.geotransform
    projection = {"proj:epsg": place and place.epsg, "proj:shape": [grid.height, grid.width]}
    projection["proj:transform"] = [b, c, a, e, f, d]
    return {
        "type": "Feature",
        "stac_version": STAC_VERSION,
        "stac_extensions": list(EXTENSIONS),
        "id": scene.name,
        "geometry": geometry,
        **({"bbox": list(place.bbox)} if place else {}),
        "properties": {
            **(projection if place else {}),
            "processing:software": {key: facts["versions"][key] for key in ("mineral-prune", "gdal", "numpy")},
            "mineral_prune:model_sha256": facts["model"]["sha256"],
            "mineral_prune:pixels": facts["pixels"],
        },
        "links": [],
        "assets": _assets(scene.name, minerals),
    }


def _assets(name, minerals):
    classes = [
        {"value": mineral.number, "name": mineral.name, "color_hint": mineral.colour[1:]} for mineral in minerals
    ]
    return {
        "map": {
            "href": f"./{name}.tif",
            "type": CLOUD_GEOTIFF,
            "title": "Mineral map",
            "roles": ["data"],
            "classification:classes": classes,
        },
        "style": {"href": f"./{name}.qml", "type": "text/xml", "title": "Style for QGIS", "roles": ["style"]},
        "facts": {
            "href": f"./{name}.json",
            "type": "application/json",
            "title": "How it was made",
            "roles": ["metadata"],
        },
    }


def _time_of(scene, inputs):
    """The properties of STAC that say when a scene was taken: by its list, else the time of its file, which it says."""
    if scene.time:
        return {"datetime": scene.time}
    changed = next((moment for path, _, moment in inputs if path == scene.path), 0)
    seconds = changed if scene.path.startswith("/vsi") else changed / NANOSECONDS
    moment = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))
    return {"datetime": moment, "mineral_prune:datetime_is": "the time of the scene's file"}


def _write(path, document):
    text = json.dumps(document, indent=1, sort_keys=True, ensure_ascii=False, allow_nan=False)
    path.write_text(f"{text}\n", encoding="utf-8", errors="surrogateescape")
