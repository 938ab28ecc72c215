# SPDX-License-Identifier: GPL-2.0-or-later
"""Samples drawn from a raster, polygons and points onto a grid of 3 x 4 pixels of 20 m."""

import gc

import numpy as np
import pytest
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsProcessingFeatureSourceDefinition,
    QgsProject,
    QgsVectorFileWriter,
    QgsVectorLayer,
)

ROWS = ("rrgg", "r.bg", "bbbg")
LABELS = [[1, 1, 2, 2], [1, 3, 3, 2], [3, 3, 0, 2]]  # row 1, column 1 has no spectrum; row 2, column 2 no label
ONE_EACH = {"TRAIN_PER_CLASS": "1", "VALIDATION_PER_CLASS": "1", "TEST_PER_CLASS": "1"}
ALL = {"TRAIN_PER_CLASS": "1=3, 2=4, 3=3", "VALIDATION_PER_CLASS": "0", "TEST_PER_CLASS": "0"}
LEFT = "Polygon((500000 4099940, 500040 4099940, 500040 4100000, 500000 4100000, 500000 4099940))"
RIGHT = "Polygon((500041 4099941, 500080 4099941, 500080 4100000, 500041 4100000, 500041 4099941))"


@pytest.fixture
def drawn(run, paint):
    """Draw from labels on the painted scene: the output as a set of (column, row, mineral, class, split)."""

    def draw(labels, output="TEMPORARY_OUTPUT", scene=None, **parameters):
        made = run(
            "drawsamples", INPUT=scene or paint(*ROWS), LABELS=labels, OUTPUT=output, **{**ONE_EACH, **parameters}
        )
        made = made["OUTPUT"] if output == "TEMPORARY_OUTPUT" else QgsVectorLayer(output)
        assert [field.name() for field in made.fields()][-4:] == ["mineral", "class", "split", "group"]
        return {
            (int((p.x() - 500000) / 20), int((4100000 - p.y()) / 20), f["mineral"], f["class"], f["split"])
            for f in made.getFeatures()
            for p in [f.geometry().asPoint()]
        }

    return draw


def pixels(samples):
    """The samples as an array of class numbers, 0 elsewhere."""
    found = np.zeros((3, 4), dtype=int)
    for column, row, _, number, _ in samples:
        found[row, column] = number
    return found.tolist()


def test_a_class_raster_gives_every_labelled_pixel_that_has_a_spectrum(drawn, raster):
    names = ["", "red", "green", "blue"]
    labels = raster(LABELS, name="labels.tif", centres_um=None, dtype=np.uint8, names=names)
    counts = {"TRAIN_PER_CLASS": "red=3, green=4, blue=3", "VALIDATION_PER_CLASS": "0", "TEST_PER_CLASS": "0"}
    samples = drawn(labels, **counts)
    assert pixels(samples) == [[1, 1, 2, 2], [1, 0, 3, 2], [3, 3, 0, 2]]
    assert {(number, mineral) for _, _, mineral, number, _ in samples} == {(1, "red"), (2, "green"), (3, "blue")}
    assert {split for *_, split in samples} == {"train"}


def test_each_split_gets_its_number_and_no_pixel_twice(drawn, raster, tmp_path):
    labels = raster(LABELS, name="labels.tif", centres_um=None, dtype=np.uint8)
    samples = drawn(labels, output=str(tmp_path / "samples.gpkg"))
    assert len(samples) == 9 and len({sample[:2] for sample in samples}) == 9
    assert {sample[2:] for sample in samples} == {
        (f"class {k}", k, split) for k in (1, 2, 3) for split in ("train", "validation", "test")
    }


@pytest.mark.parametrize("seed", [1, 2])
def test_the_seed_chooses(drawn, raster, seed):
    labels = raster(np.ones((20, 20)), name="labels.tif", centres_um=None, dtype=np.uint8)
    scene = raster(np.full((3, 20, 20), 0.5))
    once, again = (drawn(labels, scene=scene, SEED=seed) for _ in range(2))
    assert once == again != drawn(labels, scene=scene, SEED=seed + 2)


@pytest.mark.parametrize("epsg", [32611, 4326, 3857])
def test_polygons_of_another_coordinate_system_label_the_same_pixels(drawn, layer, epsg):
    polygons = layer("Polygon", ["mineral:string"], [(LEFT, "alunite"), (RIGHT, "calcite")])
    moved = reprojected(polygons, epsg)
    counts = {"TRAIN_PER_CLASS": "alunite=5, calcite=6", "VALIDATION_PER_CLASS": "0", "TEST_PER_CLASS": "0"}
    samples = drawn(moved, **counts)
    assert pixels(samples) == [[1, 1, 2, 2], [1, 0, 2, 2], [1, 1, 2, 2]]
    assert {(mineral, number) for _, _, mineral, number, _ in samples} == {("alunite", 1), ("calcite", 2)}


def reprojected(made, epsg):
    target = QgsCoordinateReferenceSystem(f"EPSG:{epsg}")
    transform = QgsCoordinateTransform(made.crs(), target, QgsProject.instance())
    moved = QgsVectorLayer(f"Polygon?crs=EPSG:{epsg}&field=mineral:string", "moved", "memory")
    features = list(made.getFeatures())
    for feature in features:
        geometry = feature.geometry()
        geometry.transform(transform)
        feature.setGeometry(geometry)
    moved.dataProvider().addFeatures(features)
    return moved


def test_labels_of_another_coordinate_system_are_within_a_pixel(chain, run, tmp_path):
    """The example scene's labels as a raster in degrees: the samples keep their pixel's label or a neighbour's."""
    from osgeo import gdal

    warped = str(tmp_path / "degrees.tif")
    gdal.Warp(warped, chain.labels, dstSRS="EPSG:4326")
    names = gdal.Open(chain.labels)
    names.GetRasterBand(1).GetMetadata()
    dataset = gdal.Open(warped, gdal.GA_Update)
    dataset.GetRasterBand(1).SetCategoryNames(names.GetRasterBand(1).GetCategoryNames())
    dataset = None
    few = {"TRAIN_PER_CLASS": "10", "VALIDATION_PER_CLASS": "10", "TEST_PER_CLASS": "10"}
    samples = run("drawsamples", INPUT=chain.scene, LABELS=warped, OUTPUT="TEMPORARY_OUTPUT", **few)["OUTPUT"]
    labels = gdal.Open(chain.labels).ReadAsArray()
    assert samples.crs().authid() == "EPSG:32611" and samples.featureCount() == 210
    for feature in samples.getFeatures():
        column = int((feature.geometry().asPoint().x() - 482000) / 20)
        row = int((4160000 - feature.geometry().asPoint().y()) / 20)
        assert feature["class"] in labels[max(0, row - 1) : row + 2, max(0, column - 1) : column + 2]


def test_a_geopackage_of_polygons_and_a_field_of_whole_numbers(drawn, layer, tmp_path):
    polygons = layer("Polygon", ["unit:integer", "note:string"], [(LEFT, 7, "x"), (RIGHT, 3, "y")])
    path = str(tmp_path / "labels.gpkg")
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.layerName = "geology"
    QgsVectorFileWriter.writeAsVectorFormatV3(polygons, path, QgsProject.instance().transformContext(), options)
    samples = drawn(f"{path}|layername=geology", CLASS_FIELD="unit")
    assert {sample[2:4] for sample in samples} == {("class 7", 7), ("class 3", 3)}


def test_selected_features_only_is_refused_rather_than_all_features_taken(refused, paint, layer):
    """LABELS is a raster or a vector layer, and QGIS knows a selection for parameters of vector layers alone."""
    polygons = layer("Polygon", ["mineral:string"], [(LEFT, "alunite"), (RIGHT, "calcite")])
    QgsProject.instance().addMapLayer(polygons)
    try:
        polygons.selectByExpression("mineral = 'calcite'")
        selected = QgsProcessingFeatureSourceDefinition(polygons.id(), selectedFeaturesOnly=True)
        scene = paint(*ROWS)
        assert "'Labels'" in refused("drawsamples", INPUT=scene, LABELS=selected, OUTPUT="TEMPORARY_OUTPUT", **ONE_EACH)
    finally:
        QgsProject.instance().removeMapLayer(polygons.id())


def test_points_label_the_pixel_they_lie_in(drawn, layer):
    rows = [("Point(500001 4099999)", "alunite"), ("Point(500079 4099941)", "calcite"), (None, "lost")]
    rows += [("Point(500045 4099975)", "calcite"), ("Point(500030 4099970)", "alunite"), ("Point(0 0)", "calcite")]
    counts = {"TRAIN_PER_CLASS": "alunite=1, calcite=2", "VALIDATION_PER_CLASS": "0", "TEST_PER_CLASS": "0"}
    samples = drawn(layer("Point", ["mineral:string"], rows), **counts)
    assert pixels(samples) == [[1, 0, 0, 0], [0, 0, 2, 0], [0, 0, 0, 2]]


def test_names_that_look_like_numbers_among_others_stay_names(drawn, layer):
    polygons = layer("Polygon", ["mineral:string"], [(LEFT, "2"), (RIGHT, "calcite")])
    assert {sample[2:4] for sample in drawn(polygons)} == {("2", 1), ("calcite", 2)}


@pytest.mark.parametrize("train", [1, 20, 80])
def test_a_polygon_never_straddles_splits_in_blocks(drawn, layer, raster, train):
    """Of 8 polygons a class, of 16 pixels each, 80 training pixels take five and leave one for each other split."""
    scene = raster(np.full((3, 20, 20), 0.5))
    squares, where = [], {}
    for k in range(16):
        x, y = 500000 + 100 * (k % 4), 4100000 - 100 * (k // 4)
        squares.append((f"Polygon(({x} {y}, {x + 90} {y}, {x + 90} {y - 90}, {x} {y - 90}, {x} {y}))", "ab"[k % 2]))
    polygons = layer("Polygon", ["mineral:string"], squares)
    samples = drawn(polygons, scene=scene, SPLIT="blocks", TRAIN_PER_CLASS=str(train))
    assert len(samples) == 2 * (train + 2)
    for column, row, *_, split in samples:
        where.setdefault((column // 5, row // 5), set()).add(split)
    assert all(len(splits) == 1 for splits in where.values())


def test_a_drawn_layer_is_coloured_when_it_is_loaded(qgis, paint, raster):
    import processing
    from qgis.core import QgsProcessingContext, QgsProcessingFeedback

    labels = raster(LABELS, name="labels.tif", centres_um=None, dtype=np.uint8, names=["", "calcite", "x", "y"])
    context, project = QgsProcessingContext(), QgsProject()
    context.setProject(project)
    parameters = {"INPUT": paint(*ROWS), "LABELS": labels, **ONE_EACH}
    from qgis.core import QgsProcessingOutputLayerDefinition

    parameters["OUTPUT"] = QgsProcessingOutputLayerDefinition("memory:", project)
    made = processing.run("mineralprune:drawsamples", parameters, context=context)["OUTPUT"]
    gc.collect()
    (details,) = context.layersToLoadOnCompletion().values()
    details.postProcessor().postProcessLayer(made, context, QgsProcessingFeedback())
    assert [entry.label() for entry in made.renderer().categories()] == ["calcite", "x", "y"]
    assert made.renderer().categories()[0].symbol().color().name() == "#cc79a7"


def test_spellings_of_a_mineral_are_one_and_said(qgis, paint, layer):
    import processing
    from qgis.core import QgsProcessingFeedback

    third = "Polygon((500000 4099940, 500020 4099940, 500020 4099960, 500000 4099960, 500000 4099940))"
    named = [(LEFT, "Alunite"), (third, "alunite "), (third, "Alunite"), (RIGHT, "calcite")]
    polygons, feedback = layer("Polygon", ["mineral:string"], named), QgsProcessingFeedback(False)
    inputs = {"INPUT": paint(*ROWS), "LABELS": polygons, "OUTPUT": "TEMPORARY_OUTPUT", **ONE_EACH}
    made = processing.run("mineralprune:drawsamples", inputs, feedback=feedback)["OUTPUT"]
    assert {feature["mineral"] for feature in made.getFeatures()} == {"Alunite", "calcite"}
    assert "are one mineral in" in feedback.textLog() and "Alunite (alunite)" in feedback.textLog()


def test_a_rare_mineral_no_longer_stops_all_others_unless_numbers_are_exact(run, refused, paint, layer):
    polygons = layer("Polygon", ["mineral:string"], [(LEFT, "alunite"), (RIGHT, "calcite")])
    many = {"TRAIN_PER_CLASS": "3", "VALIDATION_PER_CLASS": "1", "TEST_PER_CLASS": "2"}
    inputs = {"INPUT": paint(*ROWS), "LABELS": polygons, "OUTPUT": "TEMPORARY_OUTPUT", **many}
    made = run("drawsamples", **inputs)["OUTPUT"]
    assert made.featureCount() == 5 + 6
    assert "alunite 5 of 6" in refused("drawsamples", **inputs, AMOUNT="exact")


def test_samples_know_their_polygon(run, paint, layer):
    polygons = layer("Polygon", ["mineral:string"], [(LEFT, "alunite"), (RIGHT, "calcite")])
    made = run("drawsamples", INPUT=paint(*ROWS), LABELS=polygons, OUTPUT="TEMPORARY_OUTPUT", **ONE_EACH)["OUTPUT"]
    pairs = {(feature["mineral"], feature["group"]) for feature in made.getFeatures()}
    assert pairs == {("alunite", "polygon 1"), ("calcite", "polygon 2")}
