# SPDX-License-Identifier: GPL-2.0-or-later
"""What a pixel's neighbours can tell of its mineral in a scene, before any network of neighbourhoods is trained.

An ensemble of perceptrons, which see single pixels, judges each validation sample. Then the eight pixels around are
heard too: the logarithm of a class's probability grows by `weight` times that of (probability of the class beside what
the neighbour is) / (probability of the class), summed over the neighbours. What a neighbour is, is said

  judged   by the same ensemble: what a scene gives without knowing the answer
  known    by the labels, where it has one: more than anybody knows who maps a scene

Which classes lie beside each other is counted on the unlabelled pixels, or in all labels. Validation samples only: no
test sample is looked at. Each weight is shown; the best one is chosen afterwards, and so flatters.
"""

import argparse
from pathlib import Path

import numpy as np

from benchmarks.common import RESULTS, made_on, scene_arguments, write_page
from benchmarks.patches.networks import Samples
from benchmarks.study.statistics import mean_interval
from mineral_prune_plugin.models.ensemble import soft_labels
from mineral_prune_plugin.models.train_model import class_indices
from mineral_prune_plugin.models.training_settings import TrainingSettings
from mineral_prune_plugin.progress import silent
from mineral_prune_plugin.raster.labels import RasterLabels
from mineral_prune_plugin.raster.source import describe
from mineral_prune_plugin.raster.windows import Window
from mineral_prune_plugin.samples.samples import SPLITS
from mineral_prune_plugin.threads import one_thread

WEIGHTS = (0.0, 0.05, 0.1, 0.2, 0.5, 1.0)
CENTRE, AROUND = 4, (0, 1, 2, 3, 5, 6, 7, 8)  # of the nine pixels of a patch of 3 x 3
LEAST = 1e-6  # probability: an ensemble is never quite sure


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    scene_arguments(parser)
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--split", choices=("blocks", "random"), default="blocks")
    parser.add_argument("--out", type=Path, default=RESULTS / "neighbours.md")
    arguments = parser.parse_args()
    arguments.epochs = 0  # the plugin's defaults
    found = []
    with one_thread():
        for seed in range(1, arguments.seeds + 1):
            found.append(of_seed(arguments, seed))
            print(seed, {name: [round(oa, 2) for oa in row] for name, row in found[-1].items()}, flush=True)
    write_page(arguments.out, page(found, arguments))


def of_seed(arguments, seed):
    """{"judged" or "known": validation accuracy, percent, with each of WEIGHTS}."""
    samples = Samples(arguments, arguments.split, seed)
    spectra, classes = samples.spectra, samples.blank.classes
    place = class_indices(classes)
    patches, numbers = spectra.split_patches("validation")
    others = spectra.unlabelled.patches
    taught = [(values, place[known]) for values, known in map(spectra.split, ("train", "validation"))]
    pixels = np.concatenate([patches.pixels, others.pixels], axis=1)
    said = soft_labels(*taught, pixels, TrainingSettings(seed=seed), silent())
    own, elsewhere = said[: patches.pixels.shape[1]], said[patches.pixels.shape[1] :]
    counted = sum(elsewhere[others.places[:, CENTRE]].T @ elsewhere[others.places[:, k]] for k in AROUND)
    judged = [own[patches.places[:, k]] for k in AROUND]
    known, beside = _labels(arguments, spectra.samples, place, len(classes))
    centre, targets = own[patches.places[:, CENTRE]], place[numbers]
    return {
        "judged": [accuracy(centre, judged, counted, weight, targets) for weight in WEIGHTS],
        "known": [accuracy(centre, known, beside, weight, targets) for weight in WEIGHTS],
    }


def accuracy(centre, around, counted, weight, targets):
    """Percent right of pixels, (n, n_classes), once their neighbours, a list of (n, n_classes), have been heard.

    counted : (n_classes, n_classes), how often classes lie beside each other. A neighbour of all zeros says nothing.
    """
    joint = (counted + counted.T) / 2 / counted.sum()
    alone = joint.sum(axis=0)
    scores = np.log(np.maximum(centre, LEAST))
    for said in around:
        heard = np.maximum(said @ (joint / alone[:, None]) / alone, LEAST)
        scores = scores + weight * np.where(said.any(axis=1)[:, None], np.log(heard), 0)
    return 100 * float((scores.argmax(axis=1) == targets).mean())


def _labels(arguments, samples, place, classes):
    """(labels around the validation samples, a list of one-hot (n, n_classes); how often classes lie side by side)."""
    grid = describe(arguments.scene).grid
    whole = RasterLabels(arguments.labels, grid).read(Window(0, 0, grid.width, grid.height)).classes
    whole = whole.reshape(grid.height, grid.width)
    one_hot = np.eye(classes)[place[whole]] * (whole > 0)[:, :, None]
    padded = np.pad(one_hot, ((1, 1), (1, 1), (0, 0)))
    chosen = samples.splits == SPLITS.index("validation")
    columns, rows = samples.columns[chosen], samples.rows[chosen]
    shifts = [divmod(k, 3) for k in AROUND]
    around = [padded[rows + down, columns + right] for down, right in shifts]
    shifted = [padded[down : down + grid.height, right : right + grid.width] for down, right in shifts]
    counted = sum(np.tensordot(one_hot, other, ([0, 1], [0, 1])) for other in shifted)
    return around, counted


def page(found, arguments):
    """The page: accuracy by weight, and the paired difference from weight 0."""
    lines = []
    for name, words in (("judged", "judged by the ensemble"), ("known", "known from the labels")):
        rows = np.array([one[name] for one in found])
        for place, weight in enumerate(WEIGHTS[1:], start=1):
            mean, half = mean_interval(rows[:, place])
            gain, reach = mean_interval(rows[:, place] - rows[:, 0])
            lines.append(f"| {words} | {weight:g} | {mean:.2f} ± {half:.2f} | {gain:+.2f} ± {reach:.2f} |")
    mean, half = mean_interval([one["judged"][0] for one in found])
    return f"""# What neighbours can tell

{len(found)} draws of samples, split: {arguments.split}; 95 % intervals over the draws. Accuracy on validation samples,
percent; an ensemble of perceptrons, which see single pixels: {mean:.2f} ± {half:.2f}. Made by
`python -m benchmarks.patches.neighbours`, {made_on()}.

| the neighbours are | weight | with its neighbours (%) | gain (points) |
|---|---|---|---|
{chr(10).join(lines)}

Known from the labels is more than a map-maker has: the answer itself, one pixel further. The weight of a neighbour
multiplies logarithms of probabilities; 1 would be right if each of the eight said something new. The best weight is
chosen by the same samples that it is judged by.
"""


if __name__ == "__main__":
    main()
