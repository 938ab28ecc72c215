# SPDX-License-Identifier: GPL-2.0-or-later
"""AVIRIS: the orthorectified netCDF of AVIRIS-3 and -5, and the ENVI files of AVIRIS-NG."""

import netCDF4
import numpy as np
import pytest
from products.miniatures import aviris


def test_the_orthorectified_netcdf_opens_on_its_grid(open_product, shows, tmp_path):
    scene = aviris.build(tmp_path)
    shows(open_product(scene.path), scene)


def test_a_scene_of_the_southern_hemisphere_keeps_its_coordinate_system(open_product, shows, tmp_path):
    scene = aviris.build(tmp_path, epsg=32734)
    shows(open_product(scene.path), scene)


def test_a_transform_that_lies_elsewhere_than_the_coordinates_is_refused(refused, tmp_path):
    scene = aviris.build(tmp_path)
    with netCDF4.Dataset(scene.path, "r+") as file:
        file["easting"][:] = file["easting"][:] + 29.0
    assert "10.0 pixels" in refused(scene.path)


def test_rows_that_run_to_the_north_still_lie_where_they_are(open_product, shows, tmp_path):
    """A netCDF may list its northings upwards: the values then stand the other way round, the ground does not."""
    scene = aviris.build(tmp_path)
    with netCDF4.Dataset(scene.path, "r+") as file:
        file["northing"][:] = file["northing"][:][::-1]
        file["transverse_mercator"].delncattr("GeoTransform")
        cube = file["reflectance/reflectance"]
        cube.set_auto_maskandscale(False)
        cube[:] = cube[:][:, ::-1, :]
    made = open_product(scene.path)
    a, _, _, d, _, step = made.geotransform
    if step > 0:  # a raster that runs to the north says so in its transform
        assert (a, d) == pytest.approx((scene.geotransform[0], scene.geotransform[3] - 7 * 2.9))
        np.testing.assert_array_equal(made.values[:, ::-1].astype("f4"), scene.values.astype("f4"))
    else:
        shows(made, scene)


def test_real_files_of_aviris_ng_open_as_they_are(open_product, real_scenes, tmp_path):
    from osgeo import gdal

    path = real_scenes / "avirisng_crop.img"
    made = open_product(path)
    source = gdal.Open(str(path))
    np.testing.assert_array_equal(made.values.astype("f4"), source.ReadAsArray())
    assert made.geotransform == pytest.approx(source.GetGeoTransform())
    assert len(made.centres_um) == 432 and 0.34 < np.nanmin(made.centres_um) < np.nanmax(made.centres_um) < 2.6
