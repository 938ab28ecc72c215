# SPDX-License-Identifier: GPL-2.0-or-later
"""ASTER surface reflectance as GeoTIFFs and as HDF: two resolutions of the same ground."""

from dataclasses import replace

import numpy as np
import pytest
from osgeo import gdal, osr
from products.conftest import assert_shows
from products.miniatures import aster, aster_hdf


def whole(scenes):
    """The Miniature of both resolutions on the finer grid: each coarse pixel stands four times."""
    fine, coarse = scenes["VNIR"], scenes["SWIR"]
    return replace(
        fine,
        values=np.concatenate([fine.values, coarse.values.repeat(2, axis=1).repeat(2, axis=2)]),
        **{name: np.concatenate([getattr(fine, name), getattr(coarse, name)]) for name in ("centres_um", "widths_um")},
        good=np.ones(9, bool),
    )


@pytest.mark.parametrize("kind", ["tif", "vrt"])
def test_both_resolutions_lie_on_the_finer_grid_unchanged(open_product, shows, tmp_path, kind):
    scenes = aster.build(tmp_path)
    made = open_product(scenes["VNIR"].path, output=tmp_path / f"made.{kind}")
    shows(made, whole(scenes))
    assert any("15" in sentence and "nearest" in sentence for sentence in made.said), made.said


def test_one_of_the_files_stands_for_all(open_product, shows, tmp_path):
    scenes = aster.build(tmp_path)
    shows(open_product(next(scenes["VNIR"].path.glob("*Band7.tif"))), whole(scenes))


@pytest.mark.parametrize("part", ["VNIR", "SWIR"])
def test_either_half_alone_keeps_its_own_grid(open_product, shows, tmp_path, part):
    scenes = aster.build(tmp_path)
    for path in list(scenes[part].path.glob("*.tif")):
        if f"Reflectance{part}" not in path.name:
            path.unlink()
    shows(open_product(scenes[part].path), scenes[part])


def test_a_band_of_another_place_is_refused(refused, tmp_path):
    scenes = aster.build(tmp_path)
    path = next(scenes["SWIR"].path.glob("*Band5.tif"))
    dataset = gdal.Open(str(path), gdal.GA_Update)
    dataset.SetGeoTransform((598_515.0 + 300, 30.0, 0.0, 4_165_515.0, 0.0, -30.0))
    dataset = None
    assert "Band5" in refused(scenes["SWIR"].path)


def test_the_hdf_shows_what_the_geotiffs_do_at_their_place(open_product, tmp_path):
    pytest.importorskip("pyhdf")  # the only writer of HDF4 for Python
    (tmp_path / "hdf").mkdir()
    path, expected = aster_hdf.build(tmp_path / "hdf"), whole(aster.build(tmp_path))
    made = open_product(path)
    assert_shows(replace(made, geotransform=None, epsg=None), replace(expected, geotransform=None, epsg=None))
    assert made.epsg is None  # GDAL has no coordinate system for the miniature, whose metadata are no more than needed
    wgs84, grid = osr.SpatialReference(), osr.SpatialReference()
    wgs84.ImportFromEPSG(4326)
    grid.ImportFromEPSG(aster.EPSG)
    for reference in (wgs84, grid):
        reference.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    turn = osr.CoordinateTransformation(wgs84, grid)
    for corner in ((0.5, 0.5), (9.5, 0.5), (0.5, 11.5), (9.5, 11.5)):
        place = turn.TransformPoint(*gdal.ApplyGeoTransform(made.geotransform, *corner))[:2]
        np.testing.assert_allclose(place, gdal.ApplyGeoTransform(expected.geotransform, *corner), rtol=0, atol=0.5)
    assert any("a grid of 15 m" in sentence for sentence in made.said), made.said
    assert any("control points" in sentence for sentence in made.said)
    assert any("no longer needs" in sentence for sentence in made.said)
