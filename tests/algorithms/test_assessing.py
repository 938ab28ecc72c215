# SPDX-License-Identifier: GPL-2.0-or-later
"""A model assessed: on samples, on simulated spectra, on labelled ones beside a library; unclassified is wrong."""

from dataclasses import replace

import numpy as np
import pytest

from mineral_prune_plugin.algorithms.assessing import assess, assess_labelled, assess_simulated
from mineral_prune_plugin.classes import MineralClass, with_colour, with_colours
from mineral_prune_plugin.models.model_file import Model, load
from mineral_prune_plugin.models.perceptron.network import Perceptron, Standardisation
from mineral_prune_plugin.models.preprocessing import Preprocessing
from mineral_prune_plugin.models.reject import FEATURELESS, SURFACE, Reject
from mineral_prune_plugin.samples.samples import Samples, SampleSpectra

CLASSES = (*with_colours([(1, "alunite"), (2, "calcite")]), MineralClass(3, FEATURELESS, "#808080"))
PURE = {1: (0.9, 0.1, 0.1), 2: (0.1, 0.9, 0.1), 3: (0.1, 0.1, 0.9)}


@pytest.fixture
def model():
    """A class for the brightest of three bands; the third is a reject."""
    network = Perceptron((np.eye(3, dtype=np.float32),), (np.zeros(3, np.float32),))
    standard = Standardisation(np.zeros(3, np.float32), np.ones(3, np.float32))
    made = Model.of(network, Preprocessing("reflectance", None, standard), 0.5, CLASSES, {"seed": 1})
    return replace(made, reject=Reject({3: FEATURELESS}))


def spectra(rows):
    """SampleSpectra of (class, class that the spectrum shows, split) rows."""
    classes, shown, splits = zip(*rows)
    nowhere = np.full(len(rows), -1)
    samples = Samples(nowhere, nowhere, np.array(classes, np.uint8), np.array(splits, np.int8), CLASSES)
    return SampleSpectra(samples, np.array([PURE[number] for number in shown], np.float32).T)


def test_simulated_test_spectra_of_the_minerals_count_with_their_depths(model):
    rows = [(1, 1, 0), (1, 1, 2), (3, 1, 2), (2, 1, 2), (2, 3, 2), (2, 2, 1)]
    depths = np.array([0.4, 0.3, 0.2, 0.1], np.float32)
    assessed, simulated = assess_simulated(model, spectra(rows), depths)
    assert simulated.confusion.counts.tolist() == [[1, 0], [1, 0]]
    assert simulated.confusion.unclassified.tolist() == [0, 1]
    assert simulated.reference.tolist() == [1, 2, 2] and simulated.identified.tolist() == [1, 1, 0]
    assert simulated.depths == pytest.approx([0.4, 0.2, 0.1])
    assert assessed.training == {"seed": 1, "simulated_oa": pytest.approx(1 / 3)}


def test_labelled_test_samples_are_assessed_and_unnamed_ones_are_wrong(model):
    assessed, labelled = assess_labelled(model, spectra([(1, 2, 0), (1, 1, 2), (2, 2, 2), (2, 3, 2), (1, 2, 1)]))
    assert labelled.counts.tolist() == [[1, 0], [0, 1]] and labelled.unclassified.tolist() == [0, 1]
    assert assessed.training["test_oa"] == pytest.approx(2 / 3)


@pytest.mark.parametrize("labelled", [None, spectra([(1, 1, 0)])])
def test_without_test_samples_there_is_no_accuracy(model, labelled):
    assessed, matrix = assess_labelled(model, labelled)
    assert matrix is None and assessed.training["test_oa"] is None


def test_a_sample_that_the_model_rejects_counts_as_wrong(hand_model):
    """Two of each split are red; the model rejects the brightest in band 3, as the last of them is."""
    model = load(hand_model(reject=Reject({3: SURFACE})))
    spectra = np.array([[0.8, 0.1, 0.1], [0.1, 0.8, 0.1], [0.1, 0.1, 0.8]] * 2, np.float32).T
    numbers, splits = np.array([1, 2, 1] * 2, np.uint8), np.array([1] * 3 + [2] * 3, np.int8)
    minerals = with_colour(1, "red"), with_colour(2, "green")
    samples = Samples(np.arange(6), np.zeros(6, np.int64), numbers, splits, minerals)
    assessed_model, assessed = assess(model, SampleSpectra(samples, spectra))
    assert assessed.numbers() == {"OA": pytest.approx(200 / 3), "TEST_OA": pytest.approx(200 / 3)}
    assert assessed_model.training["test_oa"] == pytest.approx(2 / 3)
    assert assessed.test.unclassified.tolist() == [1, 0] and assessed.test.counts.tolist() == [[1, 0], [0, 1]]
    assert [mineral.name for mineral in assessed.test.classes] == ["red", "green"]
    _, plain = assess(replace(model, reject=None), SampleSpectra(samples, spectra))
    assert plain.test.counts.tolist() == [[1, 0, 1], [0, 1, 0], [0, 0, 0]]
    assert plain.numbers() == assessed.numbers()
