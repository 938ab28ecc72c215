# SPDX-License-Identifier: GPL-2.0-or-later
"""Run in a process of its own: trains, and says what was reported. Arguments: scene, samples, model, "stub" or not."""

import sys
import types

from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingFeedback


class Listener(QgsProcessingFeedback):
    def reportError(self, error, fatalError=False):  # noqa: N802, N803, names that QGIS gives
        print("said:", error.strip())


def main(scene, samples, model, stub):
    if stub == "stub":
        sys.modules["torch"] = types.ModuleType("torch")
    application = QgsApplication([], False)
    application.initQgis()
    from mineral_prune_plugin.algorithms.train_model import TrainModel

    parameters = {"INPUT": scene, "SAMPLES": samples, "MODEL": model, "UNLABELLED": 0, "EPOCHS": 2}
    algorithm, context = TrainModel(), QgsProcessingContext()
    algorithm.initAlgorithm()
    print("can run:", algorithm.canExecute()[0])
    _, ok = algorithm.run(parameters, context, Listener(False))
    print("went well:", ok, flush=True)
    application.exitQgis()


main(*sys.argv[1:])
