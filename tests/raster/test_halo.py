# SPDX-License-Identifier: GPL-2.0-or-later
"""What a network of patches sees around a window: real neighbours, mirrored ones at the edge, blocks decoded once."""

import threading

import numpy as np
import pytest
from densenets import patch_model
from making import LAYOUTS, write_geotiff
from osgeo import gdal

from mineral_prune_plugin.errors import RasterReadFailed
from mineral_prune_plugin.mapping.class_map import MapJob, map_minerals
from mineral_prune_plugin.mapping.kernel.pixels import PIECE
from mineral_prune_plugin.progress import silent
from mineral_prune_plugin.raster import halo
from mineral_prune_plugin.raster.band_matching import BandSelection
from mineral_prune_plugin.raster.halo import Edges, Overlapping, Strips, surroundings
from mineral_prune_plugin.raster.piece_readers import Source
from mineral_prune_plugin.raster.source import describe
from mineral_prune_plugin.raster.windows import Window

UM = (2.0, 2.1, 2.2)
DEFLATED = ("COMPRESS=DEFLATE", "INTERLEAVE=PIXEL", "TILED=YES", "BLOCKXSIZE=16", "BLOCKYSIZE=16")
COMPRESSED = ("gtiff_tiled_band", "gtiff_tiled_pixel")


def cube_of(height, width):
    return np.random.default_rng(1).integers(1, 9999, (3, height, width)).astype(np.int16)


def source_of(path):
    return Source.of(describe(str(path)), BandSelection((1, 2, 3)), PIECE)


class Recording:
    """A reader that counts how often each pixel is read."""

    def __init__(self, reader, shape):
        self._reader, self.read = reader, np.zeros(shape, int)

    def pieces(self, window):
        self.read[window.row : window.row + window.height, window.column : window.column + window.width] += 1
        return self._reader.pieces(window)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("margin", [0, 1, 2, 7])
@pytest.mark.parametrize("size", [(40, 37), (33, 5), (3, 2), (1, 1)])
def test_a_window_has_its_neighbours_and_mirrored_ones_at_the_edge(tmp_path, monkeypatch, layout, margin, size):
    monkeypatch.setattr(halo, "BUDGET_BYTES", 1)
    cube = cube_of(*size)
    source = source_of(LAYOUTS[layout](tmp_path, cube, UM, None))
    around = surroundings(source, margin)
    assert isinstance(around, Strips) == (layout in COMPRESSED)
    whole = np.pad(cube, ((0, 0), (margin, margin), (margin, margin)), "reflect" if margin else "edge")
    with source.open() as reader:
        for window in around.windows:
            raw, unmasked = around.read(reader, window, lambda: False)
            rows = slice(window.row, window.row + window.height + 2 * margin)
            assert (raw == whole[:, rows, window.column : window.column + window.width + 2 * margin]).all()
            assert unmasked is None


@pytest.mark.parametrize("margin", [1, 8])
def test_a_block_that_is_decoded_is_read_once(tmp_path, monkeypatch, margin):
    monkeypatch.setattr(halo, "BUDGET_BYTES", 1)
    source = source_of(write_geotiff(tmp_path / "scene.tif", cube_of(70, 37), UM, options=DEFLATED))
    around = surroundings(source, margin)
    assert len(around.windows) == 5
    with source.open() as reader:
        recording = Recording(reader, (70, 37))
        for window in around.windows:
            around.read(recording, window, lambda: False)
    assert (recording.read == 1).all()


def test_a_strip_that_takes_too_much_memory_is_not_read_whole(tmp_path, monkeypatch):
    monkeypatch.setattr(halo, "STRIP_BYTES", 16 * 37 * 3 * 2 - 1)
    monkeypatch.setattr(halo, "BUDGET_BYTES", 1)
    source = source_of(write_geotiff(tmp_path / "scene.tif", cube_of(70, 37), UM, options=DEFLATED))
    assert isinstance(surroundings(source, 1), Overlapping)


def test_a_mask_comes_with_its_neighbours(tmp_path, monkeypatch):
    monkeypatch.setattr(halo, "BUDGET_BYTES", 1)
    path = write_geotiff(tmp_path / "scene.tif", cube_of(40, 37), UM, options=DEFLATED)
    mask = np.random.default_rng(2).random((40, 37)) < 0.7
    dataset = gdal.Open(str(path), gdal.GA_Update)
    dataset.CreateMaskBand(gdal.GMF_PER_DATASET)
    dataset.GetRasterBand(1).GetMaskBand().WriteArray(np.where(mask, 255, 0).astype(np.uint8))
    dataset = None
    source, whole = source_of(path), np.pad(mask, 2, "reflect")
    around = surroundings(source, 2)
    assert isinstance(around, Strips)
    with source.open() as reader:
        for window in around.windows:
            _, unmasked = around.read(reader, window, lambda: False)
            assert (unmasked == whole[window.row : window.row + window.height + 4]).all()


def test_a_strip_waits_for_the_one_above_and_not_when_the_run_is_stopped():
    edges, waiting = Edges(), threading.Event()
    giver = threading.Thread(target=lambda: waiting.wait() and edges.give(3, "rows"))
    giver.start()
    assert edges.wait_for(3, waiting.set) == "rows"
    giver.join()
    assert edges.wait_for(3, lambda: True) is None


@pytest.mark.parametrize("layout", ["bip", *COMPRESSED])
def test_a_run_that_is_stopped_reads_no_further(tmp_path, layout):
    source = source_of(LAYOUTS[layout](tmp_path, cube_of(40, 37), UM, None))
    around = surroundings(source, 1)
    with source.open() as reader:
        assert around.read(reader, around.windows[0], lambda: True) == (None, None)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_small_scene_keeps_several_cores_busy(tmp_path, layout):
    source = source_of(LAYOUTS[layout](tmp_path, cube_of(512, 40), UM, None))
    assert len(surroundings(source, 2).windows) == 4


def test_tiles_of_a_wide_scene_are_windows_as_high_as_any(tmp_path, monkeypatch):
    monkeypatch.setattr(halo, "ROWS_BYTES", halo.ROWS * 32 * 2 * 3)
    tiled = tuple(option for option in DEFLATED if "COMPRESS" not in option)
    source = source_of(write_geotiff(tmp_path / "scene.tif", cube_of(20, 70), UM, options=tiled))
    assert source.layout is not None
    assert list(surroundings(source, 1).windows) == [Window(left, 0, min(32, 70 - left), 20) for left in (0, 32, 64)]


def test_rows_of_a_wide_scene_are_read_whole_as_far_as_memory_allows(tmp_path, monkeypatch):
    monkeypatch.setattr(halo, "ROWS_BYTES", 6 * 40 * 2 * 3)
    source = source_of(LAYOUTS["bip"](tmp_path, cube_of(12, 40), UM, None))
    assert list(surroundings(source, 1).windows) == [Window(0, 0, 40, 6), Window(0, 6, 40, 6)]


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_a_damaged_strip_ends_the_run_and_leaves_no_map(tmp_path, monkeypatch, workers):
    """Workers that wait for a strip below the damaged one do not wait for ever."""
    monkeypatch.setattr(halo, "BUDGET_BYTES", 1)
    cube = np.random.default_rng(1).uniform(0.1, 0.9, (4, 90, 37)).astype(np.float32)
    path = write_geotiff(tmp_path / "scene.tif", cube, (*UM, 2.3), options=DEFLATED)
    dataset = gdal.Open(str(path))
    place = int(dataset.GetRasterBand(1).GetMetadataItem("BLOCK_OFFSET_1_2", "TIFF"))
    dataset = None
    with open(path, "r+b") as file:
        file.seek(place)
        file.write(bytes(64))
    with pytest.raises(RasterReadFailed):
        map_minerals(MapJob(str(path), patch_model(5), str(tmp_path / "map.tif"), workers=workers), silent())
    assert [child.name for child in tmp_path.iterdir()] == ["scene.tif"]
