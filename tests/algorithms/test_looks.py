# SPDX-License-Identifier: GPL-2.0-or-later
"""How results look in QGIS, and how colours that a user changes travel: labels, samples, model, smaller model, map."""

import pytest
from osgeo import gdal

from mineral_prune_plugin.colours import KNOWN_COLOURS
from mineral_prune_plugin.models.model_file import load

FEW = {"TRAIN_PER_CLASS": "10", "VALIDATION_PER_CLASS": "10", "TEST_PER_CLASS": "10"}
SHORT = {"EPOCHS": 2, "UNLABELLED": 0}


def coloured(layer):
    """Category -> colour of a vector layer."""
    return {entry.value(): entry.symbol().color().name().upper() for entry in layer.renderer().categories()}


def paint(layer, **colours):
    """What a user does in the layer's styling panel."""
    from qgis.PyQt.QtGui import QColor

    renderer = layer.renderer().clone()
    for index, entry in enumerate(renderer.categories()):
        if entry.value() in colours:
            symbol = entry.symbol().clone()
            symbol.setColor(QColor(colours[entry.value()]))
            renderer.updateCategorySymbol(index, symbol)
    layer.setRenderer(renderer)


@pytest.fixture
def opened(chain):
    """The samples of the chain as a layer that QGIS opened by itself, with the style beside the file."""
    from qgis.core import QgsVectorLayer

    return QgsVectorLayer(chain.samples, "samples")


def test_samples_have_the_colour_of_their_mineral_and_the_shape_of_their_split(opened):
    from qgis.core import QgsExpression, QgsExpressionContext, QgsExpressionContextUtils

    assert coloured(opened) == {name: KNOWN_COLOURS[name] for name in coloured(opened)} and len(coloured(opened)) == 7
    category = opened.renderer().categories()[0]  # each is held by a name, for what it holds dies with it
    marker = category.symbol().symbolLayer(0)
    properties = marker.dataDefinedProperties()
    (shape,) = [properties.property(key) for key in properties.propertyKeys()]
    seen = {}
    for feature in opened.getFeatures():
        context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(opened))
        context.setFeature(feature)
        seen[feature["split"]] = QgsExpression(shape.expressionString()).evaluate(context)
    assert seen == {"train": "circle", "validation": "square", "test": "triangle"}


def test_names_that_are_markup_stay_names(qgis):
    from qgis.core import QgsVectorLayer

    from mineral_prune_plugin.classes import with_colours
    from mineral_prune_plugin.interface.layer_styles import apply_style, samples_style

    names = ['<b>&"1"', "\u660e\u77fe\u77f3"]
    made = QgsVectorLayer("Point?field=mineral:string&field=split:string", "samples", "memory")
    apply_style(made, samples_style(with_colours(enumerate(names, start=1))))
    assert list(coloured(made)) == names
    assert coloured(made)["\u660e\u77fe\u77f3"] == KNOWN_COLOURS["alunite"]


def test_colours_that_a_user_gave_the_samples_are_those_of_model_and_map(run, chain, opened, tmp_path):
    paint(opened, alunite="#123456", calcite="#FF00FF")
    scene = {"INPUT": chain.scene}
    model, pruned, class_map = (str(tmp_path / name) for name in ("m.safetensors", "p.safetensors", "map.tif"))
    run("trainmodel", **scene, SAMPLES=opened, MODEL=model, **SHORT)
    short = {"ITERATIONS": 1, "RETRAIN_EPOCHS": 1, "UNLABELLED": 0, "CONTROLS": False}
    run("prunemodel", **scene, SAMPLES=chain.samples, MODEL=model, OUTPUT=pruned, **short)
    run("mapminerals", **scene, MODEL=pruned, OUTPUT=class_map)
    for path in (model, pruned):
        found = {mineral.name: mineral.colour for mineral in load(path).classes}
        assert found == {**found, "alunite": "#123456", "calcite": "#FF00FF", "kaolinite": KNOWN_COLOURS["kaolinite"]}
    numbers = {mineral.name: mineral.number for mineral in load(pruned).classes}
    dataset = gdal.Open(class_map)
    band = dataset.GetRasterBand(1)
    assert band.GetRasterColorTable().GetColorEntry(numbers["alunite"])[:3] == (0x12, 0x34, 0x56)


def test_the_style_beside_the_samples_counts_without_a_window_too(run, chain, opened, tmp_path):
    import shutil

    samples = shutil.copy(chain.samples, tmp_path / "samples.gpkg")
    paint(opened, alunite="#123456")
    opened.saveNamedStyle(str(tmp_path / "samples.qml"))
    run("trainmodel", INPUT=chain.scene, SAMPLES=str(samples), MODEL=str(tmp_path / "m.safetensors"), **SHORT)
    found = {mineral.name: mineral.colour for mineral in load(tmp_path / "m.safetensors").classes}
    assert found["alunite"] == "#123456" and found["calcite"] == KNOWN_COLOURS["calcite"]


def test_a_layer_that_shows_something_else_leaves_the_colours_alone(run, chain, opened, tmp_path):
    from qgis.core import QgsCategorizedSymbolRenderer, QgsRendererCategory, QgsSymbol

    symbol = QgsSymbol.defaultSymbol(opened.geometryType())
    opened.setRenderer(QgsCategorizedSymbolRenderer("split", [QgsRendererCategory("train", symbol, "train")]))
    run("trainmodel", INPUT=chain.scene, SAMPLES=opened, MODEL=str(tmp_path / "m.safetensors"), **SHORT)
    assert {one.name: one.colour for one in load(tmp_path / "m.safetensors").classes} == {
        one.name: one.colour for one in load(chain.model).classes
    }
    assert opened.renderer().classAttribute() == "split"  # the user's layer stays as it was


def test_labels_hand_their_colours_to_the_samples(run, chain, layer, tmp_path):
    from qgis.core import (
        QgsCategorizedSymbolRenderer,
        QgsPalettedRasterRenderer,
        QgsRasterLayer,
        QgsRendererCategory,
        QgsSymbol,
        QgsVectorLayer,
    )
    from qgis.PyQt.QtGui import QColor

    labels = QgsRasterLayer(chain.labels, "labels")
    classes = labels.renderer().classes()
    number = next(entry.value for entry in classes if entry.color.name().upper() == KNOWN_COLOURS["alunite"])
    for entry in classes:
        if entry.value == number:
            entry.color = QColor("#123456")
    labels.setRenderer(QgsPalettedRasterRenderer(labels.dataProvider(), 1, classes))
    run("drawsamples", INPUT=chain.scene, LABELS=labels, OUTPUT=str(tmp_path / "s.gpkg"), **FEW)
    assert coloured(QgsVectorLayer(str(tmp_path / "s.gpkg"), "s"))["alunite"] == "#123456"

    squares = [
        (f"Polygon(({x} {y}, {x + 400} {y}, {x + 400} {y - 400}, {x} {y - 400}, {x} {y}))", name)
        for x, y, name in ((482000, 4160000, "west"), (482700, 4159500, "east"))
    ]
    polygons = layer("Polygon", ["rock:string"], squares)
    entries = []
    for name, colour in (("west", "#0A0B0C"), ("east", "#0D0E0F")):
        symbol = QgsSymbol.defaultSymbol(polygons.geometryType())
        symbol.setColor(QColor(colour))
        entries.append(QgsRendererCategory(name, symbol, name))
    polygons.setRenderer(QgsCategorizedSymbolRenderer("rock", entries))
    run("drawsamples", INPUT=chain.scene, LABELS=polygons, CLASS_FIELD="rock", OUTPUT=str(tmp_path / "p.gpkg"), **FEW)
    assert coloured(QgsVectorLayer(str(tmp_path / "p.gpkg"), "p")) == {"west": "#0A0B0C", "east": "#0D0E0F"}


def test_confidence_comes_in_a_ramp_from_0_to_1(run, chain, tmp_path):
    from qgis.core import QgsRasterLayer, QgsSingleBandPseudoColorRenderer

    places = {"OUTPUT": str(tmp_path / "map.tif"), "CONFIDENCE": str(tmp_path / "confidence.tif")}
    run("mapminerals", INPUT=chain.scene, MODEL=chain.model, **places)
    layer = QgsRasterLayer(places["CONFIDENCE"], "confidence")
    renderer = layer.renderer()
    assert isinstance(renderer, QgsSingleBandPseudoColorRenderer)
    items = renderer.shader().rasterShaderFunction().colorRampItemList()
    assert [item.value for item in items] == [0, 0.25, 0.5, 0.75, 1]
    lightness = [item.color.lightness() for item in items]
    assert items[0].color.name().upper() == "#440154" and lightness[0] < lightness[-1]
    shown = renderer.shader().shade(0.5)
    assert shown[0] and tuple(shown[1:4]) == (0x21, 0x91, 0x8C)
