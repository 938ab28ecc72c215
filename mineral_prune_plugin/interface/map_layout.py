# SPDX-License-Identifier: GPL-2.0-or-later
"""A print layout of a map: title, legend, scale bar, north arrow, coordinate system and date on pages of A4."""

from qgis.core import (
    QgsDistanceArea,
    QgsLayoutItemLabel,
    QgsLayoutItemMap,
    QgsLayoutItemPicture,
    QgsLayoutItemScaleBar,
    QgsPointXY,
    QgsPrintLayout,
    QgsRectangle,
    QgsUnitTypes,
)
from qgis.PyQt.QtCore import QRectF
from qgis.PyQt.QtGui import QFont

from .layout_legend import add_legends
from .translation import translate as tr

LEFT, TOP, MAP_WIDTH, MAP_HEIGHT = 10, 24, 200, 172  # millimetres of a page of 297 x 210
SIDE = LEFT + MAP_WIDTH + 6  # where the column with the legend begins
SIDE_WIDTH = 297 - SIDE - 8
ARROW_TOP = 140
ARROW = ":/images/north_arrows/layout_default_north_arrow.svg"
EXACT = 0.01  # of lengths
MARGIN = 1.03  # of the map around the layer


def map_layout(project, layer):
    """A QgsPrintLayout that shows a layer; it belongs to nobody until the project's manager takes it.

    project : QgsProject that has the layer
    layer   : QgsRasterLayer of a map
    """
    layout = QgsPrintLayout(project)
    layout.initializeDefaults()  # a page of A4, landscape
    layout.setName(free_name(project, layer.name()))
    shown = _map(layout, layer)
    _label(layout, "title", _as_text(layer.name()), QRectF(LEFT, 8, 297 - 2 * LEFT, 13), 20)
    add_legends(layout, shown, layer, QRectF(SIDE, TOP, SIDE_WIDTH, ARROW_TOP - TOP))
    _picture(layout, shown)
    measured = layer.crs().isValid() and _is_measured(project, shown)  # else nobody knows how long anything is
    if measured:
        _scale_bar(layout, shown)
    _label(layout, "origin", _origin(layer, measured), QRectF(SIDE, 172, SIDE_WIDTH, 24), 8)
    return layout


def free_name(project, wanted):
    """`wanted`, or with a number behind it where a layout of the QgsProject `project` has that name."""
    manager, name, number = project.layoutManager(), wanted, 1
    while manager.layoutByName(name) is not None:
        number += 1
        name = f"{wanted} ({number})"
    return name


def _map(layout, layer):
    shown = QgsLayoutItemMap(layout)
    shown.setId("map")
    layout.addLayoutItem(shown)
    _place(shown, QRectF(LEFT, TOP, MAP_WIDTH, MAP_HEIGHT))
    shown.setCrs(layer.crs())
    shown.setLayers([layer])
    shown.setKeepLayerSet(True)
    shown.setExtent(_around(layer.extent()))
    shown.setFrameEnabled(True)
    return shown


def _around(extent):
    """A QgsRectangle around the layer in the shape of the map on the page: QGIS would change the page's instead."""
    width = max(extent.width(), extent.height() * MAP_WIDTH / MAP_HEIGHT) * MARGIN
    centre = extent.center()
    return QgsRectangle.fromCenterAndSize(centre, width, width * MAP_HEIGHT / MAP_WIDTH)


def _picture(layout, shown):
    arrow = QgsLayoutItemPicture(layout)
    arrow.setId("north")
    arrow.setPicturePath(ARROW)
    arrow.setLinkedMap(shown)
    layout.addLayoutItem(arrow)
    _place(arrow, QRectF(SIDE + SIDE_WIDTH - 14, ARROW_TOP, 12, 14))


def _is_measured(project, shown):
    """Whether a scale bar is right to a percent: without an ellipsoid QGIS takes degrees for those of the equator."""
    if project.ellipsoid() not in ("", "NONE"):
        return True
    measure, extent = QgsDistanceArea(), shown.extent()
    measure.setSourceCrs(shown.crs(), project.transformContext())
    middle = extent.center().y()
    ends = QgsPointXY(extent.xMinimum(), middle), QgsPointXY(extent.xMaximum(), middle)
    flat = measure.measureLine(*ends)
    flat = measure.convertLengthMeasurement(flat, _unit("meters"))
    measure.setEllipsoid(shown.crs().ellipsoidAcronym())
    curved = measure.measureLine(*ends)
    return curved > 0 and abs(flat / curved - 1) < EXACT


def _scale_bar(layout, shown):
    bar = QgsLayoutItemScaleBar(layout)
    bar.setId("scale bar")
    layout.addLayoutItem(bar)
    bar.setStyle("Single Box")
    bar.setLinkedMap(shown)
    geographic = shown.crs().isGeographic()
    bar.applyDefaultSize(_unit("km") if geographic else bar.guessUnits())
    bar.setNumberOfSegmentsLeft(0)
    _place(bar, QRectF(SIDE, 156, SIDE_WIDTH, 13))


def _origin(layer, measured):
    crs = layer.crs()
    name = f"{crs.description()} ({crs.authid()})" if crs.authid() else crs.description() or tr("not known")
    lines = [
        f"{tr('Coordinate system')}: {_as_text(name)}",
        f"{tr('Date')}: [% format_date(now(), 'yyyy-MM-dd') %]",
    ]
    if layer.crs().isValid() and not measured:
        lines.append(tr("No scale bar: the project has no ellipsoid (Project > Properties > General)."))
    return "\n".join(lines)


def _as_text(name):
    """Between these brackets a label computes: a layer's name must stay a name."""
    return name.replace("[%", "[ %")


def _unit(code):
    """A unit of length by the code under which QGIS stores it: its names moved between versions."""
    return QgsUnitTypes.decodeDistanceUnit(code)[0]


def _label(layout, name, text, place, points):
    label = QgsLayoutItemLabel(layout)
    label.setId(name)
    label.setText(text)
    label.setFont(QFont(label.font().family(), points))
    layout.addLayoutItem(label)
    _place(label, place)


def _place(item, place):
    item.attemptSetSceneRect(place)  # in millimetres, the layout's unit
