# SPDX-License-Identifier: GPL-2.0-or-later
"""Bands without data are left out and named, or they would empty a scene; bands that empty most of it are named."""

import gzip

import numpy as np
import pytest
from making import LAYOUTS, Watcher, write_envi, write_geotiff
from osgeo import gdal

from mineral_prune_plugin.raster.band_data import tell_gaps
from mineral_prune_plugin.raster.band_matching import BandSelection, choose_bands
from mineral_prune_plugin.raster.opening import call_gdal
from mineral_prune_plugin.raster.raster_notices import BandsWithGaps, BandsWithZeros, EmptyBandsLeftOut
from mineral_prune_plugin.raster.source import describe
from mineral_prune_plugin.raster.spectrum_reader import SpectrumReader

UM = (2.0, 2.1, 2.2, 2.3, 2.4)
HIGH, WIDE = 90, 110


def cube_of(dtype=np.float32, seed=1):
    values = np.random.default_rng(seed).uniform(0.2, 0.6, (5, HIGH, WIDE))
    return (values * (1 if np.dtype(dtype).kind == "f" else 1000)).astype(dtype)


def left_out(info):
    """Numbers of the bands that are no longer good, and the notices."""
    told = [notice for notice in info.notices if isinstance(notice, EmptyBandsLeftOut)]
    return (np.flatnonzero(~info.bands.good) + 1).tolist(), told


def valid_share(info):
    reader = SpectrumReader(info, choose_bands(info.bands, info.name))
    return np.concatenate([reader.read(window).valid for window in reader.windows()]).mean()


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("empty", [-9999.0, np.nan, np.inf, 0.0])
def test_a_band_without_data_anywhere_is_left_out_and_named(tmp_path, layout, empty):
    cube = cube_of()
    cube[3] = empty
    info = describe(LAYOUTS[layout](tmp_path, cube, UM, -9999))
    numbers, (notice,) = left_out(info)
    assert numbers == [4] and valid_share(info) == 1
    assert notice.serious and notice.facts["shown"] == "2.300 um"
    assert (notice.facts["bands"], notice.facts["total"]) == (1, 5)


STRIPS = ("INTERLEAVE=BAND", f"BLOCKYSIZE={HIGH}")


@pytest.mark.parametrize("compression", ["DEFLATE", "LZW", "ZSTD", "PACKBITS", "NONE"])
@pytest.mark.parametrize("empty", [-9999, 0])
def test_a_band_without_data_in_a_compressed_file_is_left_out(tmp_path, compression, empty):
    cube = cube_of(np.int16)
    cube[3] = empty
    cube[1, :, : WIDE - 2] = 500  # a band that hardly takes room although it holds data
    path = write_geotiff(tmp_path / "cube.tif", cube, UM, -9999, options=[*STRIPS, f"COMPRESS={compression}"])
    assert left_out(describe(path))[0] == [4]


@pytest.mark.parametrize("compression", ["DEFLATE", "LZW", "ZSTD"])
def test_a_band_without_data_in_a_small_compressed_file_is_left_out(tmp_path, compression):
    """In which a block takes a good part of its room however empty it is."""
    cube = cube_of(np.int16)[:, :7, :5]
    cube[3] = -9999
    path = write_geotiff(tmp_path / "cube.tif", cube, UM, -9999, options=[f"COMPRESS={compression}", "INTERLEAVE=BAND"])
    assert left_out(describe(path))[0] == [4]


@pytest.mark.parametrize("tiled", [["TILED=YES", "BLOCKXSIZE=16", "BLOCKYSIZE=16"], STRIPS])
def test_bands_that_take_their_room_in_a_compressed_file_are_not_unpacked(tmp_path, tiled):
    """Else the damage to the last band, of one strip a band, would keep every band from being looked at."""
    cube = cube_of(np.int16)
    cube[0] = 0
    options = ["INTERLEAVE=BAND", *tiled, "COMPRESS=DEFLATE"]
    path = write_geotiff(tmp_path / "cube.tif", cube, UM, options=options)
    dataset = gdal.Open(str(path))
    width, height = dataset.GetRasterBand(5).GetBlockSize()
    blocks = [(x, y) for y in range(-(-HIGH // height)) for x in range(-(-WIDE // width))]
    places = [int(dataset.GetRasterBand(5).GetMetadataItem(f"BLOCK_OFFSET_{x}_{y}", "TIFF")) for x, y in blocks]
    with open(path, "r+b") as file:
        for place in places:
            file.seek(place)
            file.write(b"\xff" * 8)
    damaged = gdal.Open(str(path))
    assert call_gdal(lambda: damaged.GetRasterBand(5).ReadAsArray())[0] is None
    assert left_out(describe(path))[0] == [1]


def test_room_that_is_taken_behind_a_mask_says_nothing_of_a_band(tmp_path):
    cube = cube_of(np.uint8) // 4 + np.random.default_rng(3).integers(1, 99, (5, HIGH, WIDE), np.uint8)
    cube[1, :, 60:] = 0
    alpha = np.zeros((1, HIGH, WIDE), np.uint8)
    alpha[:, :, 60:] = 255
    path = write_geotiff(tmp_path / "cube.tif", np.concatenate([cube, alpha]), options=["COMPRESS=DEFLATE", *STRIPS])
    assert left_out(describe(as_alpha(path, 6)))[0] == [2, 6]


@pytest.mark.parametrize("interleave", ["bsq", "bil", "bip"])
def test_a_file_that_is_compressed_as_a_whole_is_looked_at_too(tmp_path, interleave):
    cube = cube_of(np.int16)
    cube[3], cube[1, 40:50] = -1, -1  # the first place that is looked at lies in row 44
    path = write_envi(tmp_path / "cube.img", cube, interleave, data_ignore_value=-1, file_compression=1)
    path.write_bytes(gzip.compress(path.read_bytes()))
    assert left_out(describe(path))[0] == [4]


def test_bands_without_wavelengths_are_named_by_number(tmp_path):
    cube = cube_of(np.int16)
    cube[[1, 4]] = -1
    info = describe(write_envi(tmp_path / "cube.img", cube, data_ignore_value=-1))
    numbers, (notice,) = left_out(info)
    assert numbers == [2, 5] and notice.facts["shown"] == "bands 2, 5"


def test_a_band_with_data_in_next_to_no_pixel_is_left_out(tmp_path):
    cube = cube_of()
    cube[0] = np.nan
    cube[0, 44, 55] = 0.3  # among the pixels that are looked at
    assert left_out(describe(write_geotiff(tmp_path / "cube.tif", cube, UM)))[0] == [1]


@pytest.mark.parametrize("rows", [slice(44, 45), slice(10), [y for y in range(HIGH) if y not in (6, 44, 56)]])
def test_a_band_with_data_in_some_pixels_is_kept(tmp_path, rows):
    """Even if it is in few of the places that are looked at, or none of the first three: rows 44, 6 and 56."""
    cube = cube_of()
    there = np.zeros(HIGH, bool)
    there[rows] = True
    cube[0, ~there] = np.nan
    assert left_out(describe(write_geotiff(tmp_path / "cube.tif", cube, UM))) == ([], [])


@pytest.mark.parametrize("elsewhere", [0, 255])
def test_a_band_with_data_on_an_island_alone_is_kept(tmp_path, elsewhere):
    cube = np.full((3, 2000, 2000), 7, np.uint8)
    cube[1] = elsewhere
    cube[1, 67:333, 67:400] = 7  # 2.2 % of the pixels
    assert left_out(describe(write_geotiff(tmp_path / "scene.tif", cube, no_data=255))) == ([], [])


def test_a_border_without_data_in_all_bands_is_no_matter(tmp_path):
    cube = cube_of()
    cube[:, :, :70] = -9999
    cube[2] = -9999
    assert left_out(describe(write_geotiff(tmp_path / "cube.tif", cube, UM, no_data=-9999)))[0] == [3]


def as_alpha(path, number):
    """The GeoTIFF, of which the band of that number is now an alpha band."""
    dataset = gdal.Open(str(path), gdal.GA_Update)
    dataset.GetRasterBand(number).SetColorInterpretation(gdal.GCI_AlphaBand)
    return path


def test_pixels_outside_the_mask_say_nothing_of_a_band(tmp_path):
    cube = cube_of(np.uint8) // 4 + 1
    cube[1, :, 60:] = 0
    alpha = np.zeros((1, HIGH, WIDE), np.uint8)
    alpha[:, :, 60:] = 255
    path = write_geotiff(tmp_path / "cube.tif", np.concatenate([cube, alpha]))
    assert left_out(describe(as_alpha(path, 6)))[0] == [2, 6]  # the last holds no reflectance


def test_a_dark_surface_is_no_reason_to_leave_bands_out(tmp_path):
    cube = cube_of()
    cube[:3] = 0
    assert left_out(describe(write_geotiff(tmp_path / "water.tif", cube, UM))) == ([], [])


def test_zeros_that_an_offset_makes_reflectance_are_data(tmp_path):
    cube = cube_of(np.int16)
    cube[2] = 0
    header = {"data_gain_values": [0.001] * 5, "data_offset_values": [0.1] * 5}
    assert left_out(describe(write_envi(tmp_path / "cube.img", cube, **header))) == ([], [])


def test_a_raster_without_any_data_keeps_its_bands(tmp_path):
    info = describe(write_geotiff(tmp_path / "cube.tif", np.full((3, 80, 80), np.nan, np.float32), UM))
    assert left_out(info) == ([], [])


def test_bands_that_are_marked_as_bad_are_not_named_again(tmp_path):
    cube = cube_of()
    cube[3] = np.nan
    info = describe(write_envi(tmp_path / "cube.img", cube, bbl=[1, 1, 1, 0, 1]))
    assert left_out(info) == ([4], [])


def gaps(path, numbers=(1, 2, 3, 4, 5)):
    watcher = Watcher()
    tell_gaps(describe(path), BandSelection(tuple(numbers)), watcher.progress)
    return watcher.notices


@pytest.mark.parametrize(("mark", "kind"), [(-1, BandsWithGaps), (0, BandsWithZeros)])
def test_few_bands_that_lose_most_pixels_are_named_with_their_share(tmp_path, mark, kind):
    cube = cube_of(np.int16)
    cube[[1, 3], 12:] = mark  # of the rows, 87 of 100
    path = write_geotiff(tmp_path / "cube.tif", cube, UM, no_data=mark)
    (notice,) = gaps(path)
    assert type(notice) is kind and notice.facts["shown"] == "2.100, 2.300 um" and notice.facts["bands"] == 2
    assert 75 <= int(notice.facts["share"]) <= 95
    assert gaps(path, (1, 3, 5)) == []  # of the bands that are read


def test_pixels_that_are_lost_to_no_band_in_particular_are_no_remark(tmp_path):
    cube = cube_of()
    cube[:, :, :60] = np.nan
    assert gaps(write_geotiff(tmp_path / "border.tif", cube, UM)) == []
    cube = np.tile(cube_of(), (4, 1, 1))
    for band, values in enumerate(cube):
        values[band * 4 : band * 4 + 4] = np.nan  # each band in rows of its own
    path = write_geotiff(tmp_path / "each.tif", cube)
    assert gaps(path, range(1, 21)) == []
