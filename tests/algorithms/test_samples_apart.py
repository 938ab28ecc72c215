# SPDX-License-Identifier: GPL-2.0-or-later
"""Test samples in the polygons of training samples: said as the model is trained, and in its report."""

import pytest

SIDES = [(0, "red"), (10, "green"), (20, "red"), (30, "green"), (40, "red"), (50, "green")]
FEW = {"TRAIN_PER_CLASS": "6", "VALIDATION_PER_CLASS": "6", "TEST_PER_CLASS": "6"}


def polygon(column):
    """A square of 6 x 6 pixels of 20 m in the first rows of the scene."""
    west, east, north, south = 500000 + 20 * column, 500000 + 20 * (column + 6), 4100000, 4100000 - 120
    return f"Polygon(({west} {north}, {east} {north}, {east} {south}, {west} {south}, {west} {north}))"


@pytest.fixture
def trained(qgis, run, paint, layer, tmp_path):
    """Draw samples of six polygons by a split, and train: (log, report)."""
    import processing
    from qgis.core import QgsProcessingFeedback

    def train(split, source="test samples"):
        scene = paint(*["".join(name[0] * 10 for _, name in SIDES)] * 8)
        polygons = layer("Polygon", ["mineral:string"], [(polygon(column), name) for column, name in SIDES])
        samples, report = str(tmp_path / f"{split}.gpkg"), tmp_path / "report.html"
        run("drawsamples", INPUT=scene, LABELS=polygons, SPLIT=split, OUTPUT=samples, **FEW)
        feedback = QgsProcessingFeedback(False)
        inputs = {"INPUT": scene, "SAMPLES": samples, "EPOCHS": 1, "UNLABELLED": 0, "FEATURES": "reflectance"}
        inputs["ACCURACY"] = source
        inputs.update(MODEL=str(tmp_path / "model.safetensors"), REPORT=str(report))
        processing.run("mineralprune:trainmodel", inputs, feedback=feedback)
        return feedback.textLog(), report.read_text("utf-8")

    return train


def test_test_samples_in_the_polygons_of_training_samples_are_said(trained):
    log, report = trained("random")
    assert "12 of the 12 test samples of random lie in polygons that also hold training samples" in log
    assert "Test samples in a polygon or block that also holds training samples" in report and "12 of 12" in report


def test_polygons_of_their_own_are_not_warned_of(trained):
    log, report = trained("blocks")
    assert "also hold training samples" not in log and "touch a training sample" not in log
    assert "0 of 12" in report
