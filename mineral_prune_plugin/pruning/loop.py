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
from ..models.settings import TrainingSettings
from ..notices import NothingAboveThreshold
from .criteria import CRITERIA
from .schedule import stage_sizes
from .scoring import Layer, highest
from .settings import BY_RULE
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


def prune(network, neurons, data, settings, progress):
    """Prune a trained Perceptron, round by round: by the threshold, or in stages to as many neurons as are asked for.

    By the threshold it ends when nothing is above it, or when the rounds are done.

    neurons : for each hidden layer the original numbers of its neurons; a model pruned before keeps them
    data    : TrainingData; training samples retrain, validation samples score, stop and choose
    returns : PruningResult
    errors  : UnitsDoNotFit, NothingIdentified, TrainingDiverged, Cancelled
    """
    targets = _round_targets(network, settings)
    rows, networks = [_first_row(network, neurons, data)], [network]
    for iteration, target in enumerate(targets, start=1):
        part = progress.part((iteration - 1) / len(targets), iteration / len(targets))
        part.step(0.0)
        pruned, scored, layers = _prune_round(networks[-1], rows[-1], target, data, settings)
        rows[-1] = scored
        if not any(layer.removed for layer in layers):
            progress.tell(NothingAboveThreshold(iteration=iteration - 1))
            break
        retrained = retrain(pruned, data, settings, part)
        rows.append(_row(iteration, layers, retrained, accuracy(pruned, *_validation(data)), data))
        networks.append(retrained)
    keep = settings.keep if settings.units == BY_RULE else "last"
    trace = Trace(
        criterion=settings.criterion,
        keep=keep,
        tolerance=settings.tolerance,
        retrain_epochs=settings.retrain_epochs,
        seed=settings.seed,
        samples_scored=len(data.validation_targets),
        rows=tuple(rows),
        units=settings.units,
        unlabelled=0 if data.unlabelled is None else len(data.unlabelled.inputs),
        kept=choose_row(rows, keep, settings.tolerance, len(data.validation_targets)),
    )
    return PruningResult(trace, tuple(networks))


def choose_row(rows, keep, tolerance, samples):
    """The iteration to keep.

    smallest : fewest parameters among rows within `tolerance` percentage points of the best validation accuracy
    best     : highest validation accuracy, the smaller network at a tie
    last     : the last row
    samples  : validation samples; accuracies are compared as whole numbers of them
    """
    if keep == "last":
        return len(rows) - 1
    right = [round(row.oa_after * samples) for row in rows]
    allowed = max(right) - (tolerance * samples / 100 if keep == "smallest" else 0)
    candidates = [index for index, count in enumerate(right) if count >= allowed - 1e-9]
    return min(candidates, key=lambda index: (rows[index].parameters, index))


def retrain(network, data, settings, progress):
    """Train the surviving weights on, for `retrain_epochs`; with 0 the network stays as it is."""
    if settings.retrain_epochs == 0:
        return network
    training = replace(TrainingSettings(), epochs=settings.retrain_epochs, seed=settings.seed)
    return train(network, data, training, progress)[0]


def check_units(asked, network):
    """Errors: UnitsDoNotFit where a network cannot be left with `asked` hidden units."""
    if asked == BY_RULE:
        return
    hidden = network.hidden_units
    if len(asked) != len(hidden) or any(units > own for units, own in zip(asked, hidden)):
        expected, found = (", ".join(map(str, units)) for units in (hidden, asked))
        raise UnitsDoNotFit(expected=expected, found=found)


def _round_targets(network, settings):
    """For each round the hidden units to leave in each layer; None leaves that to the threshold."""
    check_units(settings.units, network)
    if settings.units == BY_RULE:
        return [None] * settings.iterations
    hidden = network.hidden_units
    sizes = [stage_sizes(own, asked) for own, asked in zip(hidden, settings.units)]
    rounds = max(map(len, sizes))
    # A layer that needs fewer stages waits for the others at its end.
    return list(zip(*(layer + (asked,) * (rounds - len(layer)) for layer, asked in zip(sizes, settings.units))))


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
            goes, limit = above_threshold(scores.amounts), threshold(scores.amounts, scores.over)
        else:
            goes, limit = highest(scores, len(state.neurons) - target[index]), None
        scored.append(replace(state, scores=tuple(scores.values.tolist()), threshold=limit))
        kept = tuple(neuron for neuron, gone in zip(state.neurons, goes) if not gone)
        layers.append(LayerState(kept, tuple(neuron for neuron, gone in zip(state.neurons, goes) if gone)))
        network = remove_units(network, index, goes)
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
