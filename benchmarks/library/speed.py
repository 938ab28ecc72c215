# SPDX-License-Identifier: GPL-2.0-or-later
"""How fast a map by a library model is, against one by a model of plain reflectance of the same size, in turn."""

import tempfile
import time
from dataclasses import replace
from pathlib import Path
from statistics import median

from osgeo import gdal

from mineral_prune_plugin.mapping.class_map import MapJob, map_minerals
from mineral_prune_plugin.progress import silent

COPIES, TURNS = 16, 7


def speeds(scene, models):
    """Name -> median million pixels a second, of a cube of COPIES times the scene on disk.

    scene  : path of a raster
    models : name -> Model
    """
    with tempfile.TemporaryDirectory() as folder:
        cube, pixels = _tiled(scene, Path(folder) / "cube")
        seconds = {name: [] for name in models}
        for _ in range(TURNS):
            for name, model in models.items():
                started = time.perf_counter()
                map_minerals(MapJob(cube, model, str(Path(folder) / "map.tif")), silent())
                seconds[name].append(time.perf_counter() - started)
    return {name: pixels / median(values) / 1e6 for name, values in seconds.items()}


def models_for(trained, feature):
    """The model of the default feature, and one of plain reflectance without a reject that has minerals alone.

    trained : a Model of `runs.trained`; feature : the same of reflectance
    """
    minerals = len(feature.minerals)
    weights = (*feature.network.weights[:-1], feature.network.weights[-1][:minerals])
    biases = (*feature.network.biases[:-1], feature.network.biases[-1][:minerals])
    plain = replace(feature, network=replace(feature.network, weights=weights, biases=biases), reject=None)
    return {"library model": trained, "reflectance, no reject": replace(plain, classes=feature.minerals)}


def _tiled(scene, path):
    """(the path of an ENVI file, band by band, in which the scene stands COPIES times; its pixels)."""
    source = gdal.Open(scene)
    width, height, bands = source.RasterXSize, source.RasterYSize, source.RasterCount
    size = (str(path), width, height * COPIES, bands, source.GetRasterBand(1).DataType)
    cube = gdal.GetDriverByName("ENVI").Create(*size)
    for band in range(1, bands + 1):
        values = source.GetRasterBand(band).ReadAsArray()
        for copy in range(COPIES):
            cube.GetRasterBand(band).WriteArray(values, 0, copy * height)
    cube.FlushCache()
    del cube
    header = path.with_suffix(".hdr")
    entries = gdal.Open(scene).GetMetadata("ENVI")
    kept = [key for key in ("wavelength", "wavelength_units", "reflectance_scale_factor") if key in entries]
    header.write_text(header.read_text() + "".join(f"{key.replace('_', ' ')} = {entries[key]}\n" for key in kept))
    return str(path), width * height * COPIES
