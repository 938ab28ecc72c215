# SPDX-License-Identifier: GPL-2.0-or-later
"""The names of a raster's classes in QGIS's legend are those of the minerals."""

import numpy as np
import pytest
from qgis.core import QgsPalettedRasterRenderer, QgsProject, QgsRasterLayer
from qgis.PyQt.QtGui import QColor

LABELS = [[1, 1, 1, 2], [1, 2, 2, 2]]
THREE = {"TRAIN_PER_CLASS": "1", "VALIDATION_PER_CLASS": "1", "TEST_PER_CLASS": "1", "OUTPUT": "TEMPORARY_OUTPUT"}


@pytest.fixture
def legend(raster):
    """Label layers whose legend has these labels, of files with these names."""
    project = QgsProject.instance()

    def layer(*labels, names=None, band=1):
        path = raster([LABELS] * band, name="labels.tif", centres_um=None, dtype=np.uint8, names=names)
        made = QgsRasterLayer(path, "geology")
        classes = [
            QgsPalettedRasterRenderer.Class(value, QColor(colour), label)
            for value, colour, label in zip((1, 2), ("#112233", "#445566"), labels)
        ]
        made.setRenderer(QgsPalettedRasterRenderer(made.dataProvider(), band, classes))
        return project.addMapLayer(made).id()

    yield layer
    project.removeAllMapLayers()


@pytest.fixture
def minerals(run, raster):
    """{class number: mineral} of the samples drawn from a layer of labels."""
    scene = raster(np.full((3, 2, 4), 0.5))

    def drawn(labels):
        made = run("drawsamples", INPUT=scene, LABELS=labels, **THREE)["OUTPUT"]
        return {feature["class"]: feature["mineral"] for feature in made.getFeatures()}

    return drawn


def test_names_that_only_the_legend_has_are_the_minerals(minerals, legend, told):
    assert minerals(legend("alunite", "明矾石")) == {1: "alunite", 2: "明矾石"}
    assert told() == ""


def test_one_name_for_two_numbers_is_refused_before_samples_are_written_that_no_model_takes(refused, legend, raster):
    given = {"INPUT": raster(np.full((3, 2, 4), 0.5)), "LABELS": legend("mica", "mica"), **THREE}
    sentence = refused("drawsamples", **given)
    assert "labels.tif has mica = 1 and mica = 2; each mineral needs one class number of its own." in sentence


@pytest.mark.parametrize("labels", [("1", "2"), ("1.0", " "), ("", "2")])
def test_a_legend_of_numbers_names_nothing(minerals, legend, labels):
    assert minerals(legend(*labels)) == {1: "class 1", 2: "class 2"}
    assert minerals(legend(*labels, names=["", "jarosite", "calcite"])) == {1: "jarosite", 2: "calcite"}


def test_names_that_were_changed_in_the_legend_rule_and_it_is_told(minerals, legend, told):
    assert minerals(legend("alunite", "calcite", names=["", "jarosite", "calcite"])) == {1: "alunite", 2: "calcite"}
    assert told() == (
        "The legend of labels.tif names class 1 'alunite', but its file 'jarosite'. The names of the legend are used."
    )


def test_the_legend_of_another_band_and_one_of_no_classes_name_nothing(minerals, legend):
    assert minerals(legend("alunite", "calcite", band=2)) == {1: "class 1", 2: "class 2"}


def test_names_of_a_reference_raster_are_those_of_its_legend(run, legend, raster, tmp_path):
    class_map = raster(LABELS, name="map.tif", centres_um=None, dtype=np.uint8)
    table = tmp_path / "table.csv"
    run("assessmap", MAP=class_map, REFERENCE=legend("alunite", "calcite"), TABLE=str(table))
    assert "alunite" in table.read_text() and "calcite" in table.read_text()
