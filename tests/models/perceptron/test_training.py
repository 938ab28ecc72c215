# SPDX-License-Identifier: GPL-2.0-or-later
"""Training learns, stops at the best epoch, gives the same weights for the same seed, and can be cancelled."""

import hashlib
import os
import subprocess
import sys
import threading
import time
import warnings
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from making import Watcher, random_network

from mineral_prune_plugin.errors import Cancelled, TrainingDiverged
from mineral_prune_plugin.models.perceptron.batched import Stack
from mineral_prune_plugin.models.perceptron.batches import TrainingObjective
from mineral_prune_plugin.models.perceptron.forward import BATCH, accuracy, hidden_outputs, identified, logits
from mineral_prune_plugin.models.perceptron.network import Perceptron, Standardisation
from mineral_prune_plugin.models.perceptron.training import SoftLabels, TrainingData, initial, train, train_many
from mineral_prune_plugin.models.training_settings import TrainingSettings
from mineral_prune_plugin.progress import Progress, silent


def toy(n=240, seed=0, noise=0.3):
    """Three clouds in a plane, as training and validation samples."""
    generator = np.random.default_rng(seed)
    targets = np.arange(n, dtype=np.int64) % 3
    centres = np.array([[-2, 0], [2, 0], [0, 3]])
    inputs = (centres[targets] + generator.normal(0, noise, (n, 2))).astype(np.float32)
    half = n // 2
    return TrainingData(inputs[:half], targets[:half], inputs[half:], targets[half:])


def trained(settings, data=None, progress=None):
    data = data or toy()
    start = initial(data.inputs.shape[1], settings.hidden, 3, settings.seed)
    return train(start, data, settings, progress or silent())


def digest(network):
    return hashlib.sha256(b"".join(a.tobytes() for a in (*network.weights, *network.biases))).hexdigest()


def plain_logits(network, inputs):
    """float64, layer by layer."""
    outputs = inputs.astype(np.float64)
    for index, (weight, bias) in enumerate(zip(network.weights, network.biases)):
        outputs = outputs @ weight.astype(np.float64).T + bias
        outputs = np.maximum(outputs, 0) if index < len(network.weights) - 1 else outputs
    return outputs


# Forward.


@pytest.mark.parametrize("sizes", [(4, 5, 3), (6, 8, 7, 5, 4), (1, 1, 2)])
@pytest.mark.parametrize("n", [0, 1, 5, BATCH, BATCH + 1])
def test_logits_equal_a_plain_evaluation_in_batches_of_any_size(sizes, n):
    network = random_network(sizes)
    inputs = np.random.default_rng(1).normal(size=(n, sizes[0])).astype(np.float32)
    outputs = logits(network, inputs)
    assert outputs.shape == (n, sizes[-1]) and outputs.dtype == np.float32
    assert outputs == pytest.approx(plain_logits(network, inputs), abs=1e-4)


def test_hidden_outputs_are_those_after_relu_of_every_layer():
    network = random_network((3, 5, 4, 2))
    inputs = np.random.default_rng(1).normal(size=(50, 3)).astype(np.float32)
    first, second, last = hidden_outputs(network, inputs)
    assert (first.shape, second.shape, last.shape) == ((50, 5), (50, 4), (50, 2))
    assert first == pytest.approx(np.maximum(inputs @ network.weights[0].T + network.biases[0], 0), abs=1e-5)
    assert (first >= 0).all() and (second >= 0).all() and (first == 0).any() and (last < 0).any()


def test_the_first_class_wins_a_tie_and_accuracy_is_a_share():
    network = random_network((2, 3, 2))
    network = type(network)(
        network.weights[:1] + (np.zeros((2, 3), np.float32),), (network.biases[0], np.ones(2, np.float32))
    )
    inputs = np.ones((4, 2), np.float32)
    assert identified(network, inputs).tolist() == [0, 0, 0, 0]
    assert accuracy(network, inputs, np.array([0, 1, 0, 0])) == 0.75


# Training.


@pytest.mark.parametrize("hidden", [(8,), (8, 6, 4)])
def test_a_separable_problem_is_learnt(hidden):
    network, history = trained(TrainingSettings(hidden=hidden, epochs=150))
    data = toy(seed=9)
    assert accuracy(network, data.inputs, data.targets) > 0.98
    assert history.training_loss[-1] < 0.2 * history.training_loss[0]
    assert network.hidden_units == hidden


def test_the_given_network_is_left_as_it_is():
    start = initial(2, (8,), 3, 1)
    before = digest(start)
    train(start, toy(), TrainingSettings(epochs=5), silent())
    assert digest(start) == before


def test_initial_weights_are_within_hes_bounds_and_differ_by_seed():
    network = initial(50, (30,), 7, 1)
    bounds = [np.sqrt(6 / 50), np.sqrt(6 / 30)]
    for weight, bias, bound in zip(network.weights, network.biases, bounds):
        assert 0.9 * bound < np.abs(weight).max() <= bound and not bias.any()
        assert weight.std() == pytest.approx(bound / np.sqrt(3), rel=0.15)
    assert digest(initial(50, (30,), 7, 1)) == digest(network) != digest(initial(50, (30,), 7, 2))


def test_initial_weights_reach_hes_bounds():
    """Six over the inputs: of thousands of uniform weights the largest are all but the bound."""
    network = initial(100, (200, 50), 90, 3)
    for weight, inputs in zip(network.weights, (100, 200, 50)):
        bound = np.sqrt(6 / inputs)
        assert weight.shape[1] == inputs
        assert 0.995 * bound < weight.max() <= bound and -bound <= weight.min() < -0.995 * bound


@pytest.mark.parametrize("hidden", [(4,), (7, 5), (7, 5, 9), (2, 6, 4, 5)])
def test_training_gives_no_warning(hidden):
    """As torch does where a buffer has another size than what is written to it."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)
        trained(TrainingSettings(hidden=hidden, epochs=6))


def test_the_training_loss_is_the_mean_cross_entropy_before_the_step_in_nats():
    start, data = random_network((2, 5, 3)), toy()
    _, history = train(start, data, TrainingSettings(epochs=1), silent())
    scores = plain_logits(start, data.inputs)
    logarithms = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
    assert history.training_loss == pytest.approx((-logarithms[np.arange(120), data.targets].mean(),), rel=1e-5)


def test_the_epoch_of_the_lowest_validation_loss_is_kept():
    generator = np.random.default_rng(3)
    noise = [generator.normal(size=(40, 6)).astype(np.float32) for _ in range(2)]
    labels = [generator.integers(0, 3, 40) for _ in range(2)]
    data = TrainingData(noise[0], labels[0], noise[1], labels[1])  # nothing to learn but the training samples
    network, history = trained(TrainingSettings(hidden=(20,), epochs=400), data)
    kept = int(np.argmin(history.validation_loss))
    assert history.kept_epoch == history.epochs[kept] < 200
    scores = plain_logits(network, noise[1])
    shares = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    loss = -np.log(shares[np.arange(40), labels[1]]).mean()
    assert loss == pytest.approx(min(history.validation_loss), rel=1e-4)
    assert accuracy(network, noise[1], labels[1]) == pytest.approx(history.validation_oa[kept])


@pytest.mark.parametrize("epochs", [5, 8])
def test_the_rate_falls_along_a_half_cosine_from_the_full_rate(epochs):
    """Adam's steps are of the rate's size while the gradient hardly changes: inputs of 1, targets far away."""
    ones, targets = np.ones((8, 1), np.float32), np.zeros(8, np.int64)
    data = TrainingData(ones, targets, ones, targets)
    start = Perceptron((np.full((2, 1), 0.0, np.float32),), (np.array([-50, 50], np.float32),))
    settings = TrainingSettings(epochs=epochs, weight_decay=0.0, learning_rate=0.1)
    moved = float(train(start, data, settings, silent())[0].weights[0][0, 0])
    rates = [0.1 * 0.5 * (1 + np.cos(np.pi * epoch / epochs)) for epoch in range(epochs)]
    assert moved == pytest.approx(sum(rates), rel=1e-3)


def test_side_by_side_each_network_keeps_its_best_epoch():
    """One network overfits, the other goes on learning: the best epoch of the one is none of the other."""
    generator = np.random.default_rng(3)
    noise = [generator.normal(size=(120, 2)).astype(np.float32) for _ in range(2)]
    labels = [generator.integers(0, 3, 120) for _ in range(2)]
    both = [TrainingData(noise[0], labels[0], noise[1], labels[1]), toy()]
    settings = TrainingSettings(hidden=(20,), epochs=150)
    networks, histories = train_many([initial(2, (20,), 3, 1)] * 2, both, settings, silent())
    assert histories[0].kept_epoch < histories[1].kept_epoch
    for network, history, data in zip(networks, histories, both):
        scores = plain_logits(network, data.validation_inputs)
        shares = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
        loss = -np.log(shares[np.arange(120), data.validation_targets]).mean()
        assert loss == pytest.approx(min(history.validation_loss), rel=1e-4)


@pytest.mark.parametrize("split", ["inputs", "validation_inputs"])
def test_a_network_that_breaks_down_beside_a_sound_neighbour_is_an_error(split):
    broken = toy()
    getattr(broken, split)[3, 1] = np.nan
    for both in ([broken, toy()], [toy(), broken]):
        with pytest.raises(TrainingDiverged):
            train_many([initial(2, (8,), 3, 1)] * 2, both, TrainingSettings(epochs=10), silent())


def test_of_epochs_that_are_equally_good_the_first_is_kept():
    start = Perceptron((np.zeros((3, 2), np.float32),), (np.zeros(3, np.float32),))
    settings = TrainingSettings(epochs=20, learning_rate=0.0, weight_decay=0.0)
    assert train(start, toy(), settings, silent())[1].kept_epoch == 5


def test_every_fifth_epoch_and_the_last_are_recorded():
    _, history = trained(TrainingSettings(epochs=12))
    assert history.epochs == (5, 10, 12)
    assert len(history.training_loss) == len(history.validation_loss) == len(history.validation_oa) == 3


def test_a_student_learns_the_soft_labels_of_its_teacher():
    data, many = toy(n=12, noise=0.1), toy(n=2400, seed=5, noise=1.4)
    centres = np.array([[-2, 0], [2, 0], [0, 3]], np.float32)
    nearest = -((many.inputs[:, None] - centres) ** 2).sum(axis=2)
    shares = np.exp(nearest - nearest.max(axis=1, keepdims=True))
    with_soft_labels = replace(data, unlabelled=SoftLabels(many.inputs, shares / shares.sum(axis=1, keepdims=True)))
    settings = TrainingSettings(hidden=(8,), epochs=200)
    alone, together = (trained(settings, some)[0] for some in (data, with_soft_labels))
    accuracies = [accuracy(network, many.inputs, nearest.argmax(axis=1)) for network in (alone, together)]
    assert accuracies[1] > 0.97 > accuracies[0]


def test_cancelling_stops_in_mid_training():
    watcher = Watcher(cancel_after=7)
    with pytest.raises(Cancelled):
        trained(TrainingSettings(epochs=100), progress=watcher.progress)
    assert watcher.shown == [pytest.approx(k / 100) for k in range(7)]


def test_values_that_are_not_finite_are_an_error_with_their_epoch():
    data = toy()
    data.inputs[3, 1] = np.nan
    with pytest.raises(TrainingDiverged) as failed:
        trained(TrainingSettings(epochs=10), data)
    assert failed.value.facts == {"epoch": 1}


def test_a_validation_sample_that_is_not_finite_is_an_error_too():
    data = toy()
    data.validation_inputs[3, 1] = np.nan
    with pytest.raises(TrainingDiverged):
        trained(TrainingSettings(epochs=10), data)


# Unlabelled pixels beside the samples.


def beside(pixels, seed=2):
    """The toy with `pixels` unlabelled ones, of which a teacher says what is a third each."""
    inputs = np.random.default_rng(seed).normal(size=(pixels, 2)).astype(np.float32)
    return replace(toy(), unlabelled=SoftLabels(inputs, np.full((pixels, 3), 1 / 3, np.float32)))


@pytest.mark.parametrize(("pixels", "shares"), [(1, 1), (1000, 1), (1001, 2), (2500, 3)])
def test_a_step_takes_a_share_of_the_unlabelled_pixels_and_each_epoch_the_next(pixels, shares):
    data, network = beside(pixels), initial(2, (5,), 3, 1)
    stack = Stack([network])
    objective, losses = TrainingObjective(stack, [data]), []
    for epoch in range(2 * shares):
        objective.gradients(epoch, stack.views(torch.empty_like(stack.values)))
        losses.append(objective.losses(epoch).item())
    assert losses[:shares] == losses[shares:] and len(set(losses)) == shares
    size = -(-pixels // shares)
    starts = [min(share * size, pixels - size) for share in range(shares)]
    for start, loss in zip(starts, losses):
        assert loss == pytest.approx(plain_loss(network, data, slice(start, start + size)), rel=1e-5)


def plain_loss(network, data, chosen):
    """Mean cross-entropy over all samples and the chosen pixels."""
    inputs = np.concatenate([data.inputs, data.unlabelled.inputs[chosen]])
    known = np.eye(3)[data.targets]
    targets = np.concatenate([known, data.unlabelled.probabilities[chosen]])
    scores = plain_logits(network, inputs)
    return -(targets * (scores - np.log(np.exp(scores).sum(axis=1, keepdims=True)))).sum(axis=1).mean()


def test_the_more_is_learnt_from_the_less_weights_decay():
    """Of nothing but a decay the weights shrink by what the settings say, times the samples' share."""
    alone, among = replace(toy(), unlabelled=None), beside(len(toy().inputs) * 3)
    shrunk = []
    for data in (alone, among):
        settings = TrainingSettings(hidden=(4,), epochs=1, weight_decay=50.0, learning_rate=0.001)
        plain = replace(settings, weight_decay=0.0)
        start = initial(2, (4,), 3, 1)
        decayed, kept = (train(start, data, each, silent())[0] for each in (settings, plain))
        shrunk.append(np.mean((kept.weights[0] - decayed.weights[0]) / start.weights[0]))
    assert shrunk == pytest.approx([0.05, 0.05 / 4], rel=1e-3)


# The same seed, the same weights.

TORCH_THREADS = torch.get_num_threads()
WIDE = TrainingSettings(hidden=(70, 40), epochs=15, seed=4)


def wide():
    generator = np.random.default_rng(8)
    inputs = generator.normal(size=(900, 50)).astype(np.float32)
    targets = inputs[:, :3].argmax(axis=1)
    return TrainingData(inputs[:600], targets[:600], inputs[600:], targets[600:])


@pytest.fixture(scope="module")
def expected():
    return digest(trained(WIDE, wide())[0])


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_torchs_thread_count_is_no_matter(expected, threads):
    before = torch.get_num_threads()
    torch.set_num_threads(threads)
    try:
        assert digest(trained(WIDE, wide())[0]) == expected
        assert torch.get_num_threads() == threads
    finally:
        torch.set_num_threads(before)


@pytest.mark.parametrize("threads", ["1", "3"])
def test_the_environments_thread_count_is_no_matter(expected, threads):
    here = Path(__file__).resolve()
    code = f"import runpy; module = runpy.run_path({str(here)!r}); "
    code += "print(module['digest'](module['trained'](module['WIDE'], module['wide']())[0]))"
    root = here.parents[3]
    paths = os.pathsep.join(str(root / folder) for folder in ("build/plugins", "tests"))
    names = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
    environment = {**os.environ, "PYTHONPATH": paths, **dict.fromkeys(names, threads)}
    result = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, timeout=120)
    assert result.stdout.strip() == expected, result.stderr


def test_another_seed_gives_other_weights(expected):
    assert digest(trained(TrainingSettings(hidden=(70, 40), epochs=15, seed=5), wide())[0]) != expected


# Standardisation.


def test_standardised_features_have_mean_zero_and_deviation_one():
    features = np.random.default_rng(2).normal(5, 3, (4, 500)).astype(np.float32)
    inputs = Standardisation.of(features).apply(features)
    assert inputs.shape == (500, 4) and inputs.dtype == np.float32 and inputs.flags.c_contiguous
    assert inputs.mean(axis=0) == pytest.approx([0] * 4, abs=1e-5)
    assert inputs.std(axis=0) == pytest.approx([1] * 4, abs=1e-5)


def test_a_constant_feature_is_left_undivided():
    features = np.array([[1.0, 1.0, 1.0], [0.1, 0.2, 0.6]], np.float32)
    standardisation = Standardisation.of(features)
    assert standardisation.deviation[0] == 1.0
    assert standardisation.apply(features)[:, 0].tolist() == [0, 0, 0]


def test_features_that_are_all_constant_are_left_undivided():
    standardisation = Standardisation.of(np.array([[0.5] * 4, [2.0] * 4], np.float32))
    assert standardisation.deviation.tolist() == [1, 1] and standardisation.mean.tolist() == [0.5, 2.0]


@pytest.mark.parametrize("unit", [1e-6, 1.0, 1e4])
def test_a_feature_that_is_constant_but_for_rounding_is_left_undivided_in_any_unit(unit):
    features = np.array([[1, 1 + 2e-7, 1], [0.3, 0.5, 0.7], [0.5, 0.501, 0.502]]) * unit
    standardisation = Standardisation.of(features.astype(np.float32))
    assert standardisation.deviation[0] == 1.0
    assert standardisation.deviation[1:] == pytest.approx(features[1:].std(axis=1), rel=1e-3)
    assert np.abs(standardisation.apply(features.astype(np.float32))[:, 0]).max() <= 1e-2 * max(unit, 1e-2)


def test_a_long_step_gives_the_weights_of_a_short_one_and_is_left_when_the_run_is_cancelled(monkeypatch):
    """The threads of a long step are others: its sums must not be."""
    from mineral_prune_plugin.models.perceptron import training

    generator = np.random.default_rng(1)
    inputs, targets = generator.normal(size=(90, 20)).astype(np.float32), np.arange(90) % 3
    data, settings = TrainingData(inputs, targets, inputs, targets), TrainingSettings(epochs=12)
    start = initial(20, (64,), 3, 1)
    short, _ = train(start, data, settings, silent())
    monkeypatch.setattr(training, "LONG_STEP", 0)
    long, _ = train(start, data, settings, silent())
    assert all((first == second).all() for first, second in zip(short.weights, long.weights))


def test_who_cancels_does_not_wait_for_a_long_step():
    generator, begun = np.random.default_rng(1), []
    inputs, targets = generator.normal(size=(6_000, 200)).astype(np.float32), np.arange(6_000) % 3
    data = TrainingData(inputs, targets, inputs, targets)

    def cancelled():
        begun.append(time.monotonic())
        return len(begun) > 2

    with pytest.raises(Cancelled):
        train(
            initial(200, (4_000,), 3, 1),
            data,
            TrainingSettings(epochs=3),
            Progress(lambda done: None, print, cancelled),
        )
    assert begun[2] - begun[1] < 1


# Networks in stacks, which are trained at once where there are several cores.


def many(progress=None, epochs=30):
    """Five networks of the wide samples, enough for threads."""
    starts = [initial(50, (units,), 3, units) for units in (30, 25, 40, 30, 35)]
    return train_many(starts, [wide()] * 5, replace(WIDE, epochs=epochs), progress or silent())


def threads_of_training(monkeypatch, cores):
    """The threads that steps will run in, a set that grows."""
    from mineral_prune_plugin.models.perceptron import training

    threads, update = set(), training._update

    def seen(*arguments):
        threads.add(threading.get_ident())
        return update(*arguments)

    monkeypatch.setattr(training, "_update", seen)
    monkeypatch.setattr("mineral_prune_plugin.at_once.cores", lambda: cores)
    return threads


@pytest.mark.parametrize(("cores", "stacks"), [(1, 1), (2, 2), (16, 2)])
def test_how_many_cores_there_are_is_no_matter(monkeypatch, cores, stacks):
    threads = threads_of_training(monkeypatch, cores)
    networks, histories = many()
    assert len(threads) == stacks and (threading.get_ident() in threads) == (cores == 1)
    monkeypatch.setattr("mineral_prune_plugin.at_once.cores", lambda: 1)
    alone, alike = many()
    assert list(map(digest, networks)) == list(map(digest, alone)) and histories == alike
    assert [network.hidden_units for network in networks] == [(30,), (25,), (40,), (30,), (35,)]


def test_small_networks_are_one_stack_in_the_callers_thread(monkeypatch):
    threads = threads_of_training(monkeypatch, 2)
    train_many([initial(2, (5,), 3, seed) for seed in range(8)], [toy()] * 8, replace(WIDE, epochs=2), silent())
    assert threads == {threading.get_ident()}


def test_who_cancels_ends_every_stack_at_once(monkeypatch):
    threads = threads_of_training(monkeypatch, 2)
    end = time.monotonic() + 0.5
    with pytest.raises(Cancelled):
        many(Progress(lambda done: None, print, lambda: time.monotonic() > end), epochs=100_000)
    assert len(threads) == 2 and time.monotonic() - end < 2
    assert torch.get_num_threads() == TORCH_THREADS


def test_a_stack_that_breaks_down_is_the_error_of_all(monkeypatch):
    threads_of_training(monkeypatch, 2)
    start, sound = initial(50, (200,), 3, 1), wide()
    broken = replace(sound, inputs=sound.inputs * np.float32(np.nan))
    with pytest.raises(TrainingDiverged):
        train_many([start] * 4, [sound, sound, sound, broken], replace(WIDE, epochs=100_000), silent())
