# SPDX-License-Identifier: GPL-2.0-or-later
"""Whether a raster suits a model is decided at the stated bounds, and by its first pixels together."""

from dataclasses import replace

import numpy as np
import pytest
from making import random_model, write_geotiff

from mineral_prune_plugin.errors import BandsMissing, ScaleDiffers
from mineral_prune_plugin.models.compatibility import BrightnessCheck, bands_for, check_brightness
from mineral_prune_plugin.models.two_models import readers_for
from mineral_prune_plugin.raster.source import describe

MODEL = random_model()  # brightness 0.4
RIGHT, WRONG = 0.4, 4000.0


def pixels(value, n, bands=2):
    return np.full((bands, n), value, np.float32)


@pytest.mark.parametrize(("bound", "beyond"), [(50 * 500 / 1024, np.inf), (1 / 1024, 0)])
def test_the_bounds_of_brightness_fit_and_the_next_number_does_not(bound, beyond):
    """Brightness, its fiftyfold and its five hundredth part are numbers that float32 holds."""
    model = replace(MODEL, brightness=500 / 1024)
    check_brightness(model, pixels(bound, 3), "other.tif")
    with pytest.raises(ScaleDiffers):
        check_brightness(model, pixels(np.nextafter(np.float32(bound), np.float32(beyond)), 3), "other.tif")


def test_brightness_is_checked_once_1024_pixels_have_come_and_not_before():
    check = BrightnessCheck(MODEL, "other.tif")
    check.add(None)
    check.add(pixels(WRONG, 0))
    check.add(pixels(WRONG, 1000))
    check.add(pixels(WRONG, 23))
    with pytest.raises(ScaleDiffers) as refused:
        check.add(pixels(WRONG, 1))
    assert refused.value.facts == {"raster": "other.tif", "expected": 0.4, "found": WRONG}


def test_pixels_after_the_first_1024_are_no_matter():
    check = BrightnessCheck(MODEL, "other.tif")
    check.add(pixels(RIGHT, 1024))
    check.add(pixels(WRONG, 5000))
    check.add(pixels(WRONG, 5000))
    check.finish()


@pytest.mark.parametrize("n", [1, 2, 1023])
def test_a_raster_of_fewer_pixels_is_checked_at_its_end(n):
    check = BrightnessCheck(MODEL, "other.tif")
    check.add(pixels(WRONG, n))
    with pytest.raises(ScaleDiffers):
        check.finish()


def test_a_raster_without_a_valid_pixel_has_no_brightness_to_check():
    check = BrightnessCheck(MODEL, "other.tif")
    check.add(None)
    check.finish()


def test_bands_are_made_from_their_neighbours_only_on_request(tmp_path):
    fine = tuple(np.linspace(1.98, 2.38, 11))  # 2.1 lies between two of them
    info = describe(write_geotiff(tmp_path / "fine.tif", np.full((11, 2, 2), 0.4, np.float32), fine))
    for bands in (
        lambda *request: bands_for(MODEL, info, *request),
        lambda *request: readers_for([MODEL] * 2, info, *request),
    ):
        with pytest.raises(BandsMissing):
            bands()
    assert bands_for(MODEL, info, True).weights is not None
