# SPDX-License-Identifier: GPL-2.0-or-later
"""onnxruntime gives an exported model's classes: those of the plugin's map, wherever float32 can decide them."""

import json
from dataclasses import replace
from functools import cache

import numpy as np
import onnxruntime
import pytest
from densenets import patch_model
from making import random_model, write_geotiff
from osgeo import gdal

from mineral_prune_plugin.classes import with_colour
from mineral_prune_plugin.errors import ModelNotExportable, TileTooSmall
from mineral_prune_plugin.exporting.export_model import onnx_model
from mineral_prune_plugin.exporting.onnx_metadata import KEY, Origin
from mineral_prune_plugin.mapping.class_map import MapJob, map_minerals
from mineral_prune_plugin.mapping.kernel.certified_argmax import logits64
from mineral_prune_plugin.mapping.kernel.folding import exact_pass, standardised_layers
from mineral_prune_plugin.mapping.kernel.hull_inputs import near_hull_pass
from mineral_prune_plugin.mapping.kernel.log_inputs import log_pass
from mineral_prune_plugin.models.darkness import too_dark
from mineral_prune_plugin.models.densenet.forward import logits_map
from mineral_prune_plugin.models.densenet.network import Convolution
from mineral_prune_plugin.models.perceptron.network import Perceptron, Standardisation
from mineral_prune_plugin.models.reject import FEATURELESS, OTHER_MINERAL, SURFACE, UNLIKE, Reject
from mineral_prune_plugin.progress import silent
from mineral_prune_plugin.spectra.scene import compose_scene
from mineral_prune_plugin.spectra.scene_settings import SceneSettings
from mineral_prune_plugin.spectra.transforms import FLOOR

FEATURES = ("reflectance", "normalised", "continuum", "asai")
NUMBERS = (1, 2, 4, 7, 9, 200)
NAMES = ("alunite", "kaolinite", "calcite", "muscovite", "chalcedony", "halloysite")
ORIGIN = Origin("model.safetensors", "0" * 64, "0.1.0")
REJECTS = {
    "no reject": None,
    "one class": Reject({200: UNLIKE}),
    "every kind": Reject({2: OTHER_MINERAL, 4: SURFACE, 9: FEATURELESS, 200: UNLIKE}, ""),
    "a dark limit": Reject({2: FEATURELESS, 200: UNLIKE}, "", 0.05),
}


@cache
def scene():
    """(reflectance of the example scene with what is no data, too dark or negative beside it, its wavelengths)."""
    composed = compose_scene(SceneSettings(seed=3, width=60, height=50), silent())
    cube = composed.rows(0, 50).astype(np.float32) * np.float32(1e-4)
    cube[3, 4:9, 5] = np.nan
    cube[:, 10, 3:9] = 0
    cube[7, 11, 3:9] = np.inf
    cube[:, 20:26] *= np.float32(0.1)  # at the limit of darkness
    cube[5:9, 30:34] = -0.02
    cube.flags.writeable = False
    return cube, tuple(composed.wavelengths_um)


def model(feature="reflectance", reject=None, hidden=(12,), seed=0):
    """Random weights, standardised as the spectra of the scene are, so that every class occurs."""
    cube, um = scene()
    made = replace(random_model(um, hidden, (1, 2, 3, 4, 5), feature, seed=seed), classes=())
    spectra = np.ascontiguousarray(cube[:, 35:45].reshape(len(um), -1))
    network = spread(made.network, made.preprocessing.fitted(spectra).inputs(spectra), seed)
    fitted = made.preprocessing.fitted(spectra).standardisation
    classes = tuple(map(with_colour, NUMBERS, NAMES))
    return replace(made, network=network, standardisation=fitted, classes=classes, reject=reject)


def spread(network, inputs, seed):
    """A network of six classes whose logits are centred, so that each is the largest at times."""
    generator = np.random.default_rng(seed)
    values = inputs
    for weight, bias in zip(network.weights[:-1], network.biases[:-1]):
        values = np.maximum(values @ weight.T + bias, 0)
    last = generator.normal(size=(len(NUMBERS), values.shape[1])).astype(np.float32)
    logits = values @ last.T
    last /= logits.std(axis=0)[:, None]
    bias = -(values @ last.T).mean(axis=0)
    return Perceptron((*network.weights[:-1], last), (*network.biases[:-1], bias.astype(np.float32)))


def session_of(made, **options):
    """Of onnxruntime. options : of `onnx_model`"""
    data = onnx_model(made, ORIGIN, **options).SerializeToString()
    return onnxruntime.InferenceSession(data, providers=["CPUExecutionProvider"])


def channels_of(made, cube, **options):
    """float32 (channels, height, width)."""
    (channels,) = session_of(made, **options).run(None, {"reflectance": np.array(cube, np.float32)[None]})
    return channels[0]


def mapped(folder, made, cube):
    """(class map, confidence) as the plugin writes them."""
    raster = write_geotiff(folder / "scene.tif", np.array(cube), None if made.wavelengths is None else scene()[1])
    paths = str(folder / "map.tif"), str(folder / "sure.tif")
    map_minerals(MapJob(str(raster), made, *paths), silent())
    return tuple(gdal.Open(path).ReadAsArray() for path in paths)


def undecided(made, cube):
    """Where float32 cannot decide: the two largest logits in float64 are closer than what it may be wrong by."""
    spectra = np.ascontiguousarray(np.nan_to_num(cube, nan=1, posinf=1).reshape(len(cube), -1))
    layers, features = standardised_layers(made), made.preprocessing.features(spectra).astype(np.float64)
    second, first = np.sort(logits64(layers, features), axis=0)[-2:]
    return (first - second <= error(made, layers, spectra, features)).reshape(cube.shape[1:])


def error(made, layers, spectra, features):
    """float64 (n,): how far the difference of two logits may be wrong in float32, whatever the order of its sums."""
    if made.feature == "normalised":  # of the logarithms, and once more of the mean, which a graph subtracts
        brightness = np.log(made.brightness)
        features, bound = np.log(np.maximum(spectra, FLOOR)) - brightness, 2 * log_pass(layers, made).bound
    elif made.feature == "reflectance":
        bound = exact_pass(layers).bound
    else:
        bound = near_hull_pass(layers).bound
    return bound[:-1] @ np.abs(features) + bound[-1]


def check(folder, made, cube, session_cube=None, **options):
    """The channels of a perceptron, whose largest are the classes of its map; sees that they are."""
    expected, sure = mapped(folder, made, cube)
    channels = channels_of(made, cube if session_cube is None else session_cube, **options)
    doubt, classes = undecided(made, cube), channels.argmax(axis=0)
    assert doubt.mean() < 0.1
    assert np.array_equal(classes[~doubt], expected[~doubt])
    assert (classes != expected).mean() < 0.001  # rounding decides hardly any of the others otherwise
    named = (expected > 0) & ~doubt
    assert np.abs(channels.max(axis=0) - sure)[named].max() < 1e-4
    return channels, expected


@pytest.mark.parametrize("reject", REJECTS.values(), ids=REJECTS)
@pytest.mark.parametrize("feature", FEATURES)
def test_every_pixel_that_float32_can_decide_has_the_class_of_the_map(tmp_path, feature, reject):
    made, (cube, _) = model(feature, reject), scene()
    _, expected = check(tmp_path, made, cube)
    assert set(np.unique(expected)) == {0, *(mineral.number for mineral in made.minerals)}


def test_a_model_of_several_layers_and_one_without_wavelengths(tmp_path):
    cube, _ = scene()
    check(tmp_path, model(hidden=(9, 7, 5)), cube)
    plain = replace(model("normalised"), wavelengths=None)
    channels, _ = check(tmp_path, plain, cube)
    assert document(plain)["wavelengths_um"] is None and channels.shape[0] == 201


def test_integers_with_a_scale_give_the_classes_of_their_reflectance(tmp_path):
    made, (cube, _) = model("continuum", REJECTS["a dark limit"]), scene()
    integers = np.round(np.nan_to_num(cube, nan=0.3, posinf=0.3) * 1e4)
    check(tmp_path, made, integers.astype(np.float32) * np.float32(1e-4), integers, scale=1e-4)


def test_a_table_of_pixels_is_an_image_of_one_column():
    made, (cube, _) = model("asai", REJECTS["every kind"]), scene()
    table = cube.reshape(len(cube), -1, 1)
    channels = channels_of(made, table)
    assert np.array_equal(channels[:, :, 0].argmax(axis=0), channels_of(made, cube).argmax(axis=0).ravel())


def test_images_side_by_side_are_mapped_each_for_itself():
    made, (cube, _) = model("normalised"), scene()
    both = np.stack([cube, cube[:, ::-1]])
    (channels,) = session_of(made).run(None, {"reflectance": both})
    assert np.array_equal(channels[0].argmax(axis=0), channels[1].argmax(axis=0)[::-1])


def test_a_tile_has_the_size_that_was_chosen_and_any_size_is_none():
    made = model()
    for tile, size in ((0, None), (32, 32)):
        session = session_of(made, tile=tile)
        assert session.get_inputs()[0].shape[1:] == [50, size, size]
        assert session.get_outputs()[0].shape[1:] == [201, size, size]
    with pytest.raises(Exception, match="invalid dimensions"):
        session.run(None, {"reflectance": np.ones((1, 50, 32, 31), np.float32)})


def test_a_tile_smaller_than_what_a_densenet_looks_at_is_refused():
    """onnxruntime cannot mirror more pixels than there are (early ones read beyond them), nor tiles advance."""
    made = densenet(5)
    for tile in (1, 4):
        with pytest.raises(TileTooSmall, match=f"5 x 5 pixels .* tiles of {tile} x {tile} .* 5 or more"):
            onnx_model(made, ORIGIN, tile)
    session = session_of(made, tile=5)
    (channels,) = session.run(None, {"reflectance": np.ascontiguousarray(scene()[0][None, :, 20:25, :5])})
    assert channels.shape[-2:] == (5, 5)
    assert onnx_model(model(), ORIGIN, 1)  # each pixel for itself


def test_the_channels_are_the_class_numbers_and_of_no_class_nothing(tmp_path):
    made, (cube, _) = model("reflectance", REJECTS["one class"]), scene()
    channels, expected = check(tmp_path, made, cube)
    assert channels.shape[0] == 10 and not channels[[3, 5, 6, 8]].any()  # 200 is of the reject
    no_data = ~valid_pixels()
    assert (channels[0] == 1)[no_data].all() and not channels[1:, no_data].any()
    rejected = (expected == 0) & ~no_data
    assert rejected.any() and (channels[0] < 1)[rejected].all()


def test_a_pixel_at_the_limit_of_darkness_is_as_dark_as_in_the_map():
    made = model("reflectance", REJECTS["a dark limit"])
    limit = np.float32(0.05)
    spectra = np.full((50, 3), limit)
    spectra[:, 1:] = np.nextafter(limit, np.float32(0)), np.nextafter(limit, np.float32(1))
    steps = np.random.default_rng(1).integers(-30, 31, (50, 4000))
    spectra = np.concatenate([spectra, limit + steps.astype(np.float32) * np.spacing(limit)], axis=1)
    dark = too_dark(made, spectra)
    assert list(dark[:3]) == [False, True, False] and 0.1 < dark.mean() < 0.9
    blank = channels_of(made, spectra[:, :, None])[0, :, 0] == 1
    assert np.array_equal(blank, dark)


def test_of_probabilities_that_are_alike_but_for_rounding_the_class_is_that_of_the_logits():
    made = model()
    weights = np.zeros((2, 50), np.float32), np.zeros((6, 2), np.float32)
    biases = np.ones(2, np.float32), np.array([0, 1e-9, 3e-9, 2e-9, 0, 1e-9], np.float32)
    made = replace(made, network=Perceptron(weights, biases))
    channels = channels_of(made, np.full((50, 4, 4), 0.3))
    assert (channels.argmax(axis=0) == 4).all() and np.ptp(channels[[1, 2, 4, 7, 9, 200]]) < 1e-6


def test_numbers_that_float32_cannot_hold_are_no_class_and_a_model_of_such_is_refused():
    made = model()
    cube = np.full((50, 1, 3), 0.3, np.float32)
    cube[:, 0, 1], cube[:, 0, 2] = 3e38, 1e20
    assert (channels_of(made, cube).argmax(axis=0)[0] == 0).tolist() == [False, True, False]
    assert channels_of(overflowing(), np.full((50, 1, 1), 0.9e38))[0, 0, 0] == 1
    huge = Perceptron(tuple(weight * np.float32(1e15) for weight in made.network.weights), made.network.biases)
    with pytest.raises(ModelNotExportable, match="single precision"):
        onnx_model(replace(made, network=huge), ORIGIN)


def overflowing():
    """A model whose first sum is above 0 for bands that are alike, but minus infinity on its way in float32."""
    made, weight = model(), np.zeros((1, 50), np.float32)
    weight[0, :4], weight[0, 4:9] = -1, 0.9
    last, bias = np.arange(6, dtype=np.float32)[:, None], np.array([1, 0, 0, 0, 0, 0], np.float32)
    plain = Standardisation(np.zeros(50, np.float32), np.ones(50, np.float32))
    return replace(made, network=Perceptron((weight, last), (np.zeros(1, np.float32), bias)), standardisation=plain)


# DenseNets


def densenet(patch, feature="reflectance", **architecture):
    """Random weights, standardised and with centred logits as the scene has them, so that every class occurs."""
    cube, um = scene()
    made = patch_model(patch, bands=len(um), feature=feature, **architecture)
    spectra = np.ascontiguousarray(cube[:, 35:45].reshape(len(um), -1))
    blank = replace(random_model(um, feature=feature), classes=made.classes)
    made = replace(blank, network=made.network, standardisation=blank.preprocessing.fitted(spectra).standardisation)
    logits = densenet_logits(made).reshape(len(made.classes), -1)
    mean, deviation = logits.mean(axis=1), logits.std(axis=1)
    weight = made.network.weight / deviation[:, None]
    centred = replace(made.network, weight=weight, bias=(made.network.bias - mean) / deviation)
    return replace(made, network=centred)


def densenet_logits(made):
    """float32 (n_classes, height, width) of the scene, what is no data as zeros, mirrored at its edge."""
    cube, valid = scene()[0], valid_pixels()
    spectra = np.where(valid, cube, 1).reshape(len(cube), -1).astype(np.float32)
    inputs = np.where(valid, made.inputs_of(spectra).T.reshape(cube.shape), 0).astype(np.float32)
    margins = (0, 0), *[(made.patch // 2,) * 2] * 2
    return logits_map(made.network, np.pad(inputs, margins, mode="reflect"))


def valid_pixels():
    cube, _ = scene()
    return np.isfinite(cube).all(axis=0) & (cube > 0).any(axis=0)


ARCHITECTURES = {
    "of pixels alone": (1, "reflectance", {}),
    "of 3 x 3 pixels": (3, "normalised", {}),
    "of 5 x 5 pixels": (5, "continuum", {}),
    "with a mean over what is left": (9, "asai", {"blocks": (1, 1)}),
    "with bottlenecks": (7, "reflectance", {"bottleneck": True}),
}


@pytest.mark.parametrize("name", ARCHITECTURES)
def test_a_densenet_sees_the_same_neighbours(tmp_path, name):
    patch, feature, architecture = ARCHITECTURES[name]
    check_densenet(tmp_path, densenet(patch, feature, **architecture))


def check_densenet(folder, made):
    cube, _ = scene()
    (expected, sure), valid = mapped(folder, made, cube), valid_pixels()
    channels = channels_of(made, cube)
    second, first = np.sort(densenet_logits(made), axis=0)[-2:]
    decided = (first - second > 1e-4) | ~valid
    assert decided.mean() > 0.99 and set(np.unique(expected)) == {0, 1, 2, 4}
    assert np.array_equal(channels.argmax(axis=0)[decided], expected[decided])
    assert np.abs(channels.max(axis=0) - sure)[valid & decided].max() < 1e-4


def test_a_densenet_of_groups_and_of_layers_that_nothing_reads(tmp_path):
    made = densenet(7)
    (first, second), (third, fourth) = made.network.blocks
    (whole,) = first[0].groups
    halves = tuple(replace(whole, weight=whole.weight[part]) for part in (slice(0, 1), slice(1, None)))
    grouped = Convolution(halves), *first[1:]
    check_densenet(tmp_path, replace(made, network=replace(made.network, blocks=((grouped, second), (third, fourth)))))
    gappy = replace(made, network=with_empty_layers(made.network))
    check_densenet(tmp_path, gappy)
    assert not [each for each in onnx_model(gappy, ORIGIN).graph.initializer if 0 in each.dims]  # not every runtime has


def with_empty_layers(network):
    """The last layer of the first block gives no map; the first of the second one reads none, and so gives zeros."""
    (first, second), (third, fourth) = network.blocks
    (of_second,), (of_third,) = second[0].groups, third[0].groups
    nothing = np.zeros(0, np.float32)
    none_given = replace(of_second, weight=of_second.weight[:0])
    none_read = replace(of_third, reads=of_third.reads[:0], scale=nothing, shift=nothing, weight=of_third.weight[:, :0])
    blocks = (first, (Convolution((none_given,)),)), ((Convolution((none_read,)),), fourth)
    (transition,) = network.transitions
    (group,) = transition.groups
    kept = group.reads < len(network.first) + len(first[-1].groups[0].weight)
    some = replace(group, **{name: getattr(group, name)[kept] for name in ("reads", "scale", "shift")})
    some = replace(some, weight=group.weight[:, kept])
    return replace(network, blocks=blocks, transitions=(Convolution((some,)),))


# What the file says


def document(made):
    return json.loads(session_of(made).get_modelmeta().custom_metadata_map[KEY])


def test_the_metadata_say_what_a_map_needs_to_know():
    made = model("continuum", REJECTS["a dark limit"])
    stated = document(made)
    assert stated["wavelengths_um"] == list(made.wavelengths.centres_um) and len(stated["widths_um"]) == 50
    assert [each["number"] for each in stated["classes"]] == [1, 4, 7, 9]
    assert stated["classes"][1] == {"number": 4, "name": "calcite", "colour": made.classes[2].colour}
    assert stated["reject"] == {"kinds": {"2": FEATURELESS, "200": UNLIKE}, "darkest": 0.05}
    facts = {name: stated[name] for name in ("file", "sha256", "version", "opset", "feature", "scale", "halo")}
    assert facts == {**vars(ORIGIN), "opset": 13, "feature": "continuum", "scale": 1.0, "halo": 0}


def test_deepness_can_read_it_and_gets_the_reflectance_back():
    """Its code, in short: names without a gap from 0; a tile that is a number; values / 255, standardised."""
    made, (cube, _) = model("reflectance", REJECTS["one class"]), scene()
    session = session_of(made, tile=50)
    keys = {name: json.loads(text) for name, text in session.get_modelmeta().custom_metadata_map.items()}
    assert keys["model_type"] == "Segmentor" and keys["tile_size"] == 50 and keys["tiles_overlap"] == 0
    names = sorted(keys["class_names"].items(), key=lambda each: int(each[0]))
    assert [int(place) for place, _ in names] == list(range(10))
    assert [name for _, name in names][:5] == ["unclassified", "alunite", "kaolinite", "-", "calcite"]
    assert len(session.get_outputs()) == 1 and session.get_outputs()[0].shape[-2:] == [50, 50]
    mean, deviation = (np.array(keys[f"standardization_{name}"], np.float32) for name in ("mean", "std"))
    tile = np.float32(cube.transpose(1, 2, 0)[:, :50] * 1.0 / 255.0)
    tile = ((tile - mean) / deviation).transpose(2, 0, 1)
    (channels,) = session.run(None, {"reflectance": tile[None]})
    expected = channels_of(made, cube[:, :, :50]).argmax(axis=0)
    assert (channels[0].argmax(axis=0) != expected).mean() < 0.001
    halo = json.loads(session_of(densenet(5), tile=64).get_modelmeta().custom_metadata_map["tiles_overlap"])
    assert halo == 7  # 2 of 64 pixels on each side
