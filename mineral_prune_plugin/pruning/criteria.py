# SPDX-License-Identifier: GPL-2.0-or-later
"""Criteria: what scores a neuron. Each is one frozen class that only counts; a high score goes."""

from dataclasses import dataclass

import numpy as np

from ..errors import NothingIdentified


@dataclass(frozen=True)
class ZeroCounts:
    """How often each neuron of a layer is zero. zeros : int64 (n_units,); samples : the number counted over."""

    zeros: np.ndarray
    samples: int

    @property
    def scores(self):
        """float64 (n_units,), 0 to 1."""
        return self.zeros / self.samples


@dataclass(frozen=True)
class APoZ:
    """Average percentage of zeros over all samples (Hu et al. 2016; Deng 2022, Eq. 4)."""

    def count(self, outputs, correct):
        """outputs : float (n_samples, n_units) after ReLU; correct : bool (n_samples,), not used here."""
        return ZeroCounts((outputs == 0).sum(axis=0, dtype=np.int64), len(outputs))


@dataclass(frozen=True)
class CorrectAPoZ:
    """Zeros of each neuron over the correctly identified samples (Deng 2022, Eq. 5, C-APoZ)."""

    def count(self, outputs, correct):
        """outputs : float (n_samples, n_units) after ReLU; correct : bool (n_samples,). Errors: NothingIdentified."""
        if not correct.any():
            raise NothingIdentified(samples=len(correct))
        return ZeroCounts((outputs[correct] == 0).sum(axis=0, dtype=np.int64), int(correct.sum()))


CRITERIA = {"c-apoz": CorrectAPoZ(), "apoz": APoZ()}
