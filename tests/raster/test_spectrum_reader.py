# SPDX-License-Identifier: GPL-2.0-or-later
"""Windows of spectra equal a plain read of the whole file, in every layout; pixels without data are found."""

import os
from contextlib import contextmanager

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from making import LAYOUTS, write_envi, write_geotiff
from osgeo import gdal

from mineral_prune_plugin.errors import RasterReadFailed
from mineral_prune_plugin.raster.band_matching import BandSelection, choose_bands, match_bands
from mineral_prune_plugin.raster.source import describe
from mineral_prune_plugin.raster.spectrum_reader import SpectrumReader
from mineral_prune_plugin.raster.wavelengths import Wavelengths
from mineral_prune_plugin.raster.windows import Window

BANDS, HEIGHT, WIDTH = 5, 21, 37
UM = (2.0, 2.1, 2.2, 2.3, 2.4)
EVERY_LAYOUT = pytest.mark.parametrize("layout", LAYOUTS)


def ramp(dtype=np.int16):
    """Values that differ everywhere."""
    return np.arange(1, BANDS * HEIGHT * WIDTH + 1).reshape(BANDS, HEIGHT, WIDTH).astype(dtype)


def reader_of(path, numbers=None):
    info = describe(path)
    return SpectrumReader(info, BandSelection(tuple(numbers)) if numbers else choose_bands(info.bands, info.name))


def read_all(path, numbers=None):
    """(reflectance (n_bands, height, width), valid (height, width)) put together from the planned windows."""
    reader = reader_of(path, numbers)
    grid = reader.info.grid
    reflectance = np.full((len(reader.selection.numbers), grid.height, grid.width), -1, np.float32)
    valid = np.zeros((grid.height, grid.width), bool)
    for window in reader.windows():
        spectra = reader.read(window)
        place = slice(window.row, window.row + window.height), slice(window.column, window.column + window.width)
        reflectance[(slice(None), *place)] = spectra.reflectance.reshape(-1, window.height, window.width)
        valid[place] = spectra.valid.reshape(window.height, window.width)
    return reflectance, valid


@EVERY_LAYOUT
@pytest.mark.parametrize("dtype", [np.uint8, np.int16, np.uint16, np.int32, np.float32, np.float64])
def test_every_layout_and_type_reads_as_gdal_reads_the_whole(tmp_path, layout, dtype):
    cube = ramp(np.int64) % 200 + 1
    reflectance, valid = read_all(LAYOUTS[layout](tmp_path, cube.astype(dtype), UM))
    assert reflectance.dtype == np.float32
    assert np.array_equal(reflectance, cube)
    assert valid.all()


@EVERY_LAYOUT
def test_bands_are_read_in_the_order_asked_for(tmp_path, layout):
    reflectance, _ = read_all(LAYOUTS[layout](tmp_path, ramp()), numbers=(4, 1, 3))
    assert np.array_equal(reflectance, ramp()[[3, 0, 2]])


@pytest.fixture(scope="module")
def files_with_holes(tmp_path_factory):
    """The same cube in every layout, with no-data, NaN and infinite pixels in it."""
    cube = ramp(np.float32)
    cube[:, 3, 5:9], cube[2, 20, 36], cube[0, 0, 0], cube[4, 7, 7] = -9999, -9999, np.nan, np.inf
    folder = tmp_path_factory.mktemp("holes")
    return cube, {layout: write(folder, cube, UM, -9999) for layout, write in LAYOUTS.items()}


windows = st.tuples(
    st.integers(0, WIDTH - 1), st.integers(0, HEIGHT - 1), st.integers(1, WIDTH), st.integers(1, HEIGHT)
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(layout=st.sampled_from(sorted(LAYOUTS)), corner=windows)
def test_any_window_equals_the_same_part_of_a_plain_read(files_with_holes, layout, corner):
    cube, paths = files_with_holes
    column, row, width, height = corner
    window = Window(column, row, min(width, WIDTH - column), min(height, HEIGHT - row))
    spectra = reader_of(paths[layout]).read(window)
    whole = gdal.Open(str(paths[layout])).ReadAsArray()
    part = whole[:, row : row + window.height, column : column + window.width].reshape(BANDS, -1)
    expected_valid = np.isfinite(part).all(axis=0) & (part != -9999).all(axis=0)
    assert np.array_equal(spectra.valid, expected_valid)
    assert np.array_equal(spectra.reflectance, np.where(expected_valid, part, np.nan), equal_nan=True)


def test_holes_are_the_ones_made(files_with_holes):
    _, paths = files_with_holes
    _, valid = read_all(paths["bil"])
    assert np.argwhere(~valid).tolist() == [[0, 0], [3, 5], [3, 6], [3, 7], [3, 8], [7, 7], [20, 36]]


@pytest.mark.parametrize(
    ("dtype", "no_data"),
    [
        (np.uint8, 0),
        (np.uint8, 255),
        (np.int16, -9999),
        (np.int16, -32768),
        (np.uint16, 65535),
        (np.int32, -2147483648),
        (np.uint32, 4294967295),
        (np.float32, -9999.0),
        (np.float32, -3.4e38),
        (np.float32, -3.4028234663852886e38),
        (np.float32, 1e20),
        (np.float32, 0.1),
        (np.float32, np.nan),
        (np.float64, -9999.0),
        (np.float64, -1.7976931348623157e308),
        (np.float64, np.nan),
    ],
)
@pytest.mark.parametrize("layout", ["gtiff_band", "bil"])
def test_a_pixel_that_is_no_data_in_any_band_is_not_valid(tmp_path, layout, dtype, no_data):
    cube = (ramp(np.int64) % 50 + 7).astype(dtype)
    cube[1, 2, 3] = no_data
    reflectance, valid = read_all(LAYOUTS[layout](tmp_path, cube, UM, no_data))
    assert np.argwhere(~valid).tolist() == [[2, 3]]
    assert np.isnan(reflectance[:, 2, 3]).all() and np.isfinite(reflectance).sum() == cube.size - BANDS


def test_a_no_data_value_that_the_type_cannot_hold_hits_nothing(tmp_path):
    path = write_envi(tmp_path / "cube.img", ramp(np.uint16), data_ignore_value=-9999)
    assert read_all(path)[1].all()


def test_no_data_in_a_band_that_is_not_read_is_no_matter(tmp_path):
    cube = ramp()
    cube[1, 2, 3] = -9999
    path = LAYOUTS["bsq"](tmp_path, cube, UM, -9999)
    assert read_all(path, numbers=(1, 3))[1].all()


def test_no_data_is_told_before_the_scale_is_applied(tmp_path):
    cube = np.full((2, 1, 3), 4000, np.int16)
    cube[0, 0, 1] = -9999
    reflectance, valid = read_all(write_geotiff(tmp_path / "cube.tif", cube, no_data=-9999, scale=1e-4))
    assert valid.tolist() == [[True, False, True]]
    assert reflectance[:, 0, 0] == pytest.approx([0.4, 0.4])


@pytest.mark.parametrize(
    ("spectrum", "valid"),
    [((0, 0), False), ((-0.1, 0), False), ((-0.1, 0.2), True), ((np.nan, 0.2), False), ((np.inf, 0.2), False),
     ((-np.inf, 0.2), False), ((1e-9, 0), True)],
)  # fmt: skip
def test_a_pixel_without_a_positive_or_with_a_not_finite_band_is_not_valid(tmp_path, spectrum, valid):
    cube = np.array(spectrum, np.float32).reshape(2, 1, 1)
    assert read_all(write_envi(tmp_path / "cube.img", cube))[1].tolist() == [[valid]]


def test_a_number_too_large_for_float32_is_not_valid(tmp_path):
    cube = np.array([1e300, 0.5], np.float64).reshape(2, 1, 1)
    assert read_all(write_envi(tmp_path / "cube.img", cube))[1].tolist() == [[False]]


def test_pixels_outside_a_mask_band_are_not_valid(tmp_path):
    path = write_geotiff(tmp_path / "cube.tif", ramp())
    dataset = gdal.Open(str(path), gdal.GA_Update)
    dataset.CreateMaskBand(gdal.GMF_PER_DATASET)
    mask = np.full((HEIGHT, WIDTH), 255, np.uint8)
    mask[4, 5] = 0
    dataset.GetRasterBand(1).GetMaskBand().WriteArray(mask)
    dataset = None
    assert np.argwhere(~read_all(path)[1]).tolist() == [[4, 5]]


@EVERY_LAYOUT
def test_interpolated_bands_equal_a_plain_computation(tmp_path, layout):
    path = LAYOUTS[layout](tmp_path, ramp(np.float32), (2.0, 2.04, 2.08, 2.12, 2.16), -9999)
    info = describe(path)
    selection = match_bands(Wavelengths.from_um([2.01, 2.08, 2.13]), info.bands, "r", 3, True, tolerance_um=1e-6)
    spectra = SpectrumReader(info, selection).read(Window(0, 0, WIDTH, HEIGHT))
    b = ramp(np.float64).reshape(BANDS, -1)
    expected = [0.75 * b[0] + 0.25 * b[1], b[2], 0.75 * b[3] + 0.25 * b[4]]
    assert spectra.reflectance == pytest.approx(np.array(expected), rel=1e-5)


def test_a_file_that_is_cut_off_says_where(tmp_path):
    noise = np.random.default_rng(1).integers(1, 9999, (5, 64, 64), np.int16)
    path = tmp_path / "copy.tif"  # a copy has its directory in front, so that the first half opens
    gdal.Translate(str(path), str(LAYOUTS["gtiff_tiled_band"](tmp_path, noise, UM)), creationOptions=["TILED=YES"])
    reader = reader_of(path)
    os.truncate(path, path.stat().st_size // 2)  # a raster that is cut off before is refused: test_completeness.py
    with pytest.raises(RasterReadFailed) as failed:
        for window in reader.windows():
            reader.read(window)
    assert failed.value.facts["raster"] == path.name
    assert (failed.value.facts["row"], failed.value.facts["column"]) == (0, 0)
    assert failed.value.facts["reason"]


def test_blocks_that_are_read_do_not_pile_up_in_gdals_cache(tmp_path):
    values = np.zeros((5, 64, 64), np.int16)
    reader = reader_of(LAYOUTS["gtiff_tiled_band"](tmp_path, values, UM))
    before = gdal.GetCacheUsed()
    reader.read(Window(0, 0, 64, 64))
    assert gdal.GetCacheUsed() <= before


def test_transparent_pixels_of_an_alpha_band_are_not_valid_and_the_band_is_no_spectrum(tmp_path):
    path = tmp_path / "alpha.tif"
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), 3, 1, 6, gdal.GDT_Int16)
    for number in range(1, 6):
        dataset.GetRasterBand(number).WriteArray(np.full((1, 3), 500, np.int16))
    dataset.GetRasterBand(6).WriteArray(np.array([[255, 0, 255]], np.int16))
    dataset.GetRasterBand(6).SetColorInterpretation(gdal.GCI_AlphaBand)
    dataset = None
    info = describe(path)
    selection = choose_bands(info.bands, info.name)
    assert selection.numbers == (1, 2, 3, 4, 5)
    assert SpectrumReader(info, selection).read(Window(0, 0, 3, 1)).valid.tolist() == [True, False, True]


@pytest.mark.parametrize("through", ["the file", "a mosaic"])
def test_a_users_own_number_of_gdal_threads_changes_no_value(tmp_path, through):
    cube = np.random.default_rng(0).integers(500, 9500, (12, 70, 90)).astype(np.int16)
    path = write_geotiff(
        tmp_path / "cube.tif",
        cube,
        options=("TILED=YES", "BLOCKXSIZE=32", "BLOCKYSIZE=32", "COMPRESS=DEFLATE", "INTERLEAVE=BAND"),
    )
    if through == "a mosaic":
        gdal.BuildVRT(str(tmp_path / "cube.vrt"), [str(path)])
        path = tmp_path / "cube.vrt"
    with two_threads():
        for numbers in ((5,), (8,)):  # GDAL 3.6.2 ends the process where it is asked for two of them
            raw = reader_of(path, numbers).raw(Window(0, 0, 90, 70))
            assert np.array_equal(raw.reshape(-1, 70, 90), cube[np.array(numbers) - 1])
        assert gdal.GetConfigOption("GDAL_NUM_THREADS") == "2"


@contextmanager
def two_threads():
    gdal.SetConfigOption("GDAL_NUM_THREADS", "2")
    try:
        yield
    finally:
        gdal.SetConfigOption("GDAL_NUM_THREADS", None)


def test_a_number_that_its_scale_carries_beyond_float32_is_no_reflectance(tmp_path):
    path, values = str(tmp_path / "scene.tif"), np.full((2, 1, 3), 0.5, np.float32)
    values[1, 0, 2] = 1e30
    dataset = gdal.GetDriverByName("GTiff").Create(path, 3, 1, 2, gdal.GDT_Float32)
    for number, band in enumerate(values, start=1):
        dataset.GetRasterBand(number).WriteArray(band)
        dataset.GetRasterBand(number).SetScale(1e10)
    del dataset, band
    spectra = reader_of(path, (1, 2)).read(Window(0, 0, 3, 1))
    assert spectra.valid.tolist() == [True, True, False]
    assert np.isfinite(spectra.reflectance[:, :2]).all() and np.isnan(spectra.reflectance[:, 2]).all()
