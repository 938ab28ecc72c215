# SPDX-License-Identifier: GPL-2.0-or-later
"""Run inside a QGIS with a window (`qgis --code`): a run in the background, and the plugin reloaded in its midst.

MINERAL_PRUNE_TEST names a JSON file: algorithm, parameters, report (to write).
"""

import json
import os
import time
import traceback
from pathlib import Path

from qgis import utils
from qgis.core import (
    QgsApplication,
    QgsProcessingAlgRunnerTask,
    QgsProcessingContext,
    QgsProcessingFeedback,
)
from qgis.PyQt.QtCore import QTimer

ORDERS = json.loads(Path(os.environ["MINERAL_PRUNE_TEST"]).read_text(encoding="utf-8"))
PLUGIN, BEGUN, PATIENCE_S = "mineral_prune_plugin", 20, 90  # percent of the run; seconds


def story():
    algorithm = QgsApplication.processingRegistry().createAlgorithmById(ORDERS["algorithm"])
    context, feedback, ended = QgsProcessingContext(), QgsProcessingFeedback(False), []
    task = QgsProcessingAlgRunnerTask(algorithm, ORDERS["parameters"], context, feedback)
    task.executed.connect(lambda successful, results: ended.append(successful))
    QgsApplication.taskManager().addTask(task)
    wait(lambda: feedback.progress() > BEGUN or ended)
    seen = {"ended before": list(ended)}
    assert utils.unloadPlugin(PLUGIN) and utils.loadPlugin(PLUGIN) and utils.startPlugin(PLUGIN)
    wait(lambda: ended)
    again = QgsApplication.processingRegistry().createAlgorithmById(ORDERS["algorithm"])
    return {**seen, "ended": ended, "log": feedback.textLog(), "there again": again is not None}


def wait(is_over):
    ends = time.monotonic() + PATIENCE_S
    while not is_over() and time.monotonic() < ends:
        QgsApplication.processEvents()
        time.sleep(0.01)


def main():
    try:
        report = story()
    except Exception:
        report = {"failed": traceback.format_exc()}
    Path(ORDERS["report"]).write_text(json.dumps(report, ensure_ascii=False), encoding="utf-8")
    os._exit(0)  # no question whether to save the project


QTimer.singleShot(0, main)
