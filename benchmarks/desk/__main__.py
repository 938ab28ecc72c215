# SPDX-License-Identifier: GPL-2.0-or-later
"""How long a person waits in QGIS beside the work itself; a page in benchmarks/results/desk.md.

Whole processes of `qgis_process` beside one that makes a rectangle, QGIS's own batch dialog over many small scenes, and
clicks in the dock on a raster of 24 Mpixel. Windows are real, on an X display without a screen. Python keeps compiled
code, as it does for a user from the second start on, whatever PYTHONDONTWRITEBYTECODE says here.
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
WINDOWS = 3  # of QGIS, each with a first map
SCENES, SIZE, LARGE = 41, (400, 350), (6000, 4000)  # of the batch; (width, height) of its scenes, and of the dock's
LAYOUTS = ("ENVI BIP", "ENVI BSQ")  # of the dock's
RECTANGLE = ("native:extenttolayer", {"INPUT": "0,1,0,1", "OUTPUT": "TEMPORARY_OUTPUT"})
BARE, LOADED = "a rectangle, by QGIS without the plugin", "a rectangle, by QGIS with the plugin"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="of each whole process")
    parser.add_argument("--out", type=Path, default=RESULTS / "desk.md")
    arguments = parser.parse_args()
    FOLDER.mkdir(parents=True, exist_ok=True)
    busy, model = cores_busy(), FOLDER / "model.safetensors"
    save(bench_model(), str(model))
    seconds = whole_processes(arguments.rounds)
    batch = {
        "a band, by QGIS's Fill NoData cells": batch_seconds("native:fillnodata", {"BAND": 1}),
        "Map minerals": batch_seconds("mineralprune:mapminerals", {"MODEL": str(model)}),
    }
    scripts = ROOT / "benchmarks" / "desk"
    maps = maps_in_window(scripts / "first_map.py", model)
    clicks = {
        layout: in_window(scripts / "click.py", scene=cube_file(FOLDER, layout, *LARGE), model=model)
        for layout in LAYOUTS
    }
    write_page(arguments.out, page(busy, seconds, batch, maps, clicks))


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
    bare = {"QGIS_CUSTOM_CONFIG_PATH": str(FOLDER / "no plugin")}
    works = {
        BARE: (*RECTANGLE, bare),
        LOADED: RECTANGLE,
        "Draw samples": ("mineralprune:drawsamples", {"INPUT": scene, "LABELS": labels, "OUTPUT": other}),
        "Map minerals": ("mineralprune:mapminerals", {"INPUT": scene, "MODEL": model, "OUTPUT": mapped}),
        "Assess map": ("mineralprune:assessmap", {"MAP": mapped, "REFERENCE": labels, "TABLE": table}),
    }
    run(*works["Map minerals"])
    return medians({name: lambda work=work: run(*work) for name, work in works.items()}, rounds)


def run(algorithm, parameters, variables=None):
    """One `qgis_process` of its own; subprocess.CalledProcessError where it fails.

    variables : of its environment, beside `environment`
    """
    chosen = [f"--{name}={value}" for name, value in parameters.items()]
    command = ["qgis_process", "run", algorithm, *chosen]
    subprocess.run(command, check=True, capture_output=True, env={**environment(), **(variables or {})})


def environment():
    """In which Python finds compiled code: in a folder of the benchmark, so that the system's stay as they are."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPYCACHEPREFIX": str(FOLDER / "bytecode")}


def batch_seconds(algorithm, parameters):
    """Seconds a scene takes in QGIS's batch dialog: between the outputs of the first scene and the last.

    parameters : beside INPUT and OUTPUT, the same of all scenes
    """
    scenes = [cube_file(FOLDER / f"scene {place}", "ENVI BIP", *SIZE) for place in range(SCENES)]
    outputs = [FOLDER / f"output {place}.tif" for place in range(SCENES)]
    for path in outputs:
        path.unlink(missing_ok=True)
    rows = [{"INPUT": str(scene), **parameters, "OUTPUT": str(path)} for scene, path in zip(scenes, outputs)]
    orders = {"algorithm": algorithm, "destination": "OUTPUT", "rows": rows}
    in_window(ROOT / "tests" / "desktop" / "run_batch.py", **orders)
    made = [path.stat().st_mtime for path in outputs]
    return (max(made) - min(made)) / (SCENES - 1)


def maps_in_window(script, model):
    """Milliseconds of a map in its dialog: the first of each of some QGIS, and the next."""
    scene, outputs = cube_file(FOLDER / "scene 0", "ENVI BIP", *SIZE), [FOLDER / f"map {place}.tif" for place in (1, 2)]
    times = [in_window(script, scene=scene, model=model, outputs=outputs)["maps"] for _ in range(WINDOWS)]
    return dict(zip(("first", "second"), zip(*times)))


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
    variables = {**environment(), "QT_QPA_PLATFORM": "xcb", "MINERAL_PRUNE_TEST": str(order_file)}
    subprocess.run(list(map(str, command)), env=variables, check=True, capture_output=True, timeout=600)
    seen = json.loads(report.read_text(encoding="utf-8"))
    if "failed" in seen:
        raise SystemExit(seen["failed"])
    return seen


def page(busy, seconds, batch, maps, clicks):
    """Markdown. busy : cores; seconds : of processes; batch : of scenes; maps, clicks : milliseconds"""
    lines = [INTRODUCTION.format(made_on=made_on(), busy=busy, scenes=SCENES, size=" x ".join(map(str, SIZE)))]
    lines += ["| whole process | seconds | over QGIS alone | over QGIS with the plugin | goal |"]
    lines.append("|---|---|---|---|---|")
    for name, value in seconds.items():
        alone = "" if name == BARE else f"{value - seconds[BARE]:.2f}"
        loaded, goal = ("", "") if name in (BARE, LOADED) else (f"{value - seconds[LOADED]:.2f}", "0.3")
        lines.append(f"| {name} | {value:.2f} | {alone} | {loaded} | {goal} |")
    lines += ["", "| in the window | median | longest | goal |", "|---|---|---|---|"]
    for name, value in batch.items():
        goal = 100 if name == "Map minerals" else ""
        lines.append(f"| batch dialog, milliseconds a scene, {name} | {1000 * value:.0f} | | {goal} |")
    for name, times in maps.items():
        goal = 300 if name == "first" else ""
        middle, longest = statistics.median(times), max(times)
        lines.append(f"| Run to layer, milliseconds, {name} map of a QGIS | {middle:.0f} | {longest:.0f} | {goal} |")
    for layout, times in clicks.items():
        for name, label in (("spectrum", "spectrum alone"), ("explained", "with a model")):
            middle, longest = statistics.median(times[name]), max(times[name])
            lines.append(f"| click to plot, milliseconds, {layout}, {label} | {middle:.0f} | {longest:.0f} | 50 |")
    return "\n".join([*lines, ""])


INTRODUCTION = """# Waiting in QGIS

Made by `make bench-desk` ({made_on}, {busy:.1f} cores busy with other programs). Scenes of {size} pixels and 50 bands,
as Cuprite's; whole processes are medians of `qgis_process run`, in turns, and find Python's compiled code, as from the
second start on; the batch dialog takes {scenes} scenes, and its time is that between the first output and the last, of
QGIS's own algorithm the least that a raster in and a raster out take there; a map in its dialog, of a layer of the
project, is timed from the press of Run until its layer is in the project; clicks are on a raster of 24 million
pixels, from the press of the button until the plot has been painted.
"""


if __name__ == "__main__":
    main()
