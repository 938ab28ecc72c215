# SPDX-License-Identifier: GPL-2.0-or-later
"""The shim of qgis.gui: boxes of layers and files, a canvas whose unit is a pixel of the screen, and `iface`."""

from PyQt6.QtCore import QObject, pyqtSignal
from PyQt6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QMainWindow, QVBoxLayout, QWidget

from qgis.core import QgsCoordinateReferenceSystem, QgsMapLayerProxyModel, QgsPointXY, QgsProject


class QgsMapLayerComboBox(QComboBox):
    layerChanged = pyqtSignal(object)  # noqa: N815

    def __init__(self):
        super().__init__()
        self._rasters = True
        QgsProject.instance().layersAdded.connect(self._add)
        QgsProject.instance().layersWillBeRemoved["QStringList"].connect(self._remove)
        self._add(list(QgsProject.instance().mapLayers().values()))
        self.currentIndexChanged.connect(lambda index: self.layerChanged.emit(self.itemData(index)))

    def setFilters(self, filters):  # noqa: N802
        if filters != QgsMapLayerProxyModel.Filter.RasterLayer:
            self._rasters = False
            self.clear()

    def setAllowEmptyLayer(self, allow, text=""):  # noqa: N802
        self.insertItem(0, text, None)

    def setLayer(self, layer):  # noqa: N802
        self.setCurrentIndex(0 if layer is None else self.findText(layer.name()))

    def currentLayer(self):  # noqa: N802
        return self.currentData()

    def _add(self, layers):
        for layer in layers if self._rasters else ():
            self.addItem(layer.name(), layer)

    def _remove(self, names):
        for name in names:
            if self.findText(name) >= 0:
                self.removeItem(self.findText(name))


class QgsFileWidget(QWidget):
    fileChanged = pyqtSignal(str)  # noqa: N815

    def __init__(self):
        super().__init__()
        self._line, layout = QLineEdit(), QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._line)
        self._line.textChanged.connect(self.fileChanged)

    def setFilter(self, text):  # noqa: N802
        self.filter = text

    def lineEdit(self):  # noqa: N802
        return self._line

    def filePath(self):  # noqa: N802
        return self._line.text()

    def setFilePath(self, path):  # noqa: N802
        self._line.setText(path)


class QgsMapTool(QObject):
    def __init__(self, canvas):
        super().__init__(canvas)
        self._canvas, self.cursor = canvas, None

    def canvas(self):
        return self._canvas

    def setCursor(self, cursor):  # noqa: N802
        self._canvas.setCursor(cursor)  # as C++ has it: a shape is taken for a cursor

    def keyPressEvent(self, event):  # noqa: N802
        event.ignore()

    def deactivate(self):
        pass


class QgsRubberBand:
    def __init__(self, canvas, kind):
        self.points, self.polygons = [], []
        canvas.items.append(self)

    def setColor(self, colour):  # noqa: N802
        self.colour = colour

    setFillColor = setColor  # noqa: N815

    def setWidth(self, width):  # noqa: N802
        self.width = width

    def reset(self, kind):
        self.points, self.polygons = [], []

    def addPoint(self, point):  # noqa: N802
        self.points.append(point)

    def movePoint(self, point):  # noqa: N802
        self.points[-1:] = [point]

    def setToGeometry(self, geometry, layer):  # noqa: N802
        self.polygons = geometry.polygons


class Canvas(QWidget):
    """Hands events on to its map tool; what the map shows is not drawn."""

    mapToolSet = pyqtSignal(object, object)  # noqa: N815

    def __init__(self):
        super().__init__()
        self._tool, self.items = None, []
        self.to_map = QgsPointXY  # of a place on the screen

    def mapTool(self):  # noqa: N802
        return self._tool

    def setMapTool(self, tool):  # noqa: N802
        before, self._tool = self._tool, tool
        if before is not None and before is not tool:
            before.deactivate()
        self.mapToolSet.emit(tool, before)

    def unsetMapTool(self, tool):  # noqa: N802
        if self._tool is tool:
            self.setMapTool(None)

    def mapSettings(self):  # noqa: N802
        return self

    def destinationCrs(self):  # noqa: N802
        return QgsCoordinateReferenceSystem()

    def scene(self):
        return self

    def removeItem(self, item):  # noqa: N802
        self.items.remove(item)

    def mouseReleaseEvent(self, event):  # noqa: N802
        event.mapPoint = lambda: self.to_map(event.position())
        self._tool.canvasReleaseEvent(event)

    def mouseMoveEvent(self, event):  # noqa: N802
        event.mapPoint = lambda: self.to_map(event.position())
        self._tool.canvasMoveEvent(event)

    def keyPressEvent(self, event):  # noqa: N802
        self._tool.keyPressEvent(event)


class MessageBar(QWidget):
    def __init__(self):
        super().__init__()
        self.messages = []
        QVBoxLayout(self)

    def createMessage(self, title, text):  # noqa: N802
        widget = QWidget()
        QHBoxLayout(widget).addWidget(QLabel(f"{title}: {text}"))
        return widget

    def pushWidget(self, widget, level, duration):  # noqa: N802
        self.layout().addWidget(widget)
        self.messages.append(level)

    def popWidget(self, widget):  # noqa: N802
        widget.setParent(None)

    def pushMessage(self, title, text, level):  # noqa: N802
        self.messages.append((title, text, level))


class Interface(QMainWindow):
    """QGIS's `iface`, and its window."""

    def __init__(self):
        super().__init__()
        self._canvas, self._bar = Canvas(), MessageBar()
        self.menu, self.tools, self.active, self.docks = self.menuBar().addMenu("Plugins"), [], None, []
        middle = QWidget()
        layout = QVBoxLayout(middle)
        layout.addWidget(self._bar)
        layout.addWidget(self._canvas, 1)
        self.setCentralWidget(middle)

    def mainWindow(self):  # noqa: N802
        return self

    def mapCanvas(self):  # noqa: N802
        return self._canvas

    def messageBar(self):  # noqa: N802
        return self._bar

    def activeLayer(self):  # noqa: N802
        return self.active

    def addPluginToMenu(self, menu, action):  # noqa: N802
        self.menu.addAction(action)

    def removePluginMenu(self, menu, action):  # noqa: N802
        self.menu.removeAction(action)

    def addToolBarIcon(self, action):  # noqa: N802
        self.tools.append(action)

    def removeToolBarIcon(self, action):  # noqa: N802
        self.tools.remove(action)

    def actionPan(self):  # noqa: N802
        return self

    def trigger(self):
        """The pan tool is chosen."""
