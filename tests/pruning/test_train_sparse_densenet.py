# SPDX-License-Identifier: GPL-2.0-or-later
"""A sparse DenseNet from samples with their neighbourhoods: what it learns, what it records, that it repeats."""

import platform
from dataclasses import replace

import numpy as np
import pytest
import torch
from making import Watcher, write_geotiff

from mineral_prune_plugin.classes import with_colour
from mineral_prune_plugin.errors import Cancelled, SettingOutOfBounds, TooManyPatchPixels
from mineral_prune_plugin.models.densenet.cost import multiply_adds_of_a_pixel, parameters
from mineral_prune_plugin.models.densenet.patch_inputs import PatchInputs
from mineral_prune_plugin.models.model_file import load, save
from mineral_prune_plugin.models.train_model import Recipe, identify_samples, labelled_by_ensemble
from mineral_prune_plugin.models.training_settings import TrainingSettings
from mineral_prune_plugin.progress import Progress, silent
from mineral_prune_plugin.pruning.scoring import Scores
from mineral_prune_plugin.pruning.sparse_settings import SparseSettings
from mineral_prune_plugin.pruning.train_sparse_densenet import PatchTrainingData, train_sparse, train_sparse_densenet
from mineral_prune_plugin.raster import patch_reader as patches_module
from mineral_prune_plugin.raster.band_matching import BandSelection
from mineral_prune_plugin.raster.patch_reader import read_patches
from mineral_prune_plugin.raster.source import describe
from mineral_prune_plugin.raster.spectrum_reader import SpectrumReader
from mineral_prune_plugin.samples.samples import Samples, SampleSpectra, Unlabelled, read_sample_spectra
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


@pytest.mark.usefixtures("one_core")
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


# Of single pixels: what is recorded and reported, and what a step and a criterion are given.

SINGLE = SparseSettings(patch=1, depth=2, growth=2, stages=2, target=50.0, epochs=9, seed=4)
THREE = tuple(with_colour(number, name) for number, name in ((1, "alunite"), (2, "calcite"), (3, "kaolinite")))


def pixels(train=60, validation=210, test=30, noise=0.1):
    """Three minerals in four bands, each dark in a band of its own."""
    count = train + validation + test
    generator, index = np.random.default_rng(3), np.arange(count) % 3
    reflectance = generator.normal(0.5, noise, (4, count)).astype(np.float32)
    reflectance[index, np.arange(count)] -= 0.2
    splits = np.repeat(np.arange(3), (train, validation, test)).astype(np.int8)
    places = np.arange(count)
    return SampleSpectra(Samples(places, places, (1 + index).astype(np.uint8), splits, THREE), reflectance)


def with_soft_labels(spectra, count=40):
    """The same with unlabelled pixels that a teacher has seen already."""
    soft = np.random.default_rng(5).dirichlet(np.ones(3), count).astype(np.float32)
    return replace(spectra, unlabelled=Unlabelled(pixels(count, 0, 0).reflectance, soft))


def train_single(spectra, progress=None, **changes):
    recipe = Recipe("reflectance", None, replace(SINGLE, **changes))
    return train_sparse_densenet(spectra, recipe, "scene.tif", progress or silent())


def test_the_record_of_a_training_is_whole():
    model, trace, history = train_single(pixels())
    assert len(set(history.validation_oa)) > 3  # so that the next lines can tell the last epoch from others
    assert model.training == {
        "depth": 2, "growth": 2, "epochs": 9, "kept_epoch": 9, "seed": 4, "unlabelled_pixels": 0,
        "samples": {"train": 60, "validation": 210, "test": 30}, "validation_oa": history.validation_oa[-1],
        "versions": {"python": platform.python_version(), "numpy": np.__version__, "torch": torch.__version__},
    }  # fmt: skip
    assert (trace.target, trace.stages, trace.seed) == (50.0, 2, 4)
    assert [row["validation_oa"] for row in model.pruning["rows"]] == [row.oa_after for row in trace.rows]


def test_a_row_is_what_stands_before_and_after_the_epochs_of_its_stage():
    _, trace, history = train_single(pixels())
    dense = 12 + 14 + 14  # the layers read 12 maps and 12 + 2, and so does the transition
    assert [(row.stage, row.epoch, row.inputs, row.all_inputs) for row in trace.rows] == [
        (0, 0, dense, dense), (1, 2, dense - 3 * 3, dense), (2, 4, dense - 6 - 7 - 7, dense),
    ]  # fmt: skip
    before = [row.oa_before for row in trace.rows]
    assert before == [None, history.validation_oa[1], history.validation_oa[3]]
    assert trace.rows[-1].oa_after == history.validation_oa[-1]
    assert all(row.oa_after * 210 == pytest.approx(round(row.oa_after * 210), abs=1e-9) for row in trace.rows)
    assert sum(reading.read for reading in trace.dense) == dense
    assert sum(reading.read for reading in trace.sparse) == trace.rows[-1].inputs


@pytest.mark.parametrize("changes", [{"stages": 1}, {"target": 0.0}])
def test_there_are_as_many_rows_as_stages_and_the_dense_network(changes):
    _, trace, _ = train_single(pixels(), **changes)
    assert [row.stage for row in trace.rows] == ([0] if "target" in changes else [0, 1])
    assert (trace.dense == trace.sparse) == ("target" in changes)


def test_soft_labels_are_learnt_from_and_counted():
    models = [train_single(spectra)[0] for spectra in (pixels(), with_soft_labels(pixels()))]
    assert [model.training["unlabelled_pixels"] for model in models] == [0, 40]
    assert not np.array_equal(models[0].network.bias, models[1].network.bias)


@pytest.mark.parametrize("soft_labels", [False, True])
def test_a_densenet_takes_the_progress_that_a_teacher_leaves(soft_labels):
    watcher = Watcher()
    train_single(with_soft_labels(pixels()) if soft_labels else pixels(), watcher.progress)
    assert watcher.shown == pytest.approx([0.2 + 0.8 * epoch / 9 for epoch in range(9)])


@pytest.mark.usefixtures("one_core")
def test_a_teacher_takes_a_fifth_of_the_progress():
    spectra = with_soft_labels(pixels()).with_soft_labels(None)
    whole, alone = Watcher(cancel_after=40), Watcher(cancel_after=40)
    with pytest.raises(Cancelled):
        train_single(spectra, whole.progress)
    with pytest.raises(Cancelled):
        labelled_by_ensemble(spectra, THREE, TrainingSettings(seed=4), alone.progress)
    assert 0 == alone.shown[0] < alone.shown[-1]
    assert whole.shown == pytest.approx(0.2 * np.array(alone.shown))


@pytest.mark.parametrize(("count", "steps"), [(90, 1), (255, 1), (256, 2), (383, 2), (384, 3)])
def test_a_step_is_taken_of_128_pixels_and_asks_whether_to_stop(count, steps):
    questions = []
    progress = Progress(lambda done: None, lambda notice: None, lambda: questions.append(0))
    train_single(pixels(count, 30), progress, target=0.0)
    assert len(questions) == 9 * (1 + steps)


@pytest.mark.parametrize(("validation", "scored"), [(60, 60), (300, 256)])
def test_a_criterion_counts_on_the_first_256_validation_samples(validation, scored):
    class Noting:
        """A criterion that notes what it is given; the first inputs go first."""

        layers = []

        def score(self, layer):
            self.layers.append(layer)
            return Scores(-np.arange(layer.outgoing.shape[1]))

    spectra, noted = pixels(60, validation), Noting()
    data = PatchTrainingData.of(spectra, Recipe("reflectance", None, SINGLE), THREE)
    module, _, _ = train_sparse(data, SINGLE, silent(), noted)
    assert len(noted.layers) == 2 * 3  # stages, convolutions
    for layer in noted.layers:
        assert np.array_equal(layer.targets, data.validation.targets[:scored])
        assert len(layer.outputs) == len(layer.correct) == scored
    for convolution, half in zip(module.convolutions(), (6, 7, 7)):
        assert (~convolution.on[0]).nonzero()[:, 0].tolist() == list(range(half))
