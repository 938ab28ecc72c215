# SPDX-License-Identifier: GPL-2.0-or-later
"""QGIS's window as a tour uses it: waiting as a person does, taking pictures, running an algorithm's dialog.

Runs inside a QGIS with a window. MINERAL_PRUNE_TOUR names a JSON file: pictures, work (folders), report (a file).
"""

import faulthandler
import json
import os
import time
import traceback
from pathlib import Path

import processing
from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QSize, Qt, QTimer
from qgis.PyQt.QtWidgets import QDockWidget
from qgis.utils import iface

ORDERS = json.loads(Path(os.environ["MINERAL_PRUNE_TOUR"]).read_text(encoding="utf-8"))
PICTURES, WORK = Path(ORDERS["pictures"]), Path(ORDERS["work"])
WINDOW = QSize(1280, 800)
PATIENCE_S = 500
DOCK_WIDTHS = (270, 300)


def pause(seconds=0.3):
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        QgsApplication.processEvents()
        time.sleep(0.01)


def wait(condition):
    deadline = time.monotonic() + PATIENCE_S
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError
        pause(0.02)


def tidy_window(docks=("Layers", "ProcessingToolbox")):
    """The window at its size with these docks and no others. returns : the docks"""
    window = iface.mainWindow()
    window.resize(WINDOW)
    for dock in window.findChildren(QDockWidget):
        dock.setVisible(dock.objectName() in docks)
    shown = [window.findChild(QDockWidget, name) for name in docks]
    window.resizeDocks(shown, DOCK_WIDTHS[: len(shown)], Qt.Orientation.Horizontal)
    pause()
    return shown


def picture(widget, name, height=None):
    """Save what a widget shows; height in pixels, None for all of it."""
    pause()
    shown = widget.grab()
    shown.copy(0, 0, shown.width(), height or shown.height()).save(str(PICTURES / f"{name}.png"))


def window_picture(name):
    """Save QGIS's window once its map is drawn."""
    canvas = iface.mapCanvas()
    iface.messageBar().clearWidgets()
    canvas.refresh()
    pause(0.2)
    wait(lambda: not canvas.isDrawing())
    picture(iface.mainWindow(), name)


def open_dialog(algorithm, size=(900, 640), **parameters):
    """The dialog of an algorithm, filled in, as the toolbox opens it."""
    dialog = processing.createAlgorithmDialog(f"mineralprune:{algorithm}", parameters)
    dialog.show()
    dialog.resize(*size)  # after QGIS has given it the size of the last one
    pause()
    return dialog


def run(dialog):
    """Press Run. returns : (results, seconds until the layers are there)"""
    ended = []
    dialog.algorithmFinished.connect(lambda ok, results: ended.append((ok, results)))
    began = time.monotonic()
    dialog.runButton().click()
    wait(lambda: ended)
    ok, results = ended[0]
    if not ok:
        raise RuntimeError(dialog.windowTitle())
    seconds = time.monotonic() - began
    pause()
    return results, seconds


def tell(story):
    """Run a story once QGIS's window stands, write what it returns, and end QGIS without a question."""

    def begin():
        faulthandler.dump_traceback_later(PATIENCE_S + 60, exit=True)  # where it hangs, if it does
        try:
            pause(1)
            told = story()
        except BaseException:  # shown by the script that started QGIS
            told = {"failed": traceback.format_exc()}
        Path(ORDERS["report"]).write_text(json.dumps(told), encoding="utf-8")
        os._exit(0)

    QTimer.singleShot(0, begin)
