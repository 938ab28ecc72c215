# SPDX-License-Identifier: GPL-2.0-or-later
"""A class map of an expert system as labels: how far a trained network's map repeats its teacher's.

The steps of docs/no-labels.md, through qgis_process: samples are drawn from the class raster in blocks, a network is
trained, and its map is compared with the test samples and with all of the class raster.
"""

import argparse
import csv
import subprocess
from pathlib import Path

from benchmarks.common import RESULTS, WORK, made_on, scene_arguments, write_page
from benchmarks.study.statistics import mean_interval

FOLDER = WORK / "teacher"
MEASURES = ("test samples, other blocks", "all labelled pixels")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    scene_arguments(parser)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--out", type=Path, default=RESULTS / "teacher.md")
    arguments = parser.parse_args()
    agreements = [agreement(arguments.scene, arguments.labels, seed) for seed in range(1, arguments.seeds + 1)]
    write_page(arguments.out, page(agreements, arguments))


def agreement(scene, labels, seed):
    """Percent of the pixels where the network's map is the teacher's, for each of MEASURES."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    samples, model, class_map = (str(FOLDER / name) for name in ("samples.gpkg", "model.safetensors", "map.tif"))
    run("drawsamples", INPUT=scene, LABELS=labels, SPLIT="blocks", SEED=seed, OUTPUT=samples)
    run("trainmodel", INPUT=scene, SAMPLES=samples, SEED=seed, MODEL=model)
    run("mapminerals", INPUT=scene, MODEL=model, OUTPUT=class_map)
    return [overall(class_map, SAMPLES=samples), overall(class_map, REFERENCE=labels)]


def overall(class_map, **reference):
    FOLDER.mkdir(parents=True, exist_ok=True)
    table = FOLDER / "accuracy.csv"
    run("assessmap", MAP=class_map, **reference, TABLE=table)
    with open(table, encoding="utf-8", newline="") as file:
        row = next(row for row in csv.DictReader(file) if row["measure"] == "overall_accuracy")
    return float(row["value_percent"])


def run(algorithm, **parameters):
    command = ["qgis_process", "run", f"mineralprune:{algorithm}", "--"]
    subprocess.run([*command, *(f"{name}={value}" for name, value in parameters.items())], check=True)


def page(agreements, arguments):
    lines = [
        "# A class map as teacher\n",
        f"Made by `python -m benchmarks.teacher`, scene {Path(arguments.scene).name}, labels",
        f"{Path(arguments.labels).name}: default settings, samples in blocks, {len(agreements)} seeds.",
        f"{made_on()}. Mean +- half the 95 % interval over seeds, in percent.\n",
        "| the network's map is the teacher's | pixels (%) |",
        "|---|---|",
    ]
    for measure, values in zip(MEASURES, zip(*agreements)):
        lines.append("| {} | {:.2f} +- {:.2f} |".format(measure, *mean_interval(values)))
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    main()
