# SPDX-License-Identifier: GPL-2.0-or-later
"""Outputs never replace what a run reads nor what is being edited, whatever way the data are named."""

from pathlib import Path

import numpy as np
import pytest
from making import wkt
from osgeo import gdal
from qgis.core import QgsProject, QgsRasterLayer, QgsVectorLayer, QgsVectorLayerJoinInfo

ROWS = ("rrgg", "r.bg", "bbbg")
FEW = {"TRAIN_PER_CLASS": "1", "VALIDATION_PER_CLASS": "1", "TEST_PER_CLASS": "0"}
POINTS = [(10, 90, "red"), (30, 90, "red"), (50, 90, "green"), (70, 90, "green")]


@pytest.fixture
def labels(tmp_path):
    """A table of points with their minerals, and a virtual layer that reads it."""
    rows = [f"{500000 + x},{4099900 + y},{mineral}" for x, y, mineral in POINTS]
    (tmp_path / "field.csv").write_text("\n".join(["x,y,mineral", *rows]) + "\n")
    (tmp_path / "field.vrt").write_text(
        '<OGRVRTDataSource><OGRVRTLayer name="field"><SrcDataSource relativeToVRT="1">field.csv</SrcDataSource>'
        "<GeometryType>wkbPoint</GeometryType><LayerSRS>EPSG:32611</LayerSRS>"
        '<GeometryField encoding="PointFromColumns" x="x" y="y"/></OGRVRTLayer></OGRVRTDataSource>'
    )
    return tmp_path / "field.vrt"


@pytest.fixture
def database(labels, tmp_path):
    """A GeoPackage of these labels as the table `field` and as the class raster `mapped`."""
    path = str(tmp_path / "geology.gpkg")
    classes = gdal.GetDriverByName("MEM").Create("", 4, 3, 1, gdal.GDT_Byte)
    classes.SetGeoTransform((500000, 20, 0, 4100000, 0, -20))
    classes.SetProjection(wkt())
    classes.GetRasterBand(1).WriteArray(np.array([[1, 1, 2, 2]] * 3))
    gdal.Translate(path, classes, format="GPKG", creationOptions=["RASTER_TABLE=mapped"])
    gdal.VectorTranslate(path, str(labels), accessMode="append")
    return path


def as_layer(source):
    """A raster of a GeoPackage as QGIS shows it: Processing knows no such path."""
    return QgsRasterLayer(source, "mapped") if source.startswith("GPKG") else source


def table(path, name):
    return f"ogr:dbname='{path}' table=\"{name}\" (geom)"


IS_INPUT = "is an input of this run. Choose another"


@pytest.mark.parametrize("source", ["GPKG:{}:mapped", "{}|layername=field", "{}"])
def test_samples_do_not_replace_the_geopackage_of_their_labels(refused, paint, database, source):
    given = {"INPUT": paint(*ROWS), "LABELS": as_layer(source.format(database)), "CLASS_FIELD": "mineral", **FEW}
    sentence = refused("drawsamples", OUTPUT=database, **given)
    assert "geology.gpkg" in sentence and IS_INPUT in sentence


@pytest.mark.parametrize("source, written", [
    ("GPKG:{}:mapped", "mapped"), ("{}|layername=field", "field"), ("{}|layername=field", "Field"), ("{}", "field"),
])  # fmt: skip
def test_samples_do_not_replace_the_table_of_their_labels(refused, paint, database, source, written):
    given = {"INPUT": paint(*ROWS), "LABELS": as_layer(source.format(database)), **FEW}
    sentence = refused("drawsamples", OUTPUT=table(database, written), **given)
    assert "geology.gpkg" in sentence and IS_INPUT in sentence


@pytest.mark.parametrize("source", ["GPKG:{}:mapped", "{}|layername=field", "{}"])
def test_samples_may_become_another_table_of_that_geopackage(run, paint, database, source):
    run(
        "drawsamples",
        INPUT=paint(*ROWS),
        LABELS=as_layer(source.format(database)),
        OUTPUT=table(database, "drawn"),
        **FEW,
    )
    assert QgsVectorLayer(f"{database}|layername=drawn").featureCount() == 4
    assert QgsVectorLayer(f"{database}|layername=field").featureCount() == 4
    assert gdal.Open(f"GPKG:{database}:mapped") is not None


def test_a_table_behind_a_virtual_layer_is_not_replaced(refused, paint, class_map, labels, tmp_path):
    samples = tmp_path / "field.csv"
    samples.write_text("x,y,mineral,class,split\n500010,4099990,red,1,test\n")
    sentence = refused("assessmap", MAP=class_map, SAMPLES=str(labels), TABLE=str(samples))
    assert "field.csv" in sentence and IS_INPUT in sentence


@pytest.fixture
def class_map(raster):
    return raster([[1, 2, 1]], name="map.tif", centres_um=None, dtype=np.uint8, names=["", "red", "green"])


def test_the_file_of_a_delimited_text_layer_is_not_replaced(refused, class_map, tmp_path):
    text = tmp_path / "points.csv"
    text.write_text("x,y,mineral,class,split\n500010,4099990,red,1,test\n")
    uri = f"file://{text}?type=csv&xField=x&yField=y&crs=EPSG:32611"
    layer = QgsVectorLayer(uri, "points", "delimitedtext")
    assert layer.isValid()
    sentence = refused("assessmap", MAP=class_map, SAMPLES=layer, TABLE=str(text))
    assert "points.csv" in sentence and IS_INPUT in sentence


def test_the_table_that_is_joined_to_the_samples_is_not_replaced(refused, class_map, layer, tmp_path):
    text = tmp_path / "minerals.csv"
    text.write_text("key,mineral,class,split\n1,red,1,test\n")
    joined = QgsVectorLayer(str(text), "minerals")
    samples = layer("Point", ["key:string"], [("Point(500010 4099990)", "1")])
    join = QgsVectorLayerJoinInfo()
    join.setJoinLayer(joined)
    join.setJoinFieldName("key")
    join.setTargetFieldName("key")
    join.setPrefix("")
    join.setUsingMemoryCache(True)
    QgsProject.instance().addMapLayers([joined, samples])
    try:
        assert samples.addJoin(join)
        sentence = refused("assessmap", MAP=class_map, SAMPLES=samples, TABLE=str(text))
        assert "minerals.csv" in sentence and IS_INPUT in sentence
    finally:
        QgsProject.instance().removeMapLayers([joined.id(), samples.id()])


@pytest.mark.parametrize("written", ["{}", "ogr:dbname='{}' table=\"field\" (geom)"])
@pytest.mark.parametrize("queries", [
    ["?query=select * from points"],
    ["?query=select * from points", "?query=select * from virtual0"],
    ["?layer=ogr:{}%7Clayername%3Dfield:inner&query=select * from inner"],
], ids=["of a layer", "of a virtual layer", "of a file"])  # fmt: skip
def test_what_a_virtual_layer_of_qgis_reads_is_not_replaced(refused, paint, database, queries, written):
    layers = [QgsVectorLayer(f"{database}|layername=field", "points")]
    QgsProject.instance().addMapLayer(layers[0])
    for number, query in enumerate(queries):
        layers.append(QgsVectorLayer(query.format(database), f"virtual{number}", "virtual"))
        assert layers[-1].isValid() and layers[-1].featureCount() == 4
        QgsProject.instance().addMapLayer(layers[-1])
    try:
        sentence = refused("drawsamples", INPUT=paint(*ROWS), LABELS=layers[-1], OUTPUT=written.format(database), **FEW)
        assert "geology.gpkg" in sentence and IS_INPUT in sentence
    finally:
        QgsProject.instance().removeMapLayers([layer.id() for layer in layers])


@pytest.fixture
def edited(labels, database):
    """The layer `field` of the GeoPackage in QGIS, in edit mode."""
    layer = QgsVectorLayer(f"{database}|layername=field", "my points")
    QgsProject.instance().addMapLayer(layer)
    assert layer.startEditing()
    yield layer
    layer.rollBack()
    QgsProject.instance().removeMapLayer(layer.id())


@pytest.mark.parametrize("destination", ["{}", "ogr:dbname='{}' table=\"field\" (geom)"])
def test_samples_are_not_drawn_onto_a_layer_that_is_being_edited(refused, paint, raster, edited, database, destination):
    mapped = raster([[1, 1, 2, 2]] * 3, name="mapped.tif", centres_um=None, dtype=np.uint8)
    given = {"INPUT": paint(*ROWS), "LABELS": mapped, "OUTPUT": destination.format(database), **FEW}
    sentence = refused("drawsamples", **given)
    assert "geology.gpkg is being edited in QGIS, as the layer my points. Save or discard its edits" in sentence


@pytest.mark.parametrize("output", ["{}/other.gpkg", "ogr:dbname='{}/geology.gpkg' table=\"drawn\" (geom)"])
def test_samples_may_be_drawn_beside_a_layer_that_is_being_edited(run, paint, raster, edited, tmp_path, output):
    mapped = raster([[1, 1, 2, 2]] * 3, name="mapped.tif", centres_um=None, dtype=np.uint8)
    run("drawsamples", INPUT=paint(*ROWS), LABELS=mapped, OUTPUT=output.format(tmp_path), **FEW)


def test_samples_may_be_drawn_onto_a_loaded_layer_that_is_not_being_edited(run, paint, raster, edited, database):
    edited.rollBack()
    alone = str(Path(database).with_name("alone.gpkg"))
    gdal.VectorTranslate(alone, database)
    layer = QgsVectorLayer(alone, "alone")
    assert layer.isValid()
    mapped = raster([[1, 1, 2, 2]] * 3, name="mapped.tif", centres_um=None, dtype=np.uint8)
    run("drawsamples", INPUT=paint(*ROWS), LABELS=mapped, OUTPUT=alone, **FEW)
    assert gdal.OpenEx(alone, gdal.OF_VECTOR).GetLayer(0).GetFeatureCount() == 4  # QGIS still holds the old file


def test_a_geopackage_with_other_tables_is_not_replaced_as_a_whole(refused, run, paint, raster, database):
    mapped = raster([[1, 1, 2, 2]] * 3, name="labels.tif", centres_um=None, dtype=np.uint8)
    given = {"INPUT": paint(*ROWS), "LABELS": mapped, **FEW}
    sentence = refused("drawsamples", OUTPUT=database, **given)
    assert "geology.gpkg holds other tables (field, mapped), which would be lost" in sentence
    run("drawsamples", OUTPUT=table(database, "drawn"), **given)
    assert QgsVectorLayer(f"{database}|layername=drawn").featureCount() == 4
    assert QgsVectorLayer(f"{database}|layername=field").featureCount() == 4


def test_what_was_drawn_before_is_replaced(run, paint, raster, tmp_path):
    mapped = raster([[1, 1, 2, 2]] * 3, name="labels.tif", centres_um=None, dtype=np.uint8)
    for _ in range(2):
        run("drawsamples", INPUT=paint(*ROWS), LABELS=mapped, OUTPUT=str(tmp_path / "drawn.gpkg"), **FEW)
    assert QgsVectorLayer(str(tmp_path / "drawn.gpkg")).featureCount() == 4
