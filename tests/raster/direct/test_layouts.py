# SPDX-License-Identifier: GPL-2.0-or-later
"""The map is the same, to the last pixel, for every layout, type, tile shape, number of workers and block size."""

import os
import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from making import LAYOUTS, random_model, write_envi, write_geotiff
from osgeo import gdal

from mineral_prune_plugin.errors import RasterCutShort, RasterReadFailed, RasterUnreadable
from mineral_prune_plugin.mapping import class_map
from mineral_prune_plugin.mapping.class_map import MapJob, map_minerals
from mineral_prune_plugin.mapping.kernel.pixels import PIECE
from mineral_prune_plugin.progress import silent
from mineral_prune_plugin.raster import piece_readers
from mineral_prune_plugin.raster.band_matching import BandSelection
from mineral_prune_plugin.raster.direct.layouts import find_layout
from mineral_prune_plugin.raster.piece_readers import Source
from mineral_prune_plugin.raster.source import describe
from mineral_prune_plugin.raster.windows import Window

UM = (2.0, 2.1, 2.2, 2.3)
MODEL = random_model(UM, hidden=(9,), numbers=(1, 2, 4), seed=3)
MODELS = {
    "one_layer": MODEL,
    "deep": random_model(UM, hidden=(9, 7, 5), numbers=(1, 2, 4, 255), seed=5),
    "fewer_bands": random_model((2.0, 2.2, 2.3), hidden=(6,), numbers=(3, 7), seed=1),
    "asai": random_model(UM, hidden=(8,), numbers=(1, 2, 4), feature="asai", seed=6),
    "normalised": random_model(UM, hidden=(8,), numbers=(1, 2, 4), feature="normalised", seed=7),
}
TYPES = ("uint8", "int16", "uint16", "int32", "uint32", "float32", "float64")
SCALES = {"uint8": 1 / 255, "int16": 1e-4, "uint16": 1e-4, "int32": 1e-6, "uint32": 1e-6, "float32": 1, "float64": 1}
FORMS = (
    "tiled_pixel", "tiled_band", "strips_pixel", "strips_band", "deflate", "zstd", "big_tiff", "big_endian_tiff",
    "bip", "bil", "bsq", "big_endian_bip", "big_endian_bil", "big_endian_bsq", "vrt", "sparse",
)  # fmt: skip
DIRECT = set(FORMS) - {"deflate", "zstd", "vrt", "sparse"}


def cube_of(dtype, height, width, seed, hole, no_data):
    """(4, height, width) of values between 0.05 and 0.95 once scaled; zeros, no-data and NaN where `hole`."""
    generator = np.random.default_rng(seed)
    cube = (generator.uniform(0.05, 0.95, (4, height, width)) / SCALES[dtype]).astype(dtype)
    if hole:
        rows, columns = generator.integers(0, height, 6), generator.integers(0, width, 6)
        cube[:, rows[:2], columns[:2]] = 0
        if no_data is not None:
            cube[:, rows[2], columns[2]] = no_data
            cube[generator.integers(4), rows[3], columns[3]] = no_data
        if np.dtype(dtype).kind == "f":
            cube[1, rows[4], columns[4]], cube[2, rows[5], columns[5]] = np.nan, np.inf
    return cube


def write(folder, form, cube, no_data, tile=(16, 16)):
    """The cube in one form of file; returns its path."""
    scale = SCALES[cube.dtype.name]
    interleave = form.split("_")[-1]
    if interleave in ("bip", "bil", "bsq"):
        header = {"wavelength_units": "Micrometers", "wavelength": UM, "reflectance_scale_factor": 1 / scale}
        header |= {} if no_data is None else {"data_ignore_value": no_data}
        path = write_envi(folder / f"{form}.img", cube, interleave, **header)
        if form.startswith("big"):
            np.fromfile(path, cube.dtype).byteswap().tofile(path)
            header = path.with_suffix(".hdr")
            header.write_text(header.read_text().replace("byte order = 0", "byte order = 1"))
        return path
    tiles = ("TILED=YES", f"BLOCKXSIZE={tile[0]}", f"BLOCKYSIZE={tile[1]}")
    options = {
        "tiled_pixel": (*tiles, "INTERLEAVE=PIXEL"), "tiled_band": (*tiles, "INTERLEAVE=BAND"),
        "strips_pixel": (f"BLOCKYSIZE={tile[1] - 11}", "INTERLEAVE=PIXEL"),
        "strips_band": (f"BLOCKYSIZE={tile[1] - 13}", "INTERLEAVE=BAND"),
        "deflate": (*tiles, "INTERLEAVE=PIXEL", "COMPRESS=DEFLATE"),
        "zstd": (*tiles, "INTERLEAVE=BAND", "COMPRESS=ZSTD", "PREDICTOR=2") if cube.dtype.kind != "f" else tiles,
        "big_tiff": ("BIGTIFF=YES", *tiles), "big_endian_tiff": ("ENDIANNESS=BIG", *tiles, "INTERLEAVE=PIXEL"),
        "vrt": tiles, "sparse": (*tiles, "SPARSE_OK=TRUE"),
    }[form]  # fmt: skip
    options = (*options, "PHOTOMETRIC=MINISBLACK", "ALPHA=NO")  # else four bands of bytes are red, green, blue, alpha
    path = write_geotiff(folder / f"{form}.tif", cube, UM, no_data, scale=scale, options=options)
    if form == "vrt":
        gdal.Translate(str(folder / "cube.vrt"), str(path), format="VRT")
        return folder / "cube.vrt"
    return path


def mapped(folder, raster, model=MODEL, **job):
    output = folder / "map.tif"
    result = map_minerals(MapJob(str(raster), model, str(output), **job), silent())
    return gdal.Open(str(output)).ReadAsArray(), result


def reference(model, cube, no_data):
    """(class map in plain float64, whether the largest logit is clear of the next, valid pixels)."""
    chosen = [UM.index(um) for um in model.wavelengths.centres_um]
    raw = cube[chosen]
    with np.errstate(over="ignore"):
        valid = np.isfinite(raw.astype(np.float32)).all(axis=0) & (raw > 0).any(axis=0)
    if no_data is not None:
        valid &= (raw != no_data).all(axis=0)
    values = raw.astype(np.float64) * SCALES[cube.dtype.name]
    outputs = np.einsum("bhw->hwb", values) - model.standardisation.mean.astype(np.float64)
    outputs = outputs / model.standardisation.deviation
    layers = list(zip(model.network.weights, model.network.biases))
    with np.errstate(invalid="ignore"):
        for index, (weight, bias) in enumerate(layers):
            outputs = outputs @ weight.T.astype(np.float64) + bias
            outputs = np.maximum(outputs, 0) if index < len(layers) - 1 else outputs
    ordered = np.sort(outputs, axis=-1)
    clear = ordered[..., -1] - ordered[..., -2] > 1e-5
    numbers = np.array([mineral.number for mineral in model.classes])
    return np.where(valid, numbers[outputs.argmax(axis=-1)], 0), clear, valid


@settings(max_examples=150, deadline=None)
@given(
    form=st.sampled_from(FORMS),
    dtype=st.sampled_from(TYPES),
    size=st.tuples(st.integers(1, 70), st.integers(1, 70)),
    tile=st.sampled_from([(16, 16), (32, 16), (16, 48), (64, 64)]),
    kind=st.sampled_from(sorted(MODELS)),
    hole=st.booleans(),
    marked=st.booleans(),
    workers=st.integers(1, 4),
    piece=st.sampled_from([1, 100, 8192]),
    seed=st.integers(0, 10),
)
def test_any_file_gives_the_map_of_the_plain_one(form, dtype, size, tile, kind, hole, marked, workers, piece, seed):
    no_data = (0 if dtype == "uint8" else 9999) if marked else None
    cube = cube_of(dtype, *size, seed, hole, no_data)
    cube[:, 0, 0] = 0.5 / SCALES[dtype]  # never without data
    model = MODELS[kind]
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        folder = Path(folder)
        plain, known = mapped(folder, write(folder, "strips_band", cube, no_data), model, workers=1)
        raster = write(folder, form, cube, no_data, tile)
        patch.setattr(class_map, "PIECE", piece)
        classified, result = mapped(folder, raster, model, workers=workers)
    assert np.array_equal(classified, plain) and result == known
    if model.feature == "reflectance":
        classes, clear, valid = reference(model, cube, no_data)
        assert np.array_equal(classified[clear], classes[clear]) and np.array_equal(classified > 0, valid)


@pytest.mark.parametrize("form", FORMS)
def test_plain_files_are_read_directly_and_others_by_gdal(tmp_path, form):
    raster = write(tmp_path, form, cube_of("int16", 40, 50, 0, False, None), None)
    if form == "sparse":
        options = ["SPARSE_OK=TRUE", "TILED=YES", "BLOCKXSIZE=16", "BLOCKYSIZE=16"]
        dataset = gdal.GetDriverByName("GTiff").Create(str(raster), 50, 40, 4, options=options)
        dataset.GetRasterBand(1).WriteArray(np.ones((3, 50), np.uint8))
        dataset = None
    assert (Source.of(describe(raster), BandSelection((1, 2)), PIECE).layout is not None) == (form in DIRECT)


def test_a_mask_and_an_alpha_band_are_heeded_by_every_path(tmp_path):
    cube = cube_of("int16", 40, 50, 0, False, None)
    mask = np.random.default_rng(2).integers(0, 2, (40, 50)).astype(np.uint8) * 255
    expected = None
    for form in ("tiled_pixel", "strips_band", "deflate"):
        raster = write(tmp_path, form, cube, None)
        dataset = gdal.Open(str(raster), gdal.GA_Update)
        dataset.CreateMaskBand(gdal.GMF_PER_DATASET)
        dataset.GetRasterBand(1).GetMaskBand().WriteArray(mask)
        dataset = None
        classified, result = mapped(tmp_path, raster)
        assert np.array_equal(classified > 0, mask > 0) and result.no_data_pixels == (mask == 0).sum()
        expected = classified if expected is None else expected
        assert np.array_equal(classified, expected)


def test_exact_ties_go_to_the_first_class_in_every_layout(tmp_path):
    network = MODEL.network
    twins = replace(network, weights=(network.weights[0], network.weights[1][[0, 1, 1]]))
    twins = replace(twins, biases=(network.biases[0], network.biases[1][[0, 1, 1]]))
    cube, maps = cube_of("int16", 60, 50, 0, True, None), []
    for form in FORMS:
        maps.append(mapped(tmp_path, write(tmp_path, form, cube, None), replace(MODEL, network=twins))[0])
        assert np.array_equal(maps[0], maps[-1])
    assert set(np.unique(maps[0])) == {0, 1, 2}


def test_a_window_may_be_any_part_of_a_block(tmp_path):
    cube = cube_of("uint16", 50, 70, 0, False, None)
    for form in sorted(DIRECT):
        source = Source.of(describe(write(tmp_path, form, cube, None)), BandSelection((4, 1, 2)), PIECE)
        with source.open() as reader:
            for window in (Window(3, 5, 40, 41), Window(69, 49, 1, 1), Window(0, 17, 70, 1), Window(0, 0, 70, 50)):
                raw = np.zeros((3, window.height, window.width), np.uint16)
                for piece in reader.pieces(window):
                    _, height, width = piece.raw.shape
                    raw[:, piece.row : piece.row + height, piece.column : piece.column + width] = piece.raw
                rows, columns = slice(window.row, window.row + window.height), slice(window.column, None)
                assert np.array_equal(raw, cube[[3, 0, 1], rows, columns][..., : window.width]), form


@pytest.mark.parametrize("interleave", ["bip", "bil", "bsq"])
@pytest.mark.parametrize("width", [20_000, 100_000])
def test_no_byte_of_a_wide_scene_is_read_twice(tmp_path, interleave, width):
    raster = write_envi(tmp_path / "wide.img", np.ones((1, 300, width), np.uint8), interleave)
    assert {window.width for window in Source.of(describe(raster), BandSelection((1,)), PIECE).windows()} == {width}


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("piece", [1, 8192])
def test_numbers_that_float32_cannot_multiply_are_mapped_as_in_float64(tmp_path, monkeypatch, dtype, piece):
    cube = cube_of(dtype, 20, 20, 0, False, None)
    cube[:, 3, 4], cube[:, 5, 6], cube[2, 7, 8], cube[1, 9, 9] = 1e37, 3e38, 1e36, np.inf
    monkeypatch.setattr(class_map, "PIECE", piece)
    for form in ("tiled_pixel", "bsq"):
        model = MODELS["deep"]
        classified, _ = mapped(tmp_path, write(tmp_path, form, cube, None), model)
        classes, clear, valid = reference(model, cube, None)
        assert np.array_equal(classified[clear], classes[clear]) and np.array_equal(classified > 0, valid)
        assert classified[9, 9] == 0 and classified[3, 4] > 0


# Files that lie.


@pytest.mark.parametrize("form", ["tiled_pixel", "strips_band", "bsq", "bip", "bil"])
def test_a_file_that_is_cut_off_is_an_error_with_a_reason_and_leaves_nothing(tmp_path, form):
    raster = write(tmp_path, form, cube_of("int16", 64, 64, 0, False, None), None)
    if form == "strips_band":  # GDAL 3.10 wrote its directory at the end; a copy has it in front, so that it opens
        raster, written = tmp_path / "copy.tif", raster
        gdal.Translate(str(raster), str(written), creationOptions=["INTERLEAVE=BAND"])
    size = raster.stat().st_size // 2
    info = describe(raster)
    os.truncate(raster, size)
    assert find_layout(info) is None
    (tmp_path / "out").mkdir()
    with pytest.raises(RasterCutShort) as failed:
        mapped(tmp_path / "out", raster)
    assert failed.value.facts["raster"] == raster.name and failed.value.facts["found"] == size
    assert list((tmp_path / "out").iterdir()) == []


@pytest.mark.parametrize("line", ["samples = 5000000", "lines = 900000000", "bands = 60000", "header offset = 9999999"])
def test_a_header_that_claims_more_than_the_file_holds_is_refused(tmp_path, line):
    raster = write_envi(tmp_path / "cube.img", cube_of("int16", 10, 10, 0, False, None), "bil")
    header = raster.with_suffix(".hdr")
    key = line.split("=")[0]
    lines = [line if entry.startswith(key) else entry for entry in header.read_text().splitlines()]
    header.write_text("\n".join(lines))
    with pytest.raises((RasterCutShort, RasterUnreadable)):  # GDAL's own refusal is as good
        describe(raster)


def test_a_layout_that_reads_other_values_than_gdal_is_not_used(tmp_path, monkeypatch):
    cube = cube_of("int16", 40, 50, 0, False, None)
    raster = write(tmp_path, "tiled_pixel", cube, None)
    expected, _ = mapped(tmp_path, raster)
    layout = find_layout(describe(raster))
    wrong = replace(layout, offsets=layout.offsets + 2)
    monkeypatch.setattr(piece_readers, "find_layout", lambda info: wrong)
    assert Source.of(describe(raster), BandSelection((1,)), PIECE).layout is None
    assert np.array_equal(mapped(tmp_path, raster)[0], expected)


@pytest.mark.parametrize("interleave", ["bip", "bil", "bsq"])
def test_bytes_between_the_rows_are_skipped_where_the_ends_of_the_scene_are_no_data(tmp_path, interleave):
    cube = cube_of("int16", 60, 60, 0, False, None)
    cube[:, :9] = cube[:, -9:] = 0
    raster = write_envi(tmp_path / "framed.img", cube, interleave, major_frame_offsets=[4, 4])
    raster.write_bytes(raster.read_bytes() + bytes(4000))
    assert Source.of(describe(raster), BandSelection((1,)), PIECE).layout is None


def test_a_layout_that_is_right_at_both_ends_only_is_not_used(tmp_path, monkeypatch):
    cube = cube_of("int16", 60, 60, 0, False, None)
    cube[:, :9] = cube[:, -9:] = 0
    raster = write_envi(tmp_path / "cube.img", cube, "bip")
    layout = find_layout(describe(raster))
    raster.write_bytes(bytes(2) + raster.read_bytes())
    header = raster.with_suffix(".hdr")
    header.write_text(header.read_text().replace("header offset = 0", "header offset = 2"))
    monkeypatch.setattr(piece_readers, "find_layout", lambda info: layout)  # a number too early
    assert Source.of(describe(raster), BandSelection((1,)), PIECE).layout is None


def test_a_truncation_under_way_is_an_error(tmp_path):
    raster = write(tmp_path, "tiled_pixel", cube_of("int16", 64, 64, 0, False, None), None)
    source = Source.of(describe(raster), BandSelection((1, 2)), PIECE)
    with source.open() as reader:
        os.truncate(raster, raster.stat().st_size - 999)
        with pytest.raises(RasterReadFailed) as failed:
            list(reader.pieces(Window(0, 0, 64, 64)))
    assert (failed.value.facts["row"], failed.value.facts["column"]) == (48, 48)


def test_numbers_of_24_bits_are_left_to_gdal(tmp_path):
    cube = cube_of("uint32", 40, 50, 0, False, None)
    whole, _ = mapped(tmp_path, write(tmp_path, "tiled_pixel", cube, None))
    options = ("NBITS=24", "INTERLEAVE=PIXEL", "ALPHA=NO")
    raster = write_geotiff(tmp_path / "bits.tif", cube, UM, scale=SCALES["uint32"], options=options)
    assert find_layout(describe(raster)) is None
    assert np.array_equal(mapped(tmp_path, raster)[0], whole)


@pytest.mark.parametrize("codec", ["LERC_DEFLATE", "LERC_ZSTD"])
def test_a_last_strip_that_gdals_threads_take_for_damaged_is_read(tmp_path, codec):
    cube = np.repeat(cube_of("uint32", 17, 1, 0, False, None), 10, axis=0)
    options = (f"COMPRESS={codec}", "INTERLEAVE=PIXEL", "BLOCKYSIZE=16", "ALPHA=NO")
    raster = write_geotiff(tmp_path / "lerc.tif", cube, None, scale=SCALES["uint32"], options=options)
    model = random_model(None, hidden=(9,), numbers=(1, 2, 4), bands=40, seed=3)
    expected, _ = mapped(tmp_path, write_geotiff(tmp_path / "plain.tif", cube, None, scale=SCALES["uint32"]), model)
    assert np.array_equal(mapped(tmp_path, raster, model)[0], expected)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_file_is_closed_afterwards(tmp_path, layout):
    raster = LAYOUTS[layout](tmp_path, cube_of("int16", 20, 20, 0, False, None).astype(np.float32), UM)
    mapped(tmp_path, raster, replace(MODEL, brightness=5000.0))
    open_files = Path("/proc/self/fd")
    if open_files.is_dir():
        assert str(raster) not in {os.readlink(entry) for entry in open_files.iterdir() if entry.exists()}


@pytest.mark.parametrize("interleave", ["PIXEL", "BAND"])
@pytest.mark.parametrize("order", ["as they come", "reversed"])
def test_strips_that_follow_each_other_are_read_as_one_block_and_others_by_themselves(tmp_path, interleave, order):
    cube = np.random.default_rng(3).integers(1, 9000, (3, 30, 20)).astype(np.int16)
    path = str(tmp_path / "strips.tif")
    options = ["BLOCKYSIZE=4", f"INTERLEAVE={interleave}"]
    dataset = gdal.GetDriverByName("GTiff").Create(path, 20, 30, 3, gdal.GDT_Int16, options=options)
    tops = range(0, 30, 4) if order == "as they come" else range(28, -1, -4)
    planes = [[1], [2], [3]] if interleave == "BAND" else [[1, 2, 3]]  # those of a band follow each other too
    for bands, top in ((bands, top) for bands in planes for top in tops):
        values = cube[bands[0] - 1 : bands[-1], top : top + 4]
        dataset.WriteRaster(0, top, 20, values.shape[1], np.ascontiguousarray(values).tobytes(), band_list=bands)
        dataset.FlushCache()
    dataset = None
    info = describe(path)
    layout = find_layout(info)
    assert layout.block == ((20, 30) if order == "as they come" else (20, 4))
    source = Source.of(info, BandSelection((3, 1)), 100)
    assert source.layout is not None
    shown = np.zeros((2, 30, 20), np.int16)
    with source.open() as reader:
        for window in source.windows():
            for piece in reader.pieces(window):
                _, high, wide = piece.raw.shape
                top, left = window.row + piece.row, window.column + piece.column
                shown[:, top : top + high, left : left + wide] = piece.raw
    np.testing.assert_array_equal(shown, cube[[2, 0]])
