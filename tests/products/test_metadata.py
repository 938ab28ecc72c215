# SPDX-License-Identifier: GPL-2.0-or-later
"""Metadata that hold words for numbers, or numbers that cannot be: refused in one sentence, or said."""

import h5py
import numpy as np
import pytest
from products.miniatures import aviris, desis, emit, enmap, prisma, tanager

CUBE = "HDFEOS/GRIDS/HYP/Data Fields/surface_reflectance"
BUILDERS = {
    "EMIT": lambda folder: emit.build(folder)[1],
    "PRISMA": prisma.build,
    "Tanager": tanager.build,
    "AVIRIS-3": aviris.build,
}


@pytest.fixture
def changed(tmp_path):
    """changed(kind, place, key, value): the path of a product with another attribute; place : "" for the root."""

    def write(kind, place, key, value):
        path = BUILDERS[kind](tmp_path).path
        with h5py.File(path, "r+") as file:
            (file[place] if place else file).attrs[key] = value
        return path

    return write


@pytest.mark.parametrize(
    ("kind", "place", "key"),
    [
        ("EMIT", "", "geotransform"),
        ("PRISMA", "", "Epsg_Code"),
        ("PRISMA", "", "L2ScaleVnirMax"),
        ("PRISMA", "", "Product_ULcorner_easting"),
        ("PRISMA", "", "List_Cw_Swir"),
        ("Tanager", CUBE, "wavelengths"),
        ("Tanager", "HDFEOS/GRIDS/HYP", "epsg_code"),
        ("AVIRIS-3", "transverse_mercator", "GeoTransform"),
    ],
)
def test_words_where_numbers_belong_are_refused_by_the_name_of_the_entry(refused, changed, kind, place, key):
    assert key in refused(changed(kind, place, key, np.bytes_("no number")))


@pytest.mark.parametrize("key", ["L2ScaleVnirMax", "L2ScaleSwirMin", "Product_LRcorner_northing"])
@pytest.mark.parametrize("number", [np.nan, np.inf])
def test_numbers_that_are_not_finite_are_refused(refused, changed, key, number):
    assert refused(changed("PRISMA", "", key, np.float32(number)))


def test_a_scale_that_runs_backwards_is_refused_or_said(told, changed):
    said = told(changed("PRISMA", "", "L2ScaleVnirMax", np.float32(-1)))
    assert any("L2Scale" in sentence for sentence in said), said


def test_a_unit_that_is_unknown_is_refused_or_said(told, changed):
    said = told(changed("AVIRIS-3", "reflectance/wavelength", "units", "furlong"))
    assert any("furlong" in sentence for sentence in said), said


def test_a_granule_without_a_coordinate_system_is_refused_or_said(told, changed):
    said = told(changed("EMIT", "", "spatial_ref", ""))
    assert any("spatial_ref" in sentence or "coordinate system" in sentence for sentence in said), said


def test_a_lookup_table_that_names_a_column_but_no_row_is_not_read_as_empty(refused, tmp_path):
    path = emit.build(tmp_path)[1].path
    with h5py.File(path, "r+") as file:
        file["location/glt_y"][3, 2] = 0
    assert "lookup" in refused(path)


def test_a_lookup_table_without_any_pixel_is_said(told, tmp_path):
    path = emit.build(tmp_path)[1].path
    with h5py.File(path, "r+") as file:
        file["location/glt_x"][...] = file["location/glt_y"][...] = 0
    said = told(path)
    assert any("0 % of" in sentence or "lookup" in sentence for sentence in said), said


def test_an_image_without_any_data_is_said(told, tmp_path):
    said = told(enmap.build(tmp_path, stored=np.full((224, enmap.HEIGHT, enmap.WIDTH), enmap.NO_DATA, np.int16)).path)
    assert any("no data" in sentence for sentence in said), said


def test_a_band_that_is_described_twice_is_refused(refused, tmp_path):
    path = desis.build(tmp_path).path
    before, after = path.read_text(encoding="utf-8").split("<bandCharacterisation>")
    after = after.replace("<bandNumber>7<", "<bandNumber>8<")
    path.write_text(f"{before}<bandCharacterisation>{after}", encoding="utf-8")
    assert path.name in refused(path)
