# SPDX-License-Identifier: GPL-2.0-or-later
"""From sample spectra to a model: what is refused, what is recorded, and which rasters suit it."""

import platform
from dataclasses import replace

import numpy as np
import pytest
import torch
from making import Watcher, random_model

from mineral_prune_plugin.classes import with_colour
from mineral_prune_plugin.errors import (
    Cancelled,
    ClassNotTrained,
    FeatureNeedsWavelengths,
    OneClassOnly,
    SamplesDoNotFitModel,
    ScaleDiffers,
    SplitEmpty,
    TooFewBands,
)
from mineral_prune_plugin.models.compatibility import check_brightness
from mineral_prune_plugin.models.model_file import save
from mineral_prune_plugin.models.reject import UNLIKE, Reject
from mineral_prune_plugin.models.train_model import (
    Recipe,
    check_samples_fit,
    class_indices,
    identify_samples,
    labelled_by,
    labelled_by_ensemble,
    tell_scale,
    train_model,
    train_models,
)
from mineral_prune_plugin.models.training_settings import TrainingSettings
from mineral_prune_plugin.notices import ScaleUnstated
from mineral_prune_plugin.progress import silent
from mineral_prune_plugin.raster.wavelengths import Wavelengths
from mineral_prune_plugin.samples.samples import Samples, SampleSpectra, Unlabelled
from mineral_prune_plugin.spectra.features import FEATURES

MINERALS = (with_colour(2, "alunite"), with_colour(3, "calcite"), with_colour(9, "kaolinite"))
UM = Wavelengths.from_um([2.0, 2.1, 2.2, 2.3, 2.4])
SHORT = TrainingSettings(hidden=(10,), epochs=120)


def spectra(keep=lambda classes, splits: classes > 0, n=270, scale=1.0, minerals=MINERALS, bands=5):
    """Three minerals with a band of their own each, a third of the samples in each split, those of `keep` only."""
    generator = np.random.default_rng(4)
    index, splits = np.arange(n) % 3, (np.arange(n) // 3 % 3).astype(np.int8)
    shapes = np.array([[0.5, 0.2, 0.5, 0.5, 0.6], [0.5, 0.5, 0.2, 0.5, 0.6], [0.5, 0.5, 0.5, 0.2, 0.6]])
    reflectance = scale * (shapes[index] + generator.normal(0, 0.03, (n, 5))).T.astype(np.float32)
    classes = np.array([2, 3, 9], np.uint8)[index]
    samples = Samples(np.arange(n), np.zeros(n, np.int64), classes, splits, minerals)
    kept = keep(classes, splits)
    return SampleSpectra(samples.where(kept), np.ascontiguousarray(reflectance[:bands, kept], dtype=np.float32))


def trained(data=None, feature="reflectance", um=UM, settings=SHORT, progress=None):
    recipe = Recipe(feature, um, settings)
    return train_model(spectra() if data is None else data, recipe, "scene.tif", progress or silent())[0]


@pytest.mark.parametrize("feature", FEATURES)
def test_every_feature_tells_the_minerals_apart(feature):
    model = trained(feature=feature)
    reference, identified = identify_samples(model, spectra(), "test")
    assert (reference == identified).mean() > 0.98 and len(reference) == 90
    assert set(reference) == {2, 3, 9}
    assert model.classes == MINERALS and model.feature == feature and model.wavelengths is UM


def test_the_record_says_how_the_model_came_about():
    model = trained()
    assert model.training["samples"] == {"train": 90, "validation": 90, "test": 90}
    assert (model.training["hidden_units"], model.training["seed"]) == ([10], 1)
    assert 1 <= model.training["kept_epoch"] <= model.training["epochs"] <= 120
    reference, identified = identify_samples(model, spectra(), "validation")
    assert model.training["validation_oa"] == (reference == identified).mean()
    assert model.brightness == pytest.approx(np.abs(spectra().split("train")[0]).mean())
    assert set(model.training["versions"]) == {"python", "numpy", "torch"}


def test_the_record_has_these_entries_and_the_history_goes_with_it():
    """Fewer validation samples than training samples, fewer test samples still, so that no count stands for another."""
    data = spectra(lambda c, s: (s == 0) | ((s == 1) & (c != 3)) | (c == 2))
    model, history = train_model(
        data, Recipe("reflectance", UM, TrainingSettings(hidden=(4, 3), epochs=12, seed=6)), "", silent()
    )
    assert history.epochs == (5, 10, 12)
    assert model.training == {
        "hidden_units": [4, 3],
        "epochs": 12,
        "kept_epoch": history.kept_epoch,
        "seed": 6,
        "unlabelled_pixels": 0,
        "samples": {"train": 90, "validation": 60, "test": 30},
        "validation_oa": pytest.approx(history.validation_oa[history.epochs.index(history.kept_epoch)], rel=1e-6),
        "versions": {"python": platform.python_version(), "numpy": np.__version__, "torch": torch.__version__},
    }


def test_models_of_several_seeds_are_each_that_of_its_seed():
    settings = replace(SHORT, epochs=6)
    both = train_models(spectra(), Recipe("reflectance", UM, settings), [4, 9], "scene.tif", silent())
    for seed, (model, history) in zip((4, 9), both):
        alone = trained(settings=replace(settings, seed=seed))
        assert model.training["seed"] == seed and model.training["kept_epoch"] == history.kept_epoch
        for weight, expected in zip(model.network.weights, alone.network.weights):
            np.testing.assert_allclose(weight, expected, atol=1e-6)


def test_one_seed_gives_one_file(tmp_path):
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        save(trained(settings=replace(SHORT, seed=seed)), tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes() != (tmp_path / "c").read_bytes()


@pytest.mark.parametrize(
    ("keep", "error", "facts"),
    [
        (lambda c, s: s != 0, SplitEmpty, {"layer": "scene.tif", "split": "train"}),
        (lambda c, s: s != 1, SplitEmpty, {"layer": "scene.tif", "split": "validation"}),
        (lambda c, s: c == 3, OneClassOnly, {"mineral": "calcite"}),
        (lambda c, s: (c != 9) | (s == 1), ClassNotTrained, {"mineral": "kaolinite", "split": "validation"}),
        (lambda c, s: (c != 9) | (s == 2), ClassNotTrained, {"mineral": "kaolinite", "split": "test"}),
    ],
)
def test_samples_that_cannot_train_are_refused(keep, error, facts):
    with pytest.raises(error) as refused:
        trained(spectra(keep))
    assert refused.value.facts == facts


def test_a_class_without_any_sample_is_no_class_of_the_model():
    assert trained(spectra(lambda c, s: c != 3)).classes == (MINERALS[0], MINERALS[2])


def test_no_test_samples_are_needed():
    model = trained(spectra(lambda c, s: s != 2))
    reference, identified = identify_samples(model, spectra(lambda c, s: s != 2), "test")
    assert len(reference) == len(identified) == 0


@pytest.mark.parametrize("feature", ["continuum", "asai"])
def test_a_hull_needs_wavelengths(feature):
    with pytest.raises(FeatureNeedsWavelengths) as refused:
        trained(feature=feature, um=None)
    assert refused.value.facts == {"feature": feature, "raster": "scene.tif"}
    assert trained(feature="normalised", um=None).wavelengths is None


@pytest.mark.parametrize(("feature", "bands", "expected"), [("normalised", 1, 2), ("continuum", 2, 3), ("asai", 2, 3)])
def test_a_feature_needs_its_fewest_bands(feature, bands, expected):
    um = Wavelengths.from_um(UM.centres_um[:bands])
    with pytest.raises(TooFewBands) as refused:
        trained(spectra(bands=bands), feature=feature, um=um)
    assert refused.value.facts == {"raster": "scene.tif", "expected": expected, "found": bands}
    enough = Wavelengths.from_um(UM.centres_um[:expected])
    assert trained(spectra(bands=expected), feature, enough, replace(SHORT, epochs=5)).bands == expected


@pytest.mark.parametrize(("scale", "brightness"), [(1.0, []), (5000.0, [2300])])
def test_values_that_are_no_reflectance_are_reported(scale, brightness):
    watcher = Watcher()
    trained(spectra(scale=scale), progress=watcher.progress)
    assert [notice.facts["found"] for notice in watcher.notices_of(ScaleUnstated)] == pytest.approx(
        brightness, rel=0.02
    )


@pytest.mark.parametrize(("brightness", "told"), [(2.0, []), (2.001, [2.001])])
def test_values_above_2_are_no_reflectance(brightness, told):
    watcher = Watcher()
    tell_scale(brightness, "scene.tif", watcher.progress)
    assert [notice.facts for notice in watcher.notices] == [{"raster": "scene.tif", "found": value} for value in told]


def test_samples_are_identified_by_the_largest_output_right_or_wrong():
    model = random_model(UM.centres_um, numbers=(2, 3, 9))  # knows nothing of these minerals
    reference, identified = identify_samples(model, spectra(), "test")
    reflectance, classes = spectra().split("test")
    hidden = np.maximum(model.network.weights[0] @ ((reflectance - 0.4) / 0.2) + model.network.biases[0][:, None], 0)
    outputs = model.network.weights[1] @ hidden + model.network.biases[1][:, None]
    assert np.array_equal(reference, classes) and (reference != identified).any()
    assert np.array_equal(identified, np.array([2, 3, 9])[outputs.argmax(axis=0)])


def test_each_class_number_has_its_place_up_to_the_last():
    indices = class_indices((with_colour(1, "alunite"), with_colour(200, "calcite"), with_colour(255, "opal")))
    assert indices.shape == (256,) and indices[[1, 200, 255]].tolist() == [0, 1, 2]


def test_samples_must_be_of_the_models_minerals():
    model = random_model(numbers=(1, 2, 4))  # alunite, kaolinite, calcite
    fits = (with_colour(2, "Kaolinite"), with_colour(4, "calcite"))
    check_samples_fit(model, spectra(minerals=fits).samples)
    for strangers in ((with_colour(2, "calcite"),), (with_colour(3, "kaolinite"),)):
        with pytest.raises(SamplesDoNotFitModel) as refused:
            check_samples_fit(model, spectra(minerals=strangers).samples)
        assert refused.value.facts == {
            "known": "1 = alunite, 2 = kaolinite, 4 = calcite",
            "found": f"{strangers[0].number} = {strangers[0].name}",
        }


@pytest.mark.parametrize(("value", "fits"), [(0.4, True), (19.9, True), (20.1, False), (8.1e-4, True), (7.9e-4, False)])
def test_brightness_may_differ_50_times_upwards_and_500_times_downwards(value, fits):
    values = np.array([[value, np.nan, -value]], np.float32)  # model.brightness is 0.4
    if fits:
        check_brightness(random_model(), values, "other.tif")
        return
    with pytest.raises(ScaleDiffers) as refused:
        check_brightness(random_model(), values, "other.tif")
    assert refused.value.facts == {"raster": "other.tif", "expected": 0.4, "found": pytest.approx(value)}


def test_a_few_pixels_out_of_all_bounds_do_not_change_a_rasters_scale():
    values = np.full((2, 9), 0.4, np.float32)
    values[:, 3], values[1, 5], values[:, 7] = np.nan, 3e38, 65535
    check_brightness(random_model(), values, "other.tif")


# Unlabelled pixels.


def with_unlabelled(n=400, few=36):
    """Few samples, and other pixels of the same three minerals without a label; and their true classes."""
    generator = np.random.default_rng(8)
    index = generator.integers(0, 3, n)
    shapes = np.full((3, 5), 0.5)
    shapes[np.arange(3), 1 + np.arange(3)] = 0.2
    shapes[:, 4] = 0.6
    reflectance = (shapes[index] + generator.normal(0, 0.03, (n, 5))).T.astype(np.float32)
    return replace(spectra(n=few), unlabelled=Unlabelled(reflectance)), index


@pytest.mark.parametrize("teacher", ["ensemble", "model"])
def test_a_teacher_gives_soft_labels(teacher):
    few_samples, index = with_unlabelled()
    if teacher == "ensemble":
        labelled = labelled_by_ensemble(few_samples, MINERALS, SHORT, silent())
    else:
        labelled = labelled_by(trained(), few_samples)
    probabilities = labelled.unlabelled.probabilities
    assert probabilities.shape == (400, 3) and probabilities.dtype == np.float32
    assert probabilities.sum(axis=1) == pytest.approx(np.ones(400), abs=1e-5)
    assert (probabilities.argmax(axis=1) == index).mean() > 0.95
    assert labelled.in_bands([0, 2]).unlabelled.probabilities is probabilities
    assert np.array_equal(labelled.in_bands([0, 2]).unlabelled.reflectance, few_samples.unlabelled.reflectance[[0, 2]])


def test_without_unlabelled_pixels_there_are_no_soft_labels():
    plain = spectra()
    assert labelled_by(trained(), plain) is plain


@pytest.mark.parametrize("feature", FEATURES)
def test_training_beside_unlabelled_pixels_is_recorded_and_the_same_for_the_same_seed(feature, tmp_path):
    few_samples, _ = with_unlabelled()
    models = [trained(few_samples, feature) for _ in range(2)]
    assert models[0].training["unlabelled_pixels"] == 400 and trained().training["unlabelled_pixels"] == 0
    for number, model in enumerate(models):
        save(model, tmp_path / f"{number}.safetensors")
    assert (tmp_path / "0.safetensors").read_bytes() == (tmp_path / "1.safetensors").read_bytes()


@pytest.mark.usefixtures("one_core")
def test_an_ensemble_can_be_cancelled_at_any_step():
    few_samples, _ = with_unlabelled()
    for after in (0, 50, 200):
        with pytest.raises(Cancelled):
            trained(few_samples, progress=Watcher(cancel_after=after).progress)


def test_the_record_counts_the_unlabelled_pixels():
    few_samples, _ = with_unlabelled()
    soft = few_samples.with_soft_labels(np.full((400, 3), 1 / 3, np.float32))
    assert trained(soft, settings=replace(SHORT, epochs=1)).training["unlabelled_pixels"] == 400


def shares_shown(data):
    """The shares of the work that a training of four epochs reports."""
    watcher = Watcher()
    trained(data, settings=replace(SHORT, epochs=4), progress=watcher.progress)
    return watcher.shown


@pytest.mark.usefixtures("one_core")
def test_an_ensemble_takes_half_of_the_progress_and_none_where_pixels_have_their_soft_labels():
    few_samples, _ = with_unlabelled()
    halves = [*np.arange(4) / 16, *(0.25 + np.arange(4) / 16), *(0.5 + np.arange(4) / 8)]
    assert shares_shown(few_samples) == pytest.approx(halves)
    soft = np.full((400, 3), 1 / 3, np.float32)
    assert shares_shown(few_samples.with_soft_labels(soft)) == pytest.approx(np.arange(4) / 4)
    assert shares_shown(replace(few_samples, unlabelled=None)) == pytest.approx(np.arange(4) / 4)


# A model that rejects.


def test_what_a_model_rejects_is_unclassified_as_reference_and_as_identified():
    """A simulated sample of a reject class has no mineral either."""
    plain = trained()
    model = replace(plain, reject=Reject({3: UNLIKE}))
    for split in ("train", "test"):
        known, identified = identify_samples(plain, spectra(), split)
        reference, by_rejecting = identify_samples(model, spectra(), split)
        assert np.array_equal(reference, np.where(known == 3, 0, known)) and reference.dtype == np.int64
        assert np.array_equal(by_rejecting, np.where(identified == 3, 0, identified))
        assert set(by_rejecting) == {0, 2, 9}


def test_samples_of_a_class_that_a_model_rejects_are_refused():
    model = replace(random_model(numbers=(2, 3, 9)), classes=MINERALS, reject=Reject({3: UNLIKE}))
    check_samples_fit(model, spectra(minerals=(MINERALS[0], MINERALS[2])).samples)
    with pytest.raises(SamplesDoNotFitModel) as refused:
        check_samples_fit(model, spectra().samples)
    assert refused.value.facts == {"known": "2 = alunite, 9 = kaolinite", "found": "3 = calcite"}
