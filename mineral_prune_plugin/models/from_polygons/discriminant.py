# SPDX-License-Identifier: GPL-2.0-or-later
"""Linear discriminant analysis of minerals that are known in few polygons, as a perceptron without a hidden layer.

Pixels of a polygon are alike, so a polygon counts once, however many pixels it has, and the covariance within a mineral
is that within its polygons and that between them. It is shrunk towards that of the scene, and towards a sphere
(regularised discriminant analysis: Friedman 1989, Journal of the American Statistical Association 84, 165).
Where a mineral has few polygons its unlabelled pixels have a say (McLachlan 1975, the same journal 70, 365).
"""

from dataclasses import dataclass

import numpy as np

from ..perceptron.network import Perceptron

OF_SCENE = 0.1  # of the scene's covariance that is added
OF_SPHERE = 0.003  # of the mean variance that is added to each
# The pixels of a mineral weigh as this many polygons do over the number of its polygons: the fewer, the more.
PIXELS_WEIGH = 8.0
FEWEST_PIXELS = 5.0  # of a mineral, as probabilities add up: fewer have no say
# Of the distance to the nearest other mineral: pixels move a mineral no farther. Most of a scene may be something that
# was never taught, which looks like one of the minerals and must not take its place.
FARTHEST = 0.5


@dataclass(frozen=True, eq=False)
class Moments:
    """means      : float64 (n_classes, n_inputs)
    covariance : float64 (n_inputs, n_inputs), within the classes
    polygons   : int64 (n_classes,), how many each class has
    """

    means: np.ndarray
    covariance: np.ndarray
    polygons: np.ndarray


def moments_of(inputs, targets, polygons, classes):
    """Moments of samples.

    inputs   : float (n, n_inputs), standardised
    targets  : int64 (n,), class indices; every class occurs
    polygons : int64 (n,), the polygon of each sample
    classes  : how many
    """
    groups, places = np.unique(np.stack([targets, polygons]), axis=1, return_inverse=True)
    places = places.ravel()  # numpy 2.0 gives it another shape
    sizes = np.bincount(places)
    centres = _sums(inputs.astype(np.float64), places, len(sizes)) / sizes[:, None]
    of_class = groups[0]
    counts = np.bincount(of_class, minlength=classes)
    means = _sums(centres, of_class, classes) / counts[:, None]
    within = inputs - centres[places]
    between = centres - means[of_class]
    covariance = within.T @ within / len(within) + between.T @ between / max(1, len(between) - classes)
    return Moments(means, covariance, counts)


def with_pixels(moments, scene, sums, squares, probabilities):
    """Moments that unlabelled pixels have a say in: the polygons' and the pixels', by PIXELS_WEIGH and FARTHEST.

    moments       : of the samples
    scene         : float64 (n_inputs, n_inputs), covariance of pixels of the scene
    sums          : float64 (n_classes, n_inputs), of the pixels' inputs by the probability of each class
    squares       : float64 (n_inputs, n_inputs), mean over pixels of the products of their inputs
    probabilities : float64 (n_classes,), of each class, added up over the pixels
    """
    share = PIXELS_WEIGH / (PIXELS_WEIGH + moments.polygons**2)
    share = np.where(probabilities < FEWEST_PIXELS, 0.0, share)
    centres = sums / np.maximum(probabilities, np.finfo(np.float64).tiny)[:, None]
    covariance = squares - (centres.T * (probabilities / probabilities.sum())) @ centres
    share = _bounded(share, centres - moments.means, moments, scene)
    means = moments.means + share[:, None] * (centres - moments.means)
    of_pixels = share.mean()
    return Moments(means, (1 - of_pixels) * moments.covariance + of_pixels * covariance, moments.polygons)


def discriminant(moments, scene):
    """A Perceptron of one layer, whose softmax is the classes' probabilities where each is equally common.

    moments : Moments
    scene   : float64 (n_inputs, n_inputs), covariance of pixels of the scene
    """
    weights = np.linalg.solve(_shrunk(moments.covariance, scene), moments.means.T).T
    biases = -0.5 * (weights * moments.means).sum(axis=1)
    return Perceptron((weights.astype(np.float32),), (biases.astype(np.float32),))


def _shrunk(covariance, scene):
    """float64 (n_inputs, n_inputs): the covariance that distances are measured by."""
    variance = max(np.trace(covariance), np.trace(scene)) / len(covariance)
    sphere = OF_SPHERE * (variance or 1.0)  # where all inputs are alike the classes are too
    return covariance + OF_SCENE * scene + sphere * np.eye(len(covariance))


def _bounded(share, moves, moments, scene):
    """float64 (n_classes,): a `share` of some `moves` of the means, (n_classes, n_inputs), less where it is too far."""
    classes = len(share)
    measured = np.linalg.solve(_shrunk(moments.covariance, scene), np.concatenate([moments.means, moves]).T)
    products = moments.means @ measured[:, :classes]
    squares = np.diag(products)[:, None] + np.diag(products) - products - products.T
    np.fill_diagonal(squares, np.inf)
    nearest = np.sqrt(np.maximum(squares.min(axis=1), 0.0))
    lengths = np.sqrt(np.maximum((moves.T * measured[:, classes:]).sum(axis=0), np.finfo(np.float64).tiny))
    return np.minimum(share, FARTHEST * nearest / lengths)


def _sums(values, places, size):
    """float64 (size, n_columns): the rows of `values` added up by place."""
    sums = np.zeros((size, values.shape[1]))
    np.add.at(sums, places, values)
    return sums
