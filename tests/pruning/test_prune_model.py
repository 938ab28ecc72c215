# SPDX-License-Identifier: GPL-2.0-or-later
"""A model is pruned on its samples; what stands beside it has its size; test samples are never looked at."""

from dataclasses import replace

import numpy as np
import pytest
from making import Watcher, random_model

from mineral_prune_plugin.classes import with_colour
from mineral_prune_plugin.errors import Cancelled
from mineral_prune_plugin.models.model_file import load, save
from mineral_prune_plugin.models.perceptron.forward import accuracy, probabilities
from mineral_prune_plugin.models.perceptron.network import Perceptron
from mineral_prune_plugin.models.perceptron.training import TrainingData, initial, train
from mineral_prune_plugin.models.reject import OTHER_MINERAL, UNLIKE, Reject
from mineral_prune_plugin.models.train_model import Recipe, train_model, training_data
from mineral_prune_plugin.models.training_settings import TrainingSettings
from mineral_prune_plugin.progress import Progress, silent
from mineral_prune_plugin.pruning.controls import run_controls
from mineral_prune_plugin.pruning.loop import prune
from mineral_prune_plugin.pruning.prune_bands import prune_bands
from mineral_prune_plugin.pruning.prune_model import prune_model, spectra_left
from mineral_prune_plugin.pruning.pruning_settings import PruningSettings
from mineral_prune_plugin.pruning.trace import LayerState, Trace, TraceRow
from mineral_prune_plugin.raster.wavelengths import Wavelengths
from mineral_prune_plugin.samples.samples import Samples, SampleSpectra, Unlabelled
from mineral_prune_plugin.spectra.features import compute

MINERALS = (with_colour(2, "alunite"), with_colour(3, "calcite"), with_colour(9, "kaolinite"))
SETTINGS = PruningSettings(iterations=2, retrain_epochs=10, keep="last")


def spectra(n=360, seed=0, noise=0.06):
    """Three minerals in five bands, a third of the samples in each split."""
    generator = np.random.default_rng(seed)
    index = np.arange(n) % 3
    shapes = np.array([[0.5, 0.3, 0.5, 0.5, 0.6], [0.5, 0.5, 0.3, 0.5, 0.6], [0.5, 0.5, 0.5, 0.3, 0.6]])
    reflectance = (shapes[index] + generator.normal(0, noise, (n, 5))).T.astype(np.float32)
    classes = np.array([2, 3, 9], np.uint8)[index]
    samples = Samples(np.arange(n), np.zeros(n, np.int64), classes, (np.arange(n) // 3 % 3).astype(np.int8), MINERALS)
    return SampleSpectra(samples, reflectance)


def poisoned():
    """The same samples, but every test sample is not a number."""
    whole = spectra()
    reflectance = whole.reflectance.copy()
    reflectance[:, whole.samples.splits == 2] = np.nan
    return SampleSpectra(whole.samples, reflectance)


def trained(samples, hidden=(12,)):
    recipe = Recipe("asai", Wavelengths.from_um([2.0, 2.1, 2.2, 2.3, 2.4]), TrainingSettings(hidden=hidden, epochs=40))
    return train_model(samples, recipe, "scene.tif", silent())[0]


def saved(model, folder):
    save(model, folder / "model")
    return (folder / "model").read_bytes()


@pytest.fixture(scope="module", params=[(12,), (10, 8)], ids=["one_layer", "two_layers"])
def run(request):
    """(the model before, the pruned one, its trace)."""
    model = trained(spectra(), request.param)
    return (model, *prune_model(model, spectra(), SETTINGS, True, silent()))


def test_the_pruned_model_is_smaller_and_knows_how_it_came_about(run, tmp_path):
    before, after, trace = run
    assert after.network.hidden_units == trace.kept_row.units != before.network.hidden_units
    assert after.pruning["kept"] == trace.kept == len(trace.rows) - 1
    assert after.training == {**before.training, "validation_oa": trace.kept_row.oa_after}
    assert (after.classes, after.feature, after.wavelengths) == (before.classes, before.feature, before.wavelengths)
    save(after, tmp_path / "pruned")
    assert load(tmp_path / "pruned").pruning == after.pruning


@pytest.mark.parametrize("changes", [{}, {"bands": 4}, {"bands": "automatic"}], ids=["neurons", "bands", "automatic"])
def test_a_pruned_model_rejects_what_the_model_before_did(run, tmp_path, changes):
    """Else it would give its reject classes to pixels as minerals."""
    reject = Reject({3: OTHER_MINERAL, 9: UNLIKE}, "alunite = alunite, natroalunite")
    before = replace(run[0], reject=reject)
    pruned, _ = prune_model(before, spectra(), replace(SETTINGS, **changes), False, silent())
    assert pruned.reject == reject and pruned.minerals == before.minerals == MINERALS[:1]
    assert pruned.network.parameters < before.network.parameters
    save(pruned, tmp_path / "pruned")
    assert load(tmp_path / "pruned").reject == reject


def test_controls_have_the_sizes_that_they_state(run):
    before, after, trace = run
    assert [(control.kind, control.units) for control in trace.controls] == [
        ("unpruned", before.network.hidden_units),
        ("random", after.network.hidden_units),
        ("scratch", after.network.hidden_units),
    ]
    assert all(0 <= control.oa <= 1 for control in trace.controls)


def test_without_controls_the_model_is_the_same(run):
    before, after, trace = run
    model, without = prune_model(before, spectra(), SETTINGS, False, silent())
    assert without == replace(trace, controls=())
    assert all(np.array_equal(a, b) for a, b in zip(model.network.weights, after.network.weights))


def test_no_test_sample_is_looked_at(run, tmp_path):
    before, after, trace = run
    model = trained(poisoned(), before.network.hidden_units)
    assert saved(model, tmp_path) == saved(before, tmp_path)
    pruned, same = prune_model(model, poisoned(), SETTINGS, True, silent())
    assert saved(pruned, tmp_path) == saved(after, tmp_path)
    assert same == trace


def test_a_model_that_is_pruned_again_keeps_its_original_numbers(run):
    _, once, trace = run
    survivors = [set(layer.neurons) for layer in trace.kept_row.layers]
    twice, second = prune_model(once, spectra(), replace(SETTINGS, iterations=4), False, silent())
    assert [set(layer.neurons) for layer in second.rows[0].layers] == survivors
    for row in second.rows[1:]:
        for layer, known in zip(row.layers, survivors):
            assert set(layer.neurons) | set(layer.removed) <= known
    assert [len(layer) for layer in twice.pruning["neurons"]] == list(twice.network.hidden_units)


def test_no_controls_stand_beside_an_unpruned_model():
    model = trained(spectra())
    only_first = Trace("c-apoz", "best", 0.0, 10, 1, 120, (TraceRow(0, (), 9, 36, None, 0.9),), kept=0)
    assert run_controls(model.network, None, only_first, SETTINGS, 40, silent()) == ()


# For how long controls are trained, and what they leave: everything else is judged by standing beside them.


def data_of(model, seen):
    return training_data(seen, model.preprocessing, model.classes)


def validation_oa(network, data):
    return accuracy(network, data.validation_inputs, data.validation_targets)


def trained_on(network, data, epochs):
    return train(network, data, TrainingSettings(epochs=epochs, seed=SETTINGS.seed), silent())[0]


@pytest.mark.parametrize(("bands", "known"), [("all", True), (3, True), ("all", False), (3, False)])
def test_the_scratch_control_is_trained_for_the_epochs_of_the_start_and_of_every_round(bands, known):
    seen = spectra(3000, noise=0.12)
    model = trained(seen)
    if not known:  # a model file from elsewhere may not say it; the start then counts as a round
        model = replace(model, training={})
    smaller, trace = prune_model(model, seen, replace(SETTINGS, bands=bands), True, silent())
    data = data_of(smaller, spectra_left(seen, trace))
    stages, rounds = 0 if bands == "all" else trace.bands.kept, trace.kept
    assert rounds == 2 and (stages > 0) == (bands != "all")

    def scratch(epochs):
        fresh = initial(smaller.bands, trace.kept_row.units, 3, SETTINGS.seed)
        return validation_oa(trained_on(fresh, data, epochs), data)

    start = 40 if known else 10
    assert trace.controls[2].oa == scratch(start + 10 * (stages + rounds))
    others = {start, start + 10 * stages, start + 10 * rounds, 10 * (stages + rounds)} - {
        start + 10 * (stages + rounds)
    }
    assert trace.controls[2].oa not in {scratch(epochs) for epochs in others}  # so that the line above can tell


def test_the_unpruned_control_is_retrained_in_every_round():
    seen = spectra(1500, noise=0.15)
    model = trained(seen)
    _, trace = prune_model(model, seen, SETTINGS, True, silent())
    data, networks = data_of(model, seen), [model.network]
    for _ in range(trace.kept):
        networks.append(trained_on(networks[-1], data, 10))
    accuracies = [validation_oa(network, data) for network in networks]
    assert trace.kept == 2 and len(set(accuracies)) == 3
    assert trace.controls[0].oa == accuracies[-1]


@pytest.mark.usefixtures("one_core")
def test_every_control_takes_the_epochs_that_it_should():
    seen = spectra()
    model = trained(seen)
    data, watcher = data_of(model, seen), Watcher()
    trace = prune(model.network, [list(range(12))], data, SETTINGS, silent()).trace
    run_controls(model.network, data, trace, SETTINGS, 40, watcher.progress)
    rounds, scratch = np.arange(20) / 20, np.arange(40 + 20) / (40 + 20)
    assert watcher.shown == pytest.approx([*(rounds / 3), *((1 + rounds) / 3), *((2 + scratch) / 3)])


def test_controls_are_the_same_on_one_core_and_on_several(monkeypatch):
    seen = spectra()
    model = trained(seen)
    data = data_of(model, seen)
    trace = prune(model.network, [list(range(12))], data, SETTINGS, silent()).trace
    controls = []
    for cores in (1, 2, 8):
        monkeypatch.setattr("mineral_prune_plugin.at_once.cores", lambda cores=cores: cores)
        controls.append(run_controls(model.network, data, trace, SETTINGS, 40, silent()))
    assert controls[0] == controls[1] == controls[2] and len(controls[0]) == 3


def test_controls_have_the_size_of_the_kept_row_where_it_is_not_the_last():
    seen = spectra()
    model = trained(seen)
    data = data_of(model, seen)
    trace = replace(prune(model.network, [list(range(12))], data, SETTINGS, silent()).trace, kept=1)
    assert len(trace.rows) == 3
    controls = run_controls(model.network, data, trace, SETTINGS, 40, silent())
    assert [control.units for control in controls] == [(12,), trace.rows[1].units, trace.rows[1].units]


def test_the_random_control_takes_neurons_without_looking_at_them():
    """Of eight neurons two of which matter, one goes: a quarter of the seeds lose samples, whichever two they are."""
    inputs = np.linspace(-1, 1, 60, dtype=np.float32)[:, None]
    targets = (inputs[:, 0] < 0).astype(np.int64)
    data = TrainingData(inputs, targets, inputs, targets)
    rows = [LayerState(tuple(range(8)), ()), LayerState(tuple(range(1, 8)), (0,))]
    rows = tuple(TraceRow(index, (layer,), 9 - index, 36, None, 1.0) for index, layer in enumerate(rows))
    for important in ((0, 1), (3, 7), (6, 7)):
        first, second = np.zeros((8, 1), np.float32), np.zeros((2, 8), np.float32)
        first[list(important), 0] = 1, -1
        second[:, list(important)] = [[1, -1], [-1, 1]]
        network = Perceptron((first, second), (np.zeros(8, np.float32), np.array([-1e-4, 0], np.float32)))
        lost = 0
        for seed in range(40):
            settings = replace(SETTINGS, retrain_epochs=0, seed=seed)
            trace = Trace("c-apoz", "last", 0.5, 0, seed, 60, rows, kept=1)
            control = run_controls(network, data, trace, settings, 1, silent())[1]
            assert (control.kind, control.units) == ("random", (7,))
            lost += control.oa < 0.99
        assert 3 <= lost <= 18


def test_progress_never_runs_backwards(run):
    watcher = Watcher()
    prune_model(run[0], spectra(), SETTINGS, True, watcher.progress)
    assert watcher.shown == sorted(watcher.shown)
    assert watcher.shown[0] >= 0 and watcher.shown[-1] <= 1


def untrained(epochs=40):
    """A Model with random weights. epochs : for how long it says that it was trained; None where it does not say."""
    model = random_model(um=(2.0, 2.1, 2.2, 2.3, 2.4), hidden=(9,), numbers=(2, 3, 9))
    return replace(model, classes=MINERALS, training={} if epochs is None else {"epochs": epochs})


FEW = replace(SETTINGS, criterion="l1", retrain_epochs=4, units=(6,))  # two rounds


def shown_by(work, *arguments):
    """(what it gives, the shares that it shows)."""
    watcher = Watcher()
    return work(*arguments, watcher.progress), np.array(watcher.shown)


@pytest.mark.usefixtures("one_core")
def test_bands_take_four_tenths_of_the_progress_and_controls_half_of_what_is_left():
    seen, with_bands = spectra(), replace(FEW, bands=4)
    (banded, _), of_bands = shown_by(prune_bands, untrained(), seen, with_bands)
    data, network = training_data(banded.spectra, banded.model.preprocessing, MINERALS), banded.model.network
    result, of_neurons = shown_by(prune, network, [list(range(9))], data, FEW)
    _, of_controls = shown_by(run_controls, network, data, result.trace, FEW, 40 + 4)
    _, whole = shown_by(prune_model, untrained(), seen, with_bands, True)
    assert whole == pytest.approx([*(0.4 * of_bands), *(0.4 + 0.3 * of_neurons), *(0.7 + 0.3 * of_controls)])
    _, whole = shown_by(prune_model, untrained(), seen, with_bands, False)
    assert whole == pytest.approx([*(0.4 * of_bands), *(0.4 + 0.6 * of_neurons)])


@pytest.mark.usefixtures("one_core")
def test_without_bands_and_controls_all_progress_is_that_of_the_neurons():
    model, seen = untrained(), spectra()
    result, of_neurons = shown_by(prune, model.network, [list(range(9))], data_of(model, seen), FEW)
    _, of_controls = shown_by(run_controls, model.network, data_of(model, seen), result.trace, FEW, 40)
    assert shown_by(prune_model, model, seen, FEW, False)[1] == pytest.approx(of_neurons)
    whole = shown_by(prune_model, model, seen, FEW, True)[1]
    assert whole == pytest.approx([*(0.5 * of_neurons), *(0.5 + 0.5 * of_controls)])


def test_spectra_left_are_those_of_the_bands_that_the_pruned_model_reads():
    seen = spectra()
    model, trace = prune_model(untrained(), seen, replace(FEW, bands=3, retrain_epochs=0), False, silent())
    assert model.bands == 3
    bands = [(2.0, 2.1, 2.2, 2.3, 2.4).index(um) for um in model.wavelengths.centres_um]
    assert np.array_equal(spectra_left(seen, trace).reflectance, seen.reflectance[bands])
    _, trace = prune_model(untrained(), seen, replace(FEW, retrain_epochs=0), False, silent())
    assert spectra_left(seen, trace) is seen


def epochs_from_scratch(model, settings):
    """For how many epochs the last control is trained, by the steps in which its share of the progress passes."""
    bands, shown = 0.4 if settings.bands != "all" else 0, []
    width = (1 - bands) * 0.5 / 3

    def cancelled():
        return len(shown) > 3 and shown[-3] >= 1 - width - 1e-9

    with pytest.raises(Cancelled):
        prune_model(model, spectra(), settings, True, Progress(shown.append, lambda notice: None, cancelled))
    return round(width / (shown[-1] - shown[-2]))


@pytest.mark.usefixtures("one_core")
@pytest.mark.parametrize(
    ("stated", "start"),
    [(1, 1), (7, 7), (99_000, 99_000), (100_000, 100_000 - 8), (None, 4), (0, 4), (-5, 4), (100_001, 4), (True, 4),
     ("7", 4), (7.0, 4)],
)  # fmt: skip
def test_a_stated_number_of_epochs_counts_where_a_training_can_have_taken_it(stated, start):
    """In a file from elsewhere it may be anything; the start then counts as a round."""
    assert epochs_from_scratch(untrained(stated), FEW) == start + 2 * 4


@pytest.mark.usefixtures("one_core")
def test_stages_of_bands_count_as_rounds_in_the_training_from_scratch():
    assert epochs_from_scratch(untrained(7), replace(FEW, bands=4)) == 7 + 4 + 2 * 4
    assert epochs_from_scratch(untrained(7), replace(FEW, bands=3)) == 7 + 2 * 4 + 2 * 4
    assert epochs_from_scratch(untrained(None), replace(FEW, bands=4)) == 4 + 4 + 2 * 4


# Unlabelled pixels.


def with_unlabelled(n=300):
    """The samples, and unlabelled pixels of the same minerals."""
    return replace(spectra(), unlabelled=Unlabelled(spectra(n, seed=9).reflectance))


def test_the_unpruned_model_teaches_the_smaller_one(run):
    teacher, alone, _ = run
    student, trace = prune_model(teacher, with_unlabelled(), SETTINGS, True, silent())
    assert trace.unlabelled == student.pruning["unlabelled_pixels"] == 300
    assert alone.pruning["unlabelled_pixels"] == 0
    pixels = with_unlabelled().unlabelled.reflectance
    soft, with_teacher, without = (probabilities_of(model, pixels) for model in (teacher, student, alone))
    assert np.abs(with_teacher - soft).mean() < np.abs(without - soft).mean()


def probabilities_of(model, reflectance):
    features = compute(model.feature, reflectance, model.wavelengths.array())
    return probabilities(model.network, model.standardisation.apply(features))


def test_requested_bands_and_neurons_are_what_is_left_and_recorded(run, tmp_path):
    before = run[0]
    units = (3,) * len(before.network.hidden_units)
    settings = replace(SETTINGS, bands=4, units=units, keep="best")
    model, trace = prune_model(before, with_unlabelled(), settings, True, silent())
    assert model.network.hidden_units == units and model.bands == 4
    assert model.pruning["units_asked"] == list(units) and model.pruning["bands"]["asked"] == 4
    assert [control.kind for control in trace.controls] == ["unpruned", "random", "scratch"]
    save(model, tmp_path / "model")
    assert load(tmp_path / "model").pruning == model.pruning


@pytest.mark.usefixtures("one_core")
def test_controls_train_within_the_bounds_however_long_the_model_was_trained(run):
    before = run[0]
    long = replace(before, training={**before.training, "epochs": 99_990})
    with pytest.raises(Cancelled):  # it gets as far as the last control, which would take minutes
        prune_model(long, spectra(), SETTINGS, True, Watcher(cancel_after=200).progress)
