# SPDX-License-Identifier: GPL-2.0-or-later
"""Classifiers of scikit-learn on the simulated spectra that the networks learn from: requirements/bench.txt has it.

Settings are chosen on simulated spectra for validation; neither real pixels nor the replica choose any.
"""

import numpy as np

from mineral_prune_plugin.models.from_library.library_outputs import outputs_of, pooled
from mineral_prune_plugin.models.from_library.simulated_samples import draw
from mineral_prune_plugin.models.preprocessing import Preprocessing
from mineral_prune_plugin.progress import silent

from .judging import UNNAMED

FEATURE = "normalised"
OF_GRID, LEARNT = 4_000, 20_000  # spectra that the settings are chosen with, and that are learnt: more take hours
NAMES = ("support vector machine", "linear discriminant", "random forest")


class Classifiers:
    """What they learn from: the first simulated spectra of a Prepared, as trainfromlibrary draws them."""

    def __init__(self, prepared):
        self._outputs = outputs_of(prepared.simulation)
        draws = draw(prepared.simulation, 0, None, silent())
        self._preprocessing = Preprocessing(FEATURE, prepared.wavelengths).fitted(draws.training.reflectance)
        self._inputs, self._fine = self._preprocessing.inputs(draws.training.reflectance), draws.training.classes
        self._validation = self._preprocessing.inputs(draws.validation.reflectance), draws.validation.classes

    def trained(self, name, seed):
        """The Classifier of one of NAMES, with the settings that do best in validation."""
        best, best_share = None, -1.0
        for fine, estimator in _candidates(name, seed):
            classifier = self._fitted(estimator, fine, OF_GRID)
            share = self._validated(classifier)
            if share > best_share:
                best, best_share = (estimator, fine), share
        estimator, fine = best
        return self._fitted(estimator, fine, LEARNT)

    def _fitted(self, estimator, fine, count):
        from sklearn.base import clone

        classes = self._fine[:count] if fine else self._outputs.of[self._fine[:count]]
        estimator = clone(estimator).fit(self._inputs[:count], classes)
        return Classifier(estimator, fine, self._outputs, self._preprocessing)

    def _validated(self, classifier):
        """The share of the validation spectra whose output is right."""
        inputs, fine = self._validation
        return (classifier.scores(inputs).argmax(axis=1) == self._outputs.of[fine]).mean()


class Classifier:
    """A fitted estimator. fine : whether its classes are the simulation's, not the outputs of a network"""

    def __init__(self, estimator, fine, outputs, preprocessing):
        self._estimator, self._fine, self._outputs, self._preprocessing = estimator, fine, outputs, preprocessing

    def scores(self, inputs):
        """float (n, n_outputs): larger for what is likelier; a class that was never met has the smallest."""
        forest = hasattr(self._estimator, "predict_proba")
        values = (self._estimator.predict_proba if forest else self._estimator.decision_function)(inputs)
        count = len(self._outputs.of) if self._fine else len(self._outputs.classes)
        result = np.full((len(values), count), 0.0 if forest else -np.inf, np.float32)
        result[:, self._estimator.classes_] = values
        return pooled(result, self._outputs) if self._fine else result

    def identify(self, reflectance):
        """(names where a mineral must be chosen, names or UNNAMED) of spectra, float32 (n_bands, n)."""
        scores = self.scores(self._preprocessing.inputs(reflectance))
        names = np.array([mineral.name for mineral in self._outputs.minerals] + [UNNAMED] * len(self._outputs.rejects))
        return names[scores[:, : len(self._outputs.minerals)].argmax(axis=1)], names[scores.argmax(axis=1)]


def _candidates(name, seed):
    """(whether it learns the simulation's classes, an estimator) of each of the settings to choose from."""
    from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
    from sklearn.ensemble import RandomForestClassifier
    from sklearn.svm import SVC

    if name == NAMES[0]:
        scale = 1 / 50  # of the squared distance of standardised spectra of 50 bands
        return [(False, SVC(C=c, gamma=g * scale)) for c in (10.0, 100.0, 1000.0) for g in (0.1, 0.3, 1.0)]
    if name == NAMES[1]:
        shrunk = [LinearDiscriminantAnalysis(solver="lsqr", shrinkage=share) for share in (None, 0.01, 0.1)]
        return [(fine, estimator) for fine in (True, False) for estimator in shrunk]
    forest = {"n_estimators": 100, "random_state": seed}
    return [(False, RandomForestClassifier(min_samples_leaf=least, **forest)) for least in (1, 5)]
