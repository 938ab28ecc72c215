# SPDX-License-Identifier: GPL-2.0-or-later
"""A committee of small networks, and what it says of unlabelled pixels: the soft labels another network learns from.

Mean probabilities of several networks are better than any of them, and a single network that learns them on many
unlabelled pixels keeps most of that (model compression: Bucilua, Caruana and Niculescu-Mizil 2006; distillation:
Hinton, Vinyals and Dean 2015). The two features err differently: reflectance has brightness, normalised is free of it.
On the Cuprite replica (16 draws, test samples) eight networks on reflectance are right in 94.9 %, eight on normalised
in 95.2 %, all of them together in 95.4 %.
"""

from dataclasses import dataclass, replace

import numpy as np

from ..spectra.features import FEATURES, compute
from .perceptron.forward import probabilities
from .perceptron.network import Perceptron, Standardisation
from .perceptron.training import TrainingData, initial, train_many
from .settings import TrainingSettings

MEMBERS = 8  # networks on each feature
SEEN = ("reflectance", "normalised")  # features; neither needs wavelengths
SETTINGS = TrainingSettings(hidden=(12,), epochs=1000)


@dataclass(frozen=True)
class FeatureEnsemble:
    """The members that see one feature."""

    feature: str
    standardisation: Standardisation
    networks: tuple[Perceptron, ...]

    def probabilities(self, reflectance):
        """Mean over the members, float32 (n, n_classes). reflectance : float32 (n_bands, n)."""
        inputs = self.standardisation.apply(compute(self.feature, reflectance, None))
        return sum(probabilities(network, inputs) for network in self.networks) / len(self.networks)


def soft_labels(training, validation, reflectance, asked, progress):
    """What a committee trained on the samples says of other pixels, float32 (n, n_classes).

    training, validation : (reflectance float32 (n_bands, n_samples), targets int64 (n_samples,)) each
    reflectance          : float32 (n_bands, n), of the pixels to label
    asked                : TrainingSettings of the network that is to learn: its seed; its epochs where they are fewer
    errors               : TrainingDiverged, Cancelled
    """
    seen = [feature for feature in SEEN if len(reflectance) >= FEATURES[feature].fewest_bands]
    spoken = np.float32(0)
    for place, feature in enumerate(seen):
        part = progress.part(place / len(seen), (place + 1) / len(seen))
        spoken = spoken + _feature_ensemble(feature, training, validation, asked, part).probabilities(reflectance)
    return spoken / len(seen)


def _feature_ensemble(feature, training, validation, asked, progress):
    features, targets = compute(feature, training[0], None), training[1]
    standardisation = Standardisation.of(features)
    data = TrainingData(
        standardisation.apply(features),
        targets,
        standardisation.apply(compute(feature, validation[0], None)),
        validation[1],
    )
    classes = int(targets.max()) + 1
    settings = replace(SETTINGS, epochs=min(SETTINGS.epochs, asked.epochs))
    seeds = [[asked.seed, SEEN.index(feature), member] for member in range(MEMBERS)]
    starts = [initial(len(features), SETTINGS.hidden, classes, seed) for seed in seeds]
    networks, _ = train_many(starts, [data] * MEMBERS, settings, progress)
    return FeatureEnsemble(feature, standardisation, tuple(networks))
