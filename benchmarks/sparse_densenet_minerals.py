# SPDX-License-Identifier: GPL-2.0-or-later
"""What a sparse DenseNet of pixel neighbourhoods is worth on a scene, beside perceptrons on the same samples.

For each split (spatial blocks, random pixels) and seed: samples and unlabelled pixels are drawn and judged by a
committee as the plugin does it; the same ones train every network:

  perceptron      `trainmodel` on each feature, and `prunemodel` of it, default settings
  dense           the DenseNet, nothing dropped
  sparse          `trainsparsedensenet`, default settings
  random          the same, but which inputs are dropped is drawn
  scratch         the sparse network's inputs alone, from the first epoch on

Rows are written after each network: an interrupted run goes on where it stopped. Settings were chosen by validation
samples; test samples are judged here only. "No worse" means: the 95 % interval of the paired differences reaches above
minus half a point; this was written down before the run.
"""

import argparse
import csv
import sys
import time
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
sys.path.insert(0, str(ROOT / "build" / "plugins"))

from benchmarks.study.design import PROTOCOLS, SCENE  # noqa: E402
from benchmarks.study.samples import draw  # noqa: E402
from benchmarks.study.statistics import difference, mean_interval  # noqa: E402
from mineral_prune_plugin.models.densenet.compact import compact  # noqa: E402
from mineral_prune_plugin.models.densenet.cost import multiply_adds_of_a_pixel, parameters  # noqa: E402
from mineral_prune_plugin.models.densenet.lessons import lessons_of  # noqa: E402
from mineral_prune_plugin.models.densenet.module import DenseNet  # noqa: E402
from mineral_prune_plugin.models.densenet.training import SparseTraining, train  # noqa: E402
from mineral_prune_plugin.models.learning import Recipe, identify_samples, standardisation_of, training_data  # noqa: E402
from mineral_prune_plugin.models.settings import TrainingSettings  # noqa: E402
from mineral_prune_plugin.models.training import initial  # noqa: E402
from mineral_prune_plugin.models.training import train as train_perceptron  # noqa: E402
from mineral_prune_plugin.progress import silent  # noqa: E402
from mineral_prune_plugin.pruning.criteria import CRITERIA  # noqa: E402
from mineral_prune_plugin.pruning.prune_model import prune_model  # noqa: E402
from mineral_prune_plugin.pruning.settings import PruningSettings  # noqa: E402
from mineral_prune_plugin.pruning.sparse_densenet import TOGETHER, Lessons, train_sparse  # noqa: E402
from mineral_prune_plugin.pruning.sparse_settings import SparseSettings  # noqa: E402
from mineral_prune_plugin.raster.matching import choose_bands  # noqa: E402
from mineral_prune_plugin.raster.patches import read_patches  # noqa: E402
from mineral_prune_plugin.raster.reading import SpectrumReader  # noqa: E402
from mineral_prune_plugin.raster.source import describe  # noqa: E402
from mineral_prune_plugin.raster.unlabelled import with_patches  # noqa: E402

FEATURE = "normalised"
MARGIN = 0.5  # percentage points
FEWEST_SEEDS = 5  # for an interval
PERCEPTRONS = ("perceptron reflectance", "perceptron normalised")
PRUNED = tuple(f"{name}, pruned" for name in PERCEPTRONS)
DENSENETS = ("dense", "sparse", "random", "scratch")
ARMS = (*PERCEPTRONS, *PRUNED, *DENSENETS)
COLUMNS = ("split", "seed", "arm", "parameters", "multiply_adds", "validation_oa", "test_oa", "seconds")
RESULTS = ROOT / "benchmarks" / "results"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scene", required=True)
    parser.add_argument("--labels", required=True)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--splits", default="blocks,random")
    parser.add_argument("--epochs", type=int, default=0, help="of every network; 0: the plugin's defaults")
    parser.add_argument("--out", type=Path, default=RESULTS / "sparse_densenet_minerals.csv")
    parser.add_argument(
        "--speed", action="store_true", help="map 2000 x 2000 pixels instead, dense, sparse and plainly"
    )
    arguments = parser.parse_args()
    if arguments.speed:
        from benchmarks.sparse_densenet_speed import measure

        measure(arguments)
        return
    for seed in range(1, arguments.seeds + 1):
        for split in arguments.splits.split(","):
            run_seed(arguments, split, seed)
    arguments.out.with_suffix(".md").write_text(page(read_rows(arguments.out)), encoding="utf-8")


def run_seed(arguments, split, seed):
    """The arms of a seed that are not in the file yet, each appended when it is done."""
    there = {row["arm"] for row in read_rows(arguments.out) if (row["split"], row["seed"]) == (split, str(seed))}
    missing = [arm for arm in ARMS if arm not in there]
    if not missing:
        return
    samples = Samples(arguments, split, seed)
    for arm in missing:
        began = time.perf_counter()
        cost, accuracies = samples.run(arm)
        row = (split, seed, arm, *cost, *(f"{100 * share:.3f}" for share in accuracies))
        append(arguments.out, (*row, f"{time.perf_counter() - began:.1f}"))
        print(row, flush=True)


class Samples:
    """The samples of a seed with their neighbourhoods, and the networks that were trained on them so far."""

    def __init__(self, arguments, split, seed):
        self.seed, self._made = seed, {}
        epochs = {"epochs": arguments.epochs} if arguments.epochs else {}
        self.settings = SparseSettings(seed=seed, **epochs)
        self.training = TrainingSettings(seed=seed, **epochs)
        self.pruning = PruningSettings(seed=seed, **({"retrain_epochs": arguments.epochs} if epochs else {}))
        protocol = replace(next(one for one in PROTOCOLS if one.name == SCENE), split=split)
        drawn = draw(arguments.scene, arguments.labels, protocol, FEATURE, seed)
        self.blank, self.spectra = drawn.blank, _with_neighbourhoods(arguments.scene, drawn.spectra, self.settings)

    def run(self, arm):
        """((parameters, multiply-adds of a pixel), (validation, test) accuracies from 0 to 1)."""
        model = self.model(arm)
        judged = [identify_samples(model, self.spectra, split) for split in ("validation", "test")]
        network = model.network
        if arm in DENSENETS:
            cost = parameters(network), multiply_adds_of_a_pixel(network)
        else:
            cost = network.parameters, sum(weight.size for weight in network.weights)
        return cost, [float((said == known).mean()) for known, said in judged]

    def model(self, arm):
        if arm not in self._made:
            self._made[arm] = self._densenet(arm) if arm in DENSENETS else self._perceptron(arm)
        return self._made[arm]

    def _perceptron(self, arm):
        if arm in PRUNED:
            model = self.model(PERCEPTRONS[PRUNED.index(arm)])
            return prune_model(model, self.spectra, self.pruning, False, silent())[0]
        feature = arm.split()[1]
        blank = self.blank
        standardisation = standardisation_of(self.spectra, feature, blank.wavelengths)
        data = training_data(self.spectra, feature, blank.wavelengths, standardisation, blank.classes)
        start = initial(data.inputs.shape[1], self.training.hidden, len(blank.classes), self.seed)
        network, _ = train_perceptron(start, data, self.training, silent())
        return replace(blank, network=network, feature=feature, standardisation=standardisation)

    def _densenet(self, arm):
        lessons = Lessons.of(self.spectra, Recipe(FEATURE, self.blank.wavelengths, None), self.blank.classes)
        if arm == "scratch":
            module = self._from_scratch(lessons)
        else:
            settings = replace(self.settings, target=0.0) if arm == "dense" else self.settings
            criterion = {"criterion": CRITERIA["random"]} if arm == "random" else {}
            module, _, _ = train_sparse(lessons, settings, silent(), **criterion)
        if arm == "sparse":
            self.masks = [convolution.on.clone() for convolution in module.convolutions()]
        return replace(self.blank, network=compact(module))

    def _from_scratch(self, lessons):
        self.model("sparse")
        inputs = lessons.samples.inputs.values.shape[1]
        module = DenseNet(self.settings.architecture(inputs, lessons.classes), self.seed + 1000)
        for convolution, on in zip(module.convolutions(), self.masks):
            convolution.keep(on)
        source = lessons_of(lessons.samples, lessons.classes, lessons.others, TOGETHER, self.seed + 1000)
        train(module, source, SparseTraining(self.settings.epochs), silent())
        return module


def _with_neighbourhoods(scene, spectra, settings):
    info = describe(scene)
    reader = SpectrumReader(info, choose_bands(info.bands, info.name))
    samples = spectra.samples
    patches = read_patches(reader, samples.columns, samples.rows, settings.patch, silent())
    others = with_patches(reader, spectra.unlabelled, settings.patch, silent())
    return replace(spectra, patches=patches, unlabelled=others)


def read_rows(path):
    """The rows of a file as dicts of text; none where there is no file."""
    if not path.exists():
        return []
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def append(path, row):
    new = not path.exists()
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "a", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        if new:
            writer.writerow(COLUMNS)
        writer.writerow(row)


def page(rows):
    """The page of all rows."""
    settings, splits = SparseSettings(), list(dict.fromkeys(row["split"] for row in rows))
    text = f"""# Sparse DenseNets of pixel neighbourhoods on the Cuprite replica

Patches of {settings.patch} x {settings.patch} pixels, {settings.depth} layers, growth {settings.growth}, feature
`{FEATURE}`, {settings.target:g} % of the inputs dropped in {settings.stages} stages, {settings.epochs} epochs. 100
training and 100 validation pixels a class, 2,320 test pixels, 4,000 unlabelled ones judged by a committee of
perceptrons; perceptrons learn from the same. Mean over seeds, each with a draw of its own;
95 % interval from {FEWEST_SEEDS} seeds on.
Multiply-adds are those of one pixel of a map. Seconds are those of a run beside other work of the machine.
"""
    return text + "".join(_section(split, [row for row in rows if row["split"] == split]) for split in splits)


def _section(split, rows):
    by_arm = {arm: {row["seed"]: row for row in rows if row["arm"] == arm} for arm in ARMS}
    seeds = sorted(set.intersection(*(set(found) for found in by_arm.values())), key=int)
    if not seeds:
        return ""
    lines = [f"\n## Split: {split}, {len(seeds)} seeds\n\n{NOTES.get(split, '')}\n"]
    lines += [
        "| network | parameters | multiply-adds | validation (%) | test (%) | seconds |",
        "|---|---|---|---|---|---|",
    ]
    for arm in ARMS:
        found = [by_arm[arm][seed] for seed in seeds]
        shown = [_shown(found, name, 0) for name in ("parameters", "multiply_adds")]
        shown += [_shown(found, name, 2, True) for name in ("validation_oa", "test_oa")]
        lines.append(f"| {arm} | {' | '.join(shown)} | {_shown(found, 'seconds', 0)} |")
    best = max((*PERCEPTRONS, *PRUNED), key=lambda arm: _mean(by_arm[arm], seeds, "validation_oa"))
    if len(seeds) >= FEWEST_SEEDS:
        lines += [
            "",
            f"Paired differences of test accuracy, points; the best perceptron by validation is `{best}`.",
            "",
        ]
        for other in (best, "dense", "random", "scratch"):
            lines.append(_difference(by_arm, "sparse", other, seeds))
    return "\n".join(lines) + "\n"


NOTES = {
    "blocks": "Test pixels lie in other blocks of 20 x 20 pixels than training pixels.",
    "random": "Test pixels lie anywhere, many beside a training pixel: their neighbourhoods overlap, so that networks "
    "of neighbourhoods have met most of the pixels that they are tested on. This flatters them.",
}


def _difference(by_arm, one, other, seeds):
    pairs = [[float(by_arm[arm][seed]["test_oa"]) for seed in seeds] for arm in (one, other)]
    found = difference(*pairs, margin=MARGIN)
    verdict = "no worse" if found.low > -MARGIN else "not shown to be no worse"
    verdict = "better" if found.low > 0 else "worse" if found.high < 0 else verdict
    return f"- {one} - {other}: {found.mean:+.2f} ({found.low:+.2f} to {found.high:+.2f}): {verdict}"


def _mean(found, seeds, name):
    return sum(float(found[seed][name]) for seed in seeds) / len(seeds)


def _shown(found, name, decimals, interval=False):
    mean, half = mean_interval([float(row[name]) for row in found])
    if interval and len(found) >= FEWEST_SEEDS:
        return f"{mean:.{decimals}f} ± {half:.{decimals}f}"
    return f"{mean:,.{decimals}f}"


if __name__ == "__main__":
    main()
