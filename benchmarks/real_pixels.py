# SPDX-License-Identifier: GPL-2.0-or-later
"""Does a model of one scene hold on real pixels of another? Trained on SCENE and LABELS, judged on a table of spectra.

The table is a CSV of column, row, region, material, mineral, then a band a column named by its wavelength in
micrometres; reflectance x 1000. Its regions are two parts: settings were chosen on the first; the second was looked at
a few times while the data became known, and chose nothing. The replica's band shapes include averages of groups of
these pixels, so models of the replica have met them indirectly.
"""

import argparse
import csv
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np

from benchmarks.common import RESULTS, scene_arguments, write_page
from benchmarks.study.design import PROTOCOLS, SCENE
from benchmarks.study.runs import by_schedule, fresh, trained
from benchmarks.study.samples import draw
from benchmarks.study.statistics import mean_interval
from mineral_prune_plugin.models.perceptron.forward import identified

CHOSEN_ON = ("Archive:alunite hill 1", "Archive:hydrated silica 3", "Archive:montmorillonite hill 1", "wbasener:other")
FEATURES = ("reflectance", "normalised", "asai")
SCALE = 1000
TOLERANCE_UM = 0.005
GROUP = 10


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    scene_arguments(parser)
    parser.add_argument("--pixels", required=True)
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--out", type=Path, default=RESULTS / "real_pixels.md")
    arguments = parser.parse_args()
    pixels = read_pixels(arguments.pixels)
    found = {}
    for feature in FEATURES:
        for first in range(1, arguments.seeds + 1, GROUP):
            group = range(first, min(first + GROUP, arguments.seeds + 1))
            judge_group(arguments, feature, group, pixels, found)
            print(f"{feature}: {group[-1]} of {arguments.seeds} seeds", flush=True)
    text = page(found, pixels, arguments)
    write_page(arguments.out, text)


class Pixels:
    """Labelled spectra.

    reflectance : float32 (n_bands, n); centres_um : (n_bands,); names, held : (n,), a mineral each, and if held out
    """

    def __init__(self, reflectance, centres_um, names, held):
        self.reflectance, self.centres_um, self.names, self.held = reflectance, centres_um, names, held


def read_pixels(path):
    with open(path, encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    rows = [row for row in rows if row[4] != "unlabelled"]
    reflectance = np.array([row[5:] for row in rows], dtype=np.float32).T / SCALE
    held = np.array([row[2] not in CHOSEN_ON for row in rows])
    centres = np.array(header[5:], dtype=np.float64)
    return Pixels(np.ascontiguousarray(reflectance), centres, np.array([row[4] for row in rows]), held)


def judge_group(arguments, feature, seeds, pixels, found):
    """Train, prune and judge some seeds side by side; adds to `found`, name -> [(part, OA, mean class OA)]."""
    protocol = next(one for one in PROTOCOLS if one.name == SCENE)
    lengths = protocol.lengths
    samples = {seed: draw(arguments.scene, arguments.labels, protocol, feature, seed) for seed in seeds}
    alone = {seed: replace(own, data=replace(own.data, unlabelled=None)) for seed, own in samples.items()}
    start = {seed: fresh(own, 30, seed) for seed, own in samples.items()}
    for name, taught in (("samples only", alone), ("and unlabelled pixels (default)", samples)):
        networks = trained(start, taught, lengths.epochs)
        add(found, f"{feature}, 30 units, {name}", networks, samples, pixels)
    taught = {seed: samples[seed].labelled_by(network) for seed, network in networks.items()}
    collected = Collected()
    by_schedule(collected, networks, taught, "c-apoz", lengths)
    add(found, f"{feature}, pruned to 9 units", collected.of_units[9], samples, pixels)


class Collected:
    """Keeps the networks of each size."""

    def __init__(self):
        self.of_units = {}

    def add(self, networks, criterion, schedule, turn):
        self.of_units[next(iter(networks.values())).hidden_units[0]] = networks


def add(found, name, networks, samples, pixels):
    for seed, network in networks.items():
        blank = samples[seed].blank
        wavelengths = blank.wavelengths.array()
        if wavelengths.shape != pixels.centres_um.shape or np.abs(wavelengths - pixels.centres_um).max() > TOLERANCE_UM:
            sys.exit("The table's bands must be those of the scene, by wavelength.")
        inputs = blank.inputs_of(pixels.reflectance)
        said = np.array([mineral.name for mineral in blank.classes])[identified(network, inputs)]
        right = said == pixels.names
        for part, chosen in (
            ("chosen on", ~pixels.held),
            ("held out", pixels.held),
            ("all", np.ones(len(pixels.held), bool)),
        ):
            classes = np.unique(pixels.names[chosen])
            mean_class = np.mean([right[chosen & (pixels.names == name)].mean() for name in classes])
            found.setdefault((name, part), []).append((100 * right[chosen].mean(), 100 * mean_class))


def page(found, pixels, arguments):
    lines = [
        "# Models of the replica on real pixels\n",
        f"{len(pixels.names)} real pixels, {pixels.held.sum()} of them in regions held out; {arguments.seeds} seeds;",
        f"{date.today()}. Mean +- half the 95 % interval over seeds; mean-class accuracy is over the minerals present.",
        "The pixels are the same for every seed: the interval does not tell how other pixels would do. The replica's",
        "band shapes include averages of groups of these pixels: its models have met them indirectly.\n",
        "| model | part | OA (%) | mean-class accuracy (%) |",
        "|---|---|---|---|",
    ]
    for (name, part), values in found.items():
        cells = ["{:.2f} +- {:.2f}".format(*mean_interval(column)) for column in zip(*values)]
        lines.append("| " + " | ".join([name, part, *cells]) + " |")
    counts = {
        part: ", ".join(f"{name} {(pixels.names[chosen] == name).sum()}" for name in np.unique(pixels.names))
        for part, chosen in (("chosen on", ~pixels.held), ("held out", pixels.held))
    }
    lines += ["", *(f"Pixels {part}: {text}." for part, text in counts.items()), ""]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
