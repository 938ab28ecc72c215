# SPDX-License-Identifier: GPL-2.0-or-later
"""PRISMA: band-interleaved cubes, descending wavelengths, bands never acquired, scaling, corners."""

import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from products.miniatures import prisma


@pytest.mark.parametrize("corners", ["centres", "edges"])
def test_latitude_decides_whether_the_corners_are_centres_or_edges(open_product, shows, tmp_path, corners):
    scene = prisma.build(tmp_path, corners)
    made = open_product(scene.path)
    shows(made, scene)
    assert any(f"are the {corners} of" in sentence for sentence in made.said), made.said


def test_bands_that_were_never_acquired_are_not_bands(open_product, tmp_path):
    made = open_product(prisma.build(tmp_path).path)
    assert len(made.values) == 63 + 171 and (made.centres_um > 0.4).all()


def test_wavelengths_ascend_though_those_of_the_file_descend(open_product, tmp_path):
    made = open_product(prisma.build(tmp_path).path)
    assert (np.diff(made.centres_um) > 0).all()


def test_zero_is_no_data_of_its_band_alone(open_product, shows, tmp_path):
    cubes = {name: prisma.cube_of(name) for name in prisma.SCALES}
    cubes["Swir"][40, 3, 2] = 0  # a retrieval that failed where water vapour absorbs
    scene = prisma.build(tmp_path, cubes=cubes)
    assert np.isnan(scene.values[63 + 40, 3, 2]) and np.isfinite(scene.values[0, 3, 2])
    shows(open_product(scene.path), scene)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.integers(0, 65535), min_size=30, max_size=30),
    st.floats(-0.125, 0.25, width=32),
    st.floats(0.5, 2.0, width=32),
)
def test_whatever_is_stored_comes_out_scaled_between_least_and_most(open_product, shows, tmp_path, stored, least, most):
    folder = Path(tempfile.mkdtemp(dir=tmp_path))
    cubes = {name: prisma.cube_of(name) for name in prisma.SCALES}
    cubes["Vnir"][20] = np.array(stored, np.uint16).reshape(prisma.HEIGHT, prisma.WIDTH)
    scene = prisma.build(folder, cubes=cubes, scales={"Vnir": (least, most), "Swir": (0.0, 1.0)})
    shows(open_product(scene.path, output=folder / "made.tif"), scene)


@pytest.mark.parametrize(("choice", "kept"), [("vnir", 0), ("swir", 1)])
def test_where_the_spectrometers_overlap_only_the_chosen_one_stays(open_product, shows, tmp_path, choice, kept):
    scene = prisma.build(tmp_path)
    gone = set(scene.overlap[1 - kept])
    assert min(map(len, scene.overlap)) > 2
    shows(
        open_product(scene.path, overlap=choice), scene, [band for band in range(len(scene.values)) if band not in gone]
    )


def test_the_error_matrix_takes_its_cells_out_when_asked(open_product, shows, tmp_path):
    scene = prisma.build(tmp_path, unreliable=[("Vnir", 10, 2, 3), ("Swir", 100, 4, 1)])
    shows(open_product(scene.path), scene)
    values = scene.values.copy()
    values[10 - 3, 2, 3] = np.nan  # three bands before it were never acquired
    values[63 + 100, 4, 1] = np.nan
    shows(open_product(scene.path, masks=True), replace(scene, values=values))


@pytest.mark.parametrize(
    "missing", ["L2ScaleVnirMax", "List_Cw_Swir", "Epsg_Code", "Product_ULcorner_easting", "SWIR_Cube"]
)
def test_a_product_without_what_its_values_need_is_refused_by_name(refused, tmp_path, missing):
    import h5py

    scene = prisma.build(tmp_path)
    with h5py.File(scene.path, "r+") as file:
        if missing in file.attrs:
            del file.attrs[missing]
        else:
            del file[prisma.SWATH + "Data Fields/" + missing]
    assert missing in refused(scene.path)


def test_latitudes_that_agree_with_neither_reading_of_the_corners_are_said(open_product, tmp_path):
    import h5py

    scene = prisma.build(tmp_path)
    with h5py.File(scene.path, "r+") as file:
        file[prisma.SWATH + "Geolocation Fields/Latitude"][...] += 0.5
    assert any("check the place" in sentence for sentence in open_product(scene.path).said)


def test_a_product_whose_rows_and_columns_are_exchanged_is_doubted(told, tmp_path):
    import h5py

    scene = prisma.build(tmp_path)
    with h5py.File(scene.path, "r+") as file:
        for part in ("Data Fields", "Geolocation Fields"):
            fields = file[prisma.SWATH + part]
            for name in list(fields):
                turned = np.swapaxes(fields[name][()], 0, -1)
                del fields[name]
                fields[name] = turned
    said = told(scene.path)
    assert any("check the place" in sentence or "contradicts" in sentence for sentence in said), said
