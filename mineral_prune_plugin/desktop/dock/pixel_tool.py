# SPDX-License-Identifier: GPL-2.0-or-later
"""The map tool of the dock: a click is a pixel; a polygon is drawn with clicks and ends with the other button."""

from qgis.core import QgsGeometry, QgsWkbTypes
from qgis.gui import QgsMapTool, QgsRubberBand
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor

COLOUR = QColor("#D55E00")


class PixelTool(QgsMapTool):
    """`clicked` comes with a point, `drawn` with the vertices of a polygon, both in the canvas's coordinate system.

    polygon : whether polygons are drawn; else each click is a pixel
    """

    clicked = pyqtSignal(object)
    drawn = pyqtSignal(object)

    def __init__(self, canvas):
        super().__init__(canvas)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.polygon = False
        self._vertices = []
        self._band = QgsRubberBand(canvas, QgsWkbTypes.GeometryType.PolygonGeometry)
        self._shown = QgsRubberBand(canvas, QgsWkbTypes.GeometryType.PolygonGeometry)
        for band in (self._band, self._shown):
            band.setColor(COLOUR)
            band.setFillColor(QColor(213, 94, 0, 40))
            band.setWidth(2)

    def canvasReleaseEvent(self, event):
        point = event.mapPoint()
        if not self.polygon:
            if event.button() == Qt.MouseButton.LeftButton:
                self.clicked.emit(point)
            return
        if event.button() == Qt.MouseButton.LeftButton:
            self._vertices.append(point)
            self._band.addPoint(point)
        else:
            self._finish()

    def canvasMoveEvent(self, event):
        if self._vertices:
            self._band.movePoint(event.mapPoint())

    def keyPressEvent(self, event):
        if event.key() == Qt.Key.Key_Escape:
            self.forget_polygon()
        else:
            super().keyPressEvent(event)

    def deactivate(self):
        self.forget_polygon()
        super().deactivate()

    def show_rings(self, rings):
        """Outline polygons on the map, such as the pixel that was read. rings : lists of QgsPointXY"""
        self._shown.reset(QgsWkbTypes.GeometryType.PolygonGeometry)
        if rings:
            self._shown.setToGeometry(QgsGeometry.fromMultiPolygonXY([[ring] for ring in rings]), None)

    def forget_polygon(self):
        """What was drawn so far is dropped."""
        self._vertices = []
        self._band.reset(QgsWkbTypes.GeometryType.PolygonGeometry)

    def remove(self):
        """Take its marks off the canvas, for the end of the plugin."""
        for band in (self._band, self._shown):
            self.canvas().scene().removeItem(band)

    def _finish(self):
        vertices = self._vertices
        self.forget_polygon()
        if len(vertices) > 2:
            self.drawn.emit(vertices)
