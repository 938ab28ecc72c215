# SPDX-License-Identifier: GPL-2.0-or-later
"""How long a person waits in QGIS beside the work itself; a page in benchmarks/results/desk.md.

Whole processes of `qgis_process` beside one that makes a rectangle, QGIS's own batch dialog over many small scenes, and
clicks in the dock on a raster of 24 Mpixel. Windows are real, on an X display without a screen.
"""

import argparse
import json
import os
import statistics
import subprocess
from pathlib import Path

from benchmarks.common import RESULTS, ROOT, WORK, made_on, write_page
from benchmarks.map.cubes import bench_model, cube_file
from benchmarks.map.timing import cores_busy, medians
from mineral_prune_plugin.models.model_file import save

FOLDER = WORK / "bench" / "desk"
SCENES, SIZE, LARGE = 41, (400, 350), (6000, 4000)  # of the batch; (width, height) of its scenes, and of the dock's
LAYOUTS = ("ENVI BIP", "ENVI BSQ")  # of the dock's
RECTANGLE = ("native:extenttolayer", {"INPUT": "0,1,0,1", "OUTPUT": "TEMPORARY_OUTPUT"})


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="of each whole process")
    parser.add_argument("--out", type=Path, default=RESULTS / "desk.md")
    arguments = parser.parse_args()
    FOLDER.mkdir(parents=True, exist_ok=True)
    busy, model = cores_busy(), FOLDER / "model.safetensors"
    save(bench_model(), str(model))
    seconds = whole_processes(arguments.rounds)
    batch = batch_seconds(model)
    script = ROOT / "benchmarks" / "desk" / "click.py"
    clicks = {layout: in_window(script, scene=cube_file(FOLDER, layout, *LARGE), model=model) for layout in LAYOUTS}
    write_page(arguments.out, page(busy, seconds, batch, clicks))


def whole_processes(rounds):
    """Median seconds of each `qgis_process run`, in turns, of a scene of Cuprite's size."""
    scene, labels, samples, model, mapped, table, other = (
        str(FOLDER / name)
        for name in ("scene.tif", "labels.tif", "s.gpkg", "m.safetensors", "map.tif", "table.csv", "drawn.gpkg")
    )
    width, height = SIZE
    run("mineralprune:createexamplescene", {"WIDTH": width, "HEIGHT": height, "OUTPUT": scene, "LABELS": labels})
    run("mineralprune:drawsamples", {"INPUT": scene, "LABELS": labels, "OUTPUT": samples})
    run("mineralprune:trainmodel", {"INPUT": scene, "SAMPLES": samples, "EPOCHS": 100, "MODEL": model})
    works = {
        "a rectangle, by QGIS": RECTANGLE,
        "Draw samples": ("mineralprune:drawsamples", {"INPUT": scene, "LABELS": labels, "OUTPUT": other}),
        "Map minerals": ("mineralprune:mapminerals", {"INPUT": scene, "MODEL": model, "OUTPUT": mapped}),
        "Assess map": ("mineralprune:assessmap", {"MAP": mapped, "REFERENCE": labels, "TABLE": table}),
    }
    run(*works["Map minerals"])
    return medians({name: lambda work=work: run(*work) for name, work in works.items()}, rounds)


def run(algorithm, parameters):
    """One `qgis_process` of its own; subprocess.CalledProcessError where it fails."""
    chosen = [f"--{name}={value}" for name, value in parameters.items()]
    subprocess.run(["qgis_process", "run", algorithm, *chosen], check=True, capture_output=True)


def batch_seconds(model):
    """Seconds a scene takes in QGIS's batch dialog: between the maps of the first scene and the last."""
    scenes = [cube_file(FOLDER / f"scene {place}", "ENVI BIP", *SIZE) for place in range(SCENES)]
    maps = [FOLDER / f"map {place}.tif" for place in range(SCENES)]
    for path in maps:
        path.unlink(missing_ok=True)
    rows = [{"INPUT": str(scene), "MODEL": str(model), "OUTPUT": str(path)} for scene, path in zip(scenes, maps)]
    orders = {"algorithm": "mineralprune:mapminerals", "destination": "OUTPUT", "rows": rows}
    in_window(ROOT / "tests" / "desktop" / "run_batch.py", **orders)
    made = [path.stat().st_mtime for path in maps]
    return (max(made) - min(made)) / (SCENES - 1)


def in_window(script, **orders):
    """What a script reports that QGIS runs with a window."""
    report, order_file = FOLDER / "report.json", FOLDER / "orders.json"
    report.unlink(missing_ok=True)
    order_file.write_text(json.dumps({**orders, "report": report}, default=str), encoding="utf-8")
    command = [
        "xvfb-run",
        "-a",
        "-s",
        "-screen 0 1400x900x24",
        "qgis",
        "--nologo",
        "--noversioncheck",
        "--code",
        script,
    ]
    variables = {**os.environ, "QT_QPA_PLATFORM": "xcb", "MINERAL_PRUNE_TEST": str(order_file)}
    subprocess.run(list(map(str, command)), env=variables, check=True, capture_output=True, timeout=600)
    seen = json.loads(report.read_text(encoding="utf-8"))
    if "failed" in seen:
        raise SystemExit(seen["failed"])
    return seen


def page(busy, seconds, batch, clicks):
    """Markdown. busy : cores; seconds : of processes; batch : seconds a scene; clicks : milliseconds of each layout"""
    base = seconds["a rectangle, by QGIS"]
    lines = [INTRODUCTION.format(made_on=made_on(), busy=busy, scenes=SCENES, size=" x ".join(map(str, SIZE)))]
    lines += ["| whole process | seconds | over the rectangle | goal |", "|---|---|---|---|"]
    for name, value in seconds.items():
        over = "" if value == base else f"{value - base:.2f}"
        lines.append(f"| {name} | {value:.2f} | {over} | {'0.3' if over else ''} |")
    lines += ["", "| in the window | median | longest | goal |", "|---|---|---|---|"]
    lines.append(f"| batch dialog, milliseconds a scene | {1000 * batch:.0f} | | 100 |")
    for layout, times in clicks.items():
        for name, label in (("spectrum", "spectrum alone"), ("explained", "with a model")):
            middle, longest = statistics.median(times[name]), max(times[name])
            lines.append(f"| click to plot, milliseconds, {layout}, {label} | {middle:.0f} | {longest:.0f} | 50 |")
    return "\n".join([*lines, ""])


INTRODUCTION = """# Waiting in QGIS

Made by `make bench-desk` ({made_on}, {busy:.1f} cores busy with other programs). Scenes of {size} pixels and 50 bands,
as Cuprite's; whole processes are medians of `qgis_process run`, in turns; the batch dialog maps {scenes} scenes with
one model, and its time is that between the first map and the last; clicks are on a raster of 24 million pixels, from
the press of the button until the plot has been painted.
"""


if __name__ == "__main__":
    main()
