# SPDX-License-Identifier: GPL-2.0-or-later
"""What stands beside a pruned network: the unpruned one, random pruning, the same size from scratch.

All three are trained as long and evaluated on the validation samples, like the rows of the trace; none sees a test
sample.
"""

import numpy as np

from ..models.perceptron.forward import accuracy
from ..models.perceptron.training import initial, train
from ..models.training_settings import EPOCHS, TrainingSettings
from .loop import as_it_is, retrain_many
from .surgery import remove_units
from .trace import Control


def run_controls(network, data, trace, settings, epochs, progress, floored=as_it_is):
    """The Controls of a pruning run; none where the unpruned network was kept.

    network  : the unpruned Perceptron that the run began with
    data     : TrainingData of the run
    trace    : Trace of the run
    settings : PruningSettings of the run
    epochs   : for how long `network` was trained before
    progress : two thirds for those that are retrained in rounds, a third for the one from scratch
    floored  : as of `loop.prune`: the controls are judged by the rule of the rows
    errors   : TrainingDiverged, Cancelled
    """
    if trace.kept == 0:
        return ()
    unpruned, random = _round_by_round(network, data, trace, settings, progress.part(0.0, 0.66))
    scratch = _scratch(network, data, trace, settings, epochs, progress.part(0.66, 1.0))
    inputs, targets = data.validation_inputs, data.validation_targets
    return tuple(
        Control(kind, trained.hidden_units, accuracy(floored(trained), inputs, targets))
        for kind, trained in (("unpruned", unpruned), ("random", random), ("scratch", scratch))
    )


def _round_by_round(network, data, trace, settings, progress):
    """(the network with every neuron, the one that lost as many in each round and layer as the pruned one, at random).

    Both are retrained in as many rounds, side by side: each as if it were alone.
    """
    generator = np.random.default_rng(settings.seed)
    unpruned = random = network
    for index, row in enumerate(trace.rows[1 : trace.kept + 1]):
        for layer, state in enumerate(row.layers):
            removed = np.zeros(random.hidden_units[layer], dtype=bool)
            removed[generator.permutation(len(removed))[: len(state.removed)]] = True
            random = remove_units(random, layer, removed)
        part = progress.part(index / trace.kept, (index + 1) / trace.kept)
        unpruned, random = retrain_many([unpruned, random], data, settings, part)
    return unpruned, random


def _scratch(network, data, trace, settings, epochs, progress):
    """The kept size, trained from new weights for all the epochs that the kept network has had, within the bounds."""
    usual = settings.retraining(data.unlabelled)
    total = min(epochs + trace.kept * usual.epochs, EPOCHS.most)
    fresh = initial(network.inputs, trace.kept_row.units, network.outputs, settings.seed)
    training = TrainingSettings(epochs=total, seed=settings.seed, learning_rate=usual.learning_rate)
    return train(fresh, data, training, progress)[0]
