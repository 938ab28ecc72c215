# SPDX-License-Identifier: GPL-2.0-or-later
"""Run inside a QGIS with a window (`qgis --code`): presses Run in the dialog of Map minerals, several times.

MINERAL_PRUNE_TEST names a JSON file: scene, model, outputs, report (to write: milliseconds of each map, from the press
of the button until its layer is in the project).
"""

import json
import os
import time
import traceback
from pathlib import Path

from processing.gui.AlgorithmDialog import AlgorithmDialog
from qgis.core import QgsApplication, QgsProject, QgsRasterLayer
from qgis.PyQt.QtCore import QTimer
from qgis.utils import iface

ORDERS = json.loads(Path(os.environ["MINERAL_PRUNE_TEST"]).read_text(encoding="utf-8"))
PATIENCE_S = 60


def pause(seconds):
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        QgsApplication.processEvents()
        time.sleep(0.005)


def timed_map(scene, output):
    """Milliseconds from Run to the layer of a map."""
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("mineralprune:mapminerals")
    dialog = AlgorithmDialog(algorithm, False, iface.mainWindow())
    dialog.mainWidget().setParameters({"INPUT": scene, "MODEL": ORDERS["model"], "OUTPUT": output})
    dialog.show()
    pause(0.5)
    project = QgsProject.instance()
    before, began = len(project.mapLayers()), time.perf_counter()
    dialog.runButton().click()
    while len(project.mapLayers()) == before:
        if time.perf_counter() - began > PATIENCE_S:
            raise TimeoutError(dialog.findChild(type(dialog.txtLog)).toPlainText())
        QgsApplication.processEvents()
    milliseconds = 1000 * (time.perf_counter() - began)
    pause(0.5)
    dialog.close()
    return milliseconds


def story():
    layer = QgsRasterLayer(ORDERS["scene"], "scene")
    QgsProject.instance().addMapLayer(layer)
    pause(2.0)
    return {"maps": [timed_map(layer.id(), output) for output in ORDERS["outputs"]]}


def main():
    try:
        report = story()
    except Exception:
        report = {"failed": traceback.format_exc()}
    Path(ORDERS["report"]).write_text(json.dumps(report), encoding="utf-8")
    os._exit(0)  # no question whether to save the project


QTimer.singleShot(0, main)
