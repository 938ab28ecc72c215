# SPDX-License-Identifier: GPL-2.0-or-later
"""The advice to correct a header works, although QGIS leaves a copy of the old one beside the data."""

import numpy as np
from making import write_envi

COLOURS = np.float32([[[0.8, 0.1], [0.1, 0.8]], [[0.1, 0.8], [0.1, 0.1]], [[0.1, 0.1], [0.8, 0.1]]])  # r g / b r


def test_a_map_uses_the_unit_that_was_corrected_after_qgis_had_seen_the_raster(run, hand_model, read, tmp_path):
    from qgis.core import QgsRasterLayer

    scene, output = tmp_path / "scene.img", str(tmp_path / "map.tif")
    write_envi(scene, COLOURS, wavelength_units="Nanometers", wavelength=[2.1, 2.2, 2.3])
    layer = QgsRasterLayer(str(scene), "scene")
    assert layer.isValid()
    del layer  # and QGIS writes the copy
    assert "2.1" in (tmp_path / "scene.img.aux.xml").read_text(encoding="utf-8")
    write_envi(scene, COLOURS, wavelength_units="Micrometers", wavelength=[2.1, 2.2, 2.3])
    run("mapminerals", INPUT=str(scene), MODEL=hand_model(), OUTPUT=output)
    assert read(output).tolist() == [[1, 2], [3, 1]]
