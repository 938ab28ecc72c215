# SPDX-License-Identifier: GPL-2.0-or-later
"""The runs of a group of seeds under one protocol, all seeds of the group trained side by side."""

from dataclasses import replace

import numpy as np

from mineral_prune_plugin.models.forward import accuracy, hidden_outputs
from mineral_prune_plugin.models.settings import TrainingSettings
from mineral_prune_plugin.models.training import initial, train_many
from mineral_prune_plugin.progress import silent
from mineral_prune_plugin.pruning.criteria import CRITERIA as COUNTED
from mineral_prune_plugin.pruning.surgery import remove_units
from mineral_prune_plugin.pruning.threshold import above_threshold

from .design import FIXED_SIZES, HIDDEN, RULE_ROUNDS, TABLE_2_SIZES, Row
from .samples import draw


def run_task(task):
    """`run_group` for a worker process, which finds it by the name of this module."""
    return run_group(*task)


def run_group(scene, labels, protocol, feature, seeds, lengths):
    """All Rows of these seeds. lengths : Lengths."""
    samples = {seed: draw(scene, labels, protocol, feature, seed) for seed in seeds}
    rows = Rows(protocol, samples)
    start = {seed: fresh(samples[seed], HIDDEN, seed) for seed in seeds}
    start = trained(start, samples, lengths.epochs)
    for criterion in protocol.criteria:
        by_rule(rows, start, samples, criterion, lengths)
        if protocol.fixed_schedule:
            by_schedule(rows, start, samples, criterion, lengths)
    unpruned(rows, start, samples, lengths)
    if protocol.fixed_schedule:
        from_scratch(rows, samples, lengths)
    hidden_sizes(rows, samples, lengths)
    return rows.found


class Rows:
    """Collects Rows: each network is judged as it is added."""

    def __init__(self, protocol, samples):
        self.protocol, self.samples, self.found = protocol, samples, []

    def add(self, networks, criterion, schedule, turn):
        for seed, network in networks.items():
            own = self.samples[seed]
            validation = accuracy(network, own.data.validation_inputs, own.data.validation_targets)
            test = None if own.test is None else 100 * accuracy(network, *own.test)
            units, size = sum(network.hidden_units), network.parameters
            names = self.protocol.name, self.protocol.split, criterion, schedule
            self.found.append(Row(*names, turn, units, size, seed, 100 * validation, test))


def by_rule(rows, networks, samples, criterion, lengths):
    """The paper's rule; a seed leaves when nothing is above the threshold, its last row standing."""
    rows.add(networks, criterion, "rule", 0)
    for turn in range(1, RULE_ROUNDS + 1):
        smaller = {}
        for seed, network in networks.items():
            goes = above(network, samples[seed].data, criterion, [seed, turn])
            if any(goes):
                smaller[seed] = remove_units(network, 0, goes)
        if not smaller:
            return
        networks = trained(smaller, samples, lengths.retrain_epochs)
        rows.add(networks, criterion, "rule", turn)


def by_schedule(rows, networks, samples, criterion, lengths):
    """The fixed schedule: the highest scores go until the round's size is reached, the first at a tie."""
    rows.add(networks, criterion, "fixed", 0)
    for turn, size in enumerate(FIXED_SIZES, start=1):
        smaller = {}
        for seed, network in networks.items():
            redundancy = scores(network, samples[seed].data, criterion, [seed, turn])
            goes = np.zeros(len(redundancy), dtype=bool)
            goes[np.argsort(-redundancy, kind="stable")[: len(redundancy) - size]] = True
            smaller[seed] = remove_units(network, 0, goes)
        networks = trained(smaller, samples, lengths.retrain_epochs)
        rows.add(networks, criterion, "fixed", turn)


def unpruned(rows, networks, samples, lengths):
    """Every neuron kept, retrained as long as the pruned ones."""
    for turn in range(1, RULE_ROUNDS + 1):
        networks = trained(networks, samples, lengths.retrain_epochs)
        rows.add(networks, "unpruned", "control", turn)


def from_scratch(rows, samples, lengths):
    """The sizes of the fixed schedule from new weights, for as many epochs as the pruned ones have had in all."""
    for turn, size in enumerate(FIXED_SIZES, start=1):
        networks = {seed: fresh(own, size, seed) for seed, own in samples.items()}
        networks = trained(networks, samples, lengths.epochs + turn * lengths.retrain_epochs)
        rows.add(networks, "scratch", "control", turn)


def hidden_sizes(rows, samples, lengths):
    """The paper's Table 2."""
    for size in TABLE_2_SIZES:
        networks = {seed: fresh(own, size, seed) for seed, own in samples.items()}
        rows.add(trained(networks, samples, lengths.epochs), "none", "table 2", 0)


def above(network, data, criterion, seed):
    """bool (n_units,): above mean + standard deviation; zero counts are compared in integers."""
    if criterion in COUNTED:
        return above_threshold(zero_counts(network, data, criterion).zeros)
    redundancy = scores(network, data, criterion, seed)
    return redundancy > redundancy.mean() + redundancy.std()


def scores(network, data, criterion, seed):
    """Redundancy of each hidden neuron, float64 (n_units,): high goes."""
    if criterion in COUNTED:
        return zero_counts(network, data, criterion).scores
    if criterion == "random":
        return np.random.default_rng(seed).uniform(size=network.hidden_units[0])
    if criterion == "l1":
        return -np.abs(network.weights[0]).sum(axis=1, dtype=np.float64)
    outgoing = np.abs(network.weights[1]).sum(axis=0, dtype=np.float64)
    return -outgoing / outgoing.sum()  # the contribution of Wu 2019


def zero_counts(network, data, criterion):
    outputs = hidden_outputs(network, data.validation_inputs)
    correct = outputs[-1].argmax(axis=1) == data.validation_targets
    return COUNTED[criterion].count(outputs[0], correct)


def fresh(own, size, seed):
    return initial(own.data.inputs.shape[1], (size,), own.classes, seed)


def trained(networks, samples, epochs):
    """The networks after training, seed -> Perceptron."""
    settings = replace(TrainingSettings(), epochs=epochs)
    seeds = list(networks)
    data = [samples[seed].data for seed in seeds]
    found, _ = train_many([networks[seed] for seed in seeds], data, settings, silent())
    return dict(zip(seeds, found))
