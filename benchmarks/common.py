# SPDX-License-Identifier: GPL-2.0-or-later
"""What benchmarks share: where results and working files lie, rows that outlive an interruption, the machine."""

import csv
import platform
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "benchmarks" / "results"
WORK = ROOT / "build"


def scene_arguments(parser):
    """Add --scene and --labels, both required, to an argparse parser."""
    parser.add_argument("--scene", required=True, help="a hyperspectral raster")
    parser.add_argument("--labels", required=True, help="its labels: a class raster, polygons or points")


def write_page(path, text):
    """Write a page of results and show it."""
    path.write_text(text, encoding="utf-8")
    print(text)


def made_on():
    """The day, the kind of processor and the Python: "2026-11-29, x86_64, Python 3.11.2"."""
    return f"{date.today()}, {platform.machine()}, Python {platform.python_version()}"


def read_rows(path):
    """The rows of a CSV file as dicts of text; none where there is no file."""
    if not path.exists():
        return []
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def append_row(path, columns, row):
    """Add a row of values to a CSV file, which begins with the names of the columns."""
    new = not path.exists()
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "a", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        if new:
            writer.writerow(columns)
        writer.writerow(row)
