# SPDX-License-Identifier: GPL-2.0-or-later
"""The legend of a print layout: in a column beside the map, and what has no room there on pages of its own."""

from qgis.core import (
    QgsLayoutItemLabel,
    QgsLayoutItemLegend,
    QgsLayoutItemPage,
    QgsLayoutPoint,
    QgsLegendRenderer,
    QgsLegendStyle,
    QgsMapLayerLegendUtils,
    QgsPalettedRasterRenderer,
)
from qgis.PyQt.QtCore import QRectF, Qt
from qgis.PyQt.QtGui import QFont, QFontMetricsF

from .translation import translate as tr

MANY, SMALL = 17, 6  # classes that fit below each other in the usual type; points of a smaller one
POINT = 25.4 / 72  # millimetres
ROW, SYMBOL, MARGIN = 2.85, 9, 10  # millimetres of a class in small type, of its square and the gaps, of a page
LARGE = 100  # pixels
TITLE, FOOT = 12, 4  # of the heading, of the sentence below


def add_legends(layout, shown, layer, place):
    """Give a layout the legend of a layer.

    layout : QgsPrintLayout
    shown  : QgsLayoutItemMap
    layer  : QgsRasterLayer
    place  : QRectF that the legend may take on the first page, millimetres; classes that have no room there stand on
             pages that are added
    """
    classes = layer.renderer().classes() if isinstance(layer.renderer(), QgsPalettedRasterRenderer) else ()
    names = [entry.label for entry in classes]
    if len(names) <= MANY:
        _move(_legend(layout, shown, layer, range(len(names)), "legend"), place, 0)
        return
    left, number = range(len(names)), 0
    while left:
        columns, rows = _room(names, place)
        here, left = left[: columns * rows], left[columns * rows :]
        name = f"legend {number + 1}" if number else "legend"
        legend = _legend(layout, shown, layer, here, name, columns, place.width())
        _move(legend, place, number)
        if left:
            number += 1
            _tell_of_next(layout, place, number)
            place = _next_page(layout)


def _room(names, place):
    """(columns, rows) of classes in small type."""
    widest = max(map(_metrics().horizontalAdvance, names)) / LARGE * SMALL * POINT + SYMBOL
    return max(1, int(place.width() / widest)), max(1, int((place.height() - TITLE - FOOT) / ROW))


def _metrics():
    """QFontMetricsF of a size in which rounding to the screen's pixels is no matter."""
    font = QFont()
    font.setPixelSize(LARGE)
    return QFontMetricsF(font)


def _legend(layout, shown, layer, numbers, name, columns=0, width=0):
    """A QgsLayoutItemLegend of the classes of these numbers, from 0; columns : of small type, 0 for the usual one"""
    legend = QgsLayoutItemLegend(layout)
    legend.setId(name)
    layout.addLayoutItem(legend)
    legend.setLinkedMap(shown)
    legend.setAutoUpdateModel(False)
    root = legend.model().rootGroup()
    root.removeAllChildren()
    node = root.addLayer(layer)
    QgsLegendRenderer.setNodeLegendStyle(node, QgsLegendStyle.Style.Hidden)  # the title has the layer's name
    legend.setTitle(tr("Legend"))
    first = len(legend.model().layerLegendNodes(node)) - len(layer.renderer().classes()) if numbers else 0
    if numbers and first in (0, 1):  # the first may name the band
        QgsMapLayerLegendUtils.setLegendNodeOrder(node, [number + first for number in numbers])
        if columns:
            _shorten(node, layer, numbers, first, width)
        legend.model().refreshLayerLegend(node)
    if columns:
        _shrink(legend, columns)
    return legend


def _shorten(node, layer, numbers, first, width):
    """Names wider than the legend end in dots; first : number of the node of the first class"""
    room, metrics = (width - SYMBOL) / POINT / SMALL * LARGE, _metrics()
    classes = layer.renderer().classes()
    for number in numbers:
        name = classes[number].label
        if metrics.horizontalAdvance(name) > room:
            short = metrics.elidedText(name, Qt.TextElideMode.ElideRight, room)
            QgsMapLayerLegendUtils.setLegendNodeUserLabel(node, number + first, short)


def _shrink(legend, columns):
    style = QgsLegendStyle(legend.style(QgsLegendStyle.Style.SymbolLabel))
    style.setFont(QFont(style.font().family(), SMALL))
    legend.setStyle(QgsLegendStyle.Style.SymbolLabel, style)
    legend.setStyleMargin(QgsLegendStyle.Style.Symbol, QgsLegendStyle.Side.Top, 0.8)
    legend.setSymbolHeight(2)
    legend.setSymbolWidth(3)
    legend.setColumnSpace(1)
    legend.setColumnCount(columns)
    legend.setSplitLayer(True)


def _move(legend, place, page):
    legend.attemptSetSceneRect(QRectF(place.x(), place.y(), place.width(), 10))
    legend.attemptMove(QgsLayoutPoint(place.x(), place.y()), True, False, page)
    legend.adjustBoxSize()


def _tell_of_next(layout, place, page):
    """page : that the legend goes on on, from 0"""
    label = QgsLayoutItemLabel(layout)
    label.setId(f"legend goes on {page + 1}")
    label.setText(tr("The legend goes on on page {page}.").format(page=page + 1))
    label.setFont(QFont(label.font().family(), SMALL))
    layout.addLayoutItem(label)
    label.attemptSetSceneRect(QRectF(place.x(), place.bottom() - FOOT, place.width(), FOOT))
    label.attemptMove(QgsLayoutPoint(place.x(), place.bottom() - FOOT), True, False, page - 1)


def _next_page(layout):
    """The QRectF within the margins of a page of the size of the first, which is added."""
    size = layout.pageCollection().page(0).pageSize()
    page = QgsLayoutItemPage(layout)
    page.setPageSize(size)
    layout.pageCollection().addPage(page)
    return QRectF(MARGIN, MARGIN, size.width() - 2 * MARGIN, size.height() - 2 * MARGIN)
