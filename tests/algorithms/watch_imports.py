# SPDX-License-Identifier: GPL-2.0-or-later
"""Run in a process of its own: trains in a task of QGIS, and says whether the threads that imported packages live on.

Arguments: scene, samples, model, report.
"""

import sys
import threading
import time

from qgis.core import QgsApplication, QgsProcessingAlgRunnerTask, QgsProcessingContext, QgsProcessingFeedback

WATCHED = {"torch._C", "matplotlib.ft2font"}
PATIENCE_S = 90
importers = {}  # module: the thread that imported it first


def watch(event, facts):
    if event == "import" and facts[0] in WATCHED:
        importers.setdefault(facts[0], threading.current_thread())


def train(scene, samples, model, report):
    from mineral_prune_plugin.algorithms.train_model import TrainModel

    parameters = {"INPUT": scene, "SAMPLES": samples, "MODEL": model, "REPORT": report, "UNLABELLED": 0, "EPOCHS": 2}
    algorithm, context, feedback = TrainModel(), QgsProcessingContext(), QgsProcessingFeedback(False)
    algorithm.initAlgorithm()
    task = QgsProcessingAlgRunnerTask(algorithm, parameters, context, feedback)
    ended, deadline = [], time.monotonic() + PATIENCE_S
    task.executed.connect(lambda ok, results: ended.append(ok))
    QgsApplication.taskManager().addTask(task)
    while not ended and time.monotonic() < deadline:
        QgsApplication.processEvents()
        time.sleep(0.01)
    return ended == [True]


def main():
    application = QgsApplication([], False)
    application.initQgis()
    sys.addaudithook(watch)
    print("trainmodel went well:", train(*sys.argv[1:]))
    for module, thread in sorted(importers.items()):
        print(f"{module}: the thread lives on: {thread.is_alive()}")
    application.exitQgis()


main()
