# SPDX-License-Identifier: GPL-2.0-or-later
"""Linear discriminants: Fisher's by hand, a polygon a vote, and more known of the scene than of the samples."""

import numpy as np
import pytest

from mineral_prune_plugin.models.from_polygons.discriminant import (
    FARTHEST,
    FEWEST_PIXELS,
    OF_SCENE,
    OF_SPHERE,
    PIXELS_WEIGH,
    Moments,
    discriminant,
    moments_of,
    with_pixels,
)
from mineral_prune_plugin.models.perceptron.forward import probabilities


def test_the_discriminant_is_that_of_the_shrunk_covariance():
    """Two classes of two polygons each: the weights solve the linear system that the docstring states."""
    generator = np.random.default_rng(0)
    inputs = generator.normal(size=(40, 3))
    targets, polygons = np.repeat([0, 1], 20), np.repeat([0, 1, 2, 3], 10)
    inputs[20:] += [1, 0, 2]
    scene = np.diag([1.0, 2.0, 3.0])
    network = discriminant(moments_of(inputs, targets, polygons, 2), scene)
    centres = inputs.reshape(4, 10, 3).mean(axis=1)
    means = centres.reshape(2, 2, 3).mean(axis=1)
    within = (inputs.reshape(4, 10, 3) - centres[:, None]).reshape(40, 3)
    between = (centres.reshape(2, 2, 3) - means[:, None]).reshape(4, 3)
    covariance = within.T @ within / 40 + between.T @ between / 2
    sphere = OF_SPHERE * max(np.trace(covariance), 6.0) / 3
    expected = means @ np.linalg.inv(covariance + OF_SCENE * scene + sphere * np.eye(3))
    np.testing.assert_allclose(network.weights[0], expected, rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(network.biases[0], -0.5 * (expected * means).sum(axis=1), rtol=1e-4, atol=1e-5)


def test_a_polygon_counts_once_however_many_pixels_it_has():
    """Polygon 1 of class 0 has 100 pixels at 4, polygon 0 has one at 0: the class lies at 2, not at 4."""
    inputs = np.array([[0.0]] + [[4.0]] * 100 + [[10.0]] * 2)
    targets, polygons = np.array([0] * 101 + [1] * 2), np.array([0] + [1] * 100 + [2, 3])
    network = discriminant(moments_of(inputs, targets, polygons, 2), np.eye(1))
    middle = (2 + 10) / 2
    either = probabilities(network, np.array([[middle]], dtype=np.float32))
    assert either[0, 0] == pytest.approx(0.5, abs=1e-3)


def test_fewer_samples_than_bands_are_enough():
    generator = np.random.default_rng(1)
    inputs = np.concatenate([generator.normal(size=(4, 50)), generator.normal(size=(4, 50)) + 2])
    network = discriminant(moments_of(inputs, np.repeat([0, 1], 4), np.arange(8) // 2, 2), np.eye(50))
    found = probabilities(network, inputs.astype(np.float32)).argmax(axis=1)
    assert np.isfinite(network.weights[0]).all() and found.tolist() == [0] * 4 + [1] * 4


def joined(moments, pixels, shares):
    squares = pixels.T @ pixels / len(pixels)
    return with_pixels(moments, np.zeros(squares.shape), shares.T @ pixels, squares, shares.sum(axis=0))


def test_pixels_have_the_say_of_some_polygons():
    """Class 0 of two polygons, class 1 of many: means and covariance are weighted by hand, pixel by pixel."""
    generator = np.random.default_rng(2)
    pixels, shares = generator.normal(size=(60, 3)), generator.dirichlet([1, 1], 60)
    moments = Moments(np.array([[5.0, 0, 9.0], [0, 5.0, -9.0]]), np.diag([1.0, 2.0, 3.0]), np.array([2, 9]))
    together = joined(moments, pixels, shares)
    weights = PIXELS_WEIGH / (PIXELS_WEIGH + np.array([4.0, 81.0]))
    centres = np.stack([np.average(pixels, axis=0, weights=shares[:, index]) for index in range(2)])
    of_pixels = sum(
        share * np.outer(pixel - centres[index], pixel - centres[index])
        for pixel, shares_of_pixel in zip(pixels, shares)
        for index, share in enumerate(shares_of_pixel)
    ) / len(pixels)
    expected = moments.means + weights[:, None] * (centres - moments.means)
    np.testing.assert_allclose(together.means, expected, rtol=1e-10)
    expected = moments.covariance + weights.mean() * (of_pixels - moments.covariance)
    np.testing.assert_allclose(together.covariance, expected, rtol=1e-10, atol=1e-12)


def test_a_mineral_that_no_pixel_resembles_stays_where_its_polygons_are():
    moments = Moments(np.array([[1.0, 0.0], [0.0, 9.0]]), np.eye(2), np.array([2, 2]))
    shares = np.array([[1.0, 0.0]] * 50 + [[0.1, 0.9]] * int(FEWEST_PIXELS))
    together = joined(moments, np.full((len(shares), 2), 3.0), shares)
    np.testing.assert_array_equal(together.means[1], [0.0, 9.0])
    assert together.means[0, 0] > 2 and np.isfinite(together.covariance).all()


def test_no_mineral_among_the_pixels_changes_nothing():
    moments = Moments(np.array([[1.0], [2.0]]), np.eye(1), np.array([2, 2]))
    together = joined(moments, np.zeros((3, 1)), np.full((3, 2), 0.5))
    np.testing.assert_array_equal(together.means, moments.means)
    np.testing.assert_array_equal(together.covariance, moments.covariance)


def test_pixels_move_a_mineral_no_farther_than_half_the_way_to_the_nearest_other():
    """All pixels lie at what was never taught, (20, 0), and the mineral at (4, 0) is the most like them. Distances are
    those of the covariance: (0, 1) is 1 away from the first mineral, and (4, 0) only 0.4."""
    moments = Moments(np.array([[0.0, 0.0], [4.0, 0.0], [0.0, 1.0]]), np.diag([100.0, 1.0]), np.array([1, 1, 1]))
    shares = np.tile([0.0, 1.0, 0.0], (50, 1))
    together = joined(moments, np.tile([20.0, 0.0], (50, 1)), shares)
    np.testing.assert_allclose(together.means, [[0, 0], [4 + FARTHEST * 4, 0], [0, 1]], rtol=1e-9)


def test_minerals_that_are_alike_in_their_polygons_are_not_torn_apart_by_pixels():
    moments = Moments(np.array([[1.0, 2.0], [1.0, 2.0]]), np.eye(2), np.array([1, 1]))
    together = joined(moments, np.array([[0.0, 0.0]] * 50 + [[9.0, 9.0]] * 50), np.repeat(np.eye(2), 50, axis=0))
    np.testing.assert_allclose(together.means, moments.means, atol=1e-6)
