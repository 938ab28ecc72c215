# SPDX-License-Identifier: GPL-2.0-or-later
"""GeoTIFFs are tiled, compressed and georeferenced like the raster they come from, and hold what was written."""

import time

import numpy as np
import pytest
from making import ROTATED, TRANSFORM, gdal_exceptions, wkt
from osgeo import gdal

from mineral_prune_plugin.errors import OutputFailed
from mineral_prune_plugin.raster.geotiff import AT_ONCE, Layout, geotiff
from mineral_prune_plugin.raster.source import PIXEL_GEOTRANSFORM, Grid
from mineral_prune_plugin.raster.windows import Window, plan


def write(path, values, layout, block=(64, 64), budget=5000):
    bands, height, width = values.shape
    with geotiff(path, layout) as writer:
        for window in plan(width, height, block, 1, budget):
            rows, columns = (
                slice(window.row, window.row + window.height),
                slice(window.column, window.column + window.width),
            )
            writer.write(window, values[:, rows, columns].reshape(bands, -1))
    return gdal.Open(str(path))


@pytest.mark.parametrize("transform", [TRANSFORM, ROTATED])
@pytest.mark.parametrize("dtype", [np.uint8, np.int16, np.float32])
def test_what_was_written_in_windows_is_read_back(tmp_path, transform, dtype):
    values = (np.arange(2 * 90 * 300).reshape(2, 90, 300) % 251).astype(dtype)
    grid = Grid(300, 90, transform, wkt(), True)
    dataset = write(tmp_path / "out.tif", values, Layout(grid, dtype, ("first", "second"), no_data=0))
    band = dataset.GetRasterBand(2)
    assert np.array_equal(dataset.ReadAsArray(), values) and dataset.ReadAsArray().dtype == dtype
    assert dataset.GetGeoTransform() == transform and "UTM zone 11N" in dataset.GetProjection()
    assert band.GetDescription() == "second" and band.GetNoDataValue() == 0
    assert band.GetBlockSize() == [256, 256]
    assert dataset.GetMetadata("IMAGE_STRUCTURE")["COMPRESSION"] == "DEFLATE"


def test_scale_and_metadata_belong_to_the_bands(tmp_path):
    layout = Layout(
        Grid(2, 2, TRANSFORM, "", True), np.int16, ("a", "b"), scale=1e-4, metadata=({"k": "1"}, {"k": "2"})
    )
    dataset = write(tmp_path / "out.tif", np.ones((2, 2, 2), np.int16), layout)
    assert [dataset.GetRasterBand(number).GetMetadataItem("k") for number in (1, 2)] == ["1", "2"]
    assert dataset.GetRasterBand(2).GetScale() == 1e-4


def test_a_grid_without_georeference_writes_none(tmp_path):
    layout = Layout(Grid(2, 2, PIXEL_GEOTRANSFORM, "", False), np.uint8, ("a",))
    dataset = write(tmp_path / "out.tif", np.ones((1, 2, 2), np.uint8), layout)
    assert dataset.GetGeoTransform(can_return_null=True) is None and dataset.GetProjection() == ""


def test_a_file_that_cannot_be_made_gives_gdals_reason(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    path = tmp_path / "file" / "out.tif"
    with (
        pytest.raises(OutputFailed) as failed,
        geotiff(path, Layout(Grid(2, 2, TRANSFORM, "", True), np.uint8, ("a",))),
    ):
        pytest.fail("the block must not run")
    assert failed.value.facts["output"] == str(path)
    assert "out.tif" in failed.value.facts["reason"]


@pytest.mark.parametrize("exceptions", [False, True])
def test_gdals_exceptions_switched_on_by_another_plugin_are_no_matter(tmp_path, exceptions):
    layout = Layout(Grid(2, 2, TRANSFORM, "", True), np.uint8, ("a",))
    with gdal_exceptions(exceptions):
        with pytest.raises(OutputFailed), geotiff(tmp_path / "no" / "out.tif", layout):
            pytest.fail("the block must not run")
        assert write(tmp_path / "out.tif", np.ones((1, 2, 2), np.uint8), layout).ReadAsArray().tolist() == [[1, 1]] * 2


def test_a_huge_file_that_is_given_up_is_closed_at_once(tmp_path):
    layout = Layout(Grid(200_000, 200_000, TRANSFORM, "", True), np.float32, ("a",), no_data=-1)
    started = time.process_time()
    with pytest.raises(KeyboardInterrupt), geotiff(tmp_path / "out.tif", layout):
        raise KeyboardInterrupt
    assert time.process_time() - started < 2  # writing its 600,000 tiles took minutes


MANY = Layout(Grid(512, 512, (0.0, 1.0, 0.0, 0.0, 0.0, -1.0), "", True), np.float32, ("",) * 600, tile=64)
NOISE = np.random.default_rng(1).random((600, 512 * 64), dtype=np.float32)  # 79 MB, which take seconds to compress


def test_between_some_bands_and_the_next_is_a_look_whether_to_go_on(tmp_path):
    looks, window = [], Window(0, 0, 512, 64)
    with geotiff(tmp_path / "file.tif", MANY) as raster:
        raster.write(window, NOISE, lambda: looks.append(1))
    assert len(looks) == len(NOISE) * NOISE[0].nbytes // AT_ONCE + 1  # the last bands are fewer
    written = gdal.Open(str(tmp_path / "file.tif"))
    for band in (1, 32, 33, 64, 600):
        assert (written.GetRasterBand(band).ReadAsArray(0, 0, 512, 64).ravel() == NOISE[band - 1]).all()
    with pytest.raises(KeyError), geotiff(tmp_path / "other.tif", MANY) as raster:
        raster.write(window, NOISE, {}.popitem)


def test_nobody_waits_for_the_end_of_a_file_that_is_abandoned(tmp_path):
    with pytest.raises(KeyError), geotiff(tmp_path / "file.tif", MANY) as raster:
        raster.write(Window(0, 0, 512, 64), NOISE)
        begun = time.monotonic()
        raise KeyError
    assert time.monotonic() - begun < 1.5
