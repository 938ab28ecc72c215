# SPDX-License-Identifier: GPL-2.0-or-later
"""Files and models that take or claim much memory: a run keeps to the budget or is refused, and cancels at once.

Each run is a process of its own, a fork that has mapped a few pixels and opened the raster as a layer before its peak
begins to count. The seconds of a
cancelling are those of the clock or of the processor, the fewer: the machine may be busy.
"""

import functools
import json
import random
import tempfile
import threading
import time
from pathlib import Path

import numpy as np
from faults import every_algorithm as runs
from faults import product_changes, world
from faults.outcome import fault, refused, right
from faults.server import forget_peak, status
from osgeo import gdal
from spectra_files import write_sli

BUDGET_MB, CANCEL_S = 512, 1.0
SLOW = ("SETTLED", "CONFIDENCE")  # outputs that only cost time here
HUGE = (2**31 - 1, 10**9, 10**7)


def run_case(seed, folder):
    """seed, folder : as of outcome.py"""
    generator = random.Random(seed)
    bomb = generator.choice(BOMBS)
    what, algorithm, parameters = bomb(generator, folder)
    (folder / "out").mkdir()
    outputs = runs.outputs_of(algorithm, folder / "out")
    parameters = {**{name: outputs[name] for name in outputs if name not in SLOW}, **parameters}
    ended, facts = measured(algorithm, parameters, folder, None)
    answer, peak = ended.answer, facts.get("peak", 0)
    if answer is None or answer.crash:
        return fault(what, f"ended with {ended.code}: {answer and answer.crash}")
    if peak > BUDGET_MB:
        return fault(what, f"{algorithm}: {peak:.0f} MB over what it held before; {answer.sentence}")
    if answer.results is None:
        return refused(what, answer.sentence)
    moment = generator.uniform(0.05, 0.9) * facts["seconds"]
    ended, facts = measured(algorithm, parameters, folder, moment)
    late = facts.get("late", 0)
    if late > CANCEL_S:
        return fault(what, f"{algorithm}: cancelled after {moment:.1f} s, it went on for {late:.1f} s")
    return right(what, f"{algorithm}: {peak:.0f} MB, cancelled within {late:.2f} s")


def measured(algorithm, parameters, folder, moment):
    """(Ended, facts: MB of the peak, seconds, and how late it ended after it was cancelled).

    algorithm, parameters : as of world.run
    folder                : for what the fork tells
    moment                : seconds until it is cancelled; None: never
    """
    path, clock = folder / "facts.json", {}
    path.unlink(missing_ok=True)

    def cancel(log):
        log.cancel_at = 0
        clock.update(told=time.monotonic(), spent=time.process_time())

    def before(log):
        world.run("mapminerals", small(Path(tempfile.mkdtemp(dir=folder))))
        if algorithm != "openproduct":  # which takes files; GDAL itself may crash where QGIS opens a damaged one
            for name in ("INPUT", "LABELS"):
                open_in_qgis(parameters.get(name, ""))
        clock.update(held=forget_peak(), started=time.monotonic())
        if moment is not None:
            timer = threading.Timer(moment, cancel, (log,))
            timer.daemon = True
            timer.start()

    def after():
        facts = {"peak": status("VmHWM") - clock["held"], "seconds": time.monotonic() - clock["started"]}
        if "told" in clock:
            facts["late"] = min(time.monotonic() - clock["told"], time.process_time() - clock["spent"])
        path.write_text(json.dumps(facts))

    ended = runs.forked(algorithm, parameters, before, after=after)
    return ended, json.loads(path.read_text()) if path.exists() else {}


def open_in_qgis(path):
    """As a layer of the project, which the run then takes: what QGIS holds of a file is none of the run's memory.

    Of a GeoJSON file it holds fifteen times its size.
    """
    from qgis.core import QgsProject, QgsRasterLayer, QgsVectorLayer

    path = str(path)
    layer = QgsVectorLayer(path) if path.endswith(".geojson") else QgsRasterLayer(path)
    if layer.isValid():
        QgsProject.instance().addMapLayer(layer, False)


@functools.cache
def made(name):
    """Path of a raster of benchmarks/memory.py, made once a process."""
    from benchmarks.memory import RASTERS, make

    endings = {"GTiff": ".tif", "ENVI": ".img", "netCDF": ".nc"}
    path = Path(tempfile.mkdtemp()) / f"{name}{endings[RASTERS[name].driver]}"
    make(name, path)
    return path


@functools.cache
def model_for(raster, hidden):
    """Path of a model of random weights. raster : Path; hidden : units of its layers"""
    from benchmarks.memory import perceptron
    from mineral_prune_plugin.models.model_file import save

    path = Path(tempfile.mkdtemp()) / "model.safetensors"
    save(perceptron(raster, hidden), path)
    return path


def small(folder):
    chain = runs.chain()
    return {"INPUT": chain["INPUT"], "MODEL": chain["MODEL"], "OUTPUT": str(folder / "map.tif")}


# --- the bombs: each (random, folder) -> (what, algorithm, parameters)


def blocks(generator, folder):
    name = generator.choice(
        ("strip", "strip16", "strip_band", "rows", "rows_band", "tile", "tile_pixel", "bands_pixel")
    )
    algorithm = generator.choice(("mapminerals", "mapneurons"))
    path = made(name)
    return f"raster: {name}", algorithm, {"INPUT": str(path), "MODEL": str(model_for(path, (30,)))}


def models(generator, folder):
    hidden = generator.choice(((1_000, 1_000), (3_900, 3_900), (30,)))
    path = many_bands() if hidden == (30,) else made("small" if hidden[0] > 1_000 else "plain")
    what = "4,000 inputs" if hidden == (30,) else f"two layers of {hidden[0]:,}"
    return f"model: {what}", "mapminerals", {"INPUT": str(path), "MODEL": str(model_for(path, hidden))}


@functools.cache
def many_bands():
    path, cube = Path(tempfile.mkdtemp()) / "many.img", np.random.default_rng(0).integers(1, 9_000, (4_000, 12, 20))
    dataset = gdal.GetDriverByName("ENVI").Create(str(path), 20, 12, 4_000, gdal.GDT_Int16, ["INTERLEAVE=BIP"])
    dataset.WriteArray(cube.astype(np.int16))
    dataset = None
    return path


def header_lies(generator, folder):
    scene = gdal.Open(runs.chain()["INPUT"])
    path = folder / "scene.img"
    gdal.GetDriverByName("ENVI").CreateCopy(str(path), scene)
    header, key = path.with_suffix(".hdr"), generator.choice(("lines", "samples", "bands"))
    lines = header.read_text().split("\n")
    place = next(at for at, line in enumerate(lines) if line.startswith(key))
    lines[place] = f"{key} = {generator.choice(HUGE)}"
    header.write_text("\n".join(lines))
    algorithm = generator.choice(("mapminerals", "trainmodel", "mapneurons"))
    return f"header: {key} lies", algorithm, {**runs.inputs_of(algorithm), "INPUT": str(path)}


def library(generator, folder):
    kind = generator.choice(("records", "points", "records of ENVI", "a header that lies"))
    path, count = folder / "lib.csv", 1_000_000
    if kind == "records":
        head = "wavelength (um),1.9,2.1,2.3,2.5\n"
        path.write_text(head + "".join(f"alunite {n},0.5,0.4,0.{n % 9 + 1},0.6\n" for n in range(count)))
    elif kind == "points":
        rows = "".join(f"{1.9 + n * 6e-7:.8f},0.{n % 9 + 1},0.5\n" for n in range(count))
        path.write_text("wavelength (um),alunite,kaolinite\n" + rows)
    else:
        path, lines = folder / "lib.sli", count if kind != "a header that lies" else 100
        values = np.random.default_rng(0).uniform(0.2, 0.8, (lines, 20)).astype(np.float32)
        facts = {"wavelength": list(np.linspace(1.9, 2.5, 20)), "wavelength_units": "um"}
        facts |= {} if lines == count else {"lines": 10**9}
        write_sli(path, values, [f"alunite {n}" for n in range(lines)], **facts)
    parameters = {**runs.inputs_of("trainfromlibrary"), "LIBRARY": str(path), "MINERALS": "alunite"}
    return f"library: {kind}", "trainfromlibrary", parameters


def polygons(generator, folder):
    raster, kind = made("strip16"), generator.choice(("a million corners", "far beyond the raster", "ten thousand"))
    angles = np.linspace(0, 2 * np.pi, 1_000_000 if kind == "a million corners" else 5)[:-1]
    size = 1e12 if kind.startswith("far") else 1200
    ring = [[1250 + size * np.cos(a), -1250 + size * np.sin(a)] for a in angles.tolist()]
    rings = [[*ring, ring[0]]] if kind != "ten thousand" else [[*ring, ring[0]]] * 10_000
    features = [
        {"type": "Feature", "properties": {"mineral": ("alunite", "calcite")[n % 2]},
         "geometry": {"type": "Polygon", "coordinates": [each]}}
        for n, each in enumerate(rings)
    ]  # fmt: skip
    path = folder / "labels.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    parameters = {**runs.SHORT["drawsamples"], "INPUT": str(raster), "LABELS": str(path), "CLASS_FIELD": "mineral"}
    return f"polygons: {kind}", "drawsamples", parameters


def product_lies(generator, folder):
    from products.miniatures import aviris, emit, prisma, tanager

    name, build = generator.choice(tuple({
        "EMIT": lambda place: emit.build(place)[0], "AVIRIS": aviris.build, "PRISMA": prisma.build,
        "Tanager": tanager.build,
    }.items()))  # fmt: skip
    place = folder / "product"
    place.mkdir()
    path = build(place).path
    product_changes.array_claims(generator, place)
    choices = {"INPUT": str(path), "ORTHORECTIFY": generator.random() < 0.5}
    return f"product: {name}", "openproduct", choices


BOMBS = (blocks, blocks, models, header_lies, library, polygons, product_lies, product_lies)


def prepare(folder):
    """The inputs, before the first case, whose memory is not theirs. folder : of the worker"""
    runs.chain()
