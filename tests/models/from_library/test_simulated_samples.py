# SPDX-License-Identifier: GPL-2.0-or-later
"""Simulated spectra in the place of samples, of two minerals and a surface on a grey scene."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
from making import random_model

from mineral_prune_plugin.errors import LibraryDoesNotFitModel
from mineral_prune_plugin.models.from_library.library_outputs import outputs_of
from mineral_prune_plugin.models.from_library.simulated_samples import (
    BATCH,
    BATCH_TO_PRUNE,
    LABELLED,
    TEST,
    VALIDATION,
    as_samples,
    draw,
    spectra_to_prune,
)
from mineral_prune_plugin.models.perceptron.forward import logits
from mineral_prune_plugin.models.reject import FEATURELESS, OTHER_MINERAL, SURFACE, UNLIKE, Reject
from mineral_prune_plugin.notices import ScenePixelsFew
from mineral_prune_plugin.progress import silent
from mineral_prune_plugin.simulation import endmembers
from mineral_prune_plugin.simulation.draws import Simulation
from mineral_prune_plugin.simulation.endmembers import Endmember
from mineral_prune_plugin.simulation.scene_sample import SceneSample
from mineral_prune_plugin.simulation.simulation_settings import SimulationSettings

UM = np.array([2.0, 2.1, 2.2, 2.3])
DRAWS = 1_500
PIXELS = 40


def endmember(name, role, band):
    absorptions = np.zeros((1, 4), np.float32)
    absorptions[0, band] = 0.3
    return Endmember(name, role, True, (name,), 1 - absorptions, absorptions)


@pytest.fixture(scope="module")
def simulation():
    of_scene = np.linspace(0.3, 0.5, PIXELS, dtype=np.float32) * np.ones((4, 1), np.float32)
    materials = (
        endmember("alunite", endmembers.MINERAL, 1),
        endmember("kaolinite", endmembers.MINERAL, 2),
        endmember("water", endmembers.SURFACE, 1),
    )
    settings = SimulationSettings(draws=DRAWS, seed=4)
    return Simulation(materials, SceneSample(of_scene, of_scene, np.eye(4) * 1e-6), UM, settings)


@pytest.fixture(scope="module")
def draws(simulation):
    return draw(simulation, 30, None, silent())


def labelled(count):
    """Training samples: the first is kaolinite (2), the others alunite (1); each is of one grey."""
    greys = np.linspace(0.6, 0.9, count, dtype=np.float32)
    return np.ones((4, 1), np.float32) * greys, np.array([2] + [1] * (count - 1), np.uint8)


def test_training_validation_and_test_are_drawn_apart(draws):
    sizes = [each.reflectance.shape[1] for each in (draws.training, draws.validation, draws.test)]
    assert sizes == [DRAWS, VALIDATION, TEST]
    first = [each.classes[:500] for each in (draws.training, draws.validation, draws.test)]
    assert not any(np.array_equal(first[a], first[b]) for a, b in ((0, 1), (0, 2), (1, 2)))


def test_where_the_sample_of_the_scene_holds_fewer_pixels_it_is_told(simulation, watcher):
    draw(simulation, PIXELS, None, watcher.progress)
    assert not watcher.notices_of(ScenePixelsFew)
    drawn = draw(simulation, PIXELS + 1, None, watcher.progress)
    assert [notice.facts for notice in watcher.notices_of(ScenePixelsFew)] == [{"requested": 41, "found": 40}]
    assert drawn.rest.shape[1] == DRAWS - BATCH + PIXELS


def test_the_batch_is_the_beginning_and_the_rest_ends_with_pixels_of_the_scene(simulation, draws):
    reflectance, classes = draws.batch
    assert np.array_equal(reflectance, draws.training.reflectance[:, :BATCH])
    assert np.array_equal(classes, draws.training.classes[:BATCH])
    assert np.array_equal(draws.rest[:, : DRAWS - BATCH], draws.training.reflectance[:, BATCH:])
    assert np.array_equal(draws.rest[:, DRAWS - BATCH :], simulation.scene.reflectance[:, :30])


@pytest.mark.parametrize("count, repeated", [(3, LABELLED // 3), (LABELLED + 20, 1)])
def test_labelled_samples_join_the_batch_with_the_class_of_their_mineral(simulation, count, repeated):
    values, numbers = labelled(count)
    reflectance, classes = draw(simulation, 0, (values, numbers), silent()).batch
    assert reflectance.shape[1] == len(classes) == BATCH + repeated * count
    for sample in (0, count - 1):
        rows = np.flatnonzero((reflectance == values[:, [sample]]).all(axis=0))
        assert len(rows) == repeated and set(classes[rows]) == {int(numbers[sample]) - 1}


def test_no_training_samples_among_the_labelled_ones_change_nothing(simulation, draws):
    nothing = np.empty((4, 0), np.float32), np.empty(0, np.uint8)
    assert np.array_equal(draw(simulation, 30, nothing, silent()).batch[0], draws.batch[0])


def test_samples_have_the_class_and_the_split_of_their_draw(simulation, draws):
    outputs = outputs_of(simulation)
    soft = np.arange(len(draws.rest.T) * 6, dtype=np.float32).reshape(-1, 6)
    spectra = as_samples(draws, outputs, soft, seed=1)
    samples = spectra.samples
    assert np.bincount(samples.splits).tolist() == [BATCH, VALIDATION, TEST]
    assert (samples.columns == -1).all() and (samples.rows == -1).all() and samples.minerals == outputs.classes
    reflectance, numbers = spectra.split("test")
    assert np.array_equal(reflectance, draws.test.reflectance)
    assert numbers.tolist() == [[1, 2, 4, 5, 6][fine] for fine in draws.test.classes]
    assert set(numbers) == {1, 2, 4, 5, 6}


def test_the_rest_keeps_its_labels_in_another_order(simulation, draws):
    soft = np.repeat(draws.rest[:1].T, 6, axis=1)  # labels by which a spectrum is known again
    drawn = as_samples(draws, outputs_of(simulation), soft, seed=1).unlabelled
    assert np.array_equal(drawn.reflectance[0], drawn.probabilities[:, 0])
    assert not np.array_equal(drawn.reflectance, draws.rest)
    assert sorted(drawn.reflectance[0]) == sorted(draws.rest[0])
    again, other = (as_samples(draws, outputs_of(simulation), soft, seed).unlabelled for seed in (1, 2))
    assert np.array_equal(again.reflectance, drawn.reflectance)
    assert not np.array_equal(other.reflectance, drawn.reflectance)


def prepared(simulation):
    return SimpleNamespace(simulation=simulation, library=SimpleNamespace(title="small.csv"))


def of_library(names):
    """A model of minerals and of four rejects."""
    kinds = (OTHER_MINERAL, SURFACE, UNLIKE, FEATURELESS)
    made = random_model(numbers=(1,), hidden=(3,))
    alike = made.classes[0]
    classes = tuple(replace(alike, number=number, name=name) for number, name in enumerate((*names, *kinds), start=1))
    first = len(names) + 1
    return replace(made, classes=classes, reject=Reject({first + at: kind for at, kind in enumerate(kinds)}))


def test_spectra_to_prune_on_are_those_of_training_without_labels_of_a_teacher(simulation, draws):
    spectra = spectra_to_prune(prepared(simulation), of_library(("alunite", "kaolinite")), 30, silent())
    assert np.array_equal(spectra.split("test")[0], draws.test.reflectance)
    assert len(spectra.split("train")[1]) == BATCH_TO_PRUNE
    assert spectra.unlabelled.probabilities is None
    assert spectra.unlabelled.reflectance.shape[1] == DRAWS - BATCH_TO_PRUNE + 30


def test_simulated_minerals_are_pruned_on_as_the_model_names_them_and_tested_by_what_they_are(simulation):
    model = of_library(("alunite", "kaolinite"))
    spectra = spectra_to_prune(prepared(simulation), model, 30, silent())
    drawn = draw(simulation, 30, None, silent(), BATCH_TO_PRUNE)
    of = as_samples(drawn, outputs_of(simulation), None, seed=1).samples.classes
    numbers, test = spectra.samples.classes, spectra.samples.splits == 2
    named = logits(model.network, model.inputs_of(spectra.reflectance))[:, :2].argmax(axis=1) + 1
    mineral = (of <= 2) & ~test
    assert np.array_equal(numbers[mineral], named[mineral]) and (numbers != of)[mineral].any()
    assert np.array_equal(numbers[~mineral], of[~mineral])


@pytest.mark.parametrize("names", [("kaolinite", "alunite"), ("alunite",), ("alunite", "kaolinite", "calcite")])
def test_a_model_of_other_minerals_is_refused(simulation, names):
    with pytest.raises(LibraryDoesNotFitModel, match=f"identifies {', '.join(names)}; with small.csv .* alunite, kao"):
        spectra_to_prune(prepared(simulation), of_library(names), 30, silent())


@pytest.mark.parametrize("numbers, kinds", [
    ((1, 2, 3, 4, 5, 6), (UNLIKE,) * 4),
    ((1, 2, 3, 4, 5, 6), (FEATURELESS, SURFACE, UNLIKE, OTHER_MINERAL)),
    ((1, 2, 3, 4, 5, 9), (OTHER_MINERAL, SURFACE, UNLIKE, FEATURELESS)),
])  # fmt: skip
def test_a_model_whose_rejects_are_others_is_refused(simulation, numbers, kinds):
    model = of_library(("alunite", "kaolinite"))
    classes = tuple(replace(each, number=number) for each, number in zip(model.classes, numbers))
    model = replace(model, classes=classes, reject=Reject(dict(zip(numbers[2:], kinds))))
    with pytest.raises(LibraryDoesNotFitModel, match="1 alunite, 2 kaolinite, 3 .* 3 other mineral"):
        spectra_to_prune(prepared(simulation), model, 30, silent())
