# SPDX-License-Identifier: GPL-2.0-or-later
"""What lies beside a map of an archive: a JSON document of how it was made, and a STAC item.

Neither holds the time of the run: the same scene, model and versions give the same bytes.
"""

import json

from .versions import versions

STAC_VERSION = "1.0.0"


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
    }
    _write(file.with_suffix(".json"), facts)


def _write(path, document):
    text = json.dumps(document, indent=1, sort_keys=True, ensure_ascii=False, allow_nan=False)
    path.write_text(f"{text}\n", encoding="utf-8", errors="surrogateescape")
