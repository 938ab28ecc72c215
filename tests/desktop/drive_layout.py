# SPDX-License-Identifier: GPL-2.0-or-later
"""Run inside a QGIS with a window (`qgis --code`): a person lays a map out on a page; what was seen, as JSON.

MINERAL_PRUNE_TEST names a JSON file: report (to write), map, picture (to write).
"""

import json
import os
import time
import traceback
from pathlib import Path

from qgis import utils
from qgis.core import QgsApplication, QgsProject, QgsRasterLayer
from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtWidgets import QAction, QApplication

ORDERS = json.loads(Path(os.environ["MINERAL_PRUNE_TEST"]).read_text(encoding="utf-8"))


def pause(seconds):
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        QgsApplication.processEvents()
        time.sleep(0.005)


def visible_windows():
    return {each.windowTitle().strip("*"): each for each in QApplication.topLevelWidgets() if each.isVisible()}


def entries():
    """What the plugin's part of the Plugins menu holds."""
    menus = [action.menu() for action in utils.iface.pluginMenu().actions() if action.text() == "Mineral Prune"]
    return [action.text() for menu in menus for action in menu.actions()]


def use():
    action = utils.iface.mainWindow().findChild(QAction, "MineralPruneLayout")
    action.trigger()
    pause(0.5)
    seen = {"without a layer": [item.text() for item in utils.iface.messageBar().items()], "entries": [entries()]}
    layer = QgsRasterLayer(ORDERS["map"], "The hill")
    QgsProject.instance().addMapLayer(layer)
    utils.iface.setActiveLayer(layer)
    pause(0.5)
    action.trigger()
    pause(2.0)
    seen["layouts"] = [layout.name() for layout in QgsProject.instance().layoutManager().printLayouts()]
    windows = visible_windows()
    seen["windows"] = list(windows)
    windows["The hill"].grab().save(ORDERS["picture"])
    utils.unloadPlugin("mineral_prune_plugin")
    pause(0.2)
    seen["entries"].append(entries())
    return seen


def start():
    try:
        seen = use()
    except BaseException:
        seen = {"failed": traceback.format_exc()}
    Path(ORDERS["report"]).write_text(json.dumps(seen), encoding="utf-8")
    os._exit(0)


QTimer.singleShot(2000, start)
