# SPDX-License-Identifier: GPL-2.0-or-later
"""Scenes that are no plain file: mosaics, archives, remote files; and huge ones that are given up."""

import functools
import threading
import time
import zipfile
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest
from making import random_model, write_envi, write_geotiff
from osgeo import gdal

from mineral_prune_plugin.errors import Cancelled
from mineral_prune_plugin.mapping.class_map import MapJob, map_minerals
from mineral_prune_plugin.mapping.kernel.pixels import PIECE
from mineral_prune_plugin.progress import Progress, silent
from mineral_prune_plugin.raster.band_matching import BandSelection
from mineral_prune_plugin.raster.piece_readers import Source
from mineral_prune_plugin.raster.source import describe

UM = (2.0, 2.1, 2.2, 2.3)
MODEL = random_model(UM, hidden=(9,), numbers=(1, 2, 4), seed=3)
COMPRESSED = ("TILED=YES", "BLOCKXSIZE=16", "BLOCKYSIZE=16", "COMPRESS=DEFLATE", "INTERLEAVE=PIXEL")


@pytest.fixture
def cube():
    return np.random.default_rng(4).uniform(0.05, 0.95, (4, 40, 60)).astype(np.float32)


@pytest.fixture
def expected(tmp_path, cube):
    return class_map(tmp_path, write_geotiff(tmp_path / "plain.tif", cube, UM))


def class_map(folder, raster, model=MODEL):
    output = folder / "map.tif"
    map_minerals(MapJob(str(raster), model, str(output)), silent())
    return gdal.Open(str(output)).ReadAsArray()


def test_a_mosaic_of_files_with_a_gap_is_mapped_and_the_gap_is_no_data(tmp_path, cube, expected):
    parts = []
    for place, columns in enumerate((slice(0, 20), slice(30, 60))):
        part = write_geotiff(tmp_path / f"part{place}.tif", cube[:, :, columns].copy(), UM, options=COMPRESSED)
        dataset = gdal.Open(str(part), gdal.GA_Update)
        dataset.SetGeoTransform((columns.start, 1, 0, 40, 0, -1))
        parts.append(str(part))
        dataset = None
    mosaic = tmp_path / "mosaic.vrt"
    options = gdal.BuildVRTOptions(srcNodata=0, VRTNodata=0, outputBounds=(0, 0, 60, 40))
    dataset = gdal.BuildVRT(str(mosaic), parts, options=options)
    for index, um in enumerate(UM):
        dataset.GetRasterBand(index + 1).SetMetadata({"wavelength": str(um), "wavelength_units": "Micrometers"})
    dataset = None
    expected[:, 20:30] = 0
    assert np.array_equal(class_map(tmp_path, mosaic), expected)


@pytest.mark.parametrize("options", [(), COMPRESSED])
def test_a_scene_in_an_archive_is_mapped(tmp_path, cube, expected, options):
    scene = write_geotiff(tmp_path / "scene.tif", cube, UM, options=options)
    with zipfile.ZipFile(tmp_path / "scenes.zip", "w") as archive:
        archive.write(scene, "scene.tif")
    assert np.array_equal(class_map(tmp_path, f"/vsizip/{tmp_path}/scenes.zip/scene.tif"), expected)


def test_a_remote_scene_is_mapped(tmp_path, cube, expected):
    (tmp_path / "served").mkdir()
    write_geotiff(tmp_path / "served" / "scene.tif", cube, UM, options=COMPRESSED)
    handler = functools.partial(RangeHandler, directory=str(tmp_path / "served"))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        mapped = class_map(tmp_path, f"/vsicurl/http://127.0.0.1:{server.server_port}/scene.tif")
    finally:
        server.shutdown()
        server.server_close()
    assert np.array_equal(mapped, expected)


class RangeHandler(SimpleHTTPRequestHandler):
    """Serves parts of files, as every server of scenes does; logs nothing."""

    def do_GET(self):
        if "Range" not in self.headers:
            return super().do_GET()
        data = Path(self.translate_path(self.path)).read_bytes()
        first, last = self.headers["Range"].split("=")[1].split("-")
        last = min(int(last or len(data)), len(data) - 1)
        part = data[int(first) : last + 1]
        self.send_response(206)
        self.send_header("Content-Range", f"bytes {first}-{last}/{len(data)}")
        self.send_header("Content-Length", str(len(part)))
        self.end_headers()
        self.wfile.write(part)

    def log_message(self, *words):
        pass


@pytest.mark.parametrize("feature", ["reflectance", "asai"])
def test_a_scene_of_24_megapixels_is_given_up_within_a_second(tmp_path, feature):
    um = tuple(np.linspace(2.0, 2.5, 50))
    model = random_model(um, hidden=(30,), numbers=(1, 2, 4), feature=feature, seed=3)
    raster = write_envi(
        tmp_path / "huge.img", np.ones((50, 1, 6000), np.int16), "bip", wavelength_units="Micrometers", wavelength=um
    )
    header = raster.with_suffix(".hdr")
    header.write_text(header.read_text().replace("lines = 1\n", "lines = 4000\n"))
    with raster.open("r+b") as file:
        file.truncate(6000 * 4000 * 50 * 2)  # a hole takes no space on the disk
    assert Source.of(describe(raster), BandSelection((1,)), PIECE).layout is not None
    begun = time.perf_counter()
    progress = Progress(lambda done: None, lambda notice: None, lambda: time.perf_counter() - begun > 0.7)
    before = set(tmp_path.iterdir())
    with pytest.raises(Cancelled):
        map_minerals(MapJob(str(raster), model, str(tmp_path / "map.tif")), progress)
    assert time.perf_counter() - begun - 0.7 < 1
    assert set(tmp_path.iterdir()) == before
