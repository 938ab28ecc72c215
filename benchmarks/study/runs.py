# SPDX-License-Identifier: GPL-2.0-or-later
"""The runs of a group of seeds under one protocol, all seeds of the group trained side by side."""

import time
from dataclasses import replace

from mineral_prune_plugin.models.perceptron.forward import accuracy, hidden_outputs
from mineral_prune_plugin.models.perceptron.training import initial, train_many
from mineral_prune_plugin.models.train_model import identify_samples
from mineral_prune_plugin.models.training_settings import TrainingSettings
from mineral_prune_plugin.progress import silent
from mineral_prune_plugin.pruning.criteria import CRITERIA
from mineral_prune_plugin.pruning.prune_model import prune_model, spectra_left
from mineral_prune_plugin.pruning.pruning_settings import BY_RULE, PruningSettings
from mineral_prune_plugin.pruning.scoring import Layer, highest
from mineral_prune_plugin.pruning.surgery import remove_units
from mineral_prune_plugin.pruning.threshold import above_threshold

from .design import (
    FEW_BANDS,
    FEW_UNITS,
    FIXED_SIZES,
    HIDDEN,
    PLUGIN,
    RULE_ROUNDS,
    TABLE_2_SIZES,
    Row,
)
from .samples import draw
from .tables import kept_by_default


def run_task(task):
    """`run_group` for a worker process, which finds it by the name of this module."""
    return run_group(*task)


def run_group(scene, labels, protocol, feature, seeds):
    """All Rows of these seeds."""
    samples = {seed: draw(scene, labels, protocol, feature, seed) for seed in seeds}
    lengths, rows = protocol.lengths, Rows(protocol, samples)
    start = {seed: fresh(samples[seed], HIDDEN, seed) for seed in seeds}
    start = trained(start, samples, lengths.epochs)
    taught = {seed: samples[seed].labelled_by(start[seed]) for seed in seeds}
    for criterion in protocol.rule:
        by_rule(rows, start, taught, criterion, lengths)
    for criterion in protocol.fixed:
        by_schedule(rows, start, taught, criterion, lengths)
    unpruned(rows, start, taught, lengths)
    from_scratch(rows, taught, protocol)
    if protocol.unlabelled:
        few_bands(rows, start, samples, lengths)
    else:
        hidden_sizes(rows, samples, lengths)
    return rows.found


def rows_by_default(samples, protocol):
    """For each seed (seed, test OA trained, test OA pruned, units kept, processor seconds of training, of pruning).

    As `trainmodel` and `prunemodel` do by default; seconds are those of all seeds side by side, over the seeds.

    samples : seed -> what `samples.draw` gives
    """
    seeds = list(samples)
    rows, start = Rows(protocol, samples), {seed: fresh(samples[seed], HIDDEN, seed) for seed in seeds}
    began = time.process_time()
    start = trained(start, samples, PLUGIN.epochs)
    pruning = time.process_time()
    by_rule(rows, start, {seed: samples[seed].labelled_by(start[seed]) for seed in seeds}, "c-apoz", PLUGIN)
    seconds = [round(each / len(samples), 3) for each in (pruning - began, time.process_time() - pruning)]
    kept = {row.seed: row for row in kept_by_default(rows.found)}
    first = {row.seed: row for row in rows.found if row.round == 0}
    return [(seed, first[seed].test_oa, kept[seed].test_oa, kept[seed].units, *seconds) for seed in seeds]


class Rows:
    """Collects Rows: each network is judged as it is added."""

    def __init__(self, protocol, samples):
        self.protocol, self.samples, self.found = protocol, samples, []

    def add(self, networks, criterion, schedule, turn):
        for seed, network in networks.items():
            own = self.samples[seed]
            validation = accuracy(network, own.data.validation_inputs, own.data.validation_targets)
            test = None if own.test is None else accuracy(network, *own.test)
            self.add_one(seed, network, (criterion, schedule, turn), validation, test)

    def add_one(self, seed, network, names, validation, test):
        """names : criterion, schedule, round; accuracies from 0 to 1."""
        size = sum(network.hidden_units), network.parameters
        test = None if test is None else 100 * test
        self.found.append(Row(self.protocol.name, self.protocol.split, *names, *size, seed, 100 * validation, test))


def by_rule(rows, networks, samples, criterion, lengths):
    """The paper's rule; a seed leaves when nothing is above the threshold, its last row standing."""
    rows.add(networks, criterion, "rule", 0)
    for turn in range(1, RULE_ROUNDS + 1):
        smaller = {}
        for seed, network in networks.items():
            goes = above_threshold(scores(network, samples[seed].data, criterion, [seed, turn]).amounts)
            if any(goes):
                smaller[seed] = remove_units(network, 0, goes)
        if not smaller:
            return
        networks = retrained(smaller, samples, lengths, BY_RULE)
        rows.add(networks, criterion, "rule", turn)


def by_schedule(rows, networks, samples, criterion, lengths):
    """The fixed schedule: the highest scores go until the round's size is reached, the first at a tie."""
    rows.add(networks, criterion, "fixed", 0)
    for turn, size in enumerate(FIXED_SIZES, start=1):
        smaller = {}
        for seed, network in networks.items():
            found = scores(network, samples[seed].data, criterion, [seed, turn])
            smaller[seed] = remove_units(network, 0, highest(found, network.hidden_units[0] - size))
        networks = retrained(smaller, samples, lengths, (size,))
        rows.add(networks, criterion, "fixed", turn)


def unpruned(rows, networks, samples, lengths):
    """Every neuron kept, retrained as long as the pruned ones."""
    for turn in range(1, len(FIXED_SIZES) + 1):
        networks = retrained(networks, samples, lengths, (HIDDEN,))
        rows.add(networks, "unpruned", "control", turn)


def from_scratch(rows, samples, protocol):
    """Sizes of the fixed schedule from new weights, for as many epochs as the pruned ones have had in all."""
    lengths = protocol.lengths
    for size in protocol.scratch:
        turn = 1 + FIXED_SIZES.index(size)
        networks = {seed: fresh(own, size, seed) for seed, own in samples.items()}
        usual = retraining(networks, samples, lengths, (size,))
        networks = trained(networks, samples, lengths.epochs + turn * usual.epochs, usual.learning_rate)
        rows.add(networks, "scratch", "control", turn)


def hidden_sizes(rows, samples, lengths):
    """The paper's Table 2."""
    for size in TABLE_2_SIZES:
        networks = {seed: fresh(own, size, seed) for seed, own in samples.items()}
        rows.add(trained(networks, samples, lengths.epochs), "none", "table 2", 0)


def few_bands(rows, networks, samples, lengths):
    """Bands dropped first, then neurons: `prunemodel` with BANDS and UNITS."""
    for seed, network in networks.items():
        own = samples[seed]
        settings = PruningSettings(
            retrain_epochs=lengths.retrain_epochs, seed=seed, bands=FEW_BANDS, units=(FEW_UNITS,)
        )
        model, trace = prune_model(replace(own.blank, network=network), own.spectra, settings, False, silent())
        spectra = spectra_left(own.spectra, trace)
        found = (identify_samples(model, spectra, split) for split in ("validation", "test"))
        accuracies = [float((said == reference).mean()) for reference, said in found]
        rows.add_one(seed, model.network, ("c-apoz", f"{FEW_BANDS} bands", len(trace.rows) - 1), *accuracies)


def scores(network, data, criterion, seed):
    """Scores of the hidden neurons on the validation samples."""
    outputs, logits = hidden_outputs(network, data.validation_inputs)
    correct = logits.argmax(axis=1) == data.validation_targets
    return CRITERIA[criterion].score(Layer(outputs, correct, data.validation_targets, *network.weights, seed))


def fresh(own, size, seed):
    return initial(own.data.inputs.shape[1], (size,), own.classes, seed)


def retraining(networks, samples, lengths, units):
    """What the plugin does after each round of pruning these networks, in as many epochs as `lengths` say.

    units : as of PruningSettings
    """
    unlabelled = samples[next(iter(networks))].data.unlabelled
    return PruningSettings(retrain_epochs=lengths.retrain_epochs, units=units).retraining(unlabelled)


def retrained(networks, samples, lengths, units):
    """The networks after a round of retraining, seed -> Perceptron. units : as of PruningSettings"""
    usual = retraining(networks, samples, lengths, units)
    return trained(networks, samples, usual.epochs, usual.learning_rate)


def trained(networks, samples, epochs, learning_rate=TrainingSettings.learning_rate):
    """The networks after training, seed -> Perceptron."""
    settings = TrainingSettings(epochs=epochs, learning_rate=learning_rate)
    seeds = list(networks)
    data = [samples[seed].data for seed in seeds]
    found, _ = train_many([networks[seed] for seed in seeds], data, settings, silent())
    return dict(zip(seeds, found))
