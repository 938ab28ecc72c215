# SPDX-License-Identifier: GPL-2.0-or-later
"""The dock "Why this mineral?" under PyQt6: opened from the menu, with a scene and a model that QGIS 3 made."""

import os
from pathlib import Path

import pytest
from PyQt6.QtCore import QEvent, QPointF, Qt
from PyQt6.QtGui import QKeyEvent, QMouseEvent
from PyQt6.QtWidgets import QApplication

MODEL = os.path.join(os.environ["MINERAL_PRUNE_QT6"], "model.safetensors")
NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def entry(iface, scene):
    from mineral_prune_plugin.desktop.dock.entry import DockEntry

    made = DockEntry(iface)
    made.action.trigger()
    (a, b, c, d, e, f) = made.dock.scene.info.grid.geotransform
    from qgis.core import QgsPointXY

    iface.mapCanvas().to_map = lambda place: QgsPointXY(a + b * (place.x() / 5), d + f * (place.y() / 5))
    yield made
    made.unload()


@pytest.fixture
def dock(entry):
    return entry.dock


def act(iface, column, row, kind=QEvent.Type.MouseButtonRelease, button=Qt.MouseButton.LeftButton):
    """What a mouse does over a pixel of the map."""
    place = QPointF(5 * column + 2, 5 * row + 2)
    QApplication.sendEvent(iface.mapCanvas(), QMouseEvent(kind, place, place, button, button, NONE))


def test_it_opens_from_the_menu_with_the_active_raster_and_its_tool(iface, entry, dock):
    assert [action.text() for action in iface.menu.actions()] == ["Why this mineral?"] and iface.tools == [entry.action]
    assert dock.widgets.raster.currentLayer().name() == "scene" and dock.isVisible()
    assert iface.mapCanvas().mapTool() is dock.tool and dock.widgets.pick.isChecked()


def test_a_click_shows_a_spectrum_and_with_a_model_the_reasons(iface, dock, picture):
    picture(dock, "dock_opened")
    act(iface, 20, 15)
    assert [curve.label for curve in dock.widgets.plot.content.curves] == ["column 20, row 15"]
    assert dock.widgets.verdict.text() == ""
    dock.widgets.model.setFilePath(MODEL)
    act(iface, 20, 15)
    shown = dock.widgets
    assert shown.message.text() == "" and shown.verdict.text() and shown.plot.content.bars
    assert shown.classes.topLevelItemCount() > 2 and shown.neurons.topLevelItemCount() == 12
    assert shown.classes.topLevelItem(0).textAlignment(1) == Qt.AlignmentFlag.AlignRight
    picture(dock, "dock_explained")
    assert iface.mapCanvas().items[1].polygons  # the ring around the pixel


def test_spectra_are_pinned_compared_with_the_library_and_copied(iface, dock, picture):
    dock.widgets.model.setFilePath(MODEL)
    act(iface, 20, 15)
    dock.widgets.pin.click()
    act(iface, 41, 8)
    for box in (dock.widgets.library, dock.widgets.continuum):
        box.setChecked(True)
    dock.widgets.tabs.setCurrentIndex(1)
    assert len(dock.widgets.plot.content.curves) == 3
    picture(dock, "dock_pinned")
    dock.widgets.copy_table.click()
    assert QApplication.clipboard().text().count("\n") > 50
    dock.widgets.copy_picture.click()
    assert QApplication.clipboard().pixmap().width() == dock.widgets.plot.width()
    dock.widgets.unpin.click()
    assert len(dock.widgets.plot.content.curves) == 2


def test_a_polygon_is_drawn_with_clicks_and_dropped_with_escape(iface, dock, picture):
    dock.widgets.model.setFilePath(MODEL)
    dock.widgets.polygon.click()
    corners = ((20, 20), (26, 20), (26, 25), (20, 25))
    for corner in corners[:3]:
        act(iface, *corner)
    act(iface, 21, 26, QEvent.Type.MouseMove)
    QApplication.sendEvent(iface.mapCanvas(), QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Escape, NONE))
    assert dock.tool._vertices == [] and dock.look is None
    for corner in corners:
        act(iface, *corner)
    act(iface, 22, 22, button=Qt.MouseButton.RightButton)
    assert len(dock.look.columns) > 10 and "pixels" in dock.widgets.verdict.text()
    picture(dock, "dock_polygon")


def test_a_raster_that_is_removed_is_let_go_of(dock, scene, wait):
    from qgis.core import QgsProject

    QgsProject.instance().removeMapLayer(scene)
    wait(lambda: dock.scene is None)
    assert dock.widgets.raster.currentLayer() is None and dock.widgets.samples.currentLayer() is None


def test_what_is_wrong_is_said(iface, dock, tmp_path):
    dock.widgets.model.setFilePath("/no/such.safetensors")
    assert dock.widgets.message.text() == "There is no file /no/such.safetensors."
    broken = tmp_path / "broken.safetensors"
    broken.write_bytes(Path(MODEL).read_bytes()[:-100])
    dock.widgets.model.setFilePath(str(broken))
    assert "broken.safetensors" in dock.widgets.message.text()
    dock.widgets.add.click()
    assert dock.widgets.message.text() == "Click on a pixel first."


def test_unloading_leaves_nothing(iface, scene):
    from mineral_prune_plugin.desktop.dock.entry import DockEntry

    entry = DockEntry(iface)
    entry.action.trigger()
    entry.dock.close()
    entry.action.trigger()
    entry.unload()
    assert iface.menu.actions() == [] and iface.tools == [] and iface.mapCanvas().items == []
