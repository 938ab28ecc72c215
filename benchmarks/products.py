# SPDX-License-Identifier: GPL-2.0-or-later
"""How fast a whole EMIT granule is opened, raw and orthorectified, and in how much memory, against reading it once.

The granule is synthetic: 1242 x 1280 x 285 of float32 stored as published (contiguous, not compressed: the public
output_conversion.py of emit-sds-l2a asks for neither), and a lookup table that turns it as the orbit of the station
does. A second one is stored as netCDF4 does it where somebody asks for compression: deflate of level 4, shuffled, in
chunks of 256 x 249 x 57. Every way runs in a process of its own, after the file has been read once, so that all find it
in the system's cache. Processor seconds are given too, for machines that are shared. Needs h5py and 10 GB of disk;
--rows 320 takes a quarter of it all.

Raw geometry could also be a virtual raster that names the byte where the cube begins (VRTRawRasterBand). No GDAL before
3.12 tells that byte; here h5py does, to show what such a raster would cost those who read it.
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
CHUNK = 256, 249, 57  # rows, columns, bands: what netCDF4 chooses for a whole granule
DEFLATED = {"chunks": CHUNK, "compression": "gzip", "compression_opts": 4, "shuffle": True}
GOALS = {"raw": 2.0, "ratio": 2.0, "megabytes": 500}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=WORK / "products")
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--way", choices=WAYS, help=argparse.SUPPRESS)
    parser.add_argument("--out", type=Path, default=RESULTS / "products.md")
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    granules = [arguments.folder / f"EMIT_L2A_RFL_001_{arguments.rows}{kind}.nc" for kind in ("", "_compressed")]
    if arguments.way:
        granule = granules[arguments.way in COMPRESSED]
        print(json.dumps(measured(arguments.way, granule, arguments.folder)))
        return
    for granule, storage in zip(granules, ({}, DEFLATED)):
        if not granule.exists():
            build(granule, arguments.rows, storage)
    for way in ("read", "read_packed"):  # warm
        apart(arguments, way)
    runs = {way: [apart(arguments, way) for _ in range(arguments.turns)] for way in WAYS}
    write_page(arguments.out, page(runs, arguments))


def build(path, rows, storage):
    """Write the granule row block by row block; its values differ in every cell that is looked at."""
    import h5py

    glt_x, glt_y = lookup_table(rows)
    with h5py.File(path, "w") as file:
        cube = file.create_dataset("reflectance", (rows, COLUMNS, BANDS), "f4", fillvalue=-9999.0, **storage)
        spectrum = np.linspace(0.1, 0.5, BANDS, dtype=np.float32)
        for row in range(0, rows, CHUNK[0]):
            noise = np.random.default_rng(row).random((min(CHUNK[0], rows - row), COLUMNS, 1), dtype=np.float32)
            cube[row : row + CHUNK[0]] = spectrum * noise
        file["sensor_band_parameters/wavelengths"] = np.linspace(381.0, 2493.0, BANDS, dtype=np.float32)
        file["sensor_band_parameters/fwhm"] = np.full(BANDS, 8.5, np.float32)
        file["sensor_band_parameters/good_wavelengths"] = np.ones(BANDS, np.uint8)
        file["location/glt_x"], file["location/glt_y"] = glt_x, glt_y
        file.attrs["geotransform"] = np.array((-117.25, STEP, 0.0, 37.6, 0.0, -STEP))
        file.attrs["spatial_ref"] = WGS84


def lookup_table(rows):
    """(glt_x, glt_y), int32, of the smallest grid that holds the turned image."""
    cosine, sine = np.cos(TURN), np.sin(TURN)
    width, height = int(COLUMNS * cosine + rows * sine) + 1, int(COLUMNS * sine + rows * cosine) + 1
    x, y = np.meshgrid(np.arange(width) - width / 2, np.arange(height) - height / 2)
    column = np.floor(x * cosine + y * sine + COLUMNS / 2).astype(np.int32)
    row = np.floor(-x * sine + y * cosine + rows / 2).astype(np.int32)
    inside = (column >= 0) & (column < COLUMNS) & (row >= 0) & (row < rows)
    return np.where(inside, column + 1, 0), np.where(inside, row + 1, 0)


def apart(arguments, way):
    """{"seconds", "megabytes"} of a way in a new process."""
    command = [sys.executable, "-m", "benchmarks.products", "--folder", str(arguments.folder), "--way", way]
    command += ["--rows", str(arguments.rows)]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def measured(way, granule, folder):
    prepare = WAYS[way]
    run = prepare(granule, folder)
    before, began = processor_seconds(), time.monotonic()
    run()
    seconds = time.monotonic() - began
    used = resource.getrusage(resource.RUSAGE_SELF)
    return {"seconds": seconds, "processor": processor_seconds() - before, "megabytes": used.ru_maxrss / 1024}


def processor_seconds():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def reading(granule, folder):
    """All values once, through GDAL's multidimensional API, in whole chunks, or 64 rows at a time."""
    from osgeo import gdal

    dataset = gdal.OpenEx(str(granule), gdal.OF_MULTIDIM_RASTER)
    array = dataset.GetRootGroup().OpenMDArray("reflectance")
    rows = array.GetDimensions()[0].GetSize()
    chunked = array.GetBlockSize()[0] > 0
    high, deep = (CHUNK[0], CHUNK[2]) if chunked else (64, BANDS)

    def run():
        for row in range(0, rows, high):
            for band in range(0, BANDS, deep):
                count = min(high, rows - row), COLUMNS, min(deep, BANDS - band)
                array.ReadAsArray(array_start_idx=(row, 0, band), count=count)
        return dataset

    return run


def opening(name, extension, **chosen):
    """The way to open the granule with some Choices."""

    def prepare(granule, folder):
        from mineral_prune_plugin.products.choices import Choices
        from mineral_prune_plugin.products.open_product import open_product
        from mineral_prune_plugin.products.recognise import read_product
        from mineral_prune_plugin.progress import silent

        output = folder / f"{name}{extension}"
        output.unlink(missing_ok=True)
        return lambda: open_product(read_product(granule, Choices(**chosen)), str(output), silent())

    return prepare


def rows_of_all_bands(file):
    """The way to read 64 rows of all bands, as a map does, of a file that the other ways have made."""

    def prepare(granule, folder):
        from osgeo import gdal

        if file == "raw.vrt":
            write_raw_vrt(granule, folder / file)
        dataset = gdal.Open(str(folder / file))
        return lambda: dataset.ReadAsArray(0, 256, COLUMNS, 64)

    return prepare


def write_raw_vrt(granule, path):
    """A virtual raster of the raw bytes of the granule."""
    import h5py

    with h5py.File(granule) as file:
        start, rows = file["reflectance"].id.get_offset(), len(file["reflectance"])
    bands = "".join(
        f'<VRTRasterBand dataType="Float32" band="{band + 1}" subClass="VRTRawRasterBand">'
        f'<SourceFilename relativeToVRT="1">{granule.name}</SourceFilename>'
        f"<ImageOffset>{start + 4 * band}</ImageOffset>"
        f"<PixelOffset>{4 * BANDS}</PixelOffset><LineOffset>{4 * BANDS * COLUMNS}</LineOffset></VRTRasterBand>"
        for band in range(BANDS)
    )
    path.write_text(f'<VRTDataset rasterXSize="{COLUMNS}" rasterYSize="{rows}">{bands}</VRTDataset>', encoding="ascii")


WAYS = {
    "read": reading,
    "raw": opening("raw", ".tif", orthorectify=False),
    "ortho": opening("ortho", ".tif", orthorectify=True),
    "read_packed": reading,
    "raw_packed": opening("raw_packed", ".tif", orthorectify=False),
    "ortho_packed": opening("ortho_packed", ".tif", orthorectify=True),
    "copied": rows_of_all_bands("raw.tif"),
    "referred": rows_of_all_bands("raw.vrt"),
}
COMPRESSED = ("read_packed", "raw_packed", "ortho_packed")
WORDS = {
    "read": "all values read once by GDAL",
    "raw": "opened in the geometry of the sensor (.tif)",
    "ortho": "opened and orthorectified (.tif)",
    "read_packed": "compressed: all values read once by GDAL",
    "raw_packed": "compressed: opened in the geometry of the sensor (.tif)",
    "ortho_packed": "compressed: opened and orthorectified (.tif)",
    "copied": "64 rows of all bands, of the raw .tif",
    "referred": "64 rows of all bands, of a virtual raster of the raw bytes",
}


def reading_of(way):
    """The way with which another is compared."""
    return "read_packed" if way in COMPRESSED else "read"


def page(runs, arguments):
    least = {way: {key: min(run[key] for run in some) for key in some[0]} for way, some in runs.items()}
    most = {way: max(run["megabytes"] for run in some) for way, some in runs.items()}
    height, width = lookup_table(arguments.rows)[0].shape
    rows = "\n".join(
        f"| {WORDS[way]} | {best['seconds']:.1f} | {best['processor']:.1f} | "
        f"{best['processor'] / least[reading_of(way)]['processor']:.1f} | {most[way]:.0f} |"
        for way, best in least.items()
    )
    return f"""# Opening an EMIT granule

Synthetic, {COLUMNS} x {arguments.rows} pixels of {BANDS} bands, float32 and not compressed, as published;
orthorectified it has {width} x {height} pixels. The best of {arguments.turns} runs, each in a process of its own, the
file in the system's cache.
{made_on()}.

| | seconds | processor seconds | / reading once | MB at most |
|---|---|---|---|---|
{rows}

Goals: orthorectified in less than {GOALS["ratio"]:g} times the time of reading once, raw geometry in under
{GOALS["raw"]:g} s, under {GOALS["megabytes"]} MB. Reading once is no more than a copy in memory, since the published
files are not compressed (the public code that writes them asks for neither chunks nor compression); orthorectified,
half as many bytes again have to be written, turned from pixels to bands. A granule that somebody has compressed takes
longer, for windows of the output lie across its chunks, each of which is unpacked several times.
The last two rows say why raw geometry is copied: a virtual raster of the raw bytes opens at once, but a map reads all
bands, and each of them reads all bytes of a row.
"""


WGS84 = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],'
    'PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433],AUTHORITY["EPSG","4326"]]'
)

if __name__ == "__main__":
    main()
