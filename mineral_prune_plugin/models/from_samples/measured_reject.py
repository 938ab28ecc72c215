# SPDX-License-Identifier: GPL-2.0-or-later
"""A reject measured on validation samples: what it may lose of them is bounded, whatever the network has learnt."""

from dataclasses import replace

import numpy as np

from ..from_library.featureless_floor import NOT_NAMED
from ..perceptron.forward import logits
from ..reject import FEATURELESS

MOST_LOST = 0.05  # of the validation samples: to all rejects but featureless, and as many again to that


def with_measured_reject(model, known, featureless):
    """The Model whose rejects lose few samples, and that names few featureless spectra as far as that allows.

    It shifts biases of the rejects alone, so that a map is decided as before, by the largest output. Applied again, it
    changes nothing but by rounding.

    model       : Model with a reject
    known       : float32 (n_bands, n), validation samples
    featureless : float32 (n_bands, m), continuum and noise alone; NOT_NAMED of them shall stay unnamed
    """
    kinds = [model.reject.kinds.get(each.number) for each in model.classes]
    minerals, flat = np.array([kind is None for kind in kinds]), np.array([kind == FEATURELESS for kind in kinds])
    others = ~(minerals | flat)
    scores, empty = (logits(model.network, model.inputs_of(spectra)) for spectra in (known, featureless))
    best, lost = scores[:, minerals].max(axis=1), int(MOST_LOST * len(scores))
    shifts, named = np.zeros(len(flat), np.float32), np.ones(len(scores), bool)
    if others.any():
        margins = best - scores[:, others].max(axis=1)
        shifts[others] = min(0.0, _most(margins, lost))
        named = margins > shifts[others][0]
    if flat.any():
        wanted = float(np.quantile(empty[:, minerals].max(axis=1) - empty[:, flat].max(axis=1), NOT_NAMED))
        shifts[flat] = min(max(0.0, wanted), _most((best - scores[:, flat].max(axis=1))[named], lost))
    biases = [bias.copy() for bias in model.network.biases]
    biases[-1] += shifts
    return replace(model, network=replace(model.network, biases=tuple(biases)))


def _most(margins, lost):
    """A shift of a reject that `lost` of the `margins` over it do not exceed, midway to the next against rounding."""
    if lost >= len(margins):
        return np.inf
    ascending = np.sort(margins).astype(np.float64)
    return float(ascending[max(0, lost - 1) : lost + 1].mean()) - (0.001 if lost == 0 else 0.0)
