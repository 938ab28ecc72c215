# SPDX-License-Identifier: GPL-2.0-or-later
"""A raster that an interrupted copy cut short is refused by every algorithm that reads it, with a sentence on why."""

import os

import numpy as np
import pytest
from making import write_envi

COLOURS = np.tile(np.float32([[[0.8]], [[0.1]], [[0.1]]]), (1, 20, 20))


@pytest.fixture
def short(tmp_path):
    """A scene whose last bytes are missing; its size on the disk and by its header."""
    path = write_envi(tmp_path / "scene.img", COLOURS, wavelength_units="Micrometers", wavelength=[2.1, 2.2, 2.3])
    os.truncate(path, COLOURS.nbytes - 50)
    return str(path)


def test_every_use_of_a_scene_that_is_cut_short_is_refused(refused, short, samples, hand_model, layer, tmp_path):
    points = samples((0, 0, "red", 1, "train"), (1, 0, "green", 2, "train"))
    square = "Polygon((0 0, 9 0, 9 -9, 0 -9, 0 0))"
    labels = layer("Polygon", ["mineral:string"], [(square, "red")])
    out = str(tmp_path / "out.tif")
    for algorithm, parameters in (
        ("mapminerals", {"MODEL": hand_model(), "OUTPUT": out}),
        ("mapneurons", {"MODEL": hand_model(), "OUTPUT": out}),
        ("trainmodel", {"SAMPLES": points, "MODEL": str(tmp_path / "m.safetensors")}),
        ("trainfromlibrary", {"MODEL": str(tmp_path / "m.safetensors")}),
        ("drawsamples", {"LABELS": labels, "OUTPUT": str(tmp_path / "s.gpkg")}),
    ):
        said = refused(algorithm, INPUT=short, **parameters)
        assert "scene.img should hold at least 4800 bytes, and it has 4750" in said
