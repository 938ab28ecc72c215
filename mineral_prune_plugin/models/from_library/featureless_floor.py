# SPDX-License-Identifier: GPL-2.0-or-later
"""A floor from the scene: spectra of its brightness and noise without any absorption must not get a mineral's name."""

from dataclasses import replace

import numpy as np

from ..darkness import featureless_place
from ..perceptron.forward import logits

SPECTRA = 20_000
NOT_NAMED = 0.99  # share of them


def with_featureless_floor(model, spectra):
    """The Model with a larger bias of its featureless class: a share of NOT_NAMED of the spectra stays unnamed.

    A bias, so that a map is decided as before, by the largest output. Where the share is reached, nothing changes.

    model   : Model with a reject
    spectra : float32 (n_bands, n) in the model's bands, continuum and noise alone
    """
    scores = logits(model.network, model.inputs_of(spectra))
    place = featureless_place(model)
    margin = scores[:, : len(model.minerals)].max(axis=1) - scores[:, place]
    biases = [bias.copy() for bias in model.network.biases]
    biases[-1][place] += max(0.0, float(np.quantile(margin, NOT_NAMED)))
    return replace(model, network=replace(model.network, biases=tuple(biases)))
