# SPDX-License-Identifier: GPL-2.0-or-later
"""The iterative loop: score on validation samples, prune layer by layer, retrain the survivors, and again (Deng 2022).

With several hidden layers the paper leaves open whether a layer is scored before or after those ahead of it are
pruned. Ours: after; and which samples count as correct is fixed at the start of the round.
"""

from dataclasses import dataclass, replace

from ..errors import UnitsDoNotFit
from ..models.perceptron.forward import accuracy, hidden_outputs
from ..models.perceptron.network import Perceptron
from ..models.perceptron.training import train
from ..models.training_settings import TrainingSettings
from ..notices import NothingAboveThreshold
from .criteria import CRITERIA
from .pruning_notices import PruningBegins, RoundDone
from .pruning_settings import BY_RULE
from .schedule import stage_sizes
from .scoring import Layer, highest
from .surgery import remove_units
from .threshold import above_threshold, threshold
from .trace import LayerState, Trace, TraceRow


@dataclass(frozen=True)
class PruningResult:
    """networks : the Perceptron of each row of the trace; kept : the one of the kept row."""

    trace: Trace
    networks: tuple[Perceptron, ...]

    @property
    def kept(self):
        return self.networks[self.trace.kept]


def as_it_is(network):
    """A Perceptron without a reject, which has no floor."""
    return network


def prune(network, neurons, data, settings, progress, floored=as_it_is):
    """Prune a trained Perceptron, round by round: by the threshold, or in stages down to a requested number of neurons.

    By the threshold it ends when nothing is above it, or when the rounds are done.

    network  : Perceptron
    neurons  : for each hidden layer the original numbers of its neurons; a model pruned before keeps them
    data     : TrainingData; training samples retrain, validation samples score, stop and choose
    settings : PruningSettings; its `bands` are of no concern here
    progress : one part for each round; receives PruningBegins, RoundDone, NothingAboveThreshold
    floored  : function of a Perceptron that gives it with the floor of its reject; the network of every row has it,
               the first one's too, so that their accuracies follow one rule
    returns  : PruningResult
    errors   : UnitsDoNotFit, NothingIdentified, TrainingDiverged, Cancelled
    """
    targets = _round_targets(network, settings)
    networks = [floored(network)]
    rows = [_first_row(networks[0], neurons, data)]
    progress.tell(PruningBegins(units=_units(rows[0]), bands=network.inputs, oa=100 * rows[0].oa_after))
    for iteration, target in enumerate(targets, start=1):
        part = progress.part((iteration - 1) / len(targets), iteration / len(targets))
        part.step(0.0)
        pruned, scored, layers = _prune_round(networks[-1], rows[-1], target, data, settings)
        rows[-1] = scored
        if not any(layer.removed for layer in layers):
            progress.tell(NothingAboveThreshold(iteration=iteration - 1))
            break
        retrained = floored(retrain(pruned, data, settings, part))
        rows.append(_row(iteration, layers, retrained, accuracy(floored(pruned), *_validation(data)), data))
        networks.append(retrained)
        progress.tell(_round_done(rows[-1], len(targets)))
    return PruningResult(_trace(rows, data, settings), tuple(networks))


def _round_done(row, rounds):
    return RoundDone(iteration=row.iteration, rounds=rounds, units=_units(row), oa=100 * row.oa_after)


def _units(row):
    """Hidden units of each layer as text: "30" or "64-32"."""
    return "-".join(map(str, row.units))


def choose_row(rows, keep, tolerance, samples):
    """The iteration to keep.

    rows      : TraceRows
    keep      : "smallest", fewest parameters among rows within `tolerance` percentage points of the best validation
                accuracy; "best", highest validation accuracy, the smaller network at a tie; or "last"
    samples   : number of validation samples; accuracies are compared as whole numbers of them
    """
    if keep == "last":
        return len(rows) - 1
    correct = [round(row.oa_after * samples) for row in rows]
    fewest_correct = max(correct) - (tolerance * samples / 100 if keep == "smallest" else 0)
    candidates = [index for index, count in enumerate(correct) if count >= fewest_correct - 1e-9]
    return min(candidates, key=lambda index: (rows[index].parameters, index))


def retrain(network, data, settings, progress):
    """Go on training the surviving weights: a Perceptron of the same shape.

    network  : Perceptron, returned as it is where there are 0 epochs
    data     : TrainingData
    settings : PruningSettings, of which `retrain_epochs` and `seed` matter
    progress : reports each epoch and is asked to cancel
    errors   : TrainingDiverged, Cancelled
    """
    usual = settings.retraining(data.unlabelled)
    if usual.epochs == 0:
        return network
    training = TrainingSettings(epochs=usual.epochs, seed=settings.seed, learning_rate=usual.learning_rate)
    return train(network, data, training, progress)[0]


def check_units(requested, network):
    """Refuse numbers of hidden units that a network cannot be left with.

    requested : a number of units for each hidden layer, or "rule"
    network   : Perceptron
    errors    : UnitsDoNotFit
    """
    if requested == BY_RULE:
        return
    present = network.hidden_units
    if len(requested) != len(present) or any(wanted > units for wanted, units in zip(requested, present)):
        raise UnitsDoNotFit(expected=", ".join(map(str, present)), found=", ".join(map(str, requested)))


def _trace(rows, data, settings):
    keep = settings.keep if settings.units == BY_RULE else "last"
    return Trace(
        criterion=settings.criterion,
        keep=keep,
        tolerance=settings.tolerance,
        retrain_epochs=settings.retraining(data.unlabelled).epochs,
        seed=settings.seed,
        samples_scored=len(data.validation_targets),
        rows=tuple(rows),
        units=settings.units,
        unlabelled=0 if data.unlabelled is None else len(data.unlabelled.inputs),
        kept=choose_row(rows, keep, settings.tolerance, len(data.validation_targets)),
    )


def _round_targets(network, settings):
    """For each round the hidden units to leave in each layer; None leaves that to the threshold."""
    check_units(settings.units, network)
    if settings.units == BY_RULE:
        return [None] * settings.iterations
    sizes = [stage_sizes(units, requested) for units, requested in zip(network.hidden_units, settings.units)]
    rounds = max(map(len, sizes))
    # A layer that needs fewer stages keeps its last size until every layer has reached its own.
    return list(zip(*(layer + (requested,) * (rounds - len(layer)) for layer, requested in zip(sizes, settings.units))))


def _prune_round(network, row, target, data, settings):
    """(pruned Perceptron, `row` with its scores, the LayerState of each layer after pruning)."""
    inputs, targets = _validation(data)
    correct = hidden_outputs(network, inputs)[-1].argmax(axis=1) == targets
    scored, layers = [], []
    for index, state in enumerate(row.layers):
        outputs = hidden_outputs(network, inputs)[index]
        weights = network.weights[index], network.weights[index + 1]
        seed = [settings.seed, row.iteration, index]
        scores = CRITERIA[settings.criterion].score(Layer(outputs, correct, targets, *weights, seed))
        if target is None:
            removed, limit = above_threshold(scores.amounts), threshold(scores.amounts, scores.over)
        else:
            removed, limit = highest(scores, len(state.neurons) - target[index]), None
        scored.append(replace(state, scores=tuple(scores.values.tolist()), threshold=limit))
        kept = tuple(neuron for neuron, gone in zip(state.neurons, removed) if not gone)
        layers.append(LayerState(kept, tuple(neuron for neuron, gone in zip(state.neurons, removed) if gone)))
        network = remove_units(network, index, removed)
    return network, replace(row, layers=tuple(scored)), layers


def _first_row(network, neurons, data):
    layers = tuple(LayerState(tuple(layer), ()) for layer in neurons)
    return _row(0, layers, network, None, data)


def _row(iteration, layers, network, oa_before, data):
    return TraceRow(
        iteration=iteration,
        layers=tuple(layers),
        parameters=network.parameters,
        weight_bytes=network.weight_bytes,
        oa_before=oa_before,
        oa_after=accuracy(network, *_validation(data)),
        bands=network.inputs,
    )


def _validation(data):
    return data.validation_inputs, data.validation_targets
