# SPDX-License-Identifier: GPL-2.0-or-later
"""Which pixels a pass decides, and the definition of the logits, by hand."""

import numpy as np

from mineral_prune_plugin.mapping.kernel.certified_argmax import Decider, logits64, softmax_of_largest
from mineral_prune_plugin.mapping.kernel.folding import Layers


def decided(logits, bound):
    """Class numbers of pixels, None where undecided. logits : a list of three for each pixel."""
    logits = np.array(logits, np.float32).T
    with np.errstate(invalid="ignore"):
        classes, undecided = Decider((3, 200, 7)).decide(logits, np.full(logits.shape[1], bound, np.float32))
    return [None if pixel in undecided else int(number) for pixel, number in enumerate(classes)]


def test_without_an_error_every_pixel_but_a_tie_is_decided():
    assert decided([[1, 0, 0], [0, 2, 1], [-3, -2, -1], [1, 1, 0], [0, 0, 0]], 0) == [3, 200, 7, None, None]


def test_a_class_as_far_from_the_largest_as_the_error_may_be_leaves_the_pixel_undecided():
    assert decided([[1, 0.5, 0], [1, 0.375, 0], [-2, -2.5, 9], [-2, -1.75, -9]], 0.5) == [None, 3, 7, None]


def test_logits_that_are_no_numbers_decide_nothing():
    assert decided([[np.nan, 1, 0], [np.inf, 1, 0], [np.inf, np.inf, 0]], np.inf) == [None, None, None]
    assert decided([[np.nan, 1, 0], [np.nan, np.nan, np.nan]], 0.5) == [None, None]


def test_logits_are_sums_in_the_order_of_the_inputs_and_only_hidden_ones_are_rectified():
    weights = np.array([[1.0, 2], [3, -4], [-5, 0]]), np.array([[1.0, 1, 1], [-1, 0, 2]])
    layers = Layers(weights, (np.array([0.5, 0, 1]), np.array([-20.0, 0])))
    inputs = np.array([[1.0, 0, -2, 2], [0, 1, 3, 1]])
    hidden = [[1.5, 3, 0], [2.5, 0, 1], [4.5, 0, 11], [4.5, 2, 0]]
    assert logits64(layers, inputs).T.tolist() == [[sum(h) - 20, 2 * h[2] - h[0]] for h in hidden]
    order = Layers((np.array([[1.0, 1, 1]]),), (np.array([2.0**53]),))
    assert logits64(order, np.array([[1.0], [1], [-(2.0**53)]])).item() == 0  # each 1 is lost, one after the other


def test_the_softmax_is_of_the_largest_logit():
    logits = np.log([[1.0, 5, 2], [3, 4, 2]])
    assert np.allclose(softmax_of_largest(logits), [3 / 4, 5 / 9, 1 / 2])
    assert softmax_of_largest(np.float32([[1e4], [0]])).tolist() == [1.0]
