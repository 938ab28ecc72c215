# SPDX-License-Identifier: GPL-2.0-or-later
"""Rasters, labels and samples that cannot be used: each a sentence with its facts, and no file left behind."""

import numpy as np
import pytest
from osgeo import gdal

ROWS = ("rgb", "rgb", "rgb", "rgb")
SPLITS = ("train", "train", "validation", "test")
ONE_EACH = {"TRAIN_PER_CLASS": "1", "VALIDATION_PER_CLASS": "1", "TEST_PER_CLASS": "1"}
LEFT = "Polygon((500000 4099940, 500040 4099940, 500040 4100000, 500000 4100000, 500000 4099940))"
RIGHT = "Polygon((500041 4099941, 500080 4099941, 500080 4100000, 500041 4100000, 500041 4099941))"


def says(sentence, *facts):
    """Every fact is in the sentence, in this order."""
    place = 0
    for fact in facts:
        found = sentence.find(fact, place)
        assert found >= 0, f"no {fact!r} in {sentence!r}"
        place = found + len(fact)


@pytest.fixture
def good(samples):
    """Samples of three colours on a scene of ROWS; named rows can be replaced."""

    def make(changes=None, **options):
        rows = [
            [column, row, name, column + 1, split]
            for column, name in enumerate(("red", "green", "blue"))
            for row, split in enumerate(SPLITS)
        ]
        for (row, place), value in (changes or {}).items():
            rows[row][place] = value
        return samples(*rows, **options)

    return make


@pytest.fixture
def out(tmp_path):
    return lambda name: str(tmp_path / name)


@pytest.mark.parametrize("name", ["samples.gpkg", "samples.geojson", "samples.shp"])
def test_a_file_that_is_there_and_holds_no_layer_is_refused_as_that(refused, paint, out, tmp_path, name):
    (tmp_path / name).write_bytes(b"SQLite format 3\0, and then the copy was interrupted")
    trained = refused("trainmodel", INPUT=paint(*ROWS), SAMPLES=out(name), MODEL=out("model.safetensors"))
    says(trained, name, "'Samples (points or polygons)'", "damaged")
    drawn = refused("drawsamples", INPUT=paint(*ROWS), LABELS=out(name), OUTPUT=out("drawn.gpkg"))
    says(drawn, name, "'Labels'", "damaged")


@pytest.mark.parametrize("place", ["INPUT", "REFERENCE"])
def test_a_damaged_raster_is_refused_with_the_reason_of_gdal(refused, paint, out, hand_model, tmp_path, place):
    (tmp_path / "damaged.tif").write_bytes(b"II*\0\x08\0\0\0\1\0\0\1\4\0\1\0\0\0\0\0\0\0\0\0\0\0")
    if place == "INPUT":
        said = refused("mapminerals", INPUT=out("damaged.tif"), MODEL=hand_model(), OUTPUT=out("map.tif"))
    else:
        said = refused("assessmap", MAP=paint(*ROWS), REFERENCE=out("damaged.tif"), TABLE=out("table.csv"))
    says(said, "damaged.tif", "StripOffsets")
    assert "not found" not in said and place not in said


# Rasters


@pytest.mark.parametrize("feature", ["continuum", "asai"])
def test_a_feature_that_needs_wavelengths_on_a_raster_without(refused, paint, good, out, feature):
    scene = paint(*ROWS, centres_um=None)
    said = refused(
        "trainmodel", INPUT=scene, SAMPLES=good(), FEATURES=feature, EPOCHS=2, MODEL=out("model.safetensors")
    )
    says(said, f"'{feature}'", "scene.tif", "'reflectance' or 'normalised'")


@pytest.mark.parametrize("algorithm", ["trainmodel", "comparehiddensizes"])
def test_a_range_on_a_raster_without_wavelengths(refused, paint, good, out, algorithm):
    scene = paint(*ROWS, centres_um=None)
    output = {"trainmodel": {"MODEL": out("model.safetensors")}, "comparehiddensizes": {"TABLE": out("t.csv")}}
    said = refused(algorithm, INPUT=scene, SAMPLES=good(), RANGE=[2, 2.4], EPOCHS=2, **output[algorithm])
    says(said, "2 to 2.4 um", "scene.tif", "Leave the range empty")


def test_a_range_that_holds_no_band(refused, paint, good, out):
    said = refused("trainmodel", INPUT=paint(*ROWS), SAMPLES=good(), RANGE=[0.4, 0.7], MODEL=out("m.safetensors"))
    says(said, "3 bands", "scene.tif", "0.4 and 0.7 um", "Choose another")


def test_too_few_bands_for_a_hull(refused, paint, good, out):
    parameters = {"INPUT": paint(*ROWS), "SAMPLES": good(), "MODEL": out("model.safetensors")}
    says(refused("trainmodel", FEATURES="asai", RANGE=[2.1, 2.2], **parameters), "3 bands", "scene.tif", "2")


@pytest.mark.parametrize("algorithm", ["mapminerals", "mapneurons"])
def test_a_raster_that_lacks_bands_of_the_model(refused, raster, hand_model, out, algorithm):
    scene = raster(np.full((3, 2, 2), 0.3), centres_um=(2.1, 2.3, 2.32))
    said = refused(algorithm, INPUT=scene, MODEL=hand_model(), OUTPUT=out("map.tif"))
    says(
        said,
        "needs 3 bands from 2.100 to 2.300 um",
        "scene.tif has 2 of them",
        "missing: 2.200 um",
        "'Interpolate missing bands'",
    )
    said = refused(algorithm, INPUT=scene, MODEL=hand_model(), INTERPOLATE=True, OUTPUT=out("map.tif"))
    says(said, "needs 3 bands", "can interpolate 2", "2.200 um")


@pytest.mark.parametrize("algorithm", ["mapminerals", "mapneurons"])
def test_a_raster_without_wavelengths_for_a_model_that_has_them(refused, raster, hand_model, out, algorithm):
    scene = raster(np.full((3, 2, 2), 0.3), centres_um=None)
    said = refused(algorithm, INPUT=scene, MODEL=hand_model(), OUTPUT=out("map.tif"))
    says(said, "needs 3 bands from 2.100 to 2.300 um", "scene.tif has no wavelengths")


def test_another_number_of_bands_for_a_model_without_wavelengths(refused, raster, hand_model, out):
    scene = raster(np.full((2, 2, 2), 0.3), centres_um=None)
    said = refused("mapminerals", INPUT=scene, MODEL=hand_model(wavelengths=None), OUTPUT=out("map.tif"))
    says(said, "exactly 3 bands", "scene.tif has 2")


def test_a_raster_in_other_units_than_the_model_was_trained_on(refused, raster, hand_model, out):
    scene = raster(np.full((3, 2, 2), 3300), dtype=np.int16)
    said = refused("mapminerals", INPUT=scene, MODEL=hand_model(), OUTPUT=out("map.tif"))
    says(said, "near 0.33", "scene.tif are near 3300", "scale factor")


@pytest.mark.parametrize("empty", [np.nan, np.inf, -9999.0, 0.0])
def test_a_scene_without_one_valid_pixel(refused, raster, hand_model, good, out, empty):
    scene = raster(np.full((3, 4, 4), empty), no_data=-9999.0)
    for algorithm in ("mapminerals", "mapneurons"):
        said = refused(algorithm, INPUT=scene, MODEL=hand_model(), OUTPUT=out("map.tif"))
        says(said, "scene.tif", "no valid pixels", "16")
    says(refused("trainmodel", INPUT=scene, SAMPLES=good(), MODEL=out("m.safetensors")), "None of the 12 samples")
    labels = raster(np.ones((4, 4)), name="labels.tif", centres_um=None, dtype=np.uint8)
    parameters = {"INPUT": scene, "LABELS": labels, "OUTPUT": out("samples.gpkg")}
    says(refused("drawsamples", **parameters), "No labelled pixel", "scene.tif")


def test_a_raster_of_complex_numbers(refused, raster, hand_model, out):
    scene = raster(np.full((3, 2, 2), 0.3), dtype=np.complex64)
    says(refused("mapminerals", INPUT=scene, MODEL=hand_model(), OUTPUT=out("map.tif")), "scene.tif", "complex")


def test_wavelengths_in_a_unit_nobody_knows(refused, raster, hand_model, out):
    scene = raster(np.full((3, 2, 2), 0.3))
    dataset = gdal.Open(scene, gdal.GA_Update)
    dataset.GetRasterBand(1).SetMetadata({"wavelength": "2.1", "wavelength_units": "furlongs"})
    dataset = None
    said = refused("mapminerals", INPUT=scene, MODEL=hand_model(), OUTPUT=out("map.tif"))
    says(said, "scene.tif", "'furlongs'", "micrometers or nanometers")


def test_a_damaged_raster(refused, paint, hand_model, tmp_path, out):
    scene = tmp_path / "scene.tif"
    paint(*["rgb" * 100] * 300)
    scene.write_bytes(scene.read_bytes()[: scene.stat().st_size // 2])
    said = refused("mapminerals", INPUT=str(scene), MODEL=hand_model(), OUTPUT=out("map.tif"))
    assert "scene.tif" in said


@pytest.mark.parametrize(
    ("name", "facts"),
    [
        ("missing.tif", ["'Hyperspectral raster (reflectance)'", "missing.tif"]),
        ("text.tif", ["text.tif", "cannot be read as a raster: "]),
        ("folder", ["'Hyperspectral raster (reflectance)'", "folder"]),
    ],
)
def test_an_input_that_is_no_raster(refused, hand_model, tmp_path, out, name, facts):
    (tmp_path / "text.tif").write_text("no raster")
    (tmp_path / "folder").mkdir()
    said = refused("mapminerals", INPUT=out(name), MODEL=hand_model(), OUTPUT=out("map.tif"))
    says(said, *facts)


def test_a_layer_that_gdal_does_not_read(refused, hand_model, out):
    from qgis.core import QgsRasterLayer

    layer = QgsRasterLayer("type=xyz&url=http://127.0.0.1:9/%7Bz%7D/%7Bx%7D/%7By%7D.png", "tiles", "wms")
    assert layer.isValid()
    said = refused("mapminerals", INPUT=layer, MODEL=hand_model(), OUTPUT=out("map.tif"))
    says(said, "tiles", "wms", "Save it as a GeoTIFF")


# Labels


@pytest.fixture
def drawing(refused, paint, out):
    """Draw from labels that cannot be used: the sentence."""

    def draw(labels, scene=None, **parameters):
        chosen = {"INPUT": scene or paint(*ROWS), "OUTPUT": out("samples.gpkg"), **ONE_EACH, **parameters}
        return refused("drawsamples", LABELS=labels, **chosen)

    return draw


@pytest.fixture
def class_raster(raster):
    def write(values, **options):
        return raster(values, name="labels.tif", centres_um=None, **{"dtype": np.uint8, **options})

    return write


def test_every_class_with_too_few_pixels_is_named(drawing, class_raster):
    labels = class_raster([[1, 2, 3]] * 3 + [[1, 2, 1]], names=["", "red", "green", "blue"])
    said = drawing(labels, TEST_PER_CLASS="3", AMOUNT="exact")
    says(said, "green 4 of 5", "blue 3 of 5", "fewer")
    assert "red" not in said


def test_blocks_too_large_for_every_split(drawing, class_raster):
    said = drawing(class_raster([[1, 2, 3]] * 4), SPLIT="blocks", BLOCK_SIZE=20, AMOUNT="exact")
    says(said, "class 1", "0 of 1", "class 2", "class 3", "smaller blocks")


def test_labels_that_lie_elsewhere(drawing, class_raster, layer):
    far = (900000.0, 20.0, 0.0, 4100000.0, 0.0, -20.0)
    says(
        drawing(class_raster([[1, 2, 3]] * 4, transform=far)),
        "No labelled pixel",
        "scene.tif",
        "labels lie on the raster",
    )
    away = LEFT.replace("500", "900")
    said = drawing(layer("Polygon", ["mineral:string"], [(away, "alunite")], name="geology"))
    says(said, "geology", "x 900000 to 900040", "raster", "x 500000 to 500060", "same area")


def test_labels_without_georeference_of_another_size(drawing, class_raster):
    said = drawing(class_raster([[1, 2]], transform=None, epsg=None))
    says(said, "labels.tif", "2 x 1 pixels", "3 x 4 pixels", "georeferenced")


@pytest.mark.parametrize("value, found", [(300, "300"), (0.5, "0.5")])
def test_a_raster_of_something_else_than_classes(drawing, class_raster, value, found):
    labels = class_raster([[1, 2, value]] * 4, dtype=np.float32)
    says(drawing(labels), "whole numbers from 1 to 255", "labels.tif", found)


def test_labels_of_nothing(drawing, class_raster, layer):
    says(drawing(class_raster([[0, 0, 0]] * 4)), "No labelled pixel", "scene.tif", "not all 0")
    says(drawing(layer("Polygon", ["mineral:string"], [], name="geology")), "geology", "no labelled features")
    nothing = layer("Polygon", ["mineral:string"], [(LEFT, None), (None, "calcite"), (RIGHT, " ")], name="geology")
    says(drawing(nothing), "geology", "no labelled features")


def test_features_of_class_0_only(drawing, layer):
    says(drawing(layer("Polygon", ["class:integer"], [(LEFT, 0)], name="geology")), "geology", "no labelled features")


@pytest.mark.parametrize("number", [256, 300, 99999999999])
def test_a_feature_of_too_large_a_class_number(drawing, layer, number):
    polygons = layer("Polygon", ["class:int8"], [(LEFT, number), (RIGHT, 1)], name="geology")
    says(drawing(polygons), "whole numbers from 1 to 255", "geology", str(number))


def test_more_names_than_a_class_map_has_numbers(drawing, layer):
    rows = [(f"Point({500000 + k / 10} 4099990)", f"mineral {k}") for k in range(300)]
    said = drawing(layer("Point", ["mineral:string"], rows, name="geology"))
    says(said, "geology", "300 different names; a map has at most 255")


def test_labels_without_a_field_for_the_mineral(drawing, layer):
    polygons = layer("Polygon", ["rock:string", "age:double"], [(LEFT, "tuff", 1.0)], name="geology")
    says(drawing(polygons), "geology", "Choose one of its fields", "rock, age")
    says(drawing(polygons, CLASS_FIELD="mineral"), "geology", "rock, age")


def test_a_crossed_polygon_is_named(drawing, layer):
    crossed = "Polygon((500000 4099940, 500040 4100000, 500040 4099940, 500000 4100000, 500000 4099940))"
    says(drawing(layer("Polygon", ["mineral:string"], [(crossed, "alunite")], name="geology")), "geology", "geometry")


@pytest.mark.parametrize("text", ["abc", "-5", "1e9", "9999999999", "muscovite=", "=", "5.5", ""])
@pytest.mark.parametrize(
    "parameter, label", [("TRAIN_PER_CLASS", "Training pixels"), ("TEST_PER_CLASS", "Test pixels")]
)
def test_counts_that_are_no_counts(drawing, class_raster, parameter, label, text):
    said = drawing(class_raster([[1, 2, 3]] * 4), **{parameter: text})
    says(said, f"'{label} per class'", "'muscovite=400, halloysite=240'", f"'{text}'")


def test_a_misspelt_mineral_among_the_counts(drawing, class_raster, layer):
    named = class_raster([[1, 2, 3]] * 4, names=["", "muscovite", "calcite", "alunite"])
    said = drawing(named, TRAIN_PER_CLASS="muscovit=2, 1")
    says(said, "'Training pixels per class'", "'muscovit'", "alunite, calcite, muscovite")
    says(drawing(named, TRAIN_PER_CLASS="muscovite=1"), "'Training pixels per class'", "no number for", "calcite")


def test_a_mineral_among_the_counts_of_labels_that_have_numbers_only(drawing, class_raster):
    said = drawing(class_raster([[1, 2, 3]] * 4), TRAIN_PER_CLASS="muscovite=2, 1")
    says(said, "'Training pixels per class'", "'muscovite'", "class 1, class 2, class 3")


# Samples


@pytest.fixture
def training(refused, paint, out):
    def train(points, scene=None):
        return refused("trainmodel", INPUT=scene or paint(*ROWS), SAMPLES=points, EPOCHS=2, MODEL=out("m.safetensors"))

    return train


def test_one_class_only(training, samples):
    points = samples((0, 0, "red", 1, "train"), (0, 1, "red", 1, "validation"))
    says(training(points), "at least two minerals", "only red")


@pytest.mark.parametrize("split", ["train", "validation"])
def test_a_split_without_samples(training, good, split):
    rows = {(row, 4): "test" for row, name in enumerate(SPLITS * 3) if name == split}
    assert split in training(good(rows, name="points"))


def test_a_mineral_without_training_samples(training, good):
    said = training(good({(8, 4): "validation", (9, 4): "test"}))
    says(said, "blue has validation samples but no training samples")


def test_samples_that_lack_fields(training, samples):
    points = samples((0, 0, "red"), fields=("mineral:string",), name="points")
    says(training(points), "mineral, class and split", "points lacks class, split", "Draw samples")


@pytest.mark.parametrize("place, field", [(2, "mineral"), (3, "class"), (4, "split")])
def test_samples_with_empty_values(training, good, place, field):
    said = training(good({(0, place): None, (5, place): None}, name="points"))
    says(said, "points: 2 samples", f"'{field}'", "Fill it in, or delete these samples")


@pytest.mark.parametrize("value", ["1.5", "x", "nan", "1e400"])
def test_classes_that_are_no_whole_numbers(training, good, value):
    fields = ("mineral:string", "class:string", "split:string")
    said = training(good({(row, 3): str(1 + row // 4) for row in range(11)} | {(11, 3): value}, fields=fields))
    says(said, "samples: 1 samples", "'class'")


@pytest.mark.parametrize("number", [0, -1, 256, 2**31 - 1])
def test_class_numbers_out_of_range(training, good, number):
    says(training(good({(row, 3): number for row in range(4)})), "1 to 255", "samples", str(number))


def test_a_misspelt_split(training, good, refused, paint, class_raster, out):
    said = training(good({(0, 4): "trian"}))
    says(said, "samples", "'trian'", "train, validation, test")
    parameters = {"MAP": class_raster([[1, 2, 3]] * 4), "TABLE": out("t.csv")}
    says(refused("assessmap", SAMPLES=good({(3, 4): "tset"}), **parameters), "'tset'", "train, validation, test")


def test_a_number_for_two_minerals_and_a_mineral_with_two_numbers(training, good):
    says(training(good({(0, 2): "green"})), "green = 1", "red = 1", "of its own")
    says(training(good({(0, 3): 9})), "red = 1", "red = 9", "of its own")


def test_two_samples_that_contradict_each_other_on_one_pixel(training, good):
    says(training(good({(1, 1): 3})), "samples", "share a pixel", "one sample per pixel")


def test_no_sample_at_all_and_none_on_the_raster(training, samples, good):
    says(training(samples(name="points")), "points", "no train samples")
    says(training(good({(row, 0): 1000 for row in range(12)}, name="points")), "None of the 12 samples of points")


@pytest.mark.parametrize("name", ["m" * 201, "bell\x07", "👩\u200d🔬"])
def test_a_mineral_that_a_model_file_cannot_name(training, good, name):
    said = training(good({(row, 2): name for row in range(4)}, name="points"))
    says(said, "points: 4 samples", "'mineral'")


def test_samples_of_other_minerals_than_the_model(refused, paint, hand_model, good, out):
    points = good({(row, 2): "granite" for row in range(4)})
    said = refused("prunemodel", INPUT=paint(*ROWS), SAMPLES=points, MODEL=hand_model(), OUTPUT=out("p.safetensors"))
    says(said, "1 = red, 2 = green, 3 = blue", "1 = granite", "trained on")


def test_a_model_that_identifies_nothing_cannot_be_scored_by_what_it_identifies(refused, paint, hand_model, good, out):
    from mineral_prune_plugin.models.perceptron.network import Perceptron

    one, none = np.eye(3, dtype=np.float32), np.zeros(3, dtype=np.float32)
    wrong = hand_model(network=Perceptron((one, np.roll(one, 1, axis=0)), (none, none)))
    said = refused("prunemodel", INPUT=paint(*ROWS), SAMPLES=good(), MODEL=wrong, OUTPUT=out("p.safetensors"))
    says(said, "none of the 3 validation samples", "better model")


# Maps


def test_a_map_that_is_no_class_raster(refused, paint, raster, good, out):
    measured = raster([[0.25, 1, 2]] * 4, name="measured.tif", centres_um=None)
    said = refused("assessmap", MAP=measured, SAMPLES=good(), TABLE=out("t.csv"))
    says(said, "whole numbers from 1 to 255", "measured.tif", "0.25")


@pytest.mark.parametrize("both", [True, False])
def test_both_references_or_none(refused, class_raster, good, out, both):
    labels = class_raster([[1, 2, 3]] * 4)
    given = {"SAMPLES": good(), "REFERENCE": labels} if both else {"SAMPLES": "", "REFERENCE": None}
    said = refused("assessmap", MAP=labels, TABLE=out("t.csv"), **given)
    says(said, "either 'Samples (points)' (SAMPLES) or 'Reference raster' (REFERENCE)", "2" if both else "0")


def test_a_reference_of_another_place_or_with_other_names(refused, raster, class_raster, out):
    labels = class_raster([[1, 2, 3]] * 4, names=["", "red", "green", "blue"])
    far = (900000.0, 20.0, 0.0, 4100000.0, 0.0, -20.0)
    there = raster([[1, 2, 3]] * 4, name="there.tif", centres_um=None, dtype=np.uint8, transform=far)
    says(refused("assessmap", MAP=labels, REFERENCE=there, TABLE=out("t.csv")), "labels.tif", "same area")
    other = raster(
        [[1, 2, 3]] * 4, name="other.tif", centres_um=None, dtype=np.uint8, names=["", "pink", "olive", "teal"]
    )
    said = refused("assessmap", MAP=labels, REFERENCE=other, TABLE=out("t.csv"))
    says(said, "2 = green", "2 = olive")


def test_a_split_that_the_samples_do_not_have(refused, class_raster, good, out):
    points = good({(row, 4): "train" for row in range(12)}, name="points")
    said = refused("assessmap", MAP=class_raster([[1, 2, 3]] * 4), SAMPLES=points, TABLE=out("t.csv"))
    says(said, "points", "no test samples")
