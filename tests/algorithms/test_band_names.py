# SPDX-License-Identifier: GPL-2.0-or-later
"""A model of bands without wavelengths knows them by name: another order of the bands is no matter, other names are."""

import numpy as np
import pytest
from osgeo import gdal

NAMES = ("B2", "B4", "B8", "B11")
SIDE = 18


@pytest.fixture
def stack(raster):
    """Write bands of three vertical stripes of minerals, in the order of some names; None for no names."""

    def write(file, order, named=True):
        cube = {name: np.full((SIDE, SIDE), 0.1 + 0.05 * index) for index, name in enumerate(NAMES)}
        for index, name in enumerate(("B2", "B8", "B11")):
            cube[name][:, 6 * index : 6 * index + 6] = 0.7
        noise = np.random.default_rng(1).normal(0, 0.01, (4, SIDE, SIDE))
        path = raster(np.stack([cube[name] for name in order]) + noise, name=file, centres_um=None)
        if named:
            dataset = gdal.Open(path, gdal.GA_Update)
            for number, name in enumerate(order, start=1):
                dataset.GetRasterBand(number).SetDescription(name)
        return path

    return write


@pytest.mark.parametrize("algorithm", ["trainmodel", "trainsparsedensenet"])
def test_the_same_bands_in_another_order_give_the_same_map(run, refused, stack, points, read, tmp_path, algorithm):
    model, output = str(tmp_path / "model.safetensors"), str(tmp_path / "map.tif")
    settings = {"trainmodel": {"HIDDEN_UNITS": "12"}, "trainsparsedensenet": {"PATCH_SIZE": 1, "DEPTH": 4, "GROWTH": 4}}
    scene = stack("scene.tif", NAMES)
    few = {"UNLABELLED": 0, "EPOCHS": 100, **settings[algorithm]}
    run(algorithm, INPUT=scene, SAMPLES=points, FEATURES="reflectance", MODEL=model, **few)
    run("mapminerals", INPUT=scene, MODEL=model, OUTPUT=output)
    assert (read(output) == np.repeat([1, 2, 3], 6)).mean() > 0.95
    run("mapminerals", INPUT=stack("other.tif", NAMES[::-1]), MODEL=model, OUTPUT=output)
    assert (read(output) == np.repeat([1, 2, 3], 6)).mean() > 0.95
    said = refused("mapminerals", INPUT=stack("foreign.tif", NAMES), MODEL=renamed(tmp_path, model), OUTPUT=output)
    assert "knows its 4 bands by name" in said and "none named B12" in said and "B2, B4, B8, B11" in said


def renamed(folder, path):
    """The model, but of a band B12 in place of B11."""
    from dataclasses import replace

    from mineral_prune_plugin.models.model_file import load, save

    model = load(path)
    assert model.band_names == NAMES and model.wavelengths is None
    save(replace(model, band_names=("B2", "B4", "B8", "B12")), folder / "renamed.safetensors")
    return str(folder / "renamed.safetensors")


def test_a_pruned_model_keeps_the_names(run, stack, points, tmp_path):
    from mineral_prune_plugin.models.model_file import load

    model, pruned = (str(tmp_path / name) for name in ("model.safetensors", "pruned.safetensors"))
    shared = {"INPUT": stack("scene.tif", NAMES), "SAMPLES": points, "UNLABELLED": 0}
    run("trainmodel", **shared, FEATURES="reflectance", HIDDEN_UNITS="8", EPOCHS=20, MODEL=model)
    run("prunemodel", **shared, MODEL=model, ITERATIONS=1, RETRAIN_EPOCHS=2, CONTROLS=False, OUTPUT=pruned)
    assert load(pruned).band_names == NAMES


def test_without_names_the_order_is_taken_and_said(qgis, stack, hand_model, tmp_path):
    import processing
    from qgis.core import QgsProcessingFeedback

    warnings = []

    class Listener(QgsProcessingFeedback):
        def pushWarning(self, warning):  # noqa: N802, a name that QGIS gives
            warnings.append(warning)

    scene = stack("plain.tif", NAMES, named=False)
    gdal.Translate(str(tmp_path / "three.tif"), scene, bandList=[1, 3, 4])
    parameters = {"INPUT": str(tmp_path / "three.tif"), "MODEL": hand_model(wavelengths=None)}
    for algorithm in ("mapminerals", "mapneurons"):
        output = str(tmp_path / f"{algorithm}.tif")
        processing.run(f"mineralprune:{algorithm}", {**parameters, "OUTPUT": output}, feedback=Listener(False))
    assert len(warnings) == 2 and all("3 bands of three.tif" in warning for warning in warnings)
