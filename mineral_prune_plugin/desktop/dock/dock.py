# SPDX-License-Identifier: GPL-2.0-or-later
"""The dock: a click on the map becomes a spectrum, and with a model the reasons for its class."""

import os
from contextlib import contextmanager

from qgis.core import QgsCsException, QgsProject, QgsRasterLayer
from qgis.PyQt.QtCore import Qt, QTimer
from qgis.PyQt.QtWidgets import QApplication, QDockWidget

from ...classes import name_key, one_line, with_colour
from ...errors import MineralPruneError
from ...explaining.explored_scene import ExploredScene
from ...explaining.spectra_table import spectra_table
from ...interface.memory import allowed_bytes
from ...interface.packages import import_packages, missing_packages_sentence
from ...interface.raster_layers import crs_set_in_qgis, gdal_path
from ...interface.translation import sentence_of
from ...interface.translation import translate as tr
from .dock_widgets import DockWidgets
from .look_words import label_of, mineral_of, sentences_of, words_of
from .map_places import in_raster, outlines
from .pixel_tool import PixelTool
from .plot_content import View, content_of
from .result_tables import fill_classes, fill_neurons
from .sample_layer import add_samples, has_sample_fields, minerals_in, new_sample_layer

NEEDS = ("torch", "safetensors", "threadpoolctl")
FEWEST_BANDS = 4  # of a raster that is offered first: a photograph has three


class WhyDock(QDockWidget):
    """Made once; `start` when it is opened, `end` when the plugin goes."""

    def __init__(self, iface):
        super().__init__(tr("Why this mineral?"), iface.mainWindow())
        self.setObjectName("MineralPruneWhyDock")
        self.iface, self.canvas = iface, iface.mapCanvas()
        self.scene = self.layer = self.look = None
        self.pins, self.standing = [], ""  # the sentence on the raster or the model that stands until another is chosen
        self.widgets = DockWidgets(self)
        self.setWidget(self.widgets)
        self.tool = PixelTool(self.canvas)
        self.tool.clicked.connect(self.look_at)
        self.tool.drawn.connect(self.look_over)
        self.canvas.mapToolSet.connect(self._show_tool)
        self._connect()
        self._show()

    def _connect(self):
        shown = self.widgets
        shown.raster.layerChanged.connect(self.choose_raster)
        shown.model.fileChanged.connect(lambda path: self.choose_model())
        shown.interpolate.toggled.connect(lambda on: self.choose_model())
        shown.pick.clicked.connect(lambda: self._use_tool(False))
        shown.polygon.clicked.connect(lambda: self._use_tool(True))
        for box in (shown.continuum, shown.library):
            box.toggled.connect(lambda on: self._show())
        shown.pin.clicked.connect(lambda: self.pin())
        shown.unpin.clicked.connect(lambda: self.unpin())
        shown.copy_table.clicked.connect(lambda: self.copy_table())
        shown.copy_picture.clicked.connect(lambda: QApplication.clipboard().setPixmap(shown.plot.grab()))
        shown.samples.layerChanged.connect(lambda layer: self._list_minerals())
        shown.add.clicked.connect(lambda: self.add_sample())

    def start(self):
        """Opened: a raster of many bands is chosen where none is, and the map tool is at hand."""
        if self.widgets.raster.currentLayer() is None:
            active = self.iface.activeLayer()
            rasters = [each for each in QgsProject.instance().mapLayers().values() if _has_many_bands(each)]
            self.widgets.raster.setLayer(active if active in rasters else next(iter(rasters), None))
        elif self.scene is None:
            self.choose_raster(self.widgets.raster.currentLayer())
        self._use_tool(False)

    def closeEvent(self, event):
        self._leave_tool()
        super().closeEvent(event)

    def end(self):
        """For the end of the plugin: nothing is left on the canvas, and no file is open."""
        self._leave_tool()
        self.canvas.mapToolSet.disconnect(self._show_tool)
        self.tool.remove()
        self.choose_raster(None)

    def choose_raster(self, layer):
        """Look at the pixels of a QgsRasterLayer from here on, or at none where it is None."""
        self._close_scene()
        self._forget_look()
        self._say("")
        if self.layer is not None:
            self.layer.willBeDeleted.disconnect(self._lose_raster)
        self.layer = layer
        if layer is not None:
            layer.willBeDeleted.connect(self._lose_raster)  # the box does not always say so
            with _waiting():
                self._try(self._open, layer)
        self.choose_model()

    def _lose_raster(self):
        """The layer goes, by itself or with its project; Python may not touch it any more."""
        self.layer = None
        self.choose_raster(None)
        QTimer.singleShot(0, self._follow_box)  # which may show another raster by then, without a word

    def _follow_box(self):
        if self.layer is None and self.widgets.raster.currentLayer() is not None:
            self.choose_raster(self.widgets.raster.currentLayer())

    def choose_model(self):
        """Explain by the model of the file that is chosen, or by none."""
        self._forget_look()
        path = self.widgets.model.filePath().strip()
        if self.scene is not None:
            self.scene.close()
            self._say(sentences_of(self.scene.info.notices))
            if path and os.path.isfile(path):
                with _waiting():
                    self._try(self._load, path)
            elif path:
                self._say(tr("There is no file {path}.").format(path=path))
        self.standing = self.widgets.message.text()
        self._list_minerals()
        self._show()

    def look_at(self, point):
        """Show the pixel at a point of the canvas. point : QgsPointXY"""
        self._look(lambda scene: scene.look_at(*self._in_raster([point])[0]))

    def look_over(self, vertices):
        """Show the mean of a polygon. vertices : QgsPointXY of the canvas"""
        self._look(lambda scene: scene.look_over(*zip(*self._in_raster(vertices))))

    def pin(self):
        if self.look is not None and not self.look.spectrum.empty:
            self.pins.append((label_of(self.look), self.look.spectrum))
            self._show()

    def unpin(self):
        self.pins = []
        self._show()

    def copy_table(self):
        """The spectra that are shown, to the clipboard."""
        spectra = list(self.pins)
        bands, shares = (), ()
        if self.look is not None and not self.look.spectrum.empty:
            spectra.append((label_of(self.look), self.look.spectrum))
            explanation = self.look.explanation
            if explanation is not None and explanation.decided is not None and explanation.decided.bands is not None:
                bands, shares = self.scene.explainer.places, explanation.decided.bands
        if spectra:
            QApplication.clipboard().setText(spectra_table(spectra, bands, shares))

    def add_sample(self):
        """Add what is shown to the layer of samples that is chosen, or to a new one."""
        name = one_line(self.widgets.mineral.currentText())
        if self.look is None or self.look.spectrum.empty:
            return self._say(tr("Click on a pixel first."))
        if not name:
            return self._say(tr("Type the name of the mineral, or choose one."))
        self._try(self._add, name)

    def _add(self, name):
        layer = self.widgets.samples.currentLayer()
        if layer is None:
            layer = new_sample_layer(self.layer.crs())
            self.widgets.samples.setLayer(layer)
        known = {name_key(mineral.name): mineral for mineral in reversed(self._minerals())}
        mineral = known.get(name_key(name)) or with_colour(1, name)
        split = self.widgets.split.currentData()
        added, there = add_samples(layer, self.scene, self.look, mineral, split, self.layer.crs())
        facts = {"layer": layer.name(), "added": added, "mineral": mineral.name}
        sentence = tr("Added to {layer} as {mineral}.")
        text = (tr("{added} pixels added to {layer} as {mineral}.") if added > 1 else sentence).format(**facts)
        if there:
            text += " " + tr("{there} pixels had a sample already.").format(there=there)
        if layer.providerType() == "memory":
            text += " " + tr("The layer is temporary: save it before QGIS is closed.")
        self._list_minerals(mineral.name)
        self._say(text)

    def _open(self, layer):
        self.scene = ExploredScene(gdal_path(layer), crs_set_in_qgis(layer), allowed_bytes())

    def _load(self, path):
        sentence = missing_packages_sentence(NEEDS)
        if sentence:
            return self._say(sentence)
        import_packages(NEEDS)
        notices = self.scene.choose_model(path, self.widgets.interpolate.isChecked())
        self._say(sentences_of((*self.scene.info.notices, *notices)))

    def _look(self, look):
        if self.scene is None:
            return self._say(self.standing or tr("Choose a raster first."))
        self._say(self.standing)
        self.look = None
        self._try(self._take, look)
        self._show()

    def _take(self, look):
        self.look = look(self.scene)
        if self.look.problem is not None:
            self._say(sentence_of(self.look.problem))
        elif self.look.explanation is not None:
            self._prefer(mineral_of(self.look.explanation))

    def _try(self, act, *arguments):
        """Do it, or say why it cannot be."""
        try:
            act(*arguments)
        except MineralPruneError as error:
            self._say(sentence_of(error))
        except QgsCsException:
            self._say(tr("This place cannot be converted to the coordinate system of the raster."))

    def _show(self):
        shown, look = self.widgets, self.look
        explainer = None if self.scene is None else self.scene.explainer
        view = View(shown.continuum.isChecked(), shown.library.isChecked())
        shown.plot.show_content(content_of(look, self.pins, explainer, view))
        explanation = None if look is None else look.explanation
        shown.verdict.setText(words_of(look, explainer))
        fill_classes(shown.classes, explanation)
        fill_neurons(shown.neurons, explanation, explainer)
        self.tool.show_rings(self._outline())

    def _outline(self):
        if self.look is None or self.layer is None:
            return []
        return outlines(self.look, self.scene.info.grid, self.canvas, self.layer)

    def _in_raster(self, points):
        return in_raster(points, self.canvas, self.layer)

    def _minerals(self):
        """The MineralClasses that a sample may be of: the layer's, then the model's."""
        layer = self.widgets.samples.currentLayer()
        there = minerals_in(layer) if layer is not None and has_sample_fields(layer) else []
        explainer = None if self.scene is None else self.scene.explainer
        return [*there, *(() if explainer is None else explainer.model.minerals)]

    def _list_minerals(self, chosen=None):
        box = self.widgets.mineral
        chosen = box.currentText() if chosen is None else chosen
        box.clear()
        box.addItems(list(dict.fromkeys(mineral.name for mineral in self._minerals())))
        box.setCurrentText(chosen)

    def _prefer(self, name):
        """Propose the mineral of the pixel for a sample."""
        if name:
            self.widgets.mineral.setCurrentText(name)

    def _forget_look(self):
        self.look = None
        self._show()

    def _close_scene(self):
        if self.scene is not None:
            self.scene.close()
            self.scene = None

    def _use_tool(self, polygon):
        self.tool.forget_polygon()
        self.tool.polygon = polygon
        self.canvas.setMapTool(self.tool)
        self._show_tool()

    def _show_tool(self, *tools):
        mine = self.canvas.mapTool() is self.tool
        self.widgets.pick.setChecked(mine and not self.tool.polygon)
        self.widgets.polygon.setChecked(mine and self.tool.polygon)

    def _leave_tool(self):
        if self.canvas.mapTool() is self.tool:
            self.iface.actionPan().trigger()
            self.canvas.unsetMapTool(self.tool)

    def _say(self, text):
        self.widgets.message.setText(text)
        self.widgets.message.setVisible(bool(text))


@contextmanager
def _waiting():
    """The cursor that asks for patience."""
    QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
    try:
        yield
    finally:
        QApplication.restoreOverrideCursor()


def _has_many_bands(layer):
    return isinstance(layer, QgsRasterLayer) and layer.bandCount() >= FEWEST_BANDS
