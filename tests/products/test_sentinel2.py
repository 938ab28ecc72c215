# SPDX-License-Identifier: GPL-2.0-or-later
"""Sentinel-2: the SAFE folder and its zip, with and without an offset, at 20 m."""

import zipfile
from dataclasses import replace

import numpy as np
import pytest
from products.miniatures import sentinel2


@pytest.mark.parametrize("chosen", ["folder", "MTD_MSIL2A.xml", "zip"])
def test_folder_metadata_and_zip_open_the_same_product(open_product, shows, tmp_path, chosen):
    scene = sentinel2.build(tmp_path)[20]
    path = scene.path
    if chosen == "zip":
        path = tmp_path / f"{sentinel2.SCENE}.zip"
        with zipfile.ZipFile(path, "w") as file:
            for part in scene.path.rglob("*"):
                file.write(part, part.relative_to(tmp_path))
    elif chosen != "folder":
        path = path / chosen
    shows(open_product(path), scene)


@pytest.mark.parametrize("offset", [-1000, None, -500])
def test_the_offset_of_newer_products_is_applied_and_that_of_older_ones_is_none(open_product, shows, tmp_path, offset):
    scene = sentinel2.build(tmp_path, offset, "05.09" if offset else "02.14")[20]
    shows(open_product(scene.path), scene)


def test_bands_have_the_names_by_which_they_are_known(open_product, tmp_path):
    made = open_product(sentinel2.build(tmp_path)[20].path)
    assert [name.split()[0] for name in made.names] == list(sentinel2.DELIVERED[20])


@pytest.mark.parametrize(("kind", "counted"), [("tif", 1), ("vrt", 0)])
def test_saturated_values_are_no_data_and_that_is_said(open_product, shows, tmp_path, kind, counted):
    scene = sentinel2.build(tmp_path)[20]
    assert np.isnan(scene.values[1, 2, 1]) and np.isnan(scene.values[-2, 1:3, 2]).all()
    made = open_product(scene.path, output=tmp_path / f"made.{kind}")
    shows(made, scene)
    assert sum("stored as 65535" in sentence for sentence in made.said) == 1
    assert sum("3 values" in sentence and "saturated" in sentence for sentence in made.said) == counted


def test_clouds_of_the_scene_classification_are_taken_out_when_asked(open_product, shows, tmp_path):
    scene = sentinel2.build(tmp_path)[20]
    clear = replace(scene, values=np.where(scene.masks["cloud"], np.nan, scene.values))
    shows(open_product(scene.path, masks=True), clear)


def test_a_product_of_level_1_is_refused(refused, tmp_path):
    root = sentinel2.build(tmp_path)[20].path
    (root / "MTD_MSIL2A.xml").rename(root / "MTD_MSIL1C.xml")
    assert "MSIL2A" in refused(root)
