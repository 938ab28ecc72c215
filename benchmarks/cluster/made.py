# SPDX-License-Identifier: GPL-2.0-or-later
"""Scenes and a model for archives: random pixels, which cost as much to map as any."""

import numpy as np
from osgeo import gdal, osr

UTM, PIXEL = 32611, 20.0
NAMES = ("alunite", "kaolinite", "calcite", "muscovite")


def wavelengths(bands):
    """float64 (bands,), micrometres."""
    return np.linspace(2.0, 2.45, bands)


def write_scene(path, size, bands, seed, options=()):
    """Write a GeoTIFF of float32, 256 rows at a time.

    path    : Path
    size    : (width, height)
    bands   : how many
    seed    : of its pixels
    options : of GDAL's driver
    """
    width, height = size
    driver = gdal.GetDriverByName("GTiff")
    dataset = driver.Create(str(path), width, height, bands, gdal.GDT_Float32, options=["BIGTIFF=IF_SAFER", *options])
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(UTM)
    dataset.SetProjection(reference.ExportToWkt())
    dataset.SetGeoTransform(
        (500_000.0 + seed % 100 * width * PIXEL, PIXEL, 0, 4_160_000.0 + seed // 100 * height * PIXEL, 0, -PIXEL)
    )
    for number, um in enumerate(wavelengths(bands), start=1):
        items = {"wavelength": f"{um:.6f}", "wavelength_units": "Micrometers"}
        dataset.GetRasterBand(number).SetMetadata(items)
    generator = np.random.default_rng(seed)
    for row in range(0, height, 256):
        high = min(256, height - row)
        dataset.WriteArray(generator.random((bands, high, width), dtype=np.float32), 0, row)
    dataset = None


def write_scenes(folder, count, size, bands):
    """Paths of `count` scenes in a folder, written where they are missing. size, bands : as of `write_scene`"""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"scene{number:05}.tif" for number in range(count)]
    for number, path in enumerate(paths):
        if not path.exists():
            write_scene(path, size, bands, number)
    return paths


def write_model(path, bands, hidden=10):
    """Write a model file. path : Path; bands : how many; hidden : units"""
    from mineral_prune_plugin.classes import with_colours
    from mineral_prune_plugin.models.model_file import Model, save
    from mineral_prune_plugin.models.perceptron.network import Perceptron, Standardisation
    from mineral_prune_plugin.raster.wavelengths import Wavelengths

    generator, sizes = np.random.default_rng(0), (bands, hidden, len(NAMES))
    shapes = [(n_out, n_in) for n_in, n_out in zip(sizes, sizes[1:])]
    weights = tuple(generator.normal(size=shape).astype(np.float32) for shape in shapes)
    biases = tuple(generator.normal(size=shape[0]).astype(np.float32) for shape in shapes)
    model = Model(
        network=Perceptron(weights, biases),
        standardisation=Standardisation(np.full(bands, 0.5, np.float32), np.full(bands, 0.3, np.float32)),
        feature="reflectance",
        wavelengths=Wavelengths.from_um(tuple(wavelengths(bands)), [0.01] * bands),
        brightness=0.5,
        classes=with_colours(enumerate(NAMES, start=1)),
        training={"hidden_units": [hidden], "seed": 0},
    )
    save(model, path)
    return path
