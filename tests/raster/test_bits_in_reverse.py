# SPDX-License-Identifier: GPL-2.0-or-later
"""TIFFs whose bytes have their bits in reverse (FillOrder 2): no look at them and no reader takes GDAL's shortcut."""

import numpy as np
import pytest
from faults.tiff_changes import place
from faults.tiff_files import SHORT, Entry, plain_tiff
from osgeo import gdal

from mineral_prune_plugin.raster.band_matching import BandSelection
from mineral_prune_plugin.raster.labels import RasterLabels
from mineral_prune_plugin.raster.source import describe
from mineral_prune_plugin.raster.spectrum_reader import SpectrumReader
from mineral_prune_plugin.raster.windows import Window

NO_DATA, TURNED = 7, 224  # the same bits from either end


def written(path, cube, rows, fill_order=2):
    """A TIFF of bytes; `cube` is what lies in the file."""
    made = plain_tiff(cube, rows=rows, planar=2)
    place(made, Entry(266, SHORT, [fill_order]))
    made.write(path)
    return str(path)


@pytest.mark.parametrize("fill_order, good", [(2, [True, False, True, True]), (1, [True, True, True, True])])
def test_a_band_without_data_is_left_out_as_gdal_reads_it(tmp_path, fill_order, good):
    cube = np.random.default_rng(1).integers(1, 7, (4, 90, 110)).astype(np.uint8)
    cube[1] = TURNED
    path = written(tmp_path / "scene.tif", cube, 10, fill_order)
    bands = "".join(f'<PAMRasterBand band="{n}"><NoDataValue>{NO_DATA}</NoDataValue></PAMRasterBand>' for n in "1234")
    (tmp_path / "scene.tif.aux.xml").write_text(f"<PAMDataset>{bands}</PAMDataset>")
    assert describe(path).bands.good.tolist() == good


@pytest.fixture
def huge_blocks(tmp_path):
    """Two strips of 17 MB, the values of a class raster in their first rows; and as GDAL reads these by default."""
    cube = np.full((1, 8_500, 4_000), 128, np.uint8)  # reads 1
    cube[0, 1] = 64  # reads 2
    path = written(tmp_path / "huge.tif", cube, 4_250)
    known = gdal.Open(path).ReadAsArray(0, 0, 50, 3)
    assert known[:, 0].tolist() == [1, 2, 1]
    return path, known


def test_spectra_of_huge_blocks_are_as_gdal_reads_them(huge_blocks):
    path, known = huge_blocks
    info = describe(path)
    assert info.blocks.large and not info.blocks.options
    assert (SpectrumReader(info, BandSelection((1,))).raw(Window(0, 0, 50, 3)) == known.ravel()).all()


def test_so_are_labels(huge_blocks):
    path, known = huge_blocks
    assert (RasterLabels(path, describe(path).grid).read(Window(0, 0, 50, 3)).classes == known.ravel()).all()
