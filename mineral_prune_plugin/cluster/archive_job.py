# SPDX-License-Identifier: GPL-2.0-or-later
"""What is done with every scene of an archive, where its outputs lie, and what came of it."""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from ..raster.block_memory import BUDGET

FORMAT = 1  # of the outputs of a scene: another number maps all of them again
DONE, FAILED = "done", "failed"


@dataclass(frozen=True)
class Scene:
    """path : as GDAL opens it; name : of its outputs, unique in the archive; time : when it was taken, or ""."""

    path: str
    name: str = ""
    time: str = ""


@dataclass(frozen=True)
class ArchiveJob:
    """What every scene gets; the model itself travels apart.

    folder         : of the archive, which every worker sees under this name
    model_name     : file name of the model; model_hash : SHA-256 of the file
    min_confidence, interpolate, device, memory : as of mapping.class_map.MapJob
    confidence     : whether a raster of the confidence is written too
    time_limit     : seconds that a scene may take
    threads        : that map a scene
    """

    folder: str
    model_name: str
    model_hash: str
    min_confidence: float = 0.0
    interpolate: bool = False
    confidence: bool = False
    device: str = "cpu"
    memory: int = BUDGET
    time_limit: float = 3600.0
    threads: int = 1

    @property
    def parameters(self):
        """{name: value} of what the map depends on, beside the scene and the model."""
        return {
            "format": FORMAT,
            "min_confidence": self.min_confidence,
            "interpolate": self.interpolate,
            "confidence": self.confidence,
        }

    @property
    def key(self):
        """A text that is another where a map would be another: of the model and the parameters."""
        text = json.dumps([self.model_hash, self.parameters], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()

    def map_job(self, scene, model):
        """The class_map.MapJob of a scene.

        scene : Scene
        model : Model
        """
        from ..mapping.class_map import MapJob

        return MapJob(
            raster=scene.path,
            model=model,
            output=str(self.map_path(scene.name)),
            min_confidence=self.min_confidence,
            interpolate=self.interpolate,
            device=self.device,
            workers=self.threads,
            memory=self.memory,
        )

    def map_path(self, name):
        """Path of the map of a scene: each in a folder of its own, which stays small. name : of the scene"""
        return Path(self.folder) / name / f"{name}.tif"


@dataclass(frozen=True)
class SceneOutcome:
    """What came of a scene.

    state   : DONE or FAILED
    failure : a kind of failures.py where it failed
    error   : name of the class of the error, facts : its facts, for who words it in another language
    reason  : the error in words
    inputs  : (path, bytes, time of the last change) of each file that was read
    pixels  : {name of a mineral, "unclassified" or "no data": pixels}
    bytes   : of the map
    worker  : where it ran
    notices : sentences
    """

    path: str
    state: str
    failure: str = ""
    error: str = ""
    facts: dict = field(default_factory=dict)
    reason: str = ""
    inputs: tuple = ()
    pixels: dict = field(default_factory=dict)
    bytes: int = 0
    seconds: float = 0.0
    worker: str = ""
    notices: tuple = ()

    def as_document(self):
        """A dict that JSON holds."""
        return asdict(self)
