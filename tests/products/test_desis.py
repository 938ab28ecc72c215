# SPDX-License-Identifier: GPL-2.0-or-later
"""DESIS: wavelengths and gains beside the image, in the header or in METADATA.xml."""

from dataclasses import replace

import numpy as np
import pytest
from products.miniatures import desis

UNEVEN = 0.0001 * (1 + np.arange(desis.BANDS) / 1000)


@pytest.mark.parametrize("chosen", ["METADATA.xml", "SPECTRAL_IMAGE.tif", "folder"])
def test_metadata_image_and_folder_open_the_same_product(open_product, shows, tmp_path, chosen):
    scene = desis.build(tmp_path)
    folder = scene.path.parent
    path = folder if chosen == "folder" else folder / f"{desis.SCENE}-{chosen}"
    shows(open_product(path), scene)


@pytest.mark.parametrize("beside", [{"xml": False}, {"header": False}], ids=["header alone", "xml alone"])
def test_either_of_the_two_descriptions_is_enough(open_product, shows, tmp_path, beside):
    scene = desis.build(tmp_path, gain=UNEVEN, offset=0.002, **beside)
    shows(open_product(scene.path), scene)


def test_each_band_has_a_gain_of_its_own(open_product, shows, tmp_path):
    scene = desis.build(tmp_path, gain=UNEVEN)
    shows(open_product(scene.path), scene)


def test_an_image_without_either_is_refused_or_asks_for_wavelengths(refused, tmp_path):
    scene = desis.build(tmp_path, header=False, xml=False)
    assert "avelength" in refused(scene.path) or "METADATA" in refused(scene.path)


def test_the_quality_layers_take_clouds_out_when_asked(open_product, shows, tmp_path):
    scene = desis.build(tmp_path)
    made = open_product(scene.path, masks=True)
    gone = np.isfinite(scene.values[0]) & np.isnan(made.values[0])
    assert gone[scene.masks["cloud_land"]].all() and gone.sum() <= np.any(list(scene.masks.values()), axis=0).sum()
    shows(made, replace(scene, values=np.where(gone, np.nan, scene.values)))
