# SPDX-License-Identifier: GPL-2.0-or-later
"""Synthetic cubes of 50 bands of int16 in every layout, and the models that map them; made once, in build/bench."""

from dataclasses import replace

import numpy as np
from osgeo import gdal

BANDS, CLASSES = 50, 7
UM = np.linspace(1.991, 2.479, BANDS)
SIDE = 2000  # pixels a side of the small cube: 4 Mpixel
GEOTIFF = {
    "GeoTIFF pixel": ("INTERLEAVE=PIXEL",),
    "GeoTIFF band": ("INTERLEAVE=BAND",),
    "DEFLATE": ("INTERLEAVE=PIXEL", "COMPRESS=DEFLATE", "PREDICTOR=2"),
    "ZSTD": ("INTERLEAVE=PIXEL", "COMPRESS=ZSTD", "PREDICTOR=2"),
}
ENVI = {"ENVI BIP": (1, 2, 0), "ENVI BIL": (1, 0, 2), "ENVI BSQ": (0, 1, 2)}  # from (band, row, column)
UNCOMPRESSED = ("GeoTIFF pixel", "GeoTIFF band", *ENVI)
OF_FLOATS = "ENVI BSQ float32"  # reflectance as it is, twice the bytes


def cube_file(folder, layout, width=SIDE, height=SIDE):
    """The path of a cube in a layout, made if it is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{layout.replace(' ', '_')}_{width}x{height}"
    envi = layout in ENVI or layout == OF_FLOATS
    path = folder / f"{name}{'.img' if envi else '.tif'}"
    if not path.exists():
        partial = path.with_name("partial" + path.suffix)
        (_write_envi if envi else _write_geotiff)(partial, layout, width, height)
        partial.replace(path)
        if envi:
            partial.with_suffix(".hdr").replace(path.with_suffix(".hdr"))
    return path


def rows(start, count, width):
    """(BANDS, count, width) int16: seven spectra under changing light, with noise; a row is always the same."""
    spectra = np.random.default_rng(1).uniform(0.2, 0.7, (CLASSES, BANDS))
    cube = np.empty((BANDS, count, width), np.int16)
    for place in range(count):
        generator = np.random.default_rng([2, (start + place) % SIDE])
        kinds = generator.integers(0, CLASSES, width)
        light = generator.uniform(0.9, 1.1, width)
        noise = generator.normal(0, 0.02, (BANDS, width))
        cube[:, place] = np.clip((spectra[kinds].T * light + noise) * 1e4, 1, 10_000)
    return cube


def bench_model(feature="reflectance", hidden=(30,), bands=BANDS):
    """A model 50-30-7 of random weights whose classes all occur. bands : fewer take every n-th."""
    from mineral_prune_plugin.classes import with_colour
    from mineral_prune_plugin.models.model_file import Model
    from mineral_prune_plugin.models.perceptron.network import Perceptron, Standardisation
    from mineral_prune_plugin.raster.wavelengths import Wavelengths

    generator = np.random.default_rng(3)
    chosen = np.round(np.linspace(0, BANDS - 1, bands)).astype(int)
    sizes = (bands, *hidden, CLASSES)
    weights = [generator.normal(0, 1.5 / n_in**0.5, (n_out, n_in)) for n_in, n_out in zip(sizes, sizes[1:])]
    biases = [generator.normal(0, 0.5, n_out) for n_out in sizes[1:]]
    mean, deviation = (0.45, 0.17) if feature == "reflectance" else (0.1, 0.1)
    return Model(
        network=Perceptron(*(tuple(part.astype(np.float32) for part in parts) for parts in (weights, biases))),
        standardisation=Standardisation(np.full(bands, mean, np.float32), np.full(bands, deviation, np.float32)),
        feature=feature,
        wavelengths=Wavelengths.from_um(UM[chosen], [0.01] * bands),
        brightness=0.45,
        classes=tuple(with_colour(number, f"mineral {number}") for number in range(1, CLASSES + 1)),
        training={},
    )


def pruned(model, hidden):
    """The model with as many hidden units, for the sizes that pruning leaves."""
    return replace(bench_model(model.feature, (hidden,), model.bands), classes=model.classes)


def _write_geotiff(path, layout, width, height):
    options = ["TILED=YES", "BIGTIFF=IF_SAFER", "NUM_THREADS=ALL_CPUS", *GEOTIFF[layout]]
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), width, height, BANDS, gdal.GDT_Int16, options=options)
    for index in range(BANDS):
        band = dataset.GetRasterBand(index + 1)
        band.SetScale(1e-4)
        band.SetMetadata({"wavelength": f"{UM[index]:.4f}", "wavelength_units": "Micrometers"})
    for start in range(0, height, 256):
        values = rows(start, min(256, height - start), width)
        dataset.WriteRaster(0, start, width, values.shape[1], values.tobytes())
    dataset = None


def _write_envi(path, layout, width, height):
    interleave, floats = layout.split()[1], layout == OF_FLOATS
    order = ENVI[f"ENVI {interleave}"]
    shape = tuple((BANDS, height, width)[axis] for axis in order)
    values = np.memmap(path, "<f4" if floats else "<i2", "w+", shape=shape)
    by_band = values.transpose(np.argsort(order))
    for start in range(0, height, 250):
        count = min(250, height - start)
        by_band[:, start : start + count] = rows(start, count, width) * np.float32(1e-4 if floats else 1)
    values.flush()
    header = ["ENVI", f"samples = {width}", f"lines = {height}", f"bands = {BANDS}", "header offset = 0"]
    header += ["file type = ENVI Standard", f"data type = {4 if floats else 2}"]
    header += [f"interleave = {interleave.lower()}", "byte order = 0", "wavelength units = Micrometers"]
    header += [] if floats else ["reflectance scale factor = 10000"]
    header += ["wavelength = {" + ", ".join(f"{centre:.4f}" for centre in UM) + "}"]
    path.with_suffix(".hdr").write_text("\n".join(header) + "\n", encoding="utf-8")
