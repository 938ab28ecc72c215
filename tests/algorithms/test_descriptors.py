# SPDX-License-Identifier: GPL-2.0-or-later
"""After a failure no file is held open, which Windows could neither delete nor replace, nor any array in memory.

Runs are tasks, as those of the toolbox. Where Python calls, as `processing.run` does, QGIS keeps the frames of the
caller too, and what stands in them: that is not ours to mend.
"""

import gc
import os
import time
from pathlib import Path

import pytest
from qgis.core import QgsApplication, QgsProcessingAlgRunnerTask, QgsProcessingContext, QgsProcessingFeedback

from tests.algorithms.test_outputs import OUTPUTS, inputs

__all__ = ["inputs"]

PATIENCE_S, NEVER = 120, 10**9
pytestmark = pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="needs /proc")


class Cancelling(QgsProcessingFeedback):
    """Is cancelled at the question number `at`."""

    def __init__(self, at):
        super().__init__(False)
        self.at, self.questions = at, 0

    def isCanceled(self):  # noqa: N802, the name that QGIS calls
        self.questions += 1
        return self.questions > self.at


def went_well(algorithm, parameters, questions):
    """Whether an algorithm ran to its end in a task. questions : until it is cancelled"""
    made = QgsApplication.processingRegistry().createAlgorithmById(f"mineralprune:{algorithm}")
    context, feedback, ended = QgsProcessingContext(), Cancelling(questions), []
    if not made.checkParameterValues(parameters, context)[0]:
        return False
    task = QgsProcessingAlgRunnerTask(made, parameters, context, feedback)
    task.executed.connect(lambda ok, results: ended.append(ok))
    QgsApplication.taskManager().addTask(task)
    until = time.monotonic() + PATIENCE_S
    while not ended and time.monotonic() < until:
        QgsApplication.processEvents()
        time.sleep(0.002)
    return ended[0]


def held(folders, before=frozenset()):
    """Files below some folders that this process has open, once QGIS has let go of a task that has ended.

    before : (descriptor, file) pairs that were open before the test, by tests that called from Python
    """
    for _ in range(20):
        QgsApplication.processEvents()
        QgsApplication.sendPostedEvents(None, 52)  # QEvent.DeferredDelete
        gc.collect()
        pairs = {pair for pair in descriptors() if pair[1].startswith(folders)} - before
        if not pairs:
            break
        time.sleep(0.02)
    return sorted(path for _, path in pairs)


def descriptors():
    """(descriptor, file) of all that this process has open."""
    return {(number, opened(number)) for number in os.listdir("/proc/self/fd")}


def opened(descriptor):
    try:
        return os.readlink(f"/proc/self/fd/{descriptor}")
    except OSError:  # the list's own
        return ""


def failures(given, places, folder):
    """(parameters that make a run fail, questions until it is cancelled), of each kind of failure."""
    yield from (({}, questions) for questions in (0, 7))
    for name, value in given.items():
        if isinstance(value, str) and os.path.isfile(value):
            data = Path(value).read_bytes()
            path = folder / name / Path(value).name
            path.parent.mkdir()
            path.write_bytes(data[: len(data) * 2 // 3])
            yield {name: str(path)}, NEVER
    for name, path in places.items():
        yield {name: str(folder / "no folder" / Path(path).name)}, NEVER


@pytest.mark.parametrize("algorithm", OUTPUTS)
def test_no_file_is_open_after_a_failure(qgis, inputs, chain, tmp_path, algorithm):
    folder, failed, before = tmp_path / "spoilt", 0, frozenset(descriptors())
    folder.mkdir()
    places = {name: str(tmp_path / file) for name, file in OUTPUTS[algorithm].items()}
    for change, questions in failures(inputs[algorithm], places, folder):
        failed += not went_well(algorithm, {**inputs[algorithm], **places, **change}, questions)
        assert held((str(tmp_path), str(chain.folder)), before) == [], change
    assert failed > 2
    assert not any(type(each) is Cancelling for each in gc.get_objects())  # and so no frame of any of the runs
