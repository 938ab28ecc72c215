# SPDX-License-Identifier: GPL-2.0-or-later
"""No label vanishes without a word as samples are drawn: each feature and mineral that gives no pixel is told."""

import numpy as np
import pytest

ONE = {"TRAIN_PER_CLASS": "1", "VALIDATION_PER_CLASS": "0", "TEST_PER_CLASS": "0", "OUTPUT": "TEMPORARY_OUTPUT"}


def square(x, y, side):
    """A square in pixels from the corner at the upper left."""
    west, north, side = 500000 + 20 * x, 4100000 - 20 * y, 20 * side
    ring = [(west, north), (west + side, north), (west + side, north - side), (west, north - side), (west, north)]
    return f"(({', '.join(f'{x} {y}' for x, y in ring)}))"


BIG, TINY, ELSEWHERE = square(0, 0, 2), square(3.6, 1.6, 0.3), square(50, 0, 1)


@pytest.fixture
def draw(run, raster, layer):
    """Draw from features on a scene of 5 x 4 pixels, whose last column has no data: {(column, row, mineral)}."""
    values = np.full((3, 4, 5), 0.5)
    values[:, :, 4] = np.nan

    def drawn(kind, rows, fields=("mineral:string",), **parameters):
        labels = layer(kind, list(fields), rows, name="field")
        made = run("drawsamples", INPUT=raster(values), LABELS=labels, **{**ONE, **parameters})["OUTPUT"]
        points = [(feature.geometry().asPoint(), feature["mineral"]) for feature in made.getFeatures()]
        return {(int((p.x() - 500000) / 20), int((4100000 - p.y()) / 20), mineral) for p, mineral in points}

    return drawn


def test_a_polygon_smaller_than_a_pixel_takes_the_pixel_that_it_lies_in(draw, told):
    drawn = draw(
        "Polygon", [(f"Polygon{BIG}", "alunite"), (f"Polygon{TINY}", "calcite")], TRAIN_PER_CLASS="4, calcite=1"
    )
    assert drawn == {(x, y, "alunite") for x in (0, 1) for y in (0, 1)} | {(3, 1, "calcite")}
    assert "1 polygons of field hold no pixel's centre; each labels the pixel that it lies in: calcite 1." in told(True)
    assert told() == ""


@pytest.mark.parametrize("algorithm", ["drawsamples", "trainmodel"])
def test_labels_that_all_contradict_each_other_are_called_so(refused, raster, layer, tmp_path, algorithm):
    values = np.full((3, 4, 5), 0.5)
    values[:, :, 4] = np.nan
    scene, model = raster(values), str(tmp_path / "model.safetensors")
    both, blind = [(f"Polygon{BIG}", "alunite"), (f"Polygon{BIG}", "calcite")], (f"Polygon{square(4, 0, 1)}", "alunite")

    def sentence(rows):
        labels = layer("Polygon", ["mineral:string"], rows, name="field")
        given = {"SAMPLES": labels, "MODEL": model} if algorithm == "trainmodel" else {"LABELS": labels, **ONE}
        return refused(algorithm, INPUT=scene, **given)

    assert sentence(both).startswith(
        "No labelled pixel of field can be used: 4 lie in polygons or points of different minerals, which are left out "
        "since no pixel can be both, and 0 have no valid spectrum in "
    )
    assert "4 lie in polygons" in sentence([*both, blind]) and "and 1 have no valid" in sentence([*both, blind])
    assert sentence([blind]).startswith("No labelled pixel has a valid spectrum in ")


def test_a_small_polygon_labels_nothing_where_that_is_unticked_and_it_is_told(draw, told):
    rows = [(f"Polygon{BIG}", "alunite"), (f"Polygon{TINY}", "calcite")]
    assert {mineral for *_, mineral in draw("Polygon", rows, SMALL_POLYGONS=False)} == {"alunite"}
    assert "1 polygons of field hold no pixel's centre and give no sample: calcite 1. To use" in told()
    assert "No labelled pixel with data is left of these minerals of field: calcite." in told()


def test_small_parts_of_a_multi_polygon_count_each(draw, told):
    parts = f"MultiPolygon({TINY}, {square(2.6, 3.1, 0.2)}, {BIG})"
    drawn = draw("MultiPolygon", [(parts, "alunite")], TRAIN_PER_CLASS="6")
    assert {place[:2] for place in drawn} == {(0, 0), (1, 0), (0, 1), (1, 1), (3, 1), (2, 3)}
    assert "2 polygons of field hold no pixel's centre" in told(True)


def test_features_outside_the_scene_are_counted_by_mineral(draw, told):
    rows = [(f"Polygon{BIG}", "alunite"), (f"Polygon{ELSEWHERE}", "calcite"), (f"Polygon{ELSEWHERE}", "alunite")]
    draw("Polygon", rows)
    assert "2 features of field lie outside the raster and give no sample: alunite 1, calcite 1." in told()
    assert "No labelled pixel with data is left of these minerals of field: calcite." in told()


def test_points_outside_the_scene_are_counted_by_mineral(draw, told):
    draw("Point", [("Point(500010 4099990)", "alunite"), ("Point(0 0)", "calcite"), ("Point(1 0)", "calcite")])
    assert "2 features of field lie outside the raster and give no sample: calcite 2." in told()
    assert "minerals of field: calcite." in told()


def test_features_where_the_scene_has_no_data_are_counted_by_mineral(draw, told):
    rows = [
        (f"Polygon{BIG}", "alunite"),
        (f"Polygon{square(4, 0, 1)}", "calcite"),
        (f"Polygon{square(4, 2, 1)}", "alunite"),
    ]
    draw("Polygon", rows)
    assert "2 features of field give no sample, for the raster has no data there" in told()
    assert "alunite 1, calcite 1." in told() and "minerals of field: calcite." in told()


def test_a_mineral_whose_pixels_are_all_claimed_twice_is_told(draw, told):
    rows = [(f"Polygon{BIG}", "alunite"), (f"Polygon{square(0, 0, 1)}", "calcite")]
    assert {mineral for *_, mineral in draw("Polygon", rows)} == {"alunite"}
    assert "1 pixels have labels of different classes" in told()
    assert "1 features of field give no sample" in told() and "minerals of field: calcite." in told()


@pytest.mark.parametrize("empty", [None, "", "  "])
def test_features_without_a_mineral_are_counted(draw, told, empty):
    draw("Polygon", [(f"Polygon{BIG}", "alunite"), (f"Polygon{square(2, 0, 1)}", empty), (None, "alunite")])
    assert "1 features of field have nothing in the field 'mineral' and are left out." in told()
    assert "1 features of field have no geometry and are left out." in told()


def test_features_of_class_0_are_counted_for_0_may_be_a_mineral_to_them(draw, told):
    rows = [(f"Polygon{square(0, 0, 1)}", 0), (f"Polygon{square(1, 0, 1)}", 1), (f"Polygon{square(2, 0, 1)}", -3)]
    assert draw("Polygon", rows, ["class:integer"]) == {(1, 0, "class 1")}
    assert "2 features of field have a class number below 1 (-3, 0) and are left out: 0 stands for unknown" in told()


def test_points_on_the_border_belong_to_the_pixel_within(draw, told):
    """The corners and sides of the scene, whose last column holds no data: it is given data here."""
    borders = [(500000, 4100000), (500030, 4100000), (500030, 4099920), (500000, 4099920), (500000, 4099950)]
    rows = [(f"Point({x} {y})", "alunite") for x, y in borders]
    assert {place[:2] for place in draw("Point", rows, TRAIN_PER_CLASS="5")} == {(0, 0), (1, 0), (1, 3), (0, 3), (0, 2)}
    assert told() == ""


def test_a_class_of_a_raster_that_gives_no_pixel_is_told(run, told, raster):
    scene = np.full((3, 2, 3), 0.5)
    scene[:, :, 2] = np.nan
    names = ["", "alunite", "calcite", "jarosite"]
    labels = raster([[1, 1, 2], [1, 1, 2]], name="labels.tif", centres_um=None, dtype=np.uint8, names=names)
    run("drawsamples", INPUT=raster(scene), LABELS=labels, **ONE)
    assert told() == "No labelled pixel with data is left of these minerals of labels.tif: calcite, jarosite."
    labels = raster([[1, 1, 2], [1, 1, 2]], name="labels.tif", centres_um=None, dtype=np.uint8)
    run("drawsamples", INPUT=raster(scene), LABELS=labels, **ONE)
    assert told() == "No labelled pixel with data is left of these minerals of labels.tif: class 2."


def test_a_class_that_is_no_mineral_by_its_name_is_told(draw, told):
    draw("Polygon", [(f"Polygon{BIG}", "alunite"), (f"Polygon{square(2, 0, 2)}", "unknown")])
    assert "By their names, these classes of field are no minerals: unknown." in told()


def test_labels_of_which_all_count_are_told_nothing_of(draw, told):
    draw("Polygon", [(f"Polygon{BIG}", "alunite"), (f"Polygon{square(2, 0, 2)}", "calcite")])
    assert told() == ""
    draw("Polygon", [(f"Polygon{BIG}", "alunite"), (f"Polygon{BIG}", "alunite")], SPLIT="blocks")
    assert (
        told() == "1 features of field give no sample, for the raster has no data there or other labels lie on the "
        "same pixels: alunite 1."
    )
