# SPDX-License-Identifier: GPL-2.0-or-later
"""How fast a whole EMIT granule is opened, raw and orthorectified, and in how much memory, against reading it once.

The granule is synthetic: 1242 x 1280 x 285 of float32 stored as published (contiguous, not compressed), and a lookup
table that turns it as the orbit of the station does. Every way runs in a process of its own, after the file has been
read once, so that all find it in the system's cache. Needs h5py and 12 GB of disk.
"""

import argparse
import json
import resource
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

from benchmarks.common import RESULTS, ROOT, WORK, made_on, write_page

ROWS, COLUMNS, BANDS = 1280, 1242, 285
TURN = np.radians(14)  # of the track against north, in the middle of the orbit
STEP = 0.000542232520256367
GOALS = {"raw": 2.0, "ratio": 2.0, "megabytes": 500}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=WORK / "products")
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--way", choices=WAYS, help=argparse.SUPPRESS)
    parser.add_argument("--out", type=Path, default=RESULTS / "products.md")
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    granule = arguments.folder / "EMIT_L2A_RFL_001_benchmark.nc"
    if arguments.way:
        print(json.dumps(measured(arguments.way, granule, arguments.folder)))
        return
    if not granule.exists():
        build(granule)
    apart(arguments, "read")  # warm
    runs = {way: [apart(arguments, way) for _ in range(arguments.turns)] for way in WAYS}
    write_page(arguments.out, page(runs, arguments.turns))


def build(path):
    """Write the granule row block by row block; its values differ in every cell that is looked at."""
    import h5py

    glt_x, glt_y = lookup_table()
    with h5py.File(path, "w") as file:
        cube = file.create_dataset("reflectance", (ROWS, COLUMNS, BANDS), "f4", fillvalue=-9999.0)
        spectrum = np.linspace(0.1, 0.5, BANDS, dtype=np.float32)
        for row in range(0, ROWS, 64):
            noise = np.random.default_rng(row).random((min(64, ROWS - row), COLUMNS, 1), dtype=np.float32)
            cube[row : row + 64] = spectrum * noise
        file["sensor_band_parameters/wavelengths"] = np.linspace(381.0, 2493.0, BANDS, dtype=np.float32)
        file["sensor_band_parameters/fwhm"] = np.full(BANDS, 8.5, np.float32)
        file["sensor_band_parameters/good_wavelengths"] = np.ones(BANDS, np.uint8)
        file["location/glt_x"], file["location/glt_y"] = glt_x, glt_y
        file.attrs["geotransform"] = np.array((-117.25, STEP, 0.0, 37.6, 0.0, -STEP))
        file.attrs["spatial_ref"] = WGS84


def lookup_table():
    """(glt_x, glt_y), int32, of the smallest grid that holds the turned image."""
    cosine, sine = np.cos(TURN), np.sin(TURN)
    width, height = int(COLUMNS * cosine + ROWS * sine) + 1, int(COLUMNS * sine + ROWS * cosine) + 1
    x, y = np.meshgrid(np.arange(width) - width / 2, np.arange(height) - height / 2)
    column = np.floor(x * cosine + y * sine + COLUMNS / 2).astype(np.int32)
    row = np.floor(-x * sine + y * cosine + ROWS / 2).astype(np.int32)
    inside = (column >= 0) & (column < COLUMNS) & (row >= 0) & (row < ROWS)
    return np.where(inside, column + 1, 0), np.where(inside, row + 1, 0)


def apart(arguments, way):
    """{"seconds", "megabytes"} of a way in a new process."""
    command = [sys.executable, "-m", "benchmarks.products", "--folder", str(arguments.folder), "--way", way]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def measured(way, granule, folder):
    prepare = WAYS[way]
    run = prepare(granule, folder)
    began = time.monotonic()
    run()
    seconds = time.monotonic() - began
    return {"seconds": seconds, "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def reading(granule, folder):
    """All values once, through GDAL's multidimensional API, a block of rows at a time."""
    from osgeo import gdal

    dataset = gdal.OpenEx(str(granule), gdal.OF_MULTIDIM_RASTER)
    array = dataset.GetRootGroup().OpenMDArray("reflectance")

    def run():
        for row in range(0, ROWS, 64):
            array.ReadAsArray(array_start_idx=(row, 0, 0), count=(min(64, ROWS - row), COLUMNS, BANDS))
        return dataset

    return run


def opening(extension, **chosen):
    """The way to open the granule with some Choices."""

    def prepare(granule, folder):
        from mineral_prune_plugin.products.choices import Choices
        from mineral_prune_plugin.products.open_product import open_product
        from mineral_prune_plugin.products.recognise import read_product
        from mineral_prune_plugin.progress import silent

        output = folder / f"opened{extension}"
        output.unlink(missing_ok=True)
        return lambda: open_product(read_product(granule, Choices(**chosen)), str(output), silent())

    return prepare


WAYS = {
    "read": reading,
    "raw": opening(".tif", orthorectify=False),
    "ortho": opening(".tif", orthorectify=True),
}
WORDS = {
    "read": "all values read once by GDAL",
    "raw": "opened in the geometry of the sensor (.tif)",
    "ortho": "opened and orthorectified (.tif)",
}


def page(runs, turns):
    best = {way: min(run["seconds"] for run in some) for way, some in runs.items()}
    height, width = lookup_table()[0].shape
    rows = "\n".join(
        f"| {WORDS[way]} | {best[way]:.1f} | {best[way] / best['read']:.2f} | {most:.0f} |"
        for way, most in ((way, max(run["megabytes"] for run in some)) for way, some in runs.items())
    )
    return f"""# Opening an EMIT granule

Synthetic, {COLUMNS} x {ROWS} pixels of {BANDS} bands, float32 and not compressed, as published; orthorectified it has
{width} x {height} pixels. The best of {turns} runs, each in a process of its own, the file in the system's cache.
{made_on()}.

| | seconds | / reading once | MB at most |
|---|---|---|---|
{rows}

Goals: orthorectified in less than {GOALS["ratio"]:g} times the time of reading once, raw geometry in under
{GOALS["raw"]:g} s, under {GOALS["megabytes"]} MB.
"""


WGS84 = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],'
    'PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433],AUTHORITY["EPSG","4326"]]'
)

if __name__ == "__main__":
    main()
