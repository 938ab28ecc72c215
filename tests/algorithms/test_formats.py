# SPDX-License-Identifier: GPL-2.0-or-later
"""Samples are offered and written in formats that keep them, and rasters as GeoTIFF; the rest is refused with these."""

import numpy as np
import pytest
from osgeo import ogr
from qgis.core import (
    QgsApplication,
    QgsFeatureRequest,
    QgsProcessingFeatureSourceDefinition,
    QgsProject,
    QgsRectangle,
    QgsVectorLayer,
)

from mineral_prune_plugin.algorithms.destinations import POINTS

LABELS = [[1, 1, 1, 2], [1, 2, 2, 2]]
THREE = {"TRAIN_PER_CLASS": "1", "VALIDATION_PER_CLASS": "1", "TEST_PER_CLASS": "1"}


@pytest.fixture
def given(raster):
    """A scene and labels of two minerals, one of them with a Chinese name."""
    names = ["", "明矾石", "kaolinite"]
    labels = raster(LABELS, name="labels.tif", centres_um=None, dtype=np.uint8, names=names)
    return {"INPUT": raster(np.full((3, 2, 4), 0.5)), "LABELS": labels, **THREE}


@pytest.mark.parametrize("ending", POINTS)
def test_samples_are_the_same_in_every_format_that_is_offered(run, given, raster, tmp_path, ending):
    """Minerals, numbers, splits and places are those of the labels, as another algorithm reads them."""
    samples = str(tmp_path / f"samples{ending}")
    run("drawsamples", OUTPUT=samples, **given)
    assert QgsVectorLayer(samples).featureCount() == 6 and QgsVectorLayer(samples).crs().isValid()
    for split, count in (("all", 6), ("train", 2)):
        table = tmp_path / "table.csv"
        made = run("assessmap", MAP=given["LABELS"], SAMPLES=samples, SPLIT=split, TABLE=str(table))
        assert made["OA"] == 100 and "明矾石" in table.read_text(encoding="utf-8")
        assert f",{count // 2}," in table.read_text(encoding="utf-8")


def test_the_spatial_index_of_a_shapefile_that_is_replaced_hides_no_sample_of_the_new_one(run, given, tmp_path):
    path = str(tmp_path / "samples.shp")
    run("drawsamples", OUTPUT=path, **given)
    shapefile = ogr.Open(path, update=1)
    shapefile.ExecuteSQL("CREATE SPATIAL INDEX ON samples")
    del shapefile  # closes it
    assert (tmp_path / "samples.qix").exists()
    few = {"TRAIN_PER_CLASS": "1", "VALIDATION_PER_CLASS": "0", "TEST_PER_CLASS": "0"}
    run("drawsamples", OUTPUT=path, **{**given, **few})
    run("drawsamples", OUTPUT=str(tmp_path / "apart.gpkg"), **{**given, **few})
    west = QgsRectangle(499990, 4099900, 500050, 4100050)
    seen = [in_part(QgsVectorLayer(str(tmp_path / name)), west) for name in ("samples.shp", "apart.gpkg")]
    assert seen[0] == seen[1] and not (tmp_path / "samples.qix").exists()


def in_part(layer, rectangle):
    """Places and minerals of the points that QGIS shows in a part of the map."""
    features = layer.getFeatures(QgsFeatureRequest(rectangle))
    return sorted((each.geometry().asPoint().x(), each.geometry().asPoint().y(), each["mineral"]) for each in features)


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".ods", ".json", ".dxf", ".gpx", ".sqlite", ".xyz", ""])
def test_a_format_that_loses_points_is_refused_with_those_that_keep_them(refused, given, tmp_path, ending):
    sentence = refused("drawsamples", OUTPUT=str(tmp_path / f"samples{ending}"), **given)
    assert f"samples{ending} must end in .gpkg / .shp" in sentence


def test_the_dialogs_offer_what_is_written_and_nothing_else(qgis):
    provider = QgsApplication.processingRegistry().providerById("mineralprune")
    for algorithm in provider.algorithms():
        for definition in algorithm.destinationParameterDefinitions():
            if definition.type() == "rasterDestination":
                assert definition.supportedOutputRasterLayerExtensions() == ["tif", "tiff"]
                assert definition.createFileFilter().count("*.") == 3, "two formats and all files"
            if definition.type() == "sink":
                assert [f".{ending}" for ending in definition.supportedOutputVectorLayerExtensions()] == list(POINTS)


@pytest.fixture
def points(samples):
    """Samples in the project, nothing selected."""
    rows = [(column, 0, name, column + 1, "test") for column, name in enumerate(("red", "green"))]
    layer = samples(*rows, name="points")
    QgsProject.instance().addMapLayer(layer)
    yield layer
    QgsProject.instance().removeMapLayer(layer.id())


@pytest.mark.parametrize("algorithm", ["assessmap", "trainmodel", "prunemodel", "comparemodels", "trainfromlibrary"])
def test_selected_features_only_with_nothing_selected_says_so(refused, chain, points, raster, tmp_path, algorithm):
    model, scene = str(tmp_path / "m.safetensors"), {"INPUT": chain.scene}
    given = {
        "assessmap": {"MAP": raster([[1, 2]], centres_um=None, dtype=np.uint8), "TABLE": str(tmp_path / "t.csv")},
        "trainmodel": {**scene, "EPOCHS": 2, "MODEL": model},
        "prunemodel": {**scene, "MODEL": chain.model, "OUTPUT": model},
        "comparemodels": {**scene, "MODEL_A": chain.model, "MODEL_B": chain.deep_model},
        "trainfromlibrary": {**scene, "LIBRARY": chain.library, "EPOCHS": 2, "UNLABELLED": 0, "MODEL": model},
    }[algorithm]
    selected = QgsProcessingFeatureSourceDefinition(points.id(), selectedFeaturesOnly=True)
    sentence = refused(algorithm, SAMPLES=selected, **given)
    assert "'Selected features only' is ticked for points, but nothing is selected in it." in sentence


def test_selected_features_only_takes_those(run, points, raster, tmp_path):
    points.selectByExpression("mineral = 'red'")
    selected = QgsProcessingFeatureSourceDefinition(points.id(), selectedFeaturesOnly=True)
    class_map = raster([[1, 1]], centres_um=None, dtype=np.uint8, names=["", "red", "green"])
    assert run("assessmap", MAP=class_map, SAMPLES=selected, TABLE=str(tmp_path / "t.csv"))["OA"] == 100


@pytest.mark.parametrize("algorithm", ["trainmodel", "comparehiddensizes", "trainsparsedensenet", "prunemodel"])
def test_a_split_that_is_missing_is_missing_in_the_samples_not_in_the_scene(refused, chain, tmp_path, algorithm):
    source = QgsVectorLayer(chain.samples, "few points")
    source.setSubsetString("split <> 'validation'")
    model, scene = str(tmp_path / "m.safetensors"), {"INPUT": chain.scene, "UNLABELLED": 0}
    given = {
        "trainmodel": {**scene, "EPOCHS": 2, "MODEL": model},
        "comparehiddensizes": {**scene, "SIZES": "3", "SEEDS": 1, "EPOCHS": 2, "TABLE": str(tmp_path / "t.csv")},
        "trainsparsedensenet": {**scene, "EPOCHS": 2, "MODEL": model},
        "prunemodel": {**scene, "MODEL": chain.model, "OUTPUT": model},
    }[algorithm]
    QgsProject.instance().addMapLayer(source)
    try:
        assert "few points has no validation samples with data" in refused(algorithm, SAMPLES=source.id(), **given)
    finally:
        QgsProject.instance().removeMapLayer(source.id())
