# SPDX-License-Identifier: GPL-2.0-or-later
"""What labels the unlabelled pixels where polygons are few: linear discriminants, an ensemble of networks, or both.

Linear ones need less to learn from; polygons left out tell whether networks know more.
"""

from dataclasses import dataclass, replace

import numpy as np

from ...spectra.features import FEATURES
from ..ensemble import MEMBER_FEATURES, SETTINGS
from ..perceptron.forward import probabilities
from ..perceptron.training import initial, train_many
from ..preprocessing import Preprocessing
from .discriminant import discriminant, moments_of, with_pixels
from .fold_data import data_of_fold, level

FEATURES_OF_LINEAR = (*MEMBER_FEATURES, "continuum")  # what is not linear tells linear members most
MOST_PIXELS = 4000  # unlabelled pixels that members of the folds, and linear ones always, learn from
ROUNDS = 2  # in which linear members learn from the pixels that all of them together label
MEMBERS_A_FOLD, EPOCHS_A_FOLD = 2, 1000  # of networks on each feature: to choose by, a few will do


@dataclass(frozen=True, eq=False)
class View:
    """All samples, and pixels of the scene, by one `feature`, standardised by the samples.

    samples, pixels : float32 (n, n_inputs)
    covariance      : float64 (n_inputs, n_inputs), of both together
    """

    feature: str
    samples: np.ndarray
    pixels: np.ndarray
    covariance: np.ndarray


def views_of(samples, pixels, wavelengths):
    """A View by each of FEATURES_OF_LINEAR that can be computed.

    samples, pixels : float32 (n_bands, n), reflectance
    wavelengths     : Wavelengths of the bands, or None
    """
    views = []
    for feature in FEATURES_OF_LINEAR:
        known = wavelengths is not None or not FEATURES[feature].needs_wavelengths
        if known and len(samples) >= FEATURES[feature].fewest_bands:
            preprocessing = Preprocessing(feature, wavelengths).fitted(samples)
            inputs = preprocessing.inputs(samples), preprocessing.inputs(pixels)
            covariance = np.atleast_2d(np.cov(np.concatenate(inputs).T.astype(np.float64)))
            views.append(View(feature, *inputs, covariance))
    return views


def network_views(views):
    """Those of some `views` that networks learn from, as the ensemble of `models.ensemble` does."""
    return [view for view in views if view.feature in MEMBER_FEATURES]


def linear_members(views, targets, polygons, classes, chosen, rounds=ROUNDS):
    """[(Perceptron,)] a View: the discriminants of the samples for which the mask `chosen` is True, and of the pixels.

    What all of them together say of the pixels, each of them learns in the next round, as far as polygons are few.

    views             : as `views_of` gives them
    targets, polygons : int64 (n,), class indices and polygons of all samples
    classes           : how many
    rounds            : of learning from the pixels; none where the pixels are the samples themselves
    """
    moments = [moments_of(view.samples[chosen], targets[chosen], polygons[chosen], classes) for view in views]
    members = _discriminants(moments, views)
    inputs = [view.pixels[:MOST_PIXELS] for view in views]
    pixels = [values.astype(np.float64) for values in inputs] if rounds else []
    squares = [values.T @ values / len(values) for values in pixels]
    for _ in range(rounds):
        shares = mean_probabilities(members, inputs).astype(np.float64)
        together = [
            with_pixels(of_samples, view.covariance, shares.T @ values, products, shares.sum(axis=0))
            for of_samples, view, values, products in zip(moments, views, pixels, squares)
        ]
        members = _discriminants(together, views)
    return members


def _discriminants(moments, views):
    return [(discriminant(of_view, view.covariance),) for of_view, view in zip(moments, views)]


def network_members(views, targets, classes, masks, settings, progress):
    """A list of [(Perceptrons) a view of `network_views`] for each of some `masks`, all trained side by side.

    views    : as `views_of` gives them
    targets  : int64 (n,), class indices of all samples
    classes  : how many
    masks    : bool (n,) each, the samples to learn from
    settings : TrainingSettings of the student: its seed, and its epochs where they are fewer
    progress : reports, and is asked to cancel
    """
    members = replace(SETTINGS, epochs=min(EPOCHS_A_FOLD, settings.epochs))
    by_view, views = [], network_views(views)
    for place, view in enumerate(views):
        seeds = [[settings.seed, place, member] for member in range(MEMBERS_A_FOLD)]
        starts = [initial(view.samples.shape[1], members.hidden, classes, seed) for seed in seeds]
        data = [data_of_fold(view.samples, targets, chosen) for chosen in level(masks)]
        part = progress.part(place / len(views), (place + 1) / len(views))
        networks, _ = train_many(starts * len(masks), [each for each in data for _ in seeds], members, part)
        by_view.append([tuple(networks[first : first + len(seeds)]) for first in range(0, len(networks), len(seeds))])
    return [list(members_of_mask) for members_of_mask in zip(*by_view)]


def mean_probabilities(members, inputs):
    """float32 (n, n_classes): the mean over the features of the mean over the members of each.

    members : [(Perceptrons)] a feature
    inputs  : [float32 (n, n_inputs)] a feature
    """
    by_feature = [
        sum(probabilities(network, values) for network in networks) / len(networks)
        for networks, values in zip(members, inputs)
    ]
    return sum(by_feature) / len(by_feature)
