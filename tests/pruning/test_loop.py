# SPDX-License-Identifier: GPL-2.0-or-later
"""The pruning loop records every round, removes what scores highest, and keeps the requested row."""

import numpy as np
import pytest
from making import Watcher, random_network

from mineral_prune_plugin.errors import Cancelled, NothingIdentified, SettingOutOfBounds, UnitsDoNotFit, UnitsUnreadable
from mineral_prune_plugin.models.perceptron.forward import accuracy, hidden_outputs
from mineral_prune_plugin.models.perceptron.network import Perceptron
from mineral_prune_plugin.models.perceptron.training import SoftLabels, TrainingData, initial, train
from mineral_prune_plugin.models.training_settings import TrainingSettings
from mineral_prune_plugin.notices import NothingAboveThreshold
from mineral_prune_plugin.progress import silent
from mineral_prune_plugin.pruning.criteria import CRITERIA
from mineral_prune_plugin.pruning.loop import choose_row, prune, retrain
from mineral_prune_plugin.pruning.pruning_settings import PruningSettings, parse_units
from mineral_prune_plugin.pruning.trace import LayerState, TraceRow, as_document, original_neurons


def clouds(n=300, seed=0):
    generator = np.random.default_rng(seed)
    targets = np.arange(n, dtype=np.int64) % 4
    centres = np.array([[-2, 0, 1], [2, 0, -1], [0, 3, 0], [0, -3, 0.5]])
    inputs = (centres[targets] + generator.normal(0, 0.9, (n, 3))).astype(np.float32)
    half = n // 2
    return TrainingData(inputs[:half], targets[:half], inputs[half:], targets[half:])


@pytest.fixture(scope="module", params=[(16,), (14, 10, 8)], ids=["one_layer", "three_layers"])
def run(request):
    """(the network before, data, settings, PruningResult) of a pruning run."""
    data, hidden = clouds(), request.param
    network, _ = train(initial(3, hidden, 4, 1), data, TrainingSettings(hidden=hidden, epochs=60), silent())
    settings = PruningSettings(iterations=3, retrain_epochs=15, keep="last")
    result = prune(network, [list(range(units)) for units in hidden], data, settings, silent())
    return network, data, settings, result


def test_something_was_pruned_in_every_run(run):
    assert len(run[3].trace.rows) >= 2


def test_row_0_is_the_unpruned_network(run):
    network, data, _, result = run
    first = result.trace.rows[0]
    assert result.networks[0] is network
    assert first.units == network.hidden_units and first.oa_before is None and first.iteration == 0
    assert all(layer.removed == () for layer in first.layers)
    assert first.oa_after == accuracy(network, data.validation_inputs, data.validation_targets)
    compression = result.trace.compression(first)
    assert (compression.units, compression.parameters, compression.weight_bytes) == (1.0, 1.0, 1.0)


def test_every_row_describes_its_network(run):
    _, data, _, result = run
    assert len(result.networks) == len(result.trace.rows)
    for index, (row, network) in enumerate(zip(result.trace.rows, result.networks)):
        assert row.iteration == index
        assert row.units == network.hidden_units
        assert (row.parameters, row.weight_bytes) == (network.parameters, network.weight_bytes)
        assert row.oa_after == accuracy(network, data.validation_inputs, data.validation_targets)


def test_the_neurons_of_a_row_are_those_before_less_the_removed(run):
    rows = run[3].trace.rows
    for before, row in zip(rows, rows[1:]):
        assert any(layer.removed for layer in row.layers)
        for old, new in zip(before.layers, row.layers):
            assert set(new.neurons) | set(new.removed) == set(old.neurons)
            assert not set(new.neurons) & set(new.removed)
            assert 2 * len(new.removed) < len(old.neurons)


def test_what_a_row_scored_above_its_threshold_is_what_the_next_removed(run):
    rows = run[3].trace.rows
    for row, following in zip(rows, rows[1:]):
        for layer, after in zip(row.layers, following.layers):
            assert len(layer.scores) == len(layer.neurons)
            assert layer.threshold == pytest.approx(np.mean(layer.scores) + np.std(layer.scores))
            high = [n for n, score in zip(layer.neurons, layer.scores) if score > layer.threshold + 1e-12]
            assert sorted(high) == sorted(after.removed)


def test_compression_is_before_over_after(run):
    trace = run[3].trace
    for row in trace.rows:
        ratio = trace.compression(row)
        assert ratio.units == pytest.approx(sum(trace.rows[0].units) / sum(row.units))
        assert ratio.parameters == ratio.weight_bytes == pytest.approx(trace.rows[0].parameters / row.parameters)


def test_layers_are_scored_front_to_back_with_correctness_fixed_at_the_start(run):
    network, data, _, result = run
    correct = hidden_outputs(network, data.validation_inputs)[-1].argmax(axis=1) == data.validation_targets
    masked = network
    for index, layer in enumerate(result.trace.rows[0].layers):
        outputs = hidden_outputs(masked, data.validation_inputs)[index]
        shares = (outputs[correct] == 0).mean(axis=0)
        assert layer.scores == pytest.approx(shares)
        gone = np.isin(layer.neurons, result.trace.rows[1].layers[index].removed)
        weights = list(masked.weights)
        weights[index + 1] = weights[index + 1] * ~gone
        masked = Perceptron(tuple(weights), masked.biases)


def test_one_seed_gives_one_run(run):
    network, data, settings, result = run
    again = prune(network, [list(range(units)) for units in network.hidden_units], data, settings, silent())
    assert again.trace == result.trace
    pairs = zip(again.kept.weights + again.kept.biases, result.kept.weights + result.kept.biases)
    assert all(np.array_equal(first, second) for first, second in pairs)


def test_numbers_of_a_network_pruned_before_are_carried_on(run):
    network, data, settings, _ = run
    numbers = [[100 + 3 * k for k in range(units)] for units in network.hidden_units]
    result = prune(network, numbers, data, settings, silent())
    plain = run[3].trace
    for row, counted in zip(result.trace.rows, plain.rows):
        for layer, same in zip(row.layers, counted.layers):
            assert layer.neurons == tuple(100 + 3 * k for k in same.neurons)
            assert layer.removed == tuple(100 + 3 * k for k in same.removed)


# Networks made by hand: two classes told apart by the sign of the first input.


def by_hand(dead=(), units=6):
    """Half the units see x, half see -x; a dead one is never above zero."""
    weight = np.zeros((units, 1), np.float32)
    weight[::2], weight[1::2] = 1, -1
    bias = np.zeros(units, np.float32)
    weight[list(dead)], bias[list(dead)] = 0, -1
    output = np.stack([weight[:, 0], -weight[:, 0]]).astype(np.float32)
    return Perceptron((weight, output), (bias, np.zeros(2, np.float32)))


def line(n=40):
    inputs = np.linspace(-1, 1, n, dtype=np.float32)[:, None]
    targets = (inputs[:, 0] < 0).astype(np.int64)
    return TrainingData(inputs, targets, inputs, targets)


def prune_by_hand(network, data=None, progress=None, **settings):
    settings = PruningSettings(**{"iterations": 3, "retrain_epochs": 0, **settings})
    numbers = [list(range(units)) for units in network.hidden_units]
    return prune(network, numbers, data or line(), settings, progress or silent())


@pytest.mark.parametrize("criterion", ["c-apoz", "apoz"])
@pytest.mark.parametrize("dead", [0, 3, 5])
def test_a_dead_neuron_goes_first(criterion, dead):
    trace = prune_by_hand(by_hand(dead=(dead,)), criterion=criterion).trace
    assert trace.rows[0].layers[0].scores[dead] == 1.0
    assert trace.rows[1].layers[0].removed == (dead,)
    assert trace.rows[1].oa_before == trace.rows[1].oa_after == 1.0  # nothing retrained, and nothing lost


def test_where_nothing_is_above_the_threshold_no_round_is_run():
    watcher = Watcher()
    trace = prune_by_hand(by_hand(), progress=watcher.progress).trace
    assert len(trace.rows) == 1 and trace.kept == 0
    assert trace.rows[0].layers[0].scores == (0.5,) * 6
    assert [notice.facts for notice in watcher.notices_of(NothingAboveThreshold)] == [{"iteration": 0}]


def test_pruning_ends_early_with_a_remark_when_nothing_more_is_above():
    watcher = Watcher()
    trace = prune_by_hand(by_hand(dead=(1,), units=7), iterations=9, progress=watcher.progress).trace
    assert 2 <= len(trace.rows) < 10
    assert watcher.notices_of(NothingAboveThreshold)[0].facts == {"iteration": len(trace.rows) - 1}
    assert trace.rows[-1].layers[0].scores is not None


def test_a_last_row_after_all_rounds_was_never_scored():
    trace = prune_by_hand(by_hand(dead=(2,)), iterations=1).trace
    assert len(trace.rows) == 2
    assert trace.rows[-1].layers[0].scores is None and trace.rows[-1].layers[0].threshold is None


def test_without_retraining_the_surviving_weights_are_untouched():
    network = by_hand(dead=(2,))
    result = prune_by_hand(network, iterations=1, keep="last")
    assert np.array_equal(result.kept.weights[0], network.weights[0][[0, 1, 3, 4, 5]])
    assert np.array_equal(result.kept.weights[1], network.weights[1][:, [0, 1, 3, 4, 5]])


def test_one_epoch_of_retraining_is_trained_and_none_is_not():
    network, data = by_hand(), line()
    assert retrain(network, data, PruningSettings(retrain_epochs=0), silent()) is network
    trained = retrain(network, data, PruningSettings(retrain_epochs=1), silent())
    assert not np.array_equal(trained.weights[0], network.weights[0])


@pytest.mark.parametrize("epochs", [0, 4])
def test_rounds_take_equal_parts_of_the_progress(epochs):
    watcher = Watcher()
    trace = prune_by_hand(by_hand(units=16), units=(2,), retrain_epochs=epochs, progress=watcher.progress).trace
    rounds = len(trace.rows) - 1
    starts = [(index, [0, *(epoch / epochs for epoch in range(epochs))]) for index in range(rounds)]
    assert rounds > 3
    assert watcher.shown == pytest.approx([(index + done) / rounds for index, shares in starts for done in shares])


def test_the_trace_states_the_settings_and_the_data_of_the_run():
    data = line()
    settings = {"criterion": "apoz", "keep": "best", "tolerance": 2.5, "retrain_epochs": 1, "seed": 8}
    trace = prune_by_hand(by_hand(dead=(2,)), data, iterations=1, **settings).trace
    assert {name: getattr(trace, name) for name in settings} == settings
    assert (trace.samples_scored, trace.units, trace.unlabelled, trace.bands) == (40, "rule", 0, None)
    soft = SoftLabels(data.inputs[:7], np.full((7, 2), 0.5, np.float32))
    more = TrainingData(data.inputs, data.targets, data.validation_inputs[:30], data.validation_targets[:30], soft)
    trace = prune_by_hand(by_hand(), more, units=(3,), **settings).trace
    assert (trace.samples_scored, trace.units, trace.unlabelled, trace.keep) == (30, (3,), 7, "last")


def test_weights_that_score_a_layer_are_its_own_and_those_of_the_next():
    network = random_network((3, 7, 5, 4))
    first, second, last = network.weights
    for criterion in ("l1", "contribution"):
        rows = prune_by_hand(network, clouds(), criterion=criterion, iterations=1, keep="last").trace.rows
        scores = [layer.scores for layer in rows[0].layers]
        left = list(rows[1].layers[0].neurons)
        incoming = np.abs(first).sum(axis=1), np.abs(second[:, left]).sum(axis=1)
        outgoing = (np.abs(weight).sum(axis=0) / np.abs(weight).sum() for weight in (second, last))
        for layer, expected in zip(scores, incoming if criterion == "l1" else outgoing):
            assert layer == pytest.approx(-expected)


def test_a_model_that_identifies_nothing_cannot_be_pruned_by_c_apoz():
    data = line()
    wrong = TrainingData(data.inputs, 1 - data.targets, data.inputs, 1 - data.targets)
    with pytest.raises(NothingIdentified) as refused:
        prune_by_hand(by_hand(dead=(0,)), wrong)
    assert refused.value.facts == {"samples": 40}
    assert prune_by_hand(by_hand(dead=(0,)), wrong, criterion="apoz").trace.rows[1].layers[0].removed == (0,)


@pytest.mark.parametrize("after", [0, 1, 5, 12])
def test_cancelling_raises_whenever_it_is_asked_for(after):
    data = clouds()
    network = initial(3, (16,), 4, 1)
    settings = PruningSettings(iterations=3, retrain_epochs=6, criterion="apoz")
    with pytest.raises(Cancelled):
        prune(network, [list(range(16))], data, settings, Watcher(cancel_after=after).progress)


@pytest.mark.parametrize(
    ("name", "value"), [("iterations", 0), ("retrain_epochs", -1), ("tolerance", -0.1), ("tolerance", 100.1)]
)
def test_settings_out_of_bounds_are_refused(name, value):
    with pytest.raises(SettingOutOfBounds) as refused:
        PruningSettings(**{name: value})
    assert (refused.value.facts["name"], refused.value.facts["found"]) == (name.upper(), value)


# As many neurons as are requested.


@pytest.mark.parametrize("criterion", CRITERIA)
@pytest.mark.parametrize(("hidden", "requested"), [((16,), (5,)), ((16,), (1,)), ((9, 12), (8, 3)), ((6,), (6,))])
def test_as_many_neurons_stay_as_are_requested(criterion, hidden, requested):
    data = clouds()
    network, _ = train(initial(3, hidden, 4, 1), data, TrainingSettings(hidden=hidden, epochs=40), silent())
    settings = PruningSettings(criterion=criterion, units=requested, retrain_epochs=2, keep="smallest", iterations=1)
    result = prune(network, [list(range(units)) for units in hidden], data, settings, silent())
    trace = result.trace
    assert result.kept.hidden_units == requested and trace.kept == len(trace.rows) - 1
    for before, row in zip(trace.rows, trace.rows[1:]):
        assert all(new <= old for old, new in zip(before.units, row.units)) and row.units != before.units
        for layer, after in zip(before.layers, row.layers):
            gone = [score for neuron, score in zip(layer.neurons, layer.scores) if neuron in after.removed]
            stay = [score for neuron, score in zip(layer.neurons, layer.scores) if neuron in after.neurons]
            assert not gone or min(gone) >= max(stay)
            assert layer.threshold is None


@pytest.mark.parametrize(("requested", "text"), [((17,), "17"), ((3, 3), "3, 3")])
def test_more_neurons_than_there_are_cannot_be_left(requested, text):
    with pytest.raises(UnitsDoNotFit) as refused:
        prune_by_hand(by_hand(), units=requested)
    assert refused.value.facts == {"expected": "6", "found": text}


@pytest.mark.parametrize(
    ("text", "units"), [("rule", "rule"), (" Rule ", "rule"), ("9", (9,)), ("20, 10", (20, 10)), ("9;3", (9, 3))]
)
def test_units_are_read(text, units):
    assert parse_units(text) == units


@pytest.mark.parametrize("text", ["", ",", "few", "1.5", "9,x", "1e3", "1 2 3 4 5 6 7 8 9"])
def test_units_that_are_no_numbers_are_refused(text):
    with pytest.raises(UnitsUnreadable, match="'Hidden units to keep' \\(UNITS\\) must be"):
        parse_units(text)


def test_no_unit_at_all_is_out_of_bounds():
    with pytest.raises(SettingOutOfBounds, match="UNITS"):
        parse_units("0")


# Which row is kept: accuracies in correct samples of 200.


def rows(*pairs):
    return [
        TraceRow(index, (LayerState((0,), ()),), parameters, 4 * parameters, None, right / 200)
        for index, (parameters, right) in enumerate(pairs)
    ]


@pytest.mark.parametrize(
    ("pairs", "keep", "tolerance", "kept"),
    [
        ([(50, 180), (40, 185), (30, 184), (20, 170)], "best", 0.5, 1),
        ([(50, 180), (40, 185), (30, 184), (20, 170)], "smallest", 0.5, 2),  # 0.5 points are one sample of 200
        ([(50, 180), (40, 185), (30, 184), (20, 170)], "smallest", 0.4, 1),
        ([(50, 180), (40, 185), (30, 184), (20, 170)], "smallest", 0.0, 1),
        ([(50, 180), (40, 185), (30, 184), (20, 170)], "smallest", 100.0, 3),
        ([(50, 180), (40, 185), (30, 184), (20, 170)], "last", 0.0, 3),
        ([(50, 185), (40, 185), (30, 185)], "best", 0.0, 2),  # the smaller at a tie
        ([(50, 185), (40, 185), (30, 185)], "smallest", 0.0, 2),
        ([(50, 185), (30, 185), (30, 185)], "best", 0.0, 1),  # the earlier of two that are equal in all
        ([(50, 190), (40, 100)], "smallest", 5.0, 0),
        ([(50, 10)], "smallest", 5.0, 0),
        ([(50, 10)], "last", 5.0, 0),
    ],
)
def test_the_row_to_keep(pairs, keep, tolerance, kept):
    assert choose_row(rows(*pairs), keep, tolerance, 200) == kept


@pytest.mark.parametrize("samples", [7, 30, 49, 333, 700, 999])
def test_a_tolerance_of_whole_samples_is_not_lost_to_rounding(samples):
    for lost in range(1, 7):
        pair = [TraceRow(k, (), 9 - k, 0, None, (samples - k * lost) / samples) for k in (0, 1)]
        assert choose_row(pair, "smallest", 100 * lost / samples, samples) == 1
        assert choose_row(pair, "smallest", 100 * (lost - 0.5) / samples, samples) == 0


def test_a_tolerance_is_counted_in_hundredths_of_the_samples():
    pair = [TraceRow(k, (), 9 - k, 0, None, right / 1000) for k, right in enumerate((900, 800))]
    assert [choose_row(pair, "smallest", tolerance, 1000) for tolerance in (9.95, 10)] == [0, 1]


# What a model file holds of a run, and what is read back.


def test_the_record_names_the_kept_neurons_and_every_row(run):
    trace = run[3].trace
    record = as_document(trace)
    assert record["neurons"] == [list(layer.neurons) for layer in trace.kept_row.layers]
    assert [row["units"] for row in record["rows"]] == [list(row.units) for row in trace.rows]
    assert [row["removed"] for row in record["rows"]] == [[list(x.removed) for x in row.layers] for row in trace.rows]
    assert [row["validation_oa"] for row in record["rows"]] == [row.oa_after for row in trace.rows]
    assert original_neurons(record, trace.kept_row.units) == record["neurons"]


@pytest.mark.parametrize(
    "record",
    [None, {}, {"neurons": None}, {"neurons": [[4, 7]]}, {"neurons": [[4, 7], [1]]}, {"neurons": [[4, 7], ["1", 2, 3]]},
     {"neurons": [[4, 7], [True, 2, 3]]}, {"neurons": [[4, 7], 3]}, {"neurons": "ab"}],
)  # fmt: skip
def test_a_record_that_does_not_fit_the_network_is_not_used(record):
    assert original_neurons(record, (2, 3)) == [[0, 1], [0, 1, 2]]


def test_a_record_that_fits_gives_the_original_numbers():
    assert original_neurons({"neurons": [[4, 7], [1, 2, 9]]}, (2, 3)) == [[4, 7], [1, 2, 9]]
