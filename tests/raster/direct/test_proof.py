# SPDX-License-Identifier: GPL-2.0-or-later
"""A layout is used only where it gives GDAL's default reading, at places that the file itself draws."""

from dataclasses import replace

import numpy as np
import pytest
from faults.rasters import windows
from faults.tiff_changes import place
from faults.tiff_files import SHORT, Entry, plain_tiff
from making import write_envi, write_geotiff

from mineral_prune_plugin.raster.direct import proof
from mineral_prune_plugin.raster.direct.layouts import find_layout
from mineral_prune_plugin.raster.direct.proof import proven
from mineral_prune_plugin.raster.source import describe

CUBE = np.random.default_rng(4).integers(1, 30_000, (3, 96, 80)).astype(np.int16)
TILES = ("TILED=YES", "BLOCKXSIZE=16", "BLOCKYSIZE=16")


@pytest.mark.parametrize("budget", [1, 2**24])
@pytest.mark.parametrize("planar", [1, 2])
def test_gdals_shortcut_alone_proves_nothing(tmp_path, monkeypatch, planar, budget):
    """Bits in reverse: the shortcut gives them as they are, GDAL's default read turned, if only at a single place."""
    monkeypatch.setattr(proof, "BUDGET", budget)
    cube = np.zeros_like(CUBE)
    cube[:, 52:72, 30:70] = CUBE[:, 52:72, 30:70]
    for name, fill_order in (("plain.tif", 1), ("turned.tif", 2)):
        written = plain_tiff(cube, rows=4, planar=planar)
        place(written, Entry(266, SHORT, [fill_order]))
        written.write(tmp_path / name)
    layout = find_layout(describe(tmp_path / "plain.tif"))
    assert proven(layout, describe(tmp_path / "plain.tif"))
    assert not proven(replace(layout, path=str(tmp_path / "turned.tif")), describe(tmp_path / "turned.tif"))


def test_strips_that_are_read_as_one_block_are_compared_as_the_small_blocks_that_they_are(tmp_path, monkeypatch):
    """GDAL reads each by itself, so that its default read is affordable however large the file is."""
    monkeypatch.setattr(proof, "LARGEST_BLOCK", 3000)  # of 46 kB in all, 1920 bytes a strip
    for name, fill_order in (("plain.tif", 1), ("turned.tif", 2)):
        written = plain_tiff(CUBE, rows=4, planar=1)
        place(written, Entry(266, SHORT, [fill_order]))
        written.write(tmp_path / name)
    layout = find_layout(describe(tmp_path / "plain.tif"))
    assert layout.block == (80, 96)
    assert not proven(replace(layout, path=str(tmp_path / "turned.tif")), describe(tmp_path / "turned.tif"))


def in_blocks(layout, info):
    """The layout with the blocks that GDAL knows, where strips were joined."""
    if layout.block == info.block:
        return layout
    down = -(-info.grid.height // info.block[1])
    strips = np.arange(down)[None, :, None] * layout.strides[1] * info.block[1]
    return replace(layout, block=info.block, offsets=layout.offsets + strips)


@pytest.mark.parametrize("options", [TILES, (*TILES, "INTERLEAVE=PIXEL"), ("BLOCKYSIZE=4",)])
def test_blocks_that_are_elsewhere_in_some_part_of_the_scene_are_noticed(tmp_path, options):
    info = describe(write_geotiff(tmp_path / "cube.tif", CUBE, options=options))
    layout = in_blocks(find_layout(info), info)
    down = layout.offsets.shape[1]
    assert proven(layout, info)
    for part in (slice(1, down // 2), slice(down // 2 + 1, down - 1)):  # never both ends, nor the middle
        offsets = layout.offsets.copy()
        offsets[:, part] = offsets[:, part][:, ::-1, ::-1] + 2
        assert not proven(replace(layout, offsets=offsets), info)


@pytest.mark.parametrize("interleave", ["bsq", "bil", "bip"])
def test_a_frame_without_data_hides_nothing(tmp_path, interleave):
    cube = np.zeros_like(CUBE)
    cube[:, 52:72, 30:70] = CUBE[:, 52:72, 30:70]  # a tenth of the scene, neither at its ends nor in its middle
    info = describe(write_envi(tmp_path / "cube.img", cube, interleave))
    layout = find_layout(info)
    assert proven(layout, info)
    with open(layout.path, "ab") as file:
        file.write(bytes(2))
    assert not proven(replace(layout, offsets=layout.offsets + 2), info)


def test_other_content_is_compared_at_other_places(tmp_path, monkeypatch):
    places = []
    for number, name in enumerate(("first.img", "second.img", "copy.img")):
        cube = CUBE.copy()
        cube[0, 50, 50] = number % 2
        info = describe(write_envi(tmp_path / name, cube))
        layout = find_layout(info)
        places.append(compared(monkeypatch, layout, info))
    first, second, copy = places
    assert first == copy != second
    corners = {(0, 0), (80 - 16, 96 - 2)}
    assert corners < set(first) and len(first) >= 8


def compared(monkeypatch, layout, info):
    """The places that are read of all bands, to compare them."""
    places = []

    class Remembering(proof.DirectReader):
        def pieces(self, window):
            if len(self._bands) == layout.bands:
                places.append((window.column, window.row))
            return super().pieces(window)

    with monkeypatch.context() as patch:
        patch.setattr(proof, "DirectReader", Remembering)
        patch.setattr(proof, "LOOKED_AT", 1)
        assert proven(layout, info)
    return places


def test_a_scene_smaller_than_a_place_is_proven(tmp_path):
    info = describe(write_envi(tmp_path / "cube.img", CUBE[:, :1, :1], "bip"))
    assert proven(find_layout(info), info) and windows(info)[0].pixels == 1
