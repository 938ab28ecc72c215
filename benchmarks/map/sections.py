# SPDX-License-Identifier: GPL-2.0-or-later
"""What is measured: each section is a function of the folder for its files that gives Goals."""

import multiprocessing
import os
import statistics
import time

import numpy as np
from osgeo import gdal

from benchmarks.common import ROOT
from mineral_prune_plugin.mapping.class_map import MapJob, map_minerals
from mineral_prune_plugin.models.model_file import save
from mineral_prune_plugin.progress import silent
from mineral_prune_plugin.threads import cores

from . import peers
from .cubes import OF_FLOATS, SIDE, UM, UNCOMPRESSED, bench_model, cube_file, pruned, rows
from .timing import Goal, medians, whole_process

LARGE = {"width": 6000, "height": 4000}  # 24 Mpixel
HIDING = os.pathsep.join([str(ROOT / "tests" / "without_packages"), os.environ.get("PYTHONPATH", "")])
WITHOUT_TORCH = ["env", f"PYTHONPATH={HIDING}"]  # Python finds none in the process that it begins


def our_map(path, model, folder, **job):
    """A callable that makes the whole map."""
    output = str(folder / "map.tif")
    return lambda: map_minerals(MapJob(str(path), model, output, **job), silent())


def layouts(folder):
    """Uncompressed layouts against GDAL's read and against each other; and that all give one map."""
    model, works, maps = bench_model(), {}, set()
    for layout in UNCOMPRESSED:
        path = cube_file(folder, layout)
        works[layout] = our_map(path, model, folder)
        works[layout]()
        maps.add(gdal.Open(str(folder / "map.tif")).ReadAsArray().tobytes())
    works["read"] = peers.gdal_read(cube_file(folder, "GeoTIFF pixel"))
    times = medians(works, rounds=9)
    ours = [times[layout] for layout in UNCOMPRESSED]
    speeds = ", ".join(f"{layout} {SIDE**2 / 1e6 / times[layout]:.1f}" for layout in UNCOMPRESSED)
    same = "one and the same map" if len(maps) == 1 else f"{len(maps)} DIFFERENT maps"
    note = f"Mpixel/s: {speeds}; GDAL's read {SIDE**2 / 1e6 / times['read']:.1f}; {same}"
    return [
        Goal("map of 4 Mpixel / default GDAL read alone", True, 0.33, times["GeoTIFF pixel"] / times["read"], note),
        Goal("worst / best uncompressed layout", True, 1.25, max(ours) / min(ours), note),
    ]


def large(folder):
    """The first goal at 24 Mpixel."""
    path = cube_file(folder, "GeoTIFF pixel", **LARGE)
    model = bench_model()
    works = {"map": our_map(path, model, folder), "read": peers.gdal_read(path)}
    works["bare"] = peers.bare_loop(path, model, cores())
    times = medians(works, rounds=5)
    speeds = {name: 24 / seconds for name, seconds in times.items()}
    note = f"{speeds['map']:.1f} Mpixel/s, GDAL's read {speeds['read']:.1f}; a bare loop that reads, converts and"
    note += f" multiplies, and checks and writes nothing, {speeds['bare']:.1f}"
    return [Goal("map of 24 Mpixel / default GDAL read alone", True, 0.33, times["map"] / times["read"], note)]


def in_process(folder):
    """onnxruntime and scikit-learn, block by block."""
    path, model = cube_file(folder, "GeoTIFF pixel"), bench_model()
    goals = []
    for name, peer, goal in (
        ("onnxruntime", peers.onnxruntime_map, 8),
        ("scikit-learn", peers.sklearn_map, 10),
    ):
        line = f"speed over {name}"
        try:
            works = {"ours": our_map(path, model, folder), name: peer(path, model, folder / "peer.tif")}
        except peers.Missing as missing:
            goals.append(Goal(line, False, goal, None, f"not installed: {missing}"))
            continue
        times = medians(works, rounds=3)
        same = _agreement(folder / "map.tif", folder / "peer.tif")
        note = f"{name} {4 / times[name]:.1f} Mpixel/s; {100 * same:.4f} % of the pixels the same"
        goals.append(Goal(line, False, goal, times[name] / times["ours"], note))
    return goals


def _agreement(one, other):
    first, second = (gdal.Open(str(path)).ReadAsArray() for path in (one, other))
    return float((first == second).mean())


def compressed(folder):
    """Compressed GeoTIFF against GDAL's reading with the same threads."""
    goals = []
    for codec in ("DEFLATE", "ZSTD"):
        path = cube_file(folder, codec)
        works = {"map": our_map(path, bench_model(), folder), "read": peers.gdal_threaded_read(path, cores())}
        times = medians(works, rounds=3)
        note = f"{4 / times['map']:.1f} Mpixel/s, GDAL's read with {cores()} threads {4 / times['read']:.1f}"
        goals.append(Goal(f"{codec}: map / GDAL reading alone", True, 1.1, times["map"] / times["read"], note))
    return goals


def hull(folder):
    """The map with the exact hull against a compiled monotone chain, which computes nothing but hulls."""
    line, path = "map with the exact hull / numba's monotone chain, one thread", cube_file(folder, "ENVI BIP")
    sample = np.ascontiguousarray(rows(0, 50, SIDE).reshape(len(UM), -1).T * np.float32(1e-4))
    try:
        chain = peers.numba_hull(sample, UM)
    except peers.Missing as missing:
        return [Goal(line, False, 3, None, f"not installed: {missing}")]
    times = medians({"ours": our_map(path, bench_model("asai"), folder), "chain": chain}, rounds=3)
    ours, theirs = SIDE**2 / times["ours"], len(sample) / times["chain"]
    return [Goal(line, False, 3, ours / theirs, f"{ours / 1e6:.2f} against {theirs / 1e6:.2f} Mpixel/s")]


def logarithms(folder):
    """Normalised reflectance, the feature of models from a library, against reflectance as it is."""
    goals = []
    for layout in ("GeoTIFF pixel", "ENVI BSQ", OF_FLOATS):
        path = cube_file(folder, layout)
        works = {name: our_map(path, bench_model(name), folder) for name in ("reflectance", "normalised")}
        times = medians(works, rounds=7)
        speeds = {name: SIDE**2 / 1e6 / seconds for name, seconds in times.items()}
        note = f"{speeds['normalised']:.1f} against {speeds['reflectance']:.1f} Mpixel/s"
        line = f"speed on normalised reflectance / on reflectance, {layout}"
        goals.append(Goal(line, False, 0.8, times["reflectance"] / times["normalised"], note))
    return goals


def fewer_bands(folder):
    """Models that need 15 of the 50 bands."""
    path = cube_file(folder, "GeoTIFF band")
    fifteen = bench_model(bands=15)
    works = {
        "all": our_map(path, bench_model(), folder),
        "30 units": our_map(path, fifteen, folder),
        "8 units": our_map(path, pruned(fifteen, 8), folder),
    }
    times = medians(works, rounds=7)
    return [
        Goal(f"15 of 50 bands, {units} / all 50 bands, 30 units", True, 0.45, times[units] / times["all"])
        for units in ("30 units", "8 units")
    ]


def confidence(folder):
    """What the confidence raster adds."""
    path, model = cube_file(folder, "GeoTIFF pixel"), bench_model()
    sure = str(folder / "confidence.tif")
    times = medians(
        {"plain": our_map(path, model, folder), "both": our_map(path, model, folder, confidence=sure)}, rounds=7
    )
    return [Goal("with / without the confidence raster", True, 1.3, times["both"] / times["plain"])]


def batch(folder):
    """Fifty small scenes one after the other, in one process."""
    path, model, times = cube_file(folder, "GeoTIFF pixel", 400, 350), bench_model(), []
    for _ in range(50):
        start = time.perf_counter()
        our_map(path, model, folder)()
        times.append(time.perf_counter() - start)
    return [Goal("seconds a scene of 400 x 350 after the first", True, 0.1, statistics.median(times[1:]))]


def busy_core(folder):
    """The same map while another process keeps a core busy."""
    work = our_map(cube_file(folder, "GeoTIFF pixel"), bench_model(), folder)
    idle = medians({"map": work}, rounds=7)["map"]
    spinner = multiprocessing.get_context("spawn").Process(target=_spin, daemon=True)
    spinner.start()
    time.sleep(1)
    busy = medians({"map": work}, rounds=7)["map"]
    spinner.kill()
    return [Goal("one core busy / idle", True, 2.2, busy / idle)]


def _spin():
    while True:
        pass


def memory(folder):
    """Whole processes, start included: seconds and peak memory, with torch installed and where Python finds none."""
    model, goals = folder / "model.safetensors", []
    save(bench_model(), model)
    commands = [_qgis(cube_file(folder, "GeoTIFF pixel", **size), model, folder) for size in ({}, LARGE)]
    for torch, prefix in (("torch installed", []), ("no torch", WITHOUT_TORCH)):
        small, large = (whole_process([*prefix, *command]) for command in commands)
        note = f"4 Mpixel: {small[0]:.2f} s, {small[1]:.0f} MB"
        goals.append(Goal(f"qgis_process at 24 Mpixel, {torch}, seconds", True, 1.7, large[0], note))
        goals.append(Goal(f"qgis_process at 24 Mpixel, {torch}, peak MB", True, 330, large[1]))
    return goals


def otb(folder):
    """OTB's ImageClassifier with a perceptron of the same size, whole process, 24 Mpixel."""
    path, line = cube_file(folder, "GeoTIFF pixel", **LARGE), "speed over OTB ImageClassifier, whole process, 24 Mpixel"
    model = folder / "model.safetensors"
    save(bench_model(), model)
    try:
        theirs, _ = whole_process(peers.otb_commands(path, folder), rounds=1)
    except peers.Missing as missing:
        return [Goal(line, False, 14, None, f"not installed: {missing}")]
    ours, _ = whole_process(_qgis(path, model, folder))
    bare, _ = whole_process([*WITHOUT_TORCH, *_qgis(path, model, folder)])
    note = f"OTB {theirs:.1f} s, qgis_process {ours:.2f} s, without torch {bare:.2f} s"
    return [Goal(line, False, 14, theirs / ours, note)]


def _qgis(path, model, folder):
    values = {"INPUT": path, "MODEL": model, "OUTPUT": folder / "qgis_map.tif"}
    return [
        "qgis_process",
        "run",
        "mineralprune:mapminerals",
        "--",
        *(f"{key}={value}" for key, value in values.items()),
    ]


SECTIONS = {
    section.__name__: section
    for section in (
        layouts,
        large,
        in_process,
        compressed,
        hull,
        logarithms,
        fewer_bands,
        confidence,
        batch,
        busy_core,
        memory,
        otb,
    )
}
