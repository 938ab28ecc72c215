# SPDX-License-Identifier: GPL-2.0-or-later
"""Any raster that GDAL reads gets wavelengths and a scale from Open product, in a virtual raster or a copy."""

import numpy as np
import pytest
from making import write_geotiff

STORED = np.array([[[1000, 2000], [-9999, 10000]], [[3000, 4000], [5000, 6000]]], np.int16)


@pytest.mark.parametrize("ending", [".vrt", ".tif"])
def test_a_raster_without_any_gets_wavelengths_and_scale(open_product, tmp_path, ending):
    raster = write_geotiff(tmp_path / "plain.tif", STORED, no_data=-9999)
    (tmp_path / "bands.txt").write_text("2100 10\n2200 12\n", encoding="utf-8")
    output = tmp_path / f"made{ending}"
    made = open_product(raster, output=output, wavelengths=tmp_path / "bands.txt", scale=0.0001)
    assert made.centres_um == pytest.approx([2.1, 2.2]) and made.widths_um == pytest.approx([0.010, 0.012])
    np.testing.assert_allclose(made.values[1], STORED[1] * 0.0001)
    assert np.isnan(made.values[0, 1, 0]) and made.values[0, 0, 0] == pytest.approx(0.1)
    assert "times 0.0001 are its reflectance, as was given; the product's own factor is 1." in " ".join(made.said)


def test_a_wrong_scale_and_offset_of_the_file_are_replaced(open_product, tmp_path):
    raster = write_geotiff(tmp_path / "wrong.tif", STORED, um=(2.1, 2.2), no_data=-9999, scale=0.01, offset=5.0)
    made = open_product(raster, scale=0.0001)
    np.testing.assert_allclose(made.values[1], STORED[1] * 0.0001)
    assert "the product's own factor is 0.01." in " ".join(made.said)
    np.testing.assert_allclose(open_product(raster).values[1], STORED[1] * 0.01 + 5)
