# SPDX-License-Identifier: GPL-2.0-or-later
"""Run inside a QGIS with a window (`qgis --code`): clicks in the dock "Why this mineral?", timed.

MINERAL_PRUNE_TEST names a JSON file: scene, model, report (to write: milliseconds until it is drawn,
without a model and with one).
"""

import json
import os
import time
import traceback
from pathlib import Path

from qgis import utils
from qgis.core import QgsApplication, QgsPointXY, QgsProject, QgsRasterLayer
from qgis.PyQt.QtCore import QEvent, QPointF, Qt, QTimer
from qgis.PyQt.QtGui import QMouseEvent
from qgis.PyQt.QtWidgets import QAction, QApplication, QDockWidget

ORDERS = json.loads(Path(os.environ["MINERAL_PRUNE_TEST"]).read_text(encoding="utf-8"))
WARM, CLICKS = 3, 40


def pause(seconds):
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        QgsApplication.processEvents()
        time.sleep(0.005)


def click(place):
    viewport = utils.iface.mapCanvas().viewport()
    for kind, held in (
        (QEvent.Type.MouseButtonPress, Qt.MouseButton.LeftButton),
        (QEvent.Type.MouseButtonRelease, Qt.MouseButton.NoButton),
    ):
        event = QMouseEvent(kind, place, Qt.MouseButton.LeftButton, held, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(viewport, event)


def timed_clicks(dock, layer):
    """Milliseconds from a click until the plot has been painted, of each of some pixels all over the raster."""
    extent, canvas, times, pixels = layer.extent(), utils.iface.mapCanvas(), [], set()
    for k in range(WARM + CLICKS):
        right, down = (37 * k + 5) % 100 / 100, (53 * k + 7) % 100 / 100
        x, y = extent.xMinimum() + right * extent.width(), extent.yMaximum() - down * extent.height()
        point = canvas.getCoordinateTransform().transform(QgsPointXY(x, y))
        began = time.perf_counter()
        click(QPointF(round(point.x()), round(point.y())))
        dock.widgets.plot.repaint()
        times.append(1000 * (time.perf_counter() - began))
        pixels.add((int(dock.look.columns[0]), int(dock.look.rows[0])))
        pause(0.02)  # as between two clicks of a hand, though shorter
    assert len(pixels) == len(times), "a click showed no other pixel"
    return times[WARM:]


def story():
    layer = QgsRasterLayer(ORDERS["scene"], "scene")
    QgsProject.instance().addMapLayer(layer)
    canvas = utils.iface.mapCanvas()
    canvas.setDestinationCrs(layer.crs())
    canvas.setExtent(layer.extent())
    canvas.refresh()
    pause(3.0)  # until it is drawn
    window = utils.iface.mainWindow()
    window.findChild(QAction, "MineralPruneWhy").trigger()
    pause(0.5)
    dock = window.findChild(QDockWidget, "MineralPruneWhyDock")
    dock.widgets.raster.setLayer(layer)
    dock.widgets.model.setFilePath("")
    spectrum = timed_clicks(dock, layer)
    dock.widgets.model.setFilePath(ORDERS["model"])
    explained = timed_clicks(dock, layer)
    return {"spectrum": spectrum, "explained": explained, "verdict": dock.widgets.verdict.text()}


def main():
    try:
        report = story()
    except Exception:
        report = {"failed": traceback.format_exc()}
    Path(ORDERS["report"]).write_text(json.dumps(report, ensure_ascii=False), encoding="utf-8")
    os._exit(0)  # no question whether to save the project


QTimer.singleShot(0, main)
