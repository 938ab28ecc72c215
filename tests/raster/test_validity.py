# SPDX-License-Identifier: GPL-2.0-or-later
"""Which pixels hold a spectrum: one rule for samples, maps and neurons."""

import numpy as np
import pytest

from mineral_prune_plugin.raster.validity import Scaling, Validity

NAN = float("nan")


def valid(no_data, scale=1.0, offset=0.0):
    """Of six pixels in three bands: 0 in band 1, in band 2 and in band 3, NaN in band 3, 7 in all bands, 5 in all."""
    raw = np.full((3, 1, 6), 5, np.float32)
    raw[0, 0, 0] = raw[1, 0, 1] = raw[2, 0, 2] = 0
    raw[2, 0, 3], raw[:, 0, 4] = NAN, 7
    scaling = Scaling(np.full(3, scale), np.full(3, offset), no_data)
    return Validity(scaling).of(raw, raw.reshape(3, -1).copy()).tolist()


@pytest.mark.parametrize(
    ("no_data", "expected"),
    [
        ((None, None, None), [1, 1, 1, 0, 1, 1]),
        ((0.0, 0.0, 0.0), [0, 0, 0, 0, 1, 1]),
        ((NAN, 0.0, 0.0), [1, 0, 0, 0, 1, 1]),  # the 0 of one band says nothing of another
        ((0.0, NAN, 0.0), [0, 1, 0, 0, 1, 1]),
        ((None, 0.0, 0.0), [1, 0, 0, 0, 1, 1]),
        ((7.0, 0.0, 0.0), [1, 0, 0, 0, 0, 1]),
        ((NAN, NAN, NAN), [1, 1, 1, 0, 1, 1]),
    ],
)
def test_a_bands_no_data_number_counts_in_that_band(no_data, expected):
    assert valid(no_data) == [bool(one) for one in expected]


def test_a_pixel_without_a_positive_band_holds_no_spectrum():
    assert valid((None,) * 3, scale=-1.0) == [False] * 6
    assert valid((None,) * 3, offset=-6.0) == [False, False, False, False, True, False]
