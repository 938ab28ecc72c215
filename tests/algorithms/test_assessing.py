# SPDX-License-Identifier: GPL-2.0-or-later
"""A model assessed on samples: what it leaves unclassified is wrong."""

from dataclasses import replace

import numpy as np
import pytest

from mineral_prune_plugin.algorithms.assessing import assess
from mineral_prune_plugin.classes import with_colour
from mineral_prune_plugin.models.model_file import load
from mineral_prune_plugin.models.reject import SURFACE, Reject
from mineral_prune_plugin.samples.samples import Samples, SampleSpectra


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
