# SPDX-License-Identifier: GPL-2.0-or-later
"""From a scene to a pruned mineral map, step by step through qgis_process, as a user would; results in build/demo."""

import argparse
import csv
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "build" / "demo"


def main():
    arguments = parse_arguments()
    started = time.monotonic()
    FOLDER.mkdir(parents=True, exist_ok=True)
    scene, labels, test_pixels = arguments.scene, arguments.labels, arguments.test_per_class
    if scene is None:
        scene, labels = result("scene.tif"), result("labels.tif")
        run("Make the example scene", "createexamplescene", OUTPUT=scene, LABELS=labels)
    train_and_map(scene, labels, test_pixels)
    summary(scene, time.monotonic() - started)


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scene", help="a hyperspectral raster; without it, the example scene is made")
    parser.add_argument("--labels", help="its labels: a class raster, polygons or points")
    parser.add_argument("--test-per-class", default="240")
    arguments = parser.parse_args()
    if (arguments.scene is None) != (arguments.labels is None):
        parser.error("SCENE and LABELS go together: give both, or neither for the example scene")
    for path in filter(None, (arguments.scene, arguments.labels)):
        if not Path(path).exists():
            parser.error(f"{path} does not exist")
    return arguments


def train_and_map(scene, labels, test_pixels):
    samples, model, pruned, class_map = (
        result(name) for name in ("samples.gpkg", "model.safetensors", "pruned.safetensors", "mineral_map.tif")
    )
    run("Draw samples", "drawsamples", INPUT=scene, LABELS=labels, TEST_PER_CLASS=test_pixels, OUTPUT=samples)
    run("Train", "trainmodel", INPUT=scene, SAMPLES=samples, MODEL=model, REPORT=result("training.html"))
    run(
        "Prune with C-APoZ",
        "prunemodel",
        INPUT=scene,
        SAMPLES=samples,
        MODEL=model,
        OUTPUT=pruned,
        TABLE=result("pruning.csv"),
        REPORT=result("pruning.html"),
    )
    run("Map with the unpruned model", "mapminerals", INPUT=scene, MODEL=model, OUTPUT=result("unpruned_map.tif"))
    run("Map with the pruned model", "mapminerals", INPUT=scene, MODEL=pruned, OUTPUT=class_map)
    for name, path in (("unpruned_accuracy", result("unpruned_map.tif")), ("accuracy", class_map)):
        report, table = result(f"{name}.html"), result(f"{name}.csv")
        run(f"Assess {Path(path).name}", "assessmap", MAP=path, SAMPLES=samples, TABLE=table, REPORT=report)


def result(name):
    return str(FOLDER / name)


def run(title, algorithm, **parameters):
    """Run an algorithm of the provider, showing the command and its progress; stop at the first failure."""
    command = ["qgis_process", "run", f"mineralprune:{algorithm}", "--"]
    command += [f"{name}={value}" for name, value in parameters.items()]
    print(f"\n=== {title}\n$ {' '.join(command)}", flush=True)
    started = time.monotonic()
    completed = subprocess.run(command)
    if completed.returncode:
        sys.exit(f"'{title}' failed; the sentence above says why.")
    print(f"    {time.monotonic() - started:.1f} s", flush=True)


def summary(scene, seconds):
    print(f"\n=== Done in {seconds:.0f} s: {scene}\n")
    print_iterations()
    before, after = (overall(result(f"{name}.csv")) for name in ("unpruned_accuracy", "accuracy"))
    print(f"\nTest samples: {before} % before pruning, {after} % after (overall accuracy, 95 % interval).")
    print("Where to look:")
    for name, what in (
        ("mineral_map.tif", "the mineral map; drag it into QGIS, it brings its colours"),
        ("pruning.html", "what each round removed, and the controls"),
        ("accuracy.html", "the map's accuracy, mineral by mineral"),
        ("training.html", "how the training went"),
    ):
        print(f"  {result(name)}  {what}")


def print_iterations():
    """The rounds of pruning: accuracy on validation samples."""
    print("iteration  hidden  smaller   accuracy (%), validation    ")
    print("            units  (times)   before    after retraining  kept")
    with open(result("pruning.csv"), encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            before, after = row["oa_before_retraining_percent"], row["oa_after_retraining_percent"]
            kept = "<==" if row["kept"] == "yes" else ""
            units, ratio = row["hidden_units"], row["unit_compression"]
            print(f"{row['iteration']:>9}{units:>8}{ratio:>9}{before:>9}{after:>9}            {kept}")


def overall(table):
    """ "94.1 (93.0 to 95.1)" from a table of assessmap."""
    with open(table, encoding="utf-8", newline="") as file:
        row = next(row for row in csv.DictReader(file) if row["measure"] == "overall_accuracy")
    value, low, high = (float(row[name]) for name in ("value_percent", "low_percent", "high_percent"))
    return f"{value:.2f} ({low:.2f} to {high:.2f})"


if __name__ == "__main__":
    main()
