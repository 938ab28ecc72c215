# SPDX-License-Identifier: GPL-2.0-or-later
"""Settled pixels of a scene, by a network whose outputs are the bands themselves."""

import numpy as np
import pytest

from mineral_prune_plugin.classes import MineralClass, with_colours
from mineral_prune_plugin.models.model_file import Model
from mineral_prune_plugin.models.perceptron.network import Perceptron, Standardisation
from mineral_prune_plugin.models.preprocessing import Preprocessing
from mineral_prune_plugin.models.reject import FEATURELESS, Reject
from mineral_prune_plugin.models.settled import settled_pixels
from mineral_prune_plugin.progress import silent
from mineral_prune_plugin.simulation.scene_sample import SceneSample


@pytest.fixture
def model():
    """Class 4 where the first band is the largest, 7 the second, and the reject 9 the third."""
    network = Perceptron((np.eye(3, dtype=np.float32),), (np.zeros(3, np.float32),))
    standard = Standardisation(np.zeros(3, np.float32), np.ones(3, np.float32))
    classes = (*with_colours([(4, "alunite"), (7, "calcite")]), MineralClass(9, FEATURELESS, "#808080"))
    made = Model.of(network, Preprocessing("reflectance", None, standard), 0.5, classes, {})
    return Model(**{**vars(made), "reject": Reject({9: FEATURELESS})})


def scene(*pixels, noise=0.0):
    reflectance = np.array(pixels, np.float32).T
    return SceneSample(reflectance, np.full_like(reflectance, 1.0), np.eye(3) * noise)


def test_a_pixel_is_named_rejected_or_settled(model):
    sample = scene((0.9, 0.4, 0.1), (0.5, 0.2, 0.8), (0.3, 0.6, 0.5999))
    settled = settled_pixels(model, sample, 1, silent())
    assert settled.outputs.tolist() == [4, 9, 7] and settled.classes.tolist() == [4, 0, 7]
    assert settled.margins == pytest.approx([0.5, 0.3, 0.0001], abs=1e-6)
    assert settled.kept.tolist() == [True, False, True]  # without noise, weaker absorptions keep the order
    assert (settled.pixels, settled.named, settled.settled) == (3, 2, 2)


def test_noise_unsettles_what_is_near_another_class(model):
    sample = scene((0.9, 0.4, 0.1), (0.3, 0.6, 0.5999), noise=1e-6)
    settled = settled_pixels(model, sample, 1, silent())
    assert settled.kept.tolist() == [True, False] and settled.settled_share == 0.5
