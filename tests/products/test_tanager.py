# SPDX-License-Identifier: GPL-2.0-or-later
"""Tanager: the ortho product on its grid, the basic one in the geometry of the sensor."""

from dataclasses import replace

import h5py
import numpy as np
import pytest
from products.miniatures import tanager


def test_the_ortho_product_lies_on_the_grid_of_its_structure(open_product, shows, tmp_path):
    scene = tanager.build(tmp_path)
    shows(open_product(scene.path), scene)


@pytest.mark.parametrize("zone", [13, 60, -22])
def test_the_zone_tells_the_coordinate_system_north_and_south(open_product, shows, tmp_path, zone):
    scene = tanager.build(tmp_path, zone=zone, epsg_attribute=False)
    shows(open_product(scene.path), scene)


def test_a_zone_and_an_epsg_code_that_disagree_are_not_passed_over(told, tmp_path):
    scene = tanager.build(tmp_path, zone=13)
    with h5py.File(scene.path, "r+") as file:
        file["HDFEOS/GRIDS/HYP"].attrs["epsg_code"] = np.int64(32614)
    said = told(scene.path)
    assert any("32614" in sentence for sentence in said), said


def test_the_basic_product_keeps_the_order_of_the_sensor_and_says_that_it_has_no_place(open_product, shows, tmp_path):
    scene = tanager.build(tmp_path, basic=True)
    made = open_product(scene.path, orthorectify=False)
    shows(made, scene)
    assert any("geometry of the sensor" in sentence for sentence in made.said), made.said


def test_cloud_masks_take_their_pixels_out_when_asked(open_product, shows, tmp_path):
    scene = tanager.build(tmp_path)
    marked = scene.masks["beta_cloud_mask"] | scene.masks["beta_cirrus_mask"]
    clear = replace(scene, values=np.where(marked, np.nan, scene.values))
    shows(open_product(scene.path, masks=True), clear)


def test_radiance_is_called_so(told, tmp_path):
    scene = tanager.build(tmp_path)
    with h5py.File(scene.path, "r+") as file:
        fields = file["HDFEOS/GRIDS/HYP/Data Fields"]
        fields.move("surface_reflectance", "toa_radiance")
        del fields["surface_reflectance_uncertainty"]
    said = told(scene.path)
    assert any("radiance" in sentence for sentence in said), said


def test_a_structure_of_another_size_than_the_cube_is_refused(refused, tmp_path):
    scene = tanager.build(tmp_path)
    with h5py.File(scene.path, "r+") as file:
        text = file["HDFEOS INFORMATION/StructMetadata.0"][()].decode().replace("\tXDim=5", "\tXDim=6")
        del file["HDFEOS INFORMATION/StructMetadata.0"]
        file["HDFEOS INFORMATION/StructMetadata.0"] = np.bytes_(text)
    words = refused(scene.path)
    assert "6" in words and "5" in words, words


def test_a_scene_of_several_tiles_keeps_its_masks_in_place(open_product, shows, tmp_path):
    scene = tanager.build(tmp_path, shape=(5, 601, 530))
    with h5py.File(scene.path, "r+") as file:
        row, column = np.mgrid[:601, :530]
        cloudy = (3 * row + column) % 11 == 0
        file["HDFEOS/GRIDS/HYP/Data Fields/beta_cloud_mask"][...] = cloudy
    marked = cloudy | scene.masks["beta_cirrus_mask"]
    shows(open_product(scene.path, masks=True), replace(scene, values=np.where(marked, np.nan, scene.values)))
    shows(open_product(scene.path), scene)
