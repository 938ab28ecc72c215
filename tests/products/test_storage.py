# SPDX-License-Identifier: GPL-2.0-or-later
"""How a copy of a product is stored: by the rows that its windows are, which costs no second copy in memory."""

import numpy as np
from osgeo import gdal
from products.miniatures import emit


def test_a_granule_that_is_not_compressed_is_copied_in_strips_and_an_orthorectified_one_in_tiles(
    open_product, tmp_path
):
    shape, here = (6, 300, 300), np.ones((20, 300), np.int32)  # its first pixel, 6,000 times
    path = emit.build(tmp_path, emit.granule((here, here), shape), compressed=False)[0].path
    raw, ortho = (open_product(path, orthorectify=chosen).path for chosen in (False, True))
    assert gdal.Open(raw).GetRasterBand(1).GetBlockSize() == [shape[2], 256]
    assert gdal.Open(ortho).GetRasterBand(1).GetBlockSize() == [256, 32]


def test_the_last_strip_is_as_long_as_the_granule(open_product, shows, tmp_path):
    scene = emit.build(tmp_path, emit.granule(shape=(6, 300, 300)), compressed=False)[0]
    made = open_product(scene.path, orthorectify=False)
    np.testing.assert_array_equal(made.values[0, 256:], scene.values[0, 256:].astype(np.float32))
    shows(made, scene)
