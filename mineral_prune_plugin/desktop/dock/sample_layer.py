# SPDX-License-Identifier: GPL-2.0-or-later
"""Pixels added to a layer of samples, as 'Draw samples' writes them."""

from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsCoordinateTransform,
    QgsFeatureRequest,
    QgsGeometry,
    QgsPointXY,
    QgsProject,
    QgsRectangle,
    QgsRendererCategory,
    QgsVectorDataProvider,
    QgsVectorLayer,
    QgsVectorLayerUtils,
)
from qgis.PyQt.QtGui import QColor

from ...classes import name_key, numbers_beside, one_line, with_colour
from ...errors import LayerNotWritable, SampleFieldsMissing, SampleThereAlready
from ...interface.layer_styles import apply_style, samples_style
from ...interface.mineral_legends import shown_mineral
from ...interface.sample_fields import GROUP_FIELD, SAMPLE_FIELDS
from ...interface.translation import translate as tr
from ...mineral_names import data_name


def new_sample_layer(crs):
    """An empty layer of samples in the project, temporary until it is saved. crs : QgsCoordinateReferenceSystem"""
    fields = ("mineral:string", "class:integer", "split:string", f"{GROUP_FIELD}:string")
    layer = QgsVectorLayer("Point?" + "&".join(f"field={field}" for field in fields), tr("Samples"), "memory")
    layer.setCrs(crs)
    QgsProject.instance().addMapLayer(layer)
    return layer


def has_sample_fields(layer):
    """Whether a QgsVectorLayer has the fields of samples."""
    return all(layer.fields().lookupField(name) >= 0 for name in SAMPLE_FIELDS)


def minerals_in(layer):
    """The MineralClasses of a layer of samples, one a name."""
    pairs = {}
    for feature in layer.getFeatures(QgsFeatureRequest().setFlags(QgsFeatureRequest.Flag.NoGeometry)):
        name, number = one_line(str(feature["mineral"])), _whole(feature["class"])
        if name and name != "NULL" and number is not None:
            pairs.setdefault(name, number)
    return [with_colour(number, name) for name, number in pairs.items()]


def _whole(value):
    """A class number, which fields of text and of real numbers hold too; None of NULL."""
    try:
        return int(float(str(value)))
    except (ValueError, OverflowError):
        return None


def add_samples(layer, scene, look, mineral, split, crs):
    """Add the pixels of a Look; those that have a sample are left out. Undone in QGIS where the layer is being edited.

    layer   : QgsVectorLayer of points with the fields of samples
    scene   : ExploredScene of the Look
    look    : Look
    mineral : MineralClass: its name and number where the layer has none of that name, however it is written
    split   : train, validation or test
    crs     : QgsCoordinateReferenceSystem of the raster's layer
    returns : (added, left out)
    errors  : SampleFieldsMissing, LayerNotWritable, SampleThereAlready where none is left
    """
    missing = [name for name in SAMPLE_FIELDS if layer.fields().lookupField(name) < 0]
    if missing:
        raise SampleFieldsMissing(layer=layer.name(), missing=", ".join(missing))
    transform = QgsCoordinateTransform(crs, layer.crs(), QgsProject.instance())
    pixels = list(zip(look.columns.tolist(), look.rows.tolist()))
    taken = _samples_there(layer, scene, look, transform)
    new = [pixel for pixel in pixels if pixel not in taken]
    if not new:
        there = taken[pixels[0]]
        raise SampleThereAlready(layer=layer.name(), mineral=there[0], split=there[1])
    group = "polygon at column {}, row {}".format(*pixels[0]) if look.of_polygon else ""  # data, so never translated
    mineral = _as_in(layer, mineral)
    values = {"mineral": mineral.name, "class": mineral.number, "split": split, GROUP_FIELD: group}
    _write(layer, [_feature(layer, scene, pixel, transform, values) for pixel in new])
    _show(layer, mineral)
    return len(new), len(pixels) - len(new)


def _samples_there(layer, scene, look, transform):
    """{(column, row): (mineral, split)} of the samples in the pixels of a Look."""
    x, y = scene.centres(look)
    reach = 2 * max(abs(step) for step in scene.info.grid.geotransform[1:3] + scene.info.grid.geotransform[4:6])
    around = QgsRectangle(min(x) - reach, min(y) - reach, max(x) + reach, max(y) + reach)
    request = QgsFeatureRequest().setFilterRect(transform.transformBoundingBox(around))
    back, samples = QgsCoordinateTransform(layer.crs(), transform.sourceCrs(), QgsProject.instance()), {}
    for feature in layer.getFeatures(request):
        geometry = feature.geometry()
        geometry.transform(back)
        for point in geometry.vertices():
            column, row = scene.info.grid.pixels([point.x()], [point.y()])
            samples[int(column[0]), int(row[0])] = str(feature["mineral"]), str(feature["split"])
    return samples


def _as_in(layer, mineral):
    """A mineral as a layer names and numbers it; of a new one, a free number, its own where that is free.

    A user may have typed what a Chinese legend shows.
    """
    there, name = minerals_in(layer), data_name(mineral.name)
    same = [each for each in there if name_key(each.name) in (name_key(mineral.name), name_key(name))]
    number = (numbers_beside(there, (mineral,)) or {}).get(mineral.number, mineral.number)
    return same[0] if same else with_colour(number, name)


def _feature(layer, scene, pixel, transform, values):
    (x,), (y,) = scene.info.grid.centres([pixel[0]], [pixel[1]])
    geometry = QgsGeometry.fromPointXY(transform.transform(QgsPointXY(x, y)))
    (geometry,) = geometry.coerceToType(layer.wkbType())
    fields = layer.fields()
    attributes = {fields.lookupField(name): value for name, value in values.items() if fields.lookupField(name) >= 0}
    return QgsVectorLayerUtils.createFeature(layer, geometry, attributes)


def _write(layer, features):
    if layer.isEditable():
        added = layer.addFeatures(features)
    else:
        able = layer.dataProvider().capabilities() & QgsVectorDataProvider.Capability.AddFeatures
        added = bool(able) and not layer.readOnly() and layer.dataProvider().addFeatures(features)[0]
        layer.updateExtents()
    if not added:
        raise LayerNotWritable(layer=layer.name())


def _show(layer, mineral):
    """A mineral that the style does not know would be added out of sight."""
    renderer = layer.renderer()
    if isinstance(renderer, QgsCategorizedSymbolRenderer):
        categories = renderer.categories()  # held: their symbols die with them
        of_minerals = renderer.classAttribute().strip('"') == "mineral"
        if categories and of_minerals and renderer.categoryIndexForValue(mineral.name) < 0:
            symbol = categories[0].symbol().clone()
            symbol.setColor(QColor(mineral.colour))
            renderer.addCategory(QgsRendererCategory(mineral.name, symbol, shown_mineral(mineral.name)))
    elif layer.providerType() == "memory":
        apply_style(layer, samples_style(minerals_in(layer)))
    layer.triggerRepaint()
