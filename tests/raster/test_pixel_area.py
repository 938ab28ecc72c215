# SPDX-License-Identifier: GPL-2.0-or-later
"""Square metres of a pixel, in metres and feet, rotated, and where there is none."""

import pytest
from making import wkt

from mineral_prune_plugin.raster.pixel_area import pixel_area_m2
from mineral_prune_plugin.raster.source import Grid

FOOT = 0.3048006096012192  # the US survey foot, in metres


@pytest.mark.parametrize(
    "geotransform, epsg, area",
    [
        ((500000, 20, 0, 4100000, 0, -20), 32611, 400),
        ((500000, 12, -16, 4100000, -16, -12), 32611, 400),
        ((2000000, 100, 0, 600000, 0, -100), 2229, 10_000 * FOOT**2),
        ((-117, 0.001, 0, 37, 0, -0.001), 4326, None),
    ],
)
def test_the_area_is_in_square_metres(geotransform, epsg, area):
    assert pixel_area_m2(Grid(9, 9, geotransform, wkt(epsg), True)) == (area and pytest.approx(area))


@pytest.mark.parametrize("text", ["", "no coordinate system", 'LOCAL_CS["mine"]'])
def test_without_a_known_projection_there_is_none(text):
    assert pixel_area_m2(Grid(9, 9, (0, 1, 0, 0, 0, -1), text, False)) is None
