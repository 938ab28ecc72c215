# SPDX-License-Identifier: GPL-2.0-or-later
"""A second run onto a file that is open in QGIS: its layers show the new pixels in the new colours."""

import numpy as np
import pytest
from qgis.core import QgsPointXY, QgsProject, QgsRasterLayer, QgsVectorLayer

WIDE = ("rrrrrrrr", "gggggggg", "bbbbbbbb", "rrrrrrrr")
OTHER = ("bbbbbbbb", "rrrrrrrr", "gggggggg", "gggggggg")


@pytest.fixture
def opened(qgis):
    """Open a file as a layer of the project: opened(path)."""
    layers = []

    def open_layer(path, kind=QgsRasterLayer):
        layer = kind(path, "a layer of mine")
        assert layer.isValid()
        layer.loadDefaultStyle()
        QgsProject.instance().addMapLayer(layer)
        layers.append(layer.id())
        return layer

    yield open_layer
    QgsProject.instance().removeMapLayers(layers)


def shown(layer):
    """int (4, 8): what the layer has at the centre of each pixel of 20 m."""
    at = [[QgsPointXY(500010 + 20 * column, 4099990 - 20 * row) for column in range(8)] for row in range(4)]
    return np.array([[layer.dataProvider().sample(point, 1)[0] for point in row] for row in at])


def legend(layer):
    return {int(entry.value): entry.label for entry in layer.renderer().classes()}


def test_the_map_of_another_scene_replaces_the_pixels_of_an_open_layer(run, paint, hand_model, opened, tmp_path, read):
    path = str(tmp_path / "map.tif")
    run("mapminerals", INPUT=paint(*WIDE), MODEL=hand_model(), OUTPUT=path)
    layer = opened(path)
    before = shown(layer)
    run("mapminerals", INPUT=paint(*OTHER), MODEL=hand_model(), OUTPUT=path)
    assert (shown(layer) == read(path)).all() and (shown(layer) != before).any()
    assert layer.name() == "a layer of mine"


def test_a_map_with_other_classes_and_of_another_size_has_its_legend(run, hand_model, paint, opened, tmp_path, read):
    path = str(tmp_path / "map.tif")
    run("mapminerals", INPUT=paint(*WIDE), MODEL=hand_model(), OUTPUT=path)
    layer = opened(path)
    assert legend(layer) == {1: "red", 2: "green", 3: "blue"}
    run("mapminerals", INPUT=paint(*WIDE[:2]), MODEL=hand_model(minerals=("calcite", "alunite", "opal")), OUTPUT=path)
    assert legend(layer) == {1: "calcite", 2: "alunite", 3: "opal"}
    assert (layer.height(), layer.extent().height()) == (2, 40)
    assert (shown(layer)[:2] == read(path)).all()


def test_samples_that_are_drawn_again_are_those_of_an_open_layer(run, paint, raster, opened, tmp_path):
    labels = raster([[1] * 8, [2] * 8, [3] * 8, [1] * 8], name="labels.tif", centres_um=None, dtype=np.uint8)
    few = {"TRAIN_PER_CLASS": "1", "VALIDATION_PER_CLASS": "1", "TEST_PER_CLASS": "1"}
    path, scene = str(tmp_path / "samples.gpkg"), paint(*WIDE)
    run("drawsamples", INPUT=scene, LABELS=labels, OUTPUT=path, **few)
    layer = opened(path, QgsVectorLayer)
    assert layer.featureCount() == 9
    run("drawsamples", INPUT=scene, LABELS=labels, OUTPUT=path, **{**few, "TRAIN_PER_CLASS": "5"})
    assert layer.featureCount() == 21 == len(list(layer.getFeatures()))
    assert [entry.label() for entry in layer.renderer().categories()] == ["class 1", "class 2", "class 3"]


def test_other_layers_keep_their_style(run, paint, hand_model, opened, tmp_path):
    path = str(tmp_path / "map.tif")
    layer = opened(paint(*WIDE))
    renderer = layer.renderer()
    run("mapminerals", INPUT=paint(*WIDE), MODEL=hand_model(), OUTPUT=path)
    assert layer.renderer() is renderer
