# SPDX-License-Identifier: GPL-2.0-or-later
"""Which bands go, what stays the same when one without weight goes, and how the stages are recorded."""

from dataclasses import replace

import numpy as np
import pytest
from making import Watcher, random_model

from mineral_prune_plugin.classes import with_colour
from mineral_prune_plugin.errors import (
    BandsNeedWavelengths,
    BandsOutOfBounds,
    BandsUnreadable,
    Cancelled,
    SettingOutOfBounds,
)
from mineral_prune_plugin.models.model_file import load, save
from mineral_prune_plugin.models.perceptron.forward import hidden_outputs, logits
from mineral_prune_plugin.models.perceptron.network import Perceptron, Standardisation
from mineral_prune_plugin.models.train_model import Recipe, identify_samples, train_model, training_data
from mineral_prune_plugin.models.training_settings import TrainingSettings
from mineral_prune_plugin.progress import silent
from mineral_prune_plugin.pruning.band_trace import BandStage, fewest_within
from mineral_prune_plugin.pruning.prune_bands import Banded, check_bands, least_contributing, prune_bands, without_bands
from mineral_prune_plugin.pruning.prune_model import prune_model, spectra_left
from mineral_prune_plugin.pruning.pruning_settings import PruningSettings, parse_bands
from mineral_prune_plugin.pruning.scoring import contribution
from mineral_prune_plugin.raster.wavelengths import Wavelengths
from mineral_prune_plugin.samples.samples import Samples, SampleSpectra
from mineral_prune_plugin.spectra.features import FEATURES, compute

MINERALS = tuple(with_colour(number, name) for number, name in ((2, "alunite"), (3, "calcite"), (9, "kaolinite")))
UM = Wavelengths.from_um(np.linspace(2.0, 2.4, 12), [0.01] * 12)
ALL = np.arange(12)


def spectra(n=360):
    """Three minerals in twelve bands: each dark in one of the bands 2, 6 and 10; a third of them in each split."""
    generator = np.random.default_rng(0)
    index = np.arange(n) % 3
    reflectance = generator.normal(0.5, 0.05, (12, n))
    reflectance[2 + 4 * index, np.arange(n)] -= 0.25
    classes = np.array([2, 3, 9], np.uint8)[index]
    samples = Samples(np.arange(n), np.zeros(n, np.int64), classes, (np.arange(n) // 3 % 3).astype(np.int8), MINERALS)
    return SampleSpectra(samples, reflectance.astype(np.float32))


def trained(feature="reflectance", hidden=(8,)):
    recipe = Recipe(feature, UM, TrainingSettings(hidden=hidden, epochs=150))
    return train_model(spectra(), recipe, "scene.tif", silent())[0]


def inputs_of(banded):
    model, samples = banded
    return training_data(samples, model.preprocessing, model.classes).inputs


def settings(bands, **changes):
    return PruningSettings(bands=bands, **{"retrain_epochs": 60, "iterations": 2, **changes})


def test_contributions_are_shares():
    shares = contribution(np.array([[1.0, -2.0, 0.0], [3.0, 1.0, -1.0]], np.float32))
    assert shares == pytest.approx([4 / 8, 3 / 8, 1 / 8])
    for seed in range(20):
        weight = np.random.default_rng(seed).normal(size=(5, 9)).astype(np.float32)
        assert contribution(weight).sum() == pytest.approx(1, abs=1e-12)
        assert contribution(3 * weight) == pytest.approx(contribution(weight))
        assert contribution(-weight[::-1]) == pytest.approx(contribution(weight))
    assert contribution(np.zeros((2, 4), np.float32)).tolist() == [0.25] * 4


def test_permuted_bands_permute_contributions():
    generator = np.random.default_rng(1)
    for _ in range(20):
        weight, order = generator.normal(size=(6, 11)).astype(np.float32), generator.permutation(11)
        assert np.array_equal(contribution(weight[:, order]), contribution(weight)[order])
        goes = least_contributing(contribution(weight), 4)
        assert np.array_equal(least_contributing(contribution(weight[:, order]), 4), goes[order])


def test_the_least_go_and_of_equal_ones_the_first():
    assert least_contributing(np.array([0.4, 0.1, 0.2, 0.3]), 2).tolist() == [False, True, True, False]
    assert least_contributing(np.full(5, 0.2), 2).tolist() == [True, True, False, False, False]
    assert not least_contributing(np.full(5, 0.2), 0).any()


def test_dropping_a_band_without_weight_changes_no_logit():
    model = trained()
    first = model.network.weights[0].copy()
    first[:, [0, 7]] = 0
    whole = Banded(replace(model, network=Perceptron((first, *model.network.weights[1:]), model.network.biases)),
                   spectra())  # fmt: skip
    goes = least_contributing(contribution(first), 2)
    assert np.flatnonzero(goes).tolist() == [0, 7]
    less = without_bands(whole, goes)
    before, after = (logits(each.model.network, inputs_of(each)) for each in (whole, less))
    assert np.array_equal(less.model.network.weights[0], first[:, ~goes])
    assert after == pytest.approx(before, abs=1e-5)


@pytest.mark.parametrize("feature", FEATURES)
def test_what_a_band_contributed_is_folded_into_the_remaining_ones(feature):
    whole = Banded(trained(feature), spectra())
    goes = least_contributing(contribution(whole.model.network.weights[0]), 3)
    less = without_bands(whole, goes)
    plain = less.model.network.weights[0] * 0 + whole.model.network.weights[0][:, ~goes]
    cut = Perceptron((plain, *less.model.network.weights[1:]), less.model.network.biases)
    before = hidden_outputs(whole.model.network, inputs_of(whole))[0]
    folded, kept = (hidden_outputs(network, inputs_of(less))[0] for network in (less.model.network, cut))
    assert np.square(folded - before).sum() <= np.square(kept - before).sum() * 0.97


@pytest.mark.parametrize("feature", FEATURES)
def test_the_fold_is_a_ridge_regression_with_a_hundredth_of_the_inputs_variance(feature):
    """Least squares on the samples, and below them sqrt(n / 100) times the identity with targets of zero."""
    model = trained(feature)
    goes = np.isin(ALL, [2, 3, 7])
    first, reflectance = model.network.weights[0].astype(np.float64), spectra().split("train")[0]
    before, after = (standardised(feature, reflectance, chosen) for chosen in (ALL, ALL[~goes]))
    n, bands = after.shape
    missing = before @ first.T - after @ first[:, ~goes].T
    rows = np.concatenate([after, np.sqrt(0.01 * n) * np.eye(bands)])
    addition = np.linalg.lstsq(rows, np.concatenate([missing, np.zeros((bands, len(first)))]), rcond=None)[0].T
    folded = without_bands(Banded(model, spectra()), goes).model.network.weights[0]
    assert np.abs(addition).max() > 0.05
    assert folded == pytest.approx(first[:, ~goes] + addition, abs=1e-4)


def standardised(feature, reflectance, bands):
    """float64 (n, n_bands), of mean 0 and deviation 1; what is constant but for rounding is left undivided."""
    features = compute(feature, reflectance[bands], UM.array()[bands]).astype(np.float64).T
    deviation = features.std(axis=0)
    return (features - features.mean(axis=0)) / np.where(deviation > 1e-5 * deviation.max(), deviation, 1)


def test_a_band_that_repeats_another_is_folded_into_it_alone():
    """Bands that are orthogonal over the samples, but for the last, which is the second once more."""
    n = 120
    waves = 0.5 + 0.1 * np.cos(np.pi * (np.arange(n) + 0.5) * np.arange(1, 5)[:, None] / n)
    reflectance = np.concatenate([waves, waves[1:2]]).astype(np.float32)
    samples = Samples(np.arange(n), np.zeros(n, np.int64), np.full(n, 2, np.uint8), np.zeros(n, np.int8), MINERALS[:1])
    first = np.array([[1, 2, -1, 0.5, 4], [-2, 0.25, 1, 3, -8]], np.float32)
    model = random_model(um=(2.0, 2.1, 2.2, 2.3, 2.4), hidden=(2,))
    model = replace(model, network=Perceptron((first, *model.network.weights[1:]), model.network.biases))
    model = replace(model, standardisation=Standardisation.of(reflectance))
    less = without_bands(Banded(model, SampleSpectra(samples, reflectance)), np.array([0, 0, 0, 0, 1], bool))
    share = 1 / 1.01  # of its weight; the ridge takes the rest
    expected = [[1, 2 + 4 * share, -1, 0.5], [-2, 0.25 - 8 * share, 1, 3]]
    assert less.model.network.weights[0] == pytest.approx(np.array(expected), abs=1e-4)


@pytest.mark.parametrize("feature", FEATURES)
def test_features_and_standardisation_are_those_of_the_remaining_bands(feature):
    less = without_bands(Banded(trained(feature), spectra()), np.isin(ALL, [1, 5, 11]))
    keep = np.setdiff1d(ALL, [1, 5, 11])
    reflectance = spectra().split("train")[0][keep]
    features = compute(feature, reflectance, UM.array()[keep])
    assert less.model.wavelengths.centres_um == tuple(UM.array()[keep])
    assert len(less.model.wavelengths.widths_um) == less.model.bands == less.model.network.inputs == 9
    assert less.model.standardisation.mean == pytest.approx(features.mean(axis=1), abs=1e-5)
    assert less.model.brightness == pytest.approx(np.abs(reflectance).mean())


def test_bands_that_tell_the_minerals_apart_stay():
    banded, trace = prune_bands(trained(), spectra(), settings(3), silent())
    assert trace.kept_stage.bands == (2, 6, 10) and banded.model.bands == 3
    assert trace.kept_stage.oa_after > 0.9
    sizes = [len(stage.bands) for stage in trace.stages]
    assert sizes[0] == 12 and sizes[-1] == 3 and trace.stages[0].oa_before is None
    for before, after in zip(trace.stages, trace.stages[1:]):
        assert set(after.bands) < set(before.bands) and after.parameters < before.parameters
        assert after.wavelengths_um == tuple(UM.array()[list(after.bands)])
        assert sum(after.contributions) == pytest.approx(1)


def test_automatic_leaves_the_fewest_bands_within_the_tolerance():
    model = trained()
    _, strict = prune_bands(model, spectra(), settings("automatic", tolerance=0), silent())
    banded, loose = prune_bands(model, spectra(), settings("automatic", tolerance=100), silent())
    assert strict.stages == loose.stages and loose.kept == len(loose.stages) - 1
    assert banded.model.bands == FEATURES["reflectance"].fewest_bands
    best = max(stage.oa_after for stage in strict.stages)
    assert strict.kept_stage.oa_after == best
    assert all(stage.oa_after < best for stage in strict.stages[strict.kept + 1 :])


def test_accuracies_are_those_of_the_validation_samples_and_counted_in_them():
    """Few training samples and many to validate on: a share of the one is no share of the other."""
    whole = spectra(1200)
    train, validation = np.flatnonzero(whole.samples.splits == 0)[:15], np.flatnonzero(whole.samples.splits == 1)
    keep = np.isin(np.arange(1200), [*train, *validation])
    whole.reflectance[:] += np.random.default_rng(6).normal(0, 0.06, whole.reflectance.shape)
    few = whole.where(keep)
    recipe = Recipe("reflectance", UM, TrainingSettings(hidden=(8,), epochs=150))
    model = train_model(few, recipe, "scene.tif", silent())[0]
    for tolerance in (0, 3, 8):
        banded, trace = prune_bands(model, few, settings("automatic", tolerance=tolerance), silent())
        assert trace.kept == fewest_within(trace.stages, tolerance, len(validation))
        reference, identified = identify_samples(banded.model, few.in_bands(trace.kept_stage.bands), "validation")
        assert trace.kept_stage.oa_after == (reference == identified).mean() < 1
    assert trace.kept != fewest_within(trace.stages, 8, 15)  # so that the lines above can tell


@pytest.mark.parametrize(("bands", "at_once"), [(12, 1), (127, 1), (128, 2), (200, 3)])
def test_bands_go_singly_and_of_128_or_more_a_64th_at_a_time(bands, at_once):
    generator, n = np.random.default_rng(5), 300
    reflectance = generator.normal(0.5, 0.1, (bands, n)).astype(np.float32)
    samples = Samples(
        np.arange(n), np.zeros(n, np.int64), np.full(n, 2, np.uint8), np.arange(n).astype(np.int8) % 2, MINERALS[:1]
    )
    seen = SampleSpectra(samples, reflectance)
    model = random_model(um=np.linspace(2.0, 2.4, bands), hidden=(4,), numbers=(2,))
    model = replace(model, standardisation=Standardisation.of(seen.split("train")[0]))
    target = bands - bands // 4
    _, trace = prune_bands(model, seen, settings(target, retrain_epochs=0), silent())
    expected, left = Banded(model, seen), np.arange(bands)
    while len(left) > target:
        count = at_once if at_once == 1 or len(left) >= 64 * at_once else at_once - 1
        goes = least_contributing(contribution(expected.model.network.weights[0]), min(count, len(left) - target))
        expected, left = without_bands(expected, goes), left[~goes]
    assert len(trace.stages) == 2 and trace.stages[1].bands == tuple(left.tolist())


@pytest.mark.parametrize("epochs", [0, 3])
def test_stages_of_bands_take_equal_parts_of_the_progress_and_describe_their_model(epochs):
    model, watcher = (
        replace(random_model(um=UM.centres_um, hidden=(4,), numbers=(2, 3, 9)), classes=MINERALS),
        Watcher(),
    )
    banded, trace = prune_bands(model, spectra(90), settings(4, retrain_epochs=epochs), watcher.progress)
    stages = len(trace.stages) - 1
    assert stages > 2
    expected = []
    for index, (before, after) in enumerate(zip(trace.stages, trace.stages[1:])):
        gone = len(before.bands) - len(after.bands)
        expected += [index] * gone + [index + epoch / epochs for epoch in range(epochs)]
    assert watcher.shown == pytest.approx(np.array(expected) / stages)
    for network, stage in ((model.network, trace.stages[0]), (banded.model.network, trace.stages[-1])):
        assert stage.contributions == tuple(contribution(network.weights[0]))
        assert (stage.parameters, stage.weight_bytes) == (network.parameters, network.weight_bytes)
    assert (trace.requested, trace.kept, trace.stages[0].bands) == (4, stages, tuple(range(12)))


def test_fewest_within_counts_whole_samples():
    stages = [BandStage((), (), (), 1, 4, None, right / 200) for right in (190, 192, 191, 180)]
    assert [fewest_within(stages, tolerance, 200) for tolerance in (0, 0.5, 1, 5.9, 6)] == [1, 2, 2, 2, 3]


@pytest.mark.parametrize("feature", FEATURES)
@pytest.mark.parametrize("hidden", [(8,), (7, 5)])
def test_a_pruned_model_of_any_feature_is_saved_and_pruned_again(tmp_path, feature, hidden):
    model, trace = prune_model(trained(feature, hidden), spectra(), settings(6), True, silent())
    left = spectra_left(spectra(), trace)
    reference, identified = identify_samples(model, left, "validation")
    assert (reference == identified).mean() == trace.kept_row.oa_after == model.training["validation_oa"]
    save(model, tmp_path / "model")
    loaded = load(tmp_path / "model")
    assert loaded.pruning == model.pruning and loaded.wavelengths == model.wavelengths
    assert [stage["wavelengths_um"] for stage in loaded.pruning["bands"]["stages"]][-1] == list(
        model.wavelengths.centres_um
    )
    smaller, second = prune_model(loaded, left, settings(FEATURES[feature].fewest_bands), False, silent())
    assert smaller.bands == FEATURES[feature].fewest_bands
    assert set(smaller.wavelengths.centres_um) < set(model.wavelengths.centres_um)
    firsts = trace.kept_row.layers
    assert all(set(new.neurons) <= set(old.neurons) for new, old in zip(second.rows[0].layers, firsts))
    unchanged, third = prune_model(loaded, left, settings("all"), False, silent())
    assert unchanged.wavelengths == loaded.wavelengths and third.bands is None


def test_compression_counts_bands_and_neurons():
    before = trained()
    model, trace = prune_model(before, spectra(), settings(4), False, silent())
    ratio = trace.compression(trace.kept_row)
    assert ratio.parameters == before.network.parameters / model.network.parameters
    assert ratio.weight_bytes == before.network.weight_bytes / model.network.weight_bytes
    assert {row.bands for row in trace.rows} == {4}


def test_the_same_run_gives_the_same_model_and_never_sees_a_test_sample(tmp_path):
    poisoned = spectra()
    poisoned.reflectance[:, poisoned.samples.splits == 2] = np.nan
    for name, samples in (("first", spectra()), ("second", spectra()), ("poisoned", poisoned)):
        save(prune_model(trained(), samples, settings(5), False, silent())[0], tmp_path / name)
    contents = {(tmp_path / name).read_bytes() for name in ("first", "second", "poisoned")}
    assert len(contents) == 1


def test_progress_runs_forward_and_can_be_cancelled():
    model, watcher = trained(), Watcher()
    prune_model(model, spectra(), settings(4), True, watcher.progress)
    assert watcher.shown == sorted(watcher.shown) and watcher.shown[-1] <= 1
    for steps in (1, 5, 70):
        with pytest.raises(Cancelled):
            prune_model(model, spectra(), settings(4), True, Watcher(cancel_after=steps).progress)


def test_without_retraining_the_folded_network_is_kept():
    _, trace = prune_bands(trained(), spectra(), settings(6, retrain_epochs=0), silent())
    assert all(stage.oa_before == stage.oa_after for stage in trace.stages[1:])


@pytest.mark.parametrize("text, bands", [("all", "all"), (" Automatic ", "automatic"), ("15", 15), (" 7 ", 7)])
def test_texts_that_state_how_many_bands(text, bands):
    assert parse_bands(text) == bands


@pytest.mark.parametrize("text", ["", "abc", "1e9", "15.5", "15 bands", "all,15", "٣", "99999999999999999999"])
def test_texts_that_do_not(text):
    with pytest.raises(BandsUnreadable, match="'Bands to keep' \\(BANDS\\) must be 'all', 'automatic'"):
        parse_bands(text)


@pytest.mark.parametrize("text", ["0", "-3", "65537"])
def test_numbers_that_no_raster_has(text):
    with pytest.raises(SettingOutOfBounds, match="'Bands to keep' \\(BANDS\\) must be from 1 to 65536 bands"):
        parse_bands(text)


@pytest.mark.parametrize("feature, least", [(row.name, row.fewest_bands) for row in FEATURES.values()])
def test_a_model_cannot_have_fewer_bands_than_its_feature_or_more_than_it_has(feature, least):
    model = random_model(feature=feature)
    for bands in (least, 4, "all", "automatic"):
        check_bands(bands, model)
    for bands in (least - 1, 5):
        with pytest.raises(BandsOutOfBounds) as failure:
            check_bands(bands, model)
        assert failure.value.facts == {"feature": feature, "least": least, "most": 4, "found": bands}


def test_a_model_without_wavelengths_keeps_its_bands():
    check_bands("all", random_model(um=None))
    for bands in (2, "automatic"):
        with pytest.raises(BandsNeedWavelengths):
            check_bands(bands, random_model(um=None))
