# SPDX-License-Identifier: GPL-2.0-or-later
"""Runs what is not in the table yet, then writes the page; an interrupted run goes on where it stopped.

`models` is what a model without labels is worth on a labelled scene and on real pixels; `sensors`, what the bands of
sensors can tell apart, in the light of a scene whose labels name bare ground.
"""

import argparse
import time
from pathlib import Path

from benchmarks.common import RESULTS, append_row, read_rows, scene_arguments, write_page

from .page import page
from .sensors import study
from .sensors_page import sensors_page
from .tasks import COLUMNS, Study


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("study", nargs="?", choices=("models", "sensors"), default="models")
    scene_arguments(parser)
    parser.add_argument("--library", required=True, help="USGS splib07 at the bands of the scene or finer")
    parser.add_argument("--pixels", help="table of real pixels, see benchmarks/real_pixels.py; models needs it")
    parser.add_argument("--other", help="a scene without alteration, in reflectance")
    parser.add_argument("--sibling", help="another scene of the same bands")
    parser.add_argument("--enmapbox", help="a checkout of EnMAP-Box, to run its EnGeoMAP beside")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--parts", help="only these parts, parted by commas")
    parser.add_argument("--out", type=Path)
    arguments = parser.parse_args()
    arguments.out = arguments.out or RESULTS / ("sensors.md" if arguments.study == "sensors" else "library.md")
    if arguments.study == "sensors":
        study(arguments)
        write_page(arguments.out, sensors_page(read_rows(arguments.out.with_suffix(".csv"))))
        return
    if not arguments.pixels:
        parser.error("models needs --pixels")
    run(arguments)
    write_page(arguments.out, page(read_rows(arguments.out.with_suffix(".csv"))))


def run(arguments):
    """Do what is missing in the table beside the page."""
    table = arguments.out.with_suffix(".csv")
    done = {(row["part"], row["model"], row["seed"]) for row in read_rows(table)}
    parts = arguments.parts.split(",") if arguments.parts else None
    for task in Study(arguments).tasks():
        part, model, seed = task.key
        if (part, model, str(seed)) in done or (parts and part not in parts):
            continue
        started = time.monotonic()
        rows = [(part, model, seed, *triple) for triple in task.run()]
        for row in rows:
            append_row(table, COLUMNS, (*row[:-1], f"{float(row[-1]):.3f}"))
        print(f"{part}, {model}, seed {seed}: {time.monotonic() - started:.0f} s", flush=True)


if __name__ == "__main__":
    main()
