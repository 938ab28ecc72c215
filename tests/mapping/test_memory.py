# SPDX-License-Identifier: GPL-2.0-or-later
"""Work on rasters of huge blocks keeps to the memory that is allowed, or is refused before it begins."""

import json
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from making import random_model
from osgeo import gdal

from mineral_prune_plugin.errors import Cancelled, MapNeedsMemory, RasterBlocksTooLarge
from mineral_prune_plugin.mapping.class_map import MapJob, map_minerals
from mineral_prune_plugin.mapping.kernel.pixels import RawKernel
from mineral_prune_plugin.mapping.map_memory import MapMemory
from mineral_prune_plugin.mapping.window import classifying
from mineral_prune_plugin.mapping.workers import in_order
from mineral_prune_plugin.models.compatibility import bands_for
from mineral_prune_plugin.progress import Progress, awaited, silent
from mineral_prune_plugin.raster.block_memory import MEGABYTE, readers_within
from mineral_prune_plugin.raster.piece_readers import Source
from mineral_prune_plugin.raster.source import describe
from mineral_prune_plugin.raster.spectrum_reader import SpectrumReader
from mineral_prune_plugin.raster.validity import Scaling
from mineral_prune_plugin.raster.windows import Plan, Window

ROOT = Path(__file__).resolve().parents[2]
BANDS = 20
PEAK = """
import json, resource, sys
sys.path[:0] = [{root!r}, {tests!r}]
from making import random_model
from mineral_prune_plugin.mapping.class_map import MapJob, map_minerals
from mineral_prune_plugin.mapping.neurons import NeuronJob, map_neurons
from mineral_prune_plugin.progress import silent
small, raster, output, hidden, memory, job, work = json.loads(sys.argv[1])
job, work = globals()[job], globals()[work]
def peak(path):
    work(job(path, random_model(None, tuple(hidden), bands={bands}), output, memory=memory), silent())
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
before = peak(small)
print(peak(raster) - before)
"""


def strip(path, width, height, *options, bands=BANDS):
    """A raster of zipped blocks as high as itself, all 0.4."""
    options = [*options, *(() if "COMPRESS=NONE" in options else ("COMPRESS=DEFLATE", "ZLEVEL=1"))]
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), width, height, bands, gdal.GDT_Float32, options=options)
    dataset.SetGeoTransform((500_000.0, 20.0, 0.0, 4_160_000.0, 0.0, -20.0))
    for number in range(1, bands + 1):
        dataset.GetRasterBand(number).Fill(0.4)
    return str(path)


def peak(tmp_path, raster, hidden=(5,), memory=512, job=("MapJob", "map_minerals")):
    """MB that a job takes at its highest, more than one on a few pixels, in a process of its own."""
    small = strip(tmp_path / "small.tif", 40, 30)
    code = PEAK.format(root=str(ROOT), tests=str(ROOT / "tests"), bands=BANDS)
    facts = json.dumps([small, raster, str(tmp_path / "output.tif"), hidden, memory * MEGABYTE, *job])
    done = subprocess.run([sys.executable, "-c", code, facts], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return float(done.stdout)


@pytest.fixture
def one_strip(tmp_path):
    """72 MB in one strip."""
    return strip(tmp_path / "strip.tif", 1000, 900, "INTERLEAVE=PIXEL", "BLOCKYSIZE=900")


def test_a_raster_of_one_strip_is_mapped_by_as_many_workers_as_the_memory_allows(one_strip, tmp_path):
    assert peak(tmp_path, one_strip, memory=200) < 200


def test_there_are_as_many_readers_as_the_memory_allows_and_always_a_reader(one_strip):
    """Of 64 MB for GDAL's cache, and 69 MB of blocks and 10 MB for each."""
    counts = [
        readers_within(describe(one_strip, "", most * MEGABYTE), 4, 10 * MEGABYTE) for most in (150, 230, 310, 999)
    ]
    assert counts == [1, 2, 3, 4]
    assert readers_within(describe(one_strip, "", MEGABYTE), 4) == 1


def test_wide_rows_are_mapped_within_the_memory(tmp_path):
    rows = strip(tmp_path / "rows.tif", 400_000, 2, "INTERLEAVE=PIXEL", "BLOCKYSIZE=1")
    assert peak(tmp_path, rows, memory=180) < 180


def test_many_neurons_are_mapped_within_the_memory(tmp_path):
    scene = strip(tmp_path / "scene.tif", 256, 256, "INTERLEAVE=PIXEL")
    assert peak(tmp_path, scene, (100, 100), memory=200, job=("NeuronJob", "map_neurons")) < 200


def cache(path, memory=512, worker=40, written=0, bands=BANDS):
    """MB of GDAL's cache for two workers on windows of 10,000 pixels of a row."""
    info = describe(path, "", memory * MEGABYTE)
    source = Source(info, bands_for(random_model(None, bands=bands), info, False), None)
    windows = Plan(info.grid.width, info.grid.height, 10_000, 1)
    return MapMemory(worker * MEGABYTE, 0).cache(source, windows, 2, written * MEGABYTE) / MEGABYTE


def test_the_cache_holds_the_blocks_that_windows_share_where_the_memory_allows(tmp_path):
    rows = strip(tmp_path / "rows.tif", 2**18, 2, "INTERLEAVE=BAND", "BLOCKYSIZE=1")  # of 1 MB a band
    assert cache(rows) == 64 + 2 * BANDS
    assert cache(rows, written=30) == 64 + 2 * BANDS + 30
    assert cache(rows, memory=180, written=30) == 64 + 30  # 80 of the workers; the output's blocks come first
    assert cache(rows, memory=150) == 64


def test_the_cache_holds_little_where_the_driver_holds_the_blocks(tmp_path):
    rows = strip(tmp_path / "rows.tif", 2**18, 2, "INTERLEAVE=PIXEL", "BLOCKYSIZE=1")
    assert cache(rows) == 16 and cache(rows, written=30) == 46
    narrow = strip(tmp_path / "narrow.tif", 2_000, 2, "INTERLEAVE=BAND", "BLOCKYSIZE=1")
    assert cache(narrow) == 64


def test_of_many_bands_few_doubtful_pixels_wait_at_a_time(tmp_path):
    """All pixels of a raster that is the same everywhere are doubtful, if two minerals are equal."""
    bands, batches = 1_000, []
    model = random_model(None, (4,), numbers=(1, 2), bands=bands)
    weights = model.network.weights[0], np.repeat(model.network.weights[1][:1], 2, axis=0)
    biases = model.network.biases[0], np.zeros(2, np.float32)
    model = replace(model, network=replace(model.network, weights=weights, biases=biases))
    info = describe(strip(tmp_path / "bands.tif", 64, 64, bands=bands))
    source = Source.of(info, bands_for(model, info, False), 512)
    kernel = RawKernel(model, Scaling.of(info.bands, source.selection.numbers), source.selection)
    settle = kernel.settle
    kernel.settle = lambda inputs: batches.append(inputs.shape[1]) or settle(inputs)
    with classifying(kernel, source) as classify:
        classify(Window(0, 0, 64, 64), lambda: False)
    assert sum(batches) == 64 * 64 and max(batches) <= 2**20 // bands + 512


def test_blocks_that_take_more_than_is_allowed_are_refused_before_any_is_read(one_strip, tmp_path):
    job = MapJob(one_strip, random_model(None, bands=BANDS), str(tmp_path / "map.tif"), memory=128 * MEGABYTE)
    with pytest.raises(RasterBlocksTooLarge) as error:
        map_minerals(job, silent())
    facts = error.value.facts
    assert (facts["width"], facts["height"], facts["bands"], facts["most"]) == (1000, 900, BANDS, 128)
    assert 160 < facts["needed"] < 180
    assert not (tmp_path / "map.tif").exists()


def test_a_virtual_raster_takes_what_its_sources_take(one_strip, tmp_path):
    virtual = str(tmp_path / "virtual.vrt")
    gdal.BuildVRT(virtual, [one_strip]).FlushCache()
    assert describe(virtual).blocks.decoded == describe(one_strip).blocks.decoded > 70_000_000
    with pytest.raises(RasterBlocksTooLarge):
        job = MapJob(virtual, random_model(None, bands=BANDS), str(tmp_path / "map.tif"), memory=128 * MEGABYTE)
        map_minerals(job, silent())


def test_an_uncompressed_tile_of_any_size_is_read_in_part(tmp_path):
    sides = ["TILED=YES", "BLOCKXSIZE=2048", "BLOCKYSIZE=2048"]
    options = [*sides, "INTERLEAVE=PIXEL", "SPARSE_OK=NO", "COMPRESS=NONE"]
    path = strip(tmp_path / "tile.tif", 1100, 1100, *options, bands=8)
    info = describe(path, memory=128 * MEGABYTE)
    assert info.blocks.decoded == 128 * MEGABYTE
    reader = SpectrumReader(info, _all_bands(info))  # is not refused
    assert all((reader.read(window).reflectance == np.float32(0.4)).all() for window in reader.windows())


def _all_bands(info):
    from mineral_prune_plugin.raster.band_matching import choose_bands

    return choose_bands(info.bands, info.name)


def test_a_chunk_of_netcdf_that_holds_all_bands_counts_whole(tmp_path):
    path = str(tmp_path / "cube.nc")
    group = gdal.GetDriverByName("netCDF").CreateMultiDimensional(path).GetRootGroup()
    dimensions = [group.CreateDimension(name, "", "", size) for name, size in (("z", 10), ("y", 200), ("x", 300))]
    kind, options = gdal.ExtendedDataType.Create(gdal.GDT_Float32), ["BLOCKSIZE=10,200,300", "COMPRESS=DEFLATE"]
    array = group.CreateMDArray("cube", dimensions, kind, options)
    array.Write(np.full((10, 200, 300), 0.4, np.float32))
    array = dimensions = group = None
    blocks = describe(path).blocks
    assert blocks.size == (300, 200, 10) and blocks.decoded >= 10 * 200 * 300 * 4


def test_a_model_that_takes_more_than_is_allowed_is_refused(one_strip):
    from mineral_prune_plugin.raster.piece_readers import Source

    info = describe(one_strip)
    with pytest.raises(MapNeedsMemory) as error:
        MapMemory(worker=MEGABYTE, shared=400 * MEGABYTE).workers(Source.of(info, _all_bands(info), 1000))
    assert 530 < error.value.facts["needed"] < 550 and error.value.facts["most"] == 512


def test_who_cancels_does_not_wait_for_a_worker_that_cannot_be_stopped():
    begun, cancel, end = threading.Event(), threading.Event(), threading.Event()

    @contextmanager
    def worker():
        yield lambda window, stopped: (begun.set(), end.wait(20))

    progress = Progress(lambda done: None, lambda notice: None, lambda: cancel.set() or begun.is_set())
    start = time.monotonic()
    with pytest.raises(Cancelled), in_order(range(4), worker, 2, progress) as results:
        list(results)
    assert time.monotonic() - start < 5
    end.set()


def test_a_call_that_takes_long_is_left_when_its_run_is_cancelled():
    begun, end = threading.Event(), threading.Event()
    progress = Progress(lambda done: None, lambda notice: None, begun.is_set)
    start = time.monotonic()
    with pytest.raises(Cancelled):
        awaited(lambda: (begun.set(), end.wait(20)), progress)
    assert time.monotonic() - start < 5
    end.set()
    with pytest.raises(KeyError):
        awaited(lambda: {}["missing"], silent())
    assert awaited(lambda: 7, silent()) == 7


@pytest.mark.parametrize("kind", ["map", "comparison"])
def test_who_cancels_does_not_wait_for_the_bounds_of_a_large_model(tmp_path, monkeypatch, kind):
    from mineral_prune_plugin.mapping import agreement_map, class_map
    from mineral_prune_plugin.models.two_models import readers_for

    begun, end = threading.Event(), threading.Event()
    monkeypatch.setattr(class_map, "classifier", lambda *_: (begun.set(), end.wait(20)))
    monkeypatch.setattr(agreement_map, "classifier", lambda *_, **__: (begun.set(), end.wait(20)))
    scene, models = (
        strip(tmp_path / "scene.tif", 40, 30),
        [random_model(None, bands=BANDS, seed=seed) for seed in (1, 2)],
    )
    progress, start = Progress(lambda done: None, lambda notice: None, begun.is_set), time.monotonic()
    with pytest.raises(Cancelled):
        if kind == "map":
            map_minerals(MapJob(scene, models[0], str(tmp_path / "map.tif")), progress)
        else:
            readers = readers_for(models, describe(scene))
            agreement_map.compare_maps(models, readers, tmp_path / "map.tif", progress)
    assert time.monotonic() - start < 8
    end.set()
