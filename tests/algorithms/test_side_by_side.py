# SPDX-License-Identifier: GPL-2.0-or-later
"""Runs beside and after each other: two tasks of QGIS at once, and a batch in which a scene fails."""

import gc
import tempfile
import time
from pathlib import Path

import pytest
from osgeo import gdal
from qgis.core import (
    QgsApplication,
    QgsProcessingAlgRunnerTask,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingUtils,
)

PATIENCE_S = 120


class Run:
    """An algorithm in a task of QGIS, with the references that the task needs."""

    def __init__(self, algorithm, parameters):
        self.algorithm = QgsApplication.processingRegistry().createAlgorithmById(f"mineralprune:{algorithm}")
        self.context, self.feedback, self.parameters = QgsProcessingContext(), QgsProcessingFeedback(False), parameters
        self.task = QgsProcessingAlgRunnerTask(self.algorithm, parameters, self.context, self.feedback)
        self.ended = None
        self.task.executed.connect(self._end)

    def _end(self, ok, results):
        self.ended = ok, results

    def start(self):
        QgsApplication.taskManager().addTask(self.task)


def all_at_once(runs):
    """Start them, wait for all: whether each went well, the most that were under way at once."""
    for one in runs:
        one.start()
    most, deadline = 0, time.monotonic() + PATIENCE_S
    while any(one.ended is None for one in runs):
        assert time.monotonic() < deadline
        QgsApplication.processEvents()
        running = QgsApplication.taskManager().activeTasks()
        most = max(most, sum(task.status() == task.TaskStatus.Running for task in running))
        time.sleep(0.002)
    return [one.ended[0] for one in runs], most


def jobs(chain, folder):
    """(algorithm, parameters) of a training, a pruning and two maps, their outputs in the folder."""
    folder.mkdir()
    samples = {"INPUT": chain.scene, "SAMPLES": chain.samples, "UNLABELLED": 200}
    pruning = {**samples, "MODEL": chain.model, "ITERATIONS": 2, "RETRAIN_EPOCHS": 20}
    return [
        ("trainmodel", {**samples, "EPOCHS": 150, "MODEL": str(folder / "model.safetensors")}),
        ("prunemodel", {**pruning, "OUTPUT": str(folder / "pruned.safetensors"), "REPORT": str(folder / "p.html")}),
        ("mapminerals", {"INPUT": chain.scene, "MODEL": chain.model, "OUTPUT": str(folder / "map.tif")}),
        ("mapminerals", {"INPUT": chain.scene, "MODEL": chain.deep_model, "OUTPUT": str(folder / "deep.tif")}),
    ]


def test_runs_at_once_give_what_they_give_alone(run, chain, tmp_path, files, content):
    import torch

    torch.set_num_threads(2)
    cache, temporary = gdal.GetCacheMax(), [Path(tempfile.gettempdir()), Path(QgsProcessingUtils.tempFolder())]
    before = [files(folder) for folder in temporary]
    well, most = all_at_once([Run(*job) for job in jobs(chain, tmp_path / "at once")])
    assert all(well) and most > 1
    gc.collect()
    assert (torch.get_num_threads(), gdal.GetCacheMax()) == (2, cache)
    assert [files(folder) for folder in temporary] == before
    for algorithm, parameters in jobs(chain, tmp_path / "alone"):
        run(algorithm, **parameters)
    for name in files(tmp_path / "alone"):
        assert content(tmp_path / "at once" / name) == content(tmp_path / "alone" / name), name
    assert files(tmp_path / "at once") == files(tmp_path / "alone")


class Log(QgsProcessingFeedback):
    def __init__(self):
        super().__init__(False)
        self.errors = []

    def reportError(self, error, fatalError=False):  # noqa: N802, N803, names that QGIS gives
        self.errors.append(error)


def batch(algorithm, rows):
    """As QGIS's batch dialog does it: one algorithm, a context for each row. (ok, errors) of each."""
    made = QgsApplication.processingRegistry().createAlgorithmById(f"mineralprune:{algorithm}")
    ended = []
    for parameters in rows:
        log = Log()
        _, ok = made.run(parameters, QgsProcessingContext(), log)
        ended.append((ok, " ".join(log.errors)))
    return ended


def test_in_a_batch_a_scene_that_fails_names_itself_and_the_others_go_on(qgis, chain, hand_model, paint, tmp_path):
    Path(tmp_path / "broken.tif").write_text("no raster")
    scenes = [
        paint("rgb", name="first.tif"),
        paint("rgb", name="other sensor.tif", centres_um=(0.5, 0.6, 0.7)),
        str(tmp_path / "broken.tif"),
        str(tmp_path / "away.tif"),
        paint("...", name="empty.tif"),
        paint("bgr", name="last.tif"),
    ]
    model = hand_model()
    rows = [{"INPUT": s, "MODEL": model, "OUTPUT": str(tmp_path / f"map of {Path(s).name}")} for s in scenes]
    ended = batch("mapminerals", rows)
    assert [ok for ok, _ in ended] == [True, False, False, False, False, True]
    for scene, (ok, said) in zip(scenes, ended):
        assert ok == (tmp_path / f"map of {Path(scene).name}").exists()
        assert ok or Path(scene).name in said


@pytest.mark.parametrize("algorithm", ["trainmodel", "prunemodel", "drawsamples"])
def test_what_learns_names_the_scene_that_fails_too(qgis, chain, raster, tmp_path, algorithm):
    scene = raster([[[0.5] * 9] * 9] * 3, name="elsewhere.tif")
    samples = {"SAMPLES": chain.samples, "LABELS": chain.labels, "MODEL": chain.model}
    parameters = {"INPUT": scene, **samples, "OUTPUT": str(tmp_path / "o.gpkg"), "MODEL": chain.model}
    if algorithm != "drawsamples":
        parameters["OUTPUT"] = str(tmp_path / "o.safetensors")
    if algorithm == "trainmodel":
        parameters["MODEL"] = str(tmp_path / "m.safetensors")
    ((ok, said),) = batch(algorithm, [parameters])
    assert not ok and "elsewhere.tif" in said


def test_a_task_that_fails_ends_and_the_next_one_runs(qgis, chain, hand_model, paint, tmp_path):
    (tmp_path / "broken.tif").write_text("no raster")
    for scene, good in ((str(tmp_path / "broken.tif"), False), (paint("rgb", name="good.tif"), True)):
        one = Run("mapminerals", {"INPUT": scene, "MODEL": hand_model(), "OUTPUT": str(tmp_path / "map.tif")})
        assert all_at_once([one])[0] == [good]
