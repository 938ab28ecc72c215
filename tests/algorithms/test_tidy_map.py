# SPDX-License-Identifier: GPL-2.0-or-later
"""Tidy map: names, colours, merged classes and small patches, on maps of few pixels."""

import numpy as np
import pytest
from osgeo import gdal

from mineral_prune_plugin.mapping.map_confusion import map_classes

NAMES = ("unclassified", "alunite", "calcite", "", "kaolinite")
MAP = [
    [1, 1, 1, 2, 2],
    [1, 4, 1, 2, 2],
    [1, 1, 1, 0, 9],
    [0, 0, 0, 0, 0],
    [2, 0, 4, 4, 1],
]


@pytest.fixture
def class_map(raster):
    def write(values=MAP, name="map.tif", names=NAMES, **options):
        options = {"no_data": 0, **options}
        return raster(values, name=name, dtype=np.uint8, names=list(names), centres_um=None, **options)

    return write


@pytest.fixture
def tidied(run, class_map, read, tmp_path):
    """Run on MAP: (rows of the new map, its classes as (number, name, colour), the run's results)."""

    def tidy(**parameters):
        output = str(tmp_path / "tidy.tif")
        result = run("tidymap", MAP=class_map(), OUTPUT=output, **parameters)
        classes = [(mineral.number, mineral.name, mineral.colour) for mineral in map_classes(output)]
        return read(output).tolist(), classes, result

    return tidy


def test_a_small_patch_becomes_its_largest_neighbour_and_nothing_grows_over_what_is_unclassified(tidied):
    rows, classes, result = tidied(SMALLEST=3)
    assert rows == [
        [1, 1, 1, 2, 2],
        [1, 1, 1, 2, 2],  # the 4 within the alunite
        [1, 1, 1, 0, 2],  # the 9 beside the calcite
        [0, 0, 0, 0, 0],
        [2, 0, 4, 4, 1],  # no neighbour of these is as large as 3
    ]
    assert result["SIEVED"] == 2
    assert [name for _, name, _ in classes] == ["alunite", "calcite", "kaolinite", "class 9"]


def test_with_1_every_patch_stays(tidied):
    rows, _, result = tidied(SMALLEST=1)
    assert rows == MAP and result["SIEVED"] == 0


def test_three_pixels_joined_at_corners_stay_if_corners_count(run, class_map, read, tmp_path):
    path, output = class_map([[1, 2, 2], [2, 1, 2], [2, 2, 1]]), str(tmp_path / "tidy.tif")
    run("tidymap", MAP=path, SMALLEST=3, TOUCHING="sides", OUTPUT=output)
    assert read(output).tolist() == [[2, 2, 2]] * 3
    run("tidymap", MAP=path, SMALLEST=3, TOUCHING="sides and corners", OUTPUT=output)
    assert read(output).tolist() == [[1, 2, 2], [2, 1, 2], [2, 2, 1]]


def test_classes_are_renamed_recoloured_merged_and_removed(tidied, tmp_path):
    edits = ["alunite", "\u660e\u77fe\u77f3", "#123abc", "4", "Calcite", "", "class 9", "unclassified", "", "", "", ""]
    rows, classes, _ = tidied(SMALLEST=1, CLASSES=edits)
    assert rows == [[1, 1, 1, 2, 2], [1, 2, 1, 2, 2], [1, 1, 1, 0, 0], [0] * 5, [2, 0, 2, 2, 1]]
    assert classes == [(1, "\u660e\u77fe\u77f3", "#123ABC"), (2, "calcite", "#CC79A7")]
    style = (tmp_path / "tidy.qml").read_text("utf-8")
    assert 'value="1" color="#123ABC" alpha="255" label="\u660e\u77fe\u77f3"' in style and "kaolinite" not in style


def test_classes_are_merged_before_patches_are_measured(tidied):
    rows, classes, _ = tidied(SMALLEST=2, CLASSES=["alunite", "clay", "", "kaolinite", "clay", "#0000FF"])
    assert rows[1] == [1, 1, 1, 2, 2] and rows[4] == [2, 0, 1, 1, 1]
    assert (1, "clay", "#0000FF") in classes


def test_a_row_is_for_every_class_of_that_name(run, class_map, read, tmp_path):
    path = class_map([[1, 2, 3]], names=("unclassified", "alunite", "calcite", "Alunite"))
    output = tmp_path / "tidy.tif"
    run("tidymap", MAP=path, SMALLEST=1, CLASSES=["alunite", "unclassified", ""], OUTPUT=str(output))
    assert read(str(output)).tolist() == [[0, 2, 0]]
    run("tidymap", MAP=path, SMALLEST=1, CLASSES=["3", "clay", ""], OUTPUT=str(output))
    assert [(mineral.number, mineral.name) for mineral in map_classes(output)][::2] == [(1, "alunite"), (3, "clay")]


@pytest.mark.parametrize(
    "edits, words",
    [
        (["opal", "x", ""], "The map has no class opal. Write the name or number of one of its classes: 1 alunite, 2"),
        (["7", "x", ""], "The map has no class 7."),
        (["alunite", "x", "red"], "The new colour of alunite must be written as # and six digits, such as #D55E00;"),
        (["alunite", "x", "", "1", "y", ""], "'Changes to the classes' has two rows for 1."),
        (["alunite", "x", "#000000", "calcite", "X", "#FFFFFF"], "become x are given different colours (#000000, #FFF"),
        (["alunite", "2", ""], "The new name of alunite is a number (2). Write a name: that of another class"),
        (["alunite", "x"], "must have three cells a row (class, new name, new colour); it has 2 cells in all."),
    ],
)
def test_a_table_that_cannot_be_followed_is_refused(refused, class_map, tmp_path, edits, words):
    assert words in refused("tidymap", MAP=class_map(), CLASSES=edits, OUTPUT=str(tmp_path / "tidy.tif"))


def test_a_map_without_a_mineral_is_refused(refused, class_map, tmp_path):
    sentence = refused("tidymap", MAP=class_map([[0, 0]]), OUTPUT=str(tmp_path / "tidy.tif"))
    assert "map.tif has no pixel with a mineral" in sentence


def test_the_place_and_the_coordinate_system_stay_and_no_data_of_the_source_is_unclassified(run, class_map, tmp_path):
    output = str(tmp_path / "tidy.tif")
    run("tidymap", MAP=class_map([[1, 255, 0]], no_data=255), OUTPUT=output, SMALLEST=1)
    before, after = gdal.Open(str(tmp_path / "map.tif")), gdal.Open(output)
    assert after.GetGeoTransform() == before.GetGeoTransform()
    assert after.GetSpatialRef().IsSame(before.GetSpatialRef())
    band = after.GetRasterBand(1)
    assert (band.GetNoDataValue(), band.ReadAsArray().tolist()) == (0, [[1, 0, 0]])


def test_the_names_that_the_legend_shows_in_qgis_are_kept_and_can_be_written_in_the_table(
    run, told, class_map, tmp_path
):
    from qgis.core import QgsPalettedRasterRenderer, QgsRasterLayer
    from qgis.PyQt.QtGui import QColor

    layer, output = QgsRasterLayer(class_map(), "map"), str(tmp_path / "tidy.tif")
    classes = [QgsPalettedRasterRenderer.Class(2, QColor("#FF0000"), "limestone")]
    layer.setRenderer(QgsPalettedRasterRenderer(layer.dataProvider(), 1, classes))
    run("tidymap", MAP=layer, CLASSES=["limestone", "", "#ABCDEF"], OUTPUT=output)
    assert "names class 2 'limestone', but its file 'calcite'" in told()
    run("tidymap", MAP=layer, OUTPUT=str(tmp_path / "as_shown.tif"))
    shown = [(each.number, each.name, each.colour) for each in map_classes(tmp_path / "as_shown.tif")]
    assert (2, "limestone", "#FF0000") in shown
    assert (2, "limestone", "#ABCDEF") in [(each.number, each.name, each.colour) for each in map_classes(output)]


def test_a_class_without_a_name_keeps_the_colour_that_qgis_shows(run, class_map, tmp_path):
    from qgis.core import QgsPalettedRasterRenderer, QgsRasterLayer
    from qgis.PyQt.QtGui import QColor

    layer, output = QgsRasterLayer(class_map(names=()), "map"), str(tmp_path / "tidy.tif")
    classes = [QgsPalettedRasterRenderer.Class(number, QColor("#123456"), str(number)) for number in (1, 2, 4)]
    classes.append(QgsPalettedRasterRenderer.Class(9, QColor("#ABCDEF"), "9"))
    layer.setRenderer(QgsPalettedRasterRenderer(layer.dataProvider(), 1, classes))
    run("tidymap", MAP=layer, SMALLEST=1, OUTPUT=output)
    shown = {each.number: (each.name, each.colour) for each in map_classes(output)}
    assert shown[9] == ("class 9", "#ABCDEF") and shown[1] == ("class 1", "#123456")


def test_the_table_can_be_given_to_qgis_process(class_map, read, tmp_path):
    """There it is text with commas."""
    from qgis.core import QgsApplication, QgsProcessingContext

    made = QgsApplication.processingRegistry().createAlgorithmById("mineralprune:tidymap")
    cells = made.parameterAsMatrix({"CLASSES": "alunite,clay,,4,clay,"}, "CLASSES", QgsProcessingContext())
    assert [str(cell) for cell in cells][:2] == ["alunite", "clay"] and len(cells) == 6
