# SPDX-License-Identifier: GPL-2.0-or-later
"""A raster whose files hold less than its header promises is refused at once: GDAL would read zeros."""

import gzip
import os
import struct
import sys
import time

import numpy as np
import pytest
from making import LAYOUTS, write_envi, write_geotiff
from osgeo import gdal

from mineral_prune_plugin.errors import RasterBlocksMissing, RasterCutShort
from mineral_prune_plugin.raster.labels import RasterLabels
from mineral_prune_plugin.raster.source import describe

CUBE = np.random.default_rng(1).integers(1, 3000, (4, 40, 37)).astype(np.int16)
BYTES = CUBE.nbytes
IMAGE_LENGTH = 257


def cut(path, size):
    """Cut a file to some bytes."""
    os.truncate(path, size)
    return path


def refused(path):
    """The facts of the refusal."""
    with pytest.raises(RasterCutShort) as failure:
        describe(path)
    return failure.value.facts


@pytest.mark.parametrize("interleave", ["bsq", "bil", "bip"])
@pytest.mark.parametrize("missing", [1, BYTES // 50, BYTES // 2])
def test_an_envi_file_that_is_cut_short_is_refused_with_its_sizes(tmp_path, interleave, missing):
    path = write_envi(tmp_path / "cube.img", CUBE, interleave)
    assert len(describe(path).bands.good) == 4
    facts = refused(cut(path, BYTES - missing))
    assert facts == {"raster": "cube.img", "file": "cube.img", "expected": BYTES, "found": BYTES - missing}


def test_bytes_before_and_after_the_values_of_an_envi_file_count(tmp_path):
    path = write_envi(tmp_path / "cube.img", CUBE)
    header = path.with_suffix(".hdr")
    header.write_text(header.read_text().replace("header offset = 0", "header offset = 100"))
    assert refused(path)["expected"] == BYTES + 100
    path.write_bytes(bytes(100) + CUBE.tobytes() + b"trailing")
    assert len(describe(path).bands.good) == 4


def test_an_offset_that_gdal_heeds_but_does_not_tell_of_counts(tmp_path):
    path = write_envi(tmp_path / "cube.img", CUBE)
    header = path.with_suffix(".hdr")
    header.write_text(header.read_text().replace("header offset = 0", "header offset = 100=x"))
    path.write_bytes(bytes(100) + CUBE.tobytes())
    assert np.array_equal(gdal.Open(str(path)).ReadAsArray(), CUBE) and len(describe(path).bands.good) == 4
    assert refused(cut(path, BYTES + 99))["expected"] == BYTES + 100


@pytest.mark.parametrize("line", ["lines = 2147483647", "samples = 2147483647", "bands = 30000"])
def test_a_size_that_lies_is_refused_at_once(tmp_path, line):
    path = write_envi(tmp_path / "cube.img", CUBE)
    header, key = path.with_suffix(".hdr"), line.split(" = ")[0]
    lines = [line if entry.startswith(key) else entry for entry in header.read_text().splitlines()]
    header.write_text("\n".join(lines))
    start = time.monotonic()
    try:
        assert refused(path)["found"] == BYTES
    except Exception as refusal:  # GDAL's own is as good
        assert type(refusal).__name__ == "RasterUnreadable"
    assert time.monotonic() - start < 10


def test_a_compressed_envi_file_that_is_cut_short_is_refused(tmp_path):
    path = write_envi(tmp_path / "cube.img", CUBE, file_compression=1)
    whole = gzip.compress(CUBE.tobytes())
    path.write_bytes(whole)
    assert len(describe(path).bands.good) == 4
    assert refused(cut(path, len(whole) // 2))["found"] == len(whole) // 2


def test_a_compressed_envi_file_in_several_parts_is_whole(tmp_path):
    """Its last bytes state the length of the last part alone."""
    path = write_envi(tmp_path / "cube.img", CUBE, file_compression=1)
    data = CUBE.tobytes()
    path.write_bytes(gzip.compress(data[:100]) + gzip.compress(data[100:]))
    assert describe(path).grid.width == CUBE.shape[2]


@pytest.mark.parametrize("word", ["none", "0", " 00", "no"])
def test_a_compression_that_gdal_takes_for_none_is_none(tmp_path, word):
    path = write_envi(tmp_path / "cube.img", CUBE, file_compression=word)
    assert np.array_equal(gdal.Open(str(path)).ReadAsArray(), CUBE) and len(describe(path).bands.good) == 4
    assert refused(cut(path, BYTES - 1))["expected"] == BYTES


@pytest.mark.parametrize("name", [name for name in LAYOUTS if name.startswith("gtiff")])
def test_a_geotiff_whose_blocks_lie_beyond_its_end_is_refused(tmp_path, name):
    path = tmp_path / "copy.tif"  # a copy has its directory in front, so that a part of it opens
    written = LAYOUTS[name](tmp_path, CUBE)
    structure = gdal.Open(str(written)).GetMetadata("IMAGE_STRUCTURE")
    options = [f"{key}={structure[key]}" for key in ("COMPRESS", "INTERLEAVE") if key in structure]
    gdal.Translate(str(path), str(written), creationOptions=options)
    assert len(describe(path).bands.good) == 4
    size = path.stat().st_size
    facts = refused(cut(path, size * 3 // 4))
    assert facts["found"] == size * 3 // 4 < facts["expected"] <= size


def test_padding_of_the_last_strip_may_be_missing(tmp_path):
    path = write_geotiff(tmp_path / "cube.tif", CUBE, options=["INTERLEAVE=PIXEL", "BLOCKYSIZE=27"])
    data = bytearray(path.read_bytes())
    entry = place_of(data, 279)  # lengths of the strips
    assert struct.unpack_from("<H", data, entry + 2)[0] == 3  # two numbers of two bytes, in the entry
    struct.pack_into("<H", data, entry + 10, 60_000)
    path.write_bytes(data)
    assert np.array_equal(gdal.Open(str(path)).ReadAsArray(), CUBE) and len(describe(path).bands.good) == 4


def place_of(data, tag):
    """Where a classic little-endian TIFF has the entry of a tag."""
    directory = struct.unpack_from("<I", data, 4)[0]
    for entry in range(directory + 2, directory + 2 + 12 * struct.unpack_from("<H", data, directory)[0], 12):
        if struct.unpack_from("<H", data, entry)[0] == tag:
            return entry
    raise AssertionError(tag)


@pytest.mark.parametrize("interleave", ["PIXEL", "BAND"])
@pytest.mark.parametrize("height", [80, 2**31 - 1])
def test_a_geotiff_with_more_rows_than_strips_is_refused(tmp_path, interleave, height):
    path = write_geotiff(tmp_path / "cube.tif", CUBE, options=[f"INTERLEAVE={interleave}", "BLOCKYSIZE=10"])
    data = bytearray(path.read_bytes())
    struct.pack_into("<HII", data, place_of(data, IMAGE_LENGTH) + 2, 4, 1, height)
    path.write_bytes(data)
    with pytest.raises(RasterBlocksMissing) as failure:
        describe(path)
    planes = 1 if interleave == "PIXEL" else 4
    expected = -(-height // 10) * planes
    assert failure.value.facts == {"raster": "cube.tif", "expected": expected, "found": 4 * planes}


def test_a_sparse_geotiff_is_whole(tmp_path):
    path = write_geotiff(tmp_path / "cube.tif", np.zeros((2, 600, 600), np.int16), options=["SPARSE_OK=TRUE"])
    assert describe(path).grid.height == 600


RAW_BAND = """<VRTRasterBand dataType="Int16" band="{band}" subClass="VRTRawRasterBand">
<SourceFilename relativeToVRT="1">cube.raw</SourceFilename><ImageOffset>{offset}</ImageOffset>
<PixelOffset>2</PixelOffset><LineOffset>74</LineOffset></VRTRasterBand>"""


def test_a_virtual_raster_of_a_raw_file_that_is_cut_short_is_refused(tmp_path):
    bands = [RAW_BAND.format(band=band + 1, offset=band * 40 * 74) for band in range(4)]
    path = tmp_path / "cube.vrt"
    path.write_text(f'<VRTDataset rasterXSize="37" rasterYSize="40">{"".join(bands)}</VRTDataset>')
    (tmp_path / "cube.raw").write_bytes(CUBE.tobytes())
    assert len(describe(path).bands.good) == 4
    cut(tmp_path / "cube.raw", BYTES - 1)
    assert refused(path) == {"raster": "cube.vrt", "file": "cube.raw", "expected": BYTES, "found": BYTES - 1}


def test_a_mosaic_with_a_source_that_is_cut_short_is_refused(tmp_path):
    place = ["UTM", 1, 1, 500_000, 4_160_000, 20, 20, 11, "North", "WGS-84"]
    source = write_envi(tmp_path / "cube.img", CUBE, map_info=place)
    for name, made_of in (("inner.vrt", source), ("outer.vrt", tmp_path / "inner.vrt")):
        gdal.BuildVRT(str(tmp_path / name), [str(made_of)]).FlushCache()
    assert len(describe(tmp_path / "outer.vrt").bands.good) == 4
    cut(source, BYTES - 1)
    assert refused(tmp_path / "outer.vrt")["file"] == "cube.img"


@pytest.fixture
def classic_netcdf(tmp_path_factory):
    """GDAL's FORMAT=NC is the library's default, which the format of the last file that Python's netCDF4 wrote is for
    the whole process where the two share the library, as in Debian.
    """
    if "netCDF4" in sys.modules:
        path = tmp_path_factory.mktemp("classic") / "file.nc"
        sys.modules["netCDF4"].Dataset(path, "w", format="NETCDF3_CLASSIC").close()


@pytest.mark.usefixtures("classic_netcdf")
@pytest.mark.parametrize("driver", ["PCIDSK", "netCDF"])
def test_other_formats_of_which_gdal_reads_zeros_are_refused_too(tmp_path, driver):
    source = gdal.Open(str(write_geotiff(tmp_path / "cube.tif", CUBE[:1], transform=None, epsg=None)))
    path = tmp_path / "cube.pix"
    options = ["FORMAT=NC"] if driver == "netCDF" else []
    gdal.GetDriverByName(driver).CreateCopy(str(path), source, options=options).FlushCache()
    assert len(describe(path).bands.good) == 1
    cut(path, path.stat().st_size // 2)
    assert refused(path)["raster"] == "cube.pix"


def test_labels_that_are_cut_short_are_refused(tmp_path):
    labels = write_envi(tmp_path / "labels.img", np.ones((1, 40, 37), np.uint8))
    grid = describe(labels).grid
    cut(labels, 1000)
    with pytest.raises(RasterCutShort) as failure:
        RasterLabels(labels, grid)
    assert failure.value.facts["raster"] == "labels.img"


@pytest.mark.usefixtures("classic_netcdf")
@pytest.mark.parametrize("form", ["NC", "NC2"])
@pytest.mark.parametrize("dtype", [np.uint8, np.int16, np.float32])
def test_a_classic_netcdf_file_is_refused_for_a_single_missing_byte(tmp_path, form, dtype):
    cube = CUBE[:1, :39].astype(dtype)
    source = gdal.Open(str(write_geotiff(tmp_path / "cube.tif", cube)))
    path = tmp_path / "cube.nc"
    gdal.GetDriverByName("netCDF").CreateCopy(str(path), source, options=[f"FORMAT={form}"]).FlushCache()
    assert len(describe(path).bands.good) == 1
    padding = -cube.nbytes % 4  # after the last value; GDAL's band is the last variable
    assert refused(cut(path, path.stat().st_size - padding - 1))["file"] == "cube.nc"


@pytest.mark.usefixtures("classic_netcdf")
@pytest.mark.parametrize("within", [False, True])
def test_a_variable_of_a_classic_netcdf_file_that_is_cut_short_is_refused(tmp_path, within):
    file = tmp_path / "cube.nc"
    variables = gdal.GetDriverByName("netCDF").CreateMultiDimensional(str(file), options=["FORMAT=NC"])
    root = variables.GetRootGroup()
    shape = [root.CreateDimension(name, "", "", size) for name, size in zip("zyx", CUBE.shape)]
    for name in ("reflectance", "quality"):
        root.CreateMDArray(name, shape, gdal.ExtendedDataType.Create(gdal.GDT_Int16)).Write(CUBE)
    root = variables = None
    path = f'NETCDF:"{file}":reflectance'  # what QGIS calls a layer of a file with several variables
    if within:
        gdal.Translate(str(tmp_path / "cube.vrt"), path, format="VRT").FlushCache()
        path = str(tmp_path / "cube.vrt")
    assert len(describe(path).bands.good) == 4
    cut(file, file.stat().st_size // 4)
    assert refused(path)["file"] == "cube.nc"
