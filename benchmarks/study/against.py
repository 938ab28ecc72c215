# SPDX-License-Identifier: GPL-2.0-or-later
"""This checkout's training and pruning against another's: accuracy, sizes kept and processor time, seed by seed.

Samples and the soft labels of pixels are drawn once, by this checkout. Each checkout trains and prunes on them with its
own plugin and its own defaults, in a process of its own; the two take turns, so that both meet the same load.
Equivalent: by two one-sided tests, corrected by Holm over all cases. A run that was cut short goes on where it stopped.
"""

import argparse
import csv
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from benchmarks.common import RESULTS, ROOT, WORK, made_on, read_rows, scene_arguments
from benchmarks.study.statistics import difference, holm, mean_interval, one_sided_p

MARGIN = 0.15  # points
GROUP = 10  # seeds side by side
COLUMNS = ("who", "split", "pixels", "seed", "train_oa", "pruned_oa", "units", "train_seconds", "prune_seconds")
CASES = [(split, pixels) for pixels in (4000, 0) for split in ("random", "blocks")]
OLD, NEW = "before", "now"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    scene_arguments(parser)
    parser.add_argument("--other", type=Path, help="the checkout to compare with")
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--pixels", type=int, nargs="+", default=[4000, 0], help="unlabelled pixels: one case or both")
    parser.add_argument("--rows", type=Path, default=WORK / "against.csv")
    parser.add_argument("--out", type=Path, default=RESULTS / "trainer_before_and_now.md")
    parser.add_argument("--work", nargs=4, help=argparse.SUPPRESS)  # who, split, pixels, seeds
    arguments = parser.parse_args()
    if arguments.work:
        work(arguments, *arguments.work)
        return
    for split, pixels in (case for case in CASES if case[1] in arguments.pixels):
        for first in range(1, arguments.seeds + 1, GROUP):
            seeds = range(first, min(first + GROUP, arguments.seeds + 1))
            for seed in seeds:
                draw_samples(arguments, split, pixels, seed)
            for who, root in ((OLD, arguments.other), (NEW, ROOT)):
                in_its_own_process(arguments, root, who, split, pixels, seeds)
    arguments.out.write_text(page(read_rows(arguments.rows), arguments.seeds), encoding="utf-8")


def in_its_own_process(arguments, root, who, split, pixels, seeds):
    key = {"who": who, "split": split, "pixels": str(pixels)}
    done = {int(row["seed"]) for row in read_rows(arguments.rows) if key.items() <= row.items()}
    if set(seeds) <= done:
        return
    given = ["--scene", arguments.scene, "--labels", arguments.labels, "--rows", arguments.rows, "--other", root]
    given += ["--work", who, split, pixels, f"{seeds[0]}-{seeds[-1]}"]
    subprocess.run([sys.executable, "-m", "benchmarks.study.against", *map(str, given)], check=True, cwd=ROOT)


def work(arguments, who, split, pixels, seeds):
    """Write the rows of some seeds, by the plugin of the checkout `--other`."""
    sys.path.insert(0, str(arguments.other.resolve()))
    from benchmarks.study.design import PLUGIN, SCENE, Protocol
    from benchmarks.study.runs import rows_by_default

    know_retraining()
    first, last = map(int, seeds.split("-"))
    protocol = Protocol(SCENE, split, False, ("c-apoz",), (), (), int(pixels), PLUGIN)
    samples = {seed: drawn(sample_file(split, pixels, seed)) for seed in range(first, last + 1)}
    rows = rows_by_default(samples, protocol)
    new = not arguments.rows.exists()
    arguments.rows.parent.mkdir(parents=True, exist_ok=True)
    with open(arguments.rows, "a", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerows(([COLUMNS] if new else []) + [(who, split, pixels, *row) for row in rows])


def know_retraining():
    """Give the plugin of a checkout that retrained as it trained what `runs` asks for."""
    from mineral_prune_plugin.models.training_settings import EPOCHS, TrainingSettings
    from mineral_prune_plugin.pruning.pruning_settings import PruningSettings

    if not hasattr(PruningSettings, "retraining"):
        as_trained = TrainingSettings(epochs=EPOCHS.default)
        PruningSettings.retraining = lambda settings, unlabelled: as_trained


def sample_file(split, pixels, seed):
    return WORK / "against" / f"{split}_{pixels}_{seed}.npz"


def draw_samples(arguments, split, pixels, seed):
    """Draw the samples of a seed into their file, if it is not there."""
    from benchmarks.study.design import PLUGIN, SCENE, Protocol
    from benchmarks.study.samples import draw

    path = sample_file(split, pixels, seed)
    if path.exists():
        return
    protocol = Protocol(SCENE, split, False, ("c-apoz",), (), (), pixels, PLUGIN)
    seed_samples = draw(arguments.scene, arguments.labels, protocol, "reflectance", seed)
    arrays = {name: value for name, value in vars(seed_samples.data).items() if name != "unlabelled"}
    if pixels:
        arrays.update(pixels=seed_samples.data.unlabelled.inputs, labels=seed_samples.data.unlabelled.probabilities)
    path.parent.mkdir(parents=True, exist_ok=True)
    test_inputs, test_targets = seed_samples.test
    np.savez(path, **arrays, test_inputs=test_inputs, test_targets=test_targets, classes=seed_samples.classes)


@dataclass(frozen=True)
class Drawn:
    """What `runs` takes of study.samples.SeedSamples, of a file."""

    data: object
    test: tuple
    classes: int

    def labelled_by(self, network):
        from mineral_prune_plugin.models.perceptron.forward import probabilities

        unlabelled = self.data.unlabelled
        if unlabelled is None:
            return self
        labelled = replace(unlabelled, probabilities=probabilities(network, unlabelled.inputs))
        return replace(self, data=replace(self.data, unlabelled=labelled))


def drawn(path):
    """The Drawn of a file of `draw_samples`."""
    from mineral_prune_plugin.models.perceptron.training import SoftLabels, TrainingData

    with np.load(path) as file:
        arrays = dict(file)
    names = ("inputs", "targets", "validation_inputs", "validation_targets")
    unlabelled = SoftLabels(arrays["pixels"], arrays["labels"]) if "pixels" in arrays else None
    data = TrainingData(*(arrays[name] for name in names), unlabelled)
    return Drawn(data, (arrays["test_inputs"], arrays["test_targets"]), int(arrays["classes"]))


def page(rows, seeds):
    """The tables of differences and of times."""
    compared, lines = [], []
    for split, pixels in cases_in(rows):
        pair = [of_case(rows, who, split, pixels) for who in (OLD, NEW)]
        for name, column in (("trained, 30 units", "train_oa"), ("pruned", "pruned_oa")):
            before, now = ([float(row[column]) for row in each] for each in pair)
            compared.append((f"{name}, {split}, {pixels} pixels", before, now))
    p_values = holm([one_sided_p(now, before, MARGIN) for _, before, now in compared])
    for (name, before, now), p in zip(compared, p_values):
        gap, reach = difference(now, before, MARGIN), "yes" if p < 0.05 else "not shown"
        cells = f"{mean_interval(before)[0]:.2f}", f"{mean_interval(now)[0]:.2f}"
        interval = gap.text
        lines.append("| " + " | ".join((name, *cells, interval, f"{p:.3f}", reach)) + " |")
    return PAGE.format(made=made_on(), seeds=seeds, margin=MARGIN, rows="\n".join(lines), sizes=sizes(rows))


def sizes(rows):
    """A line a case: units kept and processor seconds, before and now."""
    lines = []
    for split, pixels in cases_in(rows):
        cells = [f"{split}, {pixels} pixels"]
        pair = [of_case(rows, who, split, pixels) for who in (OLD, NEW)]
        for column, digits in (("units", 1), ("train_seconds", 2), ("prune_seconds", 2)):
            before, now = (mean_interval([float(row[column]) for row in each])[0] for each in pair)
            cells += [f"{before:.{digits}f}", f"{now:.{digits}f}"]
            cells += [f"{now / before:.2f}"] if column != "units" else []
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def cases_in(rows):
    """Those of CASES that the rows are of."""
    return [case for case in CASES if of_case(rows, NEW, *case)]


def of_case(rows, who, split, pixels):
    key = {"who": who, "split": split, "pixels": str(pixels)}
    return sorted((row for row in rows if key.items() <= row.items()), key=lambda row: int(row["seed"]))


PAGE = """# Training and pruning, before and now

{made}, Cuprite replica, {seeds} seeds, each with its own samples, pixels and soft labels, the same for both. Both with
their own defaults. OA in percent on test samples that nothing else looks at; differences now - before, paired by seed,
with their 95 % interval. Equivalent: two one-sided tests within {margin} points, p after Holm's correction over all
cases; below 0.05 is shown.

| network | before | now | difference | p | equivalent |
|---|---|---|---|---|---|
{rows}

Hidden units kept by `prunemodel`'s defaults, and seconds of processor time a network, {group} seeds side by side, both
versions in turn on a machine that others used too. Drawing and the ensemble are in neither.

| case | units before | now | train before | now | now / before | prune before | now | now / before |
|---|---|---|---|---|---|---|---|---|
{sizes}
""".replace("{group}", str(GROUP))

if __name__ == "__main__":
    main()
