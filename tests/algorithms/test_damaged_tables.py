# SPDX-License-Identifier: GPL-2.0-or-later
"""A shapefile whose table was damaged gives no labels and no samples: its fields would hold other things than names."""

import struct

import numpy as np
import pytest
from osgeo import ogr, osr

EACH = {f"{split}_PER_CLASS": "1" for split in ("TRAIN", "VALIDATION", "TEST")}
ROWS, HEADER, LENGTH = 12, 129, 170  # of the table: bytes of its header, and of a row


@pytest.fixture
def scene(raster):
    return raster(np.random.default_rng(1).uniform(0.2, 0.8, (3, 3, 4)))


@pytest.fixture
def layer(tmp_path):
    """Points of four minerals in three splits, and their table as bytes; call it with the table that it is to have."""
    path = tmp_path / "field.shp"
    system = osr.SpatialReference()
    system.ImportFromEPSG(32611)
    source = ogr.GetDriverByName("ESRI Shapefile").CreateDataSource(str(path))
    points = source.CreateLayer("field", system, ogr.wkbPoint)
    for name in ("mineral", "class", "split"):
        field = ogr.FieldDefn(name, ogr.OFTInteger if name == "class" else ogr.OFTString)
        points.CreateField(field)
    for row, split in enumerate(("train", "validation", "test")):
        for column, name in enumerate(("alunite", "calcite", "kaolinite", "muscovite")):
            feature = ogr.Feature(points.GetLayerDefn())
            feature.SetGeometry(ogr.CreateGeometryFromWkt(f"POINT({500010 + 20 * column} {4099990 - 20 * row})"))
            for place, value in enumerate((name, column + 1, split)):
                feature.SetField(place, value)
            points.CreateFeature(feature)
    del points, source
    return path


def with_table(layer, change):
    """The path of the layer, its table as `change` gives it of the bytes that it has."""
    table = layer.with_suffix(".dbf")
    table.write_bytes(bytes(change(bytearray(table.read_bytes()))))
    return str(layer)


def overwritten(start, data):
    def change(table):
        table[start : start + len(data)] = data
        return table

    return change


WIDER = overwritten(32 + 16, bytes([82]))  # the first field, two bytes wider than its column: the others begin later
DAMAGED = {
    "two rows of other bytes": (overwritten(HEADER + 3 * LENGTH, b"\xff" * 2 * LENGTH), "2 of its 12 rows"),
    "a row of zeros": (overwritten(HEADER + 7 * LENGTH, b"\0" * LENGTH), "1 of its 12 rows, the first of them row 8"),
    "all of other bytes": (overwritten(0, b"\xff" * (HEADER + ROWS * LENGTH)), "header"),
    "a field that is wider": (WIDER, "header"),
    "rows that are longer": (overwritten(10, struct.pack("<H", LENGTH + 1)), "header"),
    "a longer header": (overwritten(8, struct.pack("<H", HEADER + 32)), "header"),
    "more rows than there are": (overwritten(4, struct.pack("<I", ROWS + 1)), "header"),
    "cut short": (lambda table: table[: HEADER + 5 * LENGTH + 3], "header"),
    "cut within its header": (lambda table: table[:70], "header"),
    "empty": (lambda table: b"", "header"),
}


@pytest.mark.parametrize("kind", DAMAGED)
def test_a_damaged_table_gives_no_labels(refused, scene, layer, kind):
    change, words = DAMAGED[kind]
    sentence = refused("drawsamples", INPUT=scene, LABELS=with_table(layer, change), OUTPUT="memory:", **EACH)
    assert "field.dbf" in sentence and "damaged" in sentence and words in sentence
    assert sentence.endswith("Copy it from its source again.")


@pytest.mark.parametrize("ending", [".dbf", ".DBF"])
def test_nor_samples(refused, scene, layer, tmp_path, ending):
    samples, model = with_table(layer, overwritten(HEADER, b"\xff" * LENGTH)), str(tmp_path / "m.safetensors")
    layer.with_suffix(".dbf").rename(layer.with_suffix(ending))
    sentence = refused("trainmodel", INPUT=scene, SAMPLES=samples, EPOCHS=2, UNLABELLED=0, MODEL=model)
    assert f"field{ending}" in sentence and "1 of its 12 rows" in sentence


WHOLE = {
    "as it was written": lambda table: table,
    "without the byte after its last row": lambda table: table[: HEADER + ROWS * LENGTH],
    "with a name in capitals, and more bytes behind": lambda table: table + b"\0" * 512,
}


@pytest.mark.parametrize("kind", WHOLE)
def test_a_whole_table_gives_its_minerals(run, scene, layer, kind):
    path = with_table(layer, WHOLE[kind])
    layer.with_suffix(".dbf").rename(layer.with_suffix(".DBF" if "capitals" in kind else ".dbf"))
    made = run("drawsamples", INPUT=scene, LABELS=path, OUTPUT="TEMPORARY_OUTPUT", **EACH)["OUTPUT"]
    assert {each["mineral"] for each in made.getFeatures()} == {"alunite", "calcite", "kaolinite", "muscovite"}


def test_a_row_that_was_deleted_is_no_damage(run, scene, layer):
    path = with_table(layer, overwritten(HEADER, b"*"))
    labels = run("drawsamples", INPUT=scene, LABELS=path, OUTPUT="TEMPORARY_OUTPUT", **{**EACH, "TEST_PER_CLASS": "0"})
    assert {each["mineral"] for each in labels["OUTPUT"].getFeatures()} >= {"calcite", "kaolinite", "muscovite"}
