# SPDX-License-Identifier: GPL-2.0-or-later
"""A sparse DenseNet from samples with their neighbourhoods: what it learns, what it records, that it repeats."""

from dataclasses import replace

import numpy as np
import pytest
from making import Watcher, write_geotiff

from mineral_prune_plugin.classes import with_colour
from mineral_prune_plugin.errors import Cancelled, SettingOutOfBounds, TooManyPatchPixels
from mineral_prune_plugin.models.densenet.cost import multiply_adds_of_a_pixel, parameters
from mineral_prune_plugin.models.densenet.patch_inputs import PatchInputs
from mineral_prune_plugin.models.model_file import load, save
from mineral_prune_plugin.models.train_model import Recipe, identify_samples
from mineral_prune_plugin.progress import silent
from mineral_prune_plugin.pruning.sparse_settings import SparseSettings
from mineral_prune_plugin.pruning.train_sparse_densenet import train_sparse_densenet
from mineral_prune_plugin.raster import patch_reader as patches_module
from mineral_prune_plugin.raster.band_matching import BandSelection
from mineral_prune_plugin.raster.patch_reader import read_patches
from mineral_prune_plugin.raster.source import describe
from mineral_prune_plugin.raster.spectrum_reader import SpectrumReader
from mineral_prune_plugin.samples.samples import Samples, read_sample_spectra
from mineral_prune_plugin.samples.unlabelled import draw_unlabelled, with_patches

SETTINGS = SparseSettings(patch=3, depth=3, growth=6, stages=2, target=50.0, epochs=30)
UM = (2.0, 2.1, 2.2, 2.3)


@pytest.fixture(scope="module")
def scene(tmp_path_factory):
    """40 x 40 pixels whose class is the direction in which brightness falls in their neighbourhood: three stripes.

    A pixel alone does not tell it: every brightness is in every class.
    """
    generator = np.random.default_rng(0)
    cube = generator.uniform(0.3, 0.5, (4, 40, 40)).astype(np.float32)
    labels = np.repeat(np.arange(1, 4), 14)[:40][None].repeat(40, axis=0)
    cube[:, ::2] += np.float32(0.2) * (labels == 1)[::2]
    cube[:, :, ::2] += np.float32(0.2) * (labels == 2)[:, ::2]
    path = write_geotiff(tmp_path_factory.mktemp("stripes") / "scene.tif", cube, UM)
    return SpectrumReader(describe(str(path)), BandSelection((1, 2, 3, 4))), labels


@pytest.fixture(scope="module")
def spectra(scene):
    reader, labels = scene
    places = np.random.default_rng(1).permutation(1600)[:900]
    rows, columns = np.divmod(places, 40)
    splits = np.repeat(np.arange(3), 300).astype(np.int8)
    minerals = tuple(with_colour(number, name) for number, name in ((1, "alunite"), (2, "calcite"), (3, "kaolinite")))
    samples = Samples(columns, rows, labels[rows, columns].astype(np.uint8), splits, minerals)
    labelled = read_sample_spectra(reader, samples, silent(), 3)
    unlabelled = draw_unlabelled(reader, labelled, 200, 1, silent())
    return replace(labelled, unlabelled=with_patches(reader, unlabelled, 3, silent()))


@pytest.fixture(scope="module")
def trained(spectra):
    return train_sparse_densenet(spectra, Recipe("reflectance", None, SETTINGS), "scene.tif", silent())


def accuracy(model, spectra, split):
    reference, identified = identify_samples(model, spectra, split)
    return (reference == identified).mean()


def test_it_learns_what_no_pixel_alone_tells(spectra, trained):
    alone = replace(spectra, unlabelled=None)
    spatial = train_sparse_densenet(alone, Recipe("reflectance", None, SETTINGS), "scene.tif", silent())[0]
    single = replace(SETTINGS, patch=1)
    centre = replace(alone, patches=None)
    spectral = train_sparse_densenet(centre, Recipe("reflectance", None, single), "scene.tif", silent())[0]
    assert accuracy(spatial, spectra, "test") > accuracy(spectral, centre, "test") + 0.1


def test_each_stage_is_on_record_and_the_last_is_the_model(spectra, trained):
    model, trace, history = trained
    assert [row.stage for row in trace.rows] == [0, 1, 2] and [row.epoch for row in trace.rows] == [0, 7, 15]
    inputs = [row.inputs for row in trace.rows]
    assert inputs[0] == trace.rows[0].all_inputs and inputs == sorted(inputs, reverse=True)
    assert (trace.rows[-1].parameters, trace.rows[-1].multiply_adds) == (
        parameters(model.network), multiply_adds_of_a_pixel(model.network),
    )  # fmt: skip
    assert trace.rows[0].oa_before is None and all(0 <= row.oa_before <= 1 for row in trace.rows[1:])
    assert trace.rows[-1].oa_after == history.validation_oa[-1] == accuracy(model, spectra, "validation")
    assert trace.parameter_compression > 1 and trace.multiply_add_compression > 1
    assert model.training["validation_oa"] == trace.rows[-1].oa_after


def test_readings_state_which_layer_reads_which(trained):
    _, trace, _ = trained
    for readings in (trace.dense, trace.sparse):
        for layer in {reading.layer for reading in readings}:
            assert sum(reading.share for reading in readings if reading.layer == layer) == pytest.approx(1)
    assert all(reading.read == reading.maps for reading in trace.dense)
    dense, sparse = ({(r.layer, r.source) for r in readings} for readings in (trace.dense, trace.sparse))
    assert dense == sparse
    assert {("1.1", "input"), ("1.2", "1.1"), ("T1", "1.2"), ("2.1", "T1")} <= dense
    assert sum(reading.read for reading in trace.sparse) == trace.rows[-1].inputs


def test_one_seed_gives_one_model_and_another_another(tmp_path, spectra, trained):
    for name, seed in (("first", 1), ("same", 1), ("second", 2)):
        recipe = Recipe("reflectance", None, replace(SETTINGS, epochs=3, seed=seed))
        save(train_sparse_densenet(spectra, recipe, "scene.tif", silent())[0], tmp_path / name)
    first, same, second = ((tmp_path / name).read_bytes() for name in ("first", "same", "second"))
    assert first == same != second


def test_a_saved_model_identifies_the_same(tmp_path, spectra, trained):
    model = trained[0]
    save(model, tmp_path / "model")
    loaded = load(tmp_path / "model")
    assert loaded.pruning == model.pruning and loaded.training == model.training
    for before, after in zip(identify_samples(model, spectra, "test"), identify_samples(loaded, spectra, "test")):
        assert (before == after).all()


def test_test_samples_change_nothing(spectra, trained):
    """Other classes for the test samples: the same network comes of it."""
    test = spectra.samples.splits == 2
    samples = replace(spectra.samples, classes=np.where(test, 1, spectra.samples.classes).astype(np.uint8))
    recipe = Recipe("reflectance", None, replace(SETTINGS, epochs=2))
    models = [
        train_sparse_densenet(each, recipe, "scene.tif", silent())[0]
        for each in (spectra, replace(spectra, samples=samples))
    ]
    assert all((a == b).all() for a, b in zip(*((m.network.first, m.network.weight) for m in models)))


def test_nothing_dropped_stays_dense(spectra):
    recipe = Recipe("reflectance", None, replace(SETTINGS, target=0.0, epochs=2))
    _, trace, _ = train_sparse_densenet(spectra, recipe, "scene.tif", silent())
    assert len(trace.rows) == 1 and trace.parameter_compression == 1


def test_it_stops_when_asked(spectra):
    recipe = Recipe("reflectance", None, SETTINGS)
    with pytest.raises(Cancelled):
        train_sparse_densenet(spectra, recipe, "scene.tif", Watcher(cancel_after=130).progress)


@pytest.mark.parametrize(
    "wrong", [{"patch": 4}, {"patch": 17}, {"patch": 0}, {"depth": 0}, {"growth": 65}, {"target": 99.5}, {"stages": 0}]
)
def test_settings_out_of_bounds_are_refused(wrong):
    with pytest.raises(SettingOutOfBounds):
        SparseSettings(**wrong)


def test_a_patch_turned_is_the_patch_turned():
    square = np.arange(9)
    inputs = PatchInputs(square[:, None].astype(np.float32), square[None].astype(np.int32))
    turned = {tuple(inputs.take(np.zeros(1, int), np.array([k])).ravel().astype(int)) for k in range(8)}
    assert len(turned) == 8 and all(patch[4] == 4 for patch in turned)
    assert tuple(inputs.take(np.zeros(1, int), np.zeros(1, int)).ravel()) == tuple(square)


def test_patches_that_share_pixels_hold_them_once_and_too_many_are_refused(scene, monkeypatch):
    reader, _ = scene
    columns, rows = np.array([0, 1, 2, 39]), np.array([0, 0, 0, 39])
    patches = read_patches(reader, columns, rows, 3, silent())
    assert patches.pixels.shape == (4, 12)  # 2 x 4 at the top, 2 x 2 in the corner
    assert (patches.pixels[:, patches.places[0, 0]] == patches.pixels[:, patches.places[0, 8]]).all()  # mirrored
    monkeypatch.setattr(patches_module, "MOST_BYTES", 500)
    with pytest.raises(TooManyPatchPixels):
        read_patches(reader, columns, rows, 3, silent())


def test_a_layer_without_readers_reads_nothing(spectra):
    """With one map a layer and most inputs gone, whole layers go: they are not counted among those that read."""
    recipe = Recipe("reflectance", None, replace(SETTINGS, depth=8, growth=1, target=90.0, epochs=2))
    model, trace, _ = train_sparse_densenet(spectra, recipe, "scene.tif", silent())
    layers = [layer for block in model.network.blocks for layer in block] + [model.network.transitions]
    read = [len(group.reads) for layer in layers for convolution in layer for group in convolution.groups]
    assert 0 in read
    assert trace.rows[-1].inputs == sum(read) == sum(reading.read for reading in trace.sparse)
    assert sum(reading.share > 0 for reading in trace.sparse) == sum(reading.read > 0 for reading in trace.sparse)


def test_a_percentage_is_exact(spectra):
    """11.2 % of the 250 inputs of the transition are 28; in floating point 11.2 / 100 * 250 falls short of it."""
    settings = replace(SETTINGS, depth=14, growth=34, target=11.2, stages=1, epochs=2)
    alone = replace(spectra, unlabelled=None)
    _, trace, _ = train_sparse_densenet(alone, Recipe("reflectance", None, settings), "scene.tif", silent())
    reads = [(reading.read, reading.maps) for reading in trace.sparse if reading.layer == "T1"]
    assert np.sum(reads, axis=0).tolist() == [250 - 28, 250]
