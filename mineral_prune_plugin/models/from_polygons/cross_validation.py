# SPDX-License-Identifier: GPL-2.0-or-later
"""Models that were trained without some polygons, and what they say of these: accuracy where nothing was learnt."""

from dataclasses import dataclass

import numpy as np

from ...classes import MineralClass
from ..ensemble import soft_labels
from ..perceptron.forward import logits
from ..perceptron.training import SoftLabels, initial, train_many
from .calibration import Calibration
from .fold_data import data_of_fold, level
from .teacher_kinds import LINEAR, NETWORKS_SHARE
from .teachers import (
    MOST_PIXELS,
    ROUNDS,
    linear_members,
    mean_probabilities,
    network_members,
    network_views,
    views_of,
)

SIDE_BY_SIDE = 20  # folds whose networks are trained at once


@dataclass(frozen=True, eq=False)
class LeftOut:
    """The samples that were left out once, as they are labelled and as a model identifies them that had not met them.

    reference, identified : int64 (n,), class numbers
    polygons              : int64 (n,), the polygon of each
    folds                 : how many times a model was trained
    alone                 : minerals that are never left out, and so cannot be judged
    teacher               : a kind of NETWORKS_SHARE: what labelled the unlabelled pixels
    teachers              : (kind, its mean accuracy over the polygons left out, 0 to 1) of each kind
    calibration           : Calibration of the confidence
    """

    reference: np.ndarray
    identified: np.ndarray
    polygons: np.ndarray
    folds: int
    alone: tuple[MineralClass, ...]
    teacher: str
    teachers: tuple[tuple[str, float], ...]
    calibration: Calibration


@dataclass(frozen=True, eq=False)
class Known:
    """All samples and pixels of the scene, as the models of the folds take them.

    reflectance, pixels : float32 (n_bands, n)
    wavelengths         : Wavelengths of the bands, or None
    targets             : int64 (n,), class indices of the samples
    classes             : how many
    folds               : Folds of the samples
    others              : whether the pixels are others than the samples
    """

    reflectance: np.ndarray
    pixels: np.ndarray
    wavelengths: object
    targets: np.ndarray
    classes: int
    folds: object
    others: bool

    @property
    def masks(self):
        """bool (n,) a fold: the samples that are not left out."""
        return [self.folds.numbers != fold for fold in range(len(self.folds))]

    def linear_members(self, views, mask):
        """The linear members by some `views` of the samples in a `mask`, as `teachers.linear_members` gives them."""
        rounds = ROUNDS if self.others else 0
        return linear_members(views, self.targets, self.folds.polygons, self.classes, mask, rounds)


def chosen_teacher(known, settings, progress):
    """(a kind of NETWORKS_SHARE, ((kind, accuracy on polygons left out), ...), [float32 (n_pixels, n_classes)] a fold).

    The last are the chosen one's soft labels of the first MOST_PIXELS pixels, in each fold.

    known    : Known
    settings : TrainingSettings of the student
    progress : reports, and is asked to cancel
    """
    views = views_of(known.reflectance, known.pixels[:, :MOST_PIXELS], known.wavelengths)
    linear, masks = [], known.masks
    for mask in masks:
        progress.step(0.0)
        linear.append(known.linear_members(views, mask))
    networks = network_members(views, known.targets, known.classes, masks, settings, progress)
    of_samples = [_by_both(members, views, "samples") for members in zip(linear, networks)]
    shares = {kind: _shares_right([mixed(pair, kind) for pair in of_samples], known) for kind in NETWORKS_SHARE}
    kind = _chosen(shares)
    labels = [mixed(_by_both(members, views, "pixels"), kind) for members in zip(linear, networks)]
    return kind, tuple((name, float(right.mean())) for name, right in shares.items()), labels


def _by_both(members, views, what):
    """(probabilities by linear members, by networks) of the samples or the pixels of some views."""
    seen = views, network_views(views)
    return tuple(
        mean_probabilities(of_kind, [getattr(view, what) for view in some]) for of_kind, some in zip(members, seen)
    )


def mixed(pair, kind):
    """float32 (n, n_classes): the mean of a `pair` of probabilities, of linear members and of networks, by `kind`."""
    share = np.float32(NETWORKS_SHARE[kind])
    return (1 - share) * pair[0] + share * pair[1]


def _chosen(shares):
    """The kind that is right more often than LINEAR by more than a standard error, and most often; else LINEAR.

    shares : kind -> float64 (n_polygons,), of the samples of each polygon those that it identifies
    """
    best, most = LINEAR, 0.0
    for kind, right in shares.items():
        gains = right - shares[LINEAR]
        # Of a single polygon there is no standard error.
        if len(gains) > 1 and gains.mean() > max(most, gains.std(ddof=1) / len(gains) ** 0.5):
            best, most = kind, gains.mean()
    return best


def labels_of(kind, known, settings, progress):
    """float32 (n_pixels, n_classes): soft labels of all pixels, by a teacher of a `kind` that learnt from all samples.

    known, settings, progress : as of `chosen_teacher`
    """
    share, networks = NETWORKS_SHARE[kind], np.float32(0)
    if share > 0:
        samples = known.reflectance, known.targets
        networks = soft_labels(samples, samples, known.pixels, settings, progress)
    views = views_of(known.reflectance, known.pixels, known.wavelengths)
    members = known.linear_members(views, np.ones(len(known.targets), dtype=bool))
    return mixed((mean_probabilities(members, [view.pixels for view in views]), networks), kind)


def left_out_logits(known, preprocessing, labels, settings, progress):
    """float32 (n, n_classes): of each sample by the student of the fold that leaves it out; 0 of those never left out.

    known         : Known
    preprocessing : a fitted Preprocessing
    labels        : soft labels of the pixels in each fold, as `chosen_teacher` gives them
    settings      : TrainingSettings of the student
    progress      : reports, and is asked to cancel
    """
    inputs = preprocessing.inputs(known.reflectance)
    pixels = preprocessing.inputs(known.pixels[:, :MOST_PIXELS])
    data = [
        data_of_fold(inputs, known.targets, places, SoftLabels(pixels, of_fold))
        for places, of_fold in zip(level(known.masks), labels)
    ]
    start = initial(inputs.shape[1], settings.hidden, known.classes, settings.seed)
    outputs = np.zeros((len(known.targets), known.classes), dtype=np.float32)
    for first in range(0, len(data), SIDE_BY_SIDE):
        part = progress.part(first / len(data), min(1.0, (first + SIDE_BY_SIDE) / len(data)))
        some = data[first : first + SIDE_BY_SIDE]
        networks, _ = train_many([start] * len(some), some, settings, part)
        for fold, network in enumerate(networks, start=first):
            away = known.folds.numbers == fold
            outputs[away] = logits(network, inputs[away])
    return outputs


def _shares_right(probabilities, known):
    """float64 (n_polygons,): of each polygon's samples, those that the model without them identifies."""
    numbers, judged = known.folds.numbers, known.folds.judged
    every = np.stack([of_fold.argmax(axis=1) for of_fold in probabilities])
    correct = every[numbers[judged], np.flatnonzero(judged)] == known.targets[judged]
    _, places = np.unique(known.folds.polygons[judged], return_inverse=True)
    return np.bincount(places, correct) / np.bincount(places)
