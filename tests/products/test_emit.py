# SPDX-License-Identifier: GPL-2.0-or-later
"""EMIT granules: either geometry, every value at its place, whatever the lookup table says."""

import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from making import random_model
from osgeo import gdal
from products.miniatures import emit

from mineral_prune_plugin.models.model_file import save

once = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])


def test_in_raw_geometry_every_value_stays_where_the_sensor_saw_it(open_product, shows, tmp_path):
    raw, _ = emit.build(tmp_path)
    shows(open_product(raw.path, orthorectify=False), raw)


def test_a_copy_in_raw_geometry_is_never_said_to_need_the_granule_no_longer(open_product, tmp_path):
    raw, _ = emit.build(tmp_path)
    made = open_product(raw.path, orthorectify=False)
    assert emit.NAME in gdal.Open(made.path).GetMetadata("GEOLOCATION")["X_DATASET"]
    assert any(f"Keep {emit.NAME}" in sentence for sentence in made.said), made.said
    assert not any("no longer needs" in sentence for sentence in made.said)
    said = open_product(raw.path, orthorectify=True).said
    assert any(f"no longer needs {emit.NAME}" in sentence for sentence in said)


def test_orthorectified_every_value_comes_to_its_place_on_the_ground(open_product, shows, tmp_path):
    _, ortho = emit.build(tmp_path)
    shows(open_product(ortho.path, orthorectify=True), ortho)


def test_bands_that_the_granule_calls_bad_are_marked_and_counted(open_product, tmp_path):
    _, ortho = emit.build(tmp_path)
    made = open_product(ortho.path)
    bad = int((~ortho.good).sum())
    assert 30 < bad == int((~made.good).sum()) + (len(ortho.good) - len(made.good))
    assert any(f"{bad} of its 285 bands" in sentence for sentence in made.said), made.said


def test_a_grid_far_from_square_and_a_granule_in_the_south_west_keep_their_places(open_product, shows, tmp_path):
    column, row = np.meshgrid(np.arange(23), np.arange(3))
    glt = np.where((column + row) % 4 == 0, 0, column % emit.COLUMNS + 1), np.where(row == 1, 2, emit.ROWS)
    made = emit.granule(tuple(part.astype(np.int32) for part in glt))
    _, ortho = emit.build(tmp_path, made, geotransform=(-70.01, 0.0005, 0.0, -23.5, 0.0, -0.0005))
    shows(open_product(ortho.path), ortho)


@pytest.mark.parametrize("last", [530, 200], ids=["everywhere", "with tiles that are empty"])
def test_a_ground_of_several_tiles_is_put_together_without_a_seam(open_product, shows, tmp_path, last):
    row, column = np.mgrid[:601, :530]
    there = ((row + 2 * column) % 7 > 0) & (column < last)
    glt = np.where(there, (column // 3 + row) % 30 + 1, 0), np.where(there, (row // 5 + column) % 40 + 1, 0)
    made = emit.granule(tuple(part.astype(np.int32) for part in glt), shape=(6, 40, 30))
    _, ortho = emit.build(tmp_path, made)
    shows(open_product(ortho.path), ortho)


@once
@given(st.data())
def test_whatever_the_lookup_table_each_pixel_of_the_ground_shows_the_pixel_that_it_names(
    open_product, shows, tmp_path, data
):
    shape = data.draw(st.tuples(st.integers(1, 9), st.integers(1, 9)), "rows and columns of the ground")
    cells = shape[0] * shape[1]
    samples = data.draw(st.lists(st.integers(0, emit.COLUMNS), min_size=cells, max_size=cells), "glt_x")
    lines = data.draw(st.lists(st.integers(1, emit.ROWS), min_size=cells, max_size=cells), "glt_y")
    glt_x = np.array(samples, np.int32).reshape(shape)
    glt_y = np.where(glt_x == 0, 0, np.array(lines, np.int32).reshape(shape))
    folder = Path(tempfile.mkdtemp(dir=tmp_path))
    _, ortho = emit.build(folder, emit.granule((glt_x, glt_y.astype(np.int32))))
    shows(open_product(ortho.path, output=folder / "ortho.tif"), ortho)


@once
@given(st.lists(st.floats(-0.125, 1.5, width=32), min_size=30, max_size=30))
def test_whatever_the_reflectance_it_is_read_to_the_last_bit(open_product, shows, tmp_path, numbers):
    folder = Path(tempfile.mkdtemp(dir=tmp_path))
    granule = emit.granule()
    image = np.array(numbers, np.float32).reshape(emit.ROWS, emit.COLUMNS)
    reflectance = granule.reflectance.copy()
    reflectance[:, :, 7] = image
    raw, _ = emit.build(folder, replace(granule, reflectance=reflectance))
    shows(open_product(raw.path, output=folder / "raw.tif", orthorectify=False), raw)


def test_wavelengths_in_any_order_stay_with_their_bands(open_product, shows, tmp_path):
    granule = emit.granule()
    backwards = slice(None, None, -1)
    granule = replace(
        granule,
        wavelengths=granule.wavelengths[backwards],
        fwhm=granule.fwhm[backwards],
        good_wavelengths=granule.good_wavelengths[backwards],
        reflectance=granule.reflectance[:, :, backwards],
    )
    _, ortho = emit.build(tmp_path, granule)
    shows(open_product(ortho.path), ortho)


def test_the_mask_file_beside_the_granule_takes_cloudy_pixels_out_when_asked(open_product, shows, tmp_path):
    raw, ortho = emit.build(tmp_path)
    cloudy = np.zeros((emit.ROWS, emit.COLUMNS), bool)
    cloudy[1, 2] = cloudy[4, 0] = True
    emit.build_mask(tmp_path, cloudy)
    shows(open_product(raw.path, orthorectify=False), raw)
    clear = replace(raw, values=np.where(cloudy, np.nan, raw.values))
    shows(open_product(raw.path, orthorectify=False, masks=True), clear)
    there = (emit.plain_glt()[0] > 0) & cloudy[emit.plain_glt()[1] - 1, emit.plain_glt()[0] - 1]
    shows(open_product(ortho.path, masks=True), replace(ortho, values=np.where(there, np.nan, ortho.values)))


def test_masks_that_are_asked_for_and_not_there_are_said(told, tmp_path):
    raw, _ = emit.build(tmp_path)
    said = told(raw.path, masks=True)
    assert any("MASK" in sentence for sentence in said), said


def test_a_map_in_raw_geometry_is_put_on_the_ground_afterwards(open_product, run, tmp_path):
    """The offer of the notice: map the few pixels of the sensor, then warp the map."""
    row, column = np.mgrid[:40, :30]
    glt = (column + 1).astype(np.int32), (40 - row).astype(np.int32)
    raw, ortho = emit.build(tmp_path, emit.granule(glt, shape=(6, 40, 30)))
    made = open_product(raw.path, orthorectify=False)
    model = str(tmp_path / "model.safetensors")
    save(random_model(um=made.centres_um[made.good]), model)
    raw_map = run("mapminerals", INPUT=made.path, MODEL=model, OUTPUT=str(tmp_path / "raw_map.tif"))["OUTPUT"]
    for path in (made.path, raw_map):
        to_ground = gdal.Transformer(gdal.Open(path), None, ["METHOD=GEOLOC_ARRAY"])
        for line, sample in ((10, 5), (20, 15), (30, 25)):
            _, (x, y, _) = to_ground.TransformPoint(0, sample + 0.5, line + 0.5, 0)
            west, step, _, north, _, down = ortho.geotransform
            assert (x - west) / step == pytest.approx(sample + 0.5, abs=0.1), path
            assert (y - north) / down == pytest.approx(39 - line + 0.5, abs=0.1), path
