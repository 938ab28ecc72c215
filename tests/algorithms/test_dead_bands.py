# SPDX-License-Identifier: GPL-2.0-or-later
"""A band without data neither empties a scene nor is mapped: through every algorithm that reads one."""

import numpy as np
import pytest
from osgeo import gdal
from qgis.core import QgsProcessingFeedback

SIDE = 20
UM = (2.1, 2.15, 2.2, 2.25, 2.3)


class Listener(QgsProcessingFeedback):
    """Keeps what is said."""

    def __init__(self):
        super().__init__(False)
        self.warnings = []

    def pushWarning(self, warning):  # noqa: N802, a name that QGIS gives
        self.warnings.append(warning)


def cube_with(dead, value):
    """(5, SIDE, SIDE): thirds of red, green and blue, bright in bands 1, 3 and 5; one band without data."""
    cube = np.full((5, SIDE, SIDE), 0.1, np.float32)
    for index, band in enumerate((0, 2, 4)):
        cube[band, :, 7 * index : 7 * index + 7] = 0.8
    cube += np.random.default_rng(1).normal(0, 0.01, cube.shape).astype(np.float32)
    cube[dead] = value
    return cube


def points(samples):
    """Eight samples of each colour and split."""
    rows = []
    for place, split in enumerate(("train", "validation", "test")):
        for number, name in enumerate(("red", "green", "blue")):
            rows += [(7 * number + column, 6 * place + row, name, number + 1, split)
                     for column in (0, 2) for row in range(4)]  # fmt: skip
    return samples(*rows)


@pytest.mark.parametrize("value", [-32768.0, np.nan, 0.0])
def test_a_scene_with_a_dead_band_is_trained_on_and_mapped_without_it(qgis, raster, samples, read, tmp_path, value):
    import processing

    from mineral_prune_plugin.models.model_file import load

    scene = raster(cube_with(1, value), centres_um=UM, no_data=-32768.0)
    model, output = str(tmp_path / "model.safetensors"), str(tmp_path / "map.tif")
    listener = Listener()
    settings = {"INPUT": scene, "SAMPLES": points(samples), "UNLABELLED": 20, "HIDDEN_UNITS": "6", "EPOCHS": 30}
    processing.run("mineralprune:trainmodel", {**settings, "MODEL": model}, feedback=listener)
    (said,) = [warning for warning in listener.warnings if "2.150 um" in warning]
    assert "1 of the 5 bands of scene.tif" in said
    assert load(model).wavelengths.centres_um == (2.1, 2.2, 2.25, 2.3)
    processing.run("mineralprune:mapminerals", {"INPUT": scene, "MODEL": model, "OUTPUT": output}, feedback=listener)
    assert (read(output) > 0).all()


@pytest.mark.parametrize("value", [-32768.0, np.nan])  # zeros: test_bands_without_data
def test_a_model_that_needs_a_dead_band_is_refused_or_interpolates_it(
    qgis, refused, raster, hand_model, read, tmp_path, value
):
    import processing

    model, output = hand_model(), str(tmp_path / "map.tif")  # of 2.1, 2.2 and 2.3 um
    um = (2.1, 2.18, 2.2, 2.22, 2.3)
    scene = raster(cube_with(2, value), centres_um=um, no_data=-32768.0)
    said = refused("mapminerals", INPUT=scene, MODEL=model, OUTPUT=output)
    assert "needs 3 bands" in said and "missing: 2.200 um" in said and "Interpolate" in said
    dataset = gdal.Open(scene, gdal.GA_Update)
    green = np.where(np.arange(SIDE) // 7 == 1, 0.8, 0.1) * np.ones((SIDE, 1))
    for number in (2, 4):
        dataset.GetRasterBand(number).WriteArray(green)
    dataset = None
    listener = Listener()
    parameters = {"INPUT": scene, "MODEL": model, "OUTPUT": output, "INTERPOLATE": True}
    processing.run("mineralprune:mapminerals", parameters, feedback=listener)
    assert read(output)[0].tolist() == [1] * 7 + [2] * 7 + [3] * 6
    assert any("2.200 um" in warning for warning in listener.warnings)


@pytest.mark.parametrize("algorithm", ["mapminerals", "mapneurons"])
def test_a_map_that_is_nearly_empty_says_which_band_emptied_it(qgis, raster, hand_model, tmp_path, algorithm):
    import processing

    cube = cube_with(1, 0.1)[[0, 2, 4]]
    cube[1, 3:] = 0  # a water band, clipped
    scene = raster(np.round(cube * 1000) / 1000, no_data=0)
    listener = Listener()
    parameters = {"INPUT": scene, "MODEL": hand_model(), "OUTPUT": str(tmp_path / "map.tif")}
    processing.run(f"mineralprune:{algorithm}", parameters, feedback=listener)
    (said,) = listener.warnings
    assert "85 % of the pixels of scene.tif" in said and "(2.200 um)" in said and "no-data value if 0" in said


def test_drawing_and_training_on_lost_samples_say_which_band_lost_them(qgis, raster, samples, tmp_path):
    import processing

    cube = cube_with(1, 0.1)
    cube[3, 4:] = np.nan
    scene = raster(cube, centres_um=UM)
    labels = raster(np.repeat([1, 2, 3], (7, 7, 6))[None].repeat(SIDE, 0), name="labels.tif", centres_um=None)
    few = {"TRAIN_PER_CLASS": "5", "VALIDATION_PER_CLASS": "5", "TEST_PER_CLASS": "5"}
    drawn = {"INPUT": scene, "LABELS": labels, "OUTPUT": str(tmp_path / "drawn.gpkg"), **few}
    row = [(7 * k + c, 3, name, k + 1, split) for k, name in enumerate(("red", "green", "blue"))
           for c, split in enumerate(("train", "validation", "test"))]  # fmt: skip
    lost = [(7 * k + c, 9, name, k + 1, "train") for k, name in enumerate(("red", "green")) for c in range(3)]
    trained = {"INPUT": scene, "SAMPLES": samples(*row, *lost), "UNLABELLED": 0, "HIDDEN_UNITS": "4", "EPOCHS": 5,
               "MODEL": str(tmp_path / "m.safetensors")}  # fmt: skip
    for algorithm, parameters in (("drawsamples", drawn), ("trainmodel", trained)):
        listener = Listener()
        processing.run(f"mineralprune:{algorithm}", parameters, feedback=listener)
        assert any("80 % of the pixels" in warning and "(2.250 um)" in warning for warning in listener.warnings)


def test_a_model_from_a_library_leaves_a_dead_band_out(qgis, chain, write_library, tmp_path):
    import processing

    from mineral_prune_plugin.models.model_file import load

    scene = tmp_path / "scene.tif"
    gdal.Translate(str(scene), chain.scene)
    dataset = gdal.Open(str(scene), gdal.GA_Update)
    band = dataset.GetRasterBand(9)
    dead = float(band.GetMetadata()["wavelength"])
    band.WriteArray(np.zeros((dataset.RasterYSize, dataset.RasterXSize)))
    band = dataset = None
    model, listener = str(tmp_path / "model.safetensors"), Listener()
    settings = {"LIBRARY": chain.library, "MINERALS": "alunite; calcite", "UNLABELLED": 100, "HIDDEN_UNITS": "5"}
    parameters = {"INPUT": str(scene), **settings, "EPOCHS": 5, "MODEL": model}
    processing.run("mineralprune:trainfromlibrary", parameters, feedback=listener)
    assert any(f"({dead:.3f} um)" in warning for warning in listener.warnings)
    assert min(abs(centre - dead) for centre in load(model).wavelengths.centres_um) > 0.004
