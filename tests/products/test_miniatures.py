# SPDX-License-Identifier: GPL-2.0-or-later
"""The miniatures themselves: what they show changes under every flip, shift and transposition, so that one is seen."""

import numpy as np
import pytest
from products.miniatures import ahsi, aster, aviris, desis, emit, enmap, prisma, sentinel2, tanager

BUILDERS = {
    "EMIT, raw geometry": lambda folder: emit.build(folder)[0],
    "EMIT, ortho": lambda folder: emit.build(folder)[1],
    "EnMAP": enmap.build,
    "PRISMA": prisma.build,
    "Tanager, ortho": tanager.build,
    "Tanager, basic": lambda folder: tanager.build(folder, basic=True),
    "AVIRIS-3": aviris.build,
    "DESIS": desis.build,
    "Sentinel-2, 10 m": lambda folder: sentinel2.build(folder)[10],
    "Sentinel-2, 20 m": lambda folder: sentinel2.build(folder)[20],
    "AHSI of GF-5B": ahsi.build,
    "AHSI of ZY1-02E": lambda folder: ahsi.build(folder, "ZY1E"),
    "ASTER, VNIR": lambda folder: aster.build(folder)["VNIR"],
    "ASTER, SWIR": lambda folder: aster.build(folder)["SWIR"],
}


@pytest.mark.parametrize("build", BUILDERS.values(), ids=BUILDERS)
def test_every_flip_shift_and_exchange_of_a_miniature_shows(build, tmp_path):
    values = build(tmp_path).values
    good = values[build_good(values)]
    for axis in range(3):
        assert not np.array_equal(np.flip(good, axis), good, equal_nan=True)
        assert not np.array_equal(np.roll(good, 1, axis), good, equal_nan=True)
    assert good.shape[1] != good.shape[2]


@pytest.mark.parametrize("build", BUILDERS.values(), ids=BUILDERS)
def test_a_miniature_says_as_much_of_each_band_as_it_has_bands(build, tmp_path):
    miniature = build(tmp_path)
    assert len(miniature.values) == len(miniature.centres_um) == len(miniature.widths_um) == len(miniature.good)
    assert miniature.path.exists()
    assert ((miniature.centres_um > 0.3) & (miniature.centres_um < 2.6)).all()


def build_good(values):
    return np.isfinite(values).any(axis=(1, 2))
