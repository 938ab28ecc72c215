# SPDX-License-Identifier: GPL-2.0-or-later
"""Linear discriminant analysis of minerals that are known in few polygons, as a perceptron without a hidden layer.

Pixels of a polygon are alike, so a polygon counts once, however many pixels it has, and the covariance within a mineral
is that within its polygons and that between them. It is shrunk towards that of the scene, and towards a sphere
(regularised discriminant analysis: Friedman 1989, Journal of the American Statistical Association 84, 165).
"""

import numpy as np

from ..perceptron.network import Perceptron

OF_SCENE = 0.1  # of the scene's covariance that is added
OF_SPHERE = 0.003  # of the mean variance that is added to each


def discriminant(inputs, targets, polygons, classes, scene):
    """A Perceptron of one layer, whose softmax is the classes' probabilities where each is equally common.

    inputs   : float (n, n_inputs), standardised
    targets  : int64 (n,), class indices; every class occurs
    polygons : int64 (n,), the polygon of each sample
    classes  : how many
    scene    : float64 (n_inputs, n_inputs), covariance of pixels of the scene
    """
    groups, places = np.unique(np.stack([targets, polygons]), axis=1, return_inverse=True)
    places = places.ravel()  # numpy 2.0 gives it another shape
    sizes = np.bincount(places)
    centres = _sums(inputs.astype(np.float64), places, len(sizes)) / sizes[:, None]
    of_class = groups[0]
    means = _sums(centres, of_class, classes) / np.bincount(of_class, minlength=classes)[:, None]
    within = inputs - centres[places]
    between = centres - means[of_class]
    covariance = within.T @ within / len(within) + between.T @ between / max(1, len(between) - classes)
    variance = max(np.trace(covariance), np.trace(scene)) / len(covariance)
    sphere = OF_SPHERE * (variance or 1.0)  # where all inputs are alike the classes are too
    weights = np.linalg.solve(covariance + OF_SCENE * scene + sphere * np.eye(len(covariance)), means.T).T
    biases = -0.5 * (weights * means).sum(axis=1)
    return Perceptron((weights.astype(np.float32),), (biases.astype(np.float32),))


def _sums(values, places, size):
    """float64 (size, n_columns): the rows of `values` added up by place."""
    sums = np.zeros((size, values.shape[1]))
    np.add.at(sums, places, values)
    return sums
