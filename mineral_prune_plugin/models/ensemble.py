# SPDX-License-Identifier: GPL-2.0-or-later
"""An ensemble of small networks as the teacher of another: its soft labels of unlabelled pixels.

Mean probabilities of several networks are better than those of any of them, and a single network that learns them on
many unlabelled pixels keeps most of that (model compression: Bucilua, Caruana and Niculescu-Mizil 2006; distillation:
Hinton, Vinyals and Dean 2015). The two features err differently: reflectance has brightness, normalised is free of it.
"""

from dataclasses import dataclass, replace
from functools import partial

from ..at_once import run_at_once
from ..spectra.features import FEATURES
from .perceptron.forward import probabilities
from .perceptron.network import Perceptron
from .perceptron.training import SoftLabels, TrainingData, initial, train_many
from .preprocessing import Preprocessing
from .training_settings import TrainingSettings

MEMBERS = 8  # networks on each feature
MEMBER_FEATURES = ("reflectance", "normalised")  # neither needs wavelengths
SETTINGS = TrainingSettings(hidden=(12,), epochs=1000)
SETTINGS_BESIDE = replace(SETTINGS, hidden=(24,))  # of members that learn what is none of the classes too


@dataclass(frozen=True)
class FeatureEnsemble:
    """The members that take one feature."""

    preprocessing: Preprocessing
    networks: tuple[Perceptron, ...]

    def probabilities(self, reflectance):
        """Mean over the members, float32 (n, n_classes). reflectance : float32 (n_bands, n)."""
        inputs = self.preprocessing.inputs(reflectance)
        return sum(probabilities(network, inputs) for network in self.networks) / len(self.networks)


def soft_labels(training, validation, reflectance, settings, progress, known=None):
    """Mean probabilities of pixels by an ensemble that is trained on the samples, float32 (n, n_classes).

    training, validation : (reflectance float32 (n_bands, n_samples), targets int64 (n_samples,)) each
    reflectance          : float32 (n_bands, n), of the pixels to label
    settings             : TrainingSettings of the student: the ensemble takes its seed, and its epochs where they are
                           fewer than the ensemble's
    progress             : an equal part of it for each feature
    known                : (float32 (n_bands, n), float32 (n, n_classes)) spectra and probabilities that the members
                           learn beside the samples, share by share; None without. Members are then larger
    errors               : TrainingDiverged, Cancelled
    """
    features = [feature for feature in MEMBER_FEATURES if len(reflectance) >= FEATURES[feature].fewest_bands]
    calls = [partial(_feature_ensemble, feature, training, validation, settings, known) for feature in features]
    ensembles = run_at_once(calls, progress)
    return sum(ensemble.probabilities(reflectance) for ensemble in ensembles) / len(ensembles)


def _feature_ensemble(feature, training, validation, student, known, progress):
    preprocessing = Preprocessing(feature, wavelengths=None).fitted(training[0])
    inputs, targets = preprocessing.inputs(training[0]), training[1]
    beside = None if known is None else SoftLabels(preprocessing.inputs(known[0]), known[1])
    data = TrainingData(inputs, targets, preprocessing.inputs(validation[0]), validation[1], beside)
    classes = int(targets.max()) + 1 if known is None else known[1].shape[1]
    members = SETTINGS if known is None else SETTINGS_BESIDE
    settings = replace(members, epochs=min(members.epochs, student.epochs))
    seeds = [[student.seed, MEMBER_FEATURES.index(feature), member] for member in range(MEMBERS)]
    starts = [initial(inputs.shape[1], settings.hidden, classes, seed) for seed in seeds]
    networks, _ = train_many(starts, [data] * MEMBERS, settings, progress)
    return FeatureEnsemble(preprocessing, tuple(networks))
