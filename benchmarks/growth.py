# SPDX-License-Identifier: GPL-2.0-or-later
"""How time and memory of a perceptron's map grow with pixels, bands, hidden units and classes.

    python -m benchmarks.growth                all cases that are not in build/bench/growth.csv, then the page
    python -m benchmarks.growth --most 1e7     of these pixels at most, to the screen
    python -m benchmarks.growth --only bands   some, to the screen

Each case runs in a process of its own, on a raster that another has made. Peak: the resident memory at its highest,
less that of the same process before the work, when everything is imported and a small map has been made. The processes
are those of Linux, which alone says both.
"""

import argparse
import csv
import json
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, astuple, dataclass, fields, replace
from datetime import date
from pathlib import Path

import numpy as np

from .common import RESULTS, ROOT, WORK, append_row, made_on, read_rows, write_page
from .map.timing import cores_busy
from .memory import begin_peak, peak_over
from .repeated_tiff import DISTINCT, write_repeated

FOLDER = WORK / "bench"
TURNS, ENOUGH = 5, 6.0  # of a case at most; seconds after which there is no further one
STEEP = 1.1  # a slope above it is more than linear
WHY = "\n## Why\n"  # what stands on the page from here on is written by hand, and stays
MIDDLE, DEVIATION = 4_500.0, 1_700.0  # of the rasters' values


@dataclass(frozen=True)
class Case:
    """A raster and a perceptron with one hidden layer that maps it."""

    pixels: int = 4_000_000
    bands: int = 50
    hidden: int = 30
    classes: int = 7


@dataclass(frozen=True)
class Row:
    """What was measured of a Case.

    part      : which of its numbers grows
    seconds   : of the clock, processor : of all cores; medians of the turns
    peak      : MB over the idle process
    busy      : cores that other programs kept busy just before
    spent     : seconds of the case in all, with making its raster and starting its process
    """

    part: str
    pixels: int
    bands: int
    hidden: int
    classes: int
    seconds: float
    processor: float
    peak: float
    turns: int
    busy: float
    spent: float
    date: str

    @property
    def case(self):
        return Case(self.pixels, self.bands, self.hidden, self.classes)

    @property
    def size(self):
        return getattr(self, self.part)


SIZES = {
    "pixels": (10**5, 3 * 10**5, 10**6, 3 * 10**6, 10**7, 3 * 10**7, 10**8, 3 * 10**8, 10**9),
    "bands": (10, 20, 50, 100, 200, 350, 500),
    "hidden": (5, 10, 30, 100, 200, 500, 1_000),
    "classes": (2, 5, 10, 20, 50, 100, 200),
}
NAMES = {"pixels": "pixels", "bands": "bands", "hidden": "hidden units", "classes": "classes"}
COLUMNS = tuple(field.name for field in fields(Row))


def cases(parts, most):
    """(part, Case) of each size. parts : names of SIZES; most : pixels"""
    standard = Case(min(Case.pixels, most))
    every = [(part, replace(standard, **{part: size})) for part in parts for size in SIZES[part]]
    return [(part, case) for part, case in every if case.pixels <= most]


def measured(plan, path, folder):
    """Rows of a plan, in its order; those that the table at `path` lacks are measured, and added to it.

    plan   : of `cases`
    folder : for the rasters, which are removed
    """
    for part, case in plan:
        if (part, case) not in _known(path):
            start, busy = time.perf_counter(), cores_busy(0.3) or 0.0
            facts = run_case(case, folder)
            spent = time.perf_counter() - start
            row = Row(part, *astuple(case), *facts, round(busy, 1), round(spent, 1), date.today().isoformat())
            append_row(path, COLUMNS, astuple(row))
            print(f"{row.size:,} {NAMES[part]}: {row.seconds:.3g} s, {row.peak:.0f} MB", flush=True)
    known = _known(path)
    return [known[each] for each in plan]


def _known(path):
    """Row of each (part, Case) in a table."""
    kinds = {field.name: field.type for field in fields(Row)}
    rows = [Row(**{name: kinds[name](text) for name, text in row.items()}) for row in read_rows(path)]
    return {(row.part, row.case): row for row in rows}


def run_case(case, folder):
    """(seconds, processor seconds, peak MB, turns) of a Case, in a process of its own. folder : for its raster"""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as own:
        raster = Path(own) / "scene.tif"
        write_repeated(raster, case.pixels, case.bands)
        command = [sys.executable, "-m", "benchmarks.growth", "--measure", json.dumps(asdict(case)), str(raster)]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, cwd=ROOT)  # noqa: S603
    return json.loads(done.stdout.splitlines()[-1])


def measure(case, raster):
    """What `run_case` gives, of this process. raster : Path; maps are written beside it"""
    small, output = raster.with_name("small.tif"), raster.with_name("map.tif")
    write_repeated(small, 10_000, 4)
    import torch  # noqa: F401, large maps load it in any case

    _map(small, Case(bands=4), output)
    idle = begin_peak()
    turns = []
    while len(turns) < TURNS and sum(seconds for seconds, _ in turns) < ENOUGH:
        clock, processor = time.perf_counter(), time.process_time()
        _map(raster, case, output)
        turns.append((time.perf_counter() - clock, time.process_time() - processor))
    return [*map(statistics.median, zip(*turns)), peak_over(idle), len(turns)]


def _map(raster, case, output):
    from mineral_prune_plugin.mapping.class_map import MapJob, map_minerals
    from mineral_prune_plugin.progress import silent

    map_minerals(MapJob(str(raster), perceptron(case), str(output)), silent())


def perceptron(case):
    """A Model of random weights for a Case's raster."""
    from mineral_prune_plugin.classes import with_colour
    from mineral_prune_plugin.models.model_file import Model
    from mineral_prune_plugin.models.perceptron.network import Perceptron, Standardisation

    generator, sizes = np.random.default_rng(2), (case.bands, case.hidden, case.classes)
    weights = [generator.normal(0, 1.5 / n_in**0.5, (n_out, n_in)) for n_in, n_out in zip(sizes, sizes[1:])]
    biases = [generator.normal(0, 0.1, n_out) for n_out in sizes[1:]]
    network = Perceptron(*(tuple(values.astype(np.float32) for values in each) for each in (weights, biases)))
    standard = Standardisation(*(np.full(case.bands, value, np.float32) for value in (MIDDLE, DEVIATION)))
    classes = tuple(with_colour(number, f"mineral {number}") for number in range(1, case.classes + 1))
    return Model(network, standard, "reflectance", None, MIDDLE, classes, {})


def larger_half(rows):
    """The rows of the larger half of the sizes, the one in the middle among them. rows : of one part"""
    return sorted(rows, key=lambda row: row.size)[len(rows) // 2 :]


def slope(rows, fact):
    """The exponent of growth: the slope of the line of least squares through the logarithms.

    rows : Rows of one part; fact : "seconds", "processor" or "peak", of which less than 1 MB counts as 1
    """
    sizes, values = zip(*((row.size, _fact(row, fact)) for row in rows))
    return float(np.polyfit(np.log(sizes), np.log(values), 1)[0])


def steepest(rows, fact):
    """The largest slope between neighbours. rows, fact : as of `slope`"""
    return max(slope(pair, fact) for pair in zip(rows, rows[1:]))


def _fact(row, fact):
    return max(1.0, row.peak) if fact == "peak" else getattr(row, fact)


def page(rows, why=""):
    """The page of results. rows : Rows of all parts; why : the section that is written by hand, with its heading"""
    parts = [(part, [row for row in rows if row.part == part]) for part in SIZES]
    lines = [*_introduction(rows), *_slopes(parts)]
    for part, own in parts:
        lines += _table(part, own)
    return "\n".join(lines) + "\n" + why


def _introduction(rows):
    standard, dates = Case(), sorted({row.date for row in rows})
    return [
        "# Growth of maps",
        "",
        f"Made by `make bench-growth` on {made_on()}; measured {', '.join(dates)}, while other programs",
        f"kept {max(row.busy for row in rows):.1f} cores busy at most. A perceptron's map by the plugin's core,",
        "without QGIS, a process a case, torch loaded. One number grows, the others stay at",
        f"{standard.pixels:,} pixels, {standard.bands} bands, {standard.hidden} hidden units and",
        f"{standard.classes} classes.",
        "Weights are random. Time: of the clock, and of the processor over all cores; the median of the turns. Peak:",
        "resident memory at its highest, over that of the same process when all is imported and a small map is made.",
        "",
        "Rasters are uncompressed GeoTIFFs of int16 in strips, the bands of a pixel side by side. At most",
        f"{DISTINCT >> 20} MB of a file's strips differ: a larger raster lists the same strips again and again, so",
        "that 10^9 pixels of 50 bands, 100 GB, need no disk. (A file with holes needs none either; but holes are",
        "read as zeros, and a pixel of zeros is no data: that would be a map of nothing.) So every pixel holds data,",
        "is read from the file and classified; but the file stays in memory: what a disk takes is not in the times.",
    ]


def _slopes(parts):
    lines = [
        "",
        "## Slopes",
        "",
        "Of log time, and of log peak memory, over log size, by least squares over the larger half of the sizes (of",
        "pixels the last two decades); 1 is linear. Steepest: of processor time, between two neighbours of these",
        "sizes.",
        "",
        "| | sizes | time | processor time | peak memory | steepest |",
        "|---|---|---|---|---|---|",
    ]
    steep = []
    for part, own in parts:
        half = larger_half(own)
        found = {name: slope(half, fact) for name, fact in FACTS.items()}
        steep += [f"{name} over {NAMES[part]} ({value:.2f})" for name, value in found.items() if value > STEEP]
        cells = [f"{value:.2f}" for value in (*found.values(), steepest(half, "processor"))]
        lines.append(f"| {NAMES[part]} | {half[0].size:,} to {half[-1].size:,} | {' | '.join(cells)} |")
    verdict = f"More than linear (above {STEEP}): {'; '.join(steep)}." if steep else f"Nothing is above {STEEP}."
    return [*lines, "", verdict]


FACTS = {"time": "seconds", "processor time": "processor", "peak memory": "peak"}


def _table(part, rows):
    spent = sum(row.spent for row in rows)
    lines = ["", f"## {NAMES[part].capitalize()}", "", f"![Time and memory over {NAMES[part]}](growth_{part}.svg)", ""]
    lines += [f"| {NAMES[part]} | time, s | processor time, s | peak, MB | turns |", "|---|---|---|---|---|"]
    for row in rows:
        lines.append(f"| {row.size:,} | {row.seconds:.3g} | {row.processor:.3g} | {row.peak:.0f} | {row.turns} |")
    return [*lines, "", f"{spent:.0f} s in all, with rasters made and processes started."]


def draw(part, rows, path):
    """The figure of a part: times on the left, peak memory on the right. rows : its Rows; path : of an SVG file"""
    from .study.figures import sheet

    figure, (axes,) = sheet(1)
    beside, sizes = axes.twinx(), [row.size for row in rows]
    axes.loglog(sizes, [row.seconds for row in rows], color="#0072B2", marker="o", label="time")
    axes.loglog(sizes, [row.processor for row in rows], color="#D55E00", marker="s", label="processor time")
    half = larger_half(rows)
    line = [half[-1].seconds * row.size / half[-1].size for row in half]
    axes.loglog([row.size for row in half], line, color="#7F7F7F", linewidth=1, label="linear, for comparison")
    beside.plot(sizes, [row.peak for row in rows], color="#009E73", marker="^", linestyle=":", linewidth=1)
    beside.set_ylim(0, 1.1 * max(1.0, *(row.peak for row in rows)))
    beside.set_ylabel("peak memory over the idle process, MB (dotted)")
    axes.set_xlabel(NAMES[part])
    axes.set_ylabel("seconds")
    axes.legend(frameon=False, loc="upper left")
    figure.savefig(path, metadata={"Date": None})


def publish(rows, folder):
    """Write the page and its figures. rows : of all cases; folder : where growth.md is, or will be"""
    path = folder / "growth.md"
    kept = "".join(path.read_text(encoding="utf-8").partition(WHY)[1:]) if path.exists() else ""
    for part in SIZES:
        draw(part, [row for row in rows if row.part == part], folder / f"growth_{part}.svg")
    write_page(path, page(rows, kept))


def main():
    """Measure what is missing, and write the page where nothing was left out."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--most", type=float, default=max(SIZES["pixels"]), help="pixels of a raster, such as 1e7")
    parser.add_argument("--only", default=",".join(SIZES), help="names of parts, with commas: %(default)s")
    parser.add_argument("--measure", nargs=2, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.measure:
        case, raster = chosen.measure
        return print(json.dumps(measure(Case(**json.loads(case)), Path(raster))))
    every, plan = cases(SIZES, max(SIZES["pixels"])), cases(chosen.only.split(","), int(chosen.most))
    rows = measured(plan, FOLDER / "growth.csv", FOLDER)
    if plan == every:
        return publish(rows, RESULTS)
    writer = csv.writer(sys.stdout, lineterminator="\n")
    return writer.writerows([COLUMNS, *map(astuple, rows)])


if __name__ == "__main__":
    main()
