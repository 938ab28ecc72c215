# SPDX-License-Identifier: GPL-2.0-or-later
"""What stands beside a pruned network: the unpruned one, random pruning, the same size from scratch.

All three are trained as long and evaluated on the validation samples, like the rows of the trace; none sees a test
sample.
"""

from functools import partial

import numpy as np

from ..at_once import run_at_once
from ..models.perceptron.forward import accuracy
from ..models.perceptron.training import initial, train
from ..models.training_settings import EPOCHS, TrainingSettings
from .loop import as_it_is, retrain
from .surgery import remove_units
from .trace import Control


def run_controls(network, data, trace, settings, epochs, progress, floored=as_it_is):
    """The Controls of a pruning run; none where the unpruned network was kept.

    network  : the unpruned Perceptron that the run began with
    data     : TrainingData of the run
    trace    : Trace of the run
    settings : PruningSettings of the run
    epochs   : for how long `network` was trained before
    progress : shows the mean of their shares, and is asked to cancel
    floored  : as of `loop.prune`: the controls are judged by the rule of the rows
    errors   : TrainingDiverged, Cancelled
    """
    if trace.kept == 0:
        return ()
    calls = {
        "unpruned": partial(_round_by_round, network, data, trace, settings, _with_every_unit),
        "random": partial(_round_by_round, network, data, trace, settings, _without_random_units),
        "scratch": partial(_scratch, network, data, trace, settings, epochs),
    }
    inputs, targets = data.validation_inputs, data.validation_targets
    return tuple(
        Control(kind, trained.hidden_units, accuracy(floored(trained), inputs, targets))
        for kind, trained in zip(calls, run_at_once(list(calls.values()), progress))
    )


def _round_by_round(network, data, trace, settings, prune, progress):
    """The network after as many rounds of retraining as the pruned one.

    prune : function of a Perceptron, a TraceRow and a generator of random numbers that gives what the round retrains
    """
    generator = np.random.default_rng(settings.seed)
    for index, row in enumerate(trace.rows[1 : trace.kept + 1]):
        part = progress.part(index / trace.kept, (index + 1) / trace.kept)
        network = retrain(prune(network, row, generator), data, settings, part)
    return network


def _with_every_unit(network, row, generator):
    return network


def _without_random_units(network, row, generator):
    """It loses as many units of each layer as the pruned network did in the round of the row."""
    for layer, state in enumerate(row.layers):
        removed = np.zeros(network.hidden_units[layer], dtype=bool)
        removed[generator.permutation(len(removed))[: len(state.removed)]] = True
        network = remove_units(network, layer, removed)
    return network


def _scratch(network, data, trace, settings, epochs, progress):
    """The kept size, trained from new weights for all the epochs that the kept network has had, within the bounds."""
    usual = settings.retraining(data.unlabelled)
    total = min(epochs + trace.kept * usual.epochs, EPOCHS.most)
    fresh = initial(network.inputs, trace.kept_row.units, network.outputs, settings.seed)
    training = TrainingSettings(epochs=total, seed=settings.seed, learning_rate=usual.learning_rate)
    return train(fresh, data, training, progress)[0]
