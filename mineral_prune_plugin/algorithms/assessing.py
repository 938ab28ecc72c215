# SPDX-License-Identifier: GPL-2.0-or-later
"""A model assessed on samples: validation for choosing, test once for the model that is kept."""

from dataclasses import dataclass, replace
from typing import Optional

import numpy as np

from ..assessment.confusion import Confusion, confusion
from ..models.train_model import identify_samples
from ..samples.separation import separation


@dataclass(frozen=True)
class Assessed:
    """test : None where there are no test samples."""

    validation: Confusion
    test: Optional[Confusion]

    def numbers(self):
        """OA and TEST_OA in percent, as outputs of an algorithm; TEST_OA None without test samples.

        Samples that the model leaves unclassified are wrong, as they were while it was trained and pruned.
        """
        test = None if self.test is None else 100 * self.test.overall_accuracy_all.value
        return {"OA": 100 * self.validation.overall_accuracy_all.value, "TEST_OA": test}


def assess(model, spectra):
    """(the model with its accuracies and what they stand on on record, Assessed), by samples.

    spectra : SampleSpectra whose validation and test samples are identified
    """
    validation = confusion(*identify_samples(model, spectra, "validation"), model.minerals)
    assessed = Assessed(validation, _tested(model, spectra))
    oa = assessed.numbers()["TEST_OA"]
    record = {**model.training, "test_oa": None if oa is None else oa / 100, "test_apart": _apart(model, spectra)}
    return replace(model, training=record), assessed


def _apart(model, spectra):
    """How far test samples lie from training samples, for the model's file; None where they lie nowhere."""
    simulated = model.reject is not None and not model.reject.of_samples
    apart = None if simulated else separation(spectra.samples)
    return None if apart is None else {"test": apart.test, "shared": apart.shared, "median_pixels": apart.median}


@dataclass(frozen=True, eq=False)
class SimulatedAssessed:
    """Simulated test spectra of a model's minerals.

    confusion  : Confusion; a spectrum that the model leaves unnamed counts as unclassified
    reference  : uint8 or int64 (n,), class numbers of the minerals
    identified : the same, as the model names them, UNCLASSIFIED where it does not
    depths     : float32 (n,), of the deepest absorption of the mineral
    """

    confusion: Confusion
    reference: np.ndarray
    identified: np.ndarray
    depths: np.ndarray


def assess_simulated(model, spectra, depths):
    """(the model with its accuracy on record, SimulatedAssessed)

    spectra : SampleSpectra of simulated spectra
    depths  : float32 (n,), of the test spectra
    """
    reference, identified = identify_samples(model, spectra, "test")
    ours = np.isin(reference, [mineral.number for mineral in model.minerals])
    reference, identified = reference[ours], identified[ours]
    matrix = confusion(reference, identified, model.minerals)
    record = {**model.training, "simulated_oa": matrix.overall_accuracy_all.value}
    return replace(model, training=record), SimulatedAssessed(matrix, reference, identified, depths[ours])


def assess_labelled(model, spectra):
    """(the model with its accuracy on record, Confusion of the labelled test samples, or None where there are none)

    spectra : SampleSpectra of labelled pixels with the model's class numbers, or None
    """
    test = None if spectra is None else _tested(model, spectra)
    oa = None if test is None else test.overall_accuracy_all.value
    return replace(model, training={**model.training, "test_oa": oa}), test


def _tested(model, spectra):
    """The Confusion of the test samples among the spectra, None where there are none or the model has met them."""
    if model.training.get("learnt_from_all"):
        return None
    reference, identified = identify_samples(model, spectra, "test")
    return confusion(reference, identified, model.minerals) if len(reference) else None
