# SPDX-License-Identifier: GPL-2.0-or-later
"""Who maps scenes: this process, one after the other; needs no Dask. The same doors as dask_pool.DaskPool."""

from contextlib import contextmanager

from .scene_map import map_scene


class ThisProcess:
    """Maps a scene as soon as it is asked for the next that is finished.

    job        : ArchiveJob; model : Model
    distribute : as of `class_map.map_into`; None for threads of this process
    """

    def __init__(self, job, model, cancelled, distribute=None):
        self._job, self._model, self._cancelled = job, model, cancelled
        self._distribute, self._waiting = {"distribute": distribute} if distribute else {}, []

    @property
    def room(self):
        return 1 - len(self._waiting)

    def submit(self, scene):
        """Take a Scene."""
        self._waiting.append(scene)

    def finished(self, seconds):
        """Yields (Scene, SceneOutcome) of the scene that was taken. seconds : to wait where there is none."""
        import time

        if not self._waiting:
            time.sleep(min(seconds, 0.1))
        while self._waiting:
            scene = self._waiting.pop()
            yield scene, map_scene(scene, self._job, self._model, self._cancelled, **self._distribute)


@contextmanager
def this_process(job, model, cancelled, distribute=None):
    """A ThisProcess. job, model, cancelled, distribute : as of it"""
    yield ThisProcess(job, model, cancelled, distribute)
