# SPDX-License-Identifier: GPL-2.0-or-later
"""The coordinate system that a layer has in QGIS rules over the file's, for what is read and what is written."""

import numpy as np
import pytest
from osgeo import gdal, osr
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsProcessingFeedback,
    QgsRasterLayer,
    QgsVectorFileWriter,
    QgsVectorLayer,
)

ROWS = ("rgb", "rgb", "rgb", "rgb")
SPLITS = ("train", "train", "validation", "test")
PLACES = [(column, row, name, column + 1, split) for column, name in enumerate(("red", "green", "blue"))
          for row, split in enumerate(SPLITS)]  # fmt: skip


class Listener(QgsProcessingFeedback):
    """Keeps what is said."""

    def __init__(self):
        super().__init__(False)
        self.warnings = []

    def pushWarning(self, warning):  # noqa: N802, a name that QGIS gives
        self.warnings.append(warning)


def raster_layer(path, epsg):
    layer = QgsRasterLayer(path, "scene")
    layer.setCrs(QgsCoordinateReferenceSystem(f"EPSG:{epsg}"))
    return layer


def points(layer, epsg):
    fields = ("mineral:string", "class:integer", "split:string")
    rows = [(f"Point({500010 + 20 * column} {4099990 - 20 * row})", *rest) for column, row, *rest in PLACES]
    return layer("Point", fields, rows, epsg=epsg)


def code_of(path):
    reference = osr.SpatialReference(gdal.OpenEx(path, gdal.OF_RASTER).GetProjection())
    return int(reference.GetAuthorityCode(None))


@pytest.fixture
def told(qgis):
    """Run an algorithm; gives its outputs and its warnings."""
    import processing

    def run(algorithm, **parameters):
        listener = Listener()
        return processing.run(f"mineralprune:{algorithm}", parameters, feedback=listener), listener.warnings

    return run


@pytest.mark.parametrize("stated", [32612, None])
def test_training_finds_samples_by_the_crs_of_the_layer(told, paint, layer, tmp_path, stated):
    scene = raster_layer(paint(*ROWS, epsg=stated), 32611)
    few = {"UNLABELLED": 0, "HIDDEN_UNITS": "4", "EPOCHS": 3, "MODEL": str(tmp_path / "m.safetensors")}
    _, warnings = told("trainmodel", INPUT=scene, SAMPLES=points(layer, 32611), **few)
    (said,) = [warning for warning in warnings if "coordinate system" in warning]
    assert "WGS 84 / UTM zone 11N (EPSG:32611)" in said
    assert ("UTM zone 12N (EPSG:32612)" if stated else "no coordinate system") in said


@pytest.mark.parametrize("algorithm", ["mapminerals", "mapneurons", "comparemodels"])
@pytest.mark.parametrize("stated", [32612, None])
def test_what_is_written_has_the_crs_of_the_layer(told, paint, hand_model, layer, tmp_path, algorithm, stated):
    scene, output = raster_layer(paint(*ROWS, epsg=stated), 32611), str(tmp_path / "map.tif")
    models = {
        "MODEL_A": hand_model("a.safetensors"),
        "MODEL_B": hand_model("b.safetensors"),
        "SAMPLES": points(layer, 32611),
    }
    models = models if algorithm == "comparemodels" else {"MODEL": hand_model()}
    _, warnings = told(algorithm, INPUT=scene, OUTPUT=output, **models)
    assert code_of(output) == 32611 and any("(EPSG:32611)" in warning for warning in warnings)


def test_a_layer_with_the_crs_of_its_file_is_no_remark(told, paint, hand_model, tmp_path):
    scene, output = raster_layer(paint(*ROWS), 32611), str(tmp_path / "map.tif")
    assert told("mapminerals", INPUT=scene, MODEL=hand_model(), OUTPUT=output)[1] == [] and code_of(output) == 32611


def test_samples_are_drawn_where_the_layers_of_scene_and_labels_say(told, paint, raster, tmp_path):
    few = {"TRAIN_PER_CLASS": "1", "VALIDATION_PER_CLASS": "1", "TEST_PER_CLASS": "1"}
    labels = raster(np.tile([[1, 2, 3]], (4, 1)), "labels.tif", centres_um=None, dtype=np.uint8, epsg=32612)
    scene = raster_layer(paint(*ROWS, epsg=32612), 32611)
    output = str(tmp_path / "samples.gpkg")
    _, warnings = told("drawsamples", INPUT=scene, LABELS=raster_layer(labels, 32611), OUTPUT=output, **few)
    drawn = QgsVectorLayer(output, "drawn")
    assert drawn.crs().authid() == "EPSG:32611" and drawn.featureCount() == 9
    assert [sum(name in warning for warning in warnings) for name in ("scene.tif", "labels.tif")] == [1, 1]


def test_labels_and_samples_in_a_vector_layer_have_the_crs_of_the_layer(told, paint, layer, tmp_path):
    stored = tmp_path / "wrong.gpkg"  # its coordinates are of zone 11
    squares = [(f"Polygon(({x} 4099900, {x + 20} 4099900, {x + 20} 4100000, {x} 4100000, {x} 4099900))", name)
               for x, name in ((500000, "red"), (500020, "green"), (500040, "blue"))]  # fmt: skip
    for name, made in (
        ("samples", points(layer, 32612)),
        ("labels", layer("Polygon", ["mineral:string"], squares, 32612)),
    ):
        path = str(stored.with_stem(name))
        options = QgsVectorFileWriter.SaveVectorOptions()
        QgsVectorFileWriter.writeAsVectorFormatV3(made, path, QgsCoordinateTransformContext(), options)
    corrected = [QgsVectorLayer(str(stored.with_stem(name)), name) for name in ("samples", "labels")]
    for vector in corrected:
        vector.setCrs(QgsCoordinateReferenceSystem("EPSG:32611"))
    few = {"UNLABELLED": 0, "HIDDEN_UNITS": "4", "EPOCHS": 3, "MODEL": str(tmp_path / "m.safetensors")}
    _, warnings = told("trainmodel", INPUT=paint(*ROWS), SAMPLES=corrected[0], **few)
    assert not any("outside" in warning for warning in warnings)
    few = {"TRAIN_PER_CLASS": "1", "VALIDATION_PER_CLASS": "1", "TEST_PER_CLASS": "1"}
    told("drawsamples", INPUT=paint(*ROWS), LABELS=corrected[1], OUTPUT=str(tmp_path / "drawn.gpkg"), **few)


def test_a_map_is_assessed_in_the_crs_of_its_layer_and_of_the_reference(told, raster, layer):
    classes = np.tile([[1, 2, 3]], (4, 1))
    names = ["", "red", "green", "blue"]
    shared = {"centres_um": None, "dtype": np.uint8, "names": names}
    class_map = raster_layer(raster(classes, "map.tif", epsg=32612, **shared), 32611)
    result, warnings = told("assessmap", MAP=class_map, SAMPLES=points(layer, 32611), SPLIT="all")
    assert result["OA"] == 100 and len(warnings) == 1
    reference = raster_layer(raster(np.pad(classes, 1), "reference.tif", epsg=32612, transform=(
        499980.0, 20.0, 0.0, 4100020.0, 0.0, -20.0), **shared), 32611)  # fmt: skip
    result, warnings = told("assessmap", MAP=class_map, REFERENCE=reference)
    assert result["OA"] == 100 and len(warnings) == 2
