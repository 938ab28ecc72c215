# SPDX-License-Identifier: GPL-2.0-or-later
"""The study: its statistics against tables, and a short run from scene to page."""

import csv
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from making import write_geotiff

from benchmarks.study import against, runs
from benchmarks.study.design import CRITERIA, FIXED_SIZES, HIDDEN, RULE_ROUNDS, Lengths, Protocol
from benchmarks.study.samples import draw
from benchmarks.study.statistics import difference, holm, one_sided_p, t_p_value, t_quantile
from mineral_prune_plugin.models.perceptron.forward import accuracy
from mineral_prune_plugin.models.train_model import training_data
from mineral_prune_plugin.progress import silent
from mineral_prune_plugin.pruning.controls import run_controls
from mineral_prune_plugin.pruning.loop import prune, retrain
from mineral_prune_plugin.pruning.prune_model import prune_model
from mineral_prune_plugin.pruning.pruning_settings import PruningSettings
from mineral_prune_plugin.pruning.surgery import remove_units
from mineral_prune_plugin.pruning.threshold import threshold
from mineral_prune_plugin.samples.samples import Unlabelled

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(("degrees", "quantile"), [(9, 2.2622), (19, 2.0930), (99, 1.9842)])
def test_t_is_that_of_the_tables(degrees, quantile):
    assert t_quantile(0.975, degrees) == pytest.approx(quantile, abs=0.0001)
    assert t_p_value(quantile, degrees) == pytest.approx(0.05, rel=0.5 / degrees)


def test_holm_multiplies_the_smallest_by_the_number_left_and_never_goes_back():
    assert holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])


def test_a_paired_gain_is_found_where_the_seeds_agree_and_not_where_they_scatter():
    base = np.random.default_rng(1).normal(94, 1, 100)
    steady = difference(base + np.tile([0.9, 1.1], 50), base, margin=0.25)
    scattered = difference(base + np.tile([-5.0, 5.0], 50), base, margin=0.25)
    equal = difference(base + np.tile([-0.1, 0.1], 50), base, margin=0.25)
    assert steady.low > 0.9 and steady.p < 1e-6 and not steady.equivalent
    assert scattered.low < 0 < scattered.high and scattered.p > 0.9 and not scattered.equivalent
    assert equal.equivalent


@pytest.mark.parametrize("shift", [0.0, 0.1, 0.14, -0.14, 0.16, -0.3])
def test_two_one_sided_tests_say_what_the_interval_says(shift):
    base = np.random.default_rng(1).normal(94, 1, 20)
    moved = base + shift + np.random.default_rng(2).normal(0, 0.08, 20)
    within = difference(moved, base, margin=0.15).equivalent
    assert (one_sided_p(moved, base, 0.15) < 0.05) == within
    assert one_sided_p(moved, base, 0.15) == pytest.approx(one_sided_p(base, moved, 0.15), abs=1e-12)


def test_the_comparison_of_two_checkouts_shows_what_is_equivalent_and_what_is_not():
    """Trained networks of the second version are a tenth of a point worse, pruned ones a whole point better."""
    noise = np.random.default_rng(3).normal(0, 0.02, 20)
    rows = []
    for split, pixels in against.CASES:
        for seed in range(1, 21):
            for who, gain, units, seconds in (("before", 0.0, 7, 4.0), ("now", 1.0 + noise[seed - 1], 6, 1.0)):
                values = who, split, str(pixels), str(seed), 95 - gain / 10, 95 + gain, units, seconds / 2, seconds
                rows.append({name: str(value) for name, value in zip(against.COLUMNS, values)})
    lines = against.page(rows, 20).splitlines()
    trained = [line for line in lines if line.startswith("| trained")]
    pruned = [line for line in lines if line.startswith("| pruned")]
    assert len(trained) == len(pruned) == 4
    assert all("-0.10 (-0.10 to -0.10)" in line and line.endswith("| 0.000 | yes |") for line in trained)
    assert all("+1.00" in line and line.endswith("| 1.000 | not shown |") for line in pruned)
    sizes = [line for line in lines if line.startswith("| random, 4000") or line.startswith("| blocks, 0")]
    assert all("| 7.0 | 6.0 | 2.00 | 0.50 | 0.25 | 4.00 | 1.00 | 0.25 |" in line for line in sizes) and len(sizes) == 2


def test_a_short_study_gives_rows_for_every_criterion_and_a_page(tmp_path):
    command = [ROOT / "scripts" / "in-env.sh", sys.executable, "-m", "benchmarks.study", "--quick", "--seeds", "2"]
    completed = subprocess.run(
        [*map(str, command), "--out", str(tmp_path)], capture_output=True, text=True, timeout=200, cwd=ROOT
    )
    assert completed.returncode == 0, completed.stderr
    with open(tmp_path / "study.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    fixed = {(row["criterion"], row["units"]) for row in rows if row["schedule"] == "fixed" and row["seed"] == "2"}
    sizes = {"30", "22", "17", "13", "11", "9", "7", "5"}
    assert fixed == {(name, size) for name in CRITERIA for size in sizes}
    scene = {(row["criterion"], row["schedule"]) for row in rows if row["protocol"] == "three splits, scene"}
    assert {("c-apoz", "rule"), ("random", "fixed"), ("scratch", "control"), ("c-apoz", "15 bands")} <= scene
    assert all(not row["test_oa"] for row in rows if row["protocol"] == "paper")  # it has no test samples
    assert all(row["test_oa"] for row in rows if row["protocol"] != "paper")
    page = (tmp_path / "study.md").read_text(encoding="utf-8")
    assert "2 seeds" in page and "Against scratch" in page and "prunemodel, default settings" in page
    assert {f"({path.name})" for path in tmp_path.glob("*.svg")} == set(re.findall(r"\(\w+\.svg\)", page))


# The study prunes all seeds side by side with a loop of its own; users prune with `prune_model`. Both must do the same.

SEEDS = (3, 4)
LENGTHS = Lengths(40, 10)
# Scores of zeros are counted in whole samples, and the networks of a stack round sums of float32 in another order than
# one alone: weights differ in the sixth digit after 10 epochs, and a sample between two classes may fall either way.
WEIGHTS, SAMPLES_APART = 2e-4, 2
NAMES = ("alunite", "kaolinite", "calcite")


@pytest.fixture(scope="module")
def scene(tmp_path_factory):
    """(raster, labels): three minerals that overlap, 52 x 52 pixels in six bands."""
    folder, generator = tmp_path_factory.mktemp("scene"), np.random.default_rng(2)
    labels = np.arange(52 * 52).reshape(52, 52).astype(np.uint8) % 3 + 1
    shapes = np.full((4, 6), 0.5)
    shapes[1:, 1:4] -= 0.15 * np.eye(3)
    cube = shapes[labels].transpose(2, 0, 1) + generator.normal(0, 0.07, (6, 52, 52))
    raster = write_geotiff(folder / "scene.tif", cube.astype(np.float32), np.linspace(2.0, 2.4, 6))
    return raster, write_geotiff(folder / "labels.tif", labels[None], names=("", *NAMES))


class Networks(runs.Rows):
    """Rows that keep the networks, {seed: Perceptron} a round."""

    def __init__(self, protocol, samples):
        super().__init__(protocol, samples)
        self.rounds = []

    def add(self, networks, *names):
        super().add(networks, *names)
        self.rounds.append(dict(networks))


def with_unlabelled(own):
    """The SeedSamples with test pixels as unlabelled ones, of which nothing is known yet."""
    pixels = own.spectra.split("test")[0][:, :150]
    spectra = replace(own.spectra, unlabelled=Unlabelled(pixels, np.full((150, 3), 1 / 3, np.float32)))
    blank = own.blank
    data = training_data(spectra, blank.preprocessing, blank.classes)
    return replace(own, spectra=spectra, data=data)


@pytest.fixture(scope="module", params=["samples_only", "unlabelled_too"])
def study(request, scene):
    """(protocol, {seed: SeedSamples}, the trained networks, the samples that these taught)."""
    protocol = Protocol("small", "random", False, ("c-apoz",), ("l1",), (), 0, LENGTHS)
    samples = {seed: draw(*map(str, scene), protocol, "reflectance", seed) for seed in SEEDS}
    if request.param == "unlabelled_too":
        samples = {seed: with_unlabelled(own) for seed, own in samples.items()}
    start = runs.trained({seed: runs.fresh(samples[seed], HIDDEN, seed) for seed in SEEDS}, samples, LENGTHS.epochs)
    return protocol, samples, start, {seed: samples[seed].labelled_by(start[seed]) for seed in SEEDS}


def settings(seed, criterion="c-apoz", **changes):
    changes = {"iterations": RULE_ROUNDS, "keep": "last", **changes}
    return PruningSettings(criterion=criterion, retrain_epochs=LENGTHS.retrain_epochs, seed=seed, **changes)


def same_weights(network, expected):
    pairs = zip((*network.weights, *network.biases), (*expected.weights, *expected.biases))
    return all(one.shape == other.shape and np.allclose(one, other, rtol=0, atol=WEIGHTS) for one, other in pairs)


def rows_of(rows, seed):
    return [row for row in rows.found if row.seed == seed]


@pytest.mark.parametrize("criterion", [name for name in CRITERIA if name != "random"])
def test_a_round_of_the_study_is_a_round_of_the_loop_that_users_run(study, criterion):
    """Scores, threshold and removed neurons to the last bit, for both begin the round with the same network."""
    protocol, _, start, taught = study
    rows = Networks(protocol, taught)
    runs.by_rule(rows, start, taught, criterion, LENGTHS)
    assert len(rows.rounds) > 2
    for seed in SEEDS:
        networks = [networks[seed] for networks in rows.rounds if seed in networks]
        found, data = rows_of(rows, seed), taught[seed].data
        assert [row.round for row in found] == list(range(len(networks)))
        for turn, network in enumerate(networks):
            numbers, once = list(range(network.hidden_units[0])), settings(seed, criterion, iterations=1)
            result = prune(network, [numbers], data, once, silent())
            first = result.trace.rows[0].layers[0]
            twin = runs.scores(network, data, criterion, [seed, turn + 1])
            assert first.scores == tuple(twin.values) and first.threshold == threshold(twin.amounts, twin.over)
            row = result.trace.rows[0]
            expected = (row.units[0], row.parameters, 100 * row.oa_after)
            assert (found[turn].units, found[turn].parameters, found[turn].validation_oa) == expected
            assert found[turn].test_oa == 100 * accuracy(network, *taught[seed].test)
            if turn + 1 < len(networks):
                assert result.trace.rows[1].layers[0].removed
                assert same_weights(networks[turn + 1], result.networks[1])
            elif turn < RULE_ROUNDS:
                assert len(result.trace.rows) == 1  # nothing was above the threshold in either


def test_all_rounds_of_the_study_are_those_of_prune_model(study):
    protocol, samples, start, taught = study
    rows = Networks(protocol, taught)
    runs.by_rule(rows, start, taught, "c-apoz", LENGTHS)
    for seed in SEEDS:
        model = replace(samples[seed].blank, network=start[seed])
        _, trace = prune_model(model, samples[seed].spectra, settings(seed), False, silent())
        found = rows_of(rows, seed)
        assert [row.units for row in found] == [row.units[0] for row in trace.rows]
        apart = 100 * SAMPLES_APART / trace.samples_scored
        for row, expected in zip(found, trace.rows):
            assert row.parameters == expected.parameters
            assert row.validation_oa == pytest.approx(100 * expected.oa_after, abs=apart + 1e-9)


@pytest.mark.parametrize("criterion", ["c-apoz", "l1"])
def test_the_fixed_schedule_removes_what_the_loop_scores_highest_and_retrains_like_it(study, criterion):
    protocol, _, start, taught = study
    rows = Networks(protocol, taught)
    runs.by_schedule(rows, start, taught, criterion, LENGTHS)
    assert [networks[SEEDS[0]].hidden_units[0] for networks in rows.rounds] == [HIDDEN, *FIXED_SIZES]
    for seed in SEEDS:
        for before, after in zip(rows.rounds, rows.rounds[1:]):
            network, data = before[seed], taught[seed].data
            numbers = list(range(network.hidden_units[0]))
            scores = prune(network, [numbers], data, settings(seed, criterion, iterations=1), silent()).trace.rows[0]
            order = sorted(numbers, key=lambda neuron: (-scores.layers[0].scores[neuron], neuron))
            gone = np.isin(numbers, order[: len(numbers) - after[seed].hidden_units[0]])
            requested = settings(seed, units=after[seed].hidden_units)
            expected = retrain(remove_units(network, 0, gone), data, requested, silent())
            assert same_weights(after[seed], expected)


def test_the_controls_of_the_study_are_those_of_the_pruning_report(study):
    protocol, _, start, taught = study
    rows = Networks(replace(protocol, scratch=(17,)), taught)
    runs.unpruned(rows, start, taught, LENGTHS)
    runs.from_scratch(rows, taught, rows.protocol)
    for seed in SEEDS:
        data = taught[seed].data
        requested = settings(seed, "l1", units=(17,))
        trace = prune(start[seed], [list(range(HIDDEN))], data, requested, silent()).trace
        assert trace.kept_row.units == (17,) and trace.kept == FIXED_SIZES.index(17) + 1
        controls = run_controls(start[seed], data, trace, requested, LENGTHS.epochs, silent())
        controls = {control.kind: control.oa for control in controls}
        found = {(row.criterion, row.round): row.validation_oa for row in rows_of(rows, seed)}
        apart = 100 * SAMPLES_APART / trace.samples_scored + 1e-9
        assert found["unpruned", trace.kept] == pytest.approx(100 * controls["unpruned"], abs=apart)
        assert found["scratch", trace.kept] == pytest.approx(100 * controls["scratch"], abs=apart)
