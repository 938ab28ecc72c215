# SPDX-License-Identifier: GPL-2.0-or-later
"""How much memory work on awkward rasters and large models takes, and how soon it ends when it is cancelled.

    python -m benchmarks.memory --before FOLDER    all cases, compared with an older copy, into results/memory.md
    python -m benchmarks.memory --only rows,strip  some, to the screen
    python -m benchmarks.memory --plugin FOLDER    of another copy of the plugin, such as an older commit

Each case runs in a process of its own, on a raster that another has made. Peak: the resident memory at its highest,
less that of the same process before the work, when everything is imported and a small map has been made. Cancelling:
the work is begun again and cancelled at moments drawn at random; the seconds until it has ended.
"""

import argparse
import json
import random
import re
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from .common import RESULTS, ROOT, WORK, made_on, write_page

FOLDER = WORK / "bench" / "memory"
CANCELS = 6  # of a case
STATUS, CLEAR = Path("/proc/self/status"), Path("/proc/self/clear_refs")


@dataclass(frozen=True)
class Raster:
    """A raster to make. size : (width, height, bands); driver : of GDAL, with its creation options."""

    size: tuple
    dtype: str = "float32"
    driver: str = "GTiff"
    options: tuple = ()


@dataclass(frozen=True)
class Case:
    """What is done with which raster.

    label  : for the table
    raster : a name of RASTERS
    hidden : units of the model's hidden layers; of a DenseNet its patch, as (patch,)
    work   : a function of this module of (path, hidden, folder, progress)
    """

    label: str
    raster: str
    work: str = "map_pixels"
    hidden: tuple = (30,)


PIXEL, BAND, DEFLATE, LZW, ZSTD = (
    "INTERLEAVE=PIXEL",
    "INTERLEAVE=BAND",
    "COMPRESS=DEFLATE",
    "COMPRESS=LZW",
    "COMPRESS=ZSTD",
)
RASTERS = {
    "strip": Raster((2500, 2500, 20), options=(PIXEL, DEFLATE, "BLOCKYSIZE=2500")),
    "strip16": Raster((2500, 2500, 20), "int16", options=(PIXEL, DEFLATE, "BLOCKYSIZE=2500")),
    "strip_lzw": Raster((2500, 2500, 20), "int16", options=(PIXEL, LZW, "BLOCKYSIZE=2500")),
    "strip_zstd": Raster((2500, 2500, 20), "int16", options=(PIXEL, ZSTD, "BLOCKYSIZE=2500")),
    "strip_band": Raster((2500, 2500, 20), options=(BAND, DEFLATE, "BLOCKYSIZE=2500")),
    "rows": Raster((400_000, 12, 50), options=(PIXEL, DEFLATE, "BLOCKYSIZE=1")),
    "rows_band": Raster((400_000, 12, 50), options=(BAND, DEFLATE, "BLOCKYSIZE=1")),
    "rows_plain": Raster((400_000, 12, 50), options=(PIXEL, "BLOCKYSIZE=1")),
    "rows_bil": Raster((400_000, 12, 50), driver="ENVI", options=("INTERLEAVE=BIL",)),
    "rows_bip": Raster((400_000, 12, 50), driver="ENVI", options=("INTERLEAVE=BIP",)),
    "rows_bsq": Raster((400_000, 12, 50), driver="ENVI", options=("INTERLEAVE=BSQ",)),
    "tile": Raster(
        (16_384, 16_384, 2), "uint8", options=(BAND, DEFLATE, "TILED=YES", "BLOCKXSIZE=16384", "BLOCKYSIZE=16384")
    ),
    "tile_pixel": Raster(
        (16_384, 16_384, 2), "uint8", options=(PIXEL, DEFLATE, "TILED=YES", "BLOCKXSIZE=16384", "BLOCKYSIZE=16384")
    ),
    "jpeg2000": Raster(
        (4_000, 4_000, 4), "uint16", "JP2OpenJPEG", ("BLOCKXSIZE=4000", "BLOCKYSIZE=4000", "QUALITY=20")
    ),
    "netcdf": Raster((1_000, 1_000, 100), driver="netCDF"),
    "bands": Raster((512, 512, 1_000), "int16", options=(BAND, DEFLATE, "TILED=YES")),
    "bands_pixel": Raster((512, 512, 1_000), "int16", options=(PIXEL, DEFLATE, "TILED=YES")),
    "plain": Raster((200, 200, 50), "int16", options=(PIXEL,)),
    "small": Raster((50, 40, 50), "int16", options=(PIXEL,)),
}
CASES = {
    "strip": Case("one DEFLATE strip of 2500 x 2500 x 20, float32", "strip"),
    "strip16": Case("the same, int16", "strip16"),
    "strip_lzw": Case("the same, int16, LZW", "strip_lzw"),
    "strip_zstd": Case("the same, int16, ZSTD", "strip_zstd"),
    "strip_band": Case("a DEFLATE strip of 2500 x 2500 a band, 20 bands", "strip_band"),
    "rows": Case("rows of 400,000 x 50, DEFLATE, by pixel", "rows"),
    "rows_band": Case("the same, by band", "rows_band"),
    "rows_plain": Case("the same, by pixel, uncompressed", "rows_plain"),
    "rows_bil": Case("the same, ENVI BIL", "rows_bil"),
    "rows_bip": Case("the same, ENVI BIP", "rows_bip"),
    "rows_bsq": Case("the same, ENVI BSQ", "rows_bsq"),
    "tile": Case("a DEFLATE tile of 16,384 x 16,384 a band", "tile"),
    "tile_pixel": Case("the same, two bands in one tile", "tile_pixel"),
    "jpeg2000": Case("JPEG 2000, one tile of 4,000 x 4,000 x 4", "jpeg2000"),
    "netcdf": Case("netCDF, one compressed chunk of 1,000 x 1,000 x 100", "netcdf"),
    "bands": Case("1,000 bands, by band", "bands"),
    "bands_pixel": Case("1,000 bands, by pixel", "bands_pixel"),
    "wide": Case("two hidden layers of 1,000", "plain", hidden=(1_000, 1_000)),
    "widest": Case("two hidden layers of 3,900 (a model file of 62 MB)", "small", hidden=(3_900, 3_900)),
    "patches": Case("a DenseNet of patches of 15 x 15", "plain", "map_patches", (15,)),
    "patches_rows": Case("a DenseNet of patches of 9 x 9, rows of 400,000 x 50", "rows", "map_patches", (9,)),
    "neurons": Case("Map neurons, rows of 400,000 x 50", "rows", "map_hidden"),
    "neurons_wide": Case("Map neurons, two hidden layers of 1,000", "plain", "map_hidden", (1_000, 1_000)),
    "read": Case("reading 2,000 samples and 10,000 unlabelled pixels, rows of 400,000 x 50", "rows", "read_training"),
    "read_strip": Case("the same, one DEFLATE strip, int16", "strip16", "read_training"),
    "train": Case("Train model, two hidden layers of 1,000", "plain", "train_wide", (1_000, 1_000)),
}


def make(name, path):
    """Write the Raster of a name to `path`: the same 256 rows of noise again and again, which compress."""
    from osgeo import gdal, gdal_array

    raster = RASTERS[name]
    width, height, bands = raster.size
    code = gdal_array.NumericTypeCodeToGDALTypeCode(np.dtype(raster.dtype).type)
    if raster.driver == "netCDF":
        return _make_netcdf(path, raster)
    direct = raster.driver in ("GTiff", "ENVI")
    driver, options = (raster.driver, raster.options) if direct else ("GTiff", ("TILED=YES",))
    target = path if direct else path.with_suffix(".tif")
    dataset = gdal.GetDriverByName(driver).Create(str(target), width, height, bands, code, options=list(options))
    generator = np.random.default_rng(1)
    line = generator.uniform(0.1, 0.9, 512)
    values = line if raster.dtype == "float32" else line * (200 if raster.dtype == "uint8" else 10_000)
    row = np.resize(values.astype(raster.dtype), width)
    high = max(1, min(height, 2**26 // (width * bands)))
    for top in range(0, height, high):
        rows = min(high, height - top)
        block = np.stack([np.broadcast_to(np.roll(row, band), (rows, width)) for band in range(bands)])
        dataset.WriteRaster(0, top, width, rows, np.ascontiguousarray(block).tobytes(), buf_type=code)
    if not direct:
        gdal.GetDriverByName(raster.driver).CreateCopy(str(path), dataset, options=list(raster.options))
    dataset = None


def _make_netcdf(path, raster):
    """One chunk, compressed: by GDAL's multidimensional interface, for its raster one takes a chunk a band."""
    from osgeo import gdal

    width, height, bands = raster.size
    file = gdal.GetDriverByName("netCDF").CreateMultiDimensional(str(path))
    group = file.GetRootGroup()
    dimensions = [group.CreateDimension(name, "", "", size) for name, size in zip("zyx", (bands, height, width))]
    options = [f"BLOCKSIZE={bands},{height},{width}", "COMPRESS=DEFLATE", "ZLEVEL=1"]
    array = group.CreateMDArray("cube", dimensions, gdal.ExtendedDataType.Create(gdal.GDT_Float32), options)
    values = np.resize(np.random.default_rng(1).uniform(0.1, 0.9, 512).astype(np.float32), width)
    array.Write(np.ascontiguousarray(np.broadcast_to(values, (bands, height, width))))


def map_pixels(path, hidden, folder, progress):
    """Map the raster with a perceptron of random weights."""
    from mineral_prune_plugin.mapping.class_map import MapJob, map_minerals

    map_minerals(MapJob(str(path), perceptron(path, hidden), str(folder / "map.tif")), progress)


def map_patches(path, hidden, folder, progress):
    """Map the raster with a DenseNet of random weights. hidden : (patch,)"""
    from mineral_prune_plugin.mapping.class_map import MapJob, map_minerals

    map_minerals(MapJob(str(path), densenet(path, *hidden), str(folder / "map.tif")), progress)


def map_hidden(path, hidden, folder, progress):
    """Map the outputs of a perceptron's hidden neurons."""
    from mineral_prune_plugin.mapping.neurons import NeuronJob, map_neurons

    map_neurons(NeuronJob(str(path), perceptron(path, hidden), str(folder / "neurons.tif")), progress)


def read_training(path, hidden, folder, progress):
    """Read what Train model reads."""
    reader = _reader(path)
    return _spectra(reader, progress)


def train_wide(path, hidden, folder, progress):
    """Train a perceptron on 2,000 samples and 10,000 unlabelled pixels, a few epochs."""
    from mineral_prune_plugin.models.train_model import Recipe, train_model
    from mineral_prune_plugin.models.training_settings import TrainingSettings

    spectra = _spectra(_reader(path), progress)
    train_model(spectra, Recipe("reflectance", None, TrainingSettings(hidden, epochs=20)), path.name, progress)


def _reader(path):
    from mineral_prune_plugin.raster.band_matching import choose_bands
    from mineral_prune_plugin.raster.source import describe
    from mineral_prune_plugin.raster.spectrum_reader import SpectrumReader

    info = describe(str(path))
    return SpectrumReader(info, choose_bands(info.bands, info.name))


def _spectra(reader, progress):
    from dataclasses import replace

    from mineral_prune_plugin.classes import with_colour
    from mineral_prune_plugin.samples.samples import Samples, read_sample_spectra
    from mineral_prune_plugin.samples.unlabelled import draw_unlabelled

    grid, generator = reader.info.grid, np.random.default_rng(1)
    places = np.sort(generator.choice(grid.width * grid.height, 2_000, replace=False))
    minerals = (with_colour(1, "alunite"), with_colour(2, "kaolinite"))
    classes, splits = 1 + np.arange(2_000) % 2, np.arange(2_000) // 2 % 3
    samples = Samples(
        places % grid.width, places // grid.width, classes.astype(np.uint8), splits.astype(np.int8), minerals
    )
    spectra = read_sample_spectra(reader, samples, progress)
    return replace(spectra, unlabelled=draw_unlabelled(reader, spectra, 10_000, 1, progress))


def perceptron(path, hidden):
    """A Model of random weights for all bands of a raster. hidden : units of its layers"""
    from mineral_prune_plugin.models.perceptron.network import Perceptron

    (bands, middle), generator = _bands(path), np.random.default_rng(2)
    sizes = (bands, *hidden, 5)
    weights = [generator.normal(0, 1.5 / n_in**0.5, (n_out, n_in)) for n_in, n_out in zip(sizes, sizes[1:])]
    biases = [generator.normal(0, 0.1, n_out) for n_out in sizes[1:]]
    return _model(
        Perceptron(*(tuple(values.astype(np.float32) for values in each) for each in (weights, biases))), bands, middle
    )


def densenet(path, patch):
    """A Model on patches with the default architecture, for all bands of a raster."""
    import torch

    from mineral_prune_plugin.models.densenet.architecture import Architecture
    from mineral_prune_plugin.models.densenet.compact import compact
    from mineral_prune_plugin.models.densenet.module import DenseNet

    bands, middle = _bands(path)
    torch.manual_seed(1)
    return _model(compact(DenseNet(Architecture(bands, 5, patch, (8, 8)))), bands, middle)


def _model(network, bands, middle):
    from mineral_prune_plugin.classes import with_colour
    from mineral_prune_plugin.models.model_file import Model
    from mineral_prune_plugin.models.perceptron.network import Standardisation

    standard = Standardisation(np.full(bands, middle, np.float32), np.full(bands, middle / 2, np.float32))
    names = ("alunite", "kaolinite", "calcite", "muscovite", "chalcedony")
    classes = tuple(with_colour(number, name) for number, name in enumerate(names, start=1))
    return Model(network, standard, "reflectance", None, middle, classes, {})


def _bands(path):
    """(how many bands a raster has, the middle of its values)."""
    from osgeo import gdal

    dataset = gdal.Open(str(path))
    middle = {gdal.GDT_Byte: 100.0, gdal.GDT_Float32: 0.5}
    return dataset.RasterCount, middle.get(dataset.GetRasterBand(1).DataType, 5_000.0)


def measure(name, path, cancels):
    """The facts of a case as JSON holds them: peak MB, seconds, its error, and the seconds that cancelling took."""
    from mineral_prune_plugin.errors import MineralPruneError
    from mineral_prune_plugin.progress import silent

    case, work = CASES[name], globals()[CASES[name].work]
    with tempfile.TemporaryDirectory() as folder:
        _warm_up(Path(folder))
        idle = begin_peak()
        start, refused = time.perf_counter(), ""
        try:
            work(path, case.hidden, Path(folder), silent())
        except MineralPruneError as error:
            refused = str(error)
        seconds, peak = time.perf_counter() - start, peak_over(idle)
        moments = random.Random(1)  # noqa: S311
        moments = [moments.uniform(0, 0.9) * seconds for _ in range(0 if refused else cancels)]
        waits = [_wait(lambda progress: work(path, case.hidden, Path(folder), progress), moment) for moment in moments]
    return {"peak": peak, "seconds": seconds, "refused": refused, "waits": waits}


def _wait(work, moment):
    """Seconds that `work`, a function of a Progress, goes on after it was cancelled at a moment; None if it ended."""
    from mineral_prune_plugin.errors import Cancelled
    from mineral_prune_plugin.progress import Progress

    cancel, told = threading.Event(), []
    timer = threading.Timer(moment, lambda: (told.append(time.perf_counter()), cancel.set()))
    timer.start()
    try:
        work(Progress(lambda done: None, lambda notice: None, cancel.is_set))
    except Cancelled:
        return time.perf_counter() - told[0]
    finally:
        timer.cancel()


def _warm_up(folder):
    """Import all, and map a few pixels."""
    from osgeo import gdal

    from mineral_prune_plugin.progress import silent

    dataset = gdal.GetDriverByName("GTiff").Create(
        str(folder / "small.tif"), 100, 100, 4, gdal.GDT_Float32, options=["COMPRESS=DEFLATE", PIXEL]
    )
    for band in range(1, 5):
        dataset.GetRasterBand(band).WriteArray(
            np.random.default_rng(band).uniform(0.1, 0.9, (100, 100)).astype(np.float32)
        )
    dataset = None
    for work in (map_pixels, train_wide):
        work(folder / "small.tif", (30,), folder, silent())


def megabytes(key):
    """Of this process, by Linux: what /proc says of a key such as VmRSS or VmHWM."""
    return int(re.search(rf"{key}:\s+(\d+) kB", STATUS.read_text(encoding="ascii")).group(1)) / 1024


def begin_peak():
    """MB that this process holds now; its peak begins again."""
    held = megabytes("VmRSS")
    CLEAR.write_text("5", encoding="ascii")
    return held


def peak_over(held):
    """MB of the peak over what `begin_peak` gave. Linux counts in steps, and may say less than before of no change."""
    return max(0.0, megabytes("VmHWM") - held)


def run_case(name, plugin, cancels=CANCELS):
    """The facts of a case, measured in a process of its own. plugin : the folder that holds the plugin's package"""
    suffix = {"GTiff": ".tif", "ENVI": ".img", "JP2OpenJPEG": ".jp2", "netCDF": ".nc"}
    raster = CASES[name].raster
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / f"{raster}{suffix[RASTERS[raster].driver]}"
    if not path.exists():
        _child("--make", raster, str(path))
    return json.loads(_child("--measure", name, str(path), str(cancels), plugin=plugin).splitlines()[-1])


def _child(*arguments, plugin=ROOT):
    code = f"import sys; sys.path[0] = {str(plugin)!r}; import mineral_prune_plugin; sys.path[0] = {str(ROOT)!r}; "
    code += "from benchmarks.memory import main; main()"
    done = subprocess.run([sys.executable, "-c", code, *arguments], stdout=subprocess.PIPE, text=True, check=True)  # noqa: S603
    return done.stdout


def page(rows):
    """The page of results. rows : (Case, facts before, facts now)"""
    lines = [
        "# Memory of awkward rasters and large models",
        "",
        f"Made by `python -m benchmarks.memory --before FOLDER` on {made_on()}. Resident memory at its highest, less",
        "that of the same process before the work; the default limit is 512 MB. Cancelled: how long the work went on.",
        "",
        "| case | before, MB | now, MB | cancelled before, s | cancelled now, s |",
        "|---|---|---|---|---|",
    ]
    for case, *facts in rows:
        peaks = ["refused" if each["refused"] else f"{each['peak']:.0f}" for each in facts]
        waits = [[wait for wait in each["waits"] if wait is not None] for each in facts]
        lines.append(" | ".join(("| " + case.label, *peaks, *(f"{max(each, default=0):.1f}" for each in waits))) + " |")
    return "\n".join(lines) + "\n"


def main():
    """Measure, and write the page where there is an older copy to compare with."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--only", default=",".join(CASES))
    parser.add_argument("--plugin", default=str(ROOT))
    parser.add_argument("--before", help="the folder that holds an older copy of the plugin's package")
    parser.add_argument("--cancels", type=int, default=CANCELS)
    parser.add_argument("--make", nargs=2)
    parser.add_argument("--measure", nargs=3)
    chosen = parser.parse_args()
    if chosen.make:
        return make(chosen.make[0], Path(chosen.make[1]))
    if chosen.measure:
        name, path, cancels = chosen.measure
        return print(json.dumps(measure(name, Path(path), int(cancels))))
    rows = []
    for name in chosen.only.split(","):
        folders = [chosen.before, chosen.plugin] if chosen.before else [chosen.plugin]
        rows.append((CASES[name], *(run_case(name, folder, chosen.cancels) for folder in folders)))
        print(name, json.dumps(rows[-1][1:]), flush=True)
    if chosen.before:
        write_page(RESULTS / "memory.md", page(rows))


if __name__ == "__main__":
    main()
