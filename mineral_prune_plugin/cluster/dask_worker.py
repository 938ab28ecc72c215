# SPDX-License-Identifier: GPL-2.0-or-later
"""What runs on a worker of Dask: it holds the model, says what it is, and maps a scene when told to."""

import os
import platform
import threading
import time
from dataclasses import replace
from pathlib import Path

from distributed import WorkerPlugin, get_worker

from ..errors import WorkersDiffer
from ..mapping.class_map import source_of
from ..mapping.classifiers import classifier
from ..progress import Apart, silent
from ..raster.cache import small_cache
from ..raster.remote import be_patient
from ..threads import one_thread
from .archive_job import FAILED, SceneOutcome
from .scene_map import failed, map_scene
from .versions import differences, versions


class ModelHolder(WorkerPlugin):
    """Every worker gets one, those that come later too.

    name     : by which a task finds it
    model    : Model
    expected : versions of the machine that leads the run
    """

    def __init__(self, name, model, expected):
        self.name, self.model, self.expected = name, model, expected
        self.differing, self._classifiers, self._lock, self.apart = "", {}, None, None

    def setup(self, worker):
        """Called by Dask as a worker gets it. worker : of Dask"""
        self._lock, self.apart = threading.Lock(), Apart()
        be_patient()
        self.differing = differences(self.expected, versions(), f"{platform.node()} {worker.address}")

    def classifier(self, scene, job, windows):
        """The Classifier of a scene, made once in a process.

        scene   : Scene
        job     : ArchiveJob
        windows : the plan
        """
        with self._lock:
            if scene.path not in self._classifiers:
                self._classifiers.clear()  # one scene at a time
                map_job = job.map_job(scene, self.model)
                source, settings = source_of(map_job, silent()), (job.device, job.min_confidence, job.confidence)
                self._classifiers[scene.path] = classifier(self.model, source, *settings, windows)
            return self._classifiers[scene.path]


def classify_on_worker(scene, job, windows, number, holder):
    """The WindowClasses of a window, on a worker.

    scene   : Scene
    job     : ArchiveJob
    windows : the plan; number : of the window in it
    holder  : name of the ModelHolder
    """
    held = get_worker().plugins[holder]
    if held.differing:
        raise WorkersDiffer(differing=held.differing)
    plan = held.classifier(scene, job, windows)
    with one_thread(), small_cache(), plan.worker() as classify:
        return replace(classify(windows[number], lambda: False), rejected=None)


def map_on_worker(scene, job, holder):
    """The SceneOutcome of a scene, on a worker.

    scene  : Scene
    job    : ArchiveJob
    holder : name of the ModelHolder
    """
    held = get_worker().plugins[holder]
    if held.differing:
        return failed(SceneOutcome(scene.path, FAILED), WorkersDiffer(differing=held.differing))
    return map_scene(scene, job, held.model, apart=held.apart.awaited)


def map_some(task, scenes, job, holder, seconds):
    """What a `task` gives for some `scenes`, a list: for the first, and for others while there is time.

    task        : called with a Scene, `job` and `holder`
    scenes      : of which larger ones may follow on small ones
    job, holder : as of `map_on_worker`
    seconds     : after which none is begun
    """
    until, outcomes = time.monotonic() + seconds, []
    for scene in scenes:
        if outcomes and time.monotonic() > until:
            break
        outcomes.append(task(scene, job, holder))
    return outcomes


def facts_of_worker(folder, sign, packages):
    """{"versions", "problem"} of a worker; the problem is why it cannot map, "" where nothing is known.

    folder   : of the archive
    sign     : name of a file that the machine that leads the run has put there
    packages : that the model needs
    """
    return {"versions": versions(), "problem": _problem(folder, sign, packages)}


def _problem(folder, sign, packages):
    from importlib.util import find_spec

    missing = [name for name in packages if find_spec(name) is None]
    if missing:
        return f"the model needs {', '.join(missing)}, which is not installed there"
    if not Path(folder, sign).is_file():
        return f"{folder} is not the same folder there; it must be on a disk that all machines share"
    if not os.access(folder, os.W_OK):
        return f"it may not write to {folder}"
    return ""
