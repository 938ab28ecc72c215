# SPDX-License-Identifier: GPL-2.0-or-later
"""Run inside a QGIS with a window (`qgis --code`): fills QGIS's own batch dialog with a row a scene and presses Run.

MINERAL_PRUNE_TEST names a JSON file: algorithm, destination, rows of {parameter: value}, report.
"""

import json
import os
import time
import traceback
from pathlib import Path

from processing.gui.BatchAlgorithmDialog import BatchAlgorithmDialog
from qgis.core import QgsApplication, QgsProcessingContext
from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtWidgets import QTextEdit
from qgis.utils import iface

ORDERS = json.loads(Path(os.environ["MINERAL_PRUNE_TEST"]).read_text(encoding="utf-8"))
PATIENCE_S = 60


def fill(dialog, context):
    panel, column = dialog.mainWidget(), dialog.mainWidget().parameter_to_column
    panel.addRow(len(ORDERS["rows"]) - panel.batchRowCount())
    panel.checkLoadLayersOnCompletion.setChecked(False)
    destinations = {definition.name() for definition in dialog.algorithm().destinationParameterDefinitions()}
    for row, values in enumerate(ORDERS["rows"]):
        for name, value in values.items():
            if name in destinations:
                panel.tblParameters.cellWidget(row + 1, column[name]).setValue(value)
            else:
                panel.wrappers[row][column[name]].setParameterValue(value, context)


def story():
    algorithm = QgsApplication.processingRegistry().createAlgorithmById(ORDERS["algorithm"])
    dialog, context = BatchAlgorithmDialog(algorithm, iface.mainWindow()), QgsProcessingContext()
    fill(dialog, context)
    dialog.show()
    dialog.runAlgorithm()
    deadline = time.monotonic() + PATIENCE_S
    last = Path(ORDERS["rows"][-1][ORDERS["destination"]])
    while not last.exists() and time.monotonic() < deadline:
        QgsApplication.processEvents()
        time.sleep(0.02)
    for _ in range(20):  # what the dialog still has to say
        QgsApplication.processEvents()
        time.sleep(0.02)
    log = [browser.toPlainText() for browser in dialog.findChildren(QTextEdit)]
    return {"log": "\n".join(log)}


def main():
    try:
        report = story()
    except Exception:
        report = {"failed": traceback.format_exc()}
    Path(ORDERS["report"]).write_text(json.dumps(report, ensure_ascii=False), encoding="utf-8")
    os._exit(0)  # no question whether to save the project


QTimer.singleShot(0, main)
