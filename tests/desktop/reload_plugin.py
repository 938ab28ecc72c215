# SPDX-License-Identifier: GPL-2.0-or-later
"""Run inside a QGIS with a window (`qgis --code`): loads and unloads the plugin twice, writes what was there as JSON.

MINERAL_PRUNE_TEST names the JSON file to write.
"""

import gc
import json
import os
import sys
import threading
import traceback
import weakref
from pathlib import Path

from qgis import utils
from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QCoreApplication, QTimer
from qgis.PyQt.QtWidgets import QAction, QPushButton

PLUGIN = "mineral_prune_plugin"
OF_QGIS = ("", "Mineral Prune")  # QGIS keeps the empty menu and the separator that it made, out of sight


def everything():
    """What a plugin could leave behind, each as text."""
    window = utils.iface.mainWindow()
    registry = QgsApplication.processingRegistry()
    return {
        "providers": sorted(provider.id() for provider in registry.providers()),
        "algorithms": len(registry.algorithms()),
        "menu": sorted(filter(None, (action.text() for action in utils.iface.pluginMenu().actions()))),
        "actions": sorted(action.text() for action in window.findChildren(QAction) if action.text() not in OF_QGIS),
        "messages": len(utils.iface.messageBar().items()),
        "modules": sorted(name for name in sys.modules if name.startswith(PLUGIN)),
        "objects": sorted(
            {type(each).__name__ for each in gc.get_objects() if str(type(each).__module__).startswith(PLUGIN)}
        ),
        "path": list(sys.path),
        "threads": threading.active_count(),
        "chinese": QCoreApplication.translate("MineralPrune", "Train model"),
    }


def settle():
    for _ in range(5):  # deleteLater takes a turn of the event loop
        QgsApplication.sendPostedEvents(None, 52)  # QEvent::DeferredDelete
        QgsApplication.processEvents()
        gc.collect()


def story():
    settle()
    seen = {"before": everything()}
    for turn in ("first", "second"):
        assert utils.loadPlugin(PLUGIN) and utils.startPlugin(PLUGIN)
        settle()
        seen[f"{turn} loaded"] = everything()
        buttons = utils.iface.messageBar().findChildren(QPushButton, "never")
        seen[f"{turn} notices"] = len(buttons)
        for button in buttons:
            button.click()
        settle()
        seen[f"{turn} notices after that"] = len(utils.iface.messageBar().items())
        gone = [weakref.ref(utils.plugins[PLUGIN]), weakref.ref(utils.plugins[PLUGIN].notice)]
        assert utils.unloadPlugin(PLUGIN)
        settle()
        seen[f"{turn} unloaded"] = everything()
        seen[f"{turn} alive"] = [type(each()).__name__ for each in gone if each() is not None]
    return seen


def main():
    try:
        report = story()
    except Exception:
        report = {"failed": traceback.format_exc()}
    Path(os.environ["MINERAL_PRUNE_TEST"]).write_text(json.dumps(report, ensure_ascii=False), encoding="utf-8")
    os._exit(0)  # no question whether to save the project


QTimer.singleShot(0, main)
