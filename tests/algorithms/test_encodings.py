# SPDX-License-Identifier: GPL-2.0-or-later
"""Names in another encoding, in which several minerals become one, are refused with the way out."""

import numpy as np
import pytest
from making import write_envi
from osgeo import gdal, ogr, osr

CHINESE = ("明矾石", "高岭石", "白云母", "方解石", "玉髓")
SAMPLE = ("mineral", "class", "split")


def shapefile(path, encoding, cpg=""):
    """Points of five minerals, each with its name in the bytes of an encoding."""
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(32611)
    source = ogr.GetDriverByName("ESRI Shapefile").CreateDataSource(str(path))
    layer = source.CreateLayer(path.stem, reference, ogr.wkbPoint, options=["ENCODING=UTF-8"])
    for name in SAMPLE:
        layer.CreateField(ogr.FieldDefn(name, ogr.OFTInteger if name == "class" else ogr.OFTString))
    for row, split in enumerate(("train", "validation", "test")):
        for column, name in enumerate(CHINESE):
            feature = ogr.Feature(layer.GetLayerDefn())
            feature.SetGeometry(ogr.CreateGeometryFromWkt(f"POINT({500010 + 20 * column} {4099990 - 20 * row})"))
            feature.SetField("mineral", name)
            feature.SetField("class", column + 1)
            feature.SetField("split", split)
            layer.CreateFeature(feature)
    del layer, source
    path.with_suffix(".cpg").unlink(missing_ok=True)
    table = path.with_suffix(".dbf").read_bytes()
    for name in CHINESE:
        table = table.replace(name.encode("utf-8"), name.encode(encoding).ljust(len(name.encode("utf-8"))))
    path.with_suffix(".dbf").write_bytes(
        table[:29] + b"\0" + table[30:]
    )  # code page unknown, as most programs leave it
    if cpg:
        path.with_suffix(".cpg").write_text(cpg)
    return str(path)


@pytest.fixture
def scene(raster):
    return raster(np.random.default_rng(1).uniform(0.2, 0.8, (3, 3, 5)))


EACH = {f"{split}_PER_CLASS": "1" for split in ("TRAIN", "VALIDATION", "TEST")}


def test_a_shapefile_in_gbk_without_cpg_gives_no_labels(refused, scene, tmp_path):
    labels = shapefile(tmp_path / "field.shp", "gbk")
    sentence = refused("drawsamples", INPUT=scene, LABELS=labels, OUTPUT="memory:", **EACH)
    assert "field was read in the wrong encoding: it has a mineral '" in sentence
    assert "GB18030" in sentence and ".cpg" in sentence and "UTF-8" in sentence


def test_with_a_cpg_it_gives_its_five_minerals(run, scene, tmp_path):
    labels = shapefile(tmp_path / "field.shp", "gbk", cpg="GBK")
    made = run("drawsamples", INPUT=scene, LABELS=labels, OUTPUT="TEMPORARY_OUTPUT", **EACH)["OUTPUT"]
    assert {feature["mineral"] for feature in made.getFeatures()} == set(CHINESE)


@pytest.mark.parametrize("encoding, cpg", [("gbk", ""), ("gbk", "ISO-8859-1"), ("utf-8", "ISO-8859-1")])
def test_neither_does_it_give_samples_nor_where_it_is_said_to_be_western(refused, scene, tmp_path, encoding, cpg):
    samples, model = shapefile(tmp_path / "field.shp", encoding, cpg), str(tmp_path / "m.safetensors")
    sentence = refused("trainmodel", INPUT=scene, SAMPLES=samples, EPOCHS=2, UNLABELLED=0, MODEL=model)
    assert "field was read in the wrong encoding" in sentence


@pytest.mark.parametrize("name", ["field.csv", "field.geojson", "field.gpkg"])
def test_other_tables_in_gbk_are_refused_too(refused, scene, tmp_path, name):
    path, utf8 = tmp_path / name, str(tmp_path / ("utf8." + name.split(".")[1]))
    source = gdal.OpenEx(shapefile(tmp_path / "source.shp", "utf-8", cpg="UTF-8"))
    options = ["GEOMETRY=AS_WKT", "CREATE_CSVT=YES"] if name.endswith("csv") else []
    gdal.VectorTranslate(utf8, source, layerCreationOptions=options)
    if name.endswith("gpkg"):
        database = gdal.OpenEx(utf8, gdal.OF_UPDATE)
        for mineral in CHINESE:
            blob = mineral.encode("gbk").hex()
            database.ExecuteSQL(f"UPDATE source SET mineral = CAST(x'{blob}' AS TEXT) WHERE mineral = '{mineral}'")
        database = None
        path = utf8
    else:
        path.write_bytes((tmp_path / utf8).read_text(encoding="utf-8").encode("gbk"))
    sentence = refused("drawsamples", INPUT=scene, LABELS=str(path), OUTPUT="memory:", **EACH)
    assert "was read in the wrong encoding" in sentence and "Traceback" not in sentence


@pytest.mark.parametrize("algorithm", ["drawsamples", "assessmap"])
def test_class_names_of_an_envi_raster_in_gbk(refused, run, scene, tmp_path, algorithm):
    values = np.tile(np.arange(1, 6, dtype=np.uint8), (3, 1))[None]
    header = {"map_info": "{UTM, 1, 1, 500000, 4100000, 20, 20, 11, North, WGS-84}", "classes": 6}
    header["class_names"] = "{unclassified, " + ", ".join(CHINESE) + "}"
    labels = write_envi(tmp_path / "labels.img", values, **header)
    text = labels.with_suffix(".hdr").read_text(encoding="utf-8").replace("ENVI Standard", "ENVI Classification")
    labels.with_suffix(".hdr").write_text(text, encoding="utf-8")
    run("drawsamples", INPUT=scene, LABELS=str(labels), OUTPUT="TEMPORARY_OUTPUT", **EACH)
    labels.with_suffix(".hdr").write_bytes(text.encode("gbk"))
    (tmp_path / "labels.img.aux.xml").unlink(missing_ok=True)
    if algorithm == "drawsamples":
        given = {"INPUT": scene, "LABELS": str(labels), "OUTPUT": "memory:", **EACH}
    else:
        given = {"MAP": str(labels), "REFERENCE": str(labels), "TABLE": str(tmp_path / "t.csv")}
    sentence = refused(algorithm, **given)
    assert "The class names of labels.img are not in UTF-8" in sentence and "Save its header" in sentence


def test_a_library_in_gbk(refused, chain, write_library, tmp_path):
    table = tmp_path / "library.csv"
    write_library(table, ("muscovite", "kaolinite", "alunite"))
    rows = table.read_text(encoding="utf-8").split("\n")
    heads = rows[0].split(",")
    rows[0] = ",".join([heads[0], *(CHINESE[k % 5] + str(k) for k in range(len(heads) - 1))])
    table.write_bytes("\n".join(rows).encode("gbk"))
    sentence = refused("trainfromlibrary", INPUT=chain.scene, LIBRARY=str(table), MODEL=str(tmp_path / "m.safetensors"))
    assert "The names in library.csv are not in UTF-8" in sentence and "Save the file" in sentence
