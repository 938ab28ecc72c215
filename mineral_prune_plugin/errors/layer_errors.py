# SPDX-License-Identifier: GPL-2.0-or-later
"""Vector layers, their features and tables that cannot be used."""

from .base import QT_TRANSLATE_NOOP, MineralPruneError


class NothingSelected(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "'Selected features only' is ticked for {layer}, but nothing is selected in it. Select samples, or untick it.",
    )


class LayerWithoutGeometry(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{layer} is a table without geometry, so its rows have no place on the raster. Make points of them with QGIS's "
        "'Create points layer from table', or choose another layer.",
    )


class CoordinatesNotConverted(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "None of the {features} features of {layer} can be converted from its coordinate system ({layer_crs}) to that "
        "of the raster ({raster_crs}). Are latitude and longitude swapped? Correct the coordinates, or set the "
        "layer's coordinate system.",
    )


class GeometriesInvalid(MineralPruneError):
    """As Processing is set to stop at them."""

    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{features} features of {layer} have an invalid geometry, such as a polygon that crosses itself; the id of the "
        "first is {first}. Repair them with 'Fix geometries', or let Processing skip invalid features.",
    )


class NamesMisread(MineralPruneError):
    """Of a vector layer. name : as it was read."""

    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{layer} was read in the wrong encoding: it has a mineral '{name}'. Set the encoding in its properties under "
        "Source (GB18030 for Chinese), put a .cpg file beside a shapefile, or save it as UTF-8.",
    )


class TableHeaderDamaged(MineralPruneError):
    """table : of a shapefile. rows, length : number, bytes each; fields, size : bytes of the fields, the file."""

    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "The table {table} is damaged or cut short: its header tells of {rows} rows of {length} bytes, with fields of "
        "{fields} bytes, and the file has {size} bytes. Copy it from its source again.",
    )


class TableRowsDamaged(MineralPruneError):
    """table : of a shapefile. damaged, rows : of so many, so many; first : number of the first, from 1."""

    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "The table {table} is damaged: {damaged} of its {rows} rows, the first of them row {first}, do not begin with "
        "a blank or an asterisk as rows do. Copy it from its source again.",
    )


class PointsOutsideRaster(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune", "None of the {points} points of {layer} lies on the raster. Choose points that lie on it."
    )


class PointsMissing(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP("MineralPrune", "{layer} has no points to explain. Add some, or choose another layer.")


class FeaturesNotPoints(MineralPruneError):
    """kind : QGIS's name of the geometry that was there."""

    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune", "Points are needed; {layer} has other features ({kind}). Choose a layer of points."
    )


class PlaceOutside(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP("MineralPrune", "That place lies outside {raster}. Click on the raster.")


class PolygonTooLarge(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune", "The polygon holds more than {most} pixels. Draw a smaller one to see its mean spectrum."
    )


class PolygonWithoutPixels(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune", "The polygon holds the centre of no pixel. Draw a larger one, or click on a pixel."
    )


class LayerNotWritable(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune", "{layer} takes no new points. Save it as a GeoPackage, or add to a new layer of samples."
    )


class LayerUnreadable(MineralPruneError):
    """label : of the parameter, as the dialog shows it."""

    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "QGIS can read no layer in {file}, which was given as '{label}'. It may be damaged or incomplete: get a new "
        "copy of it, or export it again.",
    )
