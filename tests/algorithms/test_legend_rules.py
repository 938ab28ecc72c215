# SPDX-License-Identifier: GPL-2.0-or-later
"""The names that a label raster has in QGIS's legend become the names of the minerals."""

import numpy as np
import pytest
from qgis.core import QgsPalettedRasterRenderer, QgsRasterLayer, QgsVectorLayer
from qgis.PyQt.QtGui import QColor

FEW = {"TRAIN_PER_CLASS": "1", "VALIDATION_PER_CLASS": "1", "TEST_PER_CLASS": "1"}


@pytest.fixture
def drawn(run, paint, raster, tmp_path):
    """Draw samples by labels whose legend has some entries, (value, label); gives their (class, mineral) pairs."""

    def names(entries, **options):
        values = np.tile([[1, 2, 3]], (4, 1))
        path = raster(values, "labels.tif", centres_um=None, dtype=np.uint8, **options)
        layer = QgsRasterLayer(path, "labels")
        classes = [QgsPalettedRasterRenderer.Class(value, QColor("#ff0000"), label) for value, label in entries]
        layer.setRenderer(QgsPalettedRasterRenderer(layer.dataProvider(), 1, classes))
        output = str(tmp_path / "samples.gpkg")
        run("drawsamples", INPUT=paint("rgb", "rgb", "rgb", "rgb"), LABELS=layer, OUTPUT=output, **FEW)
        features = QgsVectorLayer(output, "drawn").getFeatures()
        return sorted({(feature["class"], feature["mineral"]) for feature in features})

    return names


def test_names_of_the_legend_are_taken(drawn):
    entries = [(0, "nothing"), (1, "alunite"), (2, " calcite "), (3, "\u9ad8\u5cad\u77f3")]
    assert drawn(entries) == [(1, "alunite"), (2, "calcite"), (3, "\u9ad8\u5cad\u77f3")]


def test_numbers_and_empty_labels_are_no_names(drawn):
    assert drawn([(1, "1"), (2, ""), (3, "3.0")]) == [(1, "class 1"), (2, "class 2"), (3, "class 3")]


def test_the_legend_rules_over_the_files_own_names_and_these_fill_in(drawn):
    names = ["", "old", "calcite", "kaolinite"]
    assert drawn([(1, "alunite"), (2, "2")], names=names) == [(1, "alunite"), (2, "calcite"), (3, "kaolinite")]
