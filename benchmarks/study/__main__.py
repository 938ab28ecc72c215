# SPDX-License-Identifier: GPL-2.0-or-later
"""Run the study: raw rows into study.csv, then tables, figures and a page in plain words."""

import argparse
import json
import multiprocessing
import platform
import resource
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

from benchmarks.common import RESULTS, WORK
from benchmarks.study.design import PLUGIN, PROTOCOLS, SEEDS, Lengths
from benchmarks.study.maps import draw_maps
from benchmarks.study.page import write_page
from benchmarks.study.runs import run_task
from benchmarks.study.table import read_rows, write_rows
from mineral_prune_plugin.at_once import mark_cores_shared

QUICK = Lengths(20, 10)
GROUP = 10  # seeds trained side by side: larger groups leave the processor's cache


def main():
    arguments = parse_arguments()
    started = time.monotonic()
    arguments.out.mkdir(parents=True, exist_ok=True)
    if arguments.scene is None:
        arguments.scene, arguments.labels = make_scene(WORK / "study")
    table, record = arguments.out / "study.csv", arguments.out / "study.json"
    if not arguments.tables_only:
        run(arguments, table)
        lengths = QUICK if arguments.quick else PLUGIN
        draw_maps(arguments.scene, arguments.labels, arguments.feature, lengths, arguments.out)
        record.write_text(json.dumps(facts(arguments, started), indent=2) + "\n", encoding="utf-8")
    found = json.loads(record.read_text(encoding="utf-8"))
    print(write_page(read_rows(table), arguments.out, found))


def facts(arguments, started):
    """What the page says of a run."""
    workers = resource.getrusage(resource.RUSAGE_CHILDREN)
    return {
        "scene": Path(arguments.scene).name,
        "feature": arguments.feature,
        "seeds": arguments.seeds,
        "date": date.today().isoformat(),
        "workers": arguments.workers,
        "minutes": round((time.monotonic() - started) / 60, 1),
        "processor_minutes": round((workers.ru_utime + workers.ru_stime) / 60, 1),
        "versions": versions(),
    }


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scene", help="a hyperspectral raster; without it, the example scene is made")
    parser.add_argument("--labels", help="its class raster")
    parser.add_argument("--seeds", type=int, default=SEEDS)
    parser.add_argument("--feature", default="reflectance")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--out", type=Path, default=RESULTS)
    parser.add_argument("--quick", action="store_true", help="a few epochs only, to see that it works")
    parser.add_argument("--tables-only", action="store_true", help="make tables and page again from study.csv")
    arguments = parser.parse_args()
    if (arguments.scene is None) != (arguments.labels is None):
        parser.error("SCENE and LABELS go together: give both, or neither for the example scene")
    return arguments


def make_scene(folder):
    """Paths of the example scene and its labels, made if they are not there."""
    from mineral_prune_plugin.mapping.example_scene import write_scene
    from mineral_prune_plugin.progress import silent
    from mineral_prune_plugin.spectra.scene import compose_scene
    from mineral_prune_plugin.spectra.scene_settings import SceneSettings

    folder.mkdir(parents=True, exist_ok=True)
    scene, labels = folder / "scene.tif", folder / "labels.tif"
    if not labels.exists():
        write_scene(compose_scene(SceneSettings(), silent()), scene, labels, silent())
    return str(scene), str(labels)


def run(arguments, table):
    """Write all Rows, from processes with one thread each; a group of seeds under one protocol is a task.

    The table is written anew after each group, so that a run cut short leaves what it had.
    """
    seeds = range(1, arguments.seeds + 1)
    groups = [seeds[start : start + GROUP] for start in range(0, len(seeds), GROUP)]
    scene, labels, feature = arguments.scene, arguments.labels, arguments.feature
    protocols = [replace(one, lengths=QUICK) for one in PROTOCOLS] if arguments.quick else PROTOCOLS
    tasks = [(scene, labels, protocol, feature, tuple(group)) for group in groups for protocol in protocols]
    found = []
    with multiprocessing.get_context("spawn").Pool(arguments.workers, initializer=mark_cores_shared) as pool:
        for done, rows in enumerate(pool.imap(run_task, tasks), start=1):
            found += rows
            write_rows(found, table)
            print(f"{done} of {len(tasks)} groups", flush=True)


def versions():
    import numpy
    import torch

    return f"Python {platform.python_version()}, numpy {numpy.__version__}, torch {torch.__version__}"


if __name__ == "__main__":
    main()
