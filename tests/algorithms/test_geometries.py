# SPDX-License-Identifier: GPL-2.0-or-later
"""Samples and labels of every geometry: all of it counts, or a sentence says why not."""

import numpy as np
import pytest
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsFeatureRequest,
    QgsProcessingContext,
    QgsProcessingFeedback,
)

SAMPLE = ["mineral:string", "class:integer", "split:string"]
MAP = [[1, 2, 1], [2, 1, 2], [1, 2, 1], [2, 1, 2]]
ALL = {"VALIDATION_PER_CLASS": "0", "TEST_PER_CLASS": "0"}
READERS = ("trainmodel", "comparehiddensizes", "trainsparsedensenet", "prunemodel", "assessmap", "comparemodels",
           "trainfromlibrary")  # fmt: skip


@pytest.fixture
def class_map(raster):
    return raster(MAP, name="map.tif", centres_um=None, dtype=np.uint8, names=["", "red", "green"])


@pytest.fixture
def read_by(chain, tmp_path, class_map):
    """What each algorithm that reads samples needs beside them."""
    scene, model = {"INPUT": chain.scene}, str(tmp_path / "out.safetensors")
    return {
        "trainmodel": {**scene, "EPOCHS": 2, "MODEL": model},
        "comparehiddensizes": {**scene, "SIZES": "3", "SEEDS": 1, "EPOCHS": 2, "TABLE": str(tmp_path / "t.csv")},
        "trainsparsedensenet": {**scene, "EPOCHS": 2, "UNLABELLED": 0, "MODEL": model},
        "prunemodel": {**scene, "MODEL": chain.model, "OUTPUT": model},
        "assessmap": {"MAP": class_map, "TABLE": str(tmp_path / "t.csv")},
        "comparemodels": {**scene, "MODEL_A": chain.model, "MODEL_B": chain.deep_model},
        "trainfromlibrary": {**scene, "LIBRARY": chain.library, "EPOCHS": 2, "UNLABELLED": 0, "MODEL": model},
    }


def test_every_point_of_a_multi_point_is_a_sample(run, layer, class_map, tmp_path):
    """Their centroid lies on a pixel of the other class: the map would be wrong altogether."""
    corners = "MultiPoint((500010 4099990), (500050 4099990), (500030 4099970))"
    sides = "MultiPoint((500030 4099990), (500010 4099970), (500050 4099970), (500030 4099950))"
    points = layer("MultiPoint", SAMPLE, [(corners, "red", 1, "test"), (sides, "green", 2, "test")])
    table = tmp_path / "table.csv"
    made = run("assessmap", MAP=class_map, SAMPLES=points, TABLE=str(table))
    assert made["OA"] == 100
    assert "3" in table.read_text() and "4" in table.read_text()


TRIANGLE = "Polygon((500000 4099980, 500020 4099980, 500020 4100000, 500000 4099980))"


@pytest.mark.parametrize("algorithm, kind, shape", [
    *((algorithm, "LineString", "LineString(500000 4099980, 500020 4099990)") for algorithm in READERS),
    *((algorithm, "Polygon", TRIANGLE) for algorithm in ("assessmap", "comparemodels")),  # the others draw from them
])  # fmt: skip
def test_samples_that_are_no_points_are_refused(refused, layer, read_by, algorithm, kind, shape):
    shapes = layer(kind, SAMPLE, [(shape, "red", 1, "test")] * 2, name="areas")
    sentence = refused(algorithm, SAMPLES=shapes, **read_by[algorithm])
    assert f"Samples must be points; areas has other features ({kind})" in sentence and "'Draw samples'" in sentence


@pytest.mark.parametrize("algorithm", READERS)
def test_a_table_without_geometry_is_no_layer_of_samples(refused, read_by, tmp_path, algorithm):
    (tmp_path / "assays.csv").write_text("mineral,class,split,x,y\nred,1,test,500010,4099990\n")
    sentence = refused(algorithm, SAMPLES=str(tmp_path / "assays.csv"), **read_by[algorithm])
    assert "assays is a table without geometry" in sentence and "Create points layer from table" in sentence


def test_a_table_without_geometry_is_no_layer_of_labels(refused, paint, tmp_path):
    (tmp_path / "assays.csv").write_text("mineral,x,y\nalunite,500010,4099990\n")
    sentence = refused("drawsamples", INPUT=paint("rgb"), LABELS=str(tmp_path / "assays.csv"), OUTPUT="memory:")
    assert "assays is a table without geometry" in sentence


CIRCLE = "(500000 4099960, 500040 4100000, 500080 4099960, 500040 4099920, 500000 4099960)"


@pytest.mark.parametrize("kind, shape", [
    ("CurvePolygon", f"CurvePolygon(CircularString {CIRCLE})"),
    ("MultiSurface", f"MultiSurface(CurvePolygon(CircularString {CIRCLE}))"),
    ("CurvePolygon", f"CurvePolygon(CompoundCurve(CircularString {CIRCLE}))"),
])  # fmt: skip
def test_a_circle_labels_the_pixels_within(run, layer, raster, kind, shape):
    """Of 4 x 4 pixels a circle of two pixels' radius holds all but the corners: there the centres are 2.12 away."""
    scene = raster(np.full((3, 4, 4), 0.5))
    circle = layer(kind, ["mineral:string"], [(shape, "alunite")])
    made = run("drawsamples", INPUT=scene, LABELS=circle, TRAIN_PER_CLASS="12", OUTPUT="TEMPORARY_OUTPUT", **ALL)
    points = [feature.geometry().asPoint() for feature in made["OUTPUT"].getFeatures()]
    places = {(int((p.x() - 500000) / 20), int((4100000 - p.y()) / 20)) for p in points}
    assert places == {(x, y) for x in range(4) for y in range(4)} - {(0, 0), (0, 3), (3, 0), (3, 3)}


@pytest.fixture
def degrees(layer):
    """The centres of two pixels in longitude and latitude; the last `swapped` of them the other way round."""

    def make(swapped, fields, *attributes):
        systems = QgsCoordinateReferenceSystem("EPSG:32611"), QgsCoordinateReferenceSystem("EPSG:4326")
        to_degrees = QgsCoordinateTransform(*systems, QgsCoordinateTransformContext())
        places = [to_degrees.transform(x, 4099990) for x in (500010, 500050)]
        texts = [f"Point({p.x()} {p.y()})" for p in places[: 2 - swapped]]
        texts += [f"Point({p.y()} {p.x()})" for p in places[2 - swapped :]]
        return layer("Point", fields, [(text, *attributes) for text in texts], epsg=4326, name="field")

    return make


def test_labels_with_latitude_and_longitude_swapped_are_not_called_empty(refused, paint, degrees):
    labels = degrees(2, ["mineral:string"], "alunite")
    sentence = refused("drawsamples", INPUT=paint("rgb"), LABELS=labels, OUTPUT="memory:")
    assert sentence.startswith("scene.tif: None of the 2 features of field can be converted from its coordinate system")
    assert "(EPSG:4326)" in sentence and "(EPSG:32611)" in sentence and "latitude and longitude swapped?" in sentence


@pytest.mark.parametrize("algorithm", READERS)
def test_samples_with_latitude_and_longitude_swapped_are_told_so(refused, degrees, read_by, algorithm):
    sentence = refused(algorithm, SAMPLES=degrees(2, SAMPLE, "red", 1, "test"), **read_by[algorithm])
    assert "None of the 2 features of field can be converted" in sentence and "swapped?" in sentence


def test_some_features_that_cannot_be_converted_are_counted(run, told, paint, degrees):
    scene = paint("rgbrgb", "rgbrgb")
    labels = degrees(1, ["mineral:string"], "alunite")
    made = run("drawsamples", INPUT=scene, LABELS=labels, TRAIN_PER_CLASS="1", OUTPUT="TEMPORARY_OUTPUT", **ALL)
    assert made["OUTPUT"].featureCount() == 1
    assert "1 of the 2 features of field cannot be converted" in told()


BOWTIE = "Polygon((500000 4100000, 500080 4099940, 500080 4100000, 500000 4099940, 500000 4100000))"


@pytest.fixture
def crossing(layer):
    """Polygons of two minerals, and a third that crosses itself."""
    squares = [f"Polygon(({x} 4100000, {x + 40} 4100000, {x + 40} 4099940, {x} 4099940, {x} 4100000))" for x in X]
    rows = [(squares[0], "red"), (squares[1], "green"), (BOWTIE, "blue")]
    return layer("Polygon", ["mineral:string"], rows)


X = (500000, 500040)
EACH = {"TRAIN_PER_CLASS": "1", "VALIDATION_PER_CLASS": "1", "TEST_PER_CLASS": "0"}


def test_a_polygon_that_crosses_itself_is_refused_time_and_again_and_python_lives(refused, paint, crossing):
    """QGIS's own exception passed Python by, which crashed in a later run."""
    scene = paint("rrgg", "r.bg", "bbbg")
    for _ in range(5):
        sentence = refused("drawsamples", INPUT=scene, LABELS=crossing, OUTPUT="TEMPORARY_OUTPUT", **EACH)
        assert "1 features of layer have an invalid geometry" in sentence and "'Fix geometries'" in sentence


def test_a_polygon_that_crosses_itself_is_left_out_where_processing_skips_such(qgis, paint, crossing):
    context = QgsProcessingContext()
    context.setInvalidGeometryCheck(QgsFeatureRequest.GeometrySkipInvalid)
    import processing

    given = {"INPUT": paint("rrgg", "r.bg", "bbbg"), "LABELS": crossing, "OUTPUT": "memory:", **EACH}
    feedback = Warnings(False)
    made = processing.run("mineralprune:drawsamples", given, context=context, feedback=feedback)["OUTPUT"]
    assert {feature["mineral"] for feature in made.getFeatures()} == {"red", "green"}
    assert "1 features of layer have an invalid geometry and are left out" in feedback.text


class Warnings(QgsProcessingFeedback):
    text = ""

    def pushWarning(self, warning):  # noqa: N802, a name that QGIS calls
        self.text += warning


SQUARE = "Polygon((500000 4099960, 500040 4099960, 500040 4100000, 500000 4100000, 500000 4099960))"


@pytest.mark.parametrize("empty", ["Polygon EMPTY", "MultiPolygon EMPTY", ""])
def test_a_polygon_without_a_corner_is_left_out_as_one_without_geometry(run, paint, layer, told, empty):
    kind = "MultiPolygon" if empty.startswith("Multi") else "Polygon"
    labels = layer(kind, ["mineral:string"], [(SQUARE, "red"), (empty, "green")])
    few = {"TRAIN_PER_CLASS": "4", "VALIDATION_PER_CLASS": "0", "TEST_PER_CLASS": "0"}
    made = run("drawsamples", INPUT=paint("rrg", "rrg", "bbb"), LABELS=labels, OUTPUT="memory:", **few)
    assert made["OUTPUT"].featureCount() == 4
    assert "1 features of layer have no geometry and are left out" in told()


def test_a_polygon_without_a_corner_leaves_the_areas_of_the_others(run, class_map, layer, told, tmp_path):
    claims = layer("Polygon", ["unit:string"], [(SQUARE, "west"), ("Polygon EMPTY", "nowhere")], name="claims")
    run("areas", MAP=class_map, POLYGONS=claims, NAME_FIELD="unit", TABLE=str(tmp_path / "areas.csv"))
    assert "west" in (tmp_path / "areas.csv").read_text()
    assert "1 features of claims have no geometry and are left out" in told()
