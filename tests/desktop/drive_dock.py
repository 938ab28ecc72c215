# SPDX-License-Identifier: GPL-2.0-or-later
"""Run inside a QGIS with a window (`qgis --code`): a person uses the dock "Why this mineral?"; what was seen, as JSON.

MINERAL_PRUNE_TEST names a JSON file: report (to write), scene, model, misfit (model), and pictures (a folder).
"""

import json
import os
import sys
import time
import traceback
from pathlib import Path

from qgis import utils
from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsPointXY,
    QgsProject,
    QgsRasterLayer,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QEvent, QPoint, QPointF, Qt, QTimer
from qgis.PyQt.QtGui import QMouseEvent
from qgis.PyQt.QtWidgets import QAction, QApplication, QDockWidget

ORDERS = json.loads(Path(os.environ["MINERAL_PRUNE_TEST"]).read_text(encoding="utf-8"))
PLUGIN = "mineral_prune_plugin"


def pause(seconds=0.2):
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        QgsApplication.processEvents()
        time.sleep(0.005)


def add_raster(path, name):
    layer = QgsRasterLayer(path, name)
    assert layer.isValid(), path
    QgsProject.instance().addMapLayer(layer)
    return layer


def show(layer):
    canvas = utils.iface.mapCanvas()
    transform = QgsCoordinateTransform(layer.crs(), canvas.mapSettings().destinationCrs(), QgsProject.instance())
    canvas.setExtent(transform.transformBoundingBox(layer.extent()))
    canvas.refresh()
    pause(0.5)


def screen_place(layer, column, row):
    """The place on the canvas of a pixel's centre, of a layer with a pixel size as its file has it."""
    info = dock().scene.info
    (x,), (y,) = info.grid.centres([column], [row])
    canvas = utils.iface.mapCanvas()
    transform = QgsCoordinateTransform(layer.crs(), canvas.mapSettings().destinationCrs(), QgsProject.instance())
    point = canvas.getCoordinateTransform().transform(transform.transform(QgsPointXY(x, y)))
    return QPoint(round(point.x()), round(point.y()))


def press(place, button=Qt.MouseButton.LeftButton):
    """A click on the canvas, as Qt delivers it."""
    viewport = utils.iface.mapCanvas().viewport()
    for kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease):
        held = button if kind == QEvent.Type.MouseButtonPress else Qt.MouseButton.NoButton
        event = QMouseEvent(kind, QPointF(place), button, held, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(viewport, event)


def click(layer, column, row, button=Qt.MouseButton.LeftButton):
    press(screen_place(layer, column, row), button)


def dock():
    return utils.iface.mainWindow().findChild(QDockWidget, "MineralPruneWhyDock")


def picture(name):
    if ORDERS.get("pictures"):
        pause(0.5)
        utils.iface.mainWindow().grab().save(str(Path(ORDERS["pictures"]) / f"{name}.png"))


def seen():
    shown, look = dock().widgets, dock().look
    classes = shown.classes
    return {
        "message": shown.message.text(),
        "verdict": shown.verdict.text(),
        "pixel": None if look is None else [int(look.columns[0]), int(look.rows[0]), len(look.columns)],
        "curves": [curve.label for curve in shown.plot.content.curves],
        "beside": shown.plot.content.beside,
        "bars": len(shown.plot.content.bars),
        "marks": [text for _, text in shown.plot.content.marks],
        "hint": shown.plot.content.hint,
        "first class": classes.topLevelItem(0).text(0) if classes.topLevelItemCount() else "",
        "neurons": shown.neurons.topLevelItemCount(),
        "mapped": None if look is None or look.explanation is None else look.explanation.mapped_number,
    }


def first_steps(story):
    add_raster(ORDERS["class map"], "a map")  # the first in the box
    scene = add_raster(ORDERS["scene"], "scene")
    utils.iface.setActiveLayer(scene)
    show(scene)
    action = utils.iface.mainWindow().findChild(QAction, "MineralPruneWhy")
    action.trigger()
    pause()
    story["opened"] = {"visible": dock().isVisible(), "raster": dock().widgets.raster.currentLayer().name()}
    story["opened"]["tool"] = dock().widgets.pick.isChecked()
    picture("opened")
    click(scene, 20, 15)
    story["without model"] = seen()
    dock().widgets.model.setFilePath(ORDERS["model"])
    story["model chosen"] = seen()
    click(scene, 20, 15)
    story["with model"] = seen()
    story["pixels"] = {}
    for column, row in ((3, 4), (30, 20), (55, 44), (41, 8)):
        click(scene, column, row)
        story["pixels"][f"{column},{row}"] = seen()["mapped"]
    picture("explained")
    return scene


def spectra_side_by_side(story, scene):
    shown = dock().widgets
    shown.pin.click()
    click(scene, 10, 40)
    shown.pin.click()
    click(scene, 12, 11)
    shown.library.setChecked(True)
    shown.continuum.setChecked(True)
    story["pinned"] = seen()
    shown.tabs.setCurrentIndex(1)
    picture("pinned")
    shown.copy_table.click()
    story["table"] = QApplication.clipboard().text()
    shown.copy_picture.click()
    story["picture"] = [QApplication.clipboard().pixmap().width(), shown.plot.width()]
    shown.unpin.click()
    shown.continuum.setChecked(False)
    shown.library.setChecked(False)
    shown.tabs.setCurrentIndex(0)
    story["unpinned"] = seen()


def polygons(story, scene):
    shown = dock().widgets
    shown.polygon.click()
    for column, row in ((20, 20), (26, 20), (26, 25), (20, 25)):
        click(scene, column, row)
    click(scene, 22, 22, Qt.MouseButton.RightButton)
    story["polygon"] = seen()
    picture("polygon")
    shown.pick.click()


def samples(story, scene):
    shown = dock().widgets
    click(scene, 20, 15)
    shown.mineral.setCurrentText("jarosite")
    shown.add.click()
    layer = shown.samples.currentLayer()
    story["sample"] = {"message": shown.message.text(), "features": rows_of(layer), "crs": layer.crs().authid()}
    shown.add.click()
    story["sample again"] = {"message": shown.message.text(), "features": len(rows_of(layer))}
    click(scene, 3, 4)
    shown.split.setCurrentIndex(2)
    shown.mineral.setCurrentText(dock().look.explanation.classes[0].name)
    shown.add.click()
    story["second sample"] = rows_of(layer)
    picture("samples")
    stored = QgsVectorLayer(ORDERS["samples"], "stored", "ogr")
    QgsProject.instance().addMapLayer(stored)
    before = stored.featureCount()
    shown.samples.setLayer(stored)
    free = next((c, r) for c in range(10) for r in range(10) if add_at(scene, c, r))
    story["stored"] = [stored.featureCount() - before, QgsVectorLayer(ORDERS["samples"]).featureCount() - before]
    story["free"] = free


def add_at(scene, column, row):
    """Whether a sample could be added at a pixel."""
    click(scene, column, row)
    dock().widgets.mineral.setCurrentText("alunite")
    before = dock().widgets.samples.currentLayer().featureCount()
    dock().widgets.add.click()
    return dock().widgets.samples.currentLayer().featureCount() > before


def rows_of(layer):
    names = ("mineral", "class", "split", "group")
    return [[str(each[name]) for name in names] + [each.geometry().asWkt(1)] for each in layer.getFeatures()]


def trouble(story, scene):
    shown, project = dock().widgets, QgsProject.instance()
    canvas = utils.iface.mapCanvas()
    click(scene, -10, -10)
    story["outside"] = seen()
    shown.model.setFilePath(ORDERS["misfit"])
    click(scene, 20, 15)
    story["misfit"] = seen()
    shown.model.setFilePath("/no/such.safetensors")
    story["no file"] = seen()
    shown.model.setFilePath(ORDERS["broken"])
    story["broken"] = seen()
    shown.model.setFilePath(ORDERS["model"])
    system = project.crs()
    project.setCrs(QgsCoordinateReferenceSystem("EPSG:3857"))
    show(scene)
    click(scene, 30, 20)
    story["other crs"] = seen()
    project.setCrs(system)
    rotated = add_raster(ORDERS["rotated"], "rotated")
    shown.raster.setLayer(rotated)
    show(rotated)
    click(rotated, 30, 20)
    story["rotated"] = seen()
    project.removeMapLayer(rotated.id())
    pause()
    story["removed"] = {"scene": dock().scene is not None, "raster": name_of(shown.raster.currentLayer()), **seen()}
    chosen = shown.samples.currentLayer()
    project.removeMapLayer(chosen.id())
    pause()
    story["samples removed"] = name_of(shown.samples.currentLayer())
    shown.raster.setLayer(add_raster(ORDERS["unitless"], "unitless"))
    story["unitless"] = seen()
    shown.raster.setLayer(scene)
    show(scene)
    click(scene, 20, 15)
    story["again"] = seen()
    project.clear()
    pause()
    story["cleared"] = {"scene": dock().scene is None, **seen()}
    press(QPoint(canvas.width() // 2, canvas.height() // 2))
    story["clicked on nothing"] = seen()


def name_of(layer):
    return "" if layer is None else layer.name()


def unload(story):
    window = utils.iface.mainWindow()
    tool = utils.iface.mapCanvas().mapTool()
    story["tool before"] = type(tool).__name__
    assert utils.unloadPlugin(PLUGIN)
    for _ in range(5):
        QgsApplication.sendPostedEvents(None, 52)  # QEvent::DeferredDelete
        pause(0.05)
    story["unloaded"] = {
        "dock": window.findChild(QDockWidget, "MineralPruneWhyDock") is not None,
        "action": window.findChild(QAction, "MineralPruneWhy") is not None,
        "tool": type(utils.iface.mapCanvas().mapTool()).__name__,
    }


def spectra_alone(story):
    """In a QGIS without torch."""
    scene = add_raster(ORDERS["scene"], "scene")
    show(scene)
    utils.iface.mainWindow().findChild(QAction, "MineralPruneWhy").trigger()
    pause()
    click(scene, 20, 15)
    story["spectrum"] = {"torch": "torch" in sys.modules, **seen()}
    dock().widgets.model.setFilePath(ORDERS["model"])
    click(scene, 20, 15)
    story["with model"] = seen()
    return story


def tell():
    story = {}
    if ORDERS.get("alone"):
        return spectra_alone(story)
    scene = first_steps(story)
    spectra_side_by_side(story, scene)
    polygons(story, scene)
    samples(story, scene)
    trouble(story, scene)
    unload(story)
    return story


def fail(kind, error, trace):
    """An exception in a slot ends the story; QGIS would open a dialog and wait."""
    end({"failed": "".join(traceback.format_exception(kind, error, trace))})


def end(report):
    Path(ORDERS["report"]).write_text(json.dumps(report, ensure_ascii=False), encoding="utf-8")
    os._exit(0)  # no question whether to save the project


def main():
    sys.excepthook = fail
    utils.iface.mainWindow().resize(1360, 860)
    try:
        end(tell())
    except Exception:
        end({"failed": traceback.format_exc()})


QTimer.singleShot(0, main)
