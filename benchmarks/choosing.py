# SPDX-License-Identifier: GPL-2.0-or-later
"""What the choices of docs/choosing.md are worth on the example scene: features, samples, split, units, tolerance."""

import argparse
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from benchmarks.common import RESULTS, WORK, write_page
from benchmarks.study.__main__ import make_scene
from benchmarks.study.statistics import mean_interval
from mineral_prune_plugin.models.perceptron.forward import accuracy
from mineral_prune_plugin.models.train_model import Recipe, labelled_by, split_inputs, train_model, training_data
from mineral_prune_plugin.models.training_settings import UNLABELLED, TrainingSettings
from mineral_prune_plugin.progress import silent
from mineral_prune_plugin.pruning.loop import choose_row, prune
from mineral_prune_plugin.pruning.pruning_settings import PruningSettings
from mineral_prune_plugin.raster.band_matching import choose_bands
from mineral_prune_plugin.raster.labels import RasterLabels
from mineral_prune_plugin.raster.source import describe
from mineral_prune_plugin.raster.spectrum_reader import SpectrumReader
from mineral_prune_plugin.samples.draw import DrawSettings, draw_samples
from mineral_prune_plugin.samples.samples import read_sample_spectra
from mineral_prune_plugin.samples.unlabelled import draw_unlabelled
from mineral_prune_plugin.spectra.features import FEATURES
from mineral_prune_plugin.threads import one_thread

TOLERANCES = (0.0, 0.25, 0.5, 1.0, 2.0)  # percentage points


@dataclass(frozen=True)
class Case:
    """One way to train; the defaults are those of the dialogs. train : training pixels a class"""

    title: str = "default"
    feature: str = "reflectance"
    train: int = 100
    blocks: bool = False
    hidden: int = 30
    unlabelled: int = UNLABELLED.default


CASES = (
    Case(),
    *(Case(f"feature {name}", feature=name) for name in FEATURES if name != "reflectance"),
    *(Case(f"{count} training pixels a class", train=count) for count in (10, 25, 50, 200)),
    *(Case(f"{count} a class, samples only", train=count, unlabelled=0) for count in (10, 25, 50, 100, 200)),
    *(Case(f"{count} hidden units", hidden=count) for count in (5, 10, 60)),
    Case("blocks of 20 pixels", blocks=True),
    Case("blocks, feature normalised", blocks=True, feature="normalised"),
)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--out", type=Path, default=RESULTS / "choosing.md")
    arguments = parser.parse_args()
    scene, labels = make_scene(WORK / "study")
    seeds = range(1, arguments.seeds + 1)
    with one_thread():
        trained = {case: [train(scene, labels, case, seed) for seed in seeds] for case in CASES}
        pruned = [prune_by_tolerance(*one, seed) for one, seed in zip(trained[CASES[0]], seeds)]
    text = page(trained, pruned, arguments.seeds)
    write_page(arguments.out, text)


def train(scene, labels, case, seed):
    """(Model, SampleSpectra) of a case, as `drawsamples` and `trainmodel` make them."""
    info = describe(scene)
    selection = choose_bands(info.bands, info.name)
    reader, source = SpectrumReader(info, selection), RasterLabels(labels, info.grid)
    counts = [lambda mineral, count=count: count for count in (case.train, 100, 240)]
    drawn = draw_samples(
        reader, source, source.class_names(), DrawSettings(tuple(counts), case.blocks, False, 20, seed), silent()
    )
    spectra = read_sample_spectra(reader, drawn, silent())
    spectra = replace(spectra, unlabelled=draw_unlabelled(reader, spectra, case.unlabelled, seed, silent()))
    settings = TrainingSettings(hidden=(case.hidden,), seed=seed)
    recipe = Recipe(case.feature, info.bands.wavelengths(selection.numbers), settings)
    model, _ = train_model(spectra, recipe, info.name, silent())
    print(case.title, seed, f"{test_accuracy(model, spectra):.2f}", flush=True)
    return model, spectra


def test_accuracy(model, spectra):
    """In percent."""
    return 100 * accuracy(model.network, *of_split(model, spectra, "test"))


def of_split(model, spectra, split):
    return split_inputs(spectra, split, model.preprocessing, model.classes)


def prune_by_tolerance(model, spectra, seed):
    """[(hidden units, test accuracy in percent) for each of TOLERANCES]."""
    data = labelled_by(model, spectra)
    data = training_data(data, model.preprocessing, model.classes)
    neurons = tuple(tuple(range(units)) for units in model.network.hidden_units)
    result = prune(model.network, neurons, data, PruningSettings(seed=seed), silent())
    found = []
    for tolerance in TOLERANCES:
        row = choose_row(result.trace.rows, "smallest", tolerance, len(data.validation_targets))
        network = result.networks[row]
        found.append((network.hidden_units[0], test_accuracy(replace(model, network=network), spectra)))
    return found


def page(trained, pruned, seeds):
    lines = [
        "# What the choices are worth on the example scene\n",
        f"Made by `python -m benchmarks.choosing`: {seeds} seeds, each with its own draw of samples and start; 240",
        f"test pixels a class. {date.today()}. Mean +- half the 95 % interval over seeds, in percent.\n",
        "| choice | OA, test |",
        "|---|---|",
    ]
    for case, models in trained.items():
        lines.append(f"| {case.title} | {shown([test_accuracy(*one) for one in models])} |")
    lines += ["", "| tolerance (points) | hidden units left of 30 | OA, test |", "|---|---|---|"]
    for place, tolerance in enumerate(TOLERANCES):
        units, accuracies = zip(*(one[place] for one in pruned))
        lines.append(f"| {tolerance:g} | {min(units)} to {max(units)} | {shown(accuracies)} |")
    return "\n".join([*lines, ""])


def shown(values):
    return "{:.2f} +- {:.2f}".format(*mean_interval(values))


if __name__ == "__main__":
    main()
