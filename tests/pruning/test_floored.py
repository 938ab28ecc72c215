# SPDX-License-Identifier: GPL-2.0-or-later
"""A model with a reject is judged with its floor in every row of the record, so that rows can be compared."""

from dataclasses import replace

import numpy as np
import pytest
from making import random_model

from mineral_prune_plugin.classes import with_colour
from mineral_prune_plugin.models.reject import FEATURELESS, Reject
from mineral_prune_plugin.progress import silent
from mineral_prune_plugin.pruning.prune_model import prune_model
from mineral_prune_plugin.pruning.pruning_settings import PruningSettings
from mineral_prune_plugin.samples.samples import Samples, SampleSpectra, Unlabelled

CLASSES = tuple(with_colour(number, name) for number, name in ((1, "alunite"), (2, "calcite"), (4, "featureless")))
SHARES = (1 / 6, 1 / 3, 1 / 2)  # of the validation spectra
UM = (2.0, 2.1, 2.2, 2.3, 2.4)


def featureless_spectra(n=240):
    """Half of the spectra are of the reject, a third and a sixth of the minerals; training and validation in turn."""
    generator = np.random.default_rng(4)
    index = np.array([0, 1, 1, 2, 2, 2])[np.arange(n) // 2 % 6]
    shapes = np.array([[0.5, 0.3, 0.5, 0.5, 0.6], [0.5, 0.5, 0.3, 0.5, 0.6], [0.5, 0.5, 0.5, 0.5, 0.6]])
    reflectance = (shapes[index] + generator.normal(0, 0.02, (n, 5))).T.astype(np.float32)
    classes = np.array([1, 2, 4], np.uint8)[index]
    nowhere = np.zeros(n, np.int64)
    return SampleSpectra(Samples(nowhere, nowhere, classes, (np.arange(n) % 2).astype(np.int8), CLASSES), reflectance)


def favourite(bands, units):
    """The place of a class that depends on the size of a network."""
    return (bands + units) % 3


def by_size(model, bands):
    """A floor that a smaller network does not inherit: every network with it calls all spectra its favourite class."""
    assert len(bands) == model.bands and set(bands) <= set(range(5))
    biases = [bias.copy() for bias in model.network.biases]
    biases[-1][:] = 0
    biases[-1][favourite(model.bands, *model.network.hidden_units)] = 1e4
    return replace(model, network=replace(model.network, biases=tuple(biases)))


@pytest.mark.parametrize("bands", ["all", 3])
def test_rows_stages_and_controls_follow_one_rule(bands):
    model = replace(random_model(UM, (12,), (1, 2, 4)), classes=CLASSES, reject=Reject({4: FEATURELESS}))
    settings = PruningSettings(retrain_epochs=30, bands=bands, units=(8,), criterion="apoz")
    pruned, trace = prune_model(model, featureless_spectra(), settings, True, silent(), by_size)
    assert len(trace.rows) > 2 and len(trace.controls) == 3
    judged = [(row.bands, row.units[0], row.oa_before, row.oa_after) for row in trace.rows]
    judged += [(trace.rows[0].bands, control.units[0], control.oa, control.oa) for control in trace.controls]
    if trace.bands:
        assert len(trace.bands.stages) > 1
        judged += [(len(stage.bands), 12, stage.oa_before, stage.oa_after) for stage in trace.bands.stages]
    for bands_left, units, before, after in judged:
        share = SHARES[favourite(bands_left, units)]
        assert after == share and before in (share, None)
    assert np.argmax(pruned.network.biases[-1]) == favourite(pruned.bands, 8)


@pytest.mark.parametrize(("reject", "epochs"), [(Reject({4: FEATURELESS}), 2000), (None, 1000)])
def test_beside_simulated_spectra_a_round_takes_as_long_as_from_samples_alone(reject, epochs):
    spectra = replace(featureless_spectra(60), unlabelled=Unlabelled(featureless_spectra(40).reflectance))
    model = replace(random_model(UM, (4,), (1, 2, 4)), classes=CLASSES, reject=reject)
    _, trace = prune_model(model, spectra, PruningSettings(iterations=1), False, silent())
    assert trace.retrain_epochs == epochs
