# SPDX-License-Identifier: GPL-2.0-or-later
"""A map where torch, safetensors and threadpoolctl are missing is the same file as where they are there."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from making import LAYOUTS, random_model, write_geotiff
from osgeo import gdal

from mineral_prune_plugin.models.model_file import save
from mineral_prune_plugin.models.reject import Reject

BANDS, HEIGHT, WIDTH = 30, 60, 90
UM = tuple(2.0 + 0.01 * band for band in range(BANDS))
SCRIPT = Path(__file__).with_name("map_without_torch.py")
ROOT = Path(__file__).resolve().parents[2]


def near_twins(feature, seed):
    """A model of four classes, two and two of which are so near that float32 takes the wrong one of them at times."""
    model = random_model(UM, (16, 9), (1, 2, 4, 7), feature, seed=seed)
    last = model.network.weights[-1].astype(np.float64)
    last[2:] = last[:2] * (1 + np.random.default_rng(seed).uniform(-5e-7, 5e-7, last[2:].shape))
    weights = (*model.network.weights[:-1], last.astype(np.float32))
    biases = (*model.network.biases[:-1], model.network.biases[-1][[0, 1, 0, 1]])
    return replace(model, network=replace(model.network, weights=weights, biases=biases))


def rejecting(feature, seed):
    return replace(random_model(UM, (12,), (1, 2, 4), feature, seed=seed), reject=Reject({2: "unlike"}))


def cube():
    """float32 (BANDS, HEIGHT, WIDTH), with no data, shadows and negative noise."""
    generator = np.random.default_rng(0)
    slopes = np.linspace(-0.3, 0.3, BANDS)[:, None, None] * generator.uniform(-1, 1, (HEIGHT, WIDTH))
    values = (0.5 + slopes + generator.normal(0, 0.08, (BANDS, HEIGHT, WIDTH))).astype(np.float32)
    values[:, 3:9, 5:30], values[:, 40, :9] = -9999, values[:, 40, :9] / 100 - 0.001
    return values


@pytest.fixture(scope="module")
def maps(tmp_path_factory):
    """{name: (raster, model)} of files."""
    folder = tmp_path_factory.mktemp("maps")
    floats = LAYOUTS["bil"](folder, cube(), UM, -9999)
    integers = np.where(cube() == -9999, -9999, cube() * 1e4).astype(np.int16)
    by_pixel = write_geotiff(
        folder / "pixel.tif", integers, UM, scale=1e-4, no_data=-9999, options=("INTERLEAVE=PIXEL", "TILED=YES")
    )
    places = {}
    for seed, feature in enumerate(("reflectance", "normalised", "continuum", "asai")):
        for make in (near_twins, rejecting):
            path = folder / f"{feature}_{make.__name__}.safetensors"
            save(make(feature, seed), path)
            for raster in (floats, by_pixel):
                places[f"{feature}, {make.__name__}, {Path(raster).suffix}"] = str(raster), str(path)
    return places


def mapped(maps, folder, first, environment):
    """(the packages that are loaded at the end, [(map, confidence, settled) of each of the maps])."""
    folder.mkdir()
    names = ("map", "sure", "settled")
    files = [tuple(str(folder / f"{name}{place}.tif") for name in names) for place in range(len(maps))]
    arguments = sum((inputs + outputs for inputs, outputs in zip(maps.values(), files)), ())
    done = subprocess.run([sys.executable, SCRIPT, first, *arguments], env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.split(), files


def with_packages():
    return {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "build" / "plugins"), *sys.path])}


def test_a_map_of_a_small_scene_leaves_an_installed_torch_unloaded(maps, tmp_path):
    loaded, _ = mapped(maps, tmp_path / "numpy", "numpy", with_packages())
    assert loaded == ["threadpoolctl"]


def test_maps_are_the_same_to_the_last_byte(maps, without_packages, tmp_path):
    loaded, of_torch = mapped(maps, tmp_path / "torch", "torch", with_packages())
    assert loaded == ["threadpoolctl", "torch"]
    loaded, of_numpy = mapped(maps, tmp_path / "numpy", "numpy", without_packages)
    assert loaded == []
    for name, by_torch, by_numpy in zip(maps, of_torch, of_numpy):
        for place in (0, 2):
            assert Path(by_numpy[place]).read_bytes() == Path(by_torch[place]).read_bytes(), name
        assert len(np.unique(gdal.Open(by_numpy[0]).ReadAsArray())) > 2, name
        sure, known = (gdal.Open(files[1]).ReadAsArray() for files in (by_numpy, by_torch))
        assert np.allclose(sure, known, rtol=2e-5, atol=0), name


def test_a_map_alone_imports_nothing_of_what_only_training_patches_and_settled_pixels_need():
    code = (
        "import sys; import mineral_prune_plugin.mapping.class_map as _; "
        "rooms = {name.split('.')[1] for name in sys.modules if name.startswith('mineral_prune_plugin.')}; "
        "of_patches = {name for name in sys.modules if name.endswith(('.raster.halo', '.densenet.cost'))}; "
        "print(rooms & {'simulation', 'spectral_library', 'samples', 'pruning', 'reports'} | of_patches or 'none')"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "build/plugins"), *sys.path])}
    result = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True)
    assert (result.stdout.strip(), result.stderr) == ("none", "")
