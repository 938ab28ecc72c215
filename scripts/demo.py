# SPDX-License-Identifier: GPL-2.0-or-later
"""From a scene to a pruned mineral map, step by step, as a user would in the toolbox; results in build/demo.

All steps run in one QGIS, which starts once; each shows the command of qgis_process that does the same (after
`eval "$(make -s env)"`). The model comes from labels, or with --library from a spectral library; labels then only
measure the map.
"""

import argparse
import csv
import shlex
import sys
import time
from pathlib import Path

import numpy as np
from osgeo import gdal, ogr

gdal.UseExceptions()

EMBEDDED = "embedded"  # in place of a path: the library of the plugin
NAMED_OR_WRONG = "overall_accuracy_unclassified_wrong"  # a measure of assessmap
ROOT = Path(__file__).resolve().parents[1]
FOLDER, PLUGINS = ROOT / "build" / "demo", ROOT / "build" / "plugins"


def main():
    arguments = parse_arguments()
    started = time.monotonic()
    FOLDER.mkdir(parents=True, exist_ok=True)
    from toolbox import toolbox  # here, for wrong arguments are told at once

    with toolbox(PLUGINS) as run:
        scene, labels = arguments.scene, arguments.labels
        if scene is None:
            scene, labels = result("scene.tif"), result("labels.tif")
            step(run, "Make the example scene", "createexamplescene", OUTPUT=scene, LABELS=labels)
        if arguments.library is None:
            train_and_map(run, scene, labels, arguments.test_per_class)
            summary(scene, time.monotonic() - started)
        else:
            map_from_library(run, scene, labels, arguments)
            library_summary(scene, labels, time.monotonic() - started)


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scene", help="a hyperspectral raster; without it, the example scene is made")
    parser.add_argument("--labels", help="its labels: a class raster, polygons or points")
    parser.add_argument("--library", help=f"train from this spectral library; '{EMBEDDED}': the library of the plugin")
    parser.add_argument("--minerals", help="with --library: those to identify, such as 'alunite; mica = muscovite'")
    parser.add_argument("--test-per-class", default="240")
    arguments = parser.parse_args()
    if arguments.library is None and (arguments.scene is None) != (arguments.labels is None):
        parser.error(
            "SCENE and LABELS go together: give both, or neither for the example scene, or LIBRARY in place of LABELS"
        )
    if arguments.scene is None and arguments.labels is not None:
        parser.error("LABELS belong to a scene: give SCENE too")
    if arguments.library is None and arguments.minerals is not None:
        parser.error("MINERALS are chosen from a spectral library: give LIBRARY too, or LIBRARY=embedded")
    library = None if arguments.library == EMBEDDED else arguments.library
    for path in filter(None, (arguments.scene, arguments.labels, library)):
        if not Path(path).exists():
            parser.error(f"{path} does not exist")
    return arguments


def train_and_map(run, scene, labels, test_pixels):
    samples, model, pruned, class_map = (
        result(name) for name in ("samples.gpkg", "model.safetensors", "pruned.safetensors", "mineral_map.tif")
    )
    step(run, "Draw samples", "drawsamples", INPUT=scene, LABELS=labels, TEST_PER_CLASS=test_pixels, OUTPUT=samples)
    apart = {"ACCURACY": "test samples"}  # the pruned model and the maps are tested by them too
    step(run, "Train", "trainmodel", INPUT=scene, SAMPLES=samples, **apart, MODEL=model, REPORT=result("training.html"))
    step(
        run,
        "Prune with C-APoZ",
        "prunemodel",
        INPUT=scene,
        SAMPLES=samples,
        MODEL=model,
        OUTPUT=pruned,
        TABLE=result("pruning.csv"),
        REPORT=result("pruning.html"),
    )
    step(run, "Map with the unpruned model", "mapminerals", INPUT=scene, MODEL=model, OUTPUT=result("unpruned_map.tif"))
    step(run, "Map with the pruned model", "mapminerals", INPUT=scene, MODEL=pruned, OUTPUT=class_map)
    for name, path in (("unpruned_accuracy", result("unpruned_map.tif")), ("accuracy", class_map)):
        report, table = result(f"{name}.html"), result(f"{name}.csv")
        step(run, f"Assess {Path(path).name}", "assessmap", MAP=path, SAMPLES=samples, TABLE=table, REPORT=report)


def map_from_library(run, scene, labels, arguments):
    """labels : None where nothing is known; otherwise they only measure the map, and name the minerals."""
    library = {} if arguments.library == EMBEDDED else {"LIBRARY": arguments.library}
    minerals = arguments.minerals
    if labels is not None:
        samples = result("samples.gpkg")
        counts = {"TRAIN_PER_CLASS": 0, "VALIDATION_PER_CLASS": 0, "TEST_PER_CLASS": arguments.test_per_class}
        step(run, "Draw test samples", "drawsamples", INPUT=scene, LABELS=labels, OUTPUT=samples, **counts)
        minerals = minerals or "; ".join(minerals_of(samples))
    model, pruned, class_map = map(result, ("model.safetensors", "pruned.safetensors", "mineral_map.tif"))
    step(
        run,
        "Train from the spectral library",
        "trainfromlibrary",
        INPUT=scene,
        **library,
        **({"MINERALS": minerals} if minerals else {}),
        MODEL=model,
        TABLE=result("records.csv"),
        REPORT=result("library.html"),
    )
    step(
        run,
        "Prune with C-APoZ",
        "prunemodel",
        INPUT=scene,
        MODEL=model,
        **library,
        OUTPUT=pruned,
        TABLE=result("pruning.csv"),
        REPORT=result("pruning.html"),
    )
    step(run, "Map with the pruned model", "mapminerals", INPUT=scene, MODEL=pruned, OUTPUT=class_map)
    if labels is not None:
        table, report = result("accuracy.csv"), result("accuracy.html")
        step(run, "Assess the map", "assessmap", MAP=class_map, SAMPLES=samples, TABLE=table, REPORT=report)


def minerals_of(samples):
    """The names in a layer of samples, by class number: a map must number its minerals as the samples do."""
    source = ogr.Open(samples)  # kept: its layer dies with it
    classes = {(feature["class"], feature["mineral"]) for feature in source.GetLayer()}
    return [name for _, name in sorted(classes)]


def result(name):
    return str(FOLDER / name)


def step(run, title, algorithm, **parameters):
    """Run an algorithm, showing its progress and the command that does the same; stop at the first failure.

    run : of `toolbox`
    """
    command = ["qgis_process", "run", f"mineralprune:{algorithm}", "--"]
    command += [f"{name}={value}" for name, value in parameters.items()]
    print(f"\n=== {title}\n$ {shlex.join(command)}", flush=True)
    started = time.monotonic()
    if run(algorithm, parameters) is None:
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


def library_summary(scene, labels, seconds):
    print(f"\n=== Done in {seconds:.0f} s: {scene}\n")
    print_iterations("simulated")
    print(f"\nPixels of {result('mineral_map.tif')}:")
    for name, pixels in class_counts(result("mineral_map.tif")):
        print(f"{pixels:>12}  {name}")
    if labels is None:
        print("\nHow accurate this map is, nobody knows yet: there are no labels. Simulated spectra do not tell.")
    else:
        table = result("accuracy.csv")
        print(
            f"\nTest samples: {overall(table, NAMED_OR_WRONG)} % correct, if what the map leaves unclassified is wrong;"
        )
        print(f"of those that it names, {overall(table)} % (95 % interval).")
    print("Where to look:")
    for name, what in (
        ("mineral_map.tif", "the mineral map; drag it into QGIS, it brings its colours"),
        ("library.html", "what cannot be told apart, and what the scene shows"),
        ("records.csv", "the reference spectra that were used"),
        ("pruning.html", "what each round removed, and the controls"),
        *((("accuracy.html", "the map's accuracy, mineral by mineral"),) if labels is not None else ()),
    ):
        print(f"  {result(name)}  {what}")


def class_counts(path):
    """(name, pixels) of each class of a map, from its file; 0 is unclassified or no data."""
    source = gdal.Open(path)  # kept, as above
    band = source.GetRasterBand(1)
    band.GetMetadata()  # before this GDAL has no category names of a fresh GeoTIFF
    counts = np.zeros(256, np.int64)
    for row in range(band.YSize):
        counts += np.bincount(band.ReadAsArray(0, row, band.XSize, 1).ravel(), minlength=256)
    names = band.GetRasterCategoryNames()
    unclassified = "unclassified (the kinds are listed above) or no data"
    minerals = [(name, int(pixels)) for name, pixels in zip(names[1:], counts[1:]) if name]
    return [*minerals, (unclassified, int(counts[0]))]


def print_iterations(spectra="validation"):
    """The rounds of pruning: accuracy on validation samples, or on the simulated spectra in their place."""
    print(f"iteration  hidden  smaller   accuracy (%), {spectra:<14}")
    print("            units  (times)   before    after retraining  kept")
    with open(result("pruning.csv"), encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            before, after = row["oa_before_retraining_percent"], row["oa_after_retraining_percent"]
            kept = "<==" if row["kept"] == "yes" else ""
            units, ratio = row["hidden_units"], row["unit_compression"]
            print(f"{row['iteration']:>9}{units:>8}{ratio:>9}{before:>9}{after:>9}            {kept}")


def overall(table, measure="overall_accuracy"):
    """ "94.1 (93.0 to 95.1)" from a table of assessmap."""
    with open(table, encoding="utf-8", newline="") as file:
        row = next(row for row in csv.DictReader(file) if row["measure"] == measure)
    value, low, high = (float(row[name]) for name in ("value_percent", "low_percent", "high_percent"))
    return f"{value:.2f} ({low:.2f} to {high:.2f})"


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
