# SPDX-License-Identifier: GPL-2.0-or-later
"""A mineral map equals a plain evaluation pixel by pixel, for every layout of raster, and states what it is."""

from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from making import LAYOUTS, ROTATED, Watcher, random_model, random_network, wkt, write_envi, write_geotiff
from osgeo import gdal

from mineral_prune_plugin.classes import MineralClass
from mineral_prune_plugin.errors import (
    BandsMissing,
    Cancelled,
    OutputFolderMissing,
    OutputTwice,
    ScaleDiffers,
    SceneWithoutData,
)
from mineral_prune_plugin.mapping.class_map import MapJob, map_minerals
from mineral_prune_plugin.mapping.kernel.pixels import PIECE
from mineral_prune_plugin.mapping.legend import read_legend, style
from mineral_prune_plugin.mapping.neurons import NeuronJob, map_neurons
from mineral_prune_plugin.notices import UnitsDecidedByMagnitude
from mineral_prune_plugin.progress import silent
from mineral_prune_plugin.raster import piece_readers
from mineral_prune_plugin.raster.band_matching import BandSelection
from mineral_prune_plugin.raster.source import describe
from mineral_prune_plugin.raster.windows import plan

UM = (2.0, 2.1, 2.2, 2.3)
HEIGHT, WIDTH = 23, 41
MODEL = random_model(UM, hidden=(9,), numbers=(1, 2, 4), seed=3)
DEEP = random_model(UM, hidden=(9, 7, 5), numbers=(1, 2, 4, 255), feature="asai", seed=5)


def scene(seed=0):
    """Random reflectance; (n_bands, height, width) float32 with a rectangle of no-data and a NaN."""
    cube = np.random.default_rng(seed).uniform(0.05, 0.95, (4, HEIGHT, WIDTH)).astype(np.float32)
    cube[:, 4:9, 10:30] = -9999
    cube[2, 20, 40] = np.nan
    return cube


def plain(model, cube):
    """(class numbers, confidences) of valid spectra (n_bands, n), in float64 and one layer after the other."""
    r = np.maximum(cube.astype(np.float64), 1e-4)
    if model.feature == "asai":
        um = np.array(UM)
        r = np.stack([np.log(_hull(um, spectrum) / spectrum) for spectrum in r.T], axis=1)
    outputs = (r.T - model.standardisation.mean) / model.standardisation.deviation
    hidden = []
    for index, (weight, bias) in enumerate(zip(model.network.weights, model.network.biases)):
        outputs = outputs @ weight.T.astype(np.float64) + bias
        if index < len(model.network.weights) - 1:
            outputs = np.maximum(outputs, 0)
            hidden.append(outputs)
    shares = np.exp(outputs - outputs.max(axis=1, keepdims=True))
    shares /= shares.sum(axis=1, keepdims=True)
    return (
        np.array([c.number for c in model.classes])[shares.argmax(axis=1)],
        shares.max(axis=1),
        np.concatenate(hidden, 1),
    )


def _hull(um, spectrum):
    """The largest chord over each band: the upper hull by its definition."""
    pairs = [(a, b) for a in range(len(um)) for b in range(a, len(um))]
    lines = [np.where((um >= um[a]) & (um <= um[b]), np.interp(um, um[[a, b]], spectrum[[a, b]]), 0) for a, b in pairs]
    return np.max(lines, axis=0)


def expected_map(model, cube):
    """(class map, confidence map, valid) of the whole scene; 0 and -1 where there is no data."""
    valid = np.isfinite(cube).all(axis=0) & (cube != -9999).all(axis=0)
    classes, confidence = np.zeros(valid.shape, int), np.full(valid.shape, -1.0)
    classes[valid], confidence[valid], _ = plain(model, cube[:, valid])
    return classes, confidence, valid


def opened(path):
    return gdal.Open(str(path)).ReadAsArray()


def mapped(folder, raster, model=MODEL, progress=None, **job):
    """(class map, confidence map, MapResult) of a run."""
    folder.mkdir(exist_ok=True)
    output, confidence = folder / "map.tif", folder / "sure.tif"
    result = map_minerals(MapJob(str(raster), model, str(output), str(confidence), **job), progress or silent())
    return opened(output), opened(confidence), result


@pytest.mark.parametrize("model", [MODEL, DEEP], ids=["reflectance", "asai_deep"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_pixel_is_that_of_a_plain_evaluation(tmp_path, layout, model):
    classes, confidence, result = mapped(tmp_path / "out", LAYOUTS[layout](tmp_path, scene(), UM, -9999), model)
    truth, expected, valid = expected_map(model, scene())
    assert confidence == pytest.approx(expected, abs=1e-4)
    assert np.array_equal(classes, truth)
    assert result.class_pixels == {c.number: int((truth == c.number).sum()) for c in model.classes}
    assert (result.unclassified_pixels, result.no_data_pixels) == (0, int((~valid).sum()))
    assert not classes[~valid].any() and (confidence[~valid] == -1).all()


@pytest.mark.parametrize("budget", [16, 700, 5000])
def test_the_windows_are_no_matter(tmp_path, monkeypatch, budget):
    raster = LAYOUTS["gtiff_tiled_band"](tmp_path, scene(), UM, -9999)
    whole = mapped(tmp_path / "whole", raster)
    monkeypatch.setattr(piece_readers, "plan", partial(plan, budget=budget))
    assert len(piece_readers.Source.of(describe(str(raster)), BandSelection((1, 2, 3, 4)), PIECE).windows()) > 1
    parts = mapped(tmp_path / "parts", raster)
    assert np.array_equal(parts[0], whole[0]) and parts[2] == whole[2]
    assert parts[1] == pytest.approx(whole[1], abs=1e-6)


def test_a_map_is_the_same_twice_to_the_last_bit(tmp_path):
    raster = LAYOUTS["bil"](tmp_path, scene(), UM, -9999)
    first, second = mapped(tmp_path / "first", raster), mapped(tmp_path / "second", raster)
    assert first[0].tobytes() == second[0].tobytes() and first[1].tobytes() == second[1].tobytes()


@pytest.mark.parametrize("least", [0.0, 0.5, 0.9, 1.0])
def test_pixels_below_the_least_confidence_are_unclassified(tmp_path, least):
    raster = LAYOUTS["bsq"](tmp_path, scene(), UM, -9999)
    classes, confidence, result = mapped(tmp_path / "out", raster, min_confidence=least)
    truth, _, valid = expected_map(MODEL, scene())
    confident = confidence >= least
    assert np.array_equal(classes, np.where(confident & valid, truth, 0))
    assert result.unclassified_pixels == int((valid & ~confident).sum())
    assert sum(result.class_pixels.values()) + result.unclassified_pixels + result.no_data_pixels == HEIGHT * WIDTH
    assert (result.unclassified_pixels > 0) == (least > 0.4)


def test_a_raster_in_another_band_order_and_unit_gives_the_same_map(tmp_path):
    truth, _, _ = expected_map(MODEL, scene())
    shuffled = np.concatenate([scene()[[2, 0]], np.full((1, HEIGHT, WIDTH), 0.7, np.float32), scene()[[3, 1]]])
    nanometres = [2201, 1998, 2150, 2302, 2100]
    path = write_envi(tmp_path / "nm.img", shuffled, "bil", wavelength=nanometres, data_ignore_value=-9999)
    watcher = Watcher()
    classes, _, _ = mapped(tmp_path / "out", path, progress=watcher.progress)
    assert np.array_equal(classes, truth)
    assert len(watcher.notices_of(UnitsDecidedByMagnitude)) == 1


def test_a_raster_of_scaled_integers_gives_the_map_of_its_reflectance(tmp_path):
    raw = np.random.default_rng(1).integers(500, 9500, (4, HEIGHT, WIDTH), np.int16)
    path = write_geotiff(tmp_path / "scaled.tif", raw, UM, scale=1e-4)
    assert np.array_equal(mapped(tmp_path / "out", path)[0], expected_map(MODEL, (raw / 1e4).astype(np.float32))[0])


def test_missing_bands_are_interpolated_only_on_request(tmp_path):
    um = (2.0, 2.08, 2.12, 2.2, 2.3)
    cube = scene()
    between = np.stack([cube[0], cube[1] - 0.02, cube[1] + 0.02, cube[2], cube[3]])
    between[:, cube[0] == -9999] = -9999
    path = LAYOUTS["bip"](tmp_path, between, um, -9999)
    with pytest.raises(BandsMissing) as refused:
        mapped(tmp_path / "out", path)
    assert refused.value.facts["missing"] == "2.100" and list((tmp_path / "out").iterdir()) == []
    classes, confidence, _ = mapped(tmp_path / "out", path, interpolate=True)
    assert np.array_equal(classes, expected_map(MODEL, cube)[0])
    assert confidence == pytest.approx(expected_map(MODEL, cube)[1], abs=1e-3)


# What the file states of itself.


def test_the_map_carries_names_colours_no_data_and_georeference(tmp_path):
    raster = write_geotiff(tmp_path / "scene.tif", scene(), UM, no_data=-9999, transform=ROTATED)
    mapped(tmp_path / "out", raster, DEEP)
    dataset = gdal.Open(str(tmp_path / "out" / "map.tif"))
    band = dataset.GetRasterBand(1)
    assert band.DataType == gdal.GDT_Byte and band.GetNoDataValue() == 0
    assert dataset.GetGeoTransform() == ROTATED and "UTM zone 11N" in dataset.GetProjection()
    assert read_legend(dataset) == DEEP.classes
    band.GetMetadata()
    names = band.GetRasterCategoryNames()
    assert names[:5] == ["unclassified", "alunite", "kaolinite", "", "calcite"] and names[255] == "muscovite"
    assert band.GetRasterColorTable().GetColorEntry(1)[:3] == (0xD5, 0x5E, 0x00)
    assert band.GetRasterColorTable().GetColorEntry(0)[3] == 0
    sure = gdal.Open(str(tmp_path / "out" / "sure.tif"))
    assert sure.GetRasterBand(1).GetNoDataValue() == -1 and sure.GetGeoTransform() == ROTATED


def test_qgis_shows_the_models_classes_only(tmp_path, qgis):
    from qgis.core import QgsRasterLayer

    model = replace(MODEL, classes=(*MODEL.classes[:2], MineralClass(4, 'a "mica" <2M\u2081> & more', "#123456")))
    mapped(tmp_path / "out", LAYOUTS["bsq"](tmp_path, scene(), UM, -9999), model)
    layer = QgsRasterLayer(str(tmp_path / "out" / "map.tif"), "map")
    assert layer.isValid() and layer.renderer().type() == "paletted"
    entries = [(entry.value, entry.label, entry.color.name().upper()) for entry in layer.renderer().classes()]
    assert entries == [(c.number, c.name, c.colour.upper()) for c in model.classes]


def test_a_style_is_well_formed_whatever_a_mineral_is_called():
    from xml.etree import ElementTree

    name = "\"'<&>\u00fc"
    tree = ElementTree.fromstring(style((MineralClass(7, name, "#010203"),)).split("\n", 1)[1])
    (entry,) = tree.iter("paletteEntry")
    assert entry.attrib == {"value": "7", "color": "#010203", "alpha": "255", "label": name}


@pytest.mark.parametrize("count", [20, 21, 255])
def test_pixels_of_many_classes_are_counted(tmp_path, count):
    classes = tuple(MineralClass(256 - number, f"mineral {number}", "#010203") for number in range(count, 0, -1))
    model = replace(MODEL, network=random_network((4, 9, count)), classes=classes)
    class_map, _, result = mapped(tmp_path, LAYOUTS["bip"](tmp_path, scene(), UM, -9999), model)
    assert result.class_pixels == {mineral.number: np.count_nonzero(class_map == mineral.number) for mineral in classes}
    assert result.no_data_pixels == 5 * 20 + 1 and result.unclassified_pixels == 0
    assert np.array_equal(class_map, expected_map(model, scene())[0])


# What cannot be mapped leaves no file.


def refused(folder, error, job, progress=None):
    out = folder / "out"
    out.mkdir(exist_ok=True)
    with pytest.raises(error) as raised:
        map_minerals(job(str(out / "map.tif"), str(out / "sure.tif")), progress or silent())
    assert list(out.iterdir()) == []
    return raised.value.facts


def test_a_scene_without_one_valid_pixel_is_refused(tmp_path):
    raster = LAYOUTS["bil"](tmp_path, np.full((4, 9, 7), -9999, np.float32), UM, -9999)
    facts = refused(
        tmp_path, SceneWithoutData, lambda output, confidence: MapJob(str(raster), MODEL, output, confidence)
    )
    assert facts == {"raster": "cube_bil.img", "pixels": 63}


@pytest.mark.parametrize("factor", [100, 1e4])
def test_values_of_another_scale_are_refused(tmp_path, factor):
    raster = LAYOUTS["bil"](tmp_path, np.full((4, 9, 7), 0.5 * factor, np.float32), UM)
    facts = refused(tmp_path, ScaleDiffers, lambda output, confidence: MapJob(str(raster), MODEL, output, confidence))
    assert facts == {"raster": "cube_bil.img", "expected": 0.4, "found": pytest.approx(0.5 * factor)}


def test_the_first_pixel_of_a_scene_that_lies_askew_does_not_decide_its_scale(tmp_path):
    cube = np.random.default_rng(0).uniform(0.2, 0.6, (4, 9, 1500)).astype(np.float32)
    cube[:, :2] = -9999
    cube[:, 1, 700] = 1e-5
    for layout in ("bip", "gtiff_tiled_pixel"):
        raster = LAYOUTS[layout](tmp_path, cube, UM, -9999)
        assert np.count_nonzero(mapped(tmp_path / layout, raster)[0]) == 7 * 1500 + 1
        map_neurons(NeuronJob(str(raster), MODEL, str(tmp_path / "neurons.tif")), silent())


def test_a_scene_of_another_scale_is_refused_however_late_it_begins(tmp_path):
    cube = np.full((4, 600, 300), -9999, np.float32)
    cube[:, -1, -5:] = 5000
    raster = LAYOUTS["bip"](tmp_path, cube, UM, -9999)
    refused(tmp_path, ScaleDiffers, lambda output, confidence: MapJob(str(raster), MODEL, output, confidence))


@pytest.mark.parametrize("factor", [0.02, 1.0, 2.0])
def test_darker_and_brighter_scenes_are_mapped(tmp_path, factor):
    raster = LAYOUTS["bil"](tmp_path, np.full((4, 9, 7), 0.5 * factor, np.float32), UM)
    assert mapped(tmp_path / "out", raster)[0].all()


@pytest.mark.parametrize("after", [0, 1, 5])
def test_a_cancelled_map_leaves_no_file(tmp_path, monkeypatch, after):
    plan_small = lambda width, height, block, size: plan(width, height, block, size, 2000)  # noqa: E731
    monkeypatch.setattr(piece_readers, "plan", plan_small)
    raster = LAYOUTS["gtiff_pixel"](tmp_path, scene(), UM, -9999)
    job = lambda output, confidence: MapJob(str(raster), MODEL, output, confidence)  # noqa: E731
    refused(tmp_path, Cancelled, job, Watcher(cancel_after=after).progress)


def test_one_file_for_map_and_confidence_or_a_missing_folder_is_refused(tmp_path):
    raster = LAYOUTS["bsq"](tmp_path, scene(), UM, -9999)
    refused(tmp_path, OutputTwice, lambda output, _: MapJob(str(raster), MODEL, output, output))
    facts = refused(
        tmp_path, OutputFolderMissing, lambda *_: MapJob(str(raster), MODEL, str(tmp_path / "no" / "map.tif"))
    )
    assert facts == {"output": "map.tif", "folder": str(tmp_path / "no")}


def test_a_map_replaces_an_older_one_whole(tmp_path):
    raster = LAYOUTS["bsq"](tmp_path, scene(), UM, -9999)
    mapped(tmp_path / "out", raster, DEEP)
    classes, _, _ = mapped(tmp_path / "out", raster, MODEL)
    assert np.array_equal(classes, expected_map(MODEL, scene())[0])
    assert read_legend(gdal.Open(str(tmp_path / "out" / "map.tif"))) == MODEL.classes


# Neurons.


@pytest.mark.parametrize("model", [MODEL, DEEP], ids=["reflectance", "asai_deep"])
@pytest.mark.parametrize("layout", ["bil", "gtiff_tiled_band"])
def test_each_band_of_the_neuron_map_is_the_output_of_a_neuron(tmp_path, layout, model):
    raster = LAYOUTS[layout](tmp_path, scene(), UM, -9999)
    names = map_neurons(NeuronJob(str(raster), model, str(tmp_path / "neurons.tif")), silent())
    dataset = gdal.Open(str(tmp_path / "neurons.tif"))
    valid = expected_map(model, scene())[2]
    neurons = dataset.ReadAsArray()
    outputs = plain(model, scene()[:, valid])[2]
    assert np.abs(neurons[:, valid].T - outputs).max() < 1e-4
    assert (neurons[:, ~valid] == -1).all() and (neurons[:, valid] >= 0).all()
    assert [dataset.GetRasterBand(k + 1).GetDescription() for k in range(len(names))] == list(names)
    assert dataset.GetRasterBand(1).GetNoDataValue() == -1 and dataset.GetProjection() == (
        wkt() if layout != "bil" else ""
    )


def test_neurons_of_a_pruned_model_keep_their_original_numbers(tmp_path):
    raster = LAYOUTS["bil"](tmp_path, scene(), UM, -9999)
    pruned = replace(random_model(UM, hidden=(3,)), pruning={"neurons": [[2, 17, 29]]})
    names = map_neurons(NeuronJob(str(raster), pruned, str(tmp_path / "neurons.tif")), silent())
    assert [name.split(":")[0] for name in names] == ["layer 1 neuron 2", "layer 1 neuron 17", "layer 1 neuron 29"]


@pytest.mark.parametrize("model", [MODEL, DEEP], ids=["reflectance", "asai_deep"])
def test_a_neuron_is_named_by_the_class_in_whose_pixels_its_mean_output_is_the_highest(tmp_path, model):
    raster = LAYOUTS["gtiff_tiled_band"](tmp_path, scene(), UM, -9999)
    names = map_neurons(NeuronJob(str(raster), model, str(tmp_path / "neurons.tif")), silent())
    numbers, _, valid = expected_map(model, scene())[:3]
    outputs = gdal.Open(str(tmp_path / "neurons.tif")).ReadAsArray()[:, valid]
    identified = np.asarray(numbers).reshape(valid.shape)[valid]
    means = {each.name: outputs[:, identified == each.number].mean(axis=1)
             for each in model.classes if (identified == each.number).any()}  # fmt: skip
    expected = [max(means, key=lambda name: means[name][k]) for k in range(len(names))]  # noqa: B023
    silent_ones = outputs.max(axis=1) == 0
    assert [name.split(": ")[1] for name in names] == [
        "silent" if nothing else name for nothing, name in zip(silent_ones, expected)
    ]


def test_a_neuron_map_that_fails_leaves_no_file(tmp_path):
    raster = LAYOUTS["bil"](tmp_path, np.full((4, 9, 7), -9999, np.float32), UM, -9999)
    (tmp_path / "out").mkdir()
    job = NeuronJob(str(raster), MODEL, str(tmp_path / "out" / "neurons.tif"))
    for error, progress in ((SceneWithoutData, silent()), (Cancelled, Watcher(cancel_after=0).progress)):
        with pytest.raises(error):
            map_neurons(job, progress)
        assert list((tmp_path / "out").iterdir()) == []
