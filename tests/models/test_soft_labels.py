# SPDX-License-Identifier: GPL-2.0-or-later
"""Soft labels are the mean of eight networks on reflectance and eight on normalised reflectance."""

import numpy as np
import pytest
from making import Watcher

from mineral_prune_plugin.models.ensemble import soft_labels
from mineral_prune_plugin.models.perceptron.forward import probabilities
from mineral_prune_plugin.models.perceptron.training import TrainingData, initial, train
from mineral_prune_plugin.models.training_settings import TrainingSettings
from mineral_prune_plugin.progress import silent
from mineral_prune_plugin.spectra.features import FEATURES

FEATURES_SEEN = {
    "reflectance": lambda reflectance: reflectance,
    "normalised": lambda reflectance: np.log(reflectance) - np.log(reflectance).mean(axis=0),
}


def pixels(n, seed, bands=5):
    """(reflectance float32 (n_bands, n), targets): three minerals that overlap, under light that varies."""
    generator = np.random.default_rng(seed)
    targets = np.arange(n) % 3
    shapes = np.full((3, 5), 0.5)
    shapes[np.arange(3), 1 + np.arange(3)] = 0.4
    shapes[:, 0] = 0.3, 0.4, 0.5
    light = generator.uniform(0.7, 1.3, (n, 1))
    reflectance = light * shapes[targets] + generator.normal(0, 0.05, (n, 5))
    return np.ascontiguousarray(reflectance.T[:bands], np.float32), targets


def labels(bands, settings, progress=None):
    training, validation, (others, _) = pixels(60, 1, bands), pixels(60, 2, bands), pixels(200, 3, bands)
    return soft_labels(training, validation, others, settings, progress or silent())


def members(feature, bands, settings):
    """float32 (8, n, n_classes): what each network on a feature says, trained alone."""
    (training, targets), (validation, known), (others, _) = (
        pixels(60, 1, bands),
        pixels(60, 2, bands),
        pixels(200, 3, bands),
    )
    seen = [FEATURES_SEEN[feature](reflectance) for reflectance in (training, validation, others)]
    mean, deviation = seen[0].mean(axis=1, keepdims=True), seen[0].std(axis=1, keepdims=True)
    inputs = [np.ascontiguousarray(((values - mean) / deviation).T, np.float32) for values in seen]
    data = TrainingData(inputs[0], targets, inputs[1], known)
    place = list(FEATURES_SEEN).index(feature)
    starts = (initial(bands, (12,), 3, [settings.seed, place, member]) for member in range(8))
    return np.array([probabilities(train(start, data, settings, silent())[0], inputs[2]) for start in starts])


def test_soft_labels_are_the_mean_over_both_features_and_eight_networks_of_each():
    settings = TrainingSettings(epochs=40, seed=7)
    said = labels(5, settings)
    spoken = np.array([members(feature, 5, settings) for feature in FEATURES_SEEN])
    assert said.dtype == np.float32 and said == pytest.approx(spoken.mean(axis=(0, 1)), abs=1e-4)
    for part in (spoken[0], spoken[1], spoken[:, :1], spoken[:, :7]):  # none of which is as good
        assert np.abs(said - part.reshape(-1, *said.shape).mean(axis=0)).max() > 0.005


def test_of_a_single_band_reflectance_alone_is_judged_and_the_labels_are_shares_still():
    settings = TrainingSettings(epochs=40)
    assert [feature for feature in FEATURES_SEEN if FEATURES[feature].fewest_bands == 1] == ["reflectance"]
    said = labels(1, settings)
    assert said == pytest.approx(members("reflectance", 1, settings).mean(axis=0), abs=1e-4)
    assert said.sum(axis=1) == pytest.approx(np.ones(200), abs=1e-5)


def test_what_brightness_alone_tells_apart_is_half_certain():
    """Of two minerals of one shape, reflectance is sure, normalised reflectance has no idea."""
    generator = np.random.default_rng(0)
    shape, targets = np.array([[0.5], [0.4], [0.6], [0.45]]), np.arange(90) % 2
    bright = np.where(targets, 1.0, 0.5)
    training, validation = (
        ((shape * bright * generator.normal(1, 0.02, (4, 90))).astype(np.float32), targets) for _ in range(2)
    )
    asked = (shape * [0.5, 1.0]).astype(np.float32)
    right = soft_labels(training, validation, asked, TrainingSettings(epochs=300), silent())[[0, 1], [0, 1]]
    assert right == pytest.approx([0.75, 0.75], abs=0.08)


@pytest.mark.usefixtures("one_core")
@pytest.mark.parametrize(("asked", "epochs"), [(3, 3), (1000, 1000), (1001, 1000)])
def test_the_networks_train_as_long_as_the_student_and_at_most_a_thousand_epochs(asked, epochs):
    watcher = Watcher()
    labels(2, TrainingSettings(epochs=asked), watcher.progress)
    halves = [sum(done < 0.5 for done in watcher.shown), sum(done >= 0.5 for done in watcher.shown)]
    assert halves == [epochs, epochs] and watcher.shown == sorted(watcher.shown)
