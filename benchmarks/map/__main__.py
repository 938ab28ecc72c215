# SPDX-License-Identifier: GPL-2.0-or-later
"""Measure, print a line a goal, and write benchmarks/results/map.md. Sections measured before are kept beside.

What stands on the page below its first heading of the second level was measured by hand, and stays.
"""

import argparse
import json
import os
import platform
from dataclasses import asdict
from datetime import date
from pathlib import Path

from benchmarks.common import RESULTS, WORK
from benchmarks.map.sections import SECTIONS
from benchmarks.map.timing import Goal, cores_busy

FOLDER = WORK / "bench"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sections", nargs="*", choices=[*SECTIONS, []], help="what to measure; all by default")
    chosen = parser.parse_args().sections or list(SECTIONS)
    FOLDER.mkdir(parents=True, exist_ok=True)
    kept = FOLDER / "goals.json"
    found = json.loads(kept.read_text(encoding="utf-8")) if kept.exists() else {}
    for name in chosen:
        busy = cores_busy()
        goals = SECTIONS[name](FOLDER)
        found[name] = {"date": date.today().isoformat(), "busy": busy, "goals": [asdict(goal) for goal in goals]}
        for goal in goals:
            print(" | ".join(cells(goal)), flush=True)
        kept.write_text(json.dumps(found, indent=1), encoding="utf-8")
    page = RESULTS / "map.md"
    page.write_text(text(found) + by_hand(page.read_text(encoding="utf-8")), encoding="utf-8")


def by_hand(page):
    """What stays of the text of a page."""
    return "".join(page.partition("\n## ")[1:])


def cells(goal):
    sign = "<=" if goal.at_most else ">="
    measured = "-" if goal.measured is None else f"{goal.measured:.3g}"
    return [goal.line, f"{sign} {goal.goal:g}", measured, goal.verdict, goal.note]


def text(found):
    """The page: a table of goals, then machine and versions."""
    lines = [
        "# Speed of maps",
        "",
        "Made by `make bench-map`; medians, ratios within one run. 50 bands of int16, 50-30-7,",
    ]
    lines += ["warm page cache. Busy: cores that other programs kept busy just before; such a number says little.", ""]
    lines += ["| | goal | measured | | | busy |", "|---|---|---|---|---|---|"]
    for name in SECTIONS:
        for goal in found.get(name, {}).get("goals", []):
            busy = found[name].get("busy")
            shown = "?" if busy is None else f"{busy:.1f}"
            lines.append("| " + " | ".join([*cells(Goal(**goal)), shown]) + " |")
    dates = sorted({section["date"] for section in found.values()})
    return "\n".join([*lines, "", f"{', '.join(dates)}. {machine()}. {versions()}.", ""])


def machine():
    """Processor, cores and memory."""
    cpu = Path("/proc/cpuinfo")
    names = (
        [line.split(":")[1].strip() for line in cpu.read_text().splitlines() if line.startswith("model name")]
        if cpu.exists()
        else []
    )
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{names[0] if names else platform.processor()}, {os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()}"
    )


def versions():
    import numpy
    import torch
    from osgeo import gdal

    known = [f"Python {platform.python_version()}", f"numpy {numpy.__version__}", f"torch {torch.__version__}"]
    known.append(f"GDAL {gdal.__version__}")
    for name in ("onnxruntime", "sklearn", "numba"):
        try:
            known.append(f"{name} {__import__(name).__version__}")
        except ImportError:
            known.append(f"{name} not installed")
    return ", ".join(known)


if __name__ == "__main__":
    main()
