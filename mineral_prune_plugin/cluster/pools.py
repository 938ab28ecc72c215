# SPDX-License-Identifier: GPL-2.0-or-later
"""Who maps scenes: this process, one after the other; needs no Dask. The same doors as dask_pool.DaskPool."""

import time

from ..mapping.workers import in_order
from ..progress import Apart
from .scene_map import map_scene


class ThisProcess:
    """Maps a scene as soon as it is asked for the next that is finished.

    job        : ArchiveJob; model : Model
    distribute : called with a Scene, gives what has its windows classified, as of `class_map.map_into`
    """

    def __init__(self, job, model, distribute=lambda scene: in_order):
        self._job, self._model, self._distribute, self._waiting = job, model, distribute, []
        self._apart = Apart()

    @property
    def room(self):
        return 1 - len(self._waiting)

    def submit(self, scene):
        """Take a Scene."""
        self._waiting.append(scene)

    def finished(self, seconds):
        """Yields (Scene, SceneOutcome) of the scene that was taken. seconds : to wait where there is none."""
        if not self._waiting:
            time.sleep(min(seconds, 0.1))
        while self._waiting:
            scene = self._waiting.pop()
            how = {"distribute": self._distribute(scene), "apart": self._apart.awaited}
            yield scene, map_scene(scene, self._job, self._model, **how)
