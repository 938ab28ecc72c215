# SPDX-License-Identifier: GPL-2.0-or-later
"""A run over an archive: what is missing is mapped, each scene is written down as soon as it is over, failures wait and
are tried again where that may help.
"""

import heapq
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from ..raster.remote import file_facts, is_remote
from .archive_job import DONE
from .failures import BAD_INPUT, PASSING
from .ledger import outcome_of, storable

RETRIES = 2
LONGER = 5  # times the pause before the second of them
LOOK_EVERY_S = 0.5
ASKING = 32  # threads that ask servers whether a scene has changed


@dataclass
class Summary:
    """Scenes of a run by what came of them.

    before   : done by an earlier run
    refused  : of bad input in an earlier run, and the same now
    failures : SceneOutcomes of this run and of `refused`
    """

    scenes: int
    before: int = 0
    done: int = 0
    refused: int = 0
    failures: list = field(default_factory=list)
    pixels: int = 0
    seconds: float = 0.0

    @property
    def missing(self):
        """Scenes that have no map, for whatever reason."""
        return self.scenes - self.before - self.done


def what_is_missing(scenes, rows, job, again=False):
    """(Scenes to map, Scenes that are done, Rows of bad input that is the same as before).

    scenes : Scenes
    rows   : {path: Row} of the ledger
    job    : ArchiveJob
    again  : whether bad input is tried again too
    """
    known = [(scene, rows.get(storable(scene.path))) for scene in scenes]
    told = [(scene, row) for scene, row in known if row and row.is_of(job) and (row.done or row.failure == BAD_INPUT)]
    with ThreadPoolExecutor(ASKING) as asking:
        remote = any(is_remote(scene.path) for scene, _ in told)
        same = list((asking.map if remote else map)(lambda pair: _is_unchanged(pair[1], job), told))
    settled = {scene: row for (scene, row), unchanged in zip(told, same) if unchanged and (row.done or not again)}
    done = tuple(scene for scene, row in settled.items() if row.done)
    refused = [row for row in settled.values() if not row.done]
    return tuple(scene for scene in scenes if scene not in settled), done, refused


def _is_unchanged(row, job):
    """Whether a Row tells of what is there: the files that were read, and the map."""
    if row.done:
        place = file_facts(str(job.map_path(row.name)))
        if place is None or place[0] != row.bytes:
            return False
    facts = ((path, *(file_facts(path) or (-1, 0))) for path, *_ in row.inputs)
    return all(fact == known for fact, known in zip(facts, row.inputs))


@dataclass(frozen=True)
class Work:
    """scenes : Scenes to map; job : ArchiveJob; pause : seconds before a passing failure is tried again."""

    scenes: tuple
    job: object
    pause: float


def run_archive(work, pool, ledger, watch):
    """Map scenes; the Summary of them.

    work   : Work
    pool   : has `submit(scene)`, `finished(seconds)`, which gives pairs of (Scene, SceneOutcome) that are over, waiting
             for the first at most so long, and `room`, how many more scenes it takes
    ledger : Ledger
    watch  : called with (Scene, SceneOutcome, attempts) as a scene is over
    errors : those of the pool, which end the run
    """
    began, summary = time.monotonic(), Summary(len(work.scenes))
    queue = _Queue(work.scenes, work.pause)
    while queue.waiting or queue.under_way:
        for scene in queue.due(pool.room):
            pool.submit(scene)
        for scene, outcome in pool.finished(LOOK_EVERY_S):
            attempts = queue.attempt_ended(scene)
            if outcome.failure == PASSING and attempts <= RETRIES:
                queue.put_back(scene, attempts)
                continue
            ledger.write(scene, work.job, outcome, attempts)
            _count(summary, outcome)
            watch(scene, outcome, attempts)
    summary.seconds = time.monotonic() - began
    return summary


def _count(summary, outcome):
    if outcome.state == DONE:
        summary.done += 1
        summary.pixels += sum(outcome.pixels.values())
    else:
        summary.failures.append(outcome)


class _Queue:
    """Scenes that wait: new ones in their order, and those to be tried again once their pause is over."""

    def __init__(self, scenes, pause):
        self._pause = pause
        self._new, self._paused, self._attempts = iter(scenes), [], {}
        self._left, self.under_way = len(scenes), 0

    @property
    def waiting(self):
        return self._left + len(self._paused)

    def due(self, room):
        """Up to `room` Scenes that may begin now."""
        while room > 0 and (scene := self._next()) is not None:
            self.under_way += 1
            room -= 1
            yield scene

    def _next(self):
        if self._paused and self._paused[0][0] <= time.monotonic():
            return heapq.heappop(self._paused)[2]
        scene = next(self._new, None)
        self._left -= scene is not None
        return scene

    def attempt_ended(self, scene):
        """How often a Scene has been tried by now."""
        self.under_way -= 1
        self._attempts[scene.path] = self._attempts.pop(scene.path, 0) + 1
        return self._attempts[scene.path]

    def put_back(self, scene, attempts):
        """Try a Scene again after a pause. attempts : that were made"""
        moment = time.monotonic() + self._pause * LONGER ** (attempts - 1)
        heapq.heappush(self._paused, (moment, scene.path, scene))


def with_earlier(summary, done, refused):
    """A Summary of all scenes that were named.

    summary : of the run
    done    : Scenes that an earlier run has mapped
    refused : Rows of bad input
    """
    summary.scenes += len(done) + len(refused)
    summary.before, summary.refused = len(done), len(refused)
    summary.failures.extend(map(outcome_of, refused))
    return summary
