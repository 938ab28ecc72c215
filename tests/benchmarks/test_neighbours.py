# SPDX-License-Identifier: GPL-2.0-or-later
"""The benchmark of what neighbours can tell: it hears them as Bayes would, and not where they say nothing."""

import numpy as np
import pytest

from benchmarks.patches.neighbours import accuracy

CENTRE = np.array([[0.6, 0.4], [0.4, 0.6]])  # right for the targets (0, 1)
TOGETHER = np.array([[9.0, 1.0], [1.0, 9.0]])  # a class mostly lies beside itself


@pytest.mark.parametrize("targets, alone", [((0, 1), 100.0), ((1, 1), 50.0), ((1, 0), 0.0)])
def test_without_weight_the_pixel_alone_decides(targets, alone):
    neighbours = [np.eye(2)[[1, 0]]] * 8
    assert accuracy(CENTRE, neighbours, TOGETHER, 0.0, np.array(targets)) == alone


def test_neighbours_of_another_class_outvote_the_pixel():
    neighbours = [np.eye(2)[[1, 0]]] * 8
    assert accuracy(CENTRE, neighbours, TOGETHER, 1.0, np.array([1, 0])) == 100.0


@pytest.mark.parametrize("said", [np.zeros((2, 2)), np.full((2, 2), 0.5)])
def test_neighbours_without_an_opinion_change_nothing(said):
    assert accuracy(CENTRE, [said] * 8, TOGETHER, 1.0, np.array([0, 1])) == 100.0


def test_classes_that_lie_side_by_side_speak_for_each_other():
    side_by_side = TOGETHER[::-1]
    neighbours = [np.eye(2)[[1, 0]]] * 8
    assert accuracy(CENTRE, neighbours, side_by_side, 1.0, np.array([0, 1])) == 100.0
